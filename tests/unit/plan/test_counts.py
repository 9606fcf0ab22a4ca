"""Counts of people stand only where trials stand behind them, and harm is a mean of people, known or not known."""

from __future__ import annotations

from typing import Any

import pytest

from cobalamin.assess.lack import Lack
from cobalamin.person import Person, person_from_mapping
from cobalamin.person.influences import courses_of
from cobalamin.plan.forecast import forecast
from cobalamin.plan.harm import observed
from cobalamin.plan.model import PLACEBO, HarmRow, PlanReport
from cobalamin.plan.responders import uncounted, untried
from cobalamin.regimen import SUBSTANCES, parse
from cobalamin.report.tables import BORROWED, harm_note, harm_table, responder_table

GAS = {"medicine": [{"regimen": "nitrous oxide 200 cartridges inhaled daily", "since": "6 months"}]}
DIABETES = {"condition": [{"name": "type 2 diabetes", "since": "14 years"}, {"name": "DPN", "since": "4 years"}]}
BURNING = [{"name": "burning feet", "severity": 6, "since": "2 years"}]


def person(*plans: str, **fields: Any) -> Person:
    lists = {name: fields.pop(name) for name in list(fields) if isinstance(fields[name], list)}
    listed = [{"name": f"plan {n}", "regimen": text} for n, text in enumerate(plans)]
    return person_from_mapping({"person": {"age": 60, "sex": "female"} | fields, "plan": listed} | lists, where="test")


@pytest.mark.parametrize(
    ("fields", "entry", "reason"),
    [
        ({"condition": [{"name": "sciatica", "since": "1 year"}]}, 6.0, "sciatica"),
        ({"condition": [{"name": "spinal stenosis", "since": "1 year"}]}, 6.0, "narrow spinal canal"),
        ({"condition": [{"name": "sciatica", "since": "1 year"}, *DIABETES["condition"]]}, 6.0, ""),
        (GAS, 6.0, "nitrous oxide"),
        ({}, 3.9, "pain of 4 or more"),
        ({}, 4.0, ""),
        (DIABETES, 6.0, ""),
    ],
)
def test_people_whom_no_trial_enters(fields: dict[str, Any], entry: float, reason: str) -> None:
    said = untried(person(**fields), entry)
    assert reason in said
    assert bool(said) is bool(reason)


@pytest.mark.parametrize(
    ("drugs", "lack", "counted"),
    [
        (("hydroxocobalamin",), Lack.LIKELY, False),
        (("hydroxocobalamin", "pregabalin"), Lack.POSSIBLE, False),
        (("hydroxocobalamin",), Lack.NONE, True),
        (("pregabalin",), Lack.LIKELY, True),
        (("amitriptyline",), Lack.NONE, False),
        (("duloxetine", "nortriptyline"), Lack.NONE, False),
        (("duloxetine",), Lack.NONE, True),
    ],
)
def test_plans_that_no_trial_has_counted(drugs: tuple[str, ...], lack: Lack, counted: bool) -> None:
    taken = frozenset((name, SUBSTANCES[name].substance_class) for name in drugs)
    assert (uncounted(taken, lack) == "") is counted


@pytest.mark.parametrize(
    ("plan", "event", "percent"),
    [
        ("duloxetine 60 mg orally daily", "nausea", 22.6),
        ("pregabalin 75 mg orally twice daily for 1 week, then 150 mg twice daily", "dizziness", 23.0),
        ("pregabalin 100 mg orally twice daily", "dizziness", None),
        ("duloxetine 60 mg orally daily and pregabalin 150 mg orally twice daily", "dizziness", None),
        ("gabapentin 800 mg orally three times daily", "dizziness", None),
        ("cyanocobalamin 1 mg orally daily", "dizziness", None),
    ],
)
def test_the_rate_of_a_trial_is_that_of_this_dose_alone(plan: str, event: str, percent: float | None) -> None:
    who = person(**DIABETES)
    rate = observed(who, event, courses_of(who, parse(plan), horizon=731.5))
    assert (None if rate is None else rate.percent) == percent


@pytest.fixture(scope="module")
def mixed() -> PlanReport:
    plans = (
        "pregabalin 75 mg orally twice daily for 1 week, then 150 mg twice daily",
        "gabapentin 600 mg orally three times daily",
        "duloxetine 60 mg orally daily",
        "amitriptyline 25 mg orally daily",
    )
    return forecast(person(*plans, symptom=BURNING, **DIABETES), particles=60)


@pytest.fixture(scope="module")
def harms(mixed: PlanReport) -> dict[str, HarmRow]:
    return {row.harm: row for row in mixed.harms}


def test_what_is_not_modelled_is_not_known_and_never_the_rate_on_placebo(harms: dict[str, HarmRow]) -> None:
    assert set(harms["oedema_pct"].unknown) == {"plan 2", "plan 3"}
    assert set(harms["nausea_pct"].unknown) == {"plan 0", "plan 1", "plan 3"}
    assert set(harms["dizziness_pct"].unknown) == {"plan 3"}
    assert set(harms["weight_change_kg"].unknown) == {"plan 1", "plan 2", "plan 3"}
    for row in harms.values():
        for plan, value in row.plans.items():
            assert (value.median is None) == (plan in row.unknown), row.harm


def test_tables_say_borrowed_not_known_and_what_a_trial_counted(mixed: PlanReport) -> None:
    table = harm_table(mixed)
    assert table is not None
    assert [BORROWED in column for column in table.columns] == [False, False, True, False, False]
    assert harm_note(mixed).startswith("Borrowed in part")
    rows = {heading.text: cells for heading, cells in table.rows}
    assert "in a trial 23, on its placebo 5" in rows["Dizziness"][1].small
    assert rows["Swelling of the legs"][3].text == rows["Weight gained since pregabalin began"][2].text == "not known"
    counts = responder_table(mixed)
    assert counts is not None
    assert "no figure can be trusted" in counts.rows[0][1][-1].small
    assert mixed.responders[0].placebo.low is not None


def test_a_person_no_trial_enters_has_no_count_even_on_placebo() -> None:
    mild = [BURNING[0] | {"severity": 3}]
    rows = forecast(person("duloxetine 60 mg orally daily", symptom=mild, **DIABETES), particles=60).responders
    assert rows
    assert all(row.placebo.low is None and row.plans["plan 0"].low is None for row in rows)
    assert "4 or more" in rows[0].unknown[PLACEBO]
