"""The plan table fits the console, wide and narrow."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from cobalamin.plan.model import PlanReport
from cobalamin.report.console import print_plan_table
from cobalamin.report.licences import CONTEXT_OF_USE


def printed(report: PlanReport, width: int) -> str:
    out = io.StringIO()
    print_plan_table(report, Console(file=out, width=width, force_terminal=False))
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 100, 140])
def test_nothing_is_cut(plan_report: PlanReport, width: int):
    text = printed(plan_report, width)
    assert max(len(line) for line in text.splitlines()) <= width
    assert "…" not in text
    once = " ".join(text.split())
    for number in ("762 (593–977)", "118 (92–151)", "190 (148–244)", "11.2 (8.7–14.4)", "3 to 9 weeks", "5.3 to 7"):
        assert number in once
    for unit in ("pmol/L", "nmol/L", "µmol/L", "µV", "0 to 10", "month"):
        assert unit in once
    assert CONTEXT_OF_USE in once


def test_scenario_and_natural_course_are_named(plan_report: PlanReport):
    once = " ".join(printed(plan_report, 100).split())
    assert "Scenario: ranges over people and rival nerve models" in once
    assert "0.7 to 1.9 points less pain with any plan and with none; not counted above" in once
    assert "not within 2" in once
    assert "Treat now: Loss of position sense" in once


def test_same_warning_is_told_once_with_all_its_plans(plan_report: PlanReport):
    warned = next(plan for plan in plan_report.plans if plan.warnings)
    plans = tuple(replace(plan, warnings=warned.warnings) for plan in plan_report.plans)
    once = " ".join(printed(replace(plan_report, plans=plans), 100).split())
    assert once.count(warned.warnings[0].sentence) == 1


def test_without_symptom_there_are_no_columns_of_relief(plan_report: PlanReport):
    once = printed(replace(plan_report, worst_symptom=None, worst_symptom_day0=None, responders=()), 100)
    assert "30 % less" not in once
    assert "What remains after 2 years" in once


def test_b12_is_set_against_the_gabapentinoid(plan_report: PlanReport):
    once = " ".join(printed(plan_report, 100).split())
    assert "B12 against pregabalin In the simulation, pain after 2 years: B12 treats the cause" in once
    assert "B12 against" not in printed(replace(plan_report, comparison=None), 100)


def test_people_with_less_pain_and_harm_stand_beside_placebo(plan_report: PlanReport):
    once = " ".join(printed(plan_report, 100).split())
    for words in ("Placebo", "25 to 48 of 100", "22 of 100 (12–36)", "not known"):
        assert words in once


def test_names_in_brackets_are_no_markup(plan_report: PlanReport):
    first, *rest = plan_report.plans
    assert "[bold]" in printed(replace(plan_report, plans=(replace(first, name="[bold]"), *rest)), 100)
