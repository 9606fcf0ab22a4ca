"""When doses fall: one small class per kind of timing, each able to list its dose days."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from bisect import bisect_left
from dataclasses import dataclass
from enum import Enum, unique
from itertools import count, takewhile

from cobalamin.errors import InputError
from cobalamin.units import DAYS_PER_WEEK, HOURS_PER_DAY

DAY_TOLERANCE = 1e-9  # days; far below a second, above the rounding of interval x index
_WAKING_SPAN = 0.5  # first to last dose of a day: 08:00 to 20:00
_NIGHT = 14.0 / HOURS_PER_DAY  # 22:00, counted from 08:00


@unique
class Clock(Enum):
    """Time of the first dose of a day; day 0 of the model is 08:00."""

    MORNING = "morning"
    NIGHT = "night"


class Timing(ABC):
    """Dose days counted from the beginning of a phase (0.0 is its first morning, 08:00)."""

    @abstractmethod
    def offset(self, index: int) -> float:
        """Day of dose `index` (0, 1, 2...) from the beginning of the phase; infinity after the last dose."""

    @property
    def doses_per_day(self) -> int | None:
        """Doses a day when they come daily or more often, else None."""
        return None

    @property
    def most_doses_in_a_day(self) -> int:
        """The largest number of doses within one day, for the dose limits."""
        return self.doses_per_day or 1

    @property
    def natural_days(self) -> float:
        """Days after which the timing ends by itself; infinity when it does not."""
        return math.inf

    def days_of_doses(self, doses: int) -> float:
        """Days that `doses` doses occupy, up to the moment the next phase begins."""
        return self.offset(doses)

    def days(self, *, anchor: float, start: float, end: float) -> list[float]:
        """Dose days within [start, end) of a phase that began at `anchor`; all in days."""
        if not math.isfinite(end):
            raise InputError("doses can be listed only up to a finite day", value=end)
        days = (anchor + self.offset(index) for index in count(self._first_index(start - anchor)))
        return [max(day, start) for day in takewhile(lambda day: day < end - DAY_TOLERANCE, days)]

    def _first_index(self, day: float) -> int:
        """Index of the first dose at or after `day` of the phase; by halving, since a history can hold decades."""
        high = 1
        while self.offset(high) < day - DAY_TOLERANCE:
            high *= 2
        return bisect_left(range(high), day - DAY_TOLERANCE, key=self.offset)


@dataclass(frozen=True, kw_only=True)
class TimesDaily(Timing):
    """`times` doses every day, spread evenly from 08:00 to 20:00: 0, 0.5 or 0, 0.25, 0.5 or 0, 1/6, 1/3, 1/2 d."""

    times: int = 1
    clock: Clock = Clock.MORNING

    def __post_init__(self) -> None:
        _whole("times daily", self.times, 1, 24)
        if self.clock is Clock.NIGHT and self.times != 1:
            raise InputError("a dose at night is once daily", value=self.times)

    def offset(self, index: int) -> float:
        day, dose = divmod(index, self.times)
        if self.times == 1:
            return day + (_NIGHT if self.clock is Clock.NIGHT else 0.0)
        return day + dose * _WAKING_SPAN / (self.times - 1)

    @property
    def doses_per_day(self) -> int | None:
        return self.times

    def days_of_doses(self, doses: int) -> float:
        return float(math.ceil(doses / self.times))  # the next phase begins on a morning


@dataclass(frozen=True, kw_only=True)
class TimesWeekly(Timing):
    """`times` dosing days in each week, 2 to 7, as even as whole days allow: 0, 3 or 0, 2, 4."""

    times: int

    def __post_init__(self) -> None:
        _whole("times a week", self.times, 2, 7)

    def offset(self, index: int) -> float:
        week, dose = divmod(index, self.times)
        return week * DAYS_PER_WEEK + float(dose * 7 // self.times)

    @property
    def doses_per_day(self) -> int | None:
        return 1 if self.times == 7 else None


@dataclass(frozen=True, kw_only=True)
class Every(Timing):
    """One dose every `interval` days (at least an hour)."""

    interval: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.interval) and self.interval >= (1 - DAY_TOLERANCE) / HOURS_PER_DAY):
            raise InputError("dosing interval", value=f"{self.interval} d", allowed="1 hour or more")

    def offset(self, index: int) -> float:
        return index * self.interval

    @property
    def doses_per_day(self) -> int | None:
        times = round(1 / self.interval)
        return times if times >= 1 and abs(times * self.interval - 1) < DAY_TOLERANCE else None

    @property
    def most_doses_in_a_day(self) -> int:
        return max(1, math.ceil(1 / self.interval - DAY_TOLERANCE))


@dataclass(frozen=True, kw_only=True)
class OnDays(Timing):
    """One dose on each listed day of the phase; day 1 is its first day."""

    listed: tuple[int, ...]

    def __post_init__(self) -> None:
        rising = all(later > earlier for earlier, later in zip(self.listed, self.listed[1:], strict=False))
        if not self.listed or self.listed[0] < 1 or not rising:
            raise InputError("list of days", value=self.listed, allowed="rising whole days from 1")

    def offset(self, index: int) -> float:
        return float(self.listed[index] - 1) if index < len(self.listed) else math.inf

    @property
    def natural_days(self) -> float:
        return float(self.listed[-1])


@dataclass(frozen=True, kw_only=True)
class Once(Timing):
    """A single dose at the beginning of the phase; the next phase begins a day later."""

    def offset(self, index: int) -> float:
        return 0.0 if index == 0 else math.inf

    @property
    def natural_days(self) -> float:
        return 1.0


@dataclass(frozen=True, kw_only=True)
class OpenEnded:
    """The phase has no length of its own: it lasts until the end of the run, or as long as its list of days."""


@dataclass(frozen=True, kw_only=True)
class ForDays:
    """The phase lasts this many days."""

    days: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.days) and self.days > 0):
            raise InputError("length of a phase", value=f"{self.days} d", allowed="above zero")


@dataclass(frozen=True, kw_only=True)
class ForDoses:
    """The phase lasts this many doses."""

    doses: int

    def __post_init__(self) -> None:
        _whole("number of doses", self.doses, 1, 1_000_000)


@dataclass(frozen=True, kw_only=True)
class UntilDay:
    """The phase lasts until this day of the run (exclusive; day 0 is the start of the plan)."""

    day: float

    def __post_init__(self) -> None:
        if not math.isfinite(self.day):
            raise InputError("until day", value=self.day, allowed="a finite day")


Length = OpenEnded | ForDays | ForDoses | UntilDay


def _whole(what: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high or value != int(value):
        raise InputError(what, value=value, allowed=f"a whole number from {low} to {high}")
