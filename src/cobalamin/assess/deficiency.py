"""Three answers to "is B12 lacking?", told apart: stores, function, and the bands of a guideline.

They are questions about the person's own level, not about one sample: day-to-day variation and the laboratory's method
are taken out. A probability is the share of the weighted particles of which the answer is yes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cobalamin.assess.exposure import recent_gas
from cobalamin.assess.lack import (
    LIKELY_ENOUGH_ACTIVE_B12,
    LIKELY_ENOUGH_SERUM_B12,
    LOW_ACTIVE_B12,
    LOW_SERUM_B12,
    low_store,
)
from cobalamin.infer.forecast import Posterior

Array = npt.NDArray[np.float64]
Answers = npt.NDArray[np.bool_]
RAISED_BY_LACK = 1.5
"""Methylmalonate or homocysteine, lived over replete, from which function counts as impaired. Source: guess"""
PRIOR_ODDS = (0.5, 2.0)
"""Factors on the odds of deficiency for the interval: it may be half or twice as common in people like this one.
Source: diag_prev_nh_class"""
_REFERENCE_SHARE = 0.975

DEFINITIONS: Mapping[str, str] = {
    "store": "the body holds less than 35 % of what a healthy adult holds",
    "functional": "methylmalonate or homocysteine is half again as high as this body's own would be with B12 replete",
    "guideline": "the usual level lies in the band that NICE NG239 calls deficient, or in its unclear band with "
    "methylmalonate above the reference for this age and these kidneys",
}


def answers(found: Posterior) -> Mapping[str, Answers]:
    """Each definition of deficiency over the particles, shape (particle,) each."""
    mma, replete = found.of("mma_nmol_l"), found.replete_of("mma_nmol_l")
    homocysteine = found.of("homocysteine_umol_l") / found.replete_of("homocysteine_umol_l")
    b12, active = found.of("serum_b12_pmol_l"), found.of("holotc_pmol_l")
    limit = upper_limit(found, "mma_nmol_l")
    gas = recent_gas(found.space.person)  # then a level in serum excludes nothing
    unclear = gas | (b12 < LIKELY_ENOUGH_SERUM_B12) | (active < LIKELY_ENOUGH_ACTIVE_B12)
    return {
        "store": low_store(found.of("body_b12_ug")),
        "functional": (mma / replete >= RAISED_BY_LACK) | (homocysteine >= RAISED_BY_LACK),
        "guideline": (b12 < LOW_SERUM_B12) | (active < LOW_ACTIVE_B12) | (unclear & (mma > limit)),
    }


def upper_limit(found: Posterior, name: str) -> float:
    """97.5 % point of a marker in people of this age, sex and these kidneys with B12 replete, one sample each.

    The upper end of the reference range "for age and kidneys": a value above it is rare without lack of B12.
    """
    return reference_range(found, name)[1]


def reference_range(found: Posterior, name: str) -> tuple[float, float]:
    """2.5 % and 97.5 % points of one sample of a marker in people like this one with B12 replete."""
    from cobalamin.infer.measurement import measured_again

    values = found.replete_of(name)
    normal = np.random.default_rng(0).standard_normal(len(values))
    low, high = found.quantiles(
        measured_again(values, name, normal),
        (1 - _REFERENCE_SHARE, _REFERENCE_SHARE),
        weights=found.prior_weights,
    )
    return low, high


@dataclass(frozen=True, kw_only=True)
class Probability:
    """A probability and its interval.

    Attributes:
        value: given the data.
        low, high: if deficiency were half or twice as common in people like this one, with the error of the sample.
        prior: before the data.
    """

    value: float
    low: float
    high: float
    prior: float


def probabilities(found: Posterior) -> Mapping[str, Probability]:
    """Probability of deficiency by each definition."""
    return {name: _probability(found, yes) for name, yes in answers(found).items()}


def _probability(found: Posterior, yes: Answers) -> Probability:
    value = found.mean(yes)
    error = 1.64 * float(np.sqrt(np.sum(found.weights**2 * (yes - value) ** 2)))
    ends = [factor * value / (1 - value + factor * value) for factor in PRIOR_ODDS]
    return Probability(
        value=value,
        low=max(min(ends) - error, 0.0),
        high=min(max(ends) + error, 1.0),
        prior=found.mean(yes, weights=found.prior_weights),
    )
