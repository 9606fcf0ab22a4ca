"""The same person seen from a later day: what was follow-up becomes history, and plans begin there."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TypeVar

from cobalamin.person.model import Condition, Finding, Lab, Medicine, Person, Symptom, Taken
from cobalamin.regimen import Item, Phase, Regimen, Stop
from cobalamin.regimen.timing import UntilDay
from cobalamin.units import DAYS_PER_YEAR

_Dated = TypeVar("_Dated", Lab, Finding)


def last_record(person: Person) -> float:
    """Last day on which something was measured or found, or B12 was begun or ended; 0 without follow-up [d]."""
    days = [each.day for each in (*person.labs, *person.findings)]
    for taken in person.taken:
        days += [taken.from_day] + ([] if taken.until_day is None else [taken.until_day])
    return max([0.0, *days])


def seen_from(person: Person, day: float) -> Person:
    """The person with `day` as day 0.

    Arguments:
        person: who.
        day: 0 or later [d].

    Example: seen_from(person, last_record(person)).labs
    """
    if day == 0.0:
        return person
    return replace(
        person,
        date=None if person.date is None else person.date + datetime.timedelta(days=round(day)),
        age=person.age + day / DAYS_PER_YEAR,
        diet=replace(person.diet, since_day=_earlier(person.diet.since_day, day)),
        conditions=tuple(_condition(each, day) for each in person.conditions),
        medicines=tuple(_medicine(each, day) for each in person.medicines),
        labs=tuple(_dated(each, day) for each in person.labs),
        symptoms=tuple(_symptom(each, day) for each in person.symptoms),
        findings=tuple(_dated(each, day) for each in person.findings),
        taken=tuple(_taken(each, day) for each in person.taken),
    )


def _earlier(known: float | None, day: float) -> float | None:
    return None if known is None else known - day


def _condition(each: Condition, day: float) -> Condition:
    return replace(each, since_day=_earlier(each.since_day, day), until_day=_earlier(each.until_day, day))


def _symptom(each: Symptom, day: float) -> Symptom:
    return replace(each, since_day=_earlier(each.since_day, day))


def _dated(each: _Dated, day: float) -> _Dated:
    return replace(each, day=each.day - day)


def _medicine(each: Medicine, day: float) -> Medicine:
    return replace(
        each,
        regimen=_regimen(each.regimen, day),
        since_day=each.since_day - day,
        until_day=_earlier(each.until_day, day),
    )


def _taken(each: Taken, day: float) -> Taken:
    return replace(
        each, regimen=_regimen(each.regimen, day), from_day=each.from_day - day, until_day=_earlier(each.until_day, day)
    )


def _regimen(regimen: Regimen, day: float) -> Regimen:
    return replace(regimen, items=tuple(_item(each, day) for each in regimen.items))


def _item(each: Item | Stop, day: float) -> Item | Stop:
    if isinstance(each, Stop):
        return replace(each, start_day=_earlier(each.start_day, day))
    phases = tuple(_phase(phase, day) for phase in each.phases)
    return replace(each, start_day=_earlier(each.start_day, day), phases=phases)


def _phase(phase: Phase, day: float) -> Phase:
    if isinstance(phase.length, UntilDay):
        return replace(phase, length=UntilDay(day=phase.length.day - day))
    return phase
