"""From many followed selves to ranges: medians with intervals of forecasts, ranges of scenarios, times, chances.

A forecast's interval holds four in five selves by weight. A scenario's range runs from the lowest to the highest of the
rival nerve blocks, each with four in five of its selves: the blocks are not weighed against each other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from cobalamin.body.observe import OBSERVATIONS, Licence
from cobalamin.evidence.normal_limits import UNRECORDABLE_SHARE
from cobalamin.plan.model import Band, Chance, Range
from cobalamin.regimen import Course
from cobalamin.simulate import LOWEST_HEMOGLOBIN

FloatArray = npt.NDArray[np.float64]
Values = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.intp]

LEAST_SCORE = 1.0
"""A simulated symptom below one point on day 0 is not followed: a share of nearly nothing means nothing."""
LEAST_BLOCK = 0.02
"""A rival nerve block with less of the weight than this is not shown: the data speak against it. Source: guess"""
MOST_STOPPED = 0.5
"""Share of the selves that must still be followed for a range: those who are left flatter a plan. Source: guess"""
_LOW, _MIDDLE, _HIGH = 0.1, 0.5, 0.9
POTENTIAL_OF = {"tibial_sep_p37_ms": "tibial_sep_amplitude"}
"""Latency -> size of the potential it is read off, relative to healthy."""


def quantiles(values: npt.NDArray[np.floating], weights: FloatArray, shares: Sequence[float]) -> list[FloatArray]:
    """Weighted points along the last axis, over what is known there; NaN where nothing is.

    Infinity counts as known and late: where a point falls between a number and infinity it is infinite.

    Arguments:
        values: shape (..., self).
        weights: shape (self,), not negative.
        shares: from 0 to 1.
    """
    order = np.argsort(values, axis=-1)  # NaN goes to the end
    ordered = np.take_along_axis(values, order, axis=-1).astype(np.float64)
    load = np.where(np.isnan(ordered), 0.0, weights[order])
    total = load.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = (np.cumsum(load, axis=-1) - load / 2) / total
    last = np.maximum(np.count_nonzero(~np.isnan(ordered), axis=-1, keepdims=True) - 1, 0)
    return [_point(ordered, middle, total, last, share) for share in shares]


def _point(ordered: FloatArray, middle: FloatArray, total: FloatArray, last: IntArray, share: float) -> FloatArray:
    above = np.minimum(np.count_nonzero(middle < share, axis=-1, keepdims=True), last)
    below = np.maximum(above - 1, 0)
    first, second = np.take_along_axis(ordered, below, axis=-1), np.take_along_axis(ordered, above, axis=-1)
    before, after = np.take_along_axis(middle, below, axis=-1), np.take_along_axis(middle, above, axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.where(after > before, np.clip((share - before) / (after - before), 0.0, 1.0), 0.0)
        mixed = np.where(part > 0, first + part * (second - first), first)
    mixed = np.where(np.isinf(second) & (part > 0), second, mixed)
    return np.where(total > 0, mixed, np.nan)[..., 0]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """Followed selves, read plan by plan.

    Attributes:
        plans: names, `no change` first.
        names: observations.
        days: ascending from 0, shape (time,).
        values: plan by plan, shape (observation, time, self); NaN from the day on which a run left the recorded human
            range.
        weights: of the selves, adding up to 1, shape (self,).
        block: number of their nerve block, shape (self,).
        courses: plan by plan, what the person takes, from the past on.
    """

    plans: tuple[str, ...]
    names: tuple[str, ...]
    days: FloatArray
    values: tuple[Values, ...]
    weights: FloatArray
    block: IntArray
    courses: tuple[tuple[Course, ...], ...]

    @property
    def people(self) -> int:
        """How many selves are followed."""
        return len(self.weights)

    @cached_property
    def of_blocks(self) -> list[IntArray]:
        """Numbers of the selves of each nerve block that the data leave possible."""
        found = [np.flatnonzero(self.block == n) for n in np.unique(self.block)]
        return [rows for rows in found if self.weights[rows].sum() >= LEAST_BLOCK] or found

    def of(self, name: str, plan: int) -> Values:
        """One observation under one plan, shape (time, self)."""
        return self.values[plan][self.names.index(name)]

    def on(self, name: str, plan: int, day: float) -> Values:
        """The same on one day, shape (self,)."""
        return self.of(name, plan)[self.at(day)]

    def at(self, day: float) -> int:
        """Index of the sample nearest to a day."""
        return int(np.argmin(np.abs(self.days - day)))

    def middle(self, name: str, plan: int, day: float) -> float:
        """Weighted median on one day; NaN where most runs have been stopped."""
        values = self.on(name, plan, day)
        if self.stopped_share(plan, day) > MOST_STOPPED:
            return math.nan
        return float(quantiles(values, self.weights, [_MIDDLE])[0])

    def mean(self, values: npt.NDArray[np.floating]) -> float:
        """Weighted mean over the selves that are still followed; NaN without any."""
        known = np.isfinite(values)
        load = self.weights[known].sum()
        return float((self.weights[known] * values[known]).sum() / load) if load > 0 else math.nan

    def stopped_share(self, plan: int, day: float) -> float:
        """Share of the selves that have left the recorded human range by a day."""
        return float(self.weights[np.isnan(self.on("hemoglobin_g_dl", plan, day))].sum())

    def band(self, name: str, plan: int) -> Band:
        """One observation over time under one plan, as its licence allows.

        A band ends where more than half of the runs have been stopped. A latency has no value where its potential
        cannot be found.
        """
        return self._band(name, plan, slice(None))

    def _band(self, name: str, plan: int, samples: slice) -> Band:
        whole = self.of(name, plan)[samples]
        stopped = np.isnan(self.of("hemoglobin_g_dl", plan)[samples])
        ended = (stopped * self.weights).sum(axis=1) > MOST_STOPPED
        if OBSERVATIONS[name].licence is Licence.FORECAST:
            points = quantiles(whole, self.weights, (_LOW, _MIDDLE, _HIGH))
            low, middle, high = (np.where(ended, np.nan, each) for each in points)
            return Band(low=_tuple(low), median=_tuple(middle), high=_tuple(high))
        size = POTENTIAL_OF.get(name)
        gone = None if size is None else self.of(size, plan)[samples] < UNRECORDABLE_SHARE
        low, high = self._over_blocks(whole if gone is None else np.where(gone, np.nan, whole))
        lost = None
        if gone is not None:
            followed = (~stopped * self.weights).sum(axis=1)
            lost = ((gone & ~stopped) * self.weights).sum(axis=1) / np.maximum(followed, 1e-9)
            lost[ended] = 0.0
            ended = ended | (lost > MOST_STOPPED)
        low[ended], high[ended] = np.nan, np.nan
        return Band(low=_tuple(low), median=None, high=_tuple(high), lost=None if lost is None else _tuple(lost))

    def _over_blocks(self, values: npt.NDArray[np.floating]) -> tuple[FloatArray, FloatArray]:
        """Lowest and highest of the rival blocks' intervals, shape (time,)."""
        each = [quantiles(values[..., rows], self.weights[rows], (_LOW, _HIGH)) for rows in self.of_blocks]
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
        scores = self.of(symptom, plan)
        times = days_until(self.days, scores, scores[0] * (1 - share))
        times = np.where(scores[0] >= LEAST_SCORE, times, np.nan)
        low, high = self._over_blocks(times[None])
        return Range(
            low=_or_none(float(low[0])), median=None, high=_or_none(float(high[0])), unit="d", licence=Licence.SCENARIO
        )

    def scenario(self, values: npt.NDArray[np.floating], unit: str) -> Range:
        """Range over people and rival nerve blocks of a number of every self, shape (self,)."""
        low, high = (float(end[0]) for end in self._over_blocks(values[None]))
        if not math.isfinite(low + high):
            return Range(low=None, median=None, high=None, unit=unit, licence=Licence.SCENARIO)
        return Range(low=low, median=None, high=high, unit=unit, licence=Licence.SCENARIO)

    def chance(self, true: Mapping[str, npt.NDArray[np.generic]], licence: Licence) -> Chance:
        """A probability over the rival nerve blocks; a run that was stopped counts as not true.

        Arguments:
            true: "low", "middle" and "high" reading of every self, each a chance from 0 to 1, shape (self,).
            licence: of the answer.
        """
        true = {name: np.nan_to_num(np.asarray(each, dtype=np.float64)) for name, each in true.items()}
        middle = float(np.average(true["middle"], weights=self.weights))
        ends = [
            float(np.average(true[name][rows], weights=self.weights[rows]))
            for rows in self.of_blocks
            for name in ("low", "high")
        ]
        low, value, high = (min(max(x, 0.0), 1.0) for x in (min(middle, *ends), middle, max(middle, *ends)))
        return Chance(value=value, low=low, high=high, licence=licence)

    def less_than_no_change(self, symptom: str, plan: int, day: float) -> Range:
        """Points of a symptom taken off beside no change in the same selves, those who have it on day 0.

        Runs that were stopped on either plan before the day are left out.
        """
        n = self.at(day)
        fewer = self.of(symptom, 0)[n] - self.of(symptom, plan)[n]
        fewer = np.where(self.of(symptom, 0)[0] >= LEAST_SCORE, fewer, np.nan)
        return self.scenario(fewer, OBSERVATIONS[symptom].unit)


def stopped_at_lowest(values: Values, names: Sequence[str]) -> Values:
    """The values with NaN from the day on which haemoglobin leaves the recorded human range, shape as given."""
    low = values[names.index("hemoglobin_g_dl")] < LOWEST_HEMOGLOBIN
    gone = np.logical_or.accumulate(low, axis=0)
    values[:, gone] = np.nan
    return values


def _tuple(values: FloatArray) -> tuple[float, ...]:
    return tuple(map(float, values))


def _or_none(day: float) -> float | None:
    return day if math.isfinite(day) else None


def days_until(
    days: FloatArray, values: npt.NDArray[np.floating], goal: float | npt.NDArray[np.floating]
) -> FloatArray:
    """First day on which a value is at its goal or below, interpolated; infinite if never, shape (self,).

    Arguments:
        days: shape (time,).
        values: shape (time, self).
        goal: of all, or of each, shape (self,).
    """
    below = values <= goal
    first = np.argmax(below, axis=0)
    before = np.maximum(first - 1, 0)
    each = np.arange(values.shape[1])
    a, b = values[before, each].astype(np.float64), values[first, each].astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.where(a > b, (a - goal) / (a - b), 0.0)
    times = np.where(first == 0, days[0], days[before] + (days[first] - days[before]) * part)
    return np.where(below.any(axis=0), times, np.inf)
