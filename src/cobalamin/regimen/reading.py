"""What each part of a phase means; one function for each alternative of the grammar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lark import Token, Tree

from cobalamin.errors import InputError
from cobalamin.regimen.substances import Route
from cobalamin.regimen.timing import (
    Clock,
    Every,
    ForDays,
    ForDoses,
    Length,
    Once,
    OnDays,
    OpenEnded,
    TimesDaily,
    TimesWeekly,
    Timing,
    UntilDay,
)
from cobalamin.regimen.words import ABBREVIATION_TIMES, ADVERB_DAYS, ROUTE_WORDS
from cobalamin.units import DAYS_PER_UNIT, DAYS_PER_WEEK, HOURS_PER_DAY

Node = Tree[Token]


@dataclass(frozen=True, kw_only=True)
class Read:
    """What one part says; None is "nothing about this"."""

    amount: tuple[str, str] | None = None
    drug: str | None = None
    route: Route | None = None
    timing: Timing | None = None
    length: Length | None = None
    start_day: float | None = None
    with_meal: bool | None = None
    clock: Clock | None = None
    hours: float | None = None
    per_session: bool | None = None


def read_part(part: Node) -> Read:
    """What a part of a phase says. Errors: InputError for numbers that make no dosing."""
    return _READERS[str(part.data)](part)


def _tokens(part: Node) -> list[str]:
    return [child.value for child in part.children if isinstance(child, Token)]


def _number(part: Node) -> float:
    numbers = [child for child in part.children if isinstance(child, Token) and child.type == "NUMBER"]
    return float(numbers[0]) if numbers else 1.0


def _whole(part: Node, what: str) -> int:
    number = _number(part)
    if number < 1 or number != int(number):
        raise InputError(what, value=f"{number:g}", allowed="a whole number from 1")
    return int(number)


def _period(part: Node) -> str:
    """The unit of time in a part ("day", "week"...)."""
    for child in part.children:
        if isinstance(child, Tree):
            return "day" if child.data == "day" else _tokens(child)[0] if child.data == "period" else _period(child)
    raise AssertionError(part)  # every caller's alternative holds one


def _days(part: Node, what: str) -> float:
    days = _number(part) * DAYS_PER_UNIT[_period(part)]
    if days <= 0:
        raise InputError(what, value=f"{_number(part):g} {_period(part)}", allowed="above zero")
    return days


def _amount(part: Node) -> Read:
    number, unit = _tokens(part)
    return Read(amount=(number, unit))


def _adverb_days(part: Node) -> float:
    return next(ADVERB_DAYS[token] for token in _tokens(part) if token in ADVERB_DAYS)


def _times(times: int, days: float) -> Timing:
    """`times` doses in each `days`: fixed dosing days within a day or a week, even intervals within longer spans."""
    if days == 1.0:
        return TimesDaily(times=times)
    if days < 1.0:
        raise InputError("how often", value=f"{times} times in {days * HOURS_PER_DAY:g} hours", allowed="every N hours")
    if days == DAYS_PER_WEEK and times > 1:
        if times > 7:
            raise InputError("times a week", value=times, allowed="up to 7; beyond that, N times a day")
        return TimesWeekly(times=times)
    return Every(interval=days / times)


def _every(days: float, unit: str) -> Timing:
    # "every day" is the daily timing, with its place among oral doses; "every 24 hours" stays an interval
    return TimesDaily(times=1) if days == 1.0 and unit == "day" else Every(interval=days)


def _every_period(part: Node) -> Read:
    return Read(timing=_every(DAYS_PER_UNIT[_period(part)], _period(part)))


def _every_interval(part: Node) -> Read:
    return Read(timing=_every(_days(part, "dosing interval"), _period(part)))


def _every_other(part: Node) -> Read:
    return Read(timing=Every(interval=2 * DAYS_PER_UNIT[_period(part)]))


def _times_period(part: Node) -> Read:
    return Read(timing=_times(_whole(part, "how many times"), DAYS_PER_UNIT[_period(part)]))


def _once_every(part: Node) -> Read:
    return read_part(next(child for child in part.children if isinstance(child, Tree)))


def _on_days(part: Node) -> Read:
    listed: list[int] = []
    for child in part.children:
        if isinstance(child, Token) and child.type == "NUMBER":
            if float(child) != int(float(child)):
                raise InputError("list of days", value=child.value, allowed="rising whole days from 1")
            listed.append(int(float(child)))
    return Read(timing=OnDays(listed=tuple(listed)))


def _for_duration(part: Node) -> Read:
    days = _days(part, "length of a phase")
    if _period(part) in ("hour", "minute"):  # a session; no phase of a regimen is that short
        return Read(hours=days * HOURS_PER_DAY if _period(part) == "minute" else _number(part))
    return Read(length=ForDays(days=days))


def _for_doses(part: Node) -> Read:
    return Read(length=ForDoses(doses=_whole(part, "number of doses")))


_READERS: dict[str, Callable[[Node], Read]] = {
    "amount": _amount,
    "drug": lambda part: Read(drug=_tokens(part)[-1]),
    "of_drug": lambda part: Read(drug=_tokens(part)[-1]),
    "route": lambda part: Read(route=ROUTE_WORDS[_tokens(part)[0]]),
    "with_food": lambda part: Read(with_meal=True),
    "without_food": lambda part: Read(with_meal=False),
    "each_meal": lambda part: Read(with_meal=True, timing=TimesDaily(times=3)),
    "at_night": lambda part: Read(clock=Clock.NIGHT),
    "in_the_morning": lambda part: Read(clock=Clock.MORNING),
    "per_session": lambda part: Read(per_session=True),
    "daily": lambda part: Read(timing=TimesDaily(times=1)),
    "once_daily": lambda part: Read(timing=TimesDaily(times=1)),
    "adverb": lambda part: Read(timing=Every(interval=_adverb_days(part))),
    "once_adverb": lambda part: Read(timing=Every(interval=_adverb_days(part))),
    "abbreviation": lambda part: Read(timing=TimesDaily(times=ABBREVIATION_TIMES[_tokens(part)[0]])),
    "once": lambda part: Read(timing=Once()),
    "once_per": lambda part: Read(timing=_times(1, DAYS_PER_UNIT[_period(part)])),
    "once_every": _once_every,
    "times_daily": lambda part: Read(timing=TimesDaily(times=_whole(part, "times daily"))),
    "times_adverb": lambda part: Read(timing=_times(_whole(part, "how many times"), _adverb_days(part))),
    "times_per": _times_period,
    "times_every": _times_period,
    "per_period": lambda part: Read(timing=_times(1, DAYS_PER_UNIT[_period(part)])),
    "every_period": _every_period,
    "every_interval": _every_interval,
    "every_other": _every_other,
    "alternate": _every_other,
    "on_days": _on_days,
    "for_duration": _for_duration,
    "for_one": _for_duration,
    "for_doses": _for_doses,
    "doses": _for_doses,
    "x_doses": _for_doses,
    "until_day": lambda part: Read(length=UntilDay(day=_number(part))),
    "for_life": lambda part: Read(length=OpenEnded()),
    "from_day": lambda part: Read(start_day=_number(part)),
    "after": lambda part: Read(start_day=_days(part, "start")),
    "after_one": lambda part: Read(start_day=_days(part, "start")),
    "since": lambda part: Read(start_day=-_days(part, "since")),
    "since_one": lambda part: Read(start_day=-_days(part, "since")),
}
