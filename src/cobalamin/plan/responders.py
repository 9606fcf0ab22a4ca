"""People with 30 % and 50 % less pain after the span of a trial, as trials count them: drug and placebo together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.assess.exposure import recent_gas
from cobalamin.assess.lack import Lack
from cobalamin.body.observe import Licence
from cobalamin.body.responders import responder_share
from cobalamin.parameters import view
from cobalamin.person import Person
from cobalamin.person.covariates import ReliefBasis, median_constants, relief_basis
from cobalamin.plan.comparison import PAIN
from cobalamin.plan.model import PLACEBO, NaturalCourseBand, Range, ResponderRow
from cobalamin.plan.summary import LEAST_SCORE, MOST_STOPPED, Summary
from cobalamin.regimen import COBALAMIN_CLASS

TRICYCLIC = "tricyclic"
TRIAL_DAY = 84.0
"""Twelve weeks, the usual length of a trial of drugs for nerve pain [d]."""
RELIEFS = (0.3, 0.5)
LEAST_ENTRY = 4.0
"""Trials of drugs for nerve pain enter people from this score on [0 to 10]. Source: comparators_report"""


def responder_rows(
    person: Person, summary: Summary, course: NaturalCourseBand, *, lack: Lack
) -> tuple[ResponderRow, ...]:
    """Shares over the mean pain under each nerve block, with the range of the natural course.

    The simulated relief beyond placebo is taken as a share of the simulated pain and counted from the score that the
    person names, since the typical person of a history may have more or less pain than this one. Where no trial stands
    behind a number there is none, but the reason.

    Arguments:
        person: who; the score of the worst pain named, else the simulated one.
        summary: the followed selves.
        course: natural course and placebo.
        lack: how sure a lack of B12 is.
    """
    n = summary.at(TRIAL_DAY)
    named = [s.severity for s in person.symptoms if s.observation == PAIN and s.severity >= LEAST_SCORE]
    without = _by_block(summary, 0, TRIAL_DAY)
    entry = float(max(named, default=summary.middle(PAIN, 0, 0.0)))
    k, natural = view(median_constants(person)), (-course.high[n], -course.low[n])

    def people(relief: float, beyond: tuple[float, float] | None) -> Range:
        if beyond is None:
            return Range(low=None, median=None, high=None, unit="%", licence=Licence.SCENARIO)
        # A drug takes off about as many points from much pain as from little: never more than the simulated points.
        counted = min(entry, float(without.max()))
        falls = (beyond[0] * counted + natural[0], beyond[1] * counted + natural[1])
        low, high = (100.0 * float(responder_share(relief, min(fall, 0.99 * entry), entry, k)) for fall in falls)
        return Range(low=low, median=None, high=high, unit="%", licence=Licence.SCENARIO)

    nobody = untried(person, entry)
    beyond: dict[str, tuple[float, float] | None] = {PLACEBO: None if nobody else (0.0, 0.0)}
    unknown = {PLACEBO: nobody} if nobody else {}
    for number, plan in enumerate(summary.plans[1:], start=1):
        share = (without - _by_block(summary, number, TRIAL_DAY)) / without
        reason = nobody or uncounted(_substances(summary, number), lack)
        reason = reason or ("" if np.isfinite(share).all() else "care needed before")
        if reason:
            unknown[plan] = reason
        beyond[plan] = None if reason else (float(share.min()), float(share.max()))
    return tuple(
        ResponderRow(
            relief=relief,
            day=TRIAL_DAY,
            entry=entry,
            placebo=people(relief, beyond[PLACEBO]),
            plans={plan: people(relief, ends) for plan, ends in beyond.items() if plan != PLACEBO},
            unknown=unknown,
        )
        for relief in RELIEFS
    )


def untried(person: Person, entry: float) -> str:
    """Why no trial tells of people like this one, on any plan; "" where trials do.

    Arguments:
        person: who.
        entry: pain on day 0 [0 to 10].
    """
    if relief_basis(person) is ReliefBasis.NONE:
        return "no trial here counted people with sciatica or a narrow spinal canal"
    if recent_gas(person):
        return "no trial has counted people after nitrous oxide"
    return f"trials enter people with a pain of {LEAST_ENTRY:g} or more" if entry < LEAST_ENTRY else ""


def uncounted(substances: frozenset[tuple[str, str]], lack: Lack) -> str:
    """Why no trial tells of this plan; "" where trials do.

    Arguments:
        substances: (name, class) of what is taken after day 0.
        lack: how sure a lack of B12 is.
    """
    if lack is not Lack.NONE and any(group == COBALAMIN_CLASS for _, group in substances):
        return "no trial has counted them"
    if any(group == TRICYCLIC for _, group in substances):
        return "reviewers of tricyclics say that no figure can be trusted"
    return ""


def _substances(summary: Summary, plan: int) -> frozenset[tuple[str, str]]:
    return frozenset((c.substance, c.substance_class) for c in summary.courses[plan] if c.end_day > 0 and c.amount > 0)


def _by_block(summary: Summary, plan: int, day: float) -> npt.NDArray[np.float64]:
    """Mean pain under each nerve block, shape (block,); NaN where most runs have been stopped."""
    if summary.stopped_share(plan, day) > MOST_STOPPED:
        return np.full(len(summary.of_blocks), np.nan)
    pain, weights = np.nan_to_num(summary.on(PAIN, plan, day)), summary.weights
    means = [float(np.average(pain[rows], weights=weights[rows])) for rows in summary.of_blocks]
    return np.array(means, dtype=np.float64)
