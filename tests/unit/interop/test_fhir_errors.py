"""Bundles that cannot be read: one clear line each, and no traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from cobalamin.errors import InputError, OutsideValidity
from cobalamin.interop.fhir import is_bundle, person_from_bundle
from cobalamin.interop.fhir.valid import LEFT_OUT


def refusal(content: bytes | str) -> str:
    with pytest.raises(InputError) as caught:
        person_from_bundle(content, source="b.json")
    assert str(caught.value).startswith("b.json: ")
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        ("\ufeff", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary, not JSON"),
        (b"\xff\xfe{\x00", "binary, not JSON"),
        (b"{}\0", "binary, not JSON"),
        ("age = 66", "not JSON: Expecting value in line 1"),
        ('{"resourceType": "Bundle", "entry": [', "not JSON, or cut off"),
        ('{"resourceType": "Bun', "not JSON, or cut off"),
        ('{"a": NaN}', "not JSON: NaN is no number of JSON"),
        ('{"a": ' + "9" * 5000 + "}", "not JSON: "),
        ("[" * 100_000, "not JSON: nested too deeply"),
        ("[]", "this JSON is a list and no FHIR resource"),
        ("7", "this JSON is a bare value and no FHIR resource"),
        ("{}", "this JSON has no resourceType"),
        ('{"resourceType": 3}', "this JSON has no resourceType"),
        ('{"resourceType": "Patient"}', "a lone Patient says too little; a Bundle is needed: 'Patient'"),
        ('{"resourceType": "Observation"}', "this is not a Bundle: 'Observation'"),
        ('{"resourceType": "bundel"}', "did you mean 'Bundle'?"),
        ('{"resourceType": "Bundle"}', "the Bundle holds no Patient"),
        ('{"resourceType": "Bundle", "entry": {}}', "the Bundle holds no Patient"),
        ('{"resourceType": "Bundle", "entry": [1, {}, {"resource": []}]}', "the Bundle holds no Patient"),
    ],
)
def test_no_bundle(content: bytes | str, said: str):
    assert said in refusal(content)


def test_too_large():
    assert "larger than 100 MB" in refusal(b" " * 100_000_001)


def test_two_patients(build: Any):
    two = json.loads(build.bundle(build.patient(id="q")))
    assert "more than one Patient: 'Patient/p, Patient/q'" in refusal(json.dumps(two))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"birthDate": None}, "Patient/p: birthDate is missing, so the age is not known"),
        ({"birthDate": "2.4.1958"}, "Patient/p: birthDate: '2.4.1958'; allowed: a date to"),
        ({"birthDate": "1958-02-30"}, "birthDate: '1958-02-30'"),
        ({"birthDate": "2999-01-01"}, "birthDate: '2999-01-01'"),
        ({"gender": "other"}, "Patient/p: gender; whose reference values"),
        ({"gender": "unknown"}, "gender; whose reference values and kinetics shall count"),
        ({"gender": None}, "gender is missing; whose"),
        ({"gender": "Female"}, "allowed: female, male"),
    ],
)
def test_patient_who_says_too_little(build: Any, fields: dict[str, Any], said: str):
    assert said in refusal(build.bundle(patient=build.patient(**fields)))


def test_child(read: Any, build: Any):
    with pytest.raises(OutsideValidity, match=r"b\.json: Patient/p: children need urgent paediatric advice"):
        read(build.observation(), birthDate="2010-04-02")


def test_age_counts_on_day_zero(read: Any, build: Any):
    assert read(build.observation(effectiveDateTime="2023-04-01")).person.age == 64
    assert read(build.observation(effectiveDateTime="2023-04-02")).person.age == 65
    assert read().person.age == 68
    assert read().person.date is None
    made = read(birthDate="1958")
    assert made.person.age == 68
    assert "born about 1958-07-02 (the day is not told)" in made.used[0]


def test_absorption_that_ended_asks_for_the_treatment(read: Any, build: Any):
    with pytest.raises(InputError) as caught:
        read(build.observation(), build.condition("Pernicious anaemia", id="pa-1"))
    said = str(caught.value)
    assert said.startswith(
        "b.json: Condition/pa-1: pernicious anaemia ends the absorption of vitamin B12: is it treated?"
    )
    assert "MedicationStatement" in said
    assert "a person file with untreated = true, which a bundle cannot say" in said
    assert "[[" not in said


def test_unread_vitamin_is_named_in_that_question(read: Any, build: Any):
    injection = build.request("Hydroxocobalamin 1 mg/mL injection", dose=(1, "mg"), id="b12-shot")
    with pytest.raises(InputError, match=r"the dose of MedicationRequest/b12-shot could not be read"):
        read(injection, build.procedure("Total gastrectomy (procedure)"))
    treated = injection["dosageInstruction"][0] | {"route": {"text": "Intramuscular route (qualifier value)"}}
    made = read(injection | {"dosageInstruction": [treated]}, build.procedure("Total gastrectomy (procedure)"))
    assert made.person.conditions[0].ends_absorption


@pytest.mark.parametrize(
    "name", ["End stage renal disease (disorder)", "Dependence on renal dialysis", "Homocystinuria"]
)
def test_outside_the_model(read: Any, build: Any, name: str):
    with pytest.raises(OutsideValidity, match=r"b\.json: Condition/c: the (adult )?model does not apply"):
        read(build.condition(name))
    over = build.condition(name, clinicalStatus={"coding": [{"code": "resolved"}]})
    assert read(over).person.conditions == ()


def test_refusals_of_the_person_reader_name_the_resource(read: Any, build: Any):
    with pytest.raises(InputError, match=r"b\.json: Condition/c: pregnancy fits only a woman"):
        read(build.condition("Pregnancy", onsetDateTime="2023-01-01"), build.observation(), gender="male")
    with pytest.raises(OutsideValidity, match=r"b\.json: Patient/p: kidney failure"):
        read(build.observation("33914-3", 9, "mL/min/{1.73_m2}"))


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (b"{", True),
        (b"\xef\xbb\xbf \n{}", True),
        (b"[person]", False),
        (b"[]", False),
        (b"", False),
        (b"# {", False),
    ],
)
def test_sniff(data: bytes, answer: bool):
    assert is_bundle(data) is answer


def test_invalid_resources_are_told_and_still_read(read: Any, build: Any):
    pytest.importorskip("fhir.resources")
    made = read(build.observation(status="final", colour="red"), build.observation("718-7", "high", "g/dL", id="hb"))
    assert [lab.test for lab in made.person.labs] == ["serum_b12"]
    assert any(
        sentence.startswith("Observation/o is not valid FHIR (colour: Extra inputs are not permitted)")
        for sentence in made.unconverted
    )
    assert "Observation/hb: haemoglobin: no number: 'high'." in made.unconverted
    assert not any("high" in sentence for sentence in made.unconverted if "not valid" in sentence)


def test_without_the_validator_bundles_are_still_read(read: Any, build: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "fhir.resources.R4B", None)
    made = read(build.observation(colour="red"))
    assert len(made.person.labs) == 1
    assert made.ignored == (LEFT_OUT,)


def test_validator_is_imported_on_use_only():
    program = "import sys, cobalamin.interop.fhir; print('fhir' in sys.modules or 'fhir.resources' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "False"
