"""What safety rules ask about: one person under one plan, worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from cobalamin.assess.doses import largest_daily, taken_on
from cobalamin.assess.exposure import recent_gas
from cobalamin.assess.lack import b12_goes_on_since
from cobalamin.assess.urgent import NERVE_SIGNS, nerve_signs
from cobalamin.evidence.safety import SafetyRule, When
from cobalamin.person import Person
from cobalamin.plan.medicines import (
    acts_on_serotonin,
    hinders_b12,
    inhibits_mao,
    is_chloramphenicol,
    is_glitazone,
    is_lowered_by_b6,
    is_opioid,
    is_sedative,
    levodopa,
    needs_b6,
    pyridoxine_mg,
)
from cobalamin.plan.stopping import stopped_at_once
from cobalamin.regimen import COBALAMIN_CLASS, Course, Route

Values = Mapping[str, float | str]
"""What fills the names in the message of a rule."""

OLD = 65.0
WEAK_KIDNEYS = 60.0
FAILING_KIDNEYS = 30.0
_INJECTED = (Route.INTRAMUSCULAR, Route.SUBCUTANEOUS, Route.INTRAVENOUS)


@dataclass(frozen=True, kw_only=True)
class Situation:
    """One person under one plan.

    Attributes:
        person: who.
        courses: all that is taken under the plan, from the past on.
        hemoglobin: lowest known haemoglobin on day 0 [g/dL]; None where it is unknown.
        deficient: whether stores or a cause that ends absorption call for B12.
        possible: whether B12 may not work although no lack is shown.
        still_lacking: whether a lack remains at the horizon.
        horizon: last day of the plan [d].
    """

    person: Person
    courses: tuple[Course, ...]
    hemoglobin: float | None
    deficient: bool
    possible: bool
    still_lacking: bool
    horizon: float

    @cached_property
    def ahead(self) -> tuple[Course, ...]:
        """What is taken from day 0 on."""
        return tuple(course for course in self.courses if course.end_day > 0)

    @cached_property
    def names(self) -> frozenset[str]:
        """Substances and classes taken from day 0 on."""
        return frozenset(name for course in self.ahead for name in (course.substance, course.substance_class))

    @cached_property
    def cobalamins(self) -> tuple[Course, ...]:
        """B12 from day 0 on."""
        return tuple(course for course in self.ahead if course.substance_class == COBALAMIN_CLASS)

    @cached_property
    def injected(self) -> bool:
        """Whether any B12 ahead is injected."""
        return any(course.route in _INJECTED for course in self.cobalamins)

    @cached_property
    def newly_begun(self) -> bool:
        """Whether B12 begins with this plan, and was not taken before."""
        return bool(self.cobalamins) and b12_goes_on_since(self.person) is None

    @cached_property
    def lack(self) -> bool:
        """Whether a lack is likely or possible."""
        return self.deficient or self.possible

    @cached_property
    def nerve(self) -> bool:
        """Whether nerve or cord show signs."""
        return any(s.name in NERVE_SIGNS for s in self.person.symptoms) or nerve_signs(self.person)

    @cached_property
    def gas_ahead(self) -> int:
        """Sessions of nitrous oxide from day 0 on."""
        return sum(1 for c in self.ahead if c.substance == "nitrous oxide" for day in c.days() if day >= 0)

    @cached_property
    def gas_before(self) -> bool:
        """Whether nitrous oxide was used again and again up to lately."""
        return recent_gas(self.person)

    @cached_property
    def pyridoxine(self) -> float:
        """Largest vitamin B6 on one day from day 0 on, all products together [mg/d]."""
        return self.largest("pyridoxine") + sum(map(pyridoxine_mg, self.person.other_medicines))

    @cached_property
    def diabetic(self) -> bool:
        """Whether the person has diabetes."""
        return any(self.person.has(name) for name in ("type 1 diabetes", "type 2 diabetes"))

    @cached_property
    def stopped(self) -> frozenset[str]:
        """Drugs for nerve pain that end at once."""
        return frozenset(stopped_at_once(self.courses, horizon=self.horizon))

    @cached_property
    def circumstances(self) -> frozenset[When]:
        """Which of `When` hold."""
        person, others = self.person, self.person.other_medicines
        alone, compound = levodopa(others)
        drinks = person.alcohol == "heavy" or person.has("alcohol use disorder")
        holds = {
            When.ALWAYS: True,
            When.OPIOID: any(map(is_opioid, others)),
            When.SEDATIVE: any(map(is_sedative, others)),
            When.MAO_INHIBITOR: any(map(inhibits_mao, others)),
            When.SEROTONIN: any(map(acts_on_serotonin, others)),
            When.GLITAZONE: any(map(is_glitazone, others)),
            When.CHLORAMPHENICOL: any(map(is_chloramphenicol, others)),
            When.HINDERS_B12: drinks or any(map(hinders_b12, others)),
            When.LEVODOPA_ALONE: alone,
            When.LEVODOPA_COMPOUND: compound,
            When.ANTIEPILEPTIC: any(map(is_lowered_by_b6, others)),
            When.NEEDS_B6: any(map(needs_b6, others)),
            When.WEAK_KIDNEYS: person.egfr_ml_min_1_73m2 < WEAK_KIDNEYS,
            When.FAILING_KIDNEYS: person.egfr_ml_min_1_73m2 < FAILING_KIDNEYS,
            When.OLD: person.age >= OLD,
            When.PREGNANCY: person.has("pregnancy"),
            When.STOPPING: bool(self.stopped),
        }
        return frozenset(when for when, true in holds.items() if true)

    def largest(self, *names: str) -> float:
        """Largest amount of these substances on one day from day 0 on, courses of that day together."""
        return largest_daily(self.ahead, names)

    def on(self, day: float, *names: str) -> float:
        """Amount of these substances on one day."""
        return taken_on(self.courses, names, day)

    def route(self, route: Route) -> bool:
        """Whether B12 is taken this way ahead."""
        return any(course.route is route for course in self.cobalamins)

    def fits(self, rule: SafetyRule) -> bool:
        """Whether all that the rule's table asks holds; what it has computed apart is not looked at."""
        names = self.stopped if rule.when is When.STOPPING else self.names
        return (
            rule.when in self.circumstances
            and rule.about(names)
            and (not rule.conditions or any(map(self.person.has, rule.conditions)))
            and not any(map(self.person.has, rule.unless))
        )
