"""A diet: where it leads, the fewest changes, the person's own stomach, and words that do not order."""

from __future__ import annotations

import doctest
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

import cobalamin.plan.diet.sentences
from cobalamin.person import Person, person_from_mapping
from cobalamin.person.diary import Eaten, read_rows
from cobalamin.plan.diet import DietAnswer, diet_answer, to_json
from cobalamin.plan.diet.answer import kind_of
from cobalamin.plan.diet.changes import options, sets_to_try, targets
from cobalamin.plan.diet.model import YearStatus
from cobalamin.plot.diet import draw_meals, draw_status, rows_of

EXAMPLE = Path(__file__).resolve().parents[4] / "examples/vegan_diary.csv"
MIXED = (
    'meal,food,grams\nbreakfast,"Cheese, brie",40\nlunch,"Fish, haddock, smoked",150\ndinner,"Egg, hard-boiled",100\n'
)
FEW = 40


def rows(tmp_path: Path, text: str) -> tuple[Eaten, ...]:
    file = tmp_path / "d.csv"
    file.write_text(text, encoding="utf-8")
    return read_rows(file, where="diet")


def somebody(**fields: object) -> Person:
    tables = {name: fields.pop(name) for name in ("condition", "medicine") if name in fields}
    return person_from_mapping({"person": {"age": 40, "sex": "female"} | fields, **tables})


def ask(diary: Sequence[Eaten], person: Person | None = None) -> DietAnswer:
    return diet_answer(diary, person=person, individuals=FEW)


def level(status: YearStatus) -> float:
    span = status.values["serum_b12_pmol_l"]
    assert span is not None
    return span.value


@pytest.fixture(scope="module")
def vegan() -> DietAnswer:
    return diet_answer(EXAMPLE, individuals=FEW)


def test_the_example_is_vegan_short_and_falls(vegan: DietAnswer):
    assert vegan.kind == "vegan"
    assert vegan.days == 3
    assert vegan.intake_ug_per_day.value < 1.0 < vegan.intake_ug_per_day.high
    levels = [level(each) for each in vegan.status]
    assert levels == sorted(levels, reverse=True)
    raised = [each.out_of_range["methylmalonate raised"].value for each in vegan.status]
    assert raised == sorted(raised)
    assert [each.year for each in vegan.status] == [0.0, 1.0, 2.0, 5.0, 10.0, 20.0]


def test_every_number_has_its_range_around_it(vegan: DietAnswer):
    for each in (*vegan.status, *vegan.lines):
        for span in (*each.values.values(), *each.out_of_range.values()):
            assert span is not None
            assert span.low <= span.value <= span.high
    for meal in vegan.meals:
        assert meal.absorbed_ug.low <= meal.absorbed_ug.value <= meal.absorbed_ug.high
        assert meal.absorbed_ug.value <= meal.eaten_ug.value


def test_changes_are_few_and_checked(vegan: DietAnswer):
    assert vegan.changes
    authorities = set(targets(vegan.reference_values))
    assert {"EFSA", "UK COMA", "USA/Canada IOM"} <= authorities
    whole = [each for each in vegan.changes if set(each.reaches) == authorities]
    assert any(len(each.parts) == 1 for each in whole)
    assert all(len(each.parts) <= 2 for each in vegan.changes)
    assert not any(
        re.search(r"\b(egg|cheese|yoghurt|glass of milk)\b", part) for c in vegan.changes for part in c.parts
    )
    weekly = next(each for each in vegan.changes if "2000 ug" in each.parts[0])
    assert weekly.mma_in_range >= 0.95
    assert set(weekly.reaches) == authorities
    assert all(each.sources for each in vegan.changes)


def test_spirulina_reaches_nothing(tmp_path: Path):
    diary = rows(tmp_path, "meal,food,grams,b12_ug\nlunch,Spirulina powder,30,\ndinner,spirulina,,50\n")
    answer = ask(diary)
    assert answer.intake_ug_per_day.value == 0.0
    assert answer.intake_ug_per_day.high == pytest.approx(0.2 * (75.0 + 50.0))
    assert "below the recommended intake of each authority" in answer.answer[1]
    assert all(line.percent is None or line.percent.value == 0.0 for line in answer.reference_values)
    assert any("pseudo-B12" in each for each in answer.notices)


def test_a_mixed_diet_keeps_its_level_and_gets_no_changes(tmp_path: Path):
    answer = ask(rows(tmp_path, MIXED))
    assert answer.kind == "omnivore"
    assert answer.changes == ()
    assert "vegan and vegetarian" in answer.changes_note
    assert level(answer.status[-1]) > 0.8 * level(answer.status[0])
    assert any(each.startswith("eggs") for each in answer.notices)


def test_milk_and_eggs_are_offered_to_vegetarians_only():
    assert {each.vegan for each in options("vegan")} == {True}
    assert {each.vegan for each in options("vegetarian")} == {True, False}
    assert len(options("unknown")) == len(options("vegan"))


def test_kind_of_diet_is_not_guessed(tmp_path: Path):
    who = somebody()
    assert kind_of(rows(tmp_path, "meal,food,b12_ug\nlunch,tuna,2\n"), who)[0] == "unknown"
    assert kind_of(rows(tmp_path, "meal,food,b12_ug\nlunch,rice,0\n"), who)[0] == "vegan"
    assert kind_of(rows(tmp_path, 'meal,food,grams\nlunch,"Cheese, brie",30\n'), who)[0] == "vegetarian"
    assert kind_of(rows(tmp_path, "meal,b12_ug\nlunch,2\n"), somebody(diet="vegan"))[0] == "vegan"


def test_pairs_come_only_where_one_food_does_not_do(vegan: DietAnswer):
    from cobalamin.plan.diet.uptake import guts

    typical = guts(somebody(), individuals=1, seed=0)[0]
    wanted = {"low": 0.3}
    assert all(len(each) == 1 for each in sets_to_try(options("vegan"), wanted, 0.1, typical))
    pairs = [each for each in sets_to_try(options("vegan"), {"high": 1.7}, 0.1, typical) if len(each) == 2]
    assert pairs
    assert not any(option.regimen for pair in pairs for option in pair)


def test_the_stomach_of_the_person_counts(tmp_path: Path):
    diary = rows(tmp_path, MIXED)
    sick = ask(diary, somebody(condition=[{"name": "pernicious anaemia", "since": "10 years", "untreated": True}]))
    assert sick.absorbed_ug_per_day.value < 0.1 * ask(diary).absorbed_ug_per_day.value
    assert any("food alone will hardly do" in each for each in sick.notices)
    assert any(each.startswith("But less of it is absorbed") for each in sick.answer)


def test_nothing_to_eat_is_an_answer_too(tmp_path: Path):
    answer = ask(rows(tmp_path, "meal,b12_ug\nlunch,0\n"))
    assert answer.absorbed_ug_per_day.high == 0.0
    last = answer.status[-1]
    assert last.care_needed.value > 0.5
    assert set(last.values.values()) == {None}
    assert last.out_of_range["methylmalonate raised"].value == 1.0
    assert any("would need care" in each for each in answer.notices)
    assert "<svg" in draw_status(answer, "mma_nmol_l")
    json.dumps(to_json(answer), allow_nan=False)


def test_b12_that_is_taken_counts_ahead_and_stops_the_search(vegan: DietAnswer):
    taking = somebody(diet="vegan", medicine=[{"regimen": "cyanocobalamin 50 ug orally daily", "since": "3 years"}])
    answer = diet_answer(EXAMPLE, person=taking, individuals=FEW)
    assert answer.changes == ()
    assert "taken already" in answer.changes_note
    assert level(answer.status[-1]) > level(vegan.status[-1])


def test_pregnancy_has_its_own_reference_values(tmp_path: Path):
    person = somebody(condition=[{"name": "pregnancy", "since": "3 months"}])
    answer = ask(rows(tmp_path, MIXED), person)
    assert {line.group for line in answer.reference_values} == {"pregnancy", "lactation"}
    assert targets(answer.reference_values).keys() >= {"EFSA", "D-A-CH"}


def test_json_is_whole_and_sourced(vegan: DietAnswer):
    found = json.loads(json.dumps(to_json(vegan), allow_nan=False))
    for key in ("meals", "foods", "reference_values", "status", "changes", "notices", "sources"):
        assert found[key], key
    low, high = found["absorbed_ug_per_day_interval"]
    assert low <= found["absorbed_ug_per_day"] <= high
    assert set(found["status"]) == {"0", "1", "2", "5", "10", "20"}
    assert all(line["value"] is None for line in found["reference_values"] if line["verified"].startswith("recalled"))
    assert any("Etalab" in source["citation"] for source in found["sources"])
    assert "no vitamin B6 or folate" in found["notices"][-1]


def test_the_same_seed_gives_the_same_answer(tmp_path: Path):
    diary = rows(tmp_path, MIXED)
    assert ask(diary).status == ask(diary).status


def test_figures_have_text_and_stand_names_that_look_like_formulas(tmp_path: Path):
    answer = ask(rows(tmp_path, "meal,food,b12_ug\n$x_{,<b>,1\n"))
    assert "<text" in draw_meals(answer)
    assert draw_status(answer, "serum_b12_pmol_l").count("<title") == 1


def test_many_meals_are_drawn_as_days(tmp_path: Path):
    lines = "".join(f"{day},{meal},0.5\n" for day in range(20) for meal in ("a", "b"))
    drawn = rows_of(ask(rows(tmp_path, f"day,meal,b12_ug\n{lines}")).meals)
    assert len(drawn) == 20
    assert drawn[0][1].value == pytest.approx(1.0)


def test_words_suggest_and_do_not_order(vegan: DietAnswer):
    text = " ".join((*vegan.answer, *vegan.notices, vegan.changes_note, *(p for c in vegan.changes for p in c.parts)))
    assert "Suggestions to discuss" in text
    assert not re.search(r"\b(normal|must|should|take a)\b", text.lower())


def test_examples_of_the_docstrings_run():
    assert doctest.testmod(cobalamin.plan.diet.sentences).failed == 0
