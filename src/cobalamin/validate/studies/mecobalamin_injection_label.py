"""The Japanese label of mecobalamin injection: total B12 of serum after 500 ug into muscle or vein of healthy men."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.validate.compare import Published, published, published_spread
from cobalamin.validate.estimate import mean
from cobalamin.validate.experiment import Followed
from cobalamin.validate.injection import after_hours, hour_of_peak, rise_of_area, rise_of_peak
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of
from cobalamin.validate.volunteers import young_men

STUDY = "Mecobalamin injection label (Japan)"
SIZE = 12
_LATE = (2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 24.0, 48.0, 72.0, 96.0, 120.0, 144.0)
_MUSCLE = Arm(
    people=f"{STUDY}: men",
    life=young_men,
    plan="methylcobalamin 500 ug IM once",
    days=after_hours(0.25, 0.5, 0.75, 1.0, 1.25, 1.5, *_LATE),
    invited=80,
)
_VEIN = Arm(
    people=f"{STUDY}: men",
    life=young_men,
    plan="methylcobalamin 500 ug IV once",
    days=after_hours(0.05, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, *_LATE),
    invited=80,
)


def _target(
    quantity: str, unit: str, arm: Arm, measure: Callable[[Followed], npt.NDArray[np.float64]], seen: Published,
    note: str = "",
) -> Target:  # fmt: skip
    return Target(
        study=STUDY,
        quantity=f"{quantity}, 500 ug of methylcobalamin into a {'muscle' if arm is _MUSCLE else 'vein'}, healthy men",
        unit=unit,
        block=Block.KINETICS,
        seen=seen,
        arms=(arm,),
        measures=(measure,),
        statistic=mean,
        sizes=(SIZE,),
        note=note,
    )


def targets() -> tuple[Target, ...]:
    """Time and height of the peak, and area over 144 h beyond the level before the dose."""
    return (
        _target("time of the peak of serum B12", "h", _MUSCLE, hour_of_peak, published_spread("kin_me_im_tmax")),
        _target("rise of serum B12 to its peak", "ng/mL", _MUSCLE, rise_of_peak, published_spread("kin_me_im_cmax")),
        _target("area under the rise to 144 h", "ng h/mL", _MUSCLE, rise_of_area, published_spread("kin_me_im_auc")),
        _target(
            "rise of serum B12 to its peak", "ng/mL", _VEIN, rise_of_peak, published("kin_me_iv_cmax"),
            "the first minutes, in which the dose is still in plasma alone, are not modelled",
        ),
        _target("area under the rise to 144 h", "ng h/mL", _VEIN, rise_of_area, published("kin_me_iv_auc")),
    )  # fmt: skip


def rows() -> tuple[Row, ...]:
    """Every figure beside that of virtual men."""
    return rows_of(targets())
