"""Guideline rules that apply to this person, each quoted from the table of facts and named by its id.

A rule is a fact without a number: `population` is its when, `quantity` its then. Here stands only when it applies.
A rule of a country is used there and for people whose country is not told; rules marked "all" hold everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cobalamin.assess.exposure import past_courses, recent_gas
from cobalamin.assess.lack import (
    LIKELY_ENOUGH_ACTIVE_B12,
    LIKELY_ENOUGH_SERUM_B12,
    LOW_ACTIVE_B12,
    LOW_SERUM_B12,
    acts_at_once,
    b12_goes_on_since,
    between,
)
from cobalamin.assess.urgent import nerve_signs
from cobalamin.evidence import fact
from cobalamin.person import Person
from cobalamin.units import DAYS_PER_MONTH, DAYS_PER_YEAR

_LONG_METFORMIN_DAYS = 4 * DAYS_PER_MONTH
_LONG_ACID_DAYS = DAYS_PER_YEAR
_HIGH_B12 = 738.0
"""Serum B12 [pmol/L] (1000 pg/mL) that asks for a reason where none is taken. Source: r_highb12"""
_GUT = (
    *("ileal resection", "Crohn's disease of the ileum", "total gastrectomy", "partial gastrectomy", "gastric bypass"),
    *("sleeve gastrectomy", "coeliac disease", "pernicious anaemia", "autoimmune gastritis", "atrophic gastritis"),
)
_SYMPTOMS_OF_LACK = frozenset(
    (
        *("tingling", "numbness", "weakness", "unsteadiness", "memory trouble", "fatigue", "visual trouble"),
        *("sore tongue", "low mood", "psychosis"),
    )
)


@dataclass(frozen=True, kw_only=True)
class AppliedRule:
    """A rule that applies.

    Attributes:
        id: of the fact.
        jurisdiction: where it is from: "UK", "US" or "all".
        when, then: as quoted, but for the word "normal".
        source: who says so.
        verified: how it was read.
    """

    id: str
    jurisdiction: str
    when: str
    then: str
    source: str
    verified: str


def _symptoms(person: Person) -> bool:
    return any(s.name in _SYMPTOMS_OF_LACK for s in person.symptoms) or nerve_signs(person)


def taken_for(person: Person, what: str) -> float:
    """Longest time up to day 0 that a substance or a class of them has been taken [d]; 0 where it is not."""
    courses = [c for c in past_courses(person) if what in (c.substance, c.substance_class)]
    return max((min(c.end_day, 0.0) - c.first_day for c in courses if c.end_day >= 0), default=0.0)


def _risk(person: Person) -> bool:
    long_acid = max(taken_for(person, "proton pump inhibitor"), taken_for(person, "H2 blocker")) > _LONG_ACID_DAYS
    return (
        any(person.has(name) for name in _GUT)
        or person.diet.name in ("vegan", "vegetarian")
        or taken_for(person, "metformin") > _LONG_METFORMIN_DAYS
        or long_acid
        or recent_gas(person)
        or bool(person.family_history)
        or person.age > 75
    )


def _low(person: Person) -> bool:
    return between(person, "serum_b12")[1] < LOW_SERUM_B12 or between(person, "holotc")[1] < LOW_ACTIVE_B12


def _grey(person: Person) -> bool:
    total, active = between(person, "serum_b12"), between(person, "holotc")
    unclear = total[0] >= LOW_SERUM_B12 and total[1] <= LIKELY_ENOUGH_SERUM_B12
    return (unclear or (active[0] >= LOW_ACTIVE_B12 and active[1] <= LIKELY_ENOUGH_ACTIVE_B12)) and not _low(person)


def _high(person: Person) -> bool:
    enough = between(person, "serum_b12")[0] > LIKELY_ENOUGH_SERUM_B12
    active = between(person, "holotc")[0] > LIKELY_ENOUGH_ACTIVE_B12
    return (enough or active) and not recent_gas(person) and b12_goes_on_since(person) is None and not _low(person)


def _untested(person: Person) -> bool:
    return not any(lab.test in ("serum_b12", "holotc", "mma", "homocysteine") and lab.day <= 0 for lab in person.labs)


def _words(person: Person) -> str:
    return " ".join(person.other_medicines).lower()


def _autoimmune_suspected(person: Person) -> bool:
    named = any(person.has(name) for name in ("autoimmune gastritis", "pernicious anaemia"))
    explained = person.diet.name in ("vegan", "vegetarian") or any(person.has(name) for name in _GUT)
    tested = any(lab.test == "intrinsic_factor_antibody" for lab in person.labs)
    return not tested and (_low(person) or acts_at_once(person)) and (named or not explained)


_WHEN: Mapping[str, tuple[str, Callable[[Person], bool]]] = {
    "r_test_both": ("UK", lambda p: _untested(p) and _symptoms(p) and _risk(p)),
    "r_test_sx": ("UK", lambda p: _untested(p) and _symptoms(p) and not _risk(p)),
    "r_first": ("UK", lambda p: _untested(p) and not recent_gas(p) and not p.has("pregnancy")),
    "r_preg": ("UK", lambda p: p.has("pregnancy")),
    "r_n2o": ("UK", recent_gas),
    "r_low": ("UK", _low),
    "r_grey": ("UK", lambda p: _grey(p) and _symptoms(p)),
    "r_high": ("UK", _high),
    "r_neuro_now": ("UK", lambda p: acts_at_once(p) and nerve_signs(p)),
    "r_cause": ("UK", _autoimmune_suspected),
    "r_us_screen": ("US", lambda p: _untested(p) and _risk(p)),
    "r_us_reflex": ("US", _grey),
    "r_no_monitor": ("UK", lambda p: b12_goes_on_since(p) is not None),
    "r_biotin": ("all", lambda p: bool(re.search(r"\bbiotin\b", _words(p)))),
    "r_if_interf": (
        "all",
        lambda p: any(lab.test == "intrinsic_factor_antibody" and lab.value > 0 for lab in p.labs),
    ),
    "r_falselow": (
        "UK",
        lambda p: p.has("pregnancy") or p.has("HIV") or p.has("paraproteinaemia") or "contraceptive" in _words(p),
    ),
    "r_highb12": (
        "US",
        lambda p: between(p, "serum_b12")[0] > _HIGH_B12 and not _untested(p) and b12_goes_on_since(p) is None,
    ),
    "r_dsp": ("US", lambda p: bool({"tingling", "numbness"} & {s.name for s in p.symptoms if s.site != "hands"})),
    "r_copper": ("all", lambda p: "zinc" in _words(p) or (_high(p) and any(p.has(n) for n in _GUT))),
}


def _in_range(words: str) -> str:
    """A quoted rule without the one word that dismisses people: a value is in a range, and nobody is normal."""
    return re.sub(r"\bnormal\b", "in the reference range", words)


def applied_rules(person: Person) -> tuple[AppliedRule, ...]:
    """Rules that apply, those of the person's jurisdiction first.

    Source: r_test_both, r_test_sx, r_first, r_preg, r_n2o, r_low, r_grey, r_high, r_neuro_now, r_cause, r_us_screen,
    r_us_reflex, r_no_monitor, r_biotin, r_if_interf, r_falselow, r_highb12, r_dsp, r_copper
    """
    found: list[AppliedRule] = []
    for id, (place, applies) in _WHEN.items():
        here = place in ("all", person.jurisdiction) or person.jurisdiction not in ("UK", "US")
        if here and applies(person):
            quoted = fact(id)
            found.append(
                AppliedRule(
                    id=id,
                    jurisdiction=place,
                    when=_in_range(quoted.population),
                    then=_in_range(quoted.quantity),
                    source=quoted.source,
                    verified=quoted.verified.value,
                )
            )
    return tuple(found)
