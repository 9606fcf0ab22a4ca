"""Vitamins (Japan) 1989: 500 ug of methylcobalamin into a vein every day, and how full transcobalamin is after one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.validate.compare import Published, published
from cobalamin.validate.estimate import mean, mean_per_mean
from cobalamin.validate.experiment import Followed
from cobalamin.validate.injection import SERUM, after_hours
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of
from cobalamin.validate.volunteers import young_men

STUDY = "Vitamins (Japan) 1989, 63:3"
DAILY, SINGLE = 6, 12
_FREE, _LOADED = "plasma.apotranscobalamin", "plasma.holotranscobalamin"
_JUST_BEFORE = 0.01
_FIRST, _THIRD = 1.0 - _JUST_BEFORE, 3.0 - _JUST_BEFORE
"""Days of the troughs after the first and the third dose."""
_EVERY_DAY = Arm(
    people=f"{STUDY}: men",
    life=young_men,
    plan="methylcobalamin 500 ug IV daily for 10 days",
    days=(0.0, _FIRST, _THIRD),
    invited=80,
)


def _troughs(seen: Followed) -> npt.NDArray[np.float64]:
    return np.stack([seen.on(SERUM, _THIRD), seen.on(SERUM, _FIRST)])


def _least_full(seen: Followed) -> npt.NDArray[np.float64]:
    free, loaded = seen.values[_FREE][1:], seen.values[_LOADED][1:]
    return (100.0 * loaded / (free + loaded)).min(axis=0)


def _once(route: str) -> Arm:
    return Arm(
        people=f"{STUDY}: men",
        life=young_men,
        plan=f"methylcobalamin 500 ug {route} once",
        days=after_hours(1.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0),
        compartments=(_FREE, _LOADED),
        invited=80,
    )


def targets() -> tuple[Target, ...]:
    """Trough of the third day over that of the first, and saturation by both routes."""
    trough = Target(
        study=STUDY,
        quantity="trough of serum B12 on day 3 / day 1, 500 ug of methylcobalamin into a vein a day, healthy",
        unit="ratio",
        block=Block.KINETICS,
        seen=published("kin_me_iv_rep"),
        arms=(_EVERY_DAY,),
        measures=(_troughs,),
        statistic=mean_per_mean,
        sizes=(DAILY,),
    )
    least = published("kin_bind_sat").observed
    full = (
        Target(
            study=STUDY,
            quantity=f"least saturation of transcobalamin 1 to 12 h after 500 ug of methylcobalamin {words}, healthy",
            unit="%",
            block=Block.KINETICS,
            seen=Published(observed=None, low=least, high=100.0, source="kin_bind_sat"),
            arms=(_once(route),),
            measures=(_least_full,),
            statistic=mean,
            sizes=(SINGLE,),
            note="90 % or more",
        )
        for route, words in (("IM", "into muscle"), ("IV", "into a vein"))
    )
    return (trough, *full)


def rows() -> tuple[Row, ...]:
    """Every figure beside that of virtual men."""
    return rows_of(targets())
