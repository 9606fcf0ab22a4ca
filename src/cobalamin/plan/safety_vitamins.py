"""What safety rules about B12, folic acid, vitamin B6, metformin, acid and nitrous oxide must compute."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from cobalamin.assess.exposure import pyridoxine_limit
from cobalamin.assess.lack import b12_goes_on_since
from cobalamin.evidence import fact
from cobalamin.person.model import Sex
from cobalamin.plan.model import RESIDUAL_DAY
from cobalamin.plan.safety_situation import WEAK_KIDNEYS, Situation, Values
from cobalamin.regimen import Route
from cobalamin.units import DAYS_PER_YEAR

_SEVERE_ANAEMIA = 8.0
"""Haemoglobin [g/dL] below which potassium and platelets are watched. Source: guess"""
_LONGEST_GAP = 100.0
"""Days without B12 that maintenance by injection may have. Source: uk_neuro_maint"""
_SMALL_FOLIC_ACID_MG = 1.0
_MUCH_PYRIDOXINE_MG = 20.0
"""Vitamin B6 [mg/d] that is taken as the trial in diabetic kidneys gave it (25 mg). Source: cmp_divine_gfr"""
_PYRIDOXINE_AGAINST_ANTIEPILEPTICS_MG = 50.0
"""Vitamin B6 [mg/d] from which a lower level of phenytoin is told. Source: guess"""
_LONG_ON_ACID_REDUCER = DAYS_PER_YEAR
"""Days of a medicine against acid after which a test is warranted. Source: r_us_screen"""
_FERTILE_AGE = 50.0
_MICROGRAMS_PER_MILLIGRAM = 1000.0
_COBALAMINS = ("cyanocobalamin", "hydroxocobalamin", "methylcobalamin", "adenosylcobalamin")


def severe_anaemia(now: Situation) -> bool:
    """Haemoglobin so low that B12 moves potassium and platelets."""
    return now.hemoglobin is not None and now.hemoglobin < _SEVERE_ANAEMIA


def cyanocobalamin_into_a_vein(now: Situation) -> bool:
    """Cyanocobalamin by the intravenous route."""
    return any(c.route is Route.INTRAVENOUS and c.substance == "cyanocobalamin" for c in now.cobalamins)


def nasal_at_first(now: Situation) -> bool:
    """B12 by the nose, begun with this plan against a lack, without an injection."""
    return now.route(Route.NASAL) and now.lack and now.newly_begun and not now.injected


def no_injection_with_nerve_signs(now: Situation) -> bool:
    """B12 without an injection where a lack goes with signs of nerve or cord."""
    return not now.injected and now.lack and now.nerve


def swallowed_only(now: Situation) -> bool:
    """B12 by mouth without an injection."""
    return now.route(Route.ORAL) and not now.injected


def left_untreated(now: Situation) -> bool:
    """No B12 although it is called for."""
    return not now.cobalamins and now.deficient


def not_given_meanwhile(now: Situation) -> bool:
    """No B12 where it may not work, with signs of nerve; after nitrous oxide another rule speaks."""
    return not now.cobalamins and not now.deficient and now.possible and now.nerve and not now.gas_before


def too_little(now: Situation) -> bool:
    """A lack remains at the end, and neither of the two before was told."""
    return now.still_lacking and not left_untreated(now) and not not_given_meanwhile(now)


def ends_too_soon(now: Situation) -> bool:
    """B12 ends within two years though absorption has ended for good."""
    ends = max((c.end_day for c in now.cobalamins), default=0.0)
    return ends < RESIDUAL_DAY - _LONGEST_GAP and any(c.ends_absorption for c in now.person.conditions)


def begins_against_a_lack(now: Situation) -> bool:
    """B12 that begins with this plan where a lack is likely or possible."""
    return now.newly_begun and now.lack


def between_injections(now: Situation) -> bool:
    """Injections against a lack, or as they go on from before."""
    return now.injected and treated(now)


def treated(now: Situation) -> bool:
    """B12 against a lack, or as it goes on from before."""
    return bool(now.cobalamins) and (now.lack or b12_goes_on_since(now.person) is not None)


def in_the_us(now: Situation) -> bool:
    """Standards of the United States count."""
    return now.person.jurisdiction == "US"


def metformin_ends(now: Situation) -> bool:
    """Metformin was taken until day 0 and is not at the end of the plan."""
    return now.on(-1.0, "metformin") > 0.0 and now.on(now.horizon - 1.0, "metformin") == 0.0


def small_b12_on_metformin(now: Situation) -> bool:
    """Less than the smallest dose by mouth for a lack, and no injection.

    Source: us_oral
    """
    least = (fact("us_oral").low or 0.0) * _MICROGRAMS_PER_MILLIGRAM
    return now.lack and not now.injected and now.largest(*_COBALAMINS) < least


def long_on_acid_reducer(now: Situation) -> bool:
    """A medicine against acid for more than a year, its past and this plan together."""
    classes = ("proton pump inhibitor", "H2 blocker")
    courses = [c for c in now.ahead if c.substance_class in classes]
    return any(min(c.end_day, now.horizon) - c.first_day > _LONG_ON_ACID_REDUCER for c in courses)


def gas_without_injection(now: Situation) -> bool:
    """Nitrous oxide up to lately, which ends, and no injected B12."""
    return now.gas_before and not now.gas_ahead and not now.injected


def folic_acid_alone(now: Situation) -> bool:
    """Folic acid without B12 where B12 lacks."""
    return not now.cobalamins and now.deficient


def much_folic_acid_first(now: Situation) -> bool:
    """More than 1 mg of folic acid without B12, where no lack is shown."""
    doses = [c.amount for c in now.ahead if c.substance == "folic acid"]
    return not now.cobalamins and not now.deficient and max(doses, default=0.0) > _SMALL_FOLIC_ACID_MG


def folic_acid_of_a_mother(now: Situation) -> bool:
    """One of the two before, in a woman who is pregnant or could be."""
    person = now.person
    mother = person.has("pregnancy") or (person.sex is Sex.FEMALE and person.age < _FERTILE_AGE)
    return mother and (folic_acid_alone(now) or much_folic_acid_first(now))


def divine(now: Situation) -> bool:
    """Much B6 in diabetic kidney disease, beside the folic acid and B12 of the table.

    Source: cmp_divine_gfr
    """
    weak = now.diabetic and now.person.egfr_ml_min_1_73m2 < WEAK_KIDNEYS
    kidneys = weak or now.person.has("diabetic nephropathy")
    return kidneys and now.pyridoxine >= _MUCH_PYRIDOXINE_MG


def _highest_limit() -> float:
    return fact("cmp_b6_ul_iom").value or 0.0


def _above(now: Situation, limit_source: str) -> Iterator[Values]:
    limit, source = pyridoxine_limit(now.person)
    if source == limit_source and limit < now.pyridoxine <= _highest_limit():
        yield {"dose": now.pyridoxine}


def b6_above_uk(now: Situation) -> Iterator[Values]:
    """Vitamin B6 above the limit of the United Kingdom, there."""
    return _above(now, "cmp_b6_cot_uk")


def b6_above_efsa(now: Situation) -> Iterator[Values]:
    """Vitamin B6 above the European limit, where no other place is named."""
    return _above(now, "cmp_b6_ul_efsa")


def b6_above_every_limit(now: Situation) -> Iterator[Values]:
    """Vitamin B6 above the highest limit, that of the United States, anywhere."""
    if now.pyridoxine > _highest_limit():
        yield {"dose": now.pyridoxine}


def b6_with_levodopa(now: Situation) -> Iterator[Values]:
    """Vitamin B6 from the dose on that speeds the breakdown of levodopa."""
    if now.pyridoxine >= (fact("cmp_b6_levodopa").value or 0.0):
        yield {"dose": now.pyridoxine}


def b6_with_antiepileptic(now: Situation) -> Iterator[Values]:
    """Much vitamin B6."""
    if now.pyridoxine >= _PYRIDOXINE_AGAINST_ANTIEPILEPTICS_MG:
        yield {"dose": now.pyridoxine}


WHEN: Mapping[str, Callable[[Situation], bool]] = {
    "b12_severe_anaemia_potassium": severe_anaemia,
    "b12_severe_anaemia_platelets": severe_anaemia,
    "b12_into_a_vein": cyanocobalamin_into_a_vein,
    "b12_nasal_at_first": nasal_at_first,
    "b12_injections_first": no_injection_with_nerve_signs,
    "b12_oral_uptake": swallowed_only,
    "b12_left_untreated": left_untreated,
    "b12_not_given_meanwhile": not_given_meanwhile,
    "b12_too_little": too_little,
    "b12_ends_too_soon": ends_too_soon,
    "b12_worse_before_better": begins_against_a_lack,
    "b12_symptoms_return": between_injections,
    "b12_high_level_on_treatment": treated,
    "metformin_screen_us": in_the_us,
    "metformin_stopped": metformin_ends,
    "metformin_small_b12": small_b12_on_metformin,
    "acid_reducer_screen": long_on_acid_reducer,
    "nitrous_oxide_no_injection": gas_without_injection,
    "nitrous_oxide_goes_on": lambda now: now.gas_ahead > 1,
    "nitrous_oxide_once": lambda now: now.gas_ahead == 1,
    "folic_acid_without_b12": folic_acid_alone,
    "folic_acid_before_b12": much_folic_acid_first,
    "folic_acid_pregnancy": folic_acid_of_a_mother,
    "b_vitamins_diabetic_kidneys": divine,
}
"""Rule -> what must hold beside its table."""

FOR_EACH: Mapping[str, Callable[[Situation], Iterator[Values]]] = {
    "b6_above_uk": b6_above_uk,
    "b6_above_efsa": b6_above_efsa,
    "b6_above_every_limit": b6_above_every_limit,
    "b6_levodopa": b6_with_levodopa,
    "b6_antiepileptic": b6_with_antiepileptic,
}
"""Rule -> one warning for each that it yields, with what fills the message."""
