"""The whole answer for a few people: what is known about B12, a gabapentinoid and harm shows in the numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cobalamin.body.observe import OBSERVATIONS
from cobalamin.evidence.normal_limits import limit
from cobalamin.person import Person, person_from_mapping, read_person
from cobalamin.plan.as_json import to_json
from cobalamin.plan.forecast import forecast
from cobalamin.plan.model import CONDUCTION_DAYS, NO_CHANGE, PlanReport
from cobalamin.plan.sentences import HARM_LEFT_OUT

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
PEOPLE = 300


@pytest.fixture(scope="module")
def answers() -> dict[str, PlanReport]:
    names = ("pernicious_anaemia", "replete_diabetic_neuropathy", "post_herpetic_neuralgia")
    return {name: forecast(read_person(EXAMPLES / f"{name}.toml"), particles=PEOPLE) for name in names}


def adult(*plans: str, **fields: object) -> Person:
    listed = [{"name": f"plan {n}", "regimen": text} for n, text in enumerate(plans)]
    return person_from_mapping({"person": {"age": 60, "sex": "female"} | fields, "plan": listed}, where="test")


def high(report: PlanReport, plan: str) -> float:
    assert report.comparison is not None
    value = report.comparison.points_off[plan].high
    assert value is not None
    return value


def test_b12_acts_where_it_lacks_and_nowhere_else(answers: dict[str, PlanReport]):
    for name, lack in (
        ("pernicious_anaemia", True), ("replete_diabetic_neuropathy", False), ("post_herpetic_neuralgia", False),
    ):  # fmt: skip
        compared = answers[name].comparison
        assert compared is not None, name
        assert compared.lack is lack
        assert (high(answers[name], compared.b12) > 2.0) is lack
        if not lack:
            assert high(answers[name], compared.b12) < 0.1
        assert high(answers[name], compared.drug) > 0.4


def test_the_drug_works_more_after_shingles_than_in_diabetes(answers: dict[str, PlanReport]):
    """Against half the dose for weak kidneys, as in the trials."""
    assert high(answers["post_herpetic_neuralgia"], "pregabalin") > high(
        answers["replete_diabetic_neuropathy"], "pregabalin"
    )


def test_every_curve_carries_its_people(answers: dict[str, PlanReport]):
    report = answers["replete_diabetic_neuropathy"]
    assert 0 < report.people <= PEOPLE
    assert report.effective_size > 10
    for series in report.series.values():
        for band in series.plans.values():
            assert band.low[-1] < band.high[-1], series.observation


def test_json_holds_every_part(answers: dict[str, PlanReport]):
    data = json.loads(json.dumps(to_json(answers["pernicious_anaemia"]), allow_nan=False))
    assert {"plans", "series", "comparison", "conduction", "harms", "responders", "people"} <= set(data)
    assert data["comparison"]["points_off"]["injections"]["median"] is None


def test_conduction_carries_the_limits_of_this_age_height_and_sex(answers: dict[str, PlanReport]):
    person = read_person(EXAMPLES / "replete_diabetic_neuropathy.toml")
    for row in answers["replete_diabetic_neuropathy"].conduction:
        assert row.observation in OBSERVATIONS
        assert row.limit == limit(row.observation, person.age, person.height_cm, "male").value
        assert row.loss_is_above == row.observation.endswith("_ms")
        for days in row.plans.values():
            assert tuple(days) == CONDUCTION_DAYS
            assert days[0.0].low == pytest.approx(row.plans[NO_CHANGE][0.0].low, rel=1e-6)


def test_no_trial_has_counted_people_on_b12_where_it_lacks(answers: dict[str, PlanReport]):
    lacking, replete = answers["pernicious_anaemia"].responders, answers["replete_diabetic_neuropathy"].responders
    assert all(row.plans["injections"].low is None for row in lacking)
    for row in replete:
        b12, drug = row.plans["B12 tablets"], row.plans["pregabalin"]
        assert b12.low == pytest.approx(row.placebo.low, abs=0.5)
        assert drug.low is not None
        assert row.placebo.low is not None
        assert drug.low > row.placebo.low + 3.0
    assert replete[0].entry == 6.0


def test_harm_is_beside_placebo_and_only_of_drugs_that_do_it(answers: dict[str, PlanReport]):
    report = answers["replete_diabetic_neuropathy"]
    rows = {row.harm: row for row in report.harms}
    assert HARM_LEFT_OUT not in report.notices
    assert set(rows["dizziness_pct"].plans) == {"pregabalin", "B12 tablets and pregabalin"}
    assert "nausea_pct" not in rows
    for name, row in rows.items():
        for value in row.plans.values():
            assert value.median is not None, name
            assert value.median > (row.placebo or 0.0)
    assert forecast(adult("cyanocobalamin 1 mg orally daily"), particles=60).harms == ()


def test_tricyclics_are_unknown_and_vitamin_b6_is_a_range_of_very_low_certainty():
    report = forecast(adult("amitriptyline 25 mg orally daily", "pyridoxine 90 mg orally daily"), particles=60)
    rows = {row.harm: row for row in report.harms}
    assert rows["dizziness_pct"].unknown == ("plan 0",)
    assert rows["dizziness_pct"].plans["plan 0"].low is None
    vitamin = rows["b6_neuropathy_risk_low_pct"]
    assert vitamin.certainty == "very low"
    assert set(vitamin.plans) == {"plan 1"}
    value = vitamin.plans["plan 1"]
    assert value.low is not None
    assert value.high is not None
    assert value.low < value.high
    assert value.median is None


def test_in_pregnancy_nerve_and_pain_are_off():
    person = person_from_mapping(
        {
            "person": {"age": 30, "sex": "female"},
            "condition": [{"name": "pregnancy", "since": "12 weeks"}],
            "plan": [
                {"name": "a", "regimen": "cyanocobalamin 1 mg orally daily"},
                {"name": "b", "regimen": "pregabalin 75 mg orally twice daily"},
            ],
        },
        where="test",
    )
    report = forecast(person, particles=60)
    assert report.conduction == report.responders == report.harms == ()
    assert HARM_LEFT_OUT in report.notices
    assert report.comparison is None
