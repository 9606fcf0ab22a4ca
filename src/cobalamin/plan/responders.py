"""People with 30 % and 50 % less pain after the span of a trial, as trials count them: drug and placebo together."""

from __future__ import annotations

import numpy as np

from cobalamin.body.observe import Licence
from cobalamin.body.responders import responder_share
from cobalamin.parameters import view
from cobalamin.person import Person
from cobalamin.person.covariates import median_constants
from cobalamin.plan.comparison import PAIN
from cobalamin.plan.model import NaturalCourseBand, Range, ResponderRow
from cobalamin.plan.summary import LEAST_SCORE, Summary
from cobalamin.regimen import COBALAMIN_CLASS

TRIAL_DAY = 84.0
"""Twelve weeks, the usual length of a trial of drugs for nerve pain [d]."""
RELIEFS = (0.3, 0.5)


def responder_rows(
    person: Person, summary: Summary, course: NaturalCourseBand, *, lack: bool
) -> tuple[ResponderRow, ...]:
    """Shares over the typical person under each nerve block, with the range of the natural course.

    The simulated relief beyond placebo is taken as a share of the simulated pain and counted from the score that the
    person names, since the typical person of a history may have more or less pain than this one. Where B12 lacks, no
    trial has counted people on B12, so plans that give it have no number.

    Arguments:
        person: who; the score of the worst pain named, else the simulated one.
        summary: the solved cohort.
        course: natural course and placebo.
        lack: whether the person lacks B12.
    """
    scores, n = summary.outcome.of(PAIN), summary.at(TRIAL_DAY)
    named = [s.severity for s in person.symptoms if s.observation == PAIN and s.severity >= LEAST_SCORE]
    without = scores[n, summary.cohort.typical(0)]
    entry = float(max(named, default=scores[0, summary.cohort.typical(0).start]))
    k, natural = view(median_constants(person)), (-course.high[n], -course.low[n])

    def people(relief: float, beyond: tuple[float, float] | None) -> Range:
        if beyond is None:
            return Range(low=None, median=None, high=None, unit="%", licence=Licence.SCENARIO)
        falls = (beyond[0] * entry + natural[0], beyond[1] * entry + natural[1])
        low, high = (100.0 * float(responder_share(relief, min(fall, 0.99 * entry), entry, k)) for fall in falls)
        return Range(low=low, median=None, high=high, unit="%", licence=Licence.SCENARIO)

    beyond: dict[str, tuple[float, float] | None] = {}
    for number, plan in enumerate(summary.cohort.plans[1:], start=1):
        share = (without - scores[n, summary.cohort.typical(number)]) / without
        uncounted = lack and _gives_b12(summary, number)
        beyond[plan] = None if uncounted or not np.isfinite(share).all() else (float(share.min()), float(share.max()))
    return tuple(
        ResponderRow(
            relief=relief,
            day=TRIAL_DAY,
            entry=entry,
            placebo=people(relief, (0.0, 0.0)),
            plans={plan: people(relief, ends) for plan, ends in beyond.items()},
        )
        for relief in RELIEFS
    )


def _gives_b12(summary: Summary, plan: int) -> bool:
    courses = summary.outcome.courses[summary.cohort.typical(plan).start]
    return any(c.substance_class == COBALAMIN_CLASS and c.end_day > 0 for c in courses)
