"""Every study counts as one: its weight of 1 is shared by its rows, so that a long table outvotes no short one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def study_weights(studies: Sequence[str]) -> list[float]:
    """1 / number of rows of the same study, a row.

    >>> study_weights(["a", "a", "b"])
    [0.5, 0.5, 1.0]
    """
    rows = Counter(studies)
    return [1 / rows[study] for study in studies]


def weighted_mean(values: Sequence[float], weights: Sequence[float]) -> float | None:
    """Sum of weight x value over the sum of weights; None for no value."""
    if not values:
        return None
    return sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights)


def weighted_median(values: Sequence[float], weights: Sequence[float]) -> float:
    """The least value at which half of the weight is reached; the mean of it and the next where half is met exactly.

    Errors: ValueError for no value.

    >>> weighted_median([3.0, 1.0, 2.0], [1.0, 1.0, 1.0]), weighted_median([1.0, 2.0], [1.0, 1.0])
    (2.0, 1.5)
    """
    if not values:
        raise ValueError("no value has a median")
    pairs = sorted(zip(values, weights, strict=True))
    half, reached = sum(weights) / 2, 0.0
    for number, (value, weight) in enumerate(pairs):
        reached += weight
        if abs(reached - half) < 1e-12 and number + 1 < len(pairs):
            return (value + pairs[number + 1][0]) / 2
        if reached > half:
            return value
    return pairs[-1][0]
