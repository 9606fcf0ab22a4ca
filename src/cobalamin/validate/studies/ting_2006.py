"""Ting 2006: low B12 on metformin by dose and by years; 155 cases and 310 controls of Hong Kong."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.validate.chances import odds_ratio_below
from cobalamin.validate.compare import published_interval
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life, somebody, with_condition, with_medicine
from cobalamin.validate.residents import measured
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Ting 2006"
CASES, CONTROLS = 155, 310
DEFICIENT = 148.0
"""pmol/L; the usual limit, as the one of the study was not read."""


def _diabetic(draw: Draw, milligrams: int, years: float) -> Life:
    life = with_condition(somebody(draw, age=65.0, sd=10.0, low=35.0, high=85.0), "type 2 diabetes", max(years, 1.0))
    return with_medicine(life, f"metformin {milligrams} mg orally twice daily", years)


def _one_gram(draw: Draw) -> Life:
    return _diabetic(draw, 500, draw.between("years", 1.0, 8.0))


def _two_grams(draw: Draw) -> Life:
    return _diabetic(draw, 1000, draw.between("years", 1.0, 8.0))


def _short(draw: Draw) -> Life:
    return _diabetic(draw, 750, draw.between("years", 0.3, 3.0))


def _long(draw: Draw) -> Life:
    return _diabetic(draw, 750, draw.between("years", 3.0, 12.0))


def _arm(life: Callable[[Draw], Life]) -> Arm:
    return Arm(people="diabetics of Hong Kong", life=life, invited=100)


def _b12(seen: Followed) -> npt.NDArray[np.float64]:
    return measured(seen, "serum_b12_pmol_l")


def targets() -> tuple[Target, ...]:
    """Odds ratios for a gram more and for three years or more."""
    ratios = (
        ("a gram a day more", "diag_or_metf_dose", _two_grams, _one_gram),
        ("three years and more against less", "diag_or_metf_3y", _long, _short),
    )
    return tuple(
        Target(
            study=STUDY,
            quantity=f"odds ratio of low B12, metformin, {what}",
            unit="1",
            block=Block.KINETICS,
            seen=published_interval(id),
            arms=(_arm(more), _arm(less)),
            measures=(_b12, _b12),
            statistic=odds_ratio_below(DEFICIENT),
            sizes=(CASES, CONTROLS),
            note="years and doses beside the one that is compared are a judgement; odds are those of a lognormal law",
        )
        for what, id, more, less in ratios
    )


def rows() -> tuple[Row, ...]:
    """Both odds ratios beside those of virtual people."""
    return rows_of(targets())
