"""A food diary beside the person file: intake and meals, and a row number for whatever is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from cobalamin.errors import InputError
from cobalamin.person import Person, describe, read_person
from cobalamin.person.diary import Eaten, read_rows

WHO = '[person]\nage = 66\nsex = "female"\n'


def diary(tmp_path: Path, text: str) -> Person:
    (tmp_path / "lunch.csv").write_text(text, encoding="utf-8")
    file = tmp_path / "person.toml"
    file.write_text(WHO + 'diet = "diary: lunch.csv"\n', encoding="utf-8")
    return read_person(file)


def test_diary_gives_intake_and_meals(tmp_path: Path):
    text = (
        "day,meal,food,amount,b12_ug\n1,breakfast,milk,200 g,0.9\n1,lunch,bread,80 g,0\n"
        "2,lunch,egg,60 g,0.7\n2,Lunch,cheese,30 g,0.4\n"
    )
    who = diary(tmp_path, text)
    assert who.diet.name == "diary"
    assert who.diet.intake_ug_per_day == pytest.approx(1.0)
    assert who.diet.meals_per_day == 1.5
    assert any("habitual diet" in each for each in who.assumptions)
    assert "Diet by diary, 1 ug of B12 a day" in describe(who)[1]


def test_diary_of_one_day_needs_no_day_column(tmp_path: Path):
    who = diary(tmp_path, "meal,food,amount,b12_ug\nlunch,egg,60 g,0.7\n\ndinner,tuna,100 g,2.2\n")
    assert (who.diet.intake_ug_per_day, who.diet.meals_per_day) == (pytest.approx(2.9), 2.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("meal,food,amount\n", "wrong columns"),
        ("meal,b12_ug\n", "no row"),
        ("meal,foood,b12_ug\n", "did you mean 'food'"),
        ("meal,b12_ug\nlunch,\n", "row 2: b12_ug is missing; missing is not zero"),
        ("meal,b12_ug\nlunch,1\nlunch,x\n", "row 3: b12_ug"),
        ("meal,b12_ug\nlunch,-1\n", "row 2"),
        ("meal,b12_ug\nlunch,nan\n", "row 2"),
        ("meal,b12_ug\nlunch,1e9\n", "row 2"),
        ("meal,b12_ug\n,1\n", "row 2: meal is missing"),
        ("meal,b12_ug\nlunch\n", "row 2: wrong number"),
        ('meal,b12_ug\n"lunch,1\n', "CSV"),
        ("meal,meal,b12_ug\n", "wrong columns"),
    ],
)
def test_diary_refusals_name_the_row(tmp_path: Path, text: str, words: str):
    with pytest.raises(InputError) as caught:
        diary(tmp_path, text)
    assert words in str(caught.value)


def test_diary_that_is_absent_or_binary(tmp_path: Path):
    file = tmp_path / "person.toml"
    file.write_text(WHO + 'diet = "diary: lunch.csv"\n', encoding="utf-8")
    with pytest.raises(InputError, match="no such diary"):
        read_person(file)
    (tmp_path / "lunch.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not a text file"):
        read_person(file)


def rows(tmp_path: Path, text: str) -> tuple[Eaten, ...]:
    file = tmp_path / "lunch.csv"
    file.write_text(text, encoding="utf-8")
    return read_rows(file, where="diet")


def test_b12_is_looked_up_by_grams_or_portion(tmp_path: Path):
    text = (
        'meal,food,grams,portion\nlunch,"Cheese, brie",50,\nlunch,"cheese,  BRIE",50 g,\n'
        'lunch,"Egg, whole, cooked, hard-boiled",,2\n'
    )
    brie, again, egg = rows(tmp_path, text)
    assert brie.b12.value == pytest.approx(1.65 * 0.5)
    assert again.b12 == brie.b12
    assert (egg.grams, egg.b12.value) == (100.0, pytest.approx(1.11))
    assert {each.basis for each in (brie, again, egg)} == {"table"}
    assert not brie.notices


def test_the_label_goes_before_the_table_and_is_said(tmp_path: Path):
    text = "meal,food,grams,b12_ug,b12_ug_per_100g\nlunch,Oat milk,200,1.5,9\nlunch,Oat milk,200,,0.4\n"
    whole, per_100g = rows(tmp_path, text)
    assert (whole.b12.low, whole.b12.value, whole.b12.high) == (1.5, 1.5, 1.5)
    assert "label" in whole.notices[0]
    assert per_100g.b12.value == pytest.approx(0.8)
    assert whole.crystalline


def test_a_person_file_takes_the_new_columns(tmp_path: Path):
    who = diary(tmp_path, 'day,meal,food,grams,portion\n1,lunch,"Cheese, brie",100,\n2,lunch,Natto,,1\n')
    assert who.diet.intake_ug_per_day == pytest.approx(1.65 / 2)


@pytest.mark.parametrize(
    ("food", "most"), [("spirulina powder", 0.2), ("my spirulina pills", 0.2), ("nori", 1.0), ("chlorella", 1.0)]
)
def test_algae_never_count_whatever_the_label_says(tmp_path: Path, food: str, most: float):
    (row,) = rows(tmp_path, f"meal,food,b12_ug\nlunch,{food},100\n")
    assert (row.b12.low, row.b12.value, row.b12.high) == (0.0, 0.0, pytest.approx(100.0 * most))
    assert "counts as none" in row.notices[-1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("meal,food,grams\nlunch,boild egg,50\n", "row 2: unknown food: 'boild egg'; allowed: 'Egg, hard-boiled'"),
        ("meal,food,grams\nlunch,nori,5\n", "row 2: several foods of the table could be meant: 'nori'"),
        ("meal,food,grams\nlunch,qqqqq,5\n", "unknown food: 'qqqqq'"),
        ("meal,food,grams\nlunch,Natto,-5\n", "row 2: grams: '-5'"),
        ("meal,food,grams\nlunch,Natto,6 kg\n", "row 2: grams"),
        ("meal,food,grams\nlunch,Natto,5001\n", "row 2: grams"),
        ("meal,food,grams\nlunch,Natto,nan\n", "row 2: grams"),
        ("meal,food,grams\nlunch,Natto,\n", "missing is not zero"),
        ("meal,food,portion\nlunch,Natto,-1\n", "row 2: portion"),
        ("meal,food,portion\nlunch,Natto,1000\n", "up to 5000 g"),
        ("meal,food,portion,grams\nlunch,Natto,1,100\n", "both given"),
        ('meal,food,grams\nlunch,"Liver, lamb, raw",5000\n', "row 2: b12_ug"),
        ("meal,food,grams,b12_ug_per_100g\nlunch,x,100,501\n", "row 2: b12_ug"),
        ("meal,food,b12_ug_per_100g,grams\nlunch,x,5,\n", "needs grams"),
        ("meal,food,grams,b12_ug_per_100g\nlunch,x,100,-1\n", "b12_ug_per_100g"),
        ("meal,food,gramms\nlunch,x,100\n", "did you mean 'grams'"),
        ("meal,food,grams,grams\nlunch,Natto,1,1\n", "wrong columns"),
        ("food,grams\nNatto,1\n", "wrong columns"),
        ('meal,food,grams\nlunch,"Mollusks, clam, mixed species, cooked, moist heat",50\n', "no value"),
        ("meal,food,b12_ug\nlunch,\0,1\n", "not a text file"),
    ],
)
def test_refusals_of_the_new_columns(tmp_path: Path, text: str, words: str):
    with pytest.raises(InputError) as caught:
        rows(tmp_path, text)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_empty_file_and_a_day_nobody_could_eat_are_refused(tmp_path: Path):
    empty = tmp_path / "empty.csv"
    empty.write_text("\n", encoding="utf-8")
    with pytest.raises(InputError, match="is empty"):
        read_rows(empty, where="diet")
    much = tmp_path / "much.csv"
    much.write_text("meal,food,grams,b12_ug\n" + "lunch,soup,4000,1\n" * 4, encoding="utf-8")
    with pytest.raises(InputError, match="16 kg on day"):
        read_rows(much, where="diet")
