"""Dinu 2019 (CARDIVEG): serum B12 of omnivores after three months of a diet with half of the B12."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.parameters import parameter
from cobalamin.validate.compare import published
from cobalamin.validate.experiment import Draw
from cobalamin.validate.levels import on_day
from cobalamin.validate.people import Life, somebody, with_diet
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Dinu 2019"
SIZE = 54
LEFT = 1.0 - 0.512
"""Share of the B12 of the usual food, in the conditions of the fact."""
_B12 = "serum_b12_pmol_l"


def _before(draw: Draw) -> Life:
    return somebody(draw, age=50.0, sd=12.0, low=25.0, high=75.0)


def _after(draw: Draw) -> Life:
    return with_diet(_before(draw), "vegetarian", 0.25)


def _percent_change(after: npt.NDArray[np.float64], before: npt.NDArray[np.float64]) -> float:
    return 100.0 * (float(after.mean() / before.mean()) - 1.0)


def targets() -> tuple[Target, ...]:
    """The change."""
    usual = parameter("intake_omnivore").value
    diets = (("intake_omnivore", usual), ("intake_vegetarian", LEFT * usual))
    arms = tuple(Arm(people=STUDY, life=life, invited=100, changes=diets) for life in (_after, _before))
    return (
        Target(
            study=STUDY,
            quantity="change of serum B12 after three months with half of the B12 of food, omnivores",
            unit="%",
            block=Block.KINETICS,
            seen=published("kin_cardiveg"),
            arms=arms,
            measures=(on_day(_B12),) * 2,
            statistic=_percent_change,
            sizes=(SIZE, SIZE),
            note="everyone eats what the typical omnivore eats",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The change beside that of virtual people."""
    return rows_of(targets())
