"""Every study counts as one: its weight of 1 is shared by its rows, so that a long table outvotes no short one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

_ROUNDING = 1e-9


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


def weighted_quantile(values: Sequence[float], weights: Sequence[float], share: float) -> float:
    """The least value at which this share of the weight is reached.

    Errors: ValueError for no value.

    >>> weighted_quantile([3.0, 1.0, 2.0], [1.0, 1.0, 1.0], 0.5)
    2.0
    """
    if not values:
        raise ValueError("no value has a quantile")
    pairs = sorted(zip(values, weights, strict=True))
    least, reached = share * sum(weights), 0.0
    for value, weight in pairs:
        reached += weight
        if reached >= least - _ROUNDING:
            return value
    return pairs[-1][0]
