"""The Japanese label of mecobalamin tablets: serum B12 after one dose, and over 12 weeks of 1500 ug a day."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.evidence import fact
from cobalamin.validate.compare import Published, published, published_spread, with_mean_interval
from cobalamin.validate.estimate import mean, mean_per_mean
from cobalamin.validate.experiment import Followed
from cobalamin.validate.injection import (
    PICOMOLES_PER_LITRE,
    SERUM,
    after_hours,
    hour_of_peak,
    rise_of_area,
    rise_of_peak,
)
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of
from cobalamin.validate.volunteers import young_men

FloatArray = npt.NDArray[np.float64]
STUDY = "Mecobalamin tablet label (Japan)"
SIZE = 8
BASELINE = 0.717
"""Serum B12 before the single doses [ng/mL], in the note of the fact; the level before the 12 weeks is not stated."""
_NEAR = 1.4
_PICOGRAMS = 1000.0
_AREAS = {120.0: (168.0, 58.0), 1500.0: (2033.0, 510.0)}
"""Dose [ug] -> area to 12 h and its standard error [pg h/mL], in the notes of the facts."""
_HOURS_OF_PEAK = {120.0: (2.8, 0.2), 1500.0: (3.6, 0.5)}
"""Dose [ug] -> time of the peak and its standard error [h], in the conditions of the facts."""
_DAYS = (("kin_me_po_4w", 28.0), ("kin_me_po_12w", 84.0), ("kin_me_po_off4", 112.0))


def _like_the_volunteers(seen: Followed) -> npt.NDArray[np.bool_]:
    level = seen.on(SERUM) / PICOMOLES_PER_LITRE
    return (level > BASELINE / _NEAR) & (level < BASELINE * _NEAR)


def _single(dose: float) -> Arm:
    return Arm(
        people=f"{STUDY}: men",
        life=young_men,
        plan=f"methylcobalamin {dose:g} ug orally once",
        days=after_hours(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0),
        entry=_like_the_volunteers,
        invited=200,
    )


_TWELVE_WEEKS = Arm(
    people=f"{STUDY}: men for 12 weeks",
    life=young_men,
    plan="methylcobalamin 1500 ug orally daily for 84 days",
    days=(0.0, *(day for _, day in _DAYS)),
    invited=80,
)


def _in_picograms(measure: Callable[[Followed], FloatArray]) -> Callable[[Followed], FloatArray]:
    return lambda seen: _PICOGRAMS * measure(seen)


def _of_single(dose: float, id: str) -> tuple[Target, ...]:
    area, error = _AREAS[dose]
    hour, hour_error = _HOURS_OF_PEAK[dose]
    source = fact(id).id
    whats: tuple[tuple[str, str, Callable[[Followed], FloatArray], Published], ...] = (
        ("rise of serum B12 to its peak", "pg/mL", _in_picograms(rise_of_peak), published_spread(id)),
        (
            "area under the rise to 12 h",
            "pg h/mL",
            _in_picograms(rise_of_area),
            with_mean_interval(Published(observed=area, source=source), error, 1),
        ),
        (
            "time of the peak of serum B12",
            "h",
            hour_of_peak,
            with_mean_interval(Published(observed=hour, source=source), hour_error, 1),
        ),
    )
    return tuple(
        Target(
            study=STUDY,
            quantity=f"{what}, {dose:g} ug of methylcobalamin by mouth, healthy men",
            unit=unit,
            block=Block.KINETICS,
            seen=seen,
            arms=(_single(dose),),
            measures=(measure,),
            statistic=mean,
            sizes=(SIZE,),
        )
        for what, unit, measure, seen in whats
    )


def _fold_on(day: float) -> Callable[[Followed], FloatArray]:
    return lambda seen: np.stack([seen.on(SERUM, day), seen.on(SERUM)])


def _words(day: float) -> str:
    weeks = 12.0
    return f"after {day / 7:g} weeks" if day <= weeks * 7 else f"{day / 7 - weeks:g} weeks after stopping"


def targets() -> tuple[Target, ...]:
    """Single doses and the 12 weeks with what followed."""
    folds = (
        Target(
            study=STUDY,
            quantity=f"serum B12 {_words(day)}, of its start, 1500 ug of methylcobalamin by mouth a day, healthy men",
            unit="ratio",
            block=Block.KINETICS,
            seen=published(id),
            arms=(_TWELVE_WEEKS,),
            measures=(_fold_on(day),),
            statistic=mean_per_mean,
            sizes=(SIZE,),
            note="the level before the 12 weeks is not stated",
        )
        for id, day in _DAYS
    )
    return (*_of_single(120.0, "kin_me_po_120"), *_of_single(1500.0, "kin_me_po_1500"), *folds)


def rows() -> tuple[Row, ...]:
    """Every figure beside that of virtual men."""
    return rows_of(targets())
