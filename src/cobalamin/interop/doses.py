"""Doses and changes of inputs as SBML events.

A dose that repeats at one interval is one event: it adds its amounts and sets the day of the next dose. What the row
lists dose by dose is put back into such series. Events never delay and read values at the moment they act, so that
two doses at one moment add up.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cobalamin.body.inputs import INPUT_NAMES
from cobalamin.errors import CobalaminError
from cobalamin.interop import mathml
from cobalamin.interop.symbols import input_id, state_id
from cobalamin.solve.protocol import Row

_SAME = 1e-6
"""Days within which two moments are one."""
_LOOK_AHEAD = 8
"""How many following doses may be the second of a series: seven doses a week make seven weekly series."""
_SHORTEST = 3
"""Doses from which a series is written as one event."""


@dataclass(frozen=True, kw_only=True)
class Series:
    """Equal doses at equal intervals.

    Attributes:
        first: day of the first dose.
        interval: days between doses; 0 for a single dose.
        end: day before which the last dose falls; may be infinite.
        amounts: what enters which compartment, in the compartments' own units.
    """

    first: float
    interval: float
    end: float
    amounts: Mapping[str, float]


def series_of(row: Row) -> tuple[Series, ...]:
    """The doses of a row from day 0 as series, earliest first."""
    found: list[Series] = []
    alike: dict[tuple[tuple[str, float], ...], list[float]] = {}
    for impulse in row.impulses:
        if impulse.day >= -_SAME:
            given = tuple(sorted((name, amount) for name, amount in impulse.amounts.items() if amount))
            alike.setdefault(given, []).append(max(impulse.day, 0.0))
    for amounts, days in alike.items():
        for first, interval, count in _progressions(sorted(days)):
            end = first + interval * (count - 0.5) if count > 1 else first + 0.5
            found.append(Series(first=first, interval=interval, end=end, amounts=dict(amounts)))
    for daily in row.daily:
        for moment, given in zip(daily.times, daily.amounts, strict=True):
            first = daily.first_day + moment
            first += max(math.ceil(-first - _SAME), 0)
            if first < daily.end_day - _SAME:
                amounts = {name: amount for name, amount in given.items() if amount}
                found.append(Series(first=first, interval=1.0, end=daily.end_day, amounts=amounts))
    return tuple(sorted(found, key=lambda series: (series.first, series.interval)))


def _progressions(days: Sequence[float]) -> Iterator[tuple[float, float, int]]:
    """(first, interval, count) of equally spaced runs that together are the days; the longest run is taken first."""
    left = list(days)
    while left:
        runs = [_run(left, left[n] - left[0]) for n in range(1, min(_LOOK_AHEAD, len(left))) if left[n] > left[0]]
        run = max(runs, key=len, default=[0])
        if len(run) < _SHORTEST:
            run = [0]
        yield left[0], (left[run[1]] - left[0]) if len(run) > 1 else 0.0, len(run)
        taken = set(run)
        left = [day for n, day in enumerate(left) if n not in taken]


def _run(days: Sequence[float], interval: float) -> list[int]:
    """Indices of days[0], days[0] + interval, ... as far as they are there."""
    found, wanted = [0], days[0] + interval
    for n, day in enumerate(days):
        if abs(day - wanted) < _SAME:
            found.append(n)
            wanted = days[0] + interval * len(found)
    return found


def add_events(model: Any, row: Row) -> None:
    """Write doses and changes of inputs into a libsbml model that has states and inputs."""
    import sympy

    time = sympy.Symbol("time", real=True)
    for n, series in enumerate(series_of(row), start=1):
        gains = {state_id(name): sympy.Symbol(state_id(name)) + amount for name, amount in series.amounts.items()}
        if not series.interval:
            _event(model, f"dose_{n}", time >= series.first, gains)
            continue
        following = sympy.Symbol(f"next_dose_{n}", real=True)
        counter = model.createParameter()
        counter.setId(following.name)
        counter.setConstant(False)
        counter.setUnits("day")
        counter.setValue(series.first)
        due = time >= following
        if math.isfinite(series.end):
            due = sympy.And(due, following < series.end)
        _event(model, f"dose_{n}", due, {**gains, following.name: following + series.interval})
    before: Mapping[str, float] = {}
    for day, inputs in row.inputs:
        if day > 0:
            changed = {name for name in INPUT_NAMES if inputs[name] != before[name]}
            written = {input_id(name): sympy.Float(inputs[name]) for name in sorted(changed)}
            written = {name: value for name, value in written.items() if model.getParameter(name) is not None}
            if written:
                _event(model, f"inputs_from_day_{day:g}".replace(".", "_"), time >= day, written)
        before = inputs


def _event(model: Any, name: str, due: Any, written: Mapping[str, Any]) -> None:
    """An event that acts when `due` becomes true, also at the start."""
    event = model.createEvent()
    event.setId(name)
    event.setUseValuesFromTriggerTime(False)
    trigger = event.createTrigger()
    trigger.setInitialValue(False)
    trigger.setPersistent(True)
    trigger.setMath(mathml.tree(due, number_unit="day"))
    for variable, value in written.items():
        target = model.getElementBySId(variable)
        if target is None:
            raise CobalaminError(f"event {name} writes {variable}, which the model does not have")
        unit = target.getSubstanceUnits() if target.getElementName() == "species" else target.getUnits()
        assignment = event.createEventAssignment()
        assignment.setVariable(variable)
        assignment.setMath(mathml.tree(value, number_unit=unit))
