"""The schedule of a plan as a calendar file (iCalendar, RFC 5545) for phone or computer.

A dose that falls daily or more often is one recurring event for each time of day; a rarer dose is an event of its own,
all day long because nobody knows the hour of an appointment, with a reminder the day before. The same input gives the
same bytes: names of events come from what they say, and the time stamp from the day that is given.
"""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from icalendar import Alarm, Calendar, Event

from cobalamin.errors import InputError
from cobalamin.regimen import AmountUnit, Course, Regimen, Route
from cobalamin.regimen.timing import DAY_TOLERANCE
from cobalamin.units import DAYS_PER_YEAR, MICROGRAMS_PER_UNIT

PRODUCT = "-//cobalamin//schedule of a plan//EN"
NOT_A_PRESCRIPTION = (
    "Made by a model, to discuss with your clinician; it is not a prescription. "
    "Change, miss or stop nothing because of this calendar alone."
)
MORNING = time(8)
"""Clock time of day 0 of the model, and of the first dose of a day."""
REMINDER = timedelta(hours=-15)
"""From the midnight on which an all-day event begins: nine o'clock on the day before."""
_WHERE = {
    Route.ORAL: "by mouth",
    Route.SUBLINGUAL: "under the tongue",
    Route.NASAL: "into the nose",
    Route.INTRAMUSCULAR: "into the muscle",
    Route.SUBCUTANEOUS: "under the skin",
    Route.INTRAVENOUS: "into the vein",
}
"""Gas that is inhaled is no treatment and never becomes a reminder."""


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """One event: what, its first moment (a date for the whole day), and how many days running."""

    title: str
    begin: date
    days_running: int | None = None


def calendar_file(
    regimen: Regimen, *, name: str, start: date | None, until_day: float = DAYS_PER_YEAR, today: date
) -> bytes:
    """The schedule of a regimen as the bytes of an .ics file.

    Arguments:
        regimen: what is taken from day 0.
        name: of the plan; it goes into the title of the calendar and into every event.
        start: calendar date of day 0.
        until_day: day up to which doses are listed (exclusive) [d].
        today: day the file is made, for its time stamps.
    Errors: InputError without a start date, for a span that is not above zero and finite, or without a dose in it.
    """
    if start is None:
        raise InputError(
            "a calendar needs the date of day 0", allowed="add `date` to [person], such as date = 2026-01-31"
        )  # fmt: skip
    if not (math.isfinite(until_day) and until_day > 0):
        raise InputError("days in a calendar", value=until_day, allowed="above zero and finite")
    entries = _entries(regimen, start, until_day)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    seen: Counter[str] = Counter()
    for entry in entries:
        key = f"{name}|{entry.title}|{entry.begin.isoformat()}"
        seen[key] += 1
        calendar.add_component(_event(entry, f"{key}|{seen[key]}", name, today))
    return calendar.to_ical()


def calendar_name(plan: str) -> str:
    """A safe file name for the calendar of a plan.

    >>> calendar_name("Injections, every 2 months!"), calendar_name("...")
    ('injections_every_2_months.ics', 'plan.ics')
    """
    letters = unicodedata.normalize("NFKD", plan).encode("ascii", "ignore").decode().lower()
    return (re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:60].rstrip("_") or "plan") + ".ics"


def _entries(regimen: Regimen, start: date, until_day: float) -> list[_Entry]:
    """All events, earliest first. Errors: InputError without a dose."""
    courses = [c for c in regimen.courses(start=0.0, end=until_day) if c.route in _WHERE and c.amount > 0]
    found = [entry for course in courses for entry in (_daily if course.doses_per_day else _rare)(course, start)]
    if not found:
        raise InputError(
            "no dose to put into a calendar", value=f"day 0 to {until_day:g}", allowed="a plan with doses in this span"
        )
    for stop in regimen.stops:
        day = stop.start_day or 0.0
        if 0 <= day < until_day:
            found.append(_Entry(title=f"Stop {stop.target}", begin=_day(start, math.ceil(day - DAY_TOLERANCE))))
    return sorted(found, key=lambda entry: (entry.begin.isoformat(), entry.title))


def _day(start: date, days: int) -> date:
    try:
        return date(start.year, start.month, start.day) + timedelta(days=days)
    except OverflowError as error:
        raise InputError("a dose falls beyond the calendar", value=f"day {days}") from error


def _placed(course: Course) -> Iterator[tuple[int, float]]:
    """Day of the calendar on which a phase begins, and days from there, for every dose.

    A phase that begins within a day (after months of 30.4375 d) begins on the next one: the day before it holds the
    last dose of the phase before.
    """
    begin = math.ceil(course.anchor_day - DAY_TOLERANCE)
    for day in course.days():
        yield begin, day - course.anchor_day


def _rare(course: Course, start: date) -> Iterator[_Entry]:
    """One event a dose, on the nearest day."""
    title = _title(course)
    for begin, offset in _placed(course):
        yield _Entry(title=title, begin=_day(start, begin + math.floor(offset + 0.5 + DAY_TOLERANCE)))


def _daily(course: Course, start: date) -> Iterator[_Entry]:
    """One recurring event for each time of day."""
    moments = [
        datetime.combine(_day(start, begin), MORNING) + timedelta(minutes=round(offset * 24 * 60))
        for begin, offset in _placed(course)
    ]
    for _, group in groupby(sorted(moments, key=lambda at: (at.time(), at)), key=datetime.time):
        yield from _runs(_title(course), list(group))


def _runs(title: str, moments: Sequence[datetime]) -> Iterator[_Entry]:
    """Unbroken series of days; moments are all at one time of day, rising."""
    first = 0
    for n in range(1, len(moments) + 1):
        if n == len(moments) or moments[n] - moments[n - 1] != timedelta(days=1):
            yield _Entry(title=title, begin=moments[first], days_running=n - first)
            first = n


def _title(course: Course) -> str:
    """What is taken and how: "Hydroxocobalamin 1 mg into the muscle"."""
    amount, unit = course.amount, course.unit.value
    if course.unit is AmountUnit.MICROGRAM:
        large = amount >= MICROGRAMS_PER_UNIT["mg"]
        amount, unit = (amount / MICROGRAMS_PER_UNIT["mg"], "mg") if large else (amount, "micrograms")
    food = " with food" if course.with_meal else ""
    return f"{course.substance.capitalize()} {amount:g} {unit} {_WHERE[course.route]}{food}"


def _event(entry: _Entry, key: str, name: str, today: date) -> Event:
    event = Event()
    event.add("uid", f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@cobalamin")
    event.add("dtstamp", datetime(today.year, today.month, today.day, tzinfo=UTC))
    event.add("summary", entry.title)
    event.add("description", f"Plan: {name}\n{NOT_A_PRESCRIPTION}")
    event.add("transp", "TRANSPARENT")
    event.add("dtstart", entry.begin)
    if entry.days_running is None:
        event.add("dtend", entry.begin + timedelta(days=1))
        event.add_component(_reminder(entry.title))
        return event
    event.add("duration", timedelta(minutes=15))
    if entry.days_running > 1:
        event.add("rrule", {"freq": "daily", "count": entry.days_running})
    return event


def _reminder(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", REMINDER)
    alarm.add("description", f"Tomorrow: {title}")
    return alarm
