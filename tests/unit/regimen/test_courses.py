"""Courses: the days of the doses, by hand."""

from __future__ import annotations

import math

import pytest

from cobalamin.errors import InputError
from cobalamin.regimen import (
    COBALAMIN_CLASS,
    SUBSTANCES,
    Every,
    ForDays,
    ForDoses,
    Item,
    Once,
    OnDays,
    Phase,
    Regimen,
    Route,
    Stop,
    TimesDaily,
    TimesWeekly,
    cartridge_phase,
    format_regimen,
    parse,
)
from cobalamin.regimen.substances import AmountUnit


def days(text: str, *, start: float = 0.0, end: float = 100.0) -> list[float]:
    return [day for course in parse(text).courses(start=start, end=end) for day in course.days()]


@pytest.mark.parametrize(
    ("words", "end", "expected"),
    [
        ("daily", 3, [0, 1, 2]),
        ("twice daily", 2, [0, 0.5, 1, 1.5]),
        ("three times daily", 1, [0, 0.25, 0.5]),
        ("four times daily", 1, [0, 1 / 6, 1 / 3, 1 / 2]),
        ("every 8 hours", 1, [0, 1 / 3, 2 / 3]),
        ("every other day", 7, [0, 2, 4, 6]),
        ("twice a week", 14, [0, 3, 7, 10]),
        ("three times a week", 14, [0, 2, 4, 7, 9, 11]),
        ("weekly", 28, [0, 7, 14, 21]),
        ("weekly x4", 100, [0, 7, 14, 21]),
        ("monthly", 92, [0, 30.4375, 60.875, 91.3125]),
        ("every 2 months", 92, [0, 60.875]),
        ("once", 100, [0]),
        ("days 1, 3, 7, 10, 14, 21, 30, 60, 90", 100, [0, 2, 6, 9, 13, 20, 29, 59, 89]),
        ("daily until day 3", 100, [0, 1, 2]),
        ("daily for 3 days", 100, [0, 1, 2]),
        ("twice daily x3", 100, [0, 0.5, 1]),
        ("three times a week for 4 doses", 100, [0, 2, 4, 7]),
        ("weekly from day 14", 30, [14, 21, 28]),
        ("weekly after 1 week for 2 doses", 30, [7, 14]),
        ("at night", 2, [14 / 24, 1 + 14 / 24]),
        ("daily for 2 days then weekly", 12, [0, 1, 2, 9]),
        ("once then weekly", 12, [0, 1, 8]),
        ("twice daily x3 then weekly", 12, [0, 0.5, 1, 2, 9]),
        ("days 1, 3 then weekly", 12, [0, 2, 3, 10]),
        ("daily until day 2 then weekly x2", 30, [0, 1, 2, 9]),
    ],
)
def test_days_by_hand(words: str, end: float, expected: list[float]):
    assert days(f"cyanocobalamin 1 mg orally {words}", end=end) == pytest.approx(expected)


def test_a_window_keeps_the_grid_of_the_phase():
    assert days("cyanocobalamin 1 mg IM weekly since 10 days", start=0, end=14) == pytest.approx([4, 11])
    assert days("cyanocobalamin 1 mg IM 3 times a week from day 0", start=3, end=8) == [4, 7]
    assert days("metformin 1 g twice daily", start=-2, end=0) == [-2, -1.5, -1, -0.5]


def test_rounding_adds_no_dose_at_the_end():
    assert len(days("cyanocobalamin 1 mg orally every 8 hours for 7 days")) == 21
    assert len(days("cyanocobalamin 1 mg orally twice a month for 1 year", end=400)) == 24


def test_a_course_says_what_is_taken():
    regimen = parse("hydroxocobalamin 1 mg IM daily x2, then cyanocobalamin 2 mg orally daily and stop omeprazole")
    first, second = regimen.courses(start=0, end=10)
    assert (first.substance, first.route, first.amount) == ("hydroxocobalamin", Route.INTRAMUSCULAR, 1000.0)
    assert (second.substance, second.route, second.amount) == ("cyanocobalamin", Route.ORAL, 2000.0)
    assert first.substance_class == second.substance_class == COBALAMIN_CLASS
    assert first.unit is AmountUnit.MICROGRAM
    assert (first.first_day, first.end_day, second.first_day, second.end_day) == (0, 2, 2, 10)
    assert first.doses_per_day == 1
    assert regimen.stops == (Stop(target="omeprazole"),)


@pytest.mark.parametrize(
    ("words", "count"),
    [("daily", 1), ("tds", 3), ("every 12 hours", 2), ("every 5 hours", None), ("7 times a week", 1), ("weekly", None)],
)
def test_doses_per_day(words: str, count: int | None):
    (course,) = parse(f"cyanocobalamin 100 ug orally {words}").courses(start=0, end=30)
    assert course.doses_per_day == count


def test_nitrous_oxide_carries_fraction_and_hours():
    (course,) = parse("nitrous oxide 50 % inhaled for 2 hours once a week").courses(start=0, end=14)
    assert (course.fraction, course.hours, course.cartridges, course.amount) == (0.5, 2.0, None, 1.0)
    (course,) = parse("nitrous oxide 20 cartridges inhaled once a week").courses(start=0, end=14)
    assert course.cartridges == 20
    assert course.fraction == 1.0
    assert course.hours == pytest.approx(20 * 8 / 44.013 * 24.5 / 8 / 60)
    assert course.amount == course.hours


def test_meals_belong_to_oral_doses():
    (course,) = parse("cyanocobalamin 2 ug in each meal orally").courses(start=0, end=1)
    assert course.with_meal
    assert course.doses_per_day == 3


def test_an_endless_course_has_no_list_of_days():
    (course,) = parse("metformin 1 g daily").courses(start=0, end=math.inf)
    with pytest.raises(InputError, match="finite day"):
        course.days()


def test_a_window_rises():
    for window in ((5.0, 1.0), (math.nan, 1.0), (0.0, math.nan)):
        with pytest.raises(InputError, match="window"):
            parse("metformin 1 g daily").courses(start=window[0], end=window[1])


@pytest.mark.parametrize(
    "build",
    [
        lambda: Regimen(items=()),
        lambda: Phase(amount=-1, timing=Once()),
        lambda: Phase(amount=math.nan, timing=Once()),
        lambda: Phase(amount=1, timing=Once(), length=ForDays(days=2)),
        lambda: Item(substance="cyanocobalamin", route=Route.ORAL, phases=()),
        lambda: Item(substance="aspirin", route=Route.ORAL, phases=(Phase(amount=1, timing=Once()),)),
        lambda: Item(substance="nitrous oxide", route=Route.INHALED, phases=(Phase(amount=1, timing=Once()),)),
        lambda: Item(substance="metformin", route=Route.ORAL, phases=(cartridge_phase(cartridges=1, timing=Once()),)),
        lambda: Stop(target="aspirin"),
        lambda: Every(interval=0),
        lambda: Every(interval=math.inf),
        lambda: TimesDaily(times=0),
        lambda: TimesWeekly(times=1),
        lambda: OnDays(listed=()),
        lambda: ForDoses(doses=0),
        lambda: ForDays(days=math.inf),
    ],
)
def test_objects_refuse_what_makes_no_sense(build):
    with pytest.raises(InputError):
        build()


def test_an_amount_of_zero_is_an_object_without_text():
    regimen = Regimen(
        items=(Item(substance="metformin", route=Route.ORAL, phases=(Phase(amount=0, timing=TimesDaily(times=1)),)),)
    )
    assert [course.amount for course in regimen.courses(start=0, end=1)] == [0]
    with pytest.raises(InputError, match="zero has no text"):
        format_regimen(regimen)


def test_every_substance_can_be_written_and_stopped():
    for substance in SUBSTANCES.values():
        amount = "50 % for 1 hour" if substance.name == "nitrous oxide" else f"1 {substance.unit.value}"
        for route in substance.routes:
            assert parse(f"{substance.name} {amount} {route.value} weekly").taken[0].substance == substance.name
        assert parse(f"stop {substance.name}").stops[0].covers(substance.name)
        assert substance.note
        assert 0 < substance.largest_single <= substance.largest_daily
