"""A virtual clinic: people who lose absorption, live on untreated, and come when they are ill enough.

Published series of B12 deficiency describe people who came to a neurologist or to a blood clinic, not people on a given
day of their illness. So nobody's duration is chosen here: each life runs untreated from the loss of absorption, and the
first of two doors that opens, complaints or anaemia, decides when and where the person is seen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from cobalamin.body.alternatives import NERVE_ALTERNATIVES
from cobalamin.person.covariates import standard_normal
from cobalamin.units import DAYS_PER_YEAR
from cobalamin.validate.experiment import SEED, Draw, Followed, Subject, follow, recruit, with_history
from cobalamin.validate.people import Life, somebody, with_condition

FloatArray = npt.NDArray[np.float64]

COMPLAINTS = ("tingling", "numbness", "weakness", "unsteadiness", "tingling_hands", "numbness_hands", "pain_nrs")
"""Observations that bring a person to a neurologist."""
CAUSES: Mapping[str, float] = {"pernicious anaemia": 0.75, "total gastrectomy": 0.25}
"""Why absorption ended. Source: guess"""
YEARS = 16.0
"""How long a life is followed without treatment."""
NOTICED, NOTICED_SPREAD = 3.5, 0.3
"""Points of ten at which a complaint is taken to a doctor: median, sd of ln. Source: guess"""
WAIT_DAYS, WAIT_SPREAD = 90.0, 0.9
"""From then to the visit [d]: median, sd of ln. Source: guess"""
ANAEMIA, ANAEMIA_SPREAD = 8.5, 0.12
"""Haemoglobin [g/dL] at which anaemia is found first: median, sd of ln. Source: guess"""
_EVERY = 30.0


class Door(StrEnum):
    """Where a person is seen first."""

    NERVE = "neurology"
    BLOOD = "blood"
    NEVER = "neither within the years followed"


def _loses_absorption(draw: Draw, *, years: float, older: float) -> Life:
    life = somebody(draw, age=55.0, sd=10.0, low=30.0, high=75.0)
    life["person"]["age"] = round(life["person"]["age"] + older, 1)
    return with_condition(life, draw.one_of("cause", CAUSES), years, untreated=True)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One person at the door.

    Attributes:
        subject: with the history up to the visit.
        door: where.
        years: from the loss of absorption to the visit.
        blood_first: haemoglobin or MCV left the reference range before a complaint was noticed.
        hands_first: a complaint of the hands was noticed before one of the feet.
    """

    subject: Subject
    door: Door
    years: float
    blood_first: bool
    hands_first: bool


def clinic(
    *,
    people: int = 120,
    blocks: Sequence[str] = tuple(NERVE_ALTERNATIVES),
    changes: Mapping[str, float] | None = None,
) -> tuple[Visit, ...]:
    """Everyone who comes within `YEARS` of the loss of absorption, under each nerve block.

    Arguments:
        people: lives that are followed.
        blocks: rival nerve blocks.
        changes: parameters set by hand, for all blocks.
    """

    def at_loss(draw: Draw) -> Life:
        return _loses_absorption(draw, years=0.01, older=0.0)

    subjects = recruit("clinic", at_loss, people=people, blocks=blocks, changes=changes)
    lives = follow(subjects, None, [float(day) for day in np.arange(0.0, YEARS * DAYS_PER_YEAR, _EVERY)])
    found: list[Visit] = []
    for row, subject in enumerate(subjects):
        visit = _visit(lives, row, subject, changes)
        if visit is not None:
            found.append(visit)
    return tuple(found)


def _first(days: FloatArray, ill: npt.NDArray[np.bool_]) -> float:
    return float(days[int(np.argmax(ill))]) if ill.any() else math.inf


def _own(subject: Subject, name: str, median: float, spread: float) -> float:
    return median * math.exp(spread * standard_normal(SEED, subject.identity, f"draw {name}"))


def _visit(lives: Followed, row: int, subject: Subject, changes: Mapping[str, float] | None) -> Visit | None:
    def course(name: str) -> FloatArray:
        return lives.values[name][:, row]

    with np.errstate(invalid="ignore"):
        noticed = _own(subject, "noticed", NOTICED, NOTICED_SPREAD)
        worst = np.max([course(name) for name in COMPLAINTS], axis=0)
        complaint = _first(lives.days, worst >= noticed)
        anaemia = _first(lives.days, course("hemoglobin_g_dl") < _own(subject, "anaemia", ANAEMIA, ANAEMIA_SPREAD))
        blood = _first(lives.days, blood_ill(course("hemoglobin_g_dl"), course("mcv_fl"), _sex(subject)))
        hands = _first(lives.days, np.maximum(course("tingling_hands"), course("numbness_hands")) >= noticed)
        feet = _first(lives.days, np.maximum(course("tingling"), course("numbness")) >= noticed)
    wait = _own(subject, "wait", WAIT_DAYS, WAIT_SPREAD)
    day = min(complaint + wait, anaemia)
    stopped = ~np.isfinite(course("hemoglobin_g_dl"))
    if not math.isfinite(day) or day >= _first(lives.days, stopped) or day > lives.days[-1]:
        return None
    years = day / DAYS_PER_YEAR

    def at_visit(draw: Draw) -> Life:
        return _loses_absorption(draw, years=years, older=years)

    number = int(subject.identity.rsplit(" ", 1)[1])
    seen = with_history(subject, at_visit(Draw(identity=subject.identity, number=number)), changes)
    return Visit(
        subject=seen,
        door=Door.NERVE if complaint + wait <= anaemia else Door.BLOOD,
        years=years,
        blood_first=blood < complaint,
        hands_first=hands < feet,
    )


def _sex(subject: Subject) -> str:
    return subject.person.sex.value


LOW_HEMOGLOBIN = {"female": 12.0, "male": 13.0}
"""Lower limit of haemoglobin [g/dL]; the usual definition of anaemia. Source: guess"""
HIGH_MCV = 100.0
"""Upper limit of the volume of red cells [fL]. Source: guess"""


def blood_ill(hemoglobin: FloatArray, mcv: FloatArray, sex: str) -> npt.NDArray[np.bool_]:
    """Anaemia or macrocytosis."""
    return (hemoglobin < LOW_HEMOGLOBIN[sex]) | (mcv > HIGH_MCV)


def at_the_door(visits: Sequence[Visit], door: Door) -> tuple[Subject, ...]:
    """Those who are seen at one door."""
    return tuple(visit.subject for visit in visits if visit.door is door)
