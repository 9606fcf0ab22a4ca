"""The command `assess` and the committed checks of the assessment."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cobalamin.cli import main
from cobalamin.report.assessment_checks import assessment_document, off
from cobalamin.report.document import to_markdown

ROOT = Path(__file__).resolve().parents[2]
RESULTS = json.loads((ROOT / "src/cobalamin/validate/assessment/results.json").read_text(encoding="utf-8"))
EXAMPLES = sorted(path.name for path in (ROOT / "examples").glob("*.toml"))
FEW = ["--particles", "300"]


@pytest.mark.parametrize("name", [*EXAMPLES, "fhir_bundle.json"])
def test_every_example_is_assessed(name: str, capsys: pytest.CaptureFixture[str]):
    assert main(["assess", str(ROOT / "examples" / name), "--json", *FEW]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found["probability_deficient"]) == {"store", "functional", "guideline"}
    assert len(found["first_lines"]) == 5
    assert found["effective_sample_size"] > 1


def test_the_page_is_one_file_and_prints_what_to_do_first(tmp_path: Path):
    page = tmp_path / "page.html"
    assert main(["assess", str(ROOT / "examples/pernicious_anaemia.toml"), "--report", str(page), *FEW]) == 0
    text = page.read_text(encoding="utf-8")
    assert not re.search(r'(src|href)="https?:', text)
    assert text.index("Signs that should not wait") < text.index("What to do, in five lines") < text.index("The answer")
    words = re.sub(r"<[^>]+>", " ", text.partition("</style>")[2]).lower()
    assert "not a medical device" in words
    assert not re.search(r"\bnormal\b", words)


@pytest.mark.parametrize(
    ("value", "said"),
    [("175", "unit"), ("175 ng/mL", "175 ng/mL"), ("175 parsecs", "parsecs")],
)
def test_a_wrong_unit_is_refused(value: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "person.toml"
    file.write_text(f'[person]\nage = 50\nsex = "male"\n[[lab]]\ntest = "serum B12"\nvalue = "{value}"\n')
    assert main(["assess", str(file)]) == 2
    message = capsys.readouterr().err
    assert said in message
    assert "Traceback" not in message


def test_a_date_in_the_future_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "person.toml"
    lab = '[[lab]]\ntest = "serum B12"\nvalue = "175 pmol/L"\ndate = 2999-01-01\n'
    file.write_text(f'[person]\nage = 50\nsex = "male"\n{lab}')
    assert main(["assess", str(file)]) == 2
    assert "future" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--particles", "7"], ["--seed", "-1"], ["--report", "page.pdf"]])
def test_wrong_options_are_refused_before_anything_runs(wrong: list[str]):
    assert main(["assess", str(ROOT / "examples/strict_vegan.toml"), *wrong]) == 2


def test_a_folder_names_the_file_that_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "good.json").write_bytes((ROOT / "examples/fhir_bundle.json").read_bytes())
    (tmp_path / "bad.json").write_text('{"resourceType": "Patient"}')
    assert main(["assess", str(tmp_path), "--json", *FEW]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [each["file"] for each in found["people"]] == ["good.json"]
    assert [each["file"] for each in found["failed"]] == ["bad.json"]


def test_the_page_of_the_checks_belongs_to_the_results():
    page = (ROOT / "docs/assessment.md").read_text(encoding="utf-8")
    made = to_markdown(assessment_document(RESULTS), comment="Written by tools/write_assessment.py; do not edit.")
    assert page == made


def test_the_calculation_is_verified():
    same = RESULTS["same_model"]
    assert same["people"] >= 300
    assert len(off(same)) <= 1  # of 15; the page names it
    for covered in same["coverage"].values():
        for level, share in covered.items():
            said = int(level) / 100
            assert abs(share - said) < 0.05 + (said * (1 - said) / same["people"]) ** 0.5
    assert min(same["uniform"].values()) > 0.005


def test_a_hidden_value_is_predicted_better_than_from_serum_b12():
    survey = RESULTS["survey"]
    model, regression = survey["model"], survey["regressions"]["serum B12"]
    assert model["log_score"] > regression["log_score"]
    assert model["auc"] > regression["auc"]
    assert 0.85 <= model["coverage"] <= 0.95
