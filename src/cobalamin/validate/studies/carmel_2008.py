"""Carmel 2008: how much of a tablet of 500 or 1000 ug of B12 healthy adults absorb."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.evidence import fact
from cobalamin.validate.compare import Published, published
from cobalamin.validate.estimate import mean
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life, somebody
from cobalamin.validate.row import Block, Row
from cobalamin.validate.stool import DAYS, FAECES, percent_in_stool
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Carmel 2008"
SIZE = 20
"""A review without a number of people."""


def _life(draw: Draw) -> Life:
    return somebody(draw, age=45.0, sd=15.0, low=20.0, high=75.0)


def _share_of_500() -> Published:
    absorbed = fact("diet_abs_500ug").value
    assert absorbed is not None
    return Published(observed=100.0 * absorbed / 500.0, source="diet_abs_500ug")


def _target(dose_ug: float, seen: Published) -> Target:
    in_stool = percent_in_stool(dose_ug)

    def absorbed(people: Followed) -> npt.NDArray[np.float64]:
        return 100.0 - in_stool(people)

    return Target(
        study=STUDY,
        quantity=f"share absorbed of a tablet of {dose_ug:g} ug, healthy adults",
        unit="%",
        block=Block.KINETICS,
        seen=seen,
        arms=(
            Arm(
                people="healthy adults with a tablet",
                life=_life,
                plan=f"cyanocobalamin {dose_ug:g} ug orally once",
                days=DAYS,
                compartments=(FAECES,),
                invited=60,
            ),
        ),
        measures=(absorbed,),
        statistic=mean,
        sizes=(SIZE,),
    )


def targets() -> tuple[Target, ...]:
    """Share of both tablets."""
    return (_target(500.0, _share_of_500()), _target(1000.0, published("diet_abs_1000ug")))


def rows() -> tuple[Row, ...]:
    """Both shares beside those of virtual people."""
    return rows_of(targets())
