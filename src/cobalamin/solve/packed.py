"""Rows of a request as plain arrays, for the compiled parts of the fast solver."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np

from cobalamin.body import BODY
from cobalamin.body.inputs import INPUT_NAMES
from cobalamin.parameters import parameters
from cobalamin.solve.protocol import FloatArray, Row
from cobalamin.solve.structure import DOSE_COMPARTMENTS

_constants_of = itemgetter(*parameters())
_inputs_of = itemgetter(*INPUT_NAMES)
_HEALTHY = tuple(BODY.healthy())
"""Amounts with which the search for a steady state begins."""


class Rows(NamedTuple):
    """Some rows, with everything that changes in tables; what belongs to row r stands from first[r] to first[r + 1].

    Attributes:
        constants: shape (row, parameter).
        start: first day of each life.
        steady: inputs of the steady state before the life, shape (row, input).
        carried: whether a life is taken up from a body instead, shape (row,).
        amounts: of that body, shape (row, compartment).
        injected_ago, swallowed_ago: time since its last injection and tablet, shape (row,) [d].
        segment_first, segment_day, inputs: stretches of constant inputs; shape (segment, input).
        impulse_first, impulse_day, impulse_dose, impulse_swallowed: single doses.
        daily_first, daily_begin, daily_end, intake: stretches of days with tablets; shape (stretch, dose compartment).
        tablet_first, tablet_time, tablet_dose: tablets of a stretch; tablet_first is by stretch.
        doses: amounts, shape (dose, dose compartment).
    """

    constants: FloatArray
    start: FloatArray
    steady: FloatArray
    carried: Any
    amounts: FloatArray
    injected_ago: FloatArray
    swallowed_ago: FloatArray
    segment_first: Any
    segment_day: FloatArray
    inputs: FloatArray
    impulse_first: Any
    impulse_day: FloatArray
    impulse_dose: Any
    impulse_swallowed: Any
    daily_first: Any
    daily_begin: FloatArray
    daily_end: FloatArray
    intake: FloatArray
    tablet_first: Any
    tablet_time: FloatArray
    tablet_dose: Any
    doses: FloatArray


def pack(rows: Sequence[Row]) -> Rows:
    """The rows as arrays."""
    doses = _Doses()
    steady = [_inputs_of(row.steady) for row in rows]
    segment_first, segment_day, inputs = [0], list[float](), list[Any]()
    impulse_first, impulse_day, impulse_dose, swallowed = [0], list[float](), list[int](), list[bool]()
    daily_first, begin, end, intake = [0], list[float](), list[float](), list[Any]()
    tablet_first, tablet_time, tablet_dose = [0], list[float](), list[int]()
    for row in rows:
        for day, values in row.inputs:
            segment_day.append(day)
            inputs.append(_inputs_of(values))
        segment_first.append(len(inputs))
        for impulse in row.impulses:
            impulse_day.append(impulse.day)
            impulse_dose.append(doses.number(impulse.amounts))
            swallowed.append(all(not name.startswith("plasma.") for name in impulse.amounts))
        impulse_first.append(len(impulse_day))
        for daily in row.daily:
            begin.append(max(daily.first_day, row.start))
            end.append(daily.end_day)
            intake.append([daily.mean_rate().get(name, 0.0) for name in DOSE_COMPARTMENTS])
            tablet_time += daily.times
            tablet_dose += [doses.number(amounts) for amounts in daily.amounts]
            tablet_first.append(len(tablet_time))
        daily_first.append(len(begin))
    return Rows(
        constants=np.array([_constants_of(row.constants) for row in rows], dtype=np.float64),
        start=_floats([row.start for row in rows]),
        steady=np.array(steady, dtype=np.float64),
        carried=np.array([row.carried is not None for row in rows], dtype=np.bool_),
        amounts=np.array([_HEALTHY if row.carried is None else row.carried.amounts for row in rows], dtype=np.float64),
        injected_ago=_floats([math.inf if row.carried is None else row.carried.injected_ago for row in rows]),
        swallowed_ago=_floats([math.inf if row.carried is None else row.carried.swallowed_ago for row in rows]),
        segment_first=_integers(segment_first),
        segment_day=_floats(segment_day),
        inputs=np.array(inputs, dtype=np.float64).reshape(-1, len(INPUT_NAMES)),
        impulse_first=_integers(impulse_first),
        impulse_day=_floats(impulse_day),
        impulse_dose=_integers(impulse_dose),
        impulse_swallowed=np.array(swallowed, dtype=np.bool_),
        daily_first=_integers(daily_first),
        daily_begin=_floats(begin),
        daily_end=_floats(end),
        intake=np.array(intake, dtype=np.float64).reshape(-1, len(DOSE_COMPARTMENTS)),
        tablet_first=_integers(tablet_first),
        tablet_time=_floats(tablet_time),
        tablet_dose=_integers(tablet_dose),
        doses=np.array(doses.vectors, dtype=np.float64).reshape(-1, len(DOSE_COMPARTMENTS)),
    )


class _Doses:
    """Different doses, numbered."""

    def __init__(self) -> None:
        self.vectors: list[list[float]] = []
        self.known: dict[tuple[tuple[str, float], ...], int] = {}

    def number(self, amounts: Mapping[str, float]) -> int:
        """Number of a dose, new or known."""
        key = tuple(amounts.items())
        if key not in self.known:
            self.known[key] = len(self.vectors)
            self.vectors.append([amounts.get(name, 0.0) for name in DOSE_COMPARTMENTS])
        return self.known[key]


def _floats(values: Sequence[float]) -> FloatArray:
    return np.array(values, dtype=np.float64)


def _integers(values: Sequence[int]) -> Any:
    return np.array(values, dtype=np.int64)
