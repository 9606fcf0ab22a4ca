"""Safety rules fire on what could harm this person, and on nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from cobalamin.person import Person, person_from_mapping
from cobalamin.person.influences import courses_of
from cobalamin.plan.model import Severity
from cobalamin.plan.safety import treat_now, warnings_for
from cobalamin.regimen import parse


def person(**fields: Any) -> Person:
    lists = {name: fields.pop(name) for name in list(fields) if isinstance(fields[name], list)}
    return person_from_mapping({"person": {"age": 60, "sex": "female"} | fields} | lists, where="test")


def fired(who: Person, plan: str, *, hemoglobin: float = 13.0, deficient: bool = False) -> dict[str, Severity]:
    courses = courses_of(who, parse(plan), horizon=730.0)
    found = warnings_for(who, courses, hemoglobin=hemoglobin, deficient=deficient)
    assert list(found) == sorted(found, key=lambda w: list(Severity).index(w.severity))
    return {w.source_id: w.severity for w in found}


LEBER = {"condition": [{"name": "Leber optic neuropathy", "since": "5 years"}]}
SCIATICA = {"condition": [{"name": "sciatica", "since": "1 year"}]}


@pytest.mark.parametrize(
    ("fields", "plan", "source_id", "severity"),
    [
        (LEBER, "cyanocobalamin 1 mg orally daily", "cmp_b12_leber", Severity.STOP),
        ({}, "folic acid 5 mg orally daily", "diag_fol_label", Severity.NOTE),
        ({"jurisdiction": "UK"}, "pyridoxine 50 mg orally daily", "cmp_b6_cot_uk", Severity.CAUTION),
        ({}, "pregabalin 150 mg orally twice daily", "cmp_gbd_hr_inj", Severity.CAUTION),
        (
            {"other_medicine": [{"name": "morphine"}]},
            "gabapentin 300 mg orally three times daily",
            "cmp_fda_resp",
            Severity.STOP,
        ),
        (SCIATICA, "pregabalin 75 mg orally twice daily", "comparators_report", Severity.STOP),
        ({}, "nitrous oxide 50 % inhaled for 2 hours once a week", "rf_n2o", Severity.STOP),
        ({}, "nitrous oxide 50 % inhaled for 2 hours once", "rf_n2o", Severity.CAUTION),
    ],
)
def test_fires(fields: dict[str, Any], plan: str, source_id: str, severity: Severity) -> None:
    assert fired(person(**fields), plan)[source_id] is severity


@pytest.mark.parametrize(
    ("fields", "plan"),
    [
        (LEBER, "hydroxocobalamin 1 mg IM every 2 months"),
        ({}, "cyanocobalamin 1 mg orally daily"),
        ({}, "folic acid 0.4 mg orally daily"),
        ({}, "folic acid 5 mg orally daily and cyanocobalamin 1 mg orally daily"),
        ({"jurisdiction": "US"}, "pyridoxine 50 mg orally daily"),
    ],
)
def test_stays_silent(fields: dict[str, Any], plan: str) -> None:
    assert fired(person(**fields), plan) == {}


def test_severe_anaemia_asks_for_potassium() -> None:
    assert "cmp_b12_hypok_window" in fired(person(), "hydroxocobalamin 1 mg IM daily", hemoglobin=6.5)
    assert "cmp_b12_hypok_window" not in fired(person(), "hydroxocobalamin 1 mg IM daily", hemoglobin=11.0)


def test_leaving_a_lack_untreated_is_said() -> None:
    assert fired(person(), "pregabalin 75 mg orally twice daily", deficient=True)["diag_px_delay"] is Severity.CAUTION


def test_signs_that_do_not_wait() -> None:
    assert treat_now(person(), 13.0) == ()
    assert any("7 g/dL" in sentence for sentence in treat_now(person(), 6.0))
    seeing = person(symptom=[{"name": "blurred vision", "severity": 5, "since": "1 week"}])
    assert any("vision" in sentence for sentence in treat_now(seeing, 13.0))


def test_folic_acid_alone_is_stopped_where_b12_lacks() -> None:
    assert fired(person(), "folic acid 5 mg orally daily", deficient=True)["diag_fol_label"] is Severity.STOP


def test_a_normal_image_and_an_old_anaesthetic_are_no_alarm() -> None:
    tingling = [{"name": "tingling feet", "severity": 4, "since": "1 month"}]
    image = [{"name": "MRI cord", "value": "normal"}]
    assert treat_now(person(symptom=tingling, finding=image), 13.0) == ()
    gas = {"regimen": "nitrous oxide 50 % inhaled for 2 hours once", "from": "20 years", "until": "19 years"}
    assert treat_now(person(symptom=tingling, taken=[gas]), 13.0) == ()
