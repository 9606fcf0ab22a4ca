"""Low B12 in 592 people of Singapore with type 2 diabetes: vegetarians against the others (PMC10116480)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.validate.chances import odds_ratio_below
from cobalamin.validate.compare import published_interval
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life, somebody, with_condition, with_diet, with_medicine
from cobalamin.validate.residents import measured
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "PMC10116480 (authors not read)"
PEOPLE, VEGETARIANS = 592, 30
"""How many were vegetarians was not read; about one in twenty."""
DEFICIENT = 150.0
"""pmol/L"""


def _omnivore(draw: Draw) -> Life:
    years = draw.between("years", 1.0, 12.0)
    life = with_condition(somebody(draw, age=66.0, sd=9.0, low=40.0, high=88.0), "type 2 diabetes", years)
    return with_medicine(life, "metformin 750 mg orally twice daily", years)


def _vegetarian(draw: Draw) -> Life:
    return with_diet(_omnivore(draw), "vegetarian", draw.between("years of diet", 5.0, 20.0))


_OMNIVORES = Arm(people="diabetics of Singapore", life=_omnivore, invited=100)
_VEGETARIANS = Arm(people="diabetics of Singapore", life=_vegetarian, invited=100)


def _b12(seen: Followed) -> npt.NDArray[np.float64]:
    return measured(seen, "serum_b12_pmol_l")


def targets() -> tuple[Target, ...]:
    """The odds ratio."""
    return (
        Target(
            study=STUDY,
            quantity="odds ratio of serum B12 below 150 pmol/L, vegetarians, type 2 diabetes",
            unit="1",
            block=Block.KINETICS,
            seen=published_interval("diag_or_vegetarian_t2dm"),
            arms=(_VEGETARIANS, _OMNIVORES),
            measures=(_b12, _b12),
            statistic=odds_ratio_below(DEFICIENT),
            sizes=(VEGETARIANS, PEOPLE - VEGETARIANS),
            note="metformin in all, and years of it and of the diet, are a judgement; odds by a lognormal law",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The odds ratio beside that of virtual people."""
    return rows_of(targets())
