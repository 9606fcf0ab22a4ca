"""Absorption of a diary: one law, never more than was eaten; the simulated diet brings the same amount."""

from __future__ import annotations

import pytest

from cobalamin.evidence.foods import Amount
from cobalamin.person import Person, person_from_mapping
from cobalamin.person.influences import eat
from cobalamin.plan.diet.uptake import (
    Crowd,
    Gut,
    MealB12,
    among,
    equal_meals_intake,
    guts,
    healthy_absorbed,
    meal_absorbed,
    tablet_absorbed,
)
from cobalamin.units import NANOMOLES_PER_MICROGRAM_COBALAMIN

NONE = Amount(low=0.0, value=0.0, high=0.0)


def amount(ug: float) -> Amount:
    return Amount(low=ug, value=ug, high=ug)


def bound(ug: float) -> MealB12:
    return MealB12(bound=amount(ug), added=NONE)


def added(ug: float) -> MealB12:
    return MealB12(bound=NONE, added=amount(ug))


def somebody(**fields: object) -> Person:
    tables = {name: fields.pop(name) for name in ("condition", "medicine") if name in fields}
    return person_from_mapping({"person": {"age": 40, "sex": "female"} | fields, **tables})


@pytest.fixture(scope="module")
def healthy() -> tuple[Gut, Crowd]:
    return guts(somebody(), individuals=40, seed=0)


@pytest.mark.built_in
def test_equal_meals_are_what_eat_absorbs(healthy: tuple[Gut, Crowd]):
    typical = healthy[0]
    inputs = dict(typical.inputs)
    eat(3.0, 3.0, inputs, typical.k)
    each = meal_absorbed(bound(1.0), typical) * NANOMOLES_PER_MICROGRAM_COBALAMIN
    assert 3 * each == pytest.approx(inputs["diet_absorbed"])
    assert healthy_absorbed(3.0, somebody(), typical) == pytest.approx(3 * meal_absorbed(bound(1.0), typical))


def test_many_small_meals_bring_more_than_one_large(healthy: tuple[Gut, Crowd]):
    typical = healthy[0]
    assert 3 * meal_absorbed(bound(1.0), typical) > meal_absorbed(bound(3.0), typical)
    assert tablet_absorbed(1.0, 1.0, typical) < 1.0


def test_never_more_than_was_eaten(healthy: tuple[Gut, Crowd]):
    for gut in healthy[1].each:
        for ug in (0.01, 0.1, 1.0, 10.0):
            assert 0.0 <= meal_absorbed(bound(ug), gut) <= ug
            assert meal_absorbed(bound(ug), gut) <= meal_absorbed(added(ug), gut) <= ug
    assert meal_absorbed(bound(0.0), healthy[0]) == 0.0


def test_fortified_bread_of_the_labelled_trial(healthy: tuple[Gut, Crowd]):
    share = meal_absorbed(added(0.8), healthy[0]) / 0.8
    assert 0.57 <= share <= 0.755  # diet_bioav_bread_stool: 100 less what was found in stool


def test_a_stomach_without_acid_keeps_food_b12_and_frees_added_b12(healthy: tuple[Gut, Crowd]):
    gastritis = somebody(condition=[{"name": "atrophic gastritis", "since": "10 years"}])
    sick = guts(gastritis, individuals=1, seed=0)[0]
    assert meal_absorbed(bound(1.0), sick) < 0.7 * meal_absorbed(bound(1.0), healthy[0])
    assert meal_absorbed(added(1.0), sick) == pytest.approx(meal_absorbed(added(1.0), healthy[0]), rel=0.02)


def test_pernicious_anaemia_leaves_diffusion(healthy: tuple[Gut, Crowd]):
    person = somebody(condition=[{"name": "pernicious anaemia", "since": "20 years", "untreated": True}])
    sick = guts(person, individuals=1, seed=0)[0]
    assert meal_absorbed(bound(2.0), sick) < 0.02 * 2.0
    assert tablet_absorbed(1000.0, 1.0, sick) > 5.0


def test_the_simulated_diet_brings_the_same_amount(healthy: tuple[Gut, Crowd]):
    typical = healthy[0]
    for wanted in (0.0, 0.05, 0.5, 1.5, 3.0):
        intake = equal_meals_intake(wanted, 3.0, typical)
        inputs = dict(typical.inputs)
        eat(intake, 3.0, inputs, typical.k)
        assert inputs["diet_absorbed"] / NANOMOLES_PER_MICROGRAM_COBALAMIN == pytest.approx(wanted, abs=1e-6)


@pytest.mark.built_in
def test_all_together_are_the_same_as_one_by_one(healthy: tuple[Gut, Crowd]):
    crowd = healthy[1]
    meal = MealB12(bound=amount(1.0), added=amount(0.5))
    assert list(meal_absorbed(meal, crowd.whole)) == pytest.approx([meal_absorbed(meal, gut) for gut in crowd.each])
    tablet = [tablet_absorbed(10.0, 1.0, gut) for gut in crowd.each]
    assert list(tablet_absorbed(10.0, 1.0, crowd.whole)) == pytest.approx(tablet)


def test_the_range_holds_the_typical_person(healthy: tuple[Gut, Crowd]):
    typical, people = healthy
    wide = MealB12(bound=NONE, added=Amount(low=0.5, value=1.0, high=3.0))
    span, narrow = among([wide], typical, people, days=1), among([added(1.0)], typical, people, days=1)
    assert span.low < narrow.low < narrow.value < narrow.high < span.high
    assert span.value == narrow.value
