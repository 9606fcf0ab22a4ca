"""What one plan does to this person: times and chances of relief, markers, and what remains after two years."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from cobalamin.body.natural_course import natural_course
from cobalamin.body.observe import OBSERVATIONS, Licence
from cobalamin.body.responders import responder_share
from cobalamin.parameters import view
from cobalamin.person import Person
from cobalamin.person.covariates import ReliefBasis, median_constants, relief_basis
from cobalamin.plan.comparison import PAIN
from cobalamin.plan.model import LEFT, MARKER_DAY, RELIEF_WEEKS, RESIDUAL_DAY, Chance, Range, ResidualDeficit
from cobalamin.plan.summary import LEAST_SCORE, Summary, days_until, quantiles
from cobalamin.units import DAYS_PER_WEEK

Array = npt.NDArray[np.float64]
_MMA = "mma_nmol_l"
PARTS = {"peripheral nerve": "axons_pns", "cord": "dorsal_column"}
"""What remains lost, in words -> the observation it is read from."""
LIMITS_APART = 271.0
"""The other limit of methylmalonate in use [nmol/L]. Source: diag_lr_mma_271_376"""


def relief_chances(person: Person, summary: Summary, symptom: str, plan: int, share: float) -> dict[int, Chance]:
    """Chance of relief by week, over selves and rival nerve blocks.

    Pain is read as trials read it: the simulated relief beyond placebo, with placebo and natural course (their range)
    and the spread between people in trials. Of other symptoms no placebo course is known: simulated relief alone.

    Arguments:
        person: who; the score of the pain named.
        summary: the followed selves.
        symptom: observation.
        plan: number.
        share: of the score that must go.

    Nothing where no trial tells of such pain (sciatica, a narrow spinal canal).
    """
    if symptom == PAIN and relief_basis(person) is ReliefBasis.NONE:
        return {}
    made: dict[int, Chance] = {}
    for week in RELIEF_WEEKS:
        true = _readings(person, summary, symptom, plan, share, week * DAYS_PER_WEEK)
        made[week] = summary.chance(true, Licence.SCENARIO)
    return made


def _readings(
    person: Person, summary: Summary, symptom: str, plan: int, share: float, day: float
) -> dict[str, npt.NDArray[np.generic]]:
    before, after = summary.on(symptom, plan, 0.0).astype(np.float64), summary.on(symptom, plan, day)
    having = before >= LEAST_SCORE
    gone = np.where(having, 1.0 - after / np.where(having, before, 1.0), 0.0)
    gone = np.where(np.isnan(after), np.nan, gone)
    if symptom != PAIN:
        reached = np.where(np.isnan(gone), np.nan, gone >= share)
        return dict.fromkeys(("low", "middle", "high"), reached)
    k = view(median_constants(person))
    named = [s.severity for s in person.symptoms if s.observation == PAIN and s.severity >= LEAST_SCORE]
    entry = float(max(named, default=summary.middle(PAIN, 0, 0.0)))
    course = natural_course(day, k)
    falls = {"low": -float(course.high), "middle": -float(course.median), "high": -float(course.low)}
    # A drug takes off about as many points from much pain as from little: never more than the simulated points.
    points = gone * np.minimum(entry, before)
    return {
        name: responder_share(share, np.minimum(points + natural, 0.99 * entry), entry, k)
        for name, natural in falls.items()
    }


def mma_in_range(summary: Summary, plan: int, limit: float) -> Chance:
    """Chance that methylmalonate is in range on `MARKER_DAY`.

    Arguments:
        limit: upper end for this age and these kidneys [nmol/L]; the other limit in use and the error of the sample
            make the range.
    """
    level = summary.on(_MMA, plan, MARKER_DAY)
    inside, common = (np.where(np.isnan(level), 0.0, level <= end) for end in (limit, LIMITS_APART))
    value, other = (min(float((summary.weights * each).sum()), 1.0) for each in (inside, common))
    error = 1.28 * float(np.sqrt(np.sum(summary.weights**2 * (inside - value) ** 2)))
    return Chance(
        value=value,
        low=max(min(value, other) - error, 0.0),
        high=min(max(value, other) + error, 1.0),
        licence=OBSERVATIONS[_MMA].licence,
    )


def days_until_in_range(summary: Summary, plan: int, limit: float) -> Range | None:
    """Days until methylmalonate is in range, over the selves in whom it is not on day 0; None where it is in nearly
    all."""
    level = summary.of(_MMA, plan)
    above = level[0] > limit
    if summary.weights[above].sum() < 0.05:
        return None
    first = days_until(summary.days, level[:, above], limit)
    low, middle, high = (float(x[0]) for x in quantiles(first[None], summary.weights[above], (0.1, 0.5, 0.9)))
    if not np.isfinite(middle):
        return Range(low=low if np.isfinite(low) else None, median=None, high=None, unit="d", licence=Licence.FORECAST)
    known = high if np.isfinite(high) else None
    return Range(low=low, median=middle, high=known, unit="d", licence=Licence.FORECAST)


def residual_deficit(replete: Mapping[str, Array], summary: Summary, plan: int) -> ResidualDeficit:
    """What is still lost after 2 years, beside the same selves of that day with B12 replete all their life.

    100 (1 - function / function of the replete self), not below 0 [%].

    Arguments:
        replete: observation of `PARTS` -> that of the replete selves on `RESIDUAL_DAY`, shape (self,).
        summary: the followed selves.
        plan: number.
    """
    lost = {
        part: 100.0 * np.maximum(1.0 - summary.on(name, plan, RESIDUAL_DAY) / replete[name], 0.0)
        for part, name in PARTS.items()
    }
    worst = np.maximum.reduce(list(lost.values()))
    left = np.isnan(worst) | (worst > LEFT)  # a run that was stopped has lost more than that
    return ResidualDeficit(
        parts={part: summary.scenario(values, "%") for part, values in lost.items()},
        probability=summary.chance(dict.fromkeys(("low", "middle", "high"), left), Licence.SCENARIO),
    )
