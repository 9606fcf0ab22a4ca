"""Sentences of the answer: what to take away, what was not used, which runs were stopped."""

from __future__ import annotations

from collections.abc import Sequence

from cobalamin.assess.lack import Lack, functional_signs
from cobalamin.person import Person
from cobalamin.plan.model import NO_CHANGE, PlanOutcome, Range
from cobalamin.plan.summary import Summary

_SIGNS_NAMED = 2
"""Signs to treat at once that the headline names; the rest are counted and stand below it."""


def unused_notices(person: Person) -> tuple[str, ...]:
    """Say that what was measured did not shape the simulation."""
    if not (person.labs or person.symptoms or person.findings):
        return ()
    return (
        "Laboratory values, findings and the strength of symptoms do not shape this simulation yet: it shows people "
        "with this history, and the person's own values may lie outside the interval.",
    )


HARM_LEFT_OUT = (
    "How often drugs or vitamin B6 harm is left out in pregnancy, because the figures come from people who were not "
    "pregnant; the warnings under Safety stand."
)


def stopped_notices(summary: Summary) -> tuple[str, ...]:
    """Runs that left the recorded human range are named and counted, never filled."""
    outcome, cohort, found = summary.outcome, summary.cohort, list[str]()
    before = cohort.individuals - len(summary.possible)
    if before:
        found.append(
            f"{before} of {cohort.individuals} individuals drawn for this history are left out: care would have been "
            "needed before day 0 (haemoglobin below 3 g/dL)."
        )
    for n, plan in enumerate(cohort.plans):
        day = outcome.stopped.get(cohort.typical(n).start)
        if day is not None:
            found.append(
                f"Plan {plan!r} stops at day {day:g}: care would have been needed before (haemoglobin below 3 g/dL)."
            )
        people = sum(1 for row in summary.people(n) if int(row) in outcome.stopped)
        if people:
            found.append(
                f"Plan {plan!r}: {people} of {len(summary.possible)} individuals stop before the end for that reason."
            )
    return tuple(found)


def takeaway(
    person: Person,
    outcomes: Sequence[PlanOutcome],
    symptom: str | None,
    *,
    urgent: Sequence[str],
    nerve_off: bool,
    lack: Lack,
    untreated_now: Range,
) -> str:
    """The answer in one or two sentences, without a promise: what cannot wait, then what the plans do.

    Arguments:
        person: who; the symptoms named.
        outcomes: of every plan, `no change` first; one with a "do not" warning is never named as what helps.
        symptom: the symptom followed, or None.
        urgent: signs to treat at once, each with a colon after the sign.
        nerve_off: forecasts of nerve are off.
        lack: how sure a lack of B12 is.
        untreated_now: methylmalonate on day 0.
    """
    signs = [sign.partition(":")[0] for sign in urgent]
    more = [f"{len(signs) - _SIGNS_NAMED} more below"] if len(signs) > _SIGNS_NAMED else []
    first = "; ".join([*signs[:1], *(sign[0].lower() + sign[1:] for sign in signs[1:_SIGNS_NAMED]), *more])
    effect = _effect(
        person, outcomes, symptom, nerve_off=nerve_off, lack=lack, calm=not urgent, untreated_now=untreated_now
    )
    return f"{first}: care cannot wait. {effect}" if urgent else effect


def _effect(
    person: Person,
    outcomes: Sequence[PlanOutcome],
    symptom: str | None,
    *,
    nerve_off: bool,
    lack: Lack,
    calm: bool,
    untreated_now: Range,
) -> str:
    if nerve_off:
        return "In pregnancy this page shows markers only; read them against pregnancy's own references."
    quickest = [o for o in outcomes if o.name != NO_CHANGE and o.markers["mma_nmol_l"][91].median is not None]
    if not quickest:
        return "There is no plan in the file: this is what happens if nothing changes."
    allowed = [o for o in quickest if not o.barred]
    if not allowed:
        return "Every plan here has a 'do not' warning."
    blood = _blood(person, outcomes, allowed, len(quickest), lack=lack, calm=calm, untreated_now=untreated_now)
    if symptom is None:
        return f"{blood}; {_not_reproduced(person)}" if person.symptoms else f"{blood}."
    word = symptom.removesuffix("_nrs").replace("_", " ")
    sure = [o.name for o in allowed if o.relief_30 and o.relief_30.high is not None]
    possible = [o.name for o in allowed if o.relief_30 and o.relief_30.low is not None]
    if sure:
        plans = _listed(sure, len(quickest))
        return (
            f"{blood}; {word} eases by 30 % on {plans} in most simulated people under every rival nerve model: a "
            "scenario, no promise."
        )
    if possible:
        return (
            f"{blood}; whether {word} eases by 30 % depends on the person and the nerve model, so no time is promised."
        )
    which = "no plan" if len(allowed) == len(quickest) else "no plan without a 'do not' warning"
    return f"{blood}; within two years {which} by itself eases the simulated {word} by 30 %, natural course apart."


def _blood(
    person: Person,
    outcomes: Sequence[PlanOutcome],
    allowed: Sequence[PlanOutcome],
    of: int,
    *,
    lack: Lack,
    calm: bool,
    untreated_now: Range,
) -> str:
    """What the plans do to methylmalonate, and how sure a lack is; that none is known only where nothing presses."""
    now = untreated_now.median or 0.0
    kept = outcomes[0].markers["mma_nmol_l"][91].median
    against = now if kept is None else kept  # a run without change may have stopped for lack of care
    lowering = [o.name for o in allowed if (o.markers["mma_nmol_l"][91].median or against) < 0.9 * against]
    if lack is Lack.NONE and calm:
        return "No lack of B12 is known here"
    if lowering:
        text = f"by 3 months methylmalonate falls on {_listed(lowering, of)}"
    else:
        which = "no plan" if len(allowed) == of else "no plan without a 'do not' warning"
        text = f"{which} changes methylmalonate much by 3 months"
    if lack is Lack.POSSIBLE and calm:
        return f"A lack of B12 is possible here ({' and '.join(functional_signs(person))}); {text}"
    return text[0].upper() + text[1:]


def _not_reproduced(person: Person) -> str:
    """That the simulation has none of the symptoms named, and what this does not mean."""
    worst = max(person.symptoms, key=lambda s: s.severity)
    where = f" of the {worst.site.replace('feet and hands', 'feet and the hands')}" if worst.site else ""
    return (
        f"this simulation does not reproduce the {worst.name}{where}, which says nothing about whether it is real or "
        "treatable."
    )


def _listed(names: Sequence[str], of: int) -> str:
    """Up to two names, or their number."""
    if len(names) > 2:
        return "every plan" if len(names) == of else f"{len(names)} of {of} plans"
    return " and ".join(f"'{name}'" for name in names)
