"""One injection or tablet in volunteers: loss in urine, and the course of serum over hours."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.units import HOURS_PER_DAY, NANOMOLES_PER_MICROGRAM_COBALAMIN
from cobalamin.validate.absorption import Lives
from cobalamin.validate.compare import Published
from cobalamin.validate.estimate import mean
from cobalamin.validate.experiment import Followed
from cobalamin.validate.row import Block
from cobalamin.validate.target import Arm, Target

FloatArray = npt.NDArray[np.float64]
URINE = "excreta.urine"
SERUM = "serum_b12_pmol_l"
INVITED = 80
_DOSE_DAY = 3.0
PICOMOLES_PER_LITRE = 1000.0 * NANOMOLES_PER_MICROGRAM_COBALAMIN
"""pmol/L in 1 ng/mL of B12"""


def percent_in_urine(dose_ug: float, days: float) -> Callable[[Followed], FloatArray]:
    """Measure: urine of so many days after the dose, beyond as many before it [% of the dose], shape (subject,)."""

    def measure(seen: Followed) -> FloatArray:
        after = seen.change(URINE, _DOSE_DAY + days, since=_DOSE_DAY)
        before = seen.change(URINE, _DOSE_DAY, since=_DOSE_DAY - days)
        return 100.0 * (after - before) / (dose_ug * NANOMOLES_PER_MICROGRAM_COBALAMIN)

    return measure


def urine_target(
    study: str, whom: str, form: str, dose_ug: float, *, hours: float, life: Lives, seen: Published, size: int,
    note: str = "",
) -> Target:  # fmt: skip
    """Share of one injection that is lost in urine.

    Arguments:
        study, note: as in `Row`.
        whom: people, for the quantity.
        hours: of collection, to 72.
    """
    days = hours / HOURS_PER_DAY
    return Target(
        study=study,
        quantity=f"lost in urine within {hours:g} h of {dose_ug:g} ug of {form} into muscle, {whom}",
        unit="%",
        block=Block.KINETICS,
        seen=seen,
        arms=(
            Arm(
                people=f"{study}: {whom}",
                life=life,
                plan=f"{form} {dose_ug:g} ug IM on day {_DOSE_DAY + 1:.0f}",
                days=tuple(sorted({0.0, _DOSE_DAY - days, _DOSE_DAY, _DOSE_DAY + days})),
                compartments=(URINE,),
                invited=INVITED,
            ),
        ),
        measures=(percent_in_urine(dose_ug, days),),
        statistic=mean,
        sizes=(size,),
        note=note,
    )


def after_hours(*hours: float) -> tuple[float, ...]:
    """Days of samples taken before and so many hours after a dose on day 0."""
    return tuple(hour / HOURS_PER_DAY for hour in (0.0, *hours))


def rise_of_peak(seen: Followed) -> FloatArray:
    """Measure: highest serum B12 beyond that before the dose [ng/mL], shape (subject,)."""
    course = seen.values[SERUM]
    return (course.max(axis=0) - course[0]) / PICOMOLES_PER_LITRE


def hour_of_peak(seen: Followed) -> FloatArray:
    """Measure: time of the peak by the parabola through the highest sample and its neighbours [h], shape (subject,)."""
    course, people = seen.values[SERUM], np.arange(len(seen.subjects))
    top = np.clip(course.argmax(axis=0), 1, len(seen.days) - 2)
    hours = seen.days * HOURS_PER_DAY
    before, after = hours[top - 1] - hours[top], hours[top + 1] - hours[top]
    fall_before = (course[top, people] - course[top - 1, people]) / -before
    fall_after = (course[top + 1, people] - course[top, people]) / after
    bend = (fall_after - fall_before) / (after - before)
    return hours[top] - (fall_before - before * bend) / (2 * bend)


def rise_of_area(seen: Followed) -> FloatArray:
    """Measure: area under serum B12 beyond that before the dose, by trapezia [ng h/mL], shape (subject,)."""
    course = seen.values[SERUM] - seen.values[SERUM][0]
    return np.trapezoid(course, seen.days * HOURS_PER_DAY, axis=0) / PICOMOLES_PER_LITRE
