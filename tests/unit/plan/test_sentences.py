"""The headline: what cannot wait first, no plan with a "do not" as a help, no denial of a symptom or of a lack."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cobalamin.assess.lack import Lack
from cobalamin.body.observe import Licence
from cobalamin.person import Person, person_from_mapping
from cobalamin.plan.model import NO_CHANGE, PlanOutcome, Range, SafetyWarning, Severity
from cobalamin.plan.sentences import takeaway, treated

STOP = SafetyWarning(id="nitrous_oxide_goes_on", severity=Severity.STOP, sentence="Not this.", source_id="rf_n2o")
CAUTION = replace(STOP, severity=Severity.CAUTION)
NOW = Range(low=500.0, median=600.0, high=700.0, unit="nmol/L", licence=Licence.FORECAST)
SIGN = "Nitrous oxide with nerve symptoms: stop the gas; injected B12 now; sample before the first dose."
NUMB = [{"name": "numb feet", "severity": 4, "since": "2 months"}]


def person(symptom: list[Any], **more: Any) -> Person:
    return person_from_mapping({"person": {"age": 40, "sex": "female"}, "symptom": symptom} | more, where="test")


def outcome(name: str, methylmalonate: float, *warnings: SafetyWarning, relief: bool = False) -> PlanOutcome:
    value = Range(low=methylmalonate, median=methylmalonate, high=methylmalonate, unit="nmol/L", licence=NOW.licence)
    eased = Range(low=20.0, median=None, high=60.0, unit="d", licence=Licence.SCENARIO)
    return PlanOutcome(
        name=name,
        regimen_text=name,
        relief_30=eased if relief else replace(eased, low=None, high=None),
        relief_50=None,
        markers={"mma_nmol_l": dict.fromkeys((30, 91, 365), value)},
        residual={},
        doses_taken={},
        warnings=warnings,
    )


def headline(*plans: PlanOutcome, symptom: str | None = None, lack: Lack = Lack.NONE, **more: Any) -> str:
    who = more.pop("who", person(NUMB))
    urgent, off = more.get("urgent", ()), more.get("nerve_off", False)
    everything = (outcome(NO_CHANGE, 620.0), *plans)
    return takeaway(who, everything, symptom, urgent=urgent, nerve_off=off, lack=lack, untreated_now=NOW)


def test_a_sign_that_cannot_wait_comes_first_and_no_lack_is_denied_beside_it() -> None:
    said = headline(outcome("a", 600.0), urgent=[SIGN])
    assert said.startswith("Nitrous oxide with nerve symptoms: care cannot wait.")
    assert "No lack" not in said
    assert headline(outcome("a", 600.0)).startswith("No lack of B12 is known here")
    many = headline(outcome("a", 600.0), urgent=[SIGN, "New loss of vision: today.", "Haemoglobin below 7: today."])
    assert many.startswith("Nitrous oxide with nerve symptoms; new loss of vision; 1 more below: care cannot wait.")
    pregnant = headline(outcome("a", 600.0), urgent=["Likely lack of B12 in pregnancy: now."], nerve_off=True)
    assert pregnant.startswith("Likely lack of B12 in pregnancy: care cannot wait. In pregnancy this page")


def test_a_possible_lack_is_named_with_its_reason() -> None:
    who = person(NUMB, lab=[{"test": "homocysteine", "value": "30 umol/L"}])
    said = headline(outcome("a", 600.0), lack=Lack.POSSIBLE, who=who)
    assert said.startswith("A lack of B12 is possible here (raised homocysteine); no plan changes")


@pytest.mark.parametrize("relief", [True, False])
def test_a_plan_with_a_do_not_is_never_what_helps(relief: bool) -> None:
    symptom = "numbness" if relief else None
    plans = (outcome("bad", 100.0, STOP, relief=True), outcome("good", 100.0, CAUTION, relief=True))
    said = headline(*plans, symptom=symptom, lack=Lack.LIKELY)
    assert "'good'" in said
    assert "bad" not in said
    assert "every plan" not in said
    assert headline(plans[0], symptom=symptom, lack=Lack.LIKELY) == "Every plan here has a 'do not' warning."
    idle = (plans[0], outcome("idle", 600.0))
    assert "no plan without a 'do not' warning" in headline(*idle, symptom="numbness", lack=Lack.LIKELY)


def test_a_symptom_that_is_not_simulated_is_not_denied() -> None:
    said = headline(outcome("a", 600.0))
    assert "does not reproduce the numbness of the feet" in said
    assert "nothing about whether it is real or treatable" in said
    assert "reproduce" not in headline(outcome("a", 600.0), who=person([]))
    assert "reproduce" not in headline(outcome("a", 600.0, relief=True), symptom="numbness")


def test_treated_people_are_not_told_that_b12_is_no_cause() -> None:
    """Results of today, on treatment, deny no lack of yesterday."""
    given = [{"regimen": "hydroxocobalamin 1 mg IM every 2 months", "since": "1 year"}]
    who = person(NUMB, medicine=given)
    assert treated(who)
    assert "No lack" not in headline(outcome("a", 600.0), who=who)
    assert not treated(person(NUMB))
    long_ago = [{"regimen": "hydroxocobalamin 1 mg IM every 2 months", "since": "9 years", "until": "5 years"}]
    assert not treated(person(NUMB, medicine=long_ago))
