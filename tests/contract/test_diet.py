"""The command `diet`: one page, one object, one line for every wrong input."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cobalamin.cli import main

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = str(ROOT / "examples/vegan_diary.csv")


def test_the_page_is_one_file_with_sources_and_the_context_of_use_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    page = tmp_path / "page.html"
    assert main(["diet", EXAMPLE, "--report", str(page)]) == 0
    capsys.readouterr()
    text = page.read_text(encoding="utf-8")
    assert not re.search(r'(?:src|<link[^>]*href)="https?:', text)
    assert "<script" not in text
    words = re.sub(r"<[^>]+>", " ", text.partition("</style>")[2])
    assert words.lower().count("not a medical device") == 1
    assert not re.search(r"\bnormal\b", words.lower())
    assert "Anses, Ciqual table 2020 (Etalab Open Licence 2.0)" in words
    assert "no vitamin B6 or folate" in words
    assert "discuss with your clinician" in words
    assert text.count("<svg") == 5
    assert all(f'id="{name}"' in text for name in re.findall(r'href="#([\w-]+)"', text))


def test_one_json_object_and_nothing_else(capsys: pytest.CaptureFixture[str]):
    assert main(["diet", EXAMPLE, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["kind_of_diet"] == "vegan"
    assert found["intake_ug_per_day"] < 1.0


def test_the_person_of_a_file_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    person = ROOT / "examples/pernicious_anaemia.toml"
    assert main(["diet", EXAMPLE, "--person", str(person), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["absorbed_ug_per_day"] < 0.05 * found["intake_ug_per_day"] + 0.01


def test_a_search_needs_no_diary(capsys: pytest.CaptureFixture[str]):
    assert main(["diet", "--search", "spirulina", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["foods"]
    assert found
    assert all("pirulina" in food["name"] for food in found[:3])
    assert main(["diet", "--search", "oat milk"]) == 0
    assert "Oat milk" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"meal,food,grams\n", "no row"),
        (b"\xff\xfe\x00\x01", "not a text file"),
        (b"\x00\x01\x02", "not a text file"),
        (b"meal,food,grams\nlunch,chedar,30\n", "cheddar"),
        (b"meal,food,grams\nlunch,Natto,-1\n", "row 2: grams"),
        (b"meal,food,grams\nlunch,Natto,9999\n", "row 2: grams"),
        (b"meal,b12_ug\nlunch,501\n", "row 2: b12_ug"),
        (b"meal,food,grams,colour\nlunch,Natto,1,red\n", "unknown column"),
        (b"meal,food,food,grams\nlunch,Natto,x,1\n", "wrong columns"),
    ],
)
def test_wrong_diaries_are_one_line_and_nothing_is_written(
    content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file, page = tmp_path / "d.csv", tmp_path / "page.html"
    file.write_bytes(content)
    assert main(["diet", str(file), "--report", str(page)]) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert err.strip().count("\n") == 0
    assert "Traceback" not in err
    assert not out
    assert not page.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["diet"], "no diary"),
        (["diet", "absent.csv"], "no such diary"),
        (["diet", EXAMPLE, "--report", "page.pdf"], "--report"),
        (["diet", EXAMPLE, "--person", "absent.toml"], "no such file"),
        (["diet", "--search", "qqqqqq"], "no food is alike"),
        (["diet", "--search", " "], "--search"),
    ],
)
def test_wrong_arguments_are_told(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]):
    assert main(arguments) == 2
    assert said in capsys.readouterr().err
