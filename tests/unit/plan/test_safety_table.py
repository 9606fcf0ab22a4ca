"""The table of safety rules: in order, sourced, without a row of the interactions forgotten, calm on the examples."""

from __future__ import annotations

import csv
import doctest
import os
import re
from pathlib import Path
from typing import Any

import pytest

import cobalamin.evidence.safety
from cobalamin.errors import CobalaminError, InputError
from cobalamin.evidence import Verified, citation, derivations, fact, facts
from cobalamin.evidence.safety import SEVERITIES, When, not_rules, rules_about
from cobalamin.person import read_person
from cobalamin.person.conditions import CONDITION_WORDS, CONDITIONS
from cobalamin.person.influences import courses_of
from cobalamin.plan.model import Severity
from cobalamin.plan.safety import FOR_EACH, WHEN, rule, rules, warnings_for
from cobalamin.regimen import SUBSTANCES

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("COBALAMIN_SHARED") or ROOT.parent / "shared")


def test_what_must_be_computed_belongs_to_a_rule() -> None:
    assert {*WHEN, *FOR_EACH} <= set(rules())
    for id, each in rules().items():
        assert each.drugs or each.conditions or each.when is not When.ALWAYS or id in {*WHEN, *FOR_EACH}, id


@pytest.mark.parametrize("id", rules())
def test_the_table_is_in_order(id: str) -> None:
    each = rule(id)
    assert each.message.endswith(".")
    assert "\n" not in each.message
    assert not re.search(r"\bnormal", each.message, re.IGNORECASE)
    assert each.source in facts() or each.source in derivations()
    assert citation(each.source)
    assert each.recalled is each.message.endswith("(recalled, not read in a source).")
    recalled = each.source.startswith("recalled") or (
        each.source in facts() and fact(each.source).verified is Verified.MEMORY
    )
    assert each.recalled is recalled
    if each.recalled:
        assert not any(letter.isdigit() for letter in re.sub(r"\b(B6|B12|CYP2D6)\b", "", each.message))
    classes = {substance.substance_class for substance in SUBSTANCES.values()}
    assert {*each.drugs, *each.beside} <= {*SUBSTANCES, *classes}
    assert {*each.conditions, *each.unless} <= set(CONDITIONS)


def test_severities_are_those_of_plans() -> None:
    assert list(SEVERITIES) == [each.value for each in Severity]


def test_an_unknown_rule_names_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'b12_leber'"):
        rule("b12_lebr")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"severity": "never", "message": "No.", "source": "guess"}, "severity 'never'"),
        (
            {"severity": "note", "message": "No {cmp_b6_ul_iom}.", "source": "guess", "recalled": True},
            "shows no figure",
        ),
        ({"severity": "note", "message": "No {cmp_misuse}.", "source": "guess"}, "recalled, not read|unknown fact"),
        ({"severity": "note", "message": "No.", "source": "guess", "when": "Tuesday"}, "Tuesday"),
        ({"severity": "note", "message": "No.", "source": "guess", "drug": "x"}, "drug"),
        ({"severity": "note", "source": "guess"}, "message"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused(
    table: dict[str, Any], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cobalamin.evidence.safety, "text_tables", lambda name: {"wrong": table})
    with pytest.raises(CobalaminError, match=words):
        rules.__wrapped__()


def test_drugs_and_circumstances_without_a_plan() -> None:
    found = [each.id for each in rules_about(["pregabalin"], [When.OPIOID, When.STOPPING])]
    assert {"gabapentinoid_breathing_opioid", "gabapentinoid_sudden_stop"} <= set(found)
    assert "gabapentinoid_hip_fracture" not in found
    assert doctest.testmod(cobalamin.evidence.safety).failed == 0


def test_no_rule_advises_to_stop_metformin_or_folic_acid() -> None:
    for id, each in rules().items():
        if id.startswith(("metformin", "folic_acid")):
            assert not re.search(r"\b(stop|leave out|withdraw) (metformin|folic acid)", each.message, re.IGNORECASE)
    assert "is not stopped" in rule("folic_acid_pregnancy").message
    assert "goes on as prescribed" in rule("metformin_goes_on").message


def test_every_row_of_the_table_of_interactions_is_a_rule_or_said_to_be_none() -> None:
    file = SHARED / "evidence/comparators/interactions.csv"
    if not file.is_file():
        pytest.skip(f"no evidence tables in {SHARED} (COBALAMIN_SHARED)")
    with file.open(encoding="utf-8", newline="") as lines:
        rows = {f"{row['trigger']} | {row['agent']}" for row in csv.DictReader(lines)}
    covered = {row for each in rules().values() for row in each.covers}
    assert covered | set(not_rules()) == rows
    assert not covered & set(not_rules())
    assert all(reason.endswith(".") for reason in not_rules().values())


def test_an_inborn_error_gets_no_plan_and_is_told_of_the_form() -> None:
    for name in ("cblC", "cobalamin C disease", "methylmalonic aciduria with homocystinuria"):
        with pytest.raises(InputError, match="cyanocobalamin"):
            CONDITION_WORDS.find(name, where="test")


EXPECTED_STOPS = {
    ("nitrous_oxide", "no change"): {"nitrous_oxide_goes_on"},
    ("nitrous_oxide", "injections, use goes on"): {"nitrous_oxide_goes_on"},
}


@pytest.mark.parametrize("file", sorted((ROOT / "examples").glob("*.toml")), ids=lambda file: file.stem)
def test_examples_meet_no_surprising_refusal(file: Path) -> None:
    who = read_person(file)
    for name, plan in [("no change", None), *((each.name, each.regimen) for each in who.plans)]:
        courses = courses_of(who, plan, horizon=731.5)
        for deficient in (False, True):
            told = warnings_for(who, courses, hemoglobin=11.0, deficient=deficient, possible=not deficient)
            stops = {w.id for w in told if w.severity is Severity.STOP}
            assert stops == EXPECTED_STOPS.get((file.stem, name), set()), name
