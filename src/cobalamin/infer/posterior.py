"""Fit constants to figures with priors: mode, Laplace approximation around it, profiles, and what the figures say.

The unknowns x are standardised: x = (ln value - ln prior median) / prior sd, so that every prior is N(0, 1). Misfits
are in units of their expected size. The mode minimises

    sum_j w_j rho(r_j(x)) + sum_i x_i^2,    rho(r) = 2 (sqrt(1 + r^2) - 1)

by iterated weights and the Gauss-Newton step with a trust region; rho grows like |r| far out, so that a figure that the
model cannot give does not bend all the others. The covariance is the inverse of J' W J + I at the mode.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
IDENTIFIED = 0.1
"""Contraction 1 - posterior variance / prior variance from which the figures say something about a constant."""
FAR = 4.0
"""Standard deviations of the prior beyond which no constant is taken."""
MOST_STEPS = 25
_SMALL = 1e-3


class Misfits(Protocol):
    """What is fitted."""

    def misfits(self, x: Array) -> Array:
        """Differences from the figures in units of their expected size, shape (figure,)."""
        ...

    def slopes(self, x: Array) -> tuple[Array, Array]:
        """The misfits and their derivatives, shapes (figure,) and (figure, unknown)."""
        ...


@dataclass(frozen=True, kw_only=True)
class Posterior:
    """Mode and spread of the unknowns.

    Attributes:
        mode: shape (unknown,), in prior standard deviations from the prior median.
        covariance: shape (unknown, unknown), by Laplace.
        cost: at the mode.
        misfits: at the mode, shape (figure,).
        slopes: at the mode, shape (figure, unknown).
        steps: Gauss-Newton steps that were taken.
    """

    mode: Array
    covariance: Array
    cost: float
    misfits: Array
    slopes: Array
    steps: int

    @property
    def sd(self) -> Array:
        """Posterior standard deviation over prior standard deviation, shape (unknown,)."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def contraction(self) -> Array:
        """1 - posterior variance / prior variance, shape (unknown,)."""
        return 1.0 - np.diag(self.covariance)


def cost(misfits: Array, x: Array, weights: Array) -> float:
    """sum_j w_j 2 (sqrt(1 + r_j^2) - 1) + sum_i x_i^2."""
    return float(np.sum(weights * 2.0 * (np.sqrt(1.0 + misfits**2) - 1.0)) + np.sum(x**2))


def _curvature(misfits: Array, slopes: Array, weights: Array, x: Array) -> tuple[Array, Array]:
    """Half the gradient, and the Gauss-Newton matrix J' W J + I with W = w rho'(r) / (2 r)."""
    pull = weights / np.sqrt(1.0 + misfits**2)
    return slopes.T @ (pull * misfits) + x, slopes.T @ (pull[:, None] * slopes) + np.eye(len(x))


def find_mode(
    problem: Misfits,
    start: Array,
    weights: Array,
    *,
    steps: int = MOST_STEPS,
    tell: Callable[[str], None] = lambda text: None,
) -> Posterior:
    """Mode of the posterior from one start.

    Arguments:
        problem: what is fitted.
        start: shape (unknown,).
        weights: of the figures, shape (figure,).
        steps: most that are taken.
        tell: receives a line a step.

    Errors: ValueError when the misfits at the start are not all finite.
    """
    x, damping = start.copy(), 1e-3
    misfits, slopes = problem.slopes(x)
    # Costs are compared among runs of one sort: those with derivatives have the rounding of other steps.
    now = cost(problem.misfits(x), x, weights)
    if not np.isfinite(now):
        raise ValueError("the misfits at the start are not finite")
    taken = 0
    for taken in range(1, steps + 1):
        gradient, matrix = _curvature(misfits, slopes, weights, x)
        tried, value = x, now
        while damping < 1e4:
            move = np.linalg.solve(matrix + damping * np.diag(np.diag(matrix)), -gradient)
            tried = np.clip(x + move, -FAR, FAR)
            got = problem.misfits(tried)
            value = cost(got, tried, weights) if np.isfinite(got).all() else np.inf
            if value < now:
                break
            damping *= 6.0
        if not value < now:
            break
        gain, size = now - value, float(np.max(np.abs(tried - x)))
        x, damping = tried, max(damping / 6.0, 1e-6)
        misfits, slopes = problem.slopes(x)
        now = value
        tell(f"step {taken}: cost {now:.2f}, largest move {size:.3f} prior sd")
        if gain < _SMALL * max(now, 1.0) or size < _SMALL:
            break
    _, matrix = _curvature(misfits, slopes, weights, x)
    return Posterior(
        mode=x,
        covariance=np.asarray(np.linalg.inv(matrix), dtype=np.float64),
        cost=now,
        misfits=misfits,
        slopes=slopes,
        steps=taken,
    )


def profile(
    problem: Misfits, found: Posterior, weights: Array, which: int, distances: Array, *, corrections: int = 1
) -> Array:
    """Cost above that of the mode with one unknown held away from it and the others refitted, shape (distance,).

    Arguments:
        problem, found, weights: as fitted.
        which: number of the unknown.
        distances: from the mode, in posterior standard deviations.
        corrections: Gauss-Newton steps of the others at each place, with the slopes of the mode.

    A quadratic posterior gives distance^2; much less means that the figures do not hold the constant on that side.
    Infinite where a misfit is not finite there: a study of which somebody dies holds the constant too.
    """
    others = np.arange(len(found.mode)) != which
    along = found.covariance[:, which] / found.covariance[which, which]
    _, matrix = _curvature(found.misfits, found.slopes, weights, found.mode)
    inner = np.linalg.inv(matrix[np.ix_(others, others)])
    rises: list[float] = []
    for distance in distances:
        x = np.clip(found.mode + along * distance * found.sd[which], -FAR, FAR)
        got = problem.misfits(x)
        if not np.isfinite(got).all():
            rises.append(np.inf)
            continue
        best = cost(got, x, weights)
        for _ in range(corrections):
            gradient, _ = _curvature(got, found.slopes, weights, x)
            tried = x.copy()
            tried[others] = np.clip(x[others] - inner @ gradient[others], -FAR, FAR)
            new = problem.misfits(tried)
            value = cost(new, tried, weights) if np.isfinite(new).all() else np.inf
            if value >= best:
                break
            x, got, best = tried, new, value
        rises.append(best - found.cost)
    return np.array(rises)
