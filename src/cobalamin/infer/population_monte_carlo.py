"""Population Monte Carlo: rounds of particles, each drawn where the round before found weight, all rounds pooled.

Cappe O, Guillin A, Marin JM, Robert CP. Population Monte Carlo. J Comput Graph Stat 2004;13:907. Weights are those of
the mixture of all rounds (deterministic mixture; Owen A, Zhou Y. Safe and effective importance sampling. J Am Stat
Assoc 2000;95:135), so that no round has to be thrown away and a poor round does no harm.

Only the few directions of z that move what was measured are drawn anew, from a Student t law; across all others the
prior holds and cancels in the weight. With z = Q u + z_rest, u = Q' z of the informed directions:
w = L(z) p(h) N(u; 0, I) / sum_r (n_r / n) q_r(h) t_r(u).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cobalamin.infer.particles import Particles, Space, together

Array = npt.NDArray[np.float64]
FREEDOM = 6.0
"""Degrees of freedom of the Student t law."""
MOST_DIRECTIONS = 14
_NOISE = 1.5
"""A slope of a feature over a number counts from so many standard errors."""
_RIDGE = 10.0
"""Particles' worth of belief that a slope is nothing."""
_EVEN = 0.3
"""Share of particles dealt evenly over what may be hidden, so that what is rare a priori is looked at."""
_WIDER = 1.3
"""Factor on the covariance of a round, so that the next is not narrower than the truth."""
_CARRIED = 150.0
"""Effective particles that a proposal is fitted to at least; weights are flattened until there are as many."""
_LEAST_OWN = 40.0
"""Effective particles from which something hidden has a proposal of its own."""


@dataclass(frozen=True, kw_only=True)
class Evaluated:
    """What particles give.

    Attributes:
        log_likelihood: shape (particle,); -inf for lives that cannot have been.
        features: numbers that what was measured depends on, shape (particle, feature); the directions are theirs.
    """

    log_likelihood: Array
    features: Array


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Student t law along some directions.

    Attributes:
        directions: orthonormal, shape (name, direction).
        mean: shape (direction,).
        root: lower Cholesky factor of the scale, shape (direction, direction).
    """

    directions: Array
    mean: Array
    root: Array

    def log_ratio(self, z: Array) -> Array:
        """ln t(u) - ln N(u; 0, I), shape (particle,)."""
        from scipy.linalg import solve_triangular
        from scipy.special import gammaln

        u = z @ self.directions
        d = u.shape[1]
        if d == 0:
            return np.zeros(len(z))
        away = solve_triangular(self.root, (u - self.mean).T, lower=True)
        distance = np.sum(away**2, axis=0)
        log_t = (
            gammaln((FREEDOM + d) / 2)
            - gammaln(FREEDOM / 2)
            - d / 2 * np.log(FREEDOM * np.pi)
            - np.sum(np.log(np.diag(self.root)))
            - (FREEDOM + d) / 2 * np.log1p(distance / FREEDOM)
        )
        return log_t + 0.5 * np.sum(u**2, axis=1) + d / 2 * np.log(2 * np.pi)

    def moved(self, z: Array, generator: np.random.Generator) -> Array:
        """z with its part along the directions drawn anew."""
        d = self.directions.shape[1]
        if d == 0:
            return z
        stretch = np.sqrt(FREEDOM / generator.chisquare(FREEDOM, len(z)))
        u = self.mean + (generator.standard_normal((len(z), d)) @ self.root.T) * stretch[:, None]
        return z + (u - z @ self.directions) @ self.directions.T


Component = tuple[int, int]
"""Something hidden and a law of nerve injury, by their numbers."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Where a round is drawn from: shares of what is hidden, and a law of z for each of it under each nerve law."""

    shares: Array
    pieces: Mapping[Component, Piece]

    def log_ratio(self, particles: Particles, prior: Array) -> Array:
        """ln of proposal over prior, shape (particle,)."""
        with np.errstate(divide="ignore"):
            log = np.log(self.shares)[particles.hidden] - np.log(prior)[particles.hidden]
        for component, piece in self.pieces.items():
            own = belongs(particles, component)
            if own.any():
                log[own] += piece.log_ratio(particles.z[own])
        return log


def belongs(particles: Particles, component: Component) -> npt.NDArray[np.bool_]:
    """Which particles are of a component, shape (particle,)."""
    return (particles.hidden == component[0]) & (particles.block == component[1])


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Weighted particles of all rounds.

    Attributes:
        particles: of all rounds, in order.
        weights: add up to 1, shape (particle,).
        prior_weights: of the first round, as if nothing had been measured; 0 for later rounds, shape (particle,).
        rounds: particles of each round.
        log_evidence: ln of the mean likelihood under the prior.
    """

    particles: Particles
    weights: Array
    prior_weights: Array
    rounds: tuple[int, ...]
    log_evidence: float

    @property
    def effective_size(self) -> float:
        """1 / sum w^2."""
        return effective_size(self.weights)


def effective_size(weights: Array) -> float:
    """Kish's effective sample size, (sum w)^2 / sum w^2; 0 where all weights are 0."""
    square = float(np.sum(weights**2))
    return float(np.sum(weights)) ** 2 / square if square > 0 else 0.0


def normalised(log_weights: Array) -> Array:
    """Weights that add up to 1; all alike where no particle has any."""
    top = np.max(log_weights)
    if not np.isfinite(top):
        return np.full(len(log_weights), 1.0 / len(log_weights))
    weights = np.exp(log_weights - top)
    return weights / weights.sum()


def tempered(log_weights: Array, least: float) -> tuple[Array, float]:
    """Weights to the largest power up to 1 that leaves an effective size of at least `least`, and that power."""
    if effective_size(normalised(log_weights)) >= least:
        return normalised(log_weights), 1.0
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if effective_size(normalised(_power(log_weights, middle))) >= least else (low, middle)
        )
    return normalised(_power(log_weights, low)), low


def _power(log_weights: Array, power: float) -> Array:
    return np.where(np.isfinite(log_weights), power * np.where(np.isfinite(log_weights), log_weights, 0.0), -np.inf)


def directions_of(z: Array, features: Array, weights: Array) -> Array:
    """Orthonormal directions of z along which the features move, shape (name, direction).

    Slopes of a weighted ridge regression of the features on all of z; those within noise are left out. A feature counts
    by its slopes in units of its own spread.
    """
    size = effective_size(weights)
    deep, wide = z - weights @ z, features - weights @ features
    spread = np.sqrt(weights @ wide**2)
    moving = spread > 1e-9
    if not moving.any() or size < _LEAST_OWN:
        return np.zeros((z.shape[1], 0))
    scaled = wide[:, moving] / spread[moving]
    heavy = deep * (size * weights)[:, None]
    inverse = np.linalg.inv(heavy.T @ deep + _RIDGE * np.eye(z.shape[1]))
    slopes = inverse @ (heavy.T @ scaled)
    left_over = np.maximum(weights @ (scaled - deep @ slopes) ** 2, 1e-6)
    noise = np.sqrt(np.outer(np.diag(inverse), left_over))
    kept = np.where(np.abs(slopes) > _NOISE * noise, slopes, 0.0)
    left, values, _ = np.linalg.svd(kept, full_matrices=False)
    return left[:, values > 0.05 * max(float(values[0]), 1e-3)][:, :MOST_DIRECTIONS]


def joined(one: Array, other: Array) -> Array:
    """Orthonormal directions that span both, those of `one` first, at most `MOST_DIRECTIONS`."""
    rest = other - one @ (one.T @ other)
    left, values, _ = np.linalg.svd(rest, full_matrices=False)
    return np.concatenate([one, left[:, values > 0.3]], axis=1)[:, :MOST_DIRECTIONS]


def piece_of(z: Array, weights: Array, directions: Array) -> Piece:
    """Student t law with the weighted mean and covariance of u, drawn a little towards the prior."""
    u = z @ directions
    d = u.shape[1]
    mean = weights @ u
    away = u - mean
    covariance = (away * weights[:, None]).T @ away
    trust = min(effective_size(weights) / (effective_size(weights) + 2.0 * d + 1e-9), 1.0)
    scale = _WIDER * (trust * covariance + (1 - trust) * np.eye(d))
    return Piece(directions=directions, mean=mean, root=np.linalg.cholesky(scale + 1e-4 * np.eye(d)) if d else scale)


def first_proposal(space: Space) -> Proposal:
    """The prior of z, with what is rare but possible dealt more often."""
    count = len(space.hidden)
    nothing = Piece(directions=np.zeros((len(space.names), 0)), mean=np.zeros(0), root=np.zeros((0, 0)))
    shares = (1 - _EVEN) * space.shares + _EVEN / count
    return Proposal(shares=shares, pieces=dict.fromkeys(components_of(space), nothing))


def components_of(space: Space) -> list[Component]:
    """Everything hidden under every law of nerve injury."""
    return [(hidden, block) for hidden in range(len(space.hidden)) for block in space.blocks]


def next_proposal(space: Space, particles: Particles, log_weights: Array, features: Array) -> Proposal:
    """Proposal fitted to the weighted particles so far; weights are flattened where too few carry them.

    Arguments:
        log_weights: of the particles, shape (particle,).
        features: of the particles.
    """
    finite = np.isfinite(features).all(axis=1) & np.isfinite(log_weights)
    weights, _ = tempered(np.where(finite, log_weights, -np.inf), _CARRIED)
    known = np.where(finite[:, None], features, 0.0)
    general = _fitted(particles.z, known, weights, finite)
    pieces: dict[Component, Piece] = {}
    for component in components_of(space):
        own = belongs(particles, component)
        by_law = particles.block == component[1]
        pieces[component] = next(
            (
                _fitted(particles.z[some], known[some], weights[some] / weights[some].sum(), finite[some])
                for some in (own, by_law)
                if some.any() and effective_size(weights[some]) >= _LEAST_OWN
            ),
            general,
        )
    share = np.array([weights[particles.hidden == number].sum() for number in range(len(space.hidden))])
    shares = 0.85 * share / share.sum() + 0.15 * first_proposal(space).shares
    return Proposal(shares=shares, pieces=pieces)


def _fitted(z: Array, features: Array, weights: Array, finite: npt.NDArray[np.bool_]) -> Piece:
    """Law of z along the directions in which features move, far and near, as the weights have it."""
    flat = finite / max(finite.sum(), 1)
    directions = joined(directions_of(z, features, weights), directions_of(z, features, flat))
    return piece_of(z, weights, directions)


def log_weights_of(
    particles: Particles, log_likelihood: Array, proposals: list[Proposal], counts: list[int], prior: Array
) -> Array:
    """ln of the weights under the mixture of all rounds, shape (particle,)."""
    parts = [
        np.log(count / sum(counts)) + proposal.log_ratio(particles, prior)
        for count, proposal in zip(counts, proposals, strict=True)
    ]
    return log_likelihood - np.logaddexp.reduce(np.stack(parts), axis=0)


@dataclass(frozen=True, kw_only=True)
class Rounds:
    """What the rounds found.

    Attributes:
        sample: weighted particles of all rounds.
        log_likelihood, features: of these.
        proposal: where a further round would be drawn.
    """

    sample: Sample
    log_likelihood: Array
    features: Array
    proposal: Proposal


def run_rounds(
    space: Space,
    evaluate: Callable[[Particles], Evaluated],
    *,
    counts: tuple[int, ...],
    seed: int,
    enough: float = 0.0,
    more: int = 0,
) -> Rounds:
    """Draw, weigh, look where the weight is, and draw again.

    Arguments:
        space: what is not known.
        evaluate: particles -> likelihood and features.
        counts: particles of each round.
        seed: of all rounds.
        enough: effective size below which rounds as large as the last are added.
        more: how many rounds may be added.

    """
    proposals, parts, likelihoods, features = [first_proposal(space)], list[Particles](), list[Array](), list[Array]()
    log_weights, done = np.zeros(0), list[int]()
    while len(done) < len(counts) or (
        len(done) < len(counts) + more and effective_size(normalised(log_weights)) < enough
    ):
        number, count = len(done), counts[min(len(done), len(counts) - 1)]
        if number:
            proposals.append(next_proposal(space, together(parts), log_weights, np.concatenate(features)))
        parts.append(_drawn(space, proposals[-1], count, seed=seed, number=number))
        seen = evaluate(parts[-1])
        likelihoods.append(seen.log_likelihood)
        features.append(seen.features)
        done.append(count)
        log_weights = log_weights_of(together(parts), np.concatenate(likelihoods), proposals, done, space.shares)
    weights = normalised(log_weights)
    top = np.max(log_weights)
    evidence = float(top + np.log(np.mean(np.exp(log_weights - top)))) if np.isfinite(top) else float("-inf")
    first = np.where(np.isfinite(likelihoods[0]), -proposals[0].log_ratio(parts[0], space.shares), -np.inf)
    prior = np.concatenate([normalised(first), np.zeros(len(weights) - done[0])])
    sample = Sample(
        particles=together(parts), weights=weights, prior_weights=prior, rounds=tuple(done), log_evidence=evidence
    )
    everything = together(parts)
    further = next_proposal(space, everything, log_weights, np.concatenate(features))
    return Rounds(
        sample=sample,
        log_likelihood=np.concatenate(likelihoods),
        features=np.concatenate(features),
        proposal=further,
    )


def _drawn(space: Space, proposal: Proposal, count: int, *, seed: int, number: int) -> Particles:
    """Particles of one round."""
    drawn = space.draw(count, seed=seed + 1000 * number, shares=proposal.shares)
    generator = np.random.default_rng([seed, number, 7])
    z = drawn.z.copy()
    for component, piece in proposal.pieces.items():
        own = belongs(drawn, component)
        z[own] = piece.moved(z[own], generator)
    return Particles(z=z, hidden=drawn.hidden, block=drawn.block)
