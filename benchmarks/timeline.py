"""A row as stretches between events, for solvers that are stopped at every dose, tablet and change of inputs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cobalamin.body import BODY
from cobalamin.body.inputs import INPUT_NAMES
from cobalamin.parameters import parameters
from cobalamin.solve.protocol import FloatArray, Row

_SAME_MOMENT = 1e-9


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """From one event to the next, with constant inputs.

    Attributes:
        begin, end: days.
        doses: (compartment index, amount) added at `begin`.
        inputs: values in the order of `INPUT_NAMES`.
        first, last: sample numbers `first` to before `last` fall within (begin, end].
    """

    begin: float
    end: float
    doses: tuple[tuple[int, float], ...]
    inputs: FloatArray
    first: int
    last: int


def constants_of(row: Row) -> FloatArray:
    """Constants in the order of the parameters."""
    return np.array([row.constants[name] for name in parameters()], dtype=np.float64)


def inputs_of(values: Mapping[str, float]) -> FloatArray:
    """Inputs in the order of `INPUT_NAMES`."""
    return np.array([values[name] for name in INPUT_NAMES], dtype=np.float64)


def _doses(row: Row, end: float) -> dict[float, list[tuple[int, float]]]:
    """What enters which compartment on which day; every tablet by itself."""
    found: dict[float, list[tuple[int, float]]] = {}

    def add(day: float, amounts: Mapping[str, float]) -> None:
        if row.start <= day < end - _SAME_MOMENT:
            found.setdefault(day, []).extend((BODY.index[name], amount) for name, amount in amounts.items())

    for impulse in row.impulses:
        add(impulse.day, impulse.amounts)
    for daily in row.daily:
        stop = min(daily.end_day, end)
        for day in np.arange(math.floor(daily.first_day), math.ceil(stop)):
            for moment, amounts in zip(daily.times, daily.amounts, strict=True):
                at = float(day) + moment
                if daily.first_day - _SAME_MOMENT <= at < stop - _SAME_MOMENT:
                    add(at, amounts)
    return found


def stretches(row: Row, days: FloatArray) -> Iterator[Stretch]:
    """The life of a row from its start to the last sample; a sample at a dose is the amount before it."""
    end = float(days[-1])
    doses = _doses(row, end)
    changes = [day for day, _ in row.inputs if row.start < day < end]
    stops = sorted({row.start, *doses, *changes, end})
    given = [inputs_of(values) for _, values in row.inputs]
    change = 0
    sample = int(np.searchsorted(days, row.start, side="right"))
    for begin, until in pairwise(stops):
        while change + 1 < len(row.inputs) and row.inputs[change + 1][0] <= begin + _SAME_MOMENT:
            change += 1
        first = sample
        while sample < len(days) and days[sample] <= until + _SAME_MOMENT:
            sample += 1
        yield Stretch(
            begin=begin,
            end=until,
            doses=tuple(doses.get(begin, ())),
            inputs=given[change],
            first=first,
            last=sample,
        )
