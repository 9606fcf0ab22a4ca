"""From many simulated people to ranges: medians with intervals of forecasts, ranges of scenarios, times to relief.

A forecast's interval holds four in five individuals. A scenario's range runs from the lowest to the highest of the
rival nerve blocks, each with four in five of its individuals: the blocks are not weighed against each other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from cobalamin.body.observe import OBSERVATIONS, Licence
from cobalamin.evidence.normal_limits import UNRECORDABLE_SHARE
from cobalamin.plan.cohort import Cohort
from cobalamin.plan.model import Band, Range
from cobalamin.simulate import Outcome

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]

LEAST_SCORE = 1.0
"""A simulated symptom below one point on day 0 is not followed: a share of nearly nothing means nothing."""
_LOW, _HIGH = 0.1, 0.9
POTENTIAL_OF = {"tibial_sep_p37_ms": "tibial_sep_amplitude"}
"""Latency -> size of the potential it is read off, relative to healthy."""


def quantiles(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The 10 % and 90 % points along the last axis, over what is known there; NaN where nothing is.

    Infinity counts as known and late: where a point falls between a number and infinity it is infinite.
    """
    ordered = np.sort(values, axis=-1)  # NaN goes to the end
    known = np.count_nonzero(~np.isnan(ordered), axis=-1)
    return _point(ordered, known, _LOW), _point(ordered, known, _HIGH)


def _point(ordered: FloatArray, known: IntArray, share: float) -> FloatArray:
    place = share * np.maximum(known - 1, 0)
    below = np.floor(place).astype(np.intp)
    above = np.minimum(below + 1, np.maximum(known - 1, 0))
    first = np.take_along_axis(ordered, below[..., None], axis=-1)[..., 0]
    second = np.take_along_axis(ordered, above[..., None], axis=-1)[..., 0]
    weight = place - below
    with np.errstate(invalid="ignore"):
        mixed = np.where(weight > 0, first + weight * (second - first), first)
    mixed = np.where(np.isinf(second) & (weight > 0), second, mixed)
    return np.where(known > 0, mixed, np.nan)


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A solved cohort, read plan by plan.

    Individuals who would have needed care before day 0 contradict the history and are left out on every plan.

    Attributes:
        outcome: what was solved.
        cohort: which row is who.
    """

    outcome: Outcome
    cohort: Cohort

    @cached_property
    def possible(self) -> IntArray:
        """Numbers of the individuals who can have lived this history."""
        first = self.cohort.people(0).start
        here = [n for n in range(self.cohort.individuals) if self.outcome.stopped.get(first + n) != 0.0]
        return np.array(here, dtype=np.intp)

    def people(self, plan: int) -> IntArray:
        """Rows of the individuals on one plan; the same places hold the same people on every plan."""
        return self.cohort.people(plan).start + self.possible

    def people_of_blocks(self, plan: int) -> list[IntArray]:
        """The same rows, rival nerve block by block."""
        rows, block = self.people(plan), self.possible % self.cohort.blocks
        return [rows[block == n] for n in range(self.cohort.blocks) if (block == n).any()]

    def typical(self, name: str, plan: int, day: float) -> float:
        """The typical person's value under the default block; NaN after the run was stopped."""
        return float(self.outcome.of(name)[self.at(day), self.cohort.typical(plan).start])

    def at(self, day: float) -> int:
        """Index of the sample nearest to a day."""
        return int(np.argmin(np.abs(self.outcome.days - day)))

    def band(self, name: str, plan: int) -> Band:
        """One observation over time under one plan, as its licence allows.

        A band ends where the typical person's run has been stopped, or half of the individuals' runs have: the
        survivors would flatter the plan. A latency has no value where its potential cannot be found.
        """
        return self._band(name, plan, slice(None))

    def _band(self, name: str, plan: int, samples: slice) -> Band:
        whole = self.outcome.of(name)[samples]
        typical = whole[:, self.cohort.typical(plan)]
        if OBSERVATIONS[name].licence is Licence.FORECAST:
            low, high = quantiles(whole[:, self.people(plan)])
            middle = typical[:, 0]
            low, high = np.minimum(low, middle), np.maximum(high, middle)
            return Band(low=_tuple(low), median=_tuple(middle), high=_tuple(high))
        gone = self._unrecordable(name)
        values = whole if gone is None else np.where(gone[samples], np.nan, whole)
        low, high = self._over_blocks(values, plan)
        stopped = np.isnan(whole[:, self.people(plan)])
        ended = np.isnan(typical).any(axis=1) | (stopped.mean(axis=1) > 0.5)
        if gone is None:
            lost = None
        else:
            lost = (gone[samples][:, self.people(plan)] & ~stopped).sum(axis=1) / np.maximum((~stopped).sum(axis=1), 1)
            lost[ended] = 0.0
            ended |= lost > 0.5
        low[ended], high[ended] = np.nan, np.nan
        return Band(low=_tuple(low), median=None, high=_tuple(high), lost=None if lost is None else _tuple(lost))

    def _unrecordable(self, name: str) -> npt.NDArray[np.bool_] | None:
        """Where a potential is too small to be found, shape (time, row); None for what is no latency of one."""
        size = POTENTIAL_OF.get(name)
        return None if size is None else self.outcome.of(size) < UNRECORDABLE_SHARE

    def _over_blocks(self, values: FloatArray, plan: int) -> tuple[FloatArray, FloatArray]:
        """Lowest and highest of the rival blocks' intervals, shape (time,)."""
        each = [quantiles(values[:, rows]) for rows in self.people_of_blocks(plan)]
        return np.fmin.reduce([low for low, _ in each]), np.fmax.reduce([high for _, high in each])

    def value(self, name: str, plan: int, day: float) -> Range:
        """One observation on one day under one plan; nothing known where the run was stopped before."""
        n, kind = self.at(day), OBSERVATIONS[name]
        band = self._band(name, plan, slice(n, n + 1))
        low, high = band.low[0], band.high[0]
        middle = None if band.median is None else band.median[0]
        lost = 0.0 if band.lost is None else band.lost[0]
        if not all(math.isfinite(x) for x in (low, high, 0.0 if middle is None else middle)):
            return Range(low=None, median=None, high=None, unit=kind.unit, licence=kind.licence, lost=lost)
        return Range(low=low, median=middle, high=high, unit=kind.unit, licence=kind.licence, lost=lost)

    def relief(self, symptom: str, plan: int, share: float) -> Range:
        """Days until a symptom has fallen by a share of its score on day 0, over those who have it on day 0."""
        scores, days = self.outcome.of(symptom), self.outcome.days
        lows: list[float] = []
        highs: list[float] = []
        for rows in self.people_of_blocks(plan):
            having = [score for score in scores[:, rows].T if score[0] >= LEAST_SCORE]
            times = np.array([_or_never(time_to_relief(days, score, share)) for score in having])
            if times.size:
                low, high = quantiles(times)
                lows.append(float(low))
                highs.append(float(high))
        low, high = min(lows, default=math.inf), max(highs, default=math.inf)
        return Range(low=_or_none(low), median=None, high=_or_none(high), unit="d", licence=Licence.SCENARIO)

    def less_than_no_change(self, symptom: str, plan: int, day: float) -> Range:
        """Points of a symptom taken off beside no change in the same people, those who have it on day 0.

        Runs that were stopped on either plan before the day are left out.
        """
        scores, n = self.outcome.of(symptom), self.at(day)
        ends: list[tuple[float, float]] = []
        for without, rows in zip(self.people_of_blocks(0), self.people_of_blocks(plan), strict=True):
            fewer = scores[n, without] - scores[n, rows]
            fewer = fewer[scores[0, without] >= LEAST_SCORE]
            if np.isfinite(fewer).any():
                low, high = quantiles(fewer)
                ends.append((float(low), float(high)))
        unit, licence = OBSERVATIONS[symptom].unit, OBSERVATIONS[symptom].licence
        if not ends:
            return Range(low=None, median=None, high=None, unit=unit, licence=licence)
        low, high = min(low for low, _ in ends), max(high for _, high in ends)
        return Range(low=low, median=None, high=high, unit=unit, licence=licence)


def _tuple(values: FloatArray) -> tuple[float, ...]:
    return tuple(map(float, values))


def _or_never(day: float | None) -> float:
    return math.inf if day is None else day


def _or_none(day: float) -> float | None:
    return day if math.isfinite(day) else None


def time_to_relief(days: FloatArray, score: FloatArray, share: float) -> float | None:
    """First day on which a score has fallen by `share` of its value on day 0, interpolated; None if never."""
    goal = score[0] * (1 - share)
    below = np.flatnonzero(score <= goal)
    if below.size == 0:
        return None
    n = int(below[0])
    if n == 0:
        return float(days[0])
    a, b = score[n - 1], score[n]
    return float(days[n - 1] + (days[n] - days[n - 1]) * (a - goal) / (a - b))
