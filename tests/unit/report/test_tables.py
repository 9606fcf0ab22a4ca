"""Tables in words: what is unknown is not none, no value is praised beside a limit, plans alike share a column."""

from __future__ import annotations

import doctest
from dataclasses import replace

import pytest

from cobalamin.body.observe import Licence
from cobalamin.plan.model import ConductionRow, PlanReport, Range
from cobalamin.report import tables
from cobalamin.report.tables import (
    CARE_NEEDED,
    VITAMIN_B6_NOTE,
    Cell,
    beside_limit,
    conduction_table,
    harm_note,
    harm_table,
    responder_table,
)


def ends(low: float | None, high: float | None) -> Range:
    return Range(low=low, median=None, high=high, unit="", licence=Licence.SCENARIO)


@pytest.mark.parametrize(
    ("low", "high", "above", "words"),
    [
        (30.0, 35.0, False, "below the reference limit"),
        (35.0, 45.0, False, "in part below it"),
        (41.0, 50.0, False, ""),
        (41.0, 50.0, True, "above the reference limit"),
        (35.0, 50.0, True, "in part above it"),
        (30.0, 35.0, True, ""),
        (None, None, False, ""),
    ],
)
def test_a_range_beside_a_limit(low: float | None, high: float | None, above: bool, words: str):
    row = ConductionRow(
        observation="sural_velocity_m_s", limit=40.0, loss_is_above=above, studied=True, limit_source="", plans={}
    )
    assert beside_limit(ends(low, high), row) == words


def test_conduction_shows_limit_today_and_plans_that_read_alike_together(plan_report: PlanReport):
    table = conduction_table(plan_report)
    assert table is not None
    assert table.columns[:2] == ("Reference limit", "Today")
    assert "2 years: no change; pregabalin" in table.columns
    assert "2 years: tablets; tablets and pregabalin" in table.columns
    amplitude, velocity = table.rows
    assert amplitude[0].small == "µV"
    assert [cell.text for cell in amplitude[1]][:3] == ["at least 5", "4 to 7", "4 to 7"]
    assert velocity[1][0].small == "carried beyond the ages or heights studied"
    assert all(cell.mark and cell.small == "below the reference limit" for cell in velocity[1][1:])
    assert not any(cell.mark for cell in amplitude[1])


def test_where_the_healthy_have_none_there_is_no_limit(plan_report: PlanReport):
    old = replace(plan_report.conduction[0], limit=0.0)
    table = conduction_table(replace(plan_report, conduction=(old,)))
    assert table is not None
    assert table.rows[0][1][0].text == "none"
    assert "absent in healthy people" in table.rows[0][1][0].small


def test_a_run_that_ended_is_said_in_the_table(plan_report: PlanReport):
    row = plan_report.conduction[0]
    ended = replace(row, plans={plan: dict(days) | {730.0: ends(None, None)} for plan, days in row.plans.items()})
    table = conduction_table(replace(plan_report, conduction=(ended,)))
    assert table is not None
    assert table.rows[0][1][-1].small == CARE_NEEDED


def test_harm_stands_beside_placebo_with_its_interval(plan_report: PlanReport):
    table = harm_table(plan_report)
    assert table is not None
    assert table.columns == ("Placebo", "tablets", "pregabalin; tablets and pregabalin")
    dizziness, weight, vitamin = (cells for _, cells in table.rows)
    assert (dizziness[0].text, dizziness[2].text, dizziness[2].small) == ("4 of 100", "22 of 100", "12 to 36")
    assert dizziness[1].text == "–"
    assert (weight[0].text, weight[2].text) == ("–", "4.4 kg")
    assert table.rows[1][0].text == "Weight gained since pregabalin began"
    assert (vitamin[1].text, vitamin[1].small) == ("below 0.1 to 15 of 100", "scenario, certainty very low")


def test_the_range_of_vitamin_b6_is_not_called_a_forecast(plan_report: PlanReport):
    drugs = tuple(row for row in plan_report.harms if not row.certainty)
    vitamin = tuple(row for row in plan_report.harms if row.certainty)
    assert harm_note(plan_report).startswith("Forecast")
    assert harm_note(plan_report).endswith(VITAMIN_B6_NOTE)
    assert VITAMIN_B6_NOTE not in harm_note(replace(plan_report, harms=drugs))
    assert "Forecast" not in harm_note(replace(plan_report, harms=vitamin))


def test_what_nobody_counted_is_unknown_and_not_none(plan_report: PlanReport):
    row = plan_report.harms[0]
    unknown = replace(row, plans={"pregabalin": ends(None, None)}, unknown=("pregabalin",))
    table = harm_table(replace(plan_report, harms=(unknown,)))
    assert table is not None
    assert table.rows[0][1][1].text == "not known"
    responders = responder_table(plan_report)
    assert responders is not None
    assert responders.columns == ("Placebo and natural course", "injections", "pregabalin")
    assert [cell.text for cell in responders.rows[0][1]] == ["25 to 48 of 100", "not known", "41 to 63 of 100"]


def test_nothing_to_tell_makes_no_table(plan_report: PlanReport):
    bare = replace(plan_report, conduction=(), harms=(), responders=())
    assert conduction_table(bare) is harm_table(bare) is responder_table(bare) is None


def test_examples_of_the_docstrings_run():
    assert doctest.testmod(tables).failed == 0


def test_a_potential_that_cannot_be_found_is_said_beside_the_limit(plan_report: PlanReport):
    row = plan_report.conduction[0]

    def last(value: Range) -> Cell:
        plans = {plan: dict(days) | {730.0: value} for plan, days in row.plans.items()}
        table = conduction_table(replace(plan_report, conduction=(replace(row, plans=plans),)))
        assert table is not None
        return table.rows[0][1][-1]

    assert last(replace(ends(None, None), lost=1.0)) == Cell(text="not recordable", mark=True)
    assert last(replace(ends(None, None), lost=0.7)).text == "not recordable in 70 of 100"
    assert last(replace(ends(1.0, 2.0), lost=0.1)).small == "below the reference limit; not recordable in 10 of 100"
    assert "recordable" not in last(ends(1.0, 2.0)).small
