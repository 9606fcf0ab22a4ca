"""Harm of each plan beside placebo: adverse events, weight, and vitamin B6 as a range of very low certainty."""

from __future__ import annotations

from cobalamin.body.drugs import DRUGS
from cobalamin.body.harm import EVENTS, UNKNOWN
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.body.vitamin_b6 import CERTAINTY
from cobalamin.parameters import view
from cobalamin.person import Person
from cobalamin.person.covariates import median_constants
from cobalamin.plan.model import RESIDUAL_DAY, HarmRow, Range
from cobalamin.plan.summary import Summary

EVENT_DAY = 91.0
"""Most events have begun by then, and trials count them then."""
COUNTED: tuple[str, ...] = ("dizziness", "somnolence", "oedema", "nausea", "dry_mouth", "stop_for_harm")
RAISED = 1.05
"""An event that no drug of the plans brings more often than placebo, by this factor, is not listed."""
LEAST_RISK = 0.05
"""Percent: a high end of the risk by vitamin B6 below it is not shown."""


def harm_rows(person: Person, summary: Summary) -> tuple[HarmRow, ...]:
    """Rows for the plans that hold a drug for nerve pain or vitamin B6; () where none does.

    Arguments:
        person: whose covariates set the share of events on placebo.
        summary: the solved cohort.
    """
    taken = {plan: _substances(summary, n) for n, plan in enumerate(summary.cohort.plans)}
    painkilling = {plan: n for n, plan in enumerate(taken) if not taken[plan].isdisjoint(DRUGS)}
    unknown = tuple(plan for plan in painkilling if not taken[plan].isdisjoint(UNKNOWN))
    rows: list[HarmRow] = []
    k = view(median_constants(person))
    for event in COUNTED if painkilling else ():
        name, placebo = f"{event}_pct", 100.0 * getattr(k, f"{event}_background")
        plans = {
            plan: _nothing_known(name) if plan in unknown else summary.value(name, n, EVENT_DAY)
            for plan, n in painkilling.items()
        }
        if any(value.median is None or value.median > RAISED * placebo for value in plans.values()):
            about = EVENTS[event]
            rows.append(HarmRow(harm=name, about=about, day=EVENT_DAY, placebo=placebo, plans=plans, unknown=unknown))
    gaining = {plan: n for plan, n in painkilling.items() if "pregabalin" in taken[plan]}
    if gaining:
        rows.append(
            HarmRow(
                harm="weight_change_kg",
                about="weight gained",
                day=RESIDUAL_DAY,
                placebo=None,
                plans={plan: summary.value("weight_change_kg", n, RESIDUAL_DAY) for plan, n in gaining.items()},
            )
        )
    return (*rows, *_by_vitamin_b6(summary))


def _by_vitamin_b6(summary: Summary) -> list[HarmRow]:
    low, high = "b6_neuropathy_risk_low_pct", "b6_neuropathy_risk_high_pct"
    plans: dict[str, Range] = {}
    for n, plan in enumerate(summary.cohort.plans):
        ends = summary.typical(low, n, RESIDUAL_DAY), summary.typical(high, n, RESIDUAL_DAY)
        if ends[1] >= LEAST_RISK:
            kind = OBSERVATIONS[low]
            plans[plan] = Range(low=ends[0], median=None, high=ends[1], unit=kind.unit, licence=kind.licence)
    if not plans:
        return []
    about = "nerve damage by vitamin B6"
    return [HarmRow(harm=low, about=about, day=RESIDUAL_DAY, placebo=None, plans=plans, certainty=CERTAINTY)]


def _substances(summary: Summary, plan: int) -> set[str]:
    """What is taken after day 0 under a plan."""
    courses = summary.outcome.courses[summary.cohort.typical(plan).start]
    return {course.substance for course in courses if course.end_day > 0 and course.amount > 0}


def _nothing_known(name: str) -> Range:
    kind = OBSERVATIONS[name]
    return Range(low=None, median=None, high=None, unit=kind.unit, licence=kind.licence)
