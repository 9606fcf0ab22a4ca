"""The committed check of the forecast: of this body, counted from its own rows, and computed again for a few."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest

from cobalamin.report.document import to_markdown
from cobalamin.report.forecast_checks import COMMENT, FIGURE, forecast_document, misses
from cobalamin.validate.forecast_check.measures import OVERALL, missed, results_of
from cobalamin.validate.forecast_check.people import HISTORIES, LATER, TREATMENTS, visitor
from cobalamin.validate.forecast_check.study import OTHER, SAME, SHARES, input_hash, one_person
from cobalamin.validate.row import Kind

ROOT = Path(__file__).resolve().parents[2]
RESULTS: dict[str, Any] = json.loads(
    (ROOT / "src/cobalamin/validate/forecast_check/results.json").read_text(encoding="utf-8")
)
PAGE = (ROOT / "docs/forecast_check.md").read_text(encoding="utf-8")
AGAIN = ((0, OTHER), (3, SAME), (4, SAME))


def test_the_results_are_of_this_body():
    assert RESULTS["inputs"] == input_hash(), "the body, the noise or the check changed: make forecasts"


def test_every_number_is_counted_from_the_rows():
    assert json.loads(json.dumps(results_of(RESULTS["rows"]))) == RESULTS


def test_page_and_figure_belong_to_the_results():
    document = forecast_document(RESULTS)
    assert to_markdown(document, comment=COMMENT) == PAGE
    (picture,) = document.pictures
    assert picture.name == FIGURE
    kept = (ROOT / f"docs/images/{FIGURE}.svg").read_text(encoding="utf-8")
    assert kept.startswith("<svg")
    titles = [re.findall(r"<title[^>]*>(.*?)</title>", each)[0] for each in (kept, picture.svg)]
    assert titles[0] == titles[1]


def test_every_number_has_its_kind():
    assert RESULTS[OTHER]["kind"] == RESULTS["update"]["kind"] == Kind.PREDICTED.value
    assert RESULTS[SAME]["kind"] == Kind.VERIFICATION.value
    for heading in ("Another law of nerve injury: predicted", "The same model: verification"):
        assert f"## {heading}\n" in PAGE
    assert "no evidence that people are like this" in PAGE


def test_what_is_missed_is_said():
    for part in (OTHER, SAME):
        for sentence in misses(RESULTS[part]):
            assert f"- {sentence}\n" in PAGE
    rows = [line for line in PAGE.splitlines() if line.endswith(("| met |", "| **missed** |"))]
    wrong = sum(bool(missed(one)) for part in (OTHER, SAME) for one in RESULTS[part]["markers"].values())
    assert sum("**missed**" in row for row in rows) == wrong
    assert len(rows) == 2 * (len(LATER) + 1)


def test_there_are_enough_people_of_every_kind():
    own = [row for row in RESULTS["rows"] if row["part"] == OTHER]
    assert len(own) >= 120
    assert {row["history"] for row in own} == set(HISTORIES)
    assert {row["treatment"] for row in own} == set(TREATMENTS)
    assert all(row["block"] for row in own)
    assert RESULTS[OTHER]["markers"][OVERALL]["results"] >= 0.98 * len(own) * len(LATER)


@pytest.mark.parametrize(("number", "part"), AGAIN)
def test_a_few_people_give_the_same_again(number: int, part: str):
    (kept,) = [row for row in RESULTS["rows"] if (row["number"], row["part"]) == (number, part)]
    made = one_person(number, part, update=False)
    assert made["days"] == kept["days"]
    assert made["known"] == kept["known"]
    middle = SHARES.index(0.5)
    for name in LATER:
        before, after = kept["next"][name], made["next"][name]
        assert after["observed"] == pytest.approx(before["observed"], rel=0.01)
        assert after["points"][middle] == pytest.approx(before["points"][middle], rel=0.1)
        for end in (0, -1):
            assert abs(math.log(after["points"][end] / before["points"][end])) < 0.3


def test_the_forecast_sees_nothing_of_later_visits():
    who = visitor(8)
    assert all(lab.day <= 0 for lab in who.person.labs)
    later = [lab for lab in who.with_visit().labs if lab.day > 0]
    assert [lab.observation for lab in later] == list(LATER)
    assert {lab.day for lab in later} == {who.days[0]}
