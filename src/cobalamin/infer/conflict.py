"""Pairs of laboratory results that hardly go together in one life, by what the population makes of one given the other.

ln of two levels and their noise are taken as jointly normal over the prior; a pair conflicts where one, given the
other, lies more than `FAR` standard deviations off, although neither does alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from cobalamin.infer.evidence_of_person import Known
from cobalamin.infer.measurement import Result, noises
from cobalamin.units import Censor

Array = npt.NDArray[np.float64]
FAR = 2.6
"""Standard deviations: about one pair in a hundred conflicts by chance."""


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Two results that hardly go together.

    Attributes:
        one, other: results.
        deviations: how far one lies off, given the other [standard deviations].
    """

    one: Result
    other: Result
    deviations: float

    def sentence(self) -> str:
        """For a reader."""
        return (
            f"{self.one.words()} and {self.other.words()} hardly go together in one person: repeat the samples, and "
            "ask for kidneys, nitrous oxide, folate, B12 taken before the sample and interference with the test."
        )


def _far_off(result: Result, distance: float, spread: float) -> float:
    """Standard deviations that a result lies off; a bound is off only on its wrong side."""
    if result.censor is Censor.ABOVE:
        distance = max(distance, 0.0)
    elif result.censor is Censor.BELOW:
        distance = min(distance, 0.0)
    return abs(distance) / spread


def conflicts_of(known: Known, features: Array, prior: Array) -> tuple[Conflict, ...]:
    """Conflicting pairs, worst first.

    Arguments:
        known: the data; the latest result of each test counts.
        features: ln of levels over particles of the prior, in the order of `forecast`: first and last day of each test.
        prior: their weights.
    """
    last: list[tuple[Result, Array]] = []
    place = 0
    for results in known.by_observation().values():
        place += len({results[0].day, results[-1].day})
        last.append((results[-1], features[:, place - 1]))
    found: list[Conflict] = []
    kept = prior > 0
    for (one, a), (other, b) in combinations(last, 2):
        found += _pair(one, other, a[kept], b[kept], prior[kept])
    return tuple(sorted(found, key=lambda each: -each.deviations))


def _pair(one: Result, other: Result, a: Array, b: Array, weights: Array) -> list[Conflict]:
    weights = weights / weights.sum()
    means = np.array([weights @ a, weights @ b])
    away = np.stack([a, b], axis=1) - means
    covariance = (away * weights[:, None]).T @ away
    covariance += np.diag([noises()[r.observation].total ** 2 for r in (one, other)])
    gap = np.log([one.value, other.value]) - means
    slope = covariance[0, 1] / covariance[1, 1]
    spread = float(np.sqrt(covariance[0, 0] - slope * covariance[0, 1]))
    given = _far_off(one, -(gap[0] - slope * gap[1]), spread)
    alone = [abs(g) / np.sqrt(c) for g, c in zip(gap, np.diag(covariance), strict=True)]
    if given > FAR and given > max(alone):
        return [Conflict(one=one, other=other, deviations=given)]
    return []
