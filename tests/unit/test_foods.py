"""Foods and reference intakes: only what was read, no food guessed, and algae that never count as enough."""

from __future__ import annotations

import doctest
import importlib.util
from pathlib import Path

import pytest

import cobalamin.evidence.foods
import cobalamin.evidence.intake_references
from cobalamin.errors import InputError
from cobalamin.evidence import Verified
from cobalamin.evidence.foods import Kind, b12_in, find_food, foods, search_foods
from cobalamin.evidence.intake_references import KINDS, intake_references, references_for

ROOT = Path(__file__).resolve().parents[2]


def test_the_tables_are_what_the_tool_writes():
    spec = importlib.util.spec_from_file_location("take_foods", ROOT / "tools/take_foods.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    folder = tool.shared_folder()
    if not (folder / "evidence").is_dir():
        pytest.skip(f"no evidence tables in {folder} (COBALAMIN_SHARED)")
    for name, text in tool.tables(folder).items():
        assert (tool.TARGET / name).read_text(encoding="utf-8") == text, name


def test_every_food_was_read_and_ciqual_is_cited():
    assert len(foods()) > 500
    for food in foods().values():
        assert food.verified is not Verified.MEMORY
        assert food.source
        if food.source_id.startswith("CIQUAL"):
            assert food.source == "Anses, Ciqual table 2020 (Etalab Open Licence 2.0)"


def test_known_errors_of_the_tables_give_no_number():
    clams = [food for food in foods().values() if "clam, mixed species, cooked" in food.name]
    assert len(clams) == 2
    for food in clams:
        assert food.ug_per_100g is None
        with pytest.raises(InputError, match="its own b12_ug"):
            b12_in(food, 100.0)
    boiled = [food.ug_per_100g for food in foods().values() if "hard-boiled" in food.name]
    assert all(value is not None and value < 2.0 for value in boiled)


def test_algae_have_a_range_and_count_as_none():
    for food in foods().values():
        if food.matrix == "algae" and food.ug_per_100g:
            b12 = b12_in(food, 100.0)
            assert (b12.low, b12.value) == (0.0, 0.0)
            most = 0.2 if "spirulina" in food.name.lower() else 1.0
            assert b12.high == pytest.approx(most * food.ug_per_100g)
            assert food.active.why


def test_unfortified_yeast_brings_next_to_nothing():
    plain = [food for food in foods().values() if food.category == "yeast" and not food.fortified]
    assert plain
    assert all((food.portion_ug or 0.0) < 0.05 for food in plain)
    assert all("not fortified" in food.name for food in plain)


def test_a_fortified_food_has_the_range_of_its_kind():
    b12 = b12_in(find_food("Oat milk").food, 240.0)
    assert b12.low < b12.value < b12.high
    assert b12.value == pytest.approx(1.2)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("oat  MILK", "Oat milk"),
        ("Cheese, Brie", "Cheese, brie"),
        ("apples", "Apples, raw, with skin"),
        ("oat milk, unsweetened, plain, refridgerated", "Oat milk, unsweetened, plain, refrigerated"),
    ],
)
def test_found(text: str, name: str):
    match = find_food(text)
    assert match.food.name == name
    assert bool(match.said) == (match.food.name.casefold() != " ".join(text.split()).casefold())


@pytest.mark.parametrize(
    "text", ["egg", "milk", "spirulina", "nori", "tempeh", "nutritional yeast", "honey", "meat", ""]
)
def test_never_guessed_between_foods_that_differ(text: str):
    with pytest.raises(InputError) as caught:
        find_food(text, where="d.csv: row 2")
    assert str(caught.value).startswith("d.csv: row 2: ")
    assert str(caught.value).count("' or '") <= 2


def test_search_finds_by_words_in_any_order():
    assert search_foods("milk oat", limit=1)[0].name == "Oat milk"
    assert search_foods("zzzz") == []


def test_who_eats_it():
    assert find_food("Natto").food.kind is Kind.PLANT
    assert find_food("Cheese, brie").food.kind is Kind.MILK_OR_EGG
    assert find_food("Fish, haddock, smoked").food.kind is Kind.MEAT_OR_FISH
    assert find_food("Beverages, Whey protein powder isolate").food.kind is Kind.MILK_OR_EGG


def test_recalled_reference_values_have_no_figure():
    recalled = [each for each in intake_references() if each.verified is Verified.MEMORY]
    assert recalled
    assert all(each.value is None and not each.note for each in recalled)
    assert all(each.value is not None for each in intake_references() if each.verified is not Verified.MEMORY)
    assert {each.kind for each in intake_references()} <= set(KINDS)


def test_reference_values_of_age_and_pregnancy():
    young, old = references_for(40.0), references_for(60.0)
    assert {each.group for each in young} == {"adults", "15+ y", "19-50 y"}
    assert {each.group for each in old} == {"adults", "15+ y", "51+ y"}
    expecting = references_for(30.0, pregnant=True)
    assert {each.group for each in expecting} == {"pregnancy", "lactation"}
    assert {each.value for each in expecting if each.authority == "EFSA"} == {4.5, 5.0}


def test_examples_of_the_docstrings_run():
    assert doctest.testmod(cobalamin.evidence.foods).failed == 0
    assert doctest.testmod(cobalamin.evidence.intake_references).failed == 0
