"""One table of a person file: its keys, its values, and one clear line for each way a value can be wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from cobalamin.errors import InputError, nearest_word
from cobalamin.units import DAYS_PER_YEAR, parse_duration, parse_quantity

LONGEST_TEXT = 500


def shown(value: object) -> str:
    """A value as an error shows it: short, and never a reason for another error."""
    try:
        text = str(value)
    except (ValueError, RecursionError):  # an integer of more than 4300 digits, a list that holds itself
        return f"a {type(value).__name__} too large to print"
    return text if len(text) <= 80 else text[:77] + "..."


def as_mapping(value: object, *, what: str, where: str) -> dict[str, object]:
    """`value` as a table with text keys.

    Errors:
        InputError: it is no table, or a key is no text.
    """
    if not isinstance(value, Mapping):
        raise InputError(f"{what} is not a table", where=where, value=shown(value), allowed="key = value lines")
    table = cast("Mapping[object, object]", value)
    for key in table:
        if not isinstance(key, str):
            raise InputError(f"{what} has a key that is no text", where=where, value=shown(key))
    return {str(key): entry for key, entry in table.items()}


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Turns dates and "6 months" into days from day 0.

    Attributes:
        day0: calendar date of day 0, or None where the file has no calendar.
        today: the day the file is read, to refuse a laboratory date in the future.
        age: age on day 0 [a]; nothing happens before birth.
    """

    day0: date | None
    today: date
    age: float

    def day(self, when: object, *, what: str, where: str) -> float:
        """Days from day 0: a date, or a duration that means "ago".

        Errors:
            InputError: neither, a date without a calendar, or before birth.
        """
        found = as_date(when)
        if found is not None:
            if self.day0 is None:
                raise InputError(
                    f"{what} is a calendar date but day 0 has none; give [person] date or a dated [[lab]]",
                    where=where,
                    value=found,
                    allowed='a duration such as "6 months"',
                )
            day = float((found - self.day0).days)
        elif isinstance(when, str):
            ago = re.sub(r"\s+ago\s*$", "", when, flags=re.IGNORECASE)
            day = 0.0 - parse_duration(ago, what=what, where=where)
        else:
            raise InputError(
                f"{what} is neither a duration nor a date",
                where=where,
                value=shown(when),
                allowed='text such as "6 months", or a date such as 2026-10-01',
            )
        # The age is often given in whole years, so birth may be almost a year earlier than it says.
        if day < -(self.age + 1.0) * DAYS_PER_YEAR:
            raise InputError(f"{what} is before birth", where=where, value=shown(when), allowed=f"{self.age:g} years")
        return day


def as_date(value: object) -> date | None:
    """The calendar date in a TOML date or date-time, or in a text such as "2026-10-01"; None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\s*\d{4}-\d{2}-\d{2}\s*", value):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            return None
    return None


class Table:
    """One table, its keys checked when it is opened.

    Arguments:
        value: the table as TOML or the caller gave it.
        keys: keys it may have; another is refused with the nearest of them.
        where: file and table, as errors name it ("person.toml: [[lab]] 2").
    """

    def __init__(self, value: object, *, keys: Sequence[str], where: str) -> None:
        self.where = where
        self._values = as_mapping(value, what="this", where=where)
        for key in self._values:
            if key not in keys:
                raise InputError(
                    "unknown key",
                    where=where,
                    value=shown(key),
                    allowed=", ".join(keys),
                    nearest=nearest_word(key, keys),
                )

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def get(self, key: str) -> object:
        """The raw value, or None where the key is absent."""
        return self._values.get(key)

    def need(self, key: str, *, allowed: str = "") -> object:
        """The raw value of a required key.

        Errors:
            InputError: the key is absent.
        """
        if key not in self._values:
            raise InputError(f"{key} is missing", where=self.where, allowed=allowed)
        return self._values[key]

    def text(self, key: str, *, allowed: str = "") -> str:
        """A required text, without spaces around it.

        Errors:
            InputError: absent, not a text, empty, over 500 characters, or with control characters.
        """
        value = self.need(key, allowed=allowed)
        if not isinstance(value, str):
            raise InputError(f"{key} is not a text", where=self.where, value=shown(value), allowed=allowed or '"..."')
        text = value.strip()
        if not text:
            raise InputError(f"{key} is empty", where=self.where, allowed=allowed or "a text")
        if len(text) > LONGEST_TEXT or not text.replace("\n", " ").replace("\t", " ").isprintable():
            raise InputError(f"{key} is too long or not printable", where=self.where, value=shown(text))
        return text

    def number(self, key: str, low: float, high: float, *, unit: str = "") -> float:
        """A required plain number within [low, high].

        Errors:
            InputError: absent, not a number (a truth value is none), NaN, infinite, or out of range.
        """
        value, span = self.need(key), f"{low:g} to {high:g} {unit}".strip()
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise InputError(f"{key} is not a number", where=self.where, value=shown(value), allowed=span)
        if (isinstance(value, float) and not math.isfinite(value)) or not low <= value <= high:
            raise InputError(f"{key} is out of range", where=self.where, value=shown(value), allowed=span)
        return float(value)

    def quantity(self, key: str, unit: str, low: float, high: float) -> float:
        """A required number with a unit, in `unit`, within [low, high].

        Errors:
            InputError: absent, a bare number, no number, a unit of another kind, or out of range.
        """
        value = self.need(key)
        span = f'a text such as "{0.5 * (low + high):.0f} {unit}"'
        if not isinstance(value, str):
            bare = isinstance(value, (int, float)) and not isinstance(value, bool)
            what = f"{key}: unit missing" if bare else f"{key} is not a text"
            raise InputError(what, where=self.where, value=shown(value), allowed=span)
        return parse_quantity(self.text(key), unit, what=key, where=self.where, low=low, high=high)

    def flag(self, key: str) -> bool:
        """A truth value, false where the key is absent.

        Errors:
            InputError: anything but true or false.
        """
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            raise InputError(f"{key} is not a truth value", where=self.where, value=shown(value), allowed="true, false")
        return value

    def day(self, key: str, calendar: Calendar) -> float:
        """Days from day 0 of a required date or duration.

        Errors:
            InputError: see `Calendar.day`.
        """
        return calendar.day(self.need(key, allowed='"6 months" or a date'), what=key, where=self.where)

    def date(self) -> date:
        """The calendar date under `date`.

        Errors:
            InputError: absent, or anything but a date (a duration would be "since").
        """
        found = as_date(self.need("date"))
        if found is None:
            value = shown(self.get("date"))
            raise InputError("date is not a date", where=self.where, value=value, allowed="such as 2026-10-01")
        return found

    def past_day(self, key: str, calendar: Calendar) -> float:
        """As `day`, and not after day 0.

        Errors:
            InputError: see `Calendar.day`; or the day is after day 0, where only history is told.
        """
        day = self.day(key, calendar)
        if day > 0.0:
            raise InputError(f"{key} is after day 0", where=self.where, value=shown(self.get(key)))
        return day

    def span(
        self, first: str, last: str, calendar: Calendar, *, may_begin_later: bool = False
    ) -> tuple[float, float | None]:
        """First and last day, the last None where it goes on.

        Errors:
            InputError: the end precedes the beginning, or it begins after day 0 where only history is told.
        """
        begins = self.day(first, calendar) if may_begin_later else self.past_day(first, calendar)
        ends = self.day(last, calendar) if last in self else None
        if ends is not None and ends < begins:
            raise InputError(
                f"{last} precedes {first}", where=self.where, value=shown(self.get(last)),
                allowed=f"not before {shown(self.get(first))}",
            )  # fmt: skip
        return begins, ends
