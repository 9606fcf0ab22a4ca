"""Harm of each plan beside placebo: adverse events, weight, and vitamin B6 as a range of very low certainty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cobalamin.assess.doses import daily_dose
from cobalamin.body.drugs import DRUGS
from cobalamin.body.harm import BY_DULOXETINE, BY_GABAPENTINOIDS, EVENTS, UNKNOWN
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.body.vitamin_b6 import CERTAINTY
from cobalamin.evidence.comparators import event_rates, placebo_rate
from cobalamin.person import Person
from cobalamin.plan.model import RESIDUAL_DAY, HarmRow, ObservedRate, Range
from cobalamin.plan.summary import Summary
from cobalamin.regimen import Course

EVENT_DAY = 91.0
"""Most events have begun by then, and trials count them then."""
COUNTED: tuple[str, ...] = ("dizziness", "somnolence", "oedema", "nausea", "dry_mouth", "stop_for_harm")
RAISED = 1.05
"""An event that no drug of the plans brings more often than placebo, by this factor, is not listed."""
LEAST_RISK = 0.05
"""Percent: a high end of the risk by vitamin B6 below it is not shown."""
MODELLED: Mapping[str, tuple[str, ...]] = {
    "pregabalin": BY_GABAPENTINOIDS,
    "gabapentin": BY_GABAPENTINOIDS,
    "duloxetine": BY_DULOXETINE,
}
"""Drug -> events whose rate is known; of any other event of any drug nothing is, which is not none."""
WEIGHT = "weight gained since pregabalin began"
"""The weight gained before day 0 is in it, where the drug is taken already."""
BORROWER = "gabapentin"
"""The drug whose rates are those of another, pregabalin. Source: comparators_fit"""


def harm_rows(person: Person, summary: Summary) -> tuple[HarmRow, ...]:
    """Rows for the plans that hold a drug for nerve pain or vitamin B6; () where none does.

    Of 100 people is a mean: that of the simulated people, each with own kidneys and proneness.

    Arguments:
        person: whose condition chooses the trial shown beside.
        summary: the solved cohort.
    """
    courses = {plan: _ahead(summary, n) for n, plan in enumerate(summary.plans)}
    taken = {plan: {c.substance for c in given} & set(DRUGS) for plan, given in courses.items()}
    painkilling = {plan: n for n, plan in enumerate(taken) if taken[plan]}
    borrowed = tuple(plan for plan in painkilling if BORROWER in taken[plan])
    rows: list[HarmRow] = []
    for event in COUNTED if painkilling else ():
        name = f"{event}_pct"
        unknown = tuple(
            plan for plan in painkilling if any(event not in MODELLED.get(drug, ()) for drug in taken[plan])
        )
        placebo = _mean_on_placebo(summary, event)
        plans = {
            plan: _nothing_known(name) if plan in unknown else mean_of_people(summary, name, n)
            for plan, n in painkilling.items()
        }
        unread = any(not taken[plan].isdisjoint(UNKNOWN) for plan in unknown)
        known = [value.median for plan, value in plans.items() if plan not in unknown]
        if not unread and not any(median is None or median > RAISED * placebo for median in known):
            continue
        rows.append(
            HarmRow(
                harm=name,
                about=EVENTS[event],
                day=EVENT_DAY,
                placebo=placebo,
                plans=plans,
                unknown=unknown,
                borrowed=tuple(plan for plan in borrowed if plan not in unknown),
                observed={
                    plan: rate for plan in painkilling if (rate := observed(person, event, courses[plan])) is not None
                },
            )
        )
    return (*rows, *_weight(summary, painkilling, taken), *_by_vitamin_b6(summary))


def observed(person: Person, event: str, courses: Sequence[Course]) -> ObservedRate | None:
    """What a trial counted on this dose of one drug alone; None where no trial gave it beside its placebo.

    A trial in the person's own condition comes first, else one in diabetic neuropathy.
    """
    doses: dict[str, float] = {}
    for course in courses:
        if course.substance in DRUGS and course.first_day <= EVENT_DAY < course.end_day:
            doses[course.substance] = doses.get(course.substance, 0.0) + daily_dose(course)
    if len(doses) != 1:
        return None
    ((drug, dose),) = doses.items()
    wanted = "PHN" if person.has("post-herpetic neuralgia") else "DPN"
    same = [rate for rate in event_rates() if (rate.drug, rate.event, rate.dose) == (drug, event, dose)]
    for rate in sorted(same, key=lambda each: each.condition != wanted):
        placebo = placebo_rate(rate)
        if placebo is not None:
            return ObservedRate(percent=rate.percent, placebo=placebo.percent, study=rate.study)
    return None


def mean_of_people(summary: Summary, name: str, plan: int) -> Range:
    """Mean and interval between people; the interval is widened to hold the mean of a skewed few."""
    value = summary.value(name, plan, EVENT_DAY)
    if value.low is None or value.high is None:
        return value
    mean = summary.mean(summary.on(name, plan, EVENT_DAY))
    return Range(
        low=min(value.low, mean), median=mean, high=max(value.high, mean), unit=value.unit, licence=value.licence
    )


def _mean_on_placebo(summary: Summary, event: str) -> float:
    """Mean over the same people without what their drugs add [%]."""
    return summary.mean(summary.on(f"{event}_pct", 0, 0.0) - summary.on(f"{event}_excess_pct", 0, 0.0))


def _weight(summary: Summary, painkilling: Mapping[str, int], taken: Mapping[str, set[str]]) -> list[HarmRow]:
    """Weight on pregabalin; on any other drug nothing is known."""
    if not any("pregabalin" in taken[plan] for plan in painkilling):
        return []
    name = "weight_change_kg"
    unknown = tuple(plan for plan in painkilling if taken[plan] != {"pregabalin"})
    plans = {
        plan: _nothing_known(name) if plan in unknown else summary.value(name, n, RESIDUAL_DAY)
        for plan, n in painkilling.items()
    }
    return [HarmRow(harm=name, about=WEIGHT, day=RESIDUAL_DAY, placebo=None, plans=plans, unknown=unknown)]


def _by_vitamin_b6(summary: Summary) -> list[HarmRow]:
    low, high = "b6_neuropathy_risk_low_pct", "b6_neuropathy_risk_high_pct"
    plans: dict[str, Range] = {}
    for n, plan in enumerate(summary.plans):
        ends = summary.middle(low, n, RESIDUAL_DAY), summary.middle(high, n, RESIDUAL_DAY)
        if ends[1] >= LEAST_RISK:
            kind = OBSERVATIONS[low]
            plans[plan] = Range(low=ends[0], median=None, high=ends[1], unit=kind.unit, licence=kind.licence)
    if not plans:
        return []
    about = "nerve damage by vitamin B6"
    return [HarmRow(harm=low, about=about, day=RESIDUAL_DAY, placebo=None, plans=plans, certainty=CERTAINTY)]


def _ahead(summary: Summary, plan: int) -> list[Course]:
    """What is taken after day 0 under a plan."""
    return [course for course in summary.courses[plan] if course.end_day > 0 and course.amount > 0]


def _nothing_known(name: str) -> Range:
    kind = OBSERVATIONS[name]
    return Range(low=None, median=None, high=None, unit=kind.unit, licence=kind.licence)
