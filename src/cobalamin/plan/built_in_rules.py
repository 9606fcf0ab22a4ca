"""Which built-in plan fits whom: one small question a rule. The words told to people are in `built_in.toml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from cobalamin.assess.doses import largest_daily
from cobalamin.assess.exposure import pyridoxine_limit, recent_gas
from cobalamin.assess.lack import acts_at_once, b12_goes_on_since
from cobalamin.assess.urgent import NERVE_SIGNS, nerve_signs
from cobalamin.evidence.renal_dosing import renal_limit
from cobalamin.person import Person
from cobalamin.person.covariates import ReliefBasis, relief_basis
from cobalamin.plan.built_in_table import BuiltInPlan, year_of
from cobalamin.plan.medicines import inhibits_mao, is_opioid, is_sedative
from cobalamin.regimen import SUBSTANCES, Regimen

INITIAL_DAYS = 21.0
"""Days of B12 after which treatment is looked at again and is no longer beginning [d]. Source: uk_neuro_load"""
REMISSION_DAYS = 91.0
"""Least days of B12 before a level is called corrected [d]. Source: uk_nice_oral_fu"""
LOW_INTAKE = 2.0
"""B12 in a diary [ug/d] below which the diet can be the cause of a lack. Source: guess"""
SHARE_OF_LIMIT = 0.5
"""Share of the largest daily dose for these kidneys that is offered: that of 300 in 600 mg pregabalin. Source: guess"""
DULOXETINE_KIDNEYS = 30.0
"""eGFR below which the label advises against duloxetine [mL/min/1.73 m2]. Source: cmp_dlx_esrd"""
GABAPENTINOIDS = frozenset(name for name, each in SUBSTANCES.items() if each.substance_class == "gabapentinoid")
_NERVE_ROOT = ("radicular back pain", "spinal stenosis")
_LESS_ABSORBED = (
    *("pernicious anaemia", "autoimmune gastritis", "atrophic gastritis", "total gastrectomy", "partial gastrectomy"),
    *("ileal resection", "gastric bypass", "sleeve gastrectomy", "Crohn's disease of the ileum", "coeliac disease"),
    *("bacterial overgrowth", "pancreatic insufficiency"),
)
_NEUROPATHIES = ("diabetic neuropathy", "idiopathic neuropathy")
"""Diagnoses that a lack of B12 can look like or add to; whose cause is another beyond doubt is not among them."""
_PAINFUL = ("diabetic neuropathy", "post-herpetic neuralgia")


@dataclass(frozen=True)
class Situation:
    """A person and whether B12 lacks or may lack, with what the rules ask about both."""

    person: Person
    deficient: bool
    possible: bool

    @property
    def lack(self) -> bool:
        """Whether B12 lacks or may lack."""
        return self.deficient or self.possible

    @cached_property
    def gas(self) -> bool:
        """Whether nitrous oxide was used lately."""
        return recent_gas(self.person)

    @cached_property
    def nerves(self) -> bool:
        """Whether nerve or cord is involved, by symptom, finding or diagnosis, beside a lack."""
        named = any(symptom.name in NERVE_SIGNS for symptom in self.person.symptoms)
        return self.lack and (named or nerve_signs(self.person) or any(map(self.person.has, _NEUROPATHIES)))

    @cached_property
    def begins(self) -> bool:
        """Whether treatment begins: no B12 for long, or markers that say that it does not work."""
        since = b12_goes_on_since(self.person)
        return since is None or since > -INITIAL_DAYS or self.gas or acts_at_once(self.person)

    @cached_property
    def remission(self) -> bool:
        """Whether months of B12 have corrected the level and no nerve sign is left."""
        since = b12_goes_on_since(self.person)
        return since is not None and since <= -REMISSION_DAYS and not self.begins and not self.nerves

    @cached_property
    def for_life(self) -> bool:
        """Whether the cause ends absorption."""
        return any(each.ends_absorption and each.present(0.0) for each in self.person.conditions)

    @cached_property
    def whole_absorption(self) -> bool:
        """Whether nothing is told that takes small amounts of B12 from the body."""
        return not any(self.person.has(name) for name in _LESS_ABSORBED)

    @cached_property
    def lack_in_food(self) -> bool:
        """Whether the diet brings little B12."""
        intake = self.person.diet.intake_ug_per_day
        return self.person.diet.name in ("vegan", "vegetarian") or (intake is not None and intake < LOW_INTAKE)

    @cached_property
    def pain(self) -> bool:
        """Whether nerve pain or a painful condition of nerves is told."""
        return any(each.name == "pain" for each in self.person.symptoms) or any(map(self.person.has, _PAINFUL))

    @cached_property
    def basis(self) -> ReliefBasis:
        """Whose trials stand behind relief by drugs."""
        return relief_basis(self.person)


def dose_for(situation: Situation, plan: BuiltInPlan) -> Regimen | None:
    """The largest of its doses that these kidneys allow, None where none is small enough.

    Source: renal_dosing
    """
    if not plan.lower_doses:
        return plan.doses[0]
    for regimen in plan.doses:
        courses = year_of(regimen)
        limits = [(c.substance, renal_limit(c.substance, situation.person.egfr_ml_min_1_73m2)) for c in courses]
        if all(
            limit is None or largest_daily(courses, {drug}) <= SHARE_OF_LIMIT * limit.largest for drug, limit in limits
        ):
            return regimen
    return None


def _holds(plan: BuiltInPlan, *substances: str) -> bool:
    return not plan.substances.isdisjoint(substances)


def _b12_alone(plan: BuiltInPlan) -> bool:
    return plan.kind in ("b12", "diet")


def _above_b6(it: Situation, plan: BuiltInPlan, source: str) -> bool:
    limit, of = pyridoxine_limit(it.person)
    return of == source and largest_daily(plan.courses, {"pyridoxine"}) > limit


def _not_injected(it: Situation, plan: BuiltInPlan) -> bool:
    return _b12_alone(plan) and plan.form != "injection" and it.lack


def _lacks(plan: BuiltInPlan, what: str, *, has: bool) -> bool:
    return what in plan.only and not has


def _gabapentinoid(plan: BuiltInPlan) -> bool:
    return _holds(plan, *GABAPENTINOIDS)


def _gabapentin_is_second(it: Situation, plan: BuiltInPlan) -> bool:
    return _holds(plan, "gabapentin") and not it.person.has("heart failure")


Rule = Callable[[Situation, BuiltInPlan], bool]
RULES: Mapping[str, Rule] = {
    "cobalamin_anaphylaxis": lambda it, plan: plan.holds_b12 and it.person.has("cobalamin anaphylaxis"),
    "leber": lambda it, plan: _holds(plan, "cyanocobalamin") and it.person.has("Leber optic neuropathy"),
    "b6_limit_uk": lambda it, plan: _above_b6(it, plan, "cmp_b6_cot_uk"),
    "b6_limit_eu": lambda it, plan: _above_b6(it, plan, "cmp_b6_ul_efsa"),
    "control_group": lambda it, plan: _lacks(plan, "control_group", has=False),
    "no_lack": lambda it, plan: plan.holds_b12 and not it.lack and not plan.without_lack,
    "after_gas": lambda it, plan: _not_injected(it, plan) and it.gas,
    "nerves_first": lambda it, plan: _not_injected(it, plan) and it.nerves and it.begins,
    "without_nerves": lambda it, plan: plan.neurological is False and it.nerves,
    "with_nerves": lambda it, plan: plan.neurological is True and not it.nerves,
    "no_cyanocobalamin": lambda it, plan: _lacks(
        plan, "no_cyanocobalamin", has=it.person.has("Leber optic neuropathy")
    ),
    "remission": lambda it, plan: _lacks(plan, "remission", has=it.remission),
    "whole_absorption": lambda it, plan: _lacks(plan, "whole_absorption", has=it.whole_absorption),
    "lack_in_food": lambda it, plan: _lacks(plan, "lack_in_food", has=it.lack_in_food),
    "lost_absorption": lambda it, plan: _lacks(plan, "lost_absorption", has=it.for_life),
    "reversible_cause": lambda it, plan: _lacks(plan, "reversible_cause", has=not it.for_life),
    "tested_route": lambda it, plan: _lacks(plan, "tested_route", has=it.begins and not it.for_life),
    "irreversible": lambda it, plan: (
        plan.kind == "b12" and not plan.lasts_by_injection and it.for_life and it.person.jurisdiction != "US"
    ),
    "nerve_root": lambda it, plan: _gabapentinoid(plan) and any(map(it.person.has, _NERVE_ROOT)),
    "no_claim": lambda it, plan: _holds(plan, "duloxetine") and it.basis is ReliefBasis.NONE,
    "no_pain": lambda it, plan: plan.kind in ("analgesic", "both") and not it.pain,
    "pregnancy_gabapentinoid": lambda it, plan: _gabapentinoid(plan) and it.person.has("pregnancy"),
    "pregnancy_duloxetine": lambda it, plan: _holds(plan, "duloxetine") and it.person.has("pregnancy"),
    "heart_failure": lambda it, plan: _holds(plan, "pregabalin") and it.person.has("heart failure"),
    "kidneys_gabapentinoid": lambda it, plan: _gabapentinoid(plan) and dose_for(it, plan) is None,
    "liver": lambda it, plan: _holds(plan, "duloxetine") and it.person.has("liver disease"),
    "kidneys_duloxetine": lambda it, plan: (
        _holds(plan, "duloxetine") and it.person.egfr_ml_min_1_73m2 < DULOXETINE_KIDNEYS
    ),
    "mao_inhibitor": lambda it, plan: _holds(plan, "duloxetine") and any(map(inhibits_mao, it.person.other_medicines)),
    "herpetic": lambda it, plan: _holds(plan, "duloxetine") and it.basis is ReliefBasis.HERPETIC,
    "one_drug": lambda it, plan: (
        plan.kind == "both" and _holds(plan, "duloxetine") and it.basis is ReliefBasis.EXTRAPOLATED
    ),
    "other_gabapentinoid": _gabapentin_is_second,
    "beside_b12": lambda it, plan: plan.kind == "analgesic" and it.lack,
}
"""Reason -> whether it stands against a plan. `no_b12_plan` is asked last, when the B12 plans are known."""


def _weak_breathing(it: Situation, plan: BuiltInPlan) -> bool:
    others = it.person.other_medicines
    return _gabapentinoid(plan) and any(is_opioid(each) or is_sedative(each) for each in others)


CAUTIONS: Mapping[str, Rule] = {
    "gas_stops": lambda it, plan: gas_goes_on(it.person),
    "needed_for_life": lambda it, plan: plan.holds_b12 and it.for_life,
    "cobalt_allergy": lambda it, plan: plan.kind in ("b12", "both") and it.person.has("cobalt allergy"),
    "without_lack": lambda it, plan: plan.holds_b12 and not it.lack,
    "lower_dose": lambda it, plan: dose_for(it, plan) != plan.doses[0],
    "weak_breathing": _weak_breathing,
    "extrapolated": lambda it, plan: (
        plan.kind in ("analgesic", "both") and it.basis is ReliefBasis.EXTRAPOLATED and it.lack
    ),
}
"""Caution -> whether it is added to the note of a plan that is offered."""


def gas_goes_on(person: Person) -> bool:
    """Whether nitrous oxide is still used on day 0."""
    used = [(each.regimen, each.until_day) for each in (*person.medicines, *person.taken)]
    return any(
        item.substance == "nitrous oxide"
        for regimen, until in used
        if until is None or until > 0.0
        for item in regimen.taken
    )
