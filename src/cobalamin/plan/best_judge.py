"""Whether a dosing keeps the function of B12 in range, as the share of a person's possible selves in whom it does.

Function is in range where methylmalonate and homocysteine are, at the worst moment between two doses, and where stores
are not low or do not fall any more. Serum B12 is not asked: on treatment it tells nothing about function.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cobalamin.assess.deficiency import upper_limit
from cobalamin.assess.exposure import recent_gas
from cobalamin.assess.lack import RAISED_HOMOCYSTEINE, RAISED_METHYLMALONATE, low_store
from cobalamin.body.observe import Licence
from cobalamin.plan.best_table import best_table
from cobalamin.plan.model import RESIDUAL_DAY, Chance
from cobalamin.plan.selves import Selves
from cobalamin.plan.summary import stopped_at_lowest
from cobalamin.regimen import Regimen
from cobalamin.units import DAYS_PER_YEAR

Array = npt.NDArray[np.float64]
Answers = npt.NDArray[np.bool_]
NAMES = ("mma_nmol_l", "homocysteine_umol_l", "body_b12_ug", "hemoglobin_g_dl")
SIX_MONTHS = (DAYS_PER_YEAR / 2, DAYS_PER_YEAR * 3 / 4)
"""From 6 months on, for as long as the longest licensed interval: every trough of it falls within [d]."""
TWO_YEARS = (RESIDUAL_DAY - DAYS_PER_YEAR / 2, RESIDUAL_DAY)
BEFORE = (RESIDUAL_DAY - DAYS_PER_YEAR, RESIDUAL_DAY - DAYS_PER_YEAR / 2)
_STEP = 14.0
_SIGMAS = 1.645
"""Half-width of a 90 % interval of the sample, in standard errors."""
_STILL = 0.995
"""Stores over those of half a year before from which they count as steady: the error of the solver. Source: guess"""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Upper ends of methylmalonate [nmol/L] and homocysteine [umol/L]."""

    mma: float
    homocysteine: float


RIVAL = Limits(mma=RAISED_METHYLMALONATE, homocysteine=RAISED_HOMOCYSTEINE)
"""Limits that laboratories use whatever age and kidneys. Source: diag_lr_mma_271_376, diag_kuz_ref_hcy"""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Probability that function is in range at 6 and 24 months, and at each of both."""

    both: Chance
    at_6_months: float
    at_24_months: float


@dataclass(frozen=True, kw_only=True)
class Judge:
    """Possible selves and the limits of this person.

    Attributes:
        selves: the same for every dosing, so that two differ by the dose and by nothing else.
        limits: for this age and these kidneys.
    """

    selves: Selves
    limits: Limits

    @property
    def effective_size(self) -> float:
        """Selves, if all counted alike, that the answer rests on."""
        own = 1.0 / float(np.sum(self.selves.weights**2))
        return min(own, self.selves.posterior.effective_size)

    def verdict(self, plan: Regimen | None, *, adherence: float) -> Verdict:
        """The share of the selves whose function is in range under a dosing.

        Interval: 90 % error of the sample (Wilson), over these limits and over those of `RIVAL`.

        Arguments:
            plan: None changes nothing.
            adherence: share of the doses that people take themselves; it makes every such dose smaller.

        Source: diag_lr_mma_271_376, diag_kuz_ref_hcy
        """
        days = sample_days(self.selves, plan)
        values = self.selves.follow(plan, days, NAMES, adherence=adherence)
        values = stopped_at_lowest(values, NAMES).astype(np.float64)
        own, rival = (self._answers(values, days, limits) for limits in (self.limits, RIVAL))
        shares = [self._share(six & two) for six, two in (own, rival)]
        ends = [self._wilson(share) for share in shares]
        gas = recent_gas(self.selves.posterior.space.person)
        both = Chance(
            value=shares[0],
            low=min(shares[0], *(low for low, _ in ends)),
            high=max(shares[0], *(high for _, high in ends)),
            licence=Licence.SCENARIO if gas else Licence.FORECAST,
        )
        return Verdict(both=both, at_6_months=self._share(own[0]), at_24_months=self._share(own[1]))

    def _share(self, yes: Answers) -> float:
        return min(max(float(np.sum(self.selves.weights * yes)), 0.0), 1.0)

    def _wilson(self, share: float) -> tuple[float, float]:
        n, z = self.effective_size, _SIGMAS
        middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
        return max(middle - half, 0.0), min(middle + half, 1.0)

    def _answers(self, values: Array, days: Array, limits: Limits) -> tuple[Answers, Answers]:
        """In range at 6 and at 24 months, shape (self,) each; a life that was stopped is not."""
        mma, homocysteine, store = values[0], values[1], values[2]
        ceilings = (
            (mma, self._ceiling("mma_nmol_l", limits.mma)),
            (homocysteine, self._ceiling("homocysteine_umol_l", limits.homocysteine)),
        )
        found: list[Answers] = []
        for window, earlier in ((SIX_MONTHS, store[0]), (TWO_YEARS, _lowest(store, days, BEFORE))):
            within = _inside(days, window)
            held = np.logical_and.reduce([(level[within] <= top).all(axis=0) for level, top in ceilings])
            now = _lowest(store, days, window)
            steady = (now >= _STILL * earlier) | ~low_store(now)
            found.append(held & steady & np.isfinite(now))
        return found[0], found[1]

    def _ceiling(self, name: str, limit: float) -> Array:
        """What each self may reach: the limit, or a little above its own level with B12 replete, in its unit."""
        return np.maximum(limit, best_table().range.replete_factor * self.selves.replete_of(name))


def judge_of(selves: Selves) -> Judge:
    """A judge with the limits of this person."""
    found = selves.posterior
    limits = Limits(mma=upper_limit(found, "mma_nmol_l"), homocysteine=upper_limit(found, "homocysteine_umol_l"))
    return Judge(selves=selves, limits=limits)


def sample_days(selves: Selves, plan: Regimen | None) -> Array:
    """Day 0, every 2 weeks of the windows, and every day of a dose in them: a sample on it is taken before the dose."""
    days = {0.0}
    for window in (SIX_MONTHS, BEFORE, TWO_YEARS):
        days |= {*map(float, np.arange(window[0], window[1], _STEP)), window[1]}
    for course in selves.courses(plan, horizon=RESIDUAL_DAY + 1.0):
        if course.unit.value == "ug" and not course.doses_per_day and course.end_day > 0:
            days |= {day for day in course.days() if any(a <= day <= b for a, b in (SIX_MONTHS, BEFORE, TWO_YEARS))}
    return np.array(sorted(days), dtype=np.float64)


def _inside(days: Array, window: tuple[float, float]) -> Answers:
    return np.asarray((days >= window[0]) & (days <= window[1]), dtype=np.bool_)


def _lowest(store: Array, days: Array, window: tuple[float, float]) -> Array:
    return np.asarray(store[_inside(days, window)].min(axis=0), dtype=np.float64)
