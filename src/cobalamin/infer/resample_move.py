"""Resample and move: where population Monte Carlo leaves the weight on few particles, copies of these walk on.

Gilks WR, Berzuini C. Following a moving target: Monte Carlo inference for dynamic Bayesian models. J R Stat Soc B
2001;63:127. A step is preconditioned Crank-Nicolson (Cotter SL et al. Stat Sci 2013;28:424) about the normal law that
was fitted along the informed directions, and about the prior across all others; it is accepted as Metropolis and
Hastings have it, so that the posterior is left as it is:
u' = m + sqrt(1 - b^2) (u - m) + b L e, accepted with min(1, L(z') p(u') g(u) / L(z) p(u) g(u')).
A library's sampler would need a likelihood that can be traced; ours is machine code that runs a batch at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cobalamin.infer.particles import Particles, together
from cobalamin.infer.population_monte_carlo import Evaluated, Piece, Proposal, Sample, belongs, tempered
from cobalamin.infer.resampling import systematic

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]
WALKERS = 400
STEPS = 18
FIRST_KEPT = 8
"""Step from which the places of the walkers count; before it they leave where they began."""
SPREAD = 150.0
"""Effective particles that the walkers begin from: weights are flattened until there are as many."""
WISHED_ACCEPTANCE = 0.25


@dataclass(frozen=True, kw_only=True)
class Walk:
    """Where the walkers have been.

    Attributes:
        sample: all particles that were ever looked at; the weight of one is the share of visits.
        features: of these.
        effective_size: of the walkers, which begin from few ancestors and stay like them for a while.
        acceptance: share of steps that were taken.
    """

    sample: Sample
    features: Array
    effective_size: float
    acceptance: float


def walk(
    sample: Sample,
    log_likelihood: Array,
    features: Array,
    proposal: Proposal,
    evaluate: Callable[[Particles], Evaluated],
    *,
    seed: int,
) -> Walk:
    """Let copies of the particles walk.

    Arguments:
        sample: of population Monte Carlo.
        log_likelihood, features: of its particles.
        proposal: the last, whose laws along the informed directions are used.
        evaluate: particles -> likelihood and features.
        seed: of all steps.
    """
    generator = np.random.default_rng([seed, 23])
    with np.errstate(divide="ignore"):
        flattened, _ = tempered(np.log(sample.weights), SPREAD)
    start = systematic(flattened, WALKERS, generator.random())
    now, place = sample.particles.take(start), start.copy()
    log_now = log_likelihood[start]
    parts, logs, seen = [sample.particles], [log_likelihood], [features]
    count, visits = len(sample.particles), np.zeros(len(sample.particles) + STEPS * WALKERS)
    size, accepted = 0.35, list[float]()
    for step in range(STEPS):
        proposed, log_ratio = _step(now, proposal, size, generator)
        found = evaluate(proposed)
        parts.append(proposed)
        logs.append(found.log_likelihood)
        seen.append(found.features)
        with np.errstate(invalid="ignore"):
            taken = np.log(generator.random(WALKERS)) < found.log_likelihood - log_now + log_ratio
        z, new = np.where(taken[:, None], proposed.z, now.z), count + step * WALKERS + np.arange(WALKERS)
        now = Particles(z=z, hidden=now.hidden, block=now.block)
        place, log_now = np.where(taken, new, place), np.where(taken, found.log_likelihood, log_now)
        accepted.append(float(taken.mean()))
        size = float(np.clip(size * np.exp(1.5 * (accepted[-1] - WISHED_ACCEPTANCE)), 0.05, 0.9))
        if step >= FIRST_KEPT:
            np.add.at(visits, place, 1.0)
    everything = np.concatenate(seen)
    made = Sample(
        particles=together(parts),
        weights=visits / visits.sum(),
        prior_weights=np.concatenate([sample.prior_weights, np.zeros(STEPS * WALKERS)]),
        rounds=sample.rounds,
        log_evidence=sample.log_evidence,
    )
    return Walk(
        sample=made,
        features=everything,
        effective_size=_effective(start, everything[place], log_now),
        acceptance=float(np.mean(accepted)),
    )


def _step(now: Particles, proposal: Proposal, size: float, generator: np.random.Generator) -> tuple[Particles, Array]:
    """A step of every walker, and ln of p(u') g(u) / p(u) g(u')."""
    kept = np.sqrt(1 - size**2)
    z = kept * now.z + size * generator.standard_normal(now.z.shape)
    log = np.zeros(len(now))
    for component, piece in proposal.pieces.items():
        own = belongs(now, component)
        if not own.any() or piece.directions.shape[1] == 0:
            continue
        u = now.z[own] @ piece.directions
        noise = generator.standard_normal(u.shape) @ piece.root.T
        moved = piece.mean + kept * (u - piece.mean) + size * noise
        z[own] += (moved - z[own] @ piece.directions) @ piece.directions.T
        log[own] = _log_prior_over_law(moved, piece) - _log_prior_over_law(u, piece)
    return Particles(z=z, hidden=now.hidden, block=now.block), log


def _log_prior_over_law(u: Array, piece: Piece) -> Array:
    from scipy.linalg import solve_triangular

    away = solve_triangular(piece.root, (u - piece.mean).T, lower=True)
    return 0.5 * np.sum(away**2, axis=0) - 0.5 * np.sum(u**2, axis=1)


def _effective(ancestors: Integers, features: Array, log_likelihood: Array) -> float:
    """Walkers over the design effect of their families: n / (1 + (m - 1) r), r the likeness within a family.

    Of all features the likeness is the largest, so that the size is the least.
    """
    families, number, sizes = np.unique(ancestors, return_inverse=True, return_counts=True)
    n = len(ancestors)
    mean_size = float(np.sum(sizes.astype(np.float64) ** 2)) / n
    columns: Sequence[Array] = [*features.T, log_likelihood]
    likeness = max(_likeness(column, number, sizes) for column in columns if np.ptp(column) > 0)
    return n / (1 + (mean_size - 1) * likeness) if len(families) > 1 else 1.0


def _likeness(values: Array, family: Integers, sizes: Integers) -> float:
    """Intraclass correlation by analysis of variance, within 0 and 1."""
    means = np.bincount(family, values) / sizes
    n, k = len(values), len(sizes)
    if k < 2 or n == k:
        return 1.0
    between = float(np.sum(sizes * (means - values.mean()) ** 2)) / (k - 1)
    within = float(np.sum((values - means[family]) ** 2)) / (n - k)
    middle = (n - float(np.sum(sizes.astype(np.float64) ** 2)) / n) / (k - 1)
    total = between + (middle - 1) * within
    return min(max((between - within) / total, 0.0), 1.0) if total > 0 else 1.0
