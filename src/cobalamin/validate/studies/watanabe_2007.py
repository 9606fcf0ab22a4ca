"""Watanabe 2007, a review: the most that receptors take up from one meal."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.validate.absorption import percent_absorbed, tablet
from cobalamin.validate.compare import published
from cobalamin.validate.estimate import difference
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life, with_condition
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Target, rows_of
from cobalamin.validate.volunteers import adults

STUDY = "Watanabe 2007"
SIZE = 20
"""A review without a number of people."""
DOSE_UG = 50.0
"""Many times what half fills the receptors. Source: guess"""
_PLAN = f"cyanocobalamin {DOSE_UG:g} ug orally once"


def _without_factor(draw: Draw) -> Life:
    return with_condition(adults(draw), "total gastrectomy", 0.02, untreated=True)


def _absorbed_ug(seen: Followed) -> npt.NDArray[np.float64]:
    return percent_absorbed(DOSE_UG)(seen) * DOSE_UG / 100.0


def targets() -> tuple[Target, ...]:
    """What is absorbed of a large dose beyond what is absorbed without intrinsic factor."""
    people = f"{STUDY}: adults"
    return (
        Target(
            study=STUDY,
            quantity="most that intrinsic factor lets in from one meal, healthy adults",
            unit="ug",
            block=Block.KINETICS,
            seen=published("kin_abs_capacity_w"),
            arms=(tablet(people, adults, _PLAN), tablet(people, _without_factor, _PLAN)),
            measures=(_absorbed_ug, _absorbed_ug),
            statistic=difference,
            sizes=(SIZE, SIZE),
            note=f"{DOSE_UG:g} ug stand in for a dose that fills all receptors",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The amount beside that of virtual people."""
    return rows_of(targets())
