"""What is present or absent in a person: symptoms and signs, how lack of B12 makes them, and how often all else does.

A complaint is there if the lack of B12 makes it or anything else does: P = 1 - (1 - s)(1 - b). s comes from the body,
as what the life with lack makes beyond the same life with B12 replete; b is the background of people of this age with
these other causes, at this level of evidence.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from cobalamin.evidence.normal_limits import limit
from cobalamin.person import Finding, Person, Symptom
from cobalamin.units import DAYS_PER_YEAR

Array = npt.NDArray[np.float64]
YOUNG, OLD = 40.0, 75.0
"""Ages of the background shares, linear between [years]."""
OTHER_SHARE = 0.2
"""Least share of a complaint, a priori, that is neither B12 nor a cause that is named: other or not modelled."""
_TOP = 0.98


class Level(StrEnum):
    """How well a complaint is established; each has a background of its own."""

    SYMPTOM = "symptom"
    SIGN = "sign"
    TEST = "test"


LEVEL_WORDS: Mapping[Level, str] = {
    Level.SYMPTOM: "symptoms only",
    Level.SIGN: "signs on examination",
    Level.TEST: "nerve conduction or evoked potentials",
}


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How strongly a level of the body shows: 1 where half of people would notice.

    Attributes:
        observation: what is read.
        excess: (level) -> strength, 0 in health.
    """

    observation: str
    excess: Callable[[Array], Array]

    def noticed(self, level: Array) -> Array:
        """Probability that it is noticed, x^2 / (x^2 + 1). Source: guess"""
        x = np.maximum(self.excess(level), 0.0)
        return x * x / (x * x + 1.0)


def _score(points: float) -> Callable[[Array], Array]:
    return lambda level: level / points


def _lost(half: float) -> Callable[[Array], Array]:
    return lambda level: (1.0 - level) / half


_ONE_POINT, _TWO_POINTS = _score(1.0), _score(2.0)
SYMPTOM_READINGS: Mapping[str, Reading] = {
    "tingling": Reading(observation="tingling", excess=_ONE_POINT),
    "numbness": Reading(observation="numbness", excess=_ONE_POINT),
    "pain": Reading(observation="pain_nrs", excess=_ONE_POINT),
    "weakness": Reading(observation="weakness", excess=_ONE_POINT),
    "unsteadiness": Reading(observation="unsteadiness", excess=_ONE_POINT),
    "memory trouble": Reading(observation="memory_trouble", excess=_ONE_POINT),
    "fatigue": Reading(observation="fatigue", excess=_ONE_POINT),
}
HAND_READINGS: Mapping[str, Reading] = {
    "tingling": Reading(observation="tingling_hands", excess=_ONE_POINT),
    "numbness": Reading(observation="numbness_hands", excess=_ONE_POINT),
}
SIGN_READINGS: Mapping[str, Reading] = {
    "vibration": Reading(observation="vibration_threshold", excess=lambda level: np.log2(np.maximum(level, 1.0))),
    "joint position sense": Reading(observation="dorsal_column", excess=_lost(0.3)),
    "touch": Reading(observation="numbness", excess=_TWO_POINTS),
    "pinprick": Reading(observation="small_fibre", excess=_lost(0.3)),
    "ankle reflexes": Reading(observation="ankle_reflex", excess=_lost(0.5)),
    "plantar response": Reading(observation="corticospinal", excess=_lost(0.3)),
    "Romberg": Reading(observation="unsteadiness", excess=_TWO_POINTS),
    "gait": Reading(observation="unsteadiness", excess=_TWO_POINTS),
    "strength": Reading(observation="weakness", excess=_TWO_POINTS),
    "MRI cord": Reading(observation="myelin_cns", excess=_lost(0.2)),
}
_THERE = frozenset(
    ("reduced", "absent", "positive", "extensor", "ataxic", "spastic", "unable", "posterior column lesion")
)
_NOT_THERE = frozenset(("normal", "negative", "flexor"))
TESTS_OF_NERVE: Mapping[str, str] = {
    "sural amplitude": "sural_amplitude_uv",
    "sural velocity": "sural_velocity_m_s",
    "tibial P37": "tibial_sep_p37_ms",
}
"""Measured findings that count as a level of evidence -> observation."""
_SENSORY = frozenset(("tingling", "numbness", "pain", "vibration", "touch", "pinprick", "ankle reflexes"))
"""What the causes of `background.toml` can make."""


@dataclass(frozen=True, kw_only=True)
class Cause:
    """A cause beside B12 that this person has.

    Attributes:
        name, words: short, and in a sentence.
        share: chance that it alone makes a sensory complaint.
        test: what tells.
        urgency: how soon.
        source: where the share is from.
    """

    name: str
    words: str
    share: float
    test: str
    urgency: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """One symptom or sign of the person.

    Attributes:
        name: what it is called.
        site: where, "" where no place is named.
        level: how it is established.
        present: whether it was there.
        reading: of the body.
        background: P that it is there without any lack of B12, before what is not modelled is added.
        causes: the other causes that are part of it, each with its chance.
        day: when it was there [d].
    """

    name: str
    site: str
    level: Level
    present: bool
    reading: Reading
    background: float
    causes: tuple[Cause, ...]
    day: float

    @property
    def label(self) -> str:
        """As a person would say it: "tingling (feet)"."""
        return f"{self.name} ({self.site})" if self.site else self.name

    def by_lack(self, lived: Array, replete: Array) -> Array:
        """s: chance that the lack makes the complaint where it would not be noticed without, shape (particle,).

        s = (g1 - g0) / (1 - g0), g the probability of being noticed in the life as lived and with B12 replete.
        """
        with_lack, without = self.reading.noticed(lived), self.reading.noticed(replete)
        return np.clip((with_lack - without) / np.maximum(1.0 - without, 1e-9), 0.0, 1.0)


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads((resources.files(__package__ or "") / "background.toml").read_text(encoding="utf-8"))


def base_share(name: str, level: Level, age: float) -> float:
    """Share of people of an age in whom a complaint is there for reasons nobody named."""
    tables = _tables()
    table = tables["complaint"].get(name, tables["level"][level.value])
    part = min(max((age - YOUNG) / (OLD - YOUNG), 0.0), 1.0)
    return float(table["young"] + (table["old"] - table["young"]) * part)


def causes_of(person: Person) -> tuple[Cause, ...]:
    """Causes beside B12 that the file names as conditions, most likely first."""
    found: list[Cause] = []
    for table in _tables()["cause"]:
        years = [_years(person, name) for name in table["conditions"] if person.has(name)]
        if not years:
            continue
        grown = 1.0 if table["years"] == 0 else min(max(years) / table["years"], 1.0)
        found.append(_cause(table, table["share"] * grown))
    if any(each.name == "diabetic neuropathy" for each in found):  # one disease, counted once
        found = [each for each in found if each.name != "diabetes"]
    return tuple(sorted(found, key=lambda each: -each.share))


def _cause(table: Mapping[str, Any], share: float) -> Cause:
    keys = ("name", "words", "test", "urgency", "source")
    return Cause(share=share, **{key: table[key] for key in keys})


def cause_named(name: str) -> Cause:
    """A cause of `background.toml` at its full share."""
    return next(_cause(table, table["share"]) for table in _tables()["cause"] if table["name"] == name)


def _years(person: Person, condition: str) -> float:
    days = [-(c.since_day or -2.0 * DAYS_PER_YEAR) for c in person.conditions if c.name == condition]
    return max(days) / DAYS_PER_YEAR


def with_background(base: float, causes: tuple[Cause, ...]) -> float:
    """1 - (1 - base) prod (1 - share): anything that is not B12."""
    left = 1.0 - base
    for cause in causes:
        left *= 1.0 - cause.share
    return min(1.0 - left, _TOP)


def complaints_of(person: Person, extra_causes: tuple[Cause, ...] = ()) -> tuple[Complaint, ...]:
    """Symptoms and signs that a body can make, each with its background.

    Arguments:
        person: who.
        extra_causes: other causes that are no conditions (medicines, alcohol, products).
    """
    causes = (*causes_of(person), *extra_causes)
    found = [_of_symptom(person, symptom, causes) for symptom in person.symptoms if symptom.name in SYMPTOM_READINGS]
    latest = {f.name: f for f in sorted(person.findings, key=lambda f: f.day)}
    for finding in latest.values():
        made = _of_finding(person, finding, causes)
        if made is not None:
            found.append(made)
    return tuple(found)


def _of_symptom(person: Person, symptom: Symptom, causes: tuple[Cause, ...]) -> Complaint:
    reading = SYMPTOM_READINGS[symptom.name]
    if symptom.site == "hands":
        reading = HAND_READINGS.get(symptom.name, reading)
    return _complaint(person, symptom.name, symptom.site, Level.SYMPTOM, symptom.severity > 0, reading, causes, 0.0)


def _of_finding(person: Person, finding: Finding, causes: tuple[Cause, ...]) -> Complaint | None:
    word = str(finding.value)
    if finding.name not in SIGN_READINGS or word not in _THERE | _NOT_THERE:
        return None
    reading = SIGN_READINGS[finding.name]
    return _complaint(person, finding.name, "", Level.SIGN, word in _THERE, reading, causes, finding.day)


def _complaint(
    person: Person,
    name: str,
    site: str,
    level: Level,
    present: bool,
    reading: Reading,
    causes: tuple[Cause, ...],
    day: float,
) -> Complaint:
    own = causes if name in _SENSORY else ()
    background = with_background(base_share(name, level, person.age), own)
    return Complaint(
        name=name,
        site=site,
        level=level,
        present=present,
        reading=reading,
        background=background,
        causes=own,
        day=day,
    )


def level_of(person: Person, complaints: tuple[Complaint, ...]) -> Level:
    """The best level of evidence that this person's neuropathy has."""
    if outside_limits(person):
        return Level.TEST
    return Level.SIGN if any(c.level is Level.SIGN and c.present for c in complaints) else Level.SYMPTOM


def outside_limits(person: Person) -> tuple[str, ...]:
    """Measured findings of nerve or cord that lie outside the limits for this age, height and sex."""
    found = [f.name for f in person.findings if f.name in TESTS_OF_NERVE and _outside(person, f)]
    return tuple(dict.fromkeys(found))


def _outside(person: Person, finding: Finding) -> bool:
    if not isinstance(finding.value, float):
        return finding.value == "absent"
    name = TESTS_OF_NERVE[finding.name]
    return limit(name, person.age, person.height_cm, person.sex.value).outside(finding.value)
