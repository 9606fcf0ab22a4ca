"""Plans offered when the person file names none, and why the others of the table are not.

Every plan of the table that belongs to the person's jurisdiction is either offered or left out with a reason and its
source. `placebo` is a plan of its own and not in the table. A plan is never a prescription: it is something to discuss.
"""

from __future__ import annotations

from dataclasses import dataclass

from cobalamin.person import Person
from cobalamin.plan.built_in_rules import CAUTIONS, RULES, Situation, dose_for, gas_goes_on
from cobalamin.plan.built_in_table import BuiltInPlan, Reason, built_in
from cobalamin.regimen import Regimen, Stop

_NO_COUNTRY = "UK"
"""Whose schedules are offered where no country is told; their tables are the most complete ones here."""


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A plan that fits.

    Attributes:
        name: short, for people.
        regimen: what is taken from day 0, for this person: dose by kidneys, B12 beside an analgesic, gas stopped.
        kind: "b12", "analgesic", "both" or "diet".
        form: "injection", "tablet", "sublingual", "nasal", "diet" or "capsule".
        sources: ids of facts, those of the cautions last.
        note: what people should know, cautions for this person last.
    """

    name: str
    regimen: Regimen
    kind: str
    form: str
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True, kw_only=True)
class Excluded:
    """A plan that does not fit, the first reason against it, and the id of its source."""

    name: str
    regimen_text: str
    reason: str
    source: str


def offered_plans(
    person: Person, *, deficient: bool, possible: bool
) -> tuple[tuple[Offered, ...], tuple[Excluded, ...]]:
    """The built-in plans for this person, and those left out.

    Arguments:
        person: who; the jurisdiction decides whose schedules are looked at, "generic" takes those of the UK.
        deficient: whether B12 lacks (`Lack.LIKELY`).
        possible: whether B12 may not work although no lack is shown (`Lack.POSSIBLE`).
    Example:
        >>> from cobalamin.person import person_from_mapping
        >>> vegan = person_from_mapping({"person": {"age": 40, "sex": "female", "diet": "vegan", "jurisdiction": "UK"}})
        >>> offered, excluded = offered_plans(vegan, deficient=True, possible=False)
        >>> offered[0].name, str(offered[1].regimen)
        ('UK injections', 'cyanocobalamin 50 ug orally daily')
    """
    it = Situation(person, deficient, possible)
    table = built_in()
    offered: list[Offered] = []
    excluded: list[Excluded] = []
    for plan in table.plans:
        if not _belongs(plan, person):
            continue
        against = _against(it, plan)
        b12 = _first_b12(offered) if plan.kind == "both" else None
        if against is None and plan.kind == "both" and b12 is None:
            against = table.reasons["no_b12_plan"]
        if against is None:
            offered.append(_offer(it, plan, b12))
        else:
            text = str(dose_for(it, plan) or plan.doses[-1])
            excluded.append(Excluded(name=plan.name, regimen_text=text, reason=against.text, source=against.source))
    return tuple(offered), tuple(excluded)


def _belongs(plan: BuiltInPlan, person: Person) -> bool:
    place = _NO_COUNTRY if person.jurisdiction == "generic" else person.jurisdiction
    return plan.jurisdiction in ("all", place)


def _against(it: Situation, plan: BuiltInPlan) -> Reason | None:
    """The first reason of the table that stands against a plan."""
    reasons = built_in().reasons
    return next((reasons[name] for name in reasons if name in RULES and RULES[name](it, plan)), None)


def _first_b12(offered: list[Offered]) -> Offered | None:
    return next((each for each in offered if each.kind == "b12" and each.form in ("injection", "tablet")), None)


def _offer(it: Situation, plan: BuiltInPlan, b12: Offered | None) -> Offered:
    """The plan as this person would take it."""
    regimen = dose_for(it, plan)
    assert regimen is not None, f"{plan.name}: offered without a dose"
    items, sources = regimen.items, plan.source
    if b12 is not None:
        items, sources = (*b12.regimen.items, *items), (*b12.sources, *sources)
    elif gas_goes_on(it.person):
        items = (Stop(target="nitrous oxide"), *items)
    cautions = [each for name, each in built_in().cautions.items() if CAUTIONS[name](it, plan)]
    return Offered(
        name=plan.name,
        regimen=Regimen(items=items),
        kind=plan.kind,
        form=plan.form,
        sources=tuple(dict.fromkeys((*sources, *(each.source for each in cautions)))),
        note=" ".join([plan.note, *(each.text for each in cautions)]),
    )
