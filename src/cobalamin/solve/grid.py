"""The time grid of the fast solver, made from the doses: fine after a dose, long steps in quiet stretches.

Three kinds of step: an ordinary one; one inside a *recorded day*, whose flows are also summed; and a *jump* over many
identical days with tablets, which uses the mean coefficients of the last recorded day. All is data: the compiled loop
does not depend on it. Steps between two samples are padded with steps of length zero to the longest row.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from cobalamin.solve.protocol import DailyIntake, FloatArray, Row

IntArray = npt.NDArray[np.int32]


class Kind(IntEnum):
    """What a step does."""

    ORDINARY = 0
    RECORDED = 1
    RECORDED_FIRST = 2
    JUMP = 3


@dataclass(frozen=True, kw_only=True)
class StepRule:
    """How long a step may be; chosen from the error it makes (see `benchmarks`).

    At distance s [d] from the last disturbance a step is at most first + growth x s, and never above `longest`; a jump
    over identical days is at most jump_growth x s, with s the days since the tablets began or anything changed.
    """

    first_after_dose: float = 0.0003
    burst_growth: float = 0.2
    burst_days: float = 0.1
    first_after_tablet: float = 0.004
    first_after_change: float = 0.1
    growth: float = 0.07
    longest_after_dose: float = 0.02
    dose_days: float = 2.0
    tablet_growth: float = 0.12
    longest_in_day: float = 0.035
    longest_in_settled_day: float = 0.08
    settled_days: float = 180.0
    longest: float = 4.0
    longest_in_health: float = 91.0
    jump_growth: float = 0.06
    longest_jump: float = 61.0
    explicit_days: float = 10.0
    settle_longest: float = 200.0
    settle_days: float = 16000.0

    def wish(self, since: float, first: float, longest: float) -> float:
        """Longest step [d] at distance `since` from the last disturbance.

        After an injection the free carrier is used up in minutes: within `burst_days` steps start short and grow fast;
        for `dose_days` the depot still empties, and steps stay short. A swallowed dose is gone within a day.
        """
        injected, swallowed = first == self.first_after_dose, first == self.first_after_tablet
        if injected and since < self.dose_days:
            growth = self.burst_growth if since < self.burst_days else self.growth
            return min(longest, self.longest_after_dose, first + growth * since)
        if swallowed and since < 1.0:
            return min(longest, self.longest_in_day, first + self.tablet_growth * since)
        return min(longest, first + self.growth * since)


@dataclass(kw_only=True)
class _Steps:
    """Steps of one row between two samples."""

    length: list[float] = field(default_factory=list)
    dose: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    segment: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Grid:
    """All rows' steps as arrays.

    Attributes:
        length, dose, kind, segment: shape (step, row).
        first, last: first step and one past the last before each sample, shape (time,).
        doses: amounts, shape (dose kind, dose compartment, row); kind 0 is none.
        inputs: shape (segment, input, row).
        mean_intake: mean tablet inflow by dose compartment, shape (segment, dose compartment, row).
        steps: real steps of each row.
    """

    length: FloatArray
    dose: IntArray
    kind: IntArray
    segment: IntArray
    first: IntArray
    last: IntArray
    doses: FloatArray
    inputs: FloatArray
    mean_intake: FloatArray
    steps: npt.NDArray[np.int64]


def _graded(a: float, b: float, since: float, first: float, rule: StepRule, longest: float) -> Iterator[float]:
    """Step lengths from a to b, growing with the distance `since` from the last disturbance."""
    t = a
    while b - t > 1e-9:
        wish = rule.wish(since + t - a, first, longest)
        left = b - t
        step = left if left < 1.2 * wish else left / 2 if left < 2 * wish else wish
        yield step
        t += step


def _tablet_steps(a: float, b: float, longest: float, rule: StepRule) -> Iterator[float]:
    """Step lengths from a tablet at day a to day b."""
    t = a
    while b - t > 1e-9:
        wish = min(longest, rule.first_after_tablet + rule.tablet_growth * (t - a))
        left = b - t
        step = left if left < 1.2 * wish else left / 2 if left < 2 * wish else wish
        yield step
        t += step


class _RowGrid:
    """Builds the steps of one row, sample by sample."""

    def __init__(self, row: Row, dose_compartments: Sequence[str], rule: StepRule) -> None:
        self.row, self.rule = row, rule
        self.index = {name: i for i, name in enumerate(dose_compartments)}
        self.dose_kinds: list[FloatArray] = [np.zeros(len(dose_compartments))]
        self.segments: list[tuple[dict[str, float], DailyIntake | None]] = []
        self.segment_key: dict[tuple[int, int], int] = {}
        self.t = row.start
        self.since, self.first = math.inf, rule.first_after_change
        self.since_daily = 0.0
        self.events = self._events()
        self.recorded = False
        self.disturbed = False

    def _events(self) -> list[tuple[float, int, int]]:
        """(day, kind, index) of what disturbs the row: 0 input change, 1 impulse, 2 start or end of tablets."""
        found = [(day, 0, i) for i, (day, _) in enumerate(self.row.inputs) if day > self.row.start]
        found += [(impulse.day, 1, i) for i, impulse in enumerate(self.row.impulses)]
        for i, daily in enumerate(self.row.daily):
            found += [(max(daily.first_day, self.row.start), 2, i)]
            if math.isfinite(daily.end_day):
                found += [(daily.end_day, 2, i)]
        return sorted(found)

    def _dose_kind(self, amounts: dict[str, float]) -> int:
        vector = np.zeros(len(self.index))
        for name, amount in amounts.items():
            vector[self.index[name]] += amount
        for number, known in enumerate(self.dose_kinds):
            if np.array_equal(known, vector):
                return number
        self.dose_kinds.append(vector)
        return len(self.dose_kinds) - 1

    def _segment(self, t: float) -> int:
        """Number of the stretch of constant inputs and tablets that holds just after t."""
        i = max(n for n, (day, _) in enumerate(self.row.inputs) if day <= t + 1e-9)
        daily = self._daily(t)
        j = -1 if daily is None else self.row.daily.index(daily)
        if (i, j) not in self.segment_key:
            self.segment_key[i, j] = len(self.segments)
            self.segments.append((dict(self.row.inputs[i][1]), daily))
        return self.segment_key[i, j]

    def _daily(self, t: float) -> DailyIntake | None:
        for daily in self.row.daily:
            if daily.first_day <= t + 1e-9 < daily.end_day - 1e-9:
                return daily
        return None

    def settle(self) -> _Steps:
        """Steps that bring the body to its steady state before the life begins."""
        steps = _Steps()
        self.segments.append((dict(self.row.steady), None))
        gone, length = 0.0, 0.25
        while gone < self.rule.settle_days:
            self._add(steps, length, 0, Kind.ORDINARY, 0)
            gone += length
            length = min(self.rule.settle_longest, length * 1.5)
        for _ in range(40):
            self._add(steps, 14.0, 0, Kind.ORDINARY, 0)
        return steps

    @staticmethod
    def _add(steps: _Steps, length: float, dose: int, kind: Kind, segment: int) -> None:
        steps.length.append(length)
        steps.dose.append(dose)
        steps.kind.append(int(kind))
        steps.segment.append(segment)

    def until(self, end: float, steps: _Steps) -> _Steps:
        """Steps from the current day to `end`, with every dose and change on the way; a dose at `end` waits."""
        while self.t < end - 1e-9 or (self.events and self.events[0][0] < end - 1e-9):
            impulse: dict[str, float] = {}
            while self.events and self.events[0][0] <= self.t + 1e-9:
                _, what, number = self.events.pop(0)
                self.recorded, self.disturbed = False, True
                if what == 1:
                    for name, amount in self.row.impulses[number].amounts.items():
                        impulse[name] = impulse.get(name, 0.0) + amount
                    swallowed = all(not name.startswith("plasma.") for name in impulse)
                    self.since = 0.0
                    self.first = self.rule.first_after_tablet if swallowed else self.rule.first_after_dose
                elif self.since > 0:
                    self.since, self.first = 0.0, self.rule.first_after_change
                self.since_daily = 0.0
            stop = min([end, *(e[0] for e in self.events[:1])])
            self._stretch(stop, impulse, steps)
        return steps

    def _stretch(self, stop: float, impulse: dict[str, float], steps: _Steps) -> None:
        """From the current day to `stop`, without changes on the way except tablets."""
        daily, segment = self._daily(self.t), self._segment(self.t)
        if daily is None:
            number = self._dose_kind(impulse) if impulse else 0
            longest = self.rule.longest if self.disturbed else self.rule.longest_in_health
            for length in _graded(self.t, stop, self.since, self.first, self.rule, longest):
                self._add(steps, length, number, Kind.ORDINARY, segment)
                number = 0
            self.since += stop - self.t
            self.t = stop
            return
        while self.t < stop - 1e-9:
            room = math.floor(stop - self.t + 1e-9) - 1
            whole = abs(self.t - round(self.t)) < 1e-9
            want = min(self.rule.longest_jump, max(1.0, self.rule.jump_growth * self.since_daily))
            days = min(math.floor(want), room)
            if self.recorded and whole and days >= 1 and self.since_daily >= self.rule.explicit_days and not impulse:
                self._add(steps, float(days), 0, Kind.JUMP, segment)
                self.t += days
                self.since_daily += days
                self.since += days
                self._explicit(min(stop, self.t + 1), impulse, daily, segment, steps)
            else:
                day_end = min(stop, math.floor(self.t + 1e-9) + 1)
                self._explicit(day_end, impulse, daily, segment, steps)
            impulse = {}

    def _explicit(
        self, stop: float, impulse: dict[str, float], daily: DailyIntake, segment: int, steps: _Steps
    ) -> None:
        """At most one day with its tablets given one by one; a whole day is recorded."""
        start = self.t
        day = math.floor(start + 1e-9)
        whole = abs(start - day) < 1e-9 and stop - start > 1 - 1e-9
        first = Kind.RECORDED_FIRST if whole else Kind.ORDINARY
        later = Kind.RECORDED if whole else Kind.ORDINARY
        times = [day + f for f in daily.times] + [stop]
        moments = sorted({start, *(t for t in times if start - 1e-9 <= t < stop - 1e-9), stop})
        kind = first
        for a, b in pairwise(moments):
            amounts = dict(impulse)
            impulse = {}
            taken = False
            for f, dose in zip(daily.times, daily.amounts, strict=True):
                if abs(day + f - a) < 1e-9:
                    taken = True
                    for name, amount in dose.items():
                        amounts[name] = amounts.get(name, 0.0) + amount
            number = self._dose_kind(amounts) if amounts else 0
            if amounts and not (taken and self.since >= self.rule.dose_days):
                near = 0.0 if not taken else min(self.since, 0.1)
                first, longest = self.rule.first_after_dose, self.rule.longest_in_day
                lengths = _graded(a, b, near, first, self.rule, longest)
            elif taken:
                settled = self.since_daily > self.rule.settled_days
                longest = self.rule.longest_in_settled_day if settled else self.rule.longest_in_day
                lengths = _tablet_steps(a, b, longest, self.rule)
            else:
                lengths = _graded(a, b, self.since + a - start, self.first, self.rule, self.rule.longest_in_day)
            for length in lengths:
                self._add(steps, length, number, kind, segment)
                number, kind = 0, later
        self.recorded = whole or self.recorded
        self.since_daily += stop - start
        self.since += stop - start
        self.t = stop


def padded(count: int, ladder: Sequence[int]) -> int:
    """The smallest rung that holds `count`; beyond the last rung multiples of it."""
    for rung in ladder:
        if count <= rung:
            return rung
    return math.ceil(count / ladder[-1]) * ladder[-1]


STEP_LADDER: tuple[int, ...] = tuple(256 * 2**n for n in range(6, 18))
"""Rungs for the number of steps; the small ones are left out, because a compilation costs more than padding."""

TIME_LADDER: tuple[int, ...] = (128, 1024, 8192, 65536)
SEGMENT_LADDER: tuple[int, ...] = (128, 1024, 8192, 65536)
DOSE_LADDER: tuple[int, ...] = (64, 512, 4096)


def build(
    rows: Sequence[Row],
    days: FloatArray,
    *,
    dose_compartments: Sequence[str],
    input_names: Sequence[str],
    rule: StepRule,
) -> Grid:
    """The grid of all rows for samples at `days` (ascending; a sample on a dose day is taken before the dose)."""
    builders = [_RowGrid(row, dose_compartments, rule) for row in rows]
    pieces: list[list[_Steps]] = [[] for _ in days]
    for builder in builders:
        steps = builder.settle()
        for n, day in enumerate(days):
            pieces[n].append(builder.until(float(day), steps))
            steps = _Steps()
    longest = [max(len(s.length) for s in piece) for piece in pieces]
    last = np.cumsum(longest)
    total, width, count = padded(int(last[-1]), STEP_LADDER), len(rows), padded(len(days), TIME_LADDER)
    length = np.zeros((total, width), dtype=np.float64)
    dose, kind, segment = (np.zeros((total, width), dtype=np.int32) for _ in range(3))
    for n, piece in enumerate(pieces):
        base = int(last[n]) - longest[n]
        for r, s in enumerate(piece):
            stop = base + len(s.length)
            length[base:stop, r], dose[base:stop, r] = s.length, s.dose
            kind[base:stop, r], segment[base:stop, r] = s.kind, s.segment
            if s.segment:
                segment[stop : int(last[n]), r] = s.segment[-1]
    first = np.full(count, last[-1], dtype=np.int32)
    final = np.full(count, last[-1], dtype=np.int32)
    first[: len(days)], final[: len(days)] = last - longest, last
    segments = padded(max(len(b.segments) for b in builders), SEGMENT_LADDER)
    kinds = padded(max(len(b.dose_kinds) for b in builders), DOSE_LADDER)
    inputs = np.zeros((segments, len(input_names), width), dtype=np.float64)
    mean = np.zeros((segments, len(dose_compartments), width), dtype=np.float64)
    doses = np.zeros((kinds, len(dose_compartments), width), dtype=np.float64)
    for r, builder in enumerate(builders):
        for number, (values, daily) in enumerate(builder.segments):
            inputs[number, :, r] = [values[name] for name in input_names]
            if daily is not None:
                for name, rate in daily.mean_rate().items():
                    mean[number, builder.index[name], r] = rate
        for number, vector in enumerate(builder.dose_kinds):
            doses[number, :, r] = vector
    return Grid(
        length=length,
        dose=dose,
        kind=kind,
        segment=segment,
        first=first,
        last=final,
        doses=doses,
        inputs=inputs,
        mean_intake=mean,
        steps=np.array([sum(len(p[r].length) for p in pieces) for r in range(width)], dtype=np.int64),
    )
