"""Reinstatler 2012: low B12 in US diabetics from 50 years on metformin against those without."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.validate.chances import odds_ratio_below
from cobalamin.validate.compare import published_interval
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life, somebody, with_condition, with_medicine
from cobalamin.validate.residents import measured
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Reinstatler 2012"
ON_METFORMIN, WITHOUT = 600, 1000
"""About the diabetics of these surveys; the numbers were not read."""
DEFICIENT = 148.0
"""pmol/L"""


def _without(draw: Draw) -> Life:
    life = with_condition(
        somebody(draw, age=64.0, sd=9.0, low=50.0, high=85.0), "type 2 diabetes", draw.between("years", 1.0, 15.0)
    )
    return life | {"person": life["person"] | {"jurisdiction": "US"}}


def _on_metformin(draw: Draw) -> Life:
    years = min(draw.between("metformin years", 0.5, 10.0), draw.between("years", 1.0, 15.0))
    return with_medicine(_without(draw), "metformin 850 mg orally twice daily", years)


_ARMS = (
    Arm(people="US diabetics from 50", life=_on_metformin, invited=150),
    Arm(people="US diabetics from 50", life=_without, invited=150),
)


def _b12(seen: Followed) -> npt.NDArray[np.float64]:
    return measured(seen, "serum_b12_pmol_l")


def targets() -> tuple[Target, ...]:
    """The odds ratio."""
    return (
        Target(
            study=STUDY,
            quantity="odds ratio of serum B12 up to 148 pmol/L, metformin, US diabetics from 50 years",
            unit="1",
            block=Block.KINETICS,
            seen=published_interval("diag_or_metf_nhanes"),
            arms=_ARMS,
            measures=(_b12, _b12),
            statistic=odds_ratio_below(DEFICIENT),
            sizes=(ON_METFORMIN, WITHOUT),
            note="years of metformin are a judgement; supplements and other causes left out; odds by a lognormal law",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The odds ratio beside that of virtual people."""
    return rows_of(targets())
