"""What people of the virtual clinic have when they come, and what treatment leaves: shared by published series.

The definitions are those with which the nerve constants were fitted to the series kept for calibration.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from cobalamin.evidence.normal_limits import UNRECORDABLE_SHARE, Limit, limit
from cobalamin.units import DAYS_PER_YEAR
from cobalamin.validate.clinic import COMPLAINTS, Door, Visit, at_the_door, blood_ill, clinic
from cobalamin.validate.experiment import Followed, follow

Answer = npt.NDArray[np.bool_]
TREATMENT = "hydroxocobalamin 1 mg IM every other day for 3 weeks, then every 2 months"
THREE_MONTHS, YEAR, TWO_YEARS = 91.0, 365.0, 730.0
FREE = 2.5
"""Points of ten up to which a complaint counts as gone: below what people take to a doctor. Source: guess"""
POOR_SHARE = 0.75
"""Recovery is poor where more than this share of the worst complaint is left."""
DEMYELINATING = 0.8
"""Share of the lower limit of velocity below which slowing is called demyelinating. Source: guess"""


@cache
def visits() -> tuple[Visit, ...]:
    """Everyone who comes."""
    return clinic()


@cache
def treated(door: Door) -> Followed:
    """People of one door, treated with injections from the visit and seen for two years."""
    return follow(at_the_door(visits(), door), TREATMENT, [0.0, THREE_MONTHS, YEAR, TWO_YEARS])


@cache
def everyone() -> Followed:
    """People of both doors on the day of the visit."""
    return follow([visit.subject for visit in visits()], None, [0.0])


def bounds(seen: Followed, name: str, day: float = 0.0) -> list[Limit]:
    """Limit of the healthy of one observation for the age, height and sex of every subject."""
    people = (subject.person for subject in seen.subjects)
    return [limit(name, who.age + day / DAYS_PER_YEAR, who.height_cm, who.sex.value) for who in people]


def outside(seen: Followed, names: Sequence[str], day: float = 0.0) -> Answer:
    """Whether any of the observations lies outside the limit for age, height and sex, shape (subject,)."""
    found = np.zeros(len(seen.subjects), dtype=bool)
    for name in names:
        pairs = zip(bounds(seen, name, day), seen.on(name, day), strict=True)
        found |= np.array([bound.outside(float(value)) for bound, value in pairs])
    return found


def tibial_potential_abnormal(seen: Followed, day: float = 0.0) -> Answer:
    """Tibial somatosensory potential late or not found."""
    return outside(seen, ["tibial_sep_p37_ms"], day) | (seen.on("tibial_sep_amplitude", day) < UNRECORDABLE_SHARE)


def motor_potential_abnormal(seen: Followed, day: float = 0.0) -> Answer:
    """Motor evoked potential of the leg late or not found."""
    return outside(seen, ["tibial_mep_cmct_ms"], day) | (seen.on("tibial_mep_amplitude", day) < UNRECORDABLE_SHARE)


def amplitude_low(seen: Followed, day: float = 0.0) -> Answer:
    """Sural or peroneal amplitude below its limit."""
    return outside(seen, ["sural_amplitude_uv", "peroneal_amplitude_mv"], day)


def velocity_low(seen: Followed, day: float = 0.0) -> Answer:
    """Sural or peroneal velocity below its limit."""
    return outside(seen, ["sural_velocity_m_s", "peroneal_velocity_m_s"], day)


def very_slow(seen: Followed) -> Answer:
    """Sural or peroneal velocity below four fifths of its limit: the usual sign of a demyelinating kind."""
    found = np.zeros(len(seen.subjects), dtype=bool)
    for name in ("sural_velocity_m_s", "peroneal_velocity_m_s"):
        found |= seen.on(name) < DEMYELINATING * np.array([bound.value for bound in bounds(seen, name)])
    return found


def worst_complaint(seen: Followed, day: float = 0.0) -> npt.NDArray[np.float64]:
    """Highest of the complaints, 0 to 10, shape (subject,)."""
    return np.max([seen.on(name, day) for name in COMPLAINTS], axis=0)


def complete(seen: Followed, day: float) -> Answer:
    """Every complaint gone."""
    return worst_complaint(seen, day) <= FREE


def poor(seen: Followed, day: float) -> Answer:
    """Most of the worst complaint left."""
    return (worst_complaint(seen, day) > POOR_SHARE * worst_complaint(seen)) & ~complete(seen, day)


def blood_normal(seen: Followed) -> Answer:
    """Neither anaemia nor macrocytosis, shape (subject,)."""
    pairs = zip(seen.subjects, seen.on("hemoglobin_g_dl"), seen.on("mcv_fl"), strict=True)
    return np.array([not blood_ill(np.array([h]), np.array([m]), s.person.sex.value)[0] for s, h, m in pairs])


def not_anaemic(seen: Followed) -> Answer:
    """No anaemia, whatever the volume of red cells, shape (subject,)."""
    pairs = zip(seen.subjects, seen.on("hemoglobin_g_dl"), strict=True)
    return np.array([not blood_ill(np.array([h]), np.array([0.0]), s.person.sex.value)[0] for s, h in pairs])
