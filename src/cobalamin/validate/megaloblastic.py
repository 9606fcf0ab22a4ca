"""People with megaloblastic anaemia who are given injections, and the days on which their blood answers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.validate.clinic import HIGH_MCV, LOW_HEMOGLOBIN
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life, without_absorption
from cobalamin.validate.target import Arm

FloatArray = npt.NDArray[np.float64]
SIZE = 20
"""Reviews and labels without a number of people."""
ANAEMIA = 10.0
"""Haemoglobin [g/dL] below which anaemia is treated as such. Source: guess"""
_TENTH, _GAIN = 0.1, 0.5
"""Share of the rise of reticulocytes, and gain of haemoglobin [g/dL], that count as a beginning. Source: guess"""


def _life(draw: Draw) -> Life:
    return without_absorption(draw, low=3.0, high=9.0)


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


def _first(seen: Followed, reached: npt.NDArray[np.bool_]) -> FloatArray:
    return np.where(reached.any(axis=0), seen.days[reached.argmax(axis=0)], np.nan)


def reticulocytes_begin(seen: Followed) -> FloatArray:
    """Day on which a tenth of the rise of reticulocytes is reached, shape (subject,)."""
    course = seen.values["reticulocytes_pct"]
    return _first(seen, course >= course[0] + _TENTH * (course.max(axis=0) - course[0]))


def reticulocytes_peak(seen: Followed) -> FloatArray:
    """Day of the peak of reticulocytes, shape (subject,)."""
    return seen.days[seen.values["reticulocytes_pct"].argmax(axis=0)]


def hemoglobin_begins(seen: Followed) -> FloatArray:
    """Day on which haemoglobin is half a g/dL above that of day 0, shape (subject,)."""
    course = seen.values["hemoglobin_g_dl"]
    return _first(seen, course >= course[0] + _GAIN)


def count_normal(seen: Followed) -> FloatArray:
    """Day on which haemoglobin and the volume of red cells are those of the healthy; NaN for never."""
    least = np.array([LOW_HEMOGLOBIN[s.person.sex.value] for s in seen.subjects])
    return _first(seen, (seen.values["hemoglobin_g_dl"] >= least) & (seen.values["mcv_fl"] <= HIGH_MCV))
