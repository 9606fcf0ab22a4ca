"""What cannot wait is said where it holds and nowhere else: lack of B12, cord, pregnancy, what injures nerves."""

from __future__ import annotations

import doctest
from typing import Any

import pytest

from cobalamin.assess import exposure
from cobalamin.assess.lack import Lack, acts_at_once, functional_signs, lack_of
from cobalamin.assess.urgent import competing_causes, cord_findings, treat_now
from cobalamin.person import Person, person_from_mapping

FULL_STORE = 2800.0
NUMB = [{"name": "numb feet", "severity": 4, "since": "2 months"}]
GAS_DAILY = [{"regimen": "nitrous oxide 200 cartridges inhaled daily", "since": "6 months"}]
PERNICIOUS = [{"name": "pernicious anaemia", "since": "5 years", "untreated": True}]
PREGNANT = {"name": "pregnancy", "since": "32 weeks"}


def person(*, labs: dict[str, str] | None = None, findings: dict[str, str] | None = None, **fields: Any) -> Person:
    lists = {name: fields.pop(name) for name in list(fields) if isinstance(fields[name], list)}
    lists |= {"lab": [{"test": test, "value": value} for test, value in (labs or {}).items()]}
    lists |= {"finding": [{"name": name, "value": value} for name, value in (findings or {}).items()]}
    who = {"age": 40, "sex": "female", "egfr": "95 mL/min/1.73m2"} | fields
    return person_from_mapping({"person": who} | lists, where="test")


def says(who: Person, words: str) -> bool:
    return any(words in sentence for sentence in treat_now(who, 13.0))


# Lack

WEAK_KIDNEYS = {"egfr": "40 mL/min/1.73m2"}


@pytest.mark.parametrize(
    ("labs", "fields", "lack"),
    [
        ({}, {}, Lack.NONE),
        ({"homocysteine": "37 umol/L"}, {}, Lack.POSSIBLE),
        ({"homocysteine": "12 umol/L"}, {}, Lack.NONE),
        ({"homocysteine": "18 umol/L"}, WEAK_KIDNEYS, Lack.NONE),
        ({"homocysteine": "18 umol/L", "serum B12": "200 pmol/L"}, WEAK_KIDNEYS, Lack.POSSIBLE),
        ({"MMA": "600 nmol/L", "serum B12": "400 pmol/L"}, {}, Lack.POSSIBLE),
        ({"MMA": "600 nmol/L", "serum B12": "400 pmol/L"}, WEAK_KIDNEYS, Lack.NONE),
        ({"active B12": "20 pmol/L"}, {}, Lack.LIKELY),
        ({"active B12": "40 pmol/L"}, {}, Lack.POSSIBLE),
        ({"active B12": "90 pmol/L"}, {}, Lack.NONE),
        ({"serum B12": "<110 pmol/L"}, {}, Lack.LIKELY),
        ({"serum B12": ">1476 pmol/L"}, {}, Lack.NONE),
        ({}, {"medicine": GAS_DAILY}, Lack.POSSIBLE),
        ({"serum B12": "120 pmol/L"}, {"medicine": GAS_DAILY}, Lack.LIKELY),
    ],
)
def test_a_lack_of_function_counts_as_possible(labs: dict[str, str], fields: dict[str, Any], lack: Lack) -> None:
    assert lack_of(person(labs=labs, **fields), body_b12_ug=FULL_STORE) is lack


def test_old_gas_is_no_sign() -> None:
    once = [{"regimen": "nitrous oxide 50 % inhaled for 2 hours once", "since": "1 week"}]
    ended = [GAS_DAILY[0] | {"until": "5 months"}]
    assert functional_signs(person(medicine=GAS_DAILY)) == ("recent nitrous oxide",)
    assert functional_signs(person(medicine=once)) == functional_signs(person(medicine=ended)) == ()


def test_samples_from_before_treatment_do_not_press() -> None:
    labs = [{"test": "serum B12", "value": "90 pmol/L", "date": "2025-01-01"}]
    treated = [{"regimen": "hydroxocobalamin 1 mg IM every 2 months", "since": "3 months"}]
    who = {"age": 40, "sex": "female", "date": "2025-10-06"}
    before = person_from_mapping({"person": who, "lab": labs}, where="test")
    after = person_from_mapping({"person": who, "lab": labs, "medicine": treated}, where="test")
    assert acts_at_once(before)
    assert not acts_at_once(after)
    assert not acts_at_once(person())
    assert acts_at_once(person(condition=PERNICIOUS))
    assert not acts_at_once(person(condition=[PERNICIOUS[0] | {"untreated": False}], medicine=treated))


# Signs that do not wait


@pytest.mark.parametrize(
    ("labs", "symptom", "fires"),
    [
        ({"serum B12": "75 pmol/L"}, NUMB, True),
        ({"homocysteine": "37 umol/L"}, NUMB, True),
        ({"MMA": "700 nmol/L"}, NUMB, True),
        ({"serum B12": "75 pmol/L"}, [], False),
        ({"serum B12": "75 pmol/L"}, [{"name": "fatigue", "severity": 5, "since": "1 year"}], False),
        ({"serum B12": "400 pmol/L"}, NUMB, False),
    ],
)
def test_nerve_symptoms_with_a_likely_lack(labs: dict[str, str], symptom: list[Any], fires: bool) -> None:
    assert says(person(labs=labs, symptom=symptom), "does not wait for further tests") is fires


def test_findings_of_nerve_count_without_a_symptom() -> None:
    assert says(person(labs={"serum B12": "75 pmol/L"}, findings={"vibration": "absent"}), "Signs of nerve with")
    assert says(person(condition=PERNICIOUS, symptom=NUMB), "Signs of nerve with")


@pytest.mark.parametrize(
    ("findings", "cord"),
    [
        ({"knee reflexes": "brisk", "ankle reflexes": "absent"}, True),
        ({"Romberg": "positive", "vibration": "absent"}, True),
        ({"Romberg": "positive", "knee reflexes": "brisk", "MRI cord": "other lesion"}, True),
        ({"plantar response": "extensor"}, True),
        ({"MRI cord": "posterior column lesion"}, True),
        ({"MRI cord": "normal"}, False),
        ({"knee reflexes": "brisk"}, False),
        ({"ankle reflexes": "absent", "vibration": "absent"}, False),
        ({"Romberg": "positive"}, False),
        ({"knee reflexes": "normal", "ankle reflexes": "absent"}, False),
    ],
)
def test_the_cord_is_read_off_findings_together(findings: dict[str, str], cord: bool) -> None:
    who = person(findings=findings)
    assert cord_findings(who) is cord
    assert says(who, "Signs of the spinal cord") is cord


def test_another_lesion_is_a_sign_of_its_own() -> None:
    assert says(person(findings={"MRI cord": "other lesion"}), "neurosurgical advice")
    assert not says(person(findings={"MRI cord": "posterior column lesion"}), "neurosurgical")


def test_pregnancy_with_a_lack_asks_for_obstetric_advice() -> None:
    assert says(person(condition=[*PERNICIOUS, PREGNANT]), "obstetric advice")
    assert says(person(condition=[PREGNANT], labs={"serum B12": "75 pmol/L"}), "obstetric advice")
    assert not says(person(condition=[PREGNANT], labs={"serum B12": "400 pmol/L"}), "obstetric")
    assert not says(person(condition=PERNICIOUS), "obstetric")
    stores = treat_now(person(condition=[PREGNANT]), 12.0, lack=Lack.LIKELY)
    assert any("obstetric" in sentence for sentence in stores)


# What injures nerves by itself


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"medicine": [{"regimen": "pyridoxine 200 mg orally daily", "since": "3 years"}]}, "Vitamin B6 of 200 mg"),
        (
            {"medicine": [{"regimen": f"pyridoxine {dose} mg orally daily", "since": "3 years"} for dose in (7, 9)]},
            "Vitamin B6 of 16 mg",
        ),
        ({"other_medicine": [{"name": "amiodarone"}]}, "Amiodarone can injure nerves"),
        ({"other_medicine": [{"name": "Nitrofurantoin MR 100 mg"}]}, "Nitrofurantoin can injure nerves"),
        ({"other_medicine": [{"name": "oxaliplatin"}]}, "chemotherapy"),
        ({"medicine": GAS_DAILY}, "Nitrous oxide"),
    ],
)
def test_what_injures_nerves_stands_first_where_there_are_symptoms(fields: dict[str, Any], words: str) -> None:
    diabetes = [{"name": "type 2 diabetes", "since": "9 years"}]
    causes = competing_causes(person(symptom=NUMB, condition=diabetes, **fields))
    assert words in causes[0]
    assert causes[1].startswith("Diabetes")
    assert causes[-1].startswith("Other or not modelled")
    assert not any(words in cause for cause in competing_causes(person(**fields)))


@pytest.mark.parametrize(
    "fields",
    [
        {"other_medicine": [{"name": "amlodipine"}]},
        {"medicine": [{"regimen": "pyridoxine 5 mg orally daily", "since": "3 years"}]},
        {"medicine": [{"regimen": "pyridoxine 200 mg orally daily", "since": "9 years", "until": "5 years"}]},
        {
            "taken": [{"regimen": "pyridoxine 7 mg orally daily", "from": "9 weeks", "until": "4 weeks"}],
            "medicine": [{"regimen": "pyridoxine 9 mg orally daily", "since": "4 weeks"}],
        },
    ],
)
def test_what_does_not_injure_nerves_is_no_cause(fields: dict[str, Any]) -> None:
    assert len(competing_causes(person(symptom=NUMB, **fields))) == 1


def test_the_limit_of_vitamin_b6_is_that_of_the_place() -> None:
    dose = [{"regimen": "pyridoxine 50 mg orally daily", "since": "3 years"}]
    assert len(competing_causes(person(symptom=NUMB, jurisdiction="UK", medicine=dose))) == 2
    assert len(competing_causes(person(symptom=NUMB, jurisdiction="US", medicine=dose))) == 1


def test_examples_of_the_docstrings_run() -> None:
    assert doctest.testmod(exposure).failed == 0
