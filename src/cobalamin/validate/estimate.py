"""A statistic of a virtual study, with what its size and the choice of the nerve block leave open.

The value is the mean over the rival nerve blocks. The interval reaches from the lowest to the highest 95 % interval of
any block, each from drawing as many people as the study had, again and again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cobalamin.validate.experiment import SEED, Followed

Array = npt.NDArray[np.float64]
RESAMPLES = 400
_INTERVAL = (2.5, 97.5)


@dataclass(frozen=True, kw_only=True)
class Group:
    """What was measured in one arm.

    Attributes:
        values: shape (subject,), or (quantity, subject) for a statistic of more than one quantity.
        blocks: nerve block of every subject.
        size: people of the published group.
    """

    values: Array
    blocks: npt.NDArray[np.str_]
    size: int


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """Value, and the interval that size and nerve blocks leave open."""

    value: float
    low: float
    high: float


def group(followed: Followed, *values: npt.NDArray[np.float64 | np.bool_], size: int) -> Group:
    """One or more quantities of an arm; people with a value that is missing are left out of all of them."""
    stacked = np.stack([np.asarray(each, dtype=np.float64) for each in values])
    known = np.isfinite(stacked).all(axis=0)
    kept = stacked[:, known]
    return Group(values=kept[0] if len(values) == 1 else kept, blocks=followed.blocks[known], size=size)


def estimate(statistic: Callable[..., float], *groups: Group) -> Estimate:
    """The statistic of one or more groups.

    Arguments:
        statistic: takes the values of every group, in order.
        groups: people drawn apart from each other, as in a trial of parallel arms.
    """
    names = sorted(set.intersection(*(set(g.blocks) for g in groups)))
    middles: list[float] = []
    lows: list[float] = []
    highs: list[float] = []
    for name in names:
        random = np.random.default_rng(SEED)
        own = [g.values[..., g.blocks == name] for g in groups]
        middles.append(float(statistic(*own)))
        again = [
            float(
                statistic(*(v[..., random.integers(0, v.shape[-1], g.size)] for v, g in zip(own, groups, strict=True)))
            )
            for _ in range(RESAMPLES)
        ]
        low, high = np.percentile(again, _INTERVAL)
        lows.append(float(low))
        highs.append(float(high))
    value = float(np.mean(middles))
    return Estimate(value=value, low=min(*lows, value), high=max(*highs, value))


def mean(values: Array) -> float:
    """Mean of one quantity."""
    return float(values.mean())


def median(values: Array) -> float:
    """Median of one quantity."""
    return float(np.median(values))


def percent(values: Array) -> float:
    """Share of people in whom something holds [%]."""
    return 100.0 * float(values.mean())


def difference(first: Array, second: Array) -> float:
    """Mean of the first group minus that of the second."""
    return float(first.mean() - second.mean())


def mean_per_mean(values: Array) -> float:
    """Ratio of the means of two quantities of the same people."""
    return float(values[0].mean() / values[1].mean())
