"""Variance shares of independent inputs by pick and freeze: first and total effects with their sampling error.

With independent inputs u, A and B two samples and AB_i the sample A with input i taken from B:

    first_i = mean(f_B (f_ABi - f_A)) / V            (Saltelli 2010)
    total_i = mean((f_A - f_ABi)^2) / (2 V)          (Jansen 1999)

An input may be a group of columns that vary together, such as numbers that are not independent of each other.
first_i is the share of the variance V that knowing input i alone would take away; total_i what would be left if all
others were known. The sum of first effects is 1 for an additive model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
RESAMPLES = 200
_ENDS = (5.0, 95.0)


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Of one output; arrays of shape (input,).

    Attributes:
        variance: of the output.
        first, total: shares of the variance.
        first_low, first_high, total_low, total_high: 90 % intervals by the bootstrap.
        used: base points without a failed life.
    """

    variance: float
    first: Array
    total: Array
    first_low: Array
    first_high: Array
    total_low: Array
    total_high: Array
    used: int


def base_points(columns: int, base: int, seed: int) -> tuple[Array, Array]:
    """Two samples of the unit cube, shape (base, column) each, from one scrambled Sobol sequence."""
    from scipy.stats import qmc

    points: Array = qmc.Sobol(2 * columns, scramble=True, rng=seed).random(base)
    points = np.clip(points, 1e-9, 1 - 1e-9)
    return points[:, :columns], points[:, columns:]


def picked(a: Array, b: Array, groups: Sequence[Sequence[int]]) -> Array:
    """All points to evaluate: A, B, then A with one input from B, shape (base (input + 2), column).

    Arguments:
        a, b: from `base_points`.
        groups: columns of each input.
    """
    blocks = [a, b]
    for columns in groups:
        mixed = a.copy()
        mixed[:, list(columns)] = b[:, list(columns)]
        blocks.append(mixed)
    return np.concatenate(blocks)


def _estimate(f_a: Array, f_b: Array, f_ab: Array) -> tuple[float, Array, Array]:
    both = np.concatenate([f_a, f_b])
    variance = float(both.var())
    if variance <= 0:
        nothing = np.zeros(f_ab.shape[0])
        return 0.0, nothing, nothing
    middle = both.mean()
    first = ((f_b - middle) * (f_ab - f_a)).mean(axis=1) / variance
    total = ((f_a - f_ab) ** 2).mean(axis=1) / (2 * variance)
    return variance, first, total


def shares(values: Array, inputs: int, *, seed: int) -> Shares:
    """Shares from the outputs at `picked` points.

    Arguments:
        values: shape (base (inputs + 2),); a base point with a NaN anywhere is left out.
        inputs: how many.
        seed: of the bootstrap.

    Errors: ValueError when fewer than 8 base points are left.
    """
    table = values.reshape(inputs + 2, -1)
    table = table[:, np.isfinite(table).all(axis=0)]
    if table.shape[1] < 8:
        raise ValueError(f"{table.shape[1]} base points are left, of 8 that are needed")
    variance, first, total = _estimate(table[0], table[1], table[2:])
    random = np.random.default_rng(seed)
    again: list[tuple[Array, Array]] = []
    for _ in range(RESAMPLES):
        drawn = table[:, random.integers(0, table.shape[1], table.shape[1])]
        again.append(_estimate(drawn[0], drawn[1], drawn[2:])[1:])
    firsts, totals = (np.stack(each) for each in zip(*again, strict=True))
    return Shares(
        variance=variance,
        first=first,
        total=total,
        first_low=np.percentile(firsts, _ENDS[0], axis=0),
        first_high=np.percentile(firsts, _ENDS[1], axis=0),
        total_low=np.percentile(totals, _ENDS[0], axis=0),
        total_high=np.percentile(totals, _ENDS[1], axis=0),
        used=table.shape[1],
    )
