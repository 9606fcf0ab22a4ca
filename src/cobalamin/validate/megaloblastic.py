"""People with megaloblastic anaemia who are given injections, and the days on which their blood answers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.validate.clinic import HIGH_MCV, LOW_HEMOGLOBIN
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life, without_absorption
from cobalamin.validate.presentation import FREE, worst_complaint
from cobalamin.validate.target import Arm

FloatArray = npt.NDArray[np.float64]
SIZE = 20
"""Reviews and labels without a number of people."""
ANAEMIA = 10.0
"""Haemoglobin [g/dL] below which anaemia is treated as such. Source: guess"""
_TENTH, _GAIN = 0.1, 0.5
"""Share of the rise of reticulocytes, and gain of haemoglobin [g/dL], that count as a beginning. Source: guess"""


def _life(draw: Draw) -> Life:
    return without_absorption(draw, low=3.0, high=7.0)


def _anaemic(seen: Followed) -> npt.NDArray[np.bool_]:
    return (seen.on("hemoglobin_g_dl") < ANAEMIA) & (seen.on("mcv_fl") > HIGH_MCV)


TREATED = Arm(
    people="megaloblastic anaemia",
    life=_life,
    plan="cyanocobalamin 1 mg IM daily for 1 week, then weekly",
    days=(*np.arange(0.0, 30.0, 0.5), *np.arange(35.0, 300.0, 7.0)),
    entry=_anaemic,
    invited=120,
)
"""Pernicious anaemia without iron or folate given."""


LOW_B12 = 150.0
"""pmol/L below which B12 counts as low; limits of reports differ. Source: guess"""


def _long_or_short(draw: Draw) -> Life:
    return without_absorption(draw, low=1.0, high=9.0)


def _found(seen: Followed) -> npt.NDArray[np.bool_]:
    least = np.array([LOW_HEMOGLOBIN[s.person.sex.value] for s in seen.subjects])
    anaemic = seen.on("hemoglobin_g_dl") < least
    return (seen.on("serum_b12_pmol_l") < LOW_B12) & (anaemic | (worst_complaint(seen) > FREE))


CLINICALLY_DEFICIENT = Arm(people="pernicious anaemia found", life=_long_or_short, entry=_found, invited=200)
"""Low B12 with anaemia or complaints, 1 to 9 years after absorption began to fail."""


def _first_at_zero(days: FloatArray, course: FloatArray) -> FloatArray:
    """First day on which a course reaches 0, linear between the days, shape (subject,); NaN for never."""
    reached = course >= 0
    after = np.maximum(reached.argmax(axis=0), 1)
    people = np.arange(course.shape[1])
    low, high = course[after - 1, people], course[after, people]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(low < 0, -low / (high - low), 0.0)
    found = days[after - 1] + share * (days[after] - days[after - 1])
    return np.where(reached.any(axis=0), found, np.nan)


def reticulocytes_begin(seen: Followed) -> FloatArray:
    """First daily count with a tenth of the rise of reticulocytes [d], shape (subject,)."""
    daily = np.isclose(seen.days % 1.0, 0.0)
    course = seen.values["reticulocytes_pct"]
    reached = course >= course[0] + _TENTH * (course.max(axis=0) - course[0])
    return seen.days[daily][reached[daily].argmax(axis=0)]


def reticulocytes_peak(seen: Followed) -> FloatArray:
    """Day of the peak of reticulocytes, by the parabola through the highest and its neighbours, shape (subject,)."""
    course, people = seen.values["reticulocytes_pct"], np.arange(len(seen.subjects))
    top = np.clip(course.argmax(axis=0), 1, len(seen.days) - 2)
    before, peak, after = (course[top + step, people] for step in (-1, 0, 1))
    step = seen.days[top + 1] - seen.days[top]
    return seen.days[top] + step * (before - after) / (2 * (before - 2 * peak + after))


def hemoglobin_begins(seen: Followed) -> FloatArray:
    """Day on which haemoglobin is half a g/dL above that of day 0, shape (subject,)."""
    course = seen.values["hemoglobin_g_dl"]
    return _first_at_zero(seen.days, course - course[0] - _GAIN)
