"""The same person seen from a later day: everything moves together, and what was follow-up is history."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cobalamin.person import Person, person_from_mapping
from cobalamin.person.influences import courses_of
from cobalamin.person.later import last_record, seen_from

FOLLOWED: dict[str, Any] = {
    "person": {"date": date(2026, 1, 1), "age": 60, "sex": "female", "diet": "vegan", "diet_since": "3 years"},
    "condition": [{"name": "type 2 diabetes", "since": "5 years"}],
    "medicine": [{"regimen": "metformin 500 mg orally twice daily until day 30", "since": "2 years"}],
    "taken": [{"regimen": "cyanocobalamin 1 mg orally daily", "from": date(2026, 1, 11)}],
    "lab": [
        {"test": "MMA", "value": "500 nmol/L", "date": date(2025, 12, 30)},
        {"test": "MMA", "value": "250 nmol/L", "date": date(2026, 3, 2)},
    ],
    "symptom": [{"name": "numb feet", "severity": 4, "since": "6 months"}],
}


@pytest.fixture
def person() -> Person:
    return person_from_mapping(FOLLOWED, where="test")


def test_the_last_record_is_the_last_lab_or_dose(person: Person):
    assert last_record(person) == 60.0
    assert last_record(person_from_mapping({"person": {"age": 60, "sex": "male"}}, where="test")) == 0.0


def test_everything_moves_together(person: Person):
    later = seen_from(person, 60.0)
    assert later.date == date(2026, 3, 2)
    assert later.age == pytest.approx(60 + 60 / 365.25)
    assert [lab.day for lab in later.labs] == [-62.0, 0.0]
    assert later.taken[0].from_day == 10.0 - 60.0
    assert later.diet.since_day == pytest.approx(-3 * 365.25 - 60)
    assert later.conditions[0].since_day == pytest.approx(-5 * 365.25 - 60)
    assert later.symptoms[0].since_day == pytest.approx(-0.5 * 365.25 - 60, abs=1)


def test_doses_fall_on_the_same_mornings(person: Person):
    before = courses_of(person, None, horizon=100.0)
    after = courses_of(seen_from(person, 60.0), None, horizon=40.0)
    for one, other in zip(before, after, strict=True):
        assert one.substance == other.substance
        assert one.first_day - 60.0 == pytest.approx(other.first_day)
        assert one.end_day - 60.0 == pytest.approx(other.end_day)


def test_two_steps_are_one(person: Person):
    assert seen_from(seen_from(person, 20.0), 40.0).labs == seen_from(person, 60.0).labs
    assert seen_from(person, 0.0) is person
