"""The assessment of one person: directions that must hold, what stands first, and what is never said."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from cobalamin.assess.answer import assess
from cobalamin.assess.model import AssessReport, to_json
from cobalamin.person import person_from_mapping

PARTICLES = 900
DATE = "2025-06-01"


def answer(**tables: Any) -> AssessReport:
    who = {"date": DATE} | tables.pop("person")
    return assess(person_from_mapping({"person": who, **tables}, where="test"), particles=PARTICLES)


def lab(test: str, value: str, date: str = DATE) -> dict[str, str]:
    return {"test": test, "value": value, "date": date}


def metformin(*labs: dict[str, str]) -> AssessReport:
    return answer(
        person={"age": 66, "sex": "female", "egfr": "72 mL/min/1.73m2", "jurisdiction": "UK"},
        condition=[{"name": "type 2 diabetes", "since": "12 years"}],
        medicine=[
            {"regimen": "metformin 1000 mg orally twice daily", "since": "10 years"},
            {"regimen": "omeprazole 20 mg orally daily", "since": "3 years"},
        ],
        lab=list(labs),
        symptom=[{"name": "tingling feet", "severity": 5, "since": "2 years"}],
    )


@pytest.fixture(scope="module")
def metformin_by_mma() -> dict[str, AssessReport]:
    b12 = lab("serum B12", "175 pmol/L")
    return {
        "none": metformin(b12),
        "420": metformin(b12, lab("MMA", "420 nmol/L")),
        "160": metformin(b12, lab("MMA", "160 nmol/L")),
    }


@pytest.fixture(scope="module")
def vegan() -> AssessReport:
    return answer(
        person={"age": 34, "sex": "male", "diet": "vegan", "diet_since": "6 years", "jurisdiction": "UK"},
        lab=[lab("serum B12", "130 pmol/L")],
        symptom=[{"name": "tingling feet", "severity": 4, "since": "3 months"}],
    )


@pytest.fixture(scope="module")
def sciatica() -> AssessReport:
    return answer(
        person={"age": 52, "sex": "male", "jurisdiction": "UK"},
        condition=[{"name": "sciatica", "since": "3 months"}],
        lab=[lab("serum B12", "380 pmol/L")],
        symptom=[{"name": "pain in the leg", "severity": 6, "since": "3 months"}],
    )


def functional(report: AssessReport) -> float:
    return report.probabilities["functional"].value


def test_methylmalonate_raises_and_lowers_the_probability(metformin_by_mma: dict[str, AssessReport]):
    alone, high, low = (functional(metformin_by_mma[key]) for key in ("none", "420", "160"))
    assert high > alone + 0.1
    assert low < alone - 0.1


def test_a_vegan_with_low_b12_is_deficient_and_the_cause_is_a_separate_number(vegan: AssessReport):
    assert functional(vegan) > 0.9
    assert vegan.probabilities["store"].value > 0.9
    assert vegan.share.low < functional(vegan)


def test_kidneys_explain_a_raised_methylmalonate():
    labs = [lab("serum B12", "240 pmol/L"), lab("MMA", "380 nmol/L")]
    person = {"age": 78, "sex": "male", "jurisdiction": "UK"}
    known = answer(person=person | {"egfr": "42 mL/min/1.73m2"}, lab=labs)
    ignored = answer(person=person | {"egfr": "95 mL/min/1.73m2"}, lab=labs)
    assert functional(known) < 0.5 * functional(ignored)
    assert any("kidneys" in each.sentence for each in known.markers)


def test_sciatica_leaves_little_to_b12(sciatica: AssessReport):
    assert sciatica.share.high < 0.08
    assert sciatica.causes[0].name == "nerve root"
    assert "No test excludes it fully" in sciatica.answer


def test_nothing_known_gives_the_prior_and_no_share():
    report = answer(person={"age": 45, "sex": "female", "date": DATE})
    assert report.share.median == report.share.high == 0.0
    assert report.parts == ()
    for chance in report.probabilities.values():
        assert chance.value == pytest.approx(chance.prior)
    assert functional(report) < 0.15
    assert max(report.contraction.values()) == pytest.approx(0.0, abs=1e-9)


def test_nitrous_oxide_with_b12_in_range_is_not_excluded_and_comes_first():
    report = answer(
        person={"age": 24, "sex": "male", "jurisdiction": "generic"},
        medicine=[{"regimen": "nitrous oxide 100 cartridges inhaled daily", "since": "1 year"}],
        lab=[lab("serum B12", "258 pmol/L"), lab("homocysteine", "51 umol/L")],
        symptom=[{"name": "tingling feet", "severity": 7, "since": "6 weeks"}],
    )
    assert report.urgent[0].id == "rf_n2o"
    assert functional(report) > 0.9
    assert "stop the gas" in report.first_lines[0]
    assert all(test.card.name not in ("serum B12",) or test.remark for test in report.tests)


def test_conflicting_results_are_named():
    report = answer(
        person={"age": 40, "sex": "male", "egfr": "100 mL/min/1.73m2"},
        lab=[lab("serum B12", "600 pmol/L"), lab("MMA", "2500 nmol/L")],
    )
    assert any("serum B12 600" in each and "methylmalonic acid 2500" in each for each in report.conflicts)


def test_a_repeated_result_counts_once():
    once = metformin(lab("serum B12", "175 pmol/L"))
    twice = metformin(lab("serum B12", "175 pmol/L"), lab("serum B12", "175 pmol/L"))
    assert functional(once) == pytest.approx(functional(twice), abs=1e-9)
    assert any("listed twice" in each for each in twice.notices)


def test_many_results_of_one_test_do_not_make_certainty_of_the_others():
    labs = [lab("serum B12", f"{170 + n % 7} pmol/L", f"2024-{1 + n % 12:02d}-{1 + n // 12:02d}") for n in range(300)]
    report = metformin(*labs)
    assert 0.02 < functional(report) < 0.98
    assert report.effective_sample_size > 20


def test_a_bound_counts_as_a_bound():
    high = metformin(lab("serum B12", ">1476 pmol/L"))
    assert functional(high) < functional(metformin(lab("serum B12", "175 pmol/L")))
    assert high.markers[0].value.startswith(">")


def test_json_has_the_promised_keys_and_plain_numbers(metformin_by_mma: dict[str, AssessReport]):
    found = to_json(metformin_by_mma["420"])
    json.dumps(found, allow_nan=False)
    for key in ("probability_deficient", "prior_probability_deficient"):
        assert set(found[key]) == {"store", "functional", "guideline"}  # type: ignore[arg-type]
        assert all(0 <= value <= 1 for value in found[key].values())  # type: ignore[union-attr]
    share = found["b12_share_of_symptoms"]
    assert isinstance(share, dict)
    assert 0 <= share["low"] <= share["median"] <= share["high"] <= 1
    assert set(share["by_symptom"]) == {"tingling (feet)"}
    for key in ("competing_causes", "treat_now", "next_test", "effective_sample_size", "warnings"):
        assert key in found
    tests = found["next_test"]
    assert isinstance(tests, list)
    assert all({"test", "bits"} <= set(each) for each in tests)


def test_what_is_never_said(metformin_by_mma: dict[str, AssessReport], vegan: AssessReport, sciatica: AssessReport):
    for report in (*metformin_by_mma.values(), vegan, sciatica):
        words = json.dumps(to_json(report)).lower()
        assert not re.search(r"\bnormal\b", words)
        assert "would not help" not in words
        assert "stop metformin" not in words
        assert len(report.first_lines) == 5
        assert report.first_lines[0].startswith("Today")
        assert report.first_lines[3].startswith("Potassium")


def test_metformin_is_kept(metformin_by_mma: dict[str, AssessReport]):
    assert any("keep taking it" in line for line in metformin_by_mma["420"].first_lines)


def test_the_same_seed_gives_the_same_answer(vegan: AssessReport):
    again = answer(
        person={"age": 34, "sex": "male", "diet": "vegan", "diet_since": "6 years", "jurisdiction": "UK"},
        lab=[lab("serum B12", "130 pmol/L")],
        symptom=[{"name": "tingling feet", "severity": 4, "since": "3 months"}],
    )
    assert {k: v.value for k, v in again.probabilities.items()} == {k: v.value for k, v in vegan.probabilities.items()}


def test_other_always_keeps_mass(vegan: AssessReport, sciatica: AssessReport):
    for report in (vegan, sciatica):
        assert report.unmodelled is not None
        assert report.unmodelled > 0.0


def test_a_supplement_that_does_not_suffice_is_not_called_enough():
    report = answer(
        person={"age": 34, "sex": "male", "diet": "vegan", "diet_since": "6 years", "jurisdiction": "UK"},
        medicine=[{"regimen": "cyanocobalamin 2 ug orally daily", "since": "1 year"}],
        lab=[lab("serum B12", "110 pmol/L"), lab("MMA", "1500 nmol/L")],
        symptom=[{"name": "tingling feet", "severity": 4, "since": "3 months"}],
    )
    assert functional(report) > 0.8
    assert "does not seem to be enough" in report.treat
    assert report.first_lines[2].startswith("Dose to discuss")
