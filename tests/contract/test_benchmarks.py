"""The committed results of the benchmark belong to this body, and the page shows them and nothing else."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results.json"
FIELDS = {
    "solver",
    "case",
    "batch",
    "cores",
    "person_years_per_second_per_core",
    "max_error",
    "max_error_pain_points",
    "compile_s",
    "first_result_s",
    "peak_memory_mb",
    "body_hash",
}


@pytest.fixture(scope="module")
def results() -> list[dict[str, Any]]:
    if not RESULTS.exists():
        pytest.skip("no results are committed yet: make bench")
    return json.loads(RESULTS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module", autouse=True)
def benchmarks_on_the_path() -> Iterator[None]:
    """The package `benchmarks` stands beside `src`, and is not installed."""
    sys.path.insert(0, str(ROOT))
    yield
    sys.path.remove(str(ROOT))


def test_results_belong_to_this_body_and_step_rule(results: list[dict[str, Any]]) -> None:
    from benchmarks.stamp import results_hash

    assert {row["body_hash"] for row in results} == {results_hash()}, "the body or the step rule changed: make bench"


def test_every_row_is_whole(results: list[dict[str, Any]]) -> None:
    from benchmarks.cases import CASES
    from benchmarks.page import SOLVER_NAMES

    for row in results:
        assert set(row) >= FIELDS
        assert row["solver"] in SOLVER_NAMES
        assert row["case"] in CASES
        assert row["person_years_per_second_per_core"] > 0
        assert math.isfinite(row["max_error"])
    keys = [(row["solver"], row["case"], row["batch"], row["cores"]) for row in results]
    assert len(keys) == len(set(keys))
    assert {row["solver"] for row in results} == set(SOLVER_NAMES)


def test_the_page_is_what_the_command_writes(results: list[dict[str, Any]]) -> None:
    from benchmarks import page

    rows, measured = page.load()
    text = page.PAGE.read_text(encoding="utf-8")
    assert page.with_results(text, page.generated(rows, measured)) == text, "run: python -m benchmarks --page"
    assert rows == results


def test_a_person_is_the_same_in_every_batch() -> None:
    from benchmarks.cases import CASES, SCORING_SEED, TUNING_SEED, case_rows

    for case in CASES:
        many = case_rows(case, seed=SCORING_SEED, count=3)
        assert case_rows(case, seed=SCORING_SEED, count=1, first=2) == many[2:]
        assert many[0].constants != many[1].constants
        assert case_rows(case, seed=TUNING_SEED, count=1)[0].constants != many[0].constants


def test_every_dose_and_sample_of_a_life_is_met_once() -> None:
    """The other solvers get what ours gets: all tablets, all injections, all weeks."""
    from benchmarks.cases import CASES, SCORING_SEED, case_rows, sample_days
    from benchmarks.timeline import stretches

    for case in CASES:
        (row,), days = case_rows(case, seed=SCORING_SEED, count=1), sample_days(case)
        found = list(stretches(row, days))
        assert [n for s in found for n in range(s.first, s.last)] == list(range(1, len(days)))
        assert all(a.end == b.begin for a, b in pairwise(found))
        given = sum(amount for s in found for _, amount in s.doses)
        end = float(days[-1])
        asked = sum(sum(i.amounts.values()) for i in row.impulses if i.day < end)
        for daily in row.daily:
            tablets = [daily.first_day + n for n in range(int(min(daily.end_day, end + 1) - daily.first_day))]
            for moment, amounts in zip(daily.times, daily.amounts, strict=True):
                asked += sum(sum(amounts.values()) for day in tablets if day + moment < min(daily.end_day, end))
        assert given == pytest.approx(asked)


def test_code_counts_without_its_words() -> None:
    from cobalamin.body.fingerprint import code_without_words

    with_words = 'def f(x):\n    """Twice."""\n    return 2 * x  # twice\n'
    assert code_without_words(with_words) == code_without_words("def f(x):\n    return 2 * x\n")
    assert code_without_words(with_words) != code_without_words("def f(x):\n    return 3 * x\n")
