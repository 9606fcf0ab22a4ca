"""The comparison as a table of the page, on the console and for other programs."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
from rich.console import Console

from cobalamin.evidence import citation
from cobalamin.evidence.compared import CERTAINTIES, known
from cobalamin.person import Person, person_from_mapping
from cobalamin.plan.compared import CompareTable, compared
from cobalamin.plan.model import ExcludedPlan, PlanReport
from cobalamin.report.compared_console import print_compared
from cobalamin.report.compared_table import compared_table, sources_of_table, to_json


@pytest.fixture(scope="module")
def person() -> Person:
    return person_from_mapping(
        {
            "person": {"age": 66, "sex": "female", "egfr": "72 mL/min/1.73m2"},
            "condition": [{"name": "diabetic neuropathy", "since": "2 years"}],
        },
        where="test",
    )


@pytest.fixture(scope="module")
def table(person: Person, plan_report: PlanReport) -> CompareTable:
    left = ExcludedPlan(
        name="B-complex",
        regimen_text="cyanocobalamin 50 ug orally daily and pyridoxine 50 mg orally daily",
        reason="Its vitamin B6 is above the limit",
        source_id="cmp_b6_cot_uk",
    )
    plans = tuple(
        replace(plan, warnings=tuple(replace(warning, source_id="renal_dosing") for warning in plan.warnings))
        for plan in plan_report.plans
    )
    return compared(person, replace(plan_report, plans=plans, excluded=(left,)))


def test_rows_are_questions_and_columns_treatments(table: CompareTable):
    made = compared_table(table)
    assert [heading.text for heading, _ in made.rows] == list(known().rows.values())
    assert len(made.columns) == len(known().treatments)
    assert made.columns[0] == "Vitamin B12 (plan 'injections')"
    assert all(len(cells) == len(made.columns) for _, cells in made.rows)


def test_every_cell_has_sources_that_resolve_and_a_word_of_certainty(table: CompareTable):
    for heading, cells in compared_table(table).rows:
        for cell in cells:
            assert cell.text, heading
            assert cell.sources, heading
            assert all(citation(id) for id in cell.sources)
            word = re.search(r"Certainty: ([a-z ]+)\.", cell.small)
            assert word, heading
            assert word[1] in CERTAINTIES
            assert not re.search(r"\bnormal\b", cell.text + cell.small)


def test_numbers_of_the_report_stand_with_their_intervals(table: CompareTable):
    cell = table.cells["vitamin_b12", "time_to_relief"]
    assert "after 3 to 9 weeks" in cell.for_you
    assert (cell.figures[0].low, cell.figures[0].high, cell.figures[0].value) == (21.0, 63.0, None)
    harm = table.cells["pregabalin", "side_effects"].for_you
    assert "dizziness 22 of 100 (12 to 36), on placebo 4" in harm
    assert "kidneys" in table.cells["pregabalin", "long_term"].for_you


def test_an_excluded_plan_gives_its_reason(table: CompareTable):
    cell = table.cells["b_complex", "time_to_relief"]
    assert cell.for_you == "Not followed here: Its vitamin B6 is above the limit."
    assert "cmp_b6_cot_uk" in cell.sources


def test_json_is_plain_and_a_scenario_has_no_value(table: CompareTable):
    made = json.loads(json.dumps(to_json(table), allow_nan=False))
    assert [each["treatment"] for each in made["treatments"]][:2] == ["vitamin_b12", "pregabalin"]
    assert made["treatments"][-1]["not_followed"]["source"] == "cmp_b6_cot_uk"
    for row in made["rows"]:
        for cell in row["cells"].values():
            assert set(cell["sources"]) <= set(made["sources"])
            for figure in cell["figures"]:
                assert figure["licence"] != "scenario" or figure["value"] is None
                assert len(figure["interval"]) == 2
    assert dict(sources_of_table(table)) == made["sources"]


@pytest.mark.parametrize("width", [80, 120])
def test_the_console_prints_every_question_within_its_width(table: CompareTable, width: int):
    out = io.StringIO()
    print_compared(table, Console(file=out, width=width, no_color=True), general=True)
    text = out.getvalue()
    assert all(title in text for title in known().rows.values())
    assert max(map(len, text.splitlines())) <= width
    assert "Discuss with your clinician" in text
    assert "not a medical device" in " ".join(text.split())
