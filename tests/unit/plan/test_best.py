"""The least burdensome dosing: what is simulated, what is never an answer, and what is said."""

from __future__ import annotations

import datetime
import doctest
import json
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from cobalamin.errors import InputError
from cobalamin.evidence import citation
from cobalamin.person import Person, person_from_mapping, read_person
from cobalamin.plan import best_words
from cobalamin.plan.best import BestRegimen, Candidate, best_regimen
from cobalamin.plan.best_json import to_json
from cobalamin.plan.best_rules import NOTHING, RULES, amount_mg, burden_hours
from cobalamin.plan.best_table import best_table, read_regimen, text_of
from cobalamin.plan.model import NO_CHANGE
from cobalamin.regimen import parse

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
TODAY = datetime.date(2026, 11, 24)
FEW = 100
FEWER = 40
GAS = [{"regimen": "nitrous oxide 50 % inhaled for 2 hours once a week", "since": "1 year"}]
PERNICIOUS = [{"name": "pernicious anaemia", "since": "3 years", "untreated": True}]


def person(**fields: Any) -> Person:
    lists = {name: fields.pop(name) for name in list(fields) if isinstance(fields[name], list)}
    document = {"person": {"age": 50, "sex": "female", "jurisdiction": "UK"} | fields} | lists
    return person_from_mapping(document, where="test", today=TODAY)


def vegan(**fields: Any) -> Person:
    low = [{"test": "serum B12", "value": "122 pmol/L", "date": "2026-11-20"}]
    return person(diet="vegan", diet_since="6 years", lab=low, **fields)


def named(made: BestRegimen, name: str) -> Candidate:
    return next(each for each in made.candidates if each.name == name)


def daily(made: BestRegimen) -> list[Candidate]:
    """Cyanocobalamin by mouth daily, the smallest first."""
    return [c for c in made.candidates if c.daily_ug is not None and "cyanocobalamin" in c.regimen_text]


@cache
def example(name: str) -> BestRegimen:
    return best_regimen(read_person(EXAMPLES / f"{name}.toml"), particles=FEW)


@cache
def without_signs(adherence: float = 1.0) -> BestRegimen:
    return best_regimen(vegan(), particles=FEW, adherence=adherence)


# The table


def test_every_dosing_can_be_read_in_full_and_every_source_exists():
    table = best_table()
    for row in table.dosings:
        for nerves in (True, False):
            text = text_of(row, begins=True, nerves=nerves)
            assert parse(str(parse(text))) == parse(text)
        for source in row.source:
            assert citation(source)
    for load in table.loads.values():
        assert all(map(citation, (*load.source_with_nerves, *load.source_without_nerves)))
    for each in (*table.reasons.values(), table.burden, table.range):
        assert citation(each.source)


def test_every_reason_has_a_rule_and_every_rule_words():
    assert {*RULES, *NOTHING} == set(best_table().reasons)
    assert list(RULES) == [name for name in best_table().reasons if name in RULES]


def test_no_injection_is_rarer_than_every_licence():
    for row in best_table().dosings:
        if row.kind == "injections":
            timing = parse(row.regimen).taken[0].phases[0].timing
            assert timing.offset(1) - timing.offset(0) <= 92


def test_burden_is_the_stated_sum():
    weights = best_table().burden
    tablets = read_regimen("cyanocobalamin 1 mg orally daily")
    assert burden_hours(tablets, self_injection=False) == pytest.approx(365.5 * weights.oral_minutes / 60, rel=0.01)
    needle = read_regimen("hydroxocobalamin 1 mg IM every 2 months")
    clinic = burden_hours(needle, self_injection=False)
    each = weights.visit_minutes + weights.discomfort_minutes
    assert clinic == pytest.approx(6 * each / 60, rel=0.1)
    home = burden_hours(needle, self_injection=True)
    assert home / clinic == pytest.approx((weights.self_injection_minutes + weights.discomfort_minutes) / each)
    assert burden_hours(None, self_injection=False) == 0.0
    assert amount_mg(needle) == pytest.approx(13.0, abs=1.0)


def test_words():
    assert doctest.testmod(best_words).failed == 0


# People


def test_pernicious_anaemia_with_signs_takes_the_licensed_injections():
    made = example("pernicious_anaemia")
    assert made.best is not None
    assert made.best.name == "injections every 2 months"
    assert made.best.licensed
    assert "every other day for 3 weeks" in made.best.regimen_text
    assert {c.kind for c in made.candidates if c.allowed} == {"injections"}
    for name in ("1 mg by mouth daily", "2 mg by mouth daily"):
        assert named(made, name).probability.value >= 0.95
        assert not named(made, name).allowed
        assert "injections" in named(made, name).reason
    assert made.least_oral is not None
    assert (made.least_oral.daily_ug or 0) >= 500
    assert made.least_often is made.best
    assert made.front == (made.best,)


def test_a_vegan_without_signs_needs_little_by_mouth():
    made = without_signs()
    assert made.best is not None
    assert made.best.kind == "oral"
    assert made.least_oral is not None
    assert (made.least_oral.daily_ug or 0) <= 250
    assert made.least_oral.allowed
    assert not named(made, NO_CHANGE).allowed
    assert named(made, "50 ug by mouth daily").licensed
    assert named(made, "injections every 3 months").allowed


def test_the_vegan_of_the_examples_has_signs_and_starts_with_injections():
    made = example("strict_vegan")
    assert made.best is not None
    assert made.best.kind == "injections"
    assert made.least_oral is not None
    assert (made.least_oral.daily_ug or 0) <= 250
    assert not made.least_oral.allowed


def test_without_a_stomach_nothing_below_the_licence():
    made = best_regimen(
        person(condition=[{"name": "total gastrectomy", "since": "2 years", "untreated": True}]), particles=FEW
    )
    assert {c.kind for c in made.candidates if c.allowed} == {"injections"}
    assert named(made, "injections every 3 months").allowed  # no signs of nerve
    assert named(made, "50 ug by mouth daily").probability.value < 0.5
    assert not named(made, "50 ug by mouth daily").licensed
    assert "lasts for life" in made.sentence


def test_after_nitrous_oxide_nothing_by_mouth_alone():
    made = best_regimen(person(medicine=GAS, age=24), particles=FEW)
    allowed = [c for c in made.candidates if c.allowed]
    assert allowed
    assert {c.kind for c in allowed} <= {"injections", "injections, then tablets"}
    assert all("stop nitrous oxide" in c.regimen_text for c in allowed)
    assert "stopping it comes first" in named(made, NO_CHANGE).reason


@pytest.mark.parametrize("jurisdiction", ["UK", "US", "JP"])
def test_leber_never_gets_cyanocobalamin(jurisdiction: str):
    ill = [{"name": "Leber optic neuropathy", "since": "10 years"}, *PERNICIOUS]
    made = best_regimen(person(condition=ill, jurisdiction=jurisdiction), particles=FEWER)
    allowed = [c for c in made.candidates if c.allowed]
    assert allowed
    assert all("cyanocobalamin" not in c.regimen_text for c in allowed)


def test_after_anaphylaxis_no_dosing_is_named():
    made = best_regimen(
        person(condition=[{"name": "cobalamin anaphylaxis", "since": "1 year"}, *PERNICIOUS]), particles=FEWER
    )
    assert made.best is None
    assert not any(c.allowed for c in made.candidates)
    assert "a specialist decides" in made.sentence


def test_a_replete_person_needs_nothing():
    made = example("replete_diabetic_neuropathy")
    assert made.best is not None
    assert made.best.name == NO_CHANGE
    assert made.sentence.startswith("No new dosing is needed")
    assert made.candidates[0].name == NO_CHANGE


def test_pregnancy_leaves_forms_without_a_licence_out():
    made = best_regimen(vegan(age=30, condition=[{"name": "pregnancy", "since": "2 months"}]), particles=FEWER)
    assert not named(made, "1 mg under the tongue daily").allowed
    assert any("Pregnancy" in note for note in made.notes)


def test_on_injections_already_there_is_no_load_and_no_less_than_the_licence():
    going = [{"regimen": "hydroxocobalamin 1 mg IM every 2 months", "since": "2 years"}]
    ill = [{"name": "pernicious anaemia", "since": "6 years"}]
    numb = [{"name": "numb feet", "severity": 3, "since": "3 years"}]
    made = best_regimen(person(condition=ill, medicine=going, symptom=numb), particles=FEWER)
    assert made.best is not None
    assert made.best.regimen_text == "hydroxocobalamin 1 mg intramuscularly every 2 months"
    assert not named(made, "injections every 3 months").allowed


# Numbers


@pytest.mark.parametrize("name", ["pernicious_anaemia", "strict_vegan", "nitrous_oxide"])
def test_a_larger_dose_is_never_less_sure(name: str):
    made = daily(example(name))
    assert [c.daily_ug for c in made] == sorted(c.daily_ug or 0 for c in made)
    for less, more in pairwise(made):
        assert more.probability.value >= less.probability.value - 1e-9


def test_missed_doses_never_help():
    full, some = without_signs(), without_signs(0.5)
    for one, other in zip(full.candidates, some.candidates, strict=True):
        assert other.probability.value <= one.probability.value + 1e-9
        if one.kind == "injections":
            assert other.probability.value == one.probability.value
    shares = [m.probability.value for m in full.missed]
    assert shares == sorted(shares, reverse=True)


def test_self_injection_takes_the_visits_away_and_changes_no_probability():
    who = person(condition=PERNICIOUS)
    clinic, home = (best_regimen(who, particles=FEWER, self_injection=each) for each in (False, True))
    for one, other in zip(clinic.candidates, home.candidates, strict=True):
        assert other.probability == one.probability
        fewer = other.burden_hours_a_year < one.burden_hours_a_year
        assert fewer == one.kind.startswith("injections")


def test_progress_runs_to_its_end_and_a_wrong_share_is_refused():
    told: list[tuple[int, int]] = []
    best_regimen(vegan(), particles=FEWER, advance=lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == told[-1][1]
    with pytest.raises(InputError, match="adherence"):
        best_regimen(vegan(), particles=FEWER, adherence=1.2)


# Words


@pytest.mark.parametrize("name", ["pernicious_anaemia", "strict_vegan", "nitrous_oxide", "replete_diabetic_neuropathy"])
def test_what_is_said_is_plain_and_every_source_exists(name: str):
    made = example(name)
    said = " ".join((made.sentence, *made.notes, *(c.reason for c in made.candidates)))
    assert "normal" not in said
    assert "iscuss with your clinician" in made.sentence
    assert said.count("is no probability that symptoms ease") == 1
    assert "uk_nice_im_fu" in said
    assert all(citation(source) for c in made.candidates for source in c.source_ids)
    assert all(bool(c.reason) != c.allowed for c in made.candidates)


def test_json_is_whole():
    made = example("strict_vegan")
    plain = json.loads(json.dumps(to_json(made), allow_nan=False))
    assert plain["best"] == "injections every 2 months"
    assert plain["candidates"][0]["name"] == NO_CHANGE
    assert {c["name"] for c in plain["candidates"]} == {c.name for c in made.candidates}
