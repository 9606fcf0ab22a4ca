"""Donaldson 1977: transcobalamin of plasma half an hour after 200 ng/kg of cyanocobalamin into a vein."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.validate.compare import published_spread
from cobalamin.validate.estimate import mean_per_mean
from cobalamin.validate.experiment import Followed
from cobalamin.validate.injection import after_hours
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of
from cobalamin.validate.volunteers import adults

STUDY = "Donaldson 1977"
SIZE = 20
"""Twelve controls and eight people with cirrhosis, who did not differ."""
DOSE_UG_PER_KG, WEIGHT_KG = 0.2, 70.0
_FREE, _LOADED = "plasma.apotranscobalamin", "plasma.holotranscobalamin"
_HALF_AN_HOUR = after_hours(0.5)
_LOAD = Arm(
    people=f"{STUDY}: adults",
    life=adults,
    plan=f"cyanocobalamin {DOSE_UG_PER_KG * WEIGHT_KG:g} ug IV once",
    days=_HALF_AN_HOUR,
    compartments=(_FREE, _LOADED),
    invited=80,
)


def _after_and_before(seen: Followed) -> npt.NDArray[np.float64]:
    before, after = (seen.on(_FREE, day) + seen.on(_LOADED, day) for day in _HALF_AN_HOUR)
    return np.stack([100.0 * after, before])


def targets() -> tuple[Target, ...]:
    """What is left of all transcobalamin."""
    return (
        Target(
            study=STUDY,
            quantity="transcobalamin of plasma half an hour after 0.2 ug/kg into a vein, of its start, adults",
            unit="%",
            block=Block.KINETICS,
            seen=published_spread("kin_tc_30min"),
            arms=(_LOAD,),
            measures=(_after_and_before,),
            statistic=mean_per_mean,
            sizes=(SIZE,),
        ),
    )


def rows() -> tuple[Row, ...]:
    """The share beside that of virtual people."""
    return rows_of(targets())
