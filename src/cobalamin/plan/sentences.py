"""Sentences of the answer: what to take away, what was not used, which runs were stopped."""

from __future__ import annotations

from collections.abc import Sequence

from cobalamin.person import Person
from cobalamin.plan.model import NO_CHANGE, PlanOutcome, Range
from cobalamin.plan.summary import Summary


def unused_notices(person: Person) -> tuple[str, ...]:
    """Say that what was measured did not shape the simulation."""
    if not (person.labs or person.symptoms or person.findings):
        return ()
    return (
        "Laboratory values, findings and the strength of symptoms do not shape this simulation yet: it shows people "
        "with this history, and the person's own values may lie outside the interval.",
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
    outcomes: Sequence[PlanOutcome], symptom: str | None, *, nerve_off: bool, lack: bool, untreated_now: Range
) -> str:
    """The answer in one sentence, without a promise.

    Arguments:
        outcomes: of every plan, `no change` first.
        symptom: the symptom followed, or None.
        nerve_off: forecasts of nerve are off.
        lack: whether the person lacks B12.
        untreated_now: methylmalonate on day 0.
    """
    if nerve_off:
        return "In pregnancy this page shows markers only; read them against pregnancy's own references."
    quickest = [o for o in outcomes if o.name != NO_CHANGE and o.markers["mma_nmol_l"][91].median is not None]
    if not quickest:
        return "There is no plan in the file: this is what happens if nothing changes."
    now = untreated_now.median or 0.0
    kept = outcomes[0].markers["mma_nmol_l"][91].median
    against = now if kept is None else kept  # a run without change may have stopped for lack of care
    lowering = [o.name for o in quickest if (o.markers["mma_nmol_l"][91].median or against) < 0.9 * against]
    if not lack:
        blood = "No lack of B12 is known here"
    elif lowering:
        blood = f"By 3 months methylmalonate falls on {_listed(lowering, len(quickest))}"
    else:
        blood = "No plan changes methylmalonate much by 3 months"
    if symptom is None:
        return blood + "; the simulated self has none of the named symptoms to follow."
    word = symptom.removesuffix("_nrs").replace("_", " ")
    sure = [o.name for o in quickest if o.relief_30 and o.relief_30.high is not None]
    possible = [o.name for o in quickest if o.relief_30 and o.relief_30.low is not None]
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
    return f"{blood}; within two years no plan by itself eases the simulated {word} by 30 %, natural course apart."


def _listed(names: Sequence[str], of: int) -> str:
    """Up to two names, or their number."""
    if len(names) > 2:
        return "every plan" if len(names) == of else f"{len(names)} of {of} plans"
    return " and ".join(f"'{name}'" for name in names)
