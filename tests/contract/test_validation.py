"""The committed comparison with published results: complete, of this body, and obedient to the split."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from cobalamin.body.fingerprint import body_hash
from cobalamin.evidence import Use, Verified, facts, split
from cobalamin.validate.known_misses import known_misses
from cobalamin.validate.not_produced import not_produced
from cobalamin.validate.row import DIRECTION, Block, Kind, Row
from cobalamin.validate.studies import rows_of

ROOT = Path(__file__).resolve().parents[2]
CHEAP = ("zhang_2015", "xu_2020", "brown_2004")


@pytest.fixture(scope="module")
def committed() -> list[dict[str, str]]:
    lines = (ROOT / "docs/validation.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"# body {body_hash()}", "the body changed: make validate"
    return list(csv.DictReader(lines[1:]))


def test_table_page_and_figure_hold_every_row(committed: list[dict[str, str]]) -> None:
    page = (ROOT / "docs/validation.md").read_text(encoding="utf-8")
    assert len(committed) > 200
    assert all(row["quantity"].replace("|", "/") in page for row in committed)
    for name in re.findall(r"images/validation_\w+\.svg", page):
        assert (ROOT / "docs" / name).read_text(encoding="utf-8").startswith("<svg")
    assert "images/validation_matrix.svg" in page


def test_nothing_kept_for_testing_is_called_fitted(committed: list[dict[str, str]]) -> None:
    for row in committed:
        use = split().get(row["study"], Use.CONTEXT)
        assert row["use"] == use.value
        if row["kind"] == Kind.FITTED.value:
            assert use is not Use.VALIDATE, row["study"]
        if row["kind"] == Kind.PREDICTED.value:
            assert use is Use.VALIDATE, row["study"]


def test_whatever_goes_the_wrong_way_is_told_as_missed(committed: list[dict[str, str]]) -> None:
    """Zero figures kept for testing have another sign than reported without standing among the misses."""
    tested = [row for row in committed if row["kind"] == Kind.PREDICTED.value]
    assert any(row["wrong_sign"] == "yes" for row in tested)
    for row in tested:
        turned = row["unit"] == DIRECTION and float(row["observed"]) * float(row["simulated"]) < 0
        assert row["wrong_sign"] == "yes" or not turned
        assert row["missed"] == "yes" or row["wrong_sign"] == "no"


def test_no_recalled_figure_is_scored(committed: list[dict[str, str]]) -> None:
    for row in committed:
        if row["source"] in facts():
            assert facts()[row["source"]].verified is not Verified.MEMORY, row["source"]


@pytest.mark.parametrize("study", CHEAP)
def test_a_study_run_again_gives_its_rows(committed: list[dict[str, str]], study: str) -> None:
    for row in rows_of(study):
        (told,) = [each for each in committed if each["study"] == row.study and each["quantity"] == row.quantity]
        assert row.simulated == pytest.approx(float(told["simulated"]), rel=1e-3, abs=1e-6)


def test_a_fitted_row_of_a_study_kept_for_testing_is_refused() -> None:
    with pytest.raises(ValueError, match="kept for testing"):
        Row(
            study="Irving 2009", quantity="pain", unit="1", observed=1.0, simulated=1.0, kind=Kind.FITTED, source="",
            block=Block.PAIN,
        )  # fmt: skip


def test_every_study_of_the_split_is_run_or_refused_with_a_reason(committed: list[dict[str, str]]) -> None:
    answered = {row["study"] for row in committed} | {each.study for each in not_produced()}
    assert set(split()) <= answered, sorted(set(split()) - answered)


def test_known_misses_name_rows_that_exist(committed: list[dict[str, str]]) -> None:
    """A row that is renamed must not silently turn a miss into one that is not measured."""
    rows = [(row["study"], row["quantity"]) for row in committed]
    for miss in known_misses():
        if miss.study:
            assert any(s == miss.study and q.startswith(miss.quantity) for s, q in rows), miss.what
