"""Which dosing is for whom, and how much trouble it is. The words told to people are in `best.toml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from cobalamin.assess.lack import Lack, b12_goes_on_since
from cobalamin.assess.urgent import NERVE_SIGNS, nerve_findings, nerve_signs
from cobalamin.person import Person
from cobalamin.plan.best_table import Dosing, best_table
from cobalamin.plan.built_in_rules import Situation, gas_goes_on
from cobalamin.plan.built_in_table import INJECTED, Reason
from cobalamin.plan.model import RESIDUAL_DAY
from cobalamin.regimen import COBALAMIN_CLASS, Regimen, Route
from cobalamin.units import DAYS_PER_YEAR

_NO_COUNTRY = "UK"
_MINUTES_PER_HOUR = 60.0
_MILLIGRAM = 1000.0


@dataclass(frozen=True)
class Who:
    """A person, how sure a lack is, and what the rules ask about both."""

    person: Person
    lack: Lack

    @cached_property
    def now(self) -> Situation:
        """What the rules of the offered plans ask."""
        return Situation(self.person, self.lack is Lack.LIKELY, self.lack is Lack.POSSIBLE)

    @property
    def place(self) -> str:
        """Whose schedules count; without a country those of the UK."""
        return _NO_COUNTRY if self.person.jurisdiction == "generic" else self.person.jurisdiction

    @cached_property
    def nerves(self) -> bool:
        """Whether nerve or cord show or ever showed signs, beside a lack or injections that go on against one."""
        signs = any(s.name in NERVE_SIGNS for s in self.person.symptoms) or nerve_signs(self.person)
        seen = (replace(self.person, findings=(each,)) for each in self.person.findings if each.day <= 0)
        return (self.now.lack or self.injected_before) and (signs or any(map(nerve_findings, seen)))

    @cached_property
    def injected_before(self) -> bool:
        """Whether injected B12 goes on: nobody injects it without a lack or a cause of one."""
        going = [(m.since_day, m.until_day, m.regimen) for m in self.person.medicines]
        going += [(t.from_day, t.until_day, t.regimen) for t in self.person.taken]
        return any(
            course.substance_class == COBALAMIN_CLASS and course.route in INJECTED
            for begin, end, regimen in going
            if begin <= 0 and (end is None or end > 0)
            for course in regimen.courses(start=begin, end=1.0)
        )

    @cached_property
    def takes_b12(self) -> bool:
        """Whether any B12 goes on."""
        return b12_goes_on_since(self.person) is not None

    def belongs(self, dosing: Dosing) -> bool:
        """Whether a row is weighed for this person at all."""
        leber = self.person.has("Leber optic neuropathy")
        return dosing.jurisdiction in ("all", self.place) and (not dosing.only or leber)

    def licensed(self, dosing: Dosing | None) -> bool:
        """Whether licence, formulary or guidance of the place lays it down for such a person."""
        if dosing is None or self.place not in dosing.licensed_in:
            return False
        if dosing.licensed_for == "anyone":
            return True
        if not (self.now.lack or self.takes_b12):
            return False
        if dosing.licensed_for == "lack_in_food":
            return self.now.lack_in_food and self.now.whole_absorption and not self.nerves
        return dosing.licensed_for != "without_nerves" or not self.nerves

    def below_licence(self, dosing: Dosing, case: str) -> bool:
        """Whether it is less than the licensed schedule for "irreversible" or "nerves"."""
        return case not in dosing.meets


Rule = Callable[[Who, Dosing, Regimen], bool]
"""Asked of a person, a row of the table, and the whole regimen with its load."""


def _holds(regimen: Regimen, substance: str) -> bool:
    return any(course.substance == substance for course in regimen.courses(start=0.0, end=DAYS_PER_YEAR))


RULES: Mapping[str, Rule] = {
    "cobalamin_anaphylaxis": lambda who, row, regimen: who.person.has("cobalamin anaphylaxis"),
    "leber": lambda who, row, regimen: who.person.has("Leber optic neuropathy") and _holds(regimen, "cyanocobalamin"),
    "after_gas": lambda who, row, regimen: who.now.gas and not row.injected,
    "nerves_first": lambda who, row, regimen: who.now.nerves and who.now.begins and not row.injected,
    "not_maintenance": lambda who, row, regimen: row.kind == "nasal" and not who.now.remission,
    "below_licence_nerves": lambda who, row, regimen: who.nerves and who.below_licence(row, "nerves"),
    "below_licence_cause": lambda who, row, regimen: who.now.for_life and who.below_licence(row, "irreversible"),
    "pregnancy": lambda who, row, regimen: who.person.has("pregnancy") and row.kind in ("sublingual", "nasal"),
}
"""Reason -> whether it stands against a row, in the order in which it is told."""

NOTHING: Mapping[str, Callable[[Who], bool]] = {
    "gas_goes_on": lambda who: gas_goes_on(who.person),
    "nothing_for_nerves": lambda who: who.nerves,
    "nothing_for_life": lambda who: who.now.for_life,
    "nothing_for_lack": lambda who: who.now.lack,
    "nothing_for_diet": lambda who: who.now.lack_in_food and not who.takes_b12,
}
"""Reason -> whether it stands against no change."""


def against(who: Who, dosing: Dosing | None, regimen: Regimen | None) -> Reason | None:
    """The first reason against a dosing, or against no change (None); None where it is for this person.

    Source: best.toml, one id a reason
    """
    reasons = best_table().reasons
    if dosing is None or regimen is None:
        return next((reasons[name] for name, holds in NOTHING.items() if holds(who)), None)
    return next((reasons[name] for name, holds in RULES.items() if holds(who, dosing, regimen)), None)


def burden_hours(regimen: Regimen | None, *, self_injection: bool) -> float:
    """Trouble of a regimen, mean of the first two years [h/a].

    burden = (doses x minutes + visits x minutes + injections x discomfort) / 2 years

    Arguments:
        regimen: None takes nothing new.
        self_injection: injections are given without a visit.

    Source: guess
    """
    if regimen is None:
        return 0.0
    weights = best_table().burden
    giving = weights.self_injection_minutes if self_injection else weights.visit_minutes
    each = {
        Route.ORAL: weights.oral_minutes,
        Route.SUBLINGUAL: weights.sublingual_minutes,
        Route.NASAL: weights.nasal_minutes,
    }
    courses = regimen.courses(start=0.0, end=RESIDUAL_DAY)
    minutes = sum(len(c.days()) * each.get(c.route, giving + weights.discomfort_minutes) for c in courses)
    return minutes / _MINUTES_PER_HOUR / (RESIDUAL_DAY / DAYS_PER_YEAR)


def amount_mg(regimen: Regimen | None) -> float:
    """All B12 of the first two years [mg]; of two that are the same trouble the smaller is named."""
    if regimen is None:
        return 0.0
    return sum(c.amount * len(c.days()) for c in regimen.courses(start=0.0, end=RESIDUAL_DAY)) / _MILLIGRAM
