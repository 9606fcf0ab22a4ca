"""Small readers of JSON whose shape nobody promised: what is not there, or not of its kind, reads as nothing."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cobalamin.errors import InputError
from cobalamin.interop.codes import SYSTEM_OF_ADDRESS

LONGEST_SHOWN = 80
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?")


def part(value: object, *keys: str) -> object:
    """What lies under keys one below the other, or None."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def table(value: object, *keys: str) -> dict[str, object]:
    """The object under the keys; empty where there is none."""
    found = part(value, *keys)
    return {str(key): entry for key, entry in found.items()} if isinstance(found, Mapping) else {}


def tables(value: object, *keys: str) -> list[dict[str, object]]:
    """The objects of the list under the keys; empty where there is none."""
    found = part(value, *keys)
    return [table(each) for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def text(value: object, *keys: str) -> str:
    """The text under the keys, printable and with single spaces; "" where there is none."""
    found = part(value, *keys)
    if not isinstance(found, str):
        return ""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in found).split())


def texts(value: object, *keys: str) -> list[str]:
    """The texts of the list under the keys."""
    found = part(value, *keys)
    return [read for each in found if (read := text(each))] if isinstance(found, list) else []


def number(value: object, *keys: str) -> float | None:
    """The finite number under the keys, or None."""
    found = part(value, *keys)
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        return None
    try:
        read = float(found)
    except OverflowError:
        return None
    return read if math.isfinite(read) else None


def shown(said: str) -> str:
    """A text as a sentence shows it: not longer than a line holds."""
    return said if len(said) <= LONGEST_SHOWN else said[: LONGEST_SHOWN - 3] + "..."


def plain_number(value: float) -> str:
    """A number as a person file has it: 402, 0.24.

    >>> plain_number(2000.0), plain_number(0.24)
    ('2000', '0.24')
    """
    return f"{value:.15g}"


def names(concept: object) -> list[str]:
    """What a CodeableConcept is called: its text, then the displays of its codes."""
    said = [text(concept, "text"), *(text(coding, "display") for coding in tables(concept, "coding"))]
    return list(dict.fromkeys(each for each in said if each))


def coded(concept: object, system: str) -> list[str]:
    """The codes of a CodeableConcept in one system, by the short name of `SYSTEM_OF_ADDRESS`."""
    return [
        code
        for coding in tables(concept, "coding")
        if SYSTEM_OF_ADDRESS.get(text(coding, "system")) == system and (code := text(coding, "code"))
    ]


def called(concept: object) -> str:
    """What a sentence calls a CodeableConcept: its first name, else its codes; "" where it has neither."""
    said = names(concept) or [
        f"code {text(coding, 'code')}" for coding in tables(concept, "coding") if text(coding, "code")
    ]
    return shown(said[0]) if said else ""


def reason_of(error: InputError) -> str:
    """An error without its place, for a sentence that begins with the place."""
    return InputError(error.what, value=error.value, allowed=error.allowed, nearest=error.nearest).sentence()


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One resource of a bundle.

    Attributes:
        kind: its type ("Observation").
        place: how sentences and errors name it ("Observation/obs-01").
        body: its JSON.
        address: the full URL of its entry, or "".
    """

    kind: str
    place: str
    body: dict[str, object]
    address: str = ""

    @property
    def status(self) -> str:
        """Its status, "" where it has none."""
        return text(self.body, "status")


@dataclass(frozen=True)
class When:
    """A date, and whether the file gave its day.

    Attributes:
        day: the date; the middle of the year or month where only that was given.
        exact: False for such a middle.
        earliest: the first day it can be.
    """

    day: datetime.date
    exact: bool
    earliest: datetime.date

    def __str__(self) -> str:
        return self.day.isoformat() if self.exact else f"about {self.day.isoformat()} (the day is not told)"


def read_when(said: str, *, today: datetime.date) -> When | None:
    """The date in a FHIR date or dateTime, or None where there is none.

    A year or a month is read as its middle, but not after `today`. Of a time the date as written counts.

    >>> read_when("2014-05-06T20:19:35+00:00", today=datetime.date(2026, 1, 1)).day
    datetime.date(2014, 5, 6)
    """
    match = _DATE.fullmatch(said)
    if match is None:
        return None
    year, month, day = (None if each is None else int(each) for each in match.groups())
    try:
        first = datetime.date(year or 0, month or 1, day or 1)
        if day is not None:
            return When(first, True, first)
        last = datetime.date(first.year, 12, 31) if month is None else _last_of_month(first)
    except ValueError:
        return None
    if first <= today < last:
        last = today
    return When(first + (last - first) // 2, False, first)


def _last_of_month(first: datetime.date) -> datetime.date:
    return (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)


@dataclass(kw_only=True)
class Account:
    """What is told of the reading, and the calendar that dates are held against.

    Attributes:
        today: no date may lie after it.
        birth: no date may lie before it.
        used, ignored, unconverted: sentences.
    """

    today: datetime.date
    birth: datetime.date
    used: list[str] = field(default_factory=list[str])
    ignored: list[str] = field(default_factory=list[str])
    unconverted: list[str] = field(default_factory=list[str])
    _passed: dict[str, int] = field(default_factory=dict[str, int])

    def use(self, sentence: str) -> None:
        """Tell what was used."""
        self.used.append(sentence)

    def ignore(self, sentence: str) -> None:
        """Tell what was left aside, and why."""
        self.ignored.append(sentence)

    def fail(self, sentence: str) -> None:
        """Tell what matters and could not be converted, and why."""
        self.unconverted.append(sentence)

    def pass_over(self, sentence: str) -> None:
        """Tell once, with their number, of many that are left aside for the same reason."""
        self._passed[sentence] = self._passed.get(sentence, 0) + 1

    def close(self) -> None:
        """Write the sentences of `pass_over`."""
        for sentence, times in self._passed.items():
            self.ignored.append(sentence if times == 1 else f"{sentence.removesuffix('.')} ({times} times).")
        self._passed.clear()

    def when(self, said: str, *, what: str, place: str, may_be_later: bool = False) -> When | None:
        """A date within the life so far, or None with a sentence that says what is wrong; None for "" without one."""
        if not said:
            return None
        found = read_when(said, today=self.today)
        if found is None:
            self.fail(f"{place}: {what} {shown(said)!r} is no date.")
        elif found.day > self.today and not may_be_later:
            self.fail(f"{place}: {what} {shown(said)} lies in the future.")
            return None
        elif found.day < self.birth:
            self.fail(f"{place}: {what} {shown(said)} lies before birth.")
            return None
        return found
