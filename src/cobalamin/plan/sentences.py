"""Sentences of the answer: what to take away, what was not used, which runs were stopped."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from cobalamin.assess.exposure import past_courses
from cobalamin.assess.lack import Lack, functional_signs
from cobalamin.assess.urgent import NERVE_SIGNS, nerve_signs
from cobalamin.infer.forecast import ENOUGH, Posterior
from cobalamin.person import Person
from cobalamin.plan.model import NO_CHANGE, PlanOutcome, Range
from cobalamin.plan.summary import Summary
from cobalamin.regimen import COBALAMIN_CLASS

ON_TREATMENT = (
    "B12 is being taken or was taken within a year: the chances are about now, on treatment, and do not tell whether a "
    "lack caused the symptoms."
)
_TREATED_DAYS = 365.0
UNLIKELY = 0.15
"""Chance of a lack of B12, by any definition, below which it is called unlikely. Source: guess"""
SURE = 0.9
"""Chance of methylmalonate in range without change from which it is said to be there. Source: guess"""
WORKS = 0.5
"""Chance of methylmalonate in range from which a plan is said to work for the markers. Source: guess"""
ORAL_FIRST = "b12_injections_first"
"""Id of the rule that tells oral B12 from injections."""
LEAST_STOPPED = 0.03
"""Share of stopped runs from which they are told."""
_SIGNS_NAMED = 2
"""Signs to treat at once that the headline names; the rest are counted and stand below it."""


HARM_LEFT_OUT = (
    "How often drugs or vitamin B6 harm is left out in pregnancy, because the figures come from people who were not "
    "pregnant; the warnings under Safety stand."
)


def follow_up_notices(person: Person, now: float) -> tuple[str, ...]:
    """From which day plans begin, where the file tells of days after its day 0."""
    if now <= 0:
        return ()
    when = f"day {now:g} of the file"
    if person.date is not None:
        when = (person.date + datetime.timedelta(days=round(now))).isoformat()
    said = [f"The file tells of follow-up until {when}: everything up to then counts, and the plans begin there."]
    if not any(taken.until_day is None or taken.until_day > 0 for taken in person.taken):
        said.append("Nothing is recorded as taken since day 0; if something was, write it as [[taken]].")
    return tuple(said)


def treated(person: Person) -> bool:
    """Whether B12 is taken, or was within a year, so that results of today cannot deny a lack of yesterday."""
    return any(
        course.substance_class == COBALAMIN_CLASS and course.amount > 0 and course.end_day > -_TREATED_DAYS
        for course in past_courses(person)
    )


def adherence_notices(person: Person) -> tuple[str, ...]:
    """That some doses are missed, and which."""
    if person.adherence >= 1.0:
        return ()
    return (
        f"Of 100 doses that are taken by oneself, {100 * person.adherence:.0f} are taken here; injections given by "
        "others are not missed.",
    )


def surprise_notices(found: Posterior) -> tuple[str, ...]:
    """That few selves carry the answer, or that some could not be followed."""
    said: list[str] = []
    if found.effective_size < ENOUGH:
        said.append(
            f"The data are unusual for this history: the ranges rest on {found.effective_size:.0f} effective selves, "
            "and their ends are less sure."
        )
    if found.failed:
        said.append(f"{found.failed} possible selves could not be followed and are left out.")
    return tuple(said)


def route_sentence(person: Person, outcomes: Sequence[PlanOutcome], *, lack: Lack) -> str:
    """That tablets correct the markers too, and that injections come first where nerve or cord is hurt; "" else."""
    hurt = nerve_signs(person) or any(symptom.name in NERVE_SIGNS for symptom in person.symptoms)
    oral = [o for o in outcomes if any(w.id == ORAL_FIRST for w in o.warnings) and not o.barred]
    working = [o for o in oral if o.mma_in_range is not None and o.mma_in_range.value >= WORKS]
    if lack is Lack.NONE or not hurt or not working:
        return ""
    names = _listed([o.name for o in working], len(outcomes))
    return (
        f"On {names} the blood markers come right as well; because nerve or cord is hurt, guidelines start with "
        "injections."
    )


def stopped_notices(summary: Summary) -> tuple[str, ...]:
    """Runs that left the recorded human range are named and counted, never filled."""
    last = float(summary.days[-1])
    told: dict[str, list[str]] = {}
    for n, plan in enumerate(summary.plans):
        share = summary.stopped_share(n, last)
        if share >= LEAST_STOPPED:
            told.setdefault(f"{100 * share:.0f} of 100", []).append(plan)
    return tuple(
        f"Plan {' and plan '.join(repr(plan) for plan in plans)}: {share} such people stop before the end: care would "
        "have been needed before (haemoglobin below 3 g/dL)."
        for share, plans in told.items()
    )


def takeaway(
    person: Person,
    outcomes: Sequence[PlanOutcome],
    symptom: str | None,
    *,
    urgent: Sequence[str],
    nerve_off: bool,
    lack: Lack,
    untreated_now: Range,
    unlikely: bool = False,
    unfit: bool = False,
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
        unlikely: whether a lack of B12 is, given all data.
        unfit: whether a result hardly fits the history that is told.
    """
    signs = [sign.partition(":")[0] for sign in urgent]
    more = [f"{len(signs) - _SIGNS_NAMED} more below"] if len(signs) > _SIGNS_NAMED else []
    first = "; ".join([*signs[:1], *(sign[0].lower() + sign[1:] for sign in signs[1:_SIGNS_NAMED]), *more])
    effect = _effect(
        person, outcomes, symptom, nerve_off=nerve_off, lack=lack, calm=not urgent, untreated_now=untreated_now
    )
    if unfit:
        effect = f"A result hardly fits the history that is told, and is to be asked about first. {effect}"
    if unlikely and lack is Lack.NONE and person.symptoms and not urgent:
        return f"B12 is unlikely to be the cause here. {effect}"
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
    if symptom is not None and all(o.relief_30 is None for o in outcomes):
        return f"{blood}; for pain from a nerve root this simulation makes no claim."
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
    if lack is Lack.NONE and calm and not treated(person):
        return "No lack of B12 is known here"
    in_range = outcomes[0].mma_in_range
    if lowering:
        text = f"by 3 months methylmalonate falls on {_listed(lowering, of)}"
    elif in_range is not None and in_range.value >= SURE:
        text = "methylmalonate is probably in range already, and stays there for 3 months with any plan and with none"
    else:
        which = "no plan" if len(allowed) == of else "no plan without a 'do not' warning"
        text = f"{which} changes methylmalonate much by 3 months"
    if lack is Lack.POSSIBLE and calm:
        why = " and ".join(functional_signs(person))
        return f"A lack of B12 is possible here{f' ({why})' if why else ''}; {text}"
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
