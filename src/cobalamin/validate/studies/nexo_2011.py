"""Nexo 2011, a review: which share of the B12 of serum is on transcobalamin."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.validate.compare import published
from cobalamin.validate.estimate import mean_per_mean
from cobalamin.validate.experiment import Followed
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of
from cobalamin.validate.volunteers import adults

STUDY = "Nexo 2011"
SIZE = 100
"""A review without a number of people."""


def _active_and_total(seen: Followed) -> npt.NDArray[np.float64]:
    return np.stack([100.0 * seen.on("holotc_pmol_l"), seen.on("serum_b12_pmol_l")])


def targets() -> tuple[Target, ...]:
    """The share."""
    return (
        Target(
            study=STUDY,
            quantity="share of serum B12 on transcobalamin, adults",
            unit="%",
            block=Block.KINETICS,
            seen=published("kin_holotc_share"),
            arms=(Arm(people=f"{STUDY}: adults", life=adults, invited=100),),
            measures=(_active_and_total,),
            statistic=mean_per_mean,
            sizes=(SIZE,),
        ),
    )


def rows() -> tuple[Row, ...]:
    """The share beside that of virtual people."""
    return rows_of(targets())
