"""A regimen as canonical text; `parse(format_regimen(x)) == x`."""

from __future__ import annotations

from decimal import Decimal

from cobalamin.errors import InputError
from cobalamin.regimen.model import Item, Phase, Regimen, Stop
from cobalamin.regimen.substances import SUBSTANCES, AmountUnit
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
from cobalamin.units import DAYS_PER_UNIT, MICROGRAMS_PER_UNIT

_LENGTH_UNITS = ("year", "month", "week", "day")  # never hours: "for 2 hours" is a session of nitrous oxide
_INTERVAL_UNITS = ("year", "month", "week", "day", "hour")
_EVERY = {
    1.0: "every 24 hours",  # "every day" is TimesDaily
    2.0: "every other day",
    DAYS_PER_UNIT["week"]: "weekly",
    DAYS_PER_UNIT["month"]: "monthly",
    DAYS_PER_UNIT["year"]: "yearly",
}


def format_regimen(regimen: Regimen) -> str:
    """The canonical text of a regimen, the label of a plan without a name.

    Errors: InputError for an amount of zero, which only objects can hold.
    Example:
        >>> from cobalamin.regimen import parse
        >>> format_regimen(parse("B12 1000 mcg IM weekly x4 then monthly"))
        'cyanocobalamin 1 mg intramuscularly weekly for 4 doses, then 1 mg monthly'
    """
    return " and ".join(_stop(item) if isinstance(item, Stop) else _item(item) for item in regimen.items)


def _item(item: Item) -> str:
    befores = (None, *item.phases)
    return ", then ".join(_phase(item, phase, before) for phase, before in zip(item.phases, befores, strict=False))


def _stop(stop: Stop) -> str:
    return " ".join(["stop", stop.target, *_start(stop.start_day)])


def _phase(item: Item, phase: Phase, before: Phase | None) -> str:
    """The words of a phase; substance and route only where they change, since a text carries them on."""
    substance, route = phase.substance or item.substance, phase.route or item.route
    is_new_substance = before is None or substance != (before.substance or item.substance)
    is_new_route = before is None or route is not (before.route or item.route)
    words = [
        *([substance] if is_new_substance else []),
        *_amount(item, phase),
        *([route.value] if is_new_route else []),
        *_session(phase),
        _timing(phase.timing),
        *(["with food"] if before is None and item.with_meal else []),
        *_length(phase.length),
        *(_start(item.start_day) if before is None else []),
    ]
    return " ".join(words)


def _amount(item: Item, phase: Phase) -> list[str]:
    unit = SUBSTANCES[phase.substance or item.substance].unit
    if phase.amount == 0:
        raise InputError("an amount of zero has no text; leave the item out", value=item.substance)
    if phase.cartridges is not None:
        return [_number(phase.cartridges), "cartridges"]
    if phase.fraction is not None:
        return [_decimal_text(phase.fraction, 2), "%"]
    in_milligrams = _decimal_text(phase.amount, -3)
    if unit is AmountUnit.MICROGRAM and phase.amount >= MICROGRAMS_PER_UNIT["mg"] and len(in_milligrams) <= 4:
        return [in_milligrams, "mg"]
    return [_number(phase.amount), unit.value]


def _session(phase: Phase) -> list[str]:
    if phase.cartridges is not None or phase.hours is None:
        return []
    return [f"for {_number(phase.hours)} hour" + ("" if phase.hours == 1 else "s")]


def _timing(timing: Timing) -> str:
    match timing:
        case TimesDaily(clock=Clock.NIGHT):
            return "at night"
        case TimesDaily(times=1):
            return "daily"
        case TimesDaily(times=times):
            return f"{_times(times)} daily"
        case TimesWeekly(times=times):
            return f"{_times(times)} a week"
        case Every(interval=interval):
            return _EVERY.get(interval) or f"every {_duration(interval, units=_INTERVAL_UNITS)}"
        case OnDays(listed=listed):
            return ("days " if len(listed) > 1 else "day ") + ", ".join(str(day) for day in listed)
        case Once():
            return "once"
        case _:
            raise InputError("timing without a text", value=timing)


def _length(length: Length) -> list[str]:
    match length:
        case OpenEnded():
            return []
        case ForDays(days=days):
            return [f"for {_duration(days, units=_LENGTH_UNITS)}"]
        case ForDoses(doses=doses):
            return [f"for {doses} {'dose' if doses == 1 else 'doses'}"]
        case UntilDay(day=day):
            return [f"until day {_number(day)}"]


def _start(day: float | None) -> list[str]:
    if day is None:
        return []
    if day < 0:
        return [f"since {_duration(-day, units=_LENGTH_UNITS)}"]
    return [f"from day {_number(day)}"]


def _times(times: int) -> str:
    return {2: "twice", 3: "three times"}.get(times, f"{times} times")


def _duration(days: float, *, units: tuple[str, ...]) -> str:
    """The duration in the largest unit that gives a whole number, else in days; never rounded."""
    for unit in units:
        number = round(days / DAYS_PER_UNIT[unit])
        if number >= 1 and number * DAYS_PER_UNIT[unit] == days:
            return f"{number} {unit}" + ("s" if number > 1 else "")
    return f"{_number(days)} days"


def _number(value: float) -> str:
    """The shortest text that reads back as the same float."""
    return repr(float(value) + 0.0).removesuffix(".0")  # + 0.0 because "-0" is no number of the language


def _decimal_text(value: float, shift: int) -> str:
    """The shortest text of value x 10^shift, shifted as a decimal so that reading it back is exact."""
    text = format(Decimal(repr(float(value))).scaleb(shift), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
