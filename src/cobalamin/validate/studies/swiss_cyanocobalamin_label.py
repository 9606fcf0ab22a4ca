"""The Swiss label of cyanocobalamin: loss in urine by dose, time of the peak, and loss in urine without any dose."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.units import NANOMOLES_PER_MICROGRAM_COBALAMIN
from cobalamin.validate.compare import Published, published
from cobalamin.validate.estimate import mean
from cobalamin.validate.experiment import Followed
from cobalamin.validate.injection import URINE, after_hours, hour_of_peak, urine_target
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of
from cobalamin.validate.volunteers import adults

STUDY = "Swiss CNCbl label"
SIZE = 20
"""A label without a number of people."""
_DOSES = (("kin_ur_cn_25", 25.0), ("kin_ur_cn_100", 100.0), ("kin_ur_cn_1000l", 1000.0))
_WEEK = 7.0
_PEAK = Arm(
    people=f"{STUDY}: adults",
    life=adults,
    plan="cyanocobalamin 1000 ug IM once",
    days=after_hours(0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0),
    invited=80,
)
_NO_DOSE = Arm(people=f"{STUDY}: adults", life=adults, days=(0.0, _WEEK), compartments=(URINE,), invited=80)


def _urine_a_day(seen: Followed) -> npt.NDArray[np.float64]:
    return seen.change(URINE, _WEEK) / (_WEEK * NANOMOLES_PER_MICROGRAM_COBALAMIN)


def targets() -> tuple[Target, ...]:
    """Shares lost, peak, and the loss without a dose."""
    shares = (
        urine_target(
            STUDY, "adults", "cyanocobalamin", dose, hours=72.0, life=adults, seen=published(id), size=SIZE,
            note="hours of collection not stated",
        )
        for id, dose in _DOSES
    )  # fmt: skip
    peak = Target(
        study=STUDY,
        quantity="time of the peak of serum after cyanocobalamin into muscle, adults",
        unit="h",
        block=Block.KINETICS,
        seen=published("kin_cn_tmax"),
        arms=(_PEAK,),
        measures=(hour_of_peak,),
        statistic=mean,
        sizes=(SIZE,),
        note="dose not stated; 1000 ug here",
    )
    urine = Target(
        study=STUDY,
        quantity="B12 lost in urine a day without any dose, adults",
        unit="ug/d",
        block=Block.KINETICS,
        seen=Published(observed=None, low=0.0, high=published("kin_urine_max").observed, source="kin_urine_max"),
        arms=(_NO_DOSE,),
        measures=(_urine_a_day,),
        statistic=mean,
        sizes=(SIZE,),
        note="an upper bound",
    )
    return (*shares, peak, urine)


def rows() -> tuple[Row, ...]:
    """Every figure beside that of virtual people."""
    return rows_of(targets())
