"""A food diary beside the person file: intake and meals, and a row number for whatever is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from cobalamin.errors import InputError
from cobalamin.person import Person, describe, read_person

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
        ("", "wrong columns"),
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
