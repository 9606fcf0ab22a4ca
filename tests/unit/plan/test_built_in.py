"""Built-in plans: every row is sound, every reason fires where it should and nowhere else, offers are sensible."""

from __future__ import annotations

import dataclasses
import datetime
import doctest
import re
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from cobalamin.assess.doses import largest_daily
from cobalamin.evidence import citation, derivations, facts
from cobalamin.evidence.renal_dosing import renal_limit
from cobalamin.person import Person, person_from_mapping, read_person
from cobalamin.plan import built_in as module
from cobalamin.plan.built_in import Excluded, Offered, offered_plans
from cobalamin.plan.built_in_rules import CAUTIONS, RULES
from cobalamin.plan.built_in_table import INJECTED, BuiltInPlan, built_in, year_of
from cobalamin.regimen import parse

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
TODAY = datetime.date(2026, 11, 24)
PLANS = {plan.name: plan for plan in built_in().plans}
MOST_OFFERED = 6


def person(**fields: Any) -> Person:
    lists = {name: fields.pop(name) for name in list(fields) if isinstance(fields[name], list)}
    document = {"person": {"age": 60, "sex": "female", "jurisdiction": "UK"} | fields} | lists
    return person_from_mapping(document, where="test", today=TODAY)


read_once = cache(parse)


def condition(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "since": "3 years"} | more


def offer(who: Person, *, deficient: bool = False, possible: bool = False) -> tuple[dict[str, Offered], dict[str, str]]:
    """Offered plans by name, and name of a plan left out -> name of the reason."""
    offered, excluded = offered_plans(who, deficient=deficient, possible=possible)
    named = {(reason.text, reason.source): name for name, reason in built_in().reasons.items()}
    return {each.name: each for each in offered}, {each.name: named[each.reason, each.source] for each in excluded}


TINGLING = {"name": "tingling feet", "severity": 5, "since": "1 year"}
BURNING = {"name": "burning feet", "severity": 6, "since": "1 year"}
PAIN = {"name": "burning pain", "severity": 6, "since": "1 year"}
PERNICIOUS = condition("pernicious anaemia", untreated=True)
ON_B12 = {"regimen": "hydroxocobalamin 1 mg IM every 2 months", "since": "2 years"}
DIABETIC = [condition("type 2 diabetes"), condition("diabetic neuropathy")]
GAS = {"regimen": "nitrous oxide 50 % inhaled for 2 hours once a week", "since": "1 year"}


# The table


@pytest.mark.parametrize("plan", PLANS.values(), ids=list(PLANS))
def test_a_row_can_be_read_written_and_traced(plan: BuiltInPlan):
    for regimen in plan.doses:
        assert parse(str(regimen)) == regimen
    assert plan.source
    assert plan.note.endswith(".")
    assert len(plan.name) <= 60
    daily = [
        sum(largest_daily(year_of(regimen), {name}) for name in plan.substances if plan.lower_doses)
        for regimen in plan.doses
    ]
    assert daily == sorted(daily, reverse=True)


def test_every_source_exists():
    cited = {id for plan in PLANS.values() for id in plan.source}
    cited |= {each.source for each in (*built_in().reasons.values(), *built_in().cautions.values())}
    missing = sorted(cited - set(facts()) - set(derivations()))
    assert not missing, "run tools/take_facts.py"
    assert all(citation(id) for id in cited)


def test_words_for_people_are_kind_and_exact():
    texts = [plan.note for plan in PLANS.values()]
    texts += [each.text for each in (*built_in().reasons.values(), *built_in().cautions.values())]
    for text in texts:
        assert not re.search(r"\bnormal\b", text, re.IGNORECASE)
        assert text[0].isupper()
        assert text.endswith(".")


def test_every_rule_has_its_words_and_every_word_its_rule():
    assert set(built_in().reasons) == {*RULES, "no_b12_plan"}
    assert set(built_in().cautions) == set(CAUTIONS)


@pytest.mark.parametrize(
    "row",
    [
        "uk_neuro_load",
        "uk_neuro_maint",
        "uk_noneuro_load",
        "uk_noneuro_maint",
        "uk_diet_oral",
        *(f"us_cn_label_{n}" for n in (1, 2, 3, 4)),
        *(f"us_practice_{n}" for n in (1, 2, 3)),
        "us_oral",
        "us_nasal",
        "jp_inj_pn",
        "jp_inj_mega",
        "jp_inj_mega_m",
        "jp_oral",
    ],
)
def test_the_schedule_of_each_authority_is_in_the_table(row: str):
    assert any(row in plan.source for plan in PLANS.values())


def test_doses_are_those_of_the_sources():
    assert str(PLANS["UK injections, nerves involved"].doses[0]) == (
        "hydroxocobalamin 1 mg intramuscularly every other day for 3 weeks, then 1 mg every 2 months"
    )
    label = [(c.amount, len(c.days())) for c in PLANS["US injections, as on the label"].courses]
    assert label == [(100.0, 7), (100.0, 7), (100.0, 7), (100.0, 11)]
    assert [len(c.days()) for c in PLANS["US injections, usual practice"].courses] == [7, 4, 11]
    assert largest_daily(PLANS["Japanese mecobalamin tablets"].courses, {"methylcobalamin"}) == 1500.0


# Who is offered what


def example(name: str) -> Person:
    return read_person(EXAMPLES / f"{name}.toml", today=TODAY)


UK_NERVES = "UK injections, nerves involved"
UK_THEN_TABLETS = "UK injections first, then tablets"


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        (
            "metformin_diabetic_neuropathy",
            {"deficient": True},
            [UK_NERVES, UK_THEN_TABLETS, "B12 and pregabalin", "B12 and duloxetine"],
        ),
        ("nitrous_oxide", {"possible": True}, [UK_NERVES, UK_THEN_TABLETS]),
        ("pernicious_anaemia", {"deficient": True}, [UK_NERVES, "B12 and pregabalin"]),
        ("post_herpetic_neuralgia", {}, ["tablets 1 mg", "pregabalin"]),
        ("replete_diabetic_neuropathy", {}, ["tablets 1 mg", "pregabalin", "duloxetine"]),
        ("strict_vegan", {"deficient": True}, [UK_NERVES, UK_THEN_TABLETS]),
        ("total_gastrectomy", {"deficient": True}, [UK_NERVES]),
    ],
)
def test_the_examples(name: str, known: dict[str, bool], expected: list[str]):
    offered, _ = offer(example(name), **known)
    assert list(offered) == expected


def test_no_nerve_signs():
    vegan = person(diet="vegan")
    assert list(offer(vegan, deficient=True)[0]) == [
        "UK injections",
        "UK small tablets for a lack in food",
        "tablets 1 mg",
        "sublingual tablets 1 mg",
        "food and fortified food only",
    ]
    assert list(offer(vegan)[0]) == ["tablets 1 mg", "food and fortified food only"]
    assert list(offer(person(condition=[PERNICIOUS]), deficient=True)[0]) == ["UK injections"]


def test_countries():
    us, jp, other = (person(jurisdiction=each, symptom=[TINGLING]) for each in ("US", "JP", "generic"))
    assert list(offer(us, deficient=True)[0]) == ["US injections, usual practice", "US injections first, then tablets"]
    assert list(offer(jp, deficient=True)[0]) == [
        "Japanese mecobalamin injections",
        "Japanese injections first, then mecobalamin tablets",
    ]
    assert list(offer(other, deficient=True)[0]) == [UK_NERVES, UK_THEN_TABLETS]
    assert list(offer(jp)[0]) == ["Japanese mecobalamin tablets", "tablets 1 mg"]
    plain = person(jurisdiction="generic")
    assert list(offer(plain, deficient=True)[0]) == ["UK injections", "tablets 1 mg", "sublingual tablets 1 mg"]
    pernicious = person(jurisdiction="US", condition=[PERNICIOUS])
    assert list(offer(pernicious, deficient=True)[0]) == [
        "US injections, usual practice",
        "US injections, as on the label",
        "tablets 1 mg",
        "tablets 2 mg",
    ]


@pytest.mark.parametrize("place", ["UK", "US", "JP", "generic"])
def test_every_row_of_the_country_is_offered_or_left_out_with_a_reason(place: str):
    here = {"UK" if place == "generic" else place, "all"}
    rows = [plan.name for plan in PLANS.values() if plan.jurisdiction in here]
    for conditions, diet, medicines, symptoms, lack in product(
        ([], [PERNICIOUS], [condition("sciatica")], DIABETIC),
        ("omnivore", "vegan"),
        ([], [ON_B12], [GAS]),
        ([], [TINGLING], [BURNING], [PAIN]),
        ((False, False), (True, False), (False, True)),
    ):
        who = person(jurisdiction=place, diet=diet, medicine=medicines, condition=conditions, symptom=symptoms)
        offered, excluded = offered_plans(who, deficient=lack[0], possible=lack[1])
        assert sorted(each.name for each in (*offered, *excluded)) == sorted(rows)
        assert len(offered) <= MOST_OFFERED
        for each in offered:
            assert read_once(str(each.regimen)) == each.regimen
            assert each.sources
        for each in excluded:
            assert isinstance(each, Excluded)
            assert each.reason
            assert each.source
            assert read_once(each.regimen_text)


def test_an_irreversible_cause_gets_no_less_than_the_licence():
    for place, longest in (("UK", 92.0), ("generic", 92.0), ("JP", 31.0)):
        for symptoms in ([], [TINGLING], [BURNING]):
            who = person(jurisdiction=place, condition=[PERNICIOUS], symptom=symptoms)
            offered, _ = offer(who, deficient=True)
            assert offered
            for plan in offered.values():
                courses = plan.regimen.courses(start=0, end=730.0)
                days = sorted(d for c in courses if c.route in INJECTED for d in c.days())
                gaps = [after - before for before, after in zip(days, [*days[1:], 730.0], strict=True)]
                assert max(gaps) <= longest


# Each reason, where it fires and where it does not

LACK = {"deficient": True}
LEBER = condition("Leber optic neuropathy")
US_VEGAN = {"jurisdiction": "US", "diet": "vegan"}
WITH: list[tuple[str, str, dict[str, Any], dict[str, bool], dict[str, Any], dict[str, bool]]] = [
    # reason, plan, person in whom it fires, what is known, person in whom it does not, what is known of that one
    ("leber", "tablets 1 mg", {"condition": [LEBER]}, LACK, {}, LACK),
    ("leber", UK_THEN_TABLETS, {"condition": [LEBER], "symptom": [TINGLING]}, LACK, {"symptom": [TINGLING]}, LACK),
    ("b6_limit_uk", "B-complex tablets", {"diet": "vegan"}, LACK, {"diet": "vegan", "jurisdiction": "US"}, LACK),
    ("b6_limit_eu", "B-complex tablets", {"diet": "vegan", "jurisdiction": "JP"}, LACK, {"jurisdiction": "US"}, LACK),
    ("no_lack", "UK injections", {}, {}, {}, {"possible": True}),
    ("no_lack", "tablets 2 mg", {}, {}, {"condition": [PERNICIOUS], "jurisdiction": "US"}, LACK),
    ("after_gas", "tablets 1 mg", {"medicine": [GAS]}, {"possible": True}, {}, {"possible": True}),
    ("nerves_first", "tablets 1 mg", {"symptom": [TINGLING]}, LACK, {}, LACK),
    ("nerves_first", "sublingual tablets 1 mg", {"symptom": [TINGLING]}, LACK, {"symptom": [TINGLING]}, {}),
    ("without_nerves", "UK injections", {"symptom": [TINGLING]}, LACK, {}, LACK),
    ("with_nerves", UK_NERVES, {}, LACK, {"symptom": [TINGLING]}, LACK),
    (
        "no_cyanocobalamin",
        "US hydroxocobalamin, as on the label",
        {"jurisdiction": "US"},
        LACK,
        {"jurisdiction": "US", "condition": [LEBER]},
        LACK,
    ),
    (
        "remission",
        "US nasal spray",
        {"jurisdiction": "US"},
        LACK,
        {"jurisdiction": "US", "medicine": [ON_B12], "condition": [condition("pernicious anaemia")]},
        LACK,
    ),
    (
        "whole_absorption",
        "food and fortified food only",
        {"diet": "vegan", "condition": [condition("gastric bypass")]},
        LACK,
        {"diet": "vegan"},
        LACK,
    ),
    ("lack_in_food", "food and fortified food only", {}, LACK, {"diet": "vegetarian"}, LACK),
    ("lost_absorption", "tablets 2 mg", {}, LACK, {"jurisdiction": "US", "condition": [PERNICIOUS]}, LACK),
    (
        "reversible_cause",
        UK_THEN_TABLETS,
        {"symptom": [TINGLING], "condition": [PERNICIOUS]},
        LACK,
        {"symptom": [TINGLING]},
        LACK,
    ),
    (
        "irreversible",
        "tablets 1 mg",
        {"condition": [PERNICIOUS]},
        LACK,
        {"condition": [PERNICIOUS], "jurisdiction": "US"},
        LACK,
    ),
    (
        "nerve_root",
        "pregabalin",
        {"symptom": [PAIN], "condition": [condition("sciatica")]},
        {},
        {"symptom": [PAIN]},
        {},
    ),
    ("nerve_root", "gabapentin", {"condition": [condition("spinal stenosis"), *DIABETIC]}, {}, {}, {}),
    (
        "no_claim",
        "duloxetine",
        {"symptom": [PAIN], "condition": [condition("sciatica")]},
        {},
        {"condition": [condition("sciatica"), *DIABETIC]},
        {},
    ),
    ("no_pain", "pregabalin", {"symptom": [TINGLING]}, {}, {"condition": DIABETIC}, {}),
    (
        "pregnancy_gabapentinoid",
        "pregabalin",
        {"age": 30, "symptom": [PAIN], "condition": [{"name": "pregnancy", "since": "4 months"}]},
        {},
        {"age": 30, "symptom": [PAIN]},
        {},
    ),
    (
        "pregnancy_duloxetine",
        "duloxetine",
        {"age": 30, "symptom": [PAIN], "condition": [{"name": "pregnancy", "since": "4 months"}]},
        {},
        {"age": 30, "symptom": [PAIN]},
        {},
    ),
    (
        "kidneys_duloxetine",
        "duloxetine",
        {"symptom": [PAIN], "egfr": "25 mL/min/1.73m2"},
        {},
        {"symptom": [PAIN], "egfr": "35 mL/min/1.73m2"},
        {},
    ),
    (
        "mao_inhibitor",
        "duloxetine",
        {"symptom": [PAIN], "other_medicine": [{"name": "phenelzine"}]},
        {},
        {"symptom": [PAIN], "other_medicine": [{"name": "amlodipine"}]},
        {},
    ),
    (
        "herpetic",
        "duloxetine",
        {"condition": [condition("post-herpetic neuralgia")]},
        {},
        {"condition": [condition("post-herpetic neuralgia"), *DIABETIC]},
        {},
    ),
    ("one_drug", "B12 and duloxetine", {"symptom": [BURNING]}, LACK, {"condition": DIABETIC}, LACK),
    (
        "tested_route",
        "sublingual tablets 1 mg",
        {"jurisdiction": "US", "condition": [PERNICIOUS]},
        LACK,
        {"jurisdiction": "US"},
        LACK,
    ),
    ("nerves_first", "tablets 1 mg", {"condition": [condition("idiopathic neuropathy")]}, LACK, {}, LACK),
    (
        "without_nerves",
        "B-complex tablets",
        US_VEGAN | {"symptom": [TINGLING], "medicine": [ON_B12]},
        LACK,
        {"jurisdiction": "US", "diet": "vegan"},
        LACK,
    ),
    ("control_group", "high-dose B-complex tablets", {"jurisdiction": "US"}, LACK, {}, LACK),
    ("other_gabapentinoid", "gabapentin", {"symptom": [PAIN]}, {}, {}, {}),
    ("beside_b12", "pregabalin", {"symptom": [BURNING]}, LACK, {"symptom": [BURNING]}, {}),
]


@pytest.mark.parametrize(
    ("reason", "plan", "fires", "known", "not_in", "known_there"), WITH, ids=[f"{row[0]}-{row[1]}" for row in WITH]
)
def test_a_reason_fires_where_it_should_and_nowhere_else(
    reason: str,
    plan: str,
    fires: dict[str, Any],
    known: dict[str, bool],
    not_in: dict[str, Any],
    known_there: dict[str, bool],
):
    assert offer(person(**fires), **known)[1][plan] == reason
    assert reason not in {offer(person(**not_in), **known_there)[1].get(plan)}


# Conditions that a person file may not know yet are put on the person directly.


class Having(Person):
    """A person who also has what `also` names."""

    also: frozenset[str]

    def has(self, condition: str, *, day: float = 0.0) -> bool:
        return condition in self.also or super().has(condition, day=day)


def having(name: str, **fields: Any) -> Person:
    who = person(**fields)
    made = Having(**{key: getattr(who, key) for key in who.__dataclass_fields__})
    object.__setattr__(made, "also", frozenset({name}))
    return made


def test_anaphylaxis_to_a_b12_product_leaves_the_decision_to_a_specialist():
    offered, excluded = offer(having("cobalamin anaphylaxis", symptom=[BURNING]), deficient=True)
    assert not offered
    assert {excluded[name] for name in (UK_NERVES, "tablets 1 mg", "B12 and pregabalin")} == {"cobalamin_anaphylaxis"}
    assert "cobalamin_anaphylaxis" not in offer(person(symptom=[BURNING]), deficient=True)[1].values()


def test_cobalt_allergy_is_a_caution_and_never_keeps_b12_away():
    who = having("cobalt allergy", symptom=[TINGLING])
    offered, _ = offer(who, deficient=True)
    assert list(offered) == [UK_NERVES, UK_THEN_TABLETS]
    assert all("Cobalt allergy" in each.note and "cmp_b12_cobalt" in each.sources for each in offered.values())
    assert "Cobalt" not in offer(person(symptom=[TINGLING]), deficient=True)[0][UK_NERVES].note


def test_liver_disease_takes_duloxetine_away():
    assert offer(having("liver disease", symptom=[PAIN]))[1]["duloxetine"] == "liver"
    assert "duloxetine" in offer(person(symptom=[PAIN]))[0]


def test_heart_failure_takes_gabapentin_for_pregabalin():
    offered, excluded = offer(having("heart failure", condition=DIABETIC))
    assert list(offered) == ["tablets 1 mg", "gabapentin", "duloxetine"]
    assert excluded["pregabalin"] == "heart_failure"


# Particular people


def test_sciatica_gets_no_gabapentinoid_and_hears_why():
    for jurisdiction, known in product(("UK", "US", "JP", "generic"), ({}, LACK)):
        who = person(jurisdiction=jurisdiction, symptom=[PAIN], condition=[condition("sciatica")])
        offered, excluded = offered_plans(who, **{"deficient": False, "possible": False} | known)
        taken = {item.substance for plan in offered for item in plan.regimen.taken}
        assert not taken & {"pregabalin", "gabapentin", "duloxetine"}
        assert taken
        said = {each.name: each.reason for each in excluded}
        assert "NICE NG59" in said["pregabalin"]
        assert "NICE NG59" in said["gabapentin"]


def test_leber_gets_hydroxocobalamin_only():
    for jurisdiction in ("UK", "US", "JP", "generic"):
        who = person(jurisdiction=jurisdiction, condition=[LEBER], symptom=[TINGLING])
        offered, _ = offer(who, deficient=True)
        assert offered
        assert "cyanocobalamin" not in {c.substance for plan in offered.values() for c in year_of(plan.regimen)}


def test_gas_is_stopped_in_every_plan_once_and_only_while_it_goes_on():
    offered, _ = offer(example("nitrous_oxide"), possible=True)
    for plan in offered.values():
        assert [stop.target for stop in plan.regimen.stops] == ["nitrous oxide"]
        assert "rf_n2o" in plan.sources
    both, _ = offer(person(medicine=[GAS], symptom=[BURNING]), possible=True)
    assert str(both["B12 and pregabalin"].regimen).count("stop nitrous oxide") == 1
    over = person(medicine=[GAS | {"until": "2 weeks"}], symptom=[TINGLING])
    offered, excluded = offer(over, possible=True)
    assert list(offered) == [UK_NERVES, UK_THEN_TABLETS]
    assert not any(plan.regimen.stops for plan in offered.values())
    assert excluded["tablets 1 mg"] == "after_gas"


def test_after_months_of_b12_tablets_may_follow():
    who = person(medicine=[ON_B12], symptom=[TINGLING])
    assert "tablets 1 mg" in offer(who, deficient=True)[0]
    low_again = [{"test": "serum B12", "value": "100 pmol/L", "date": "2026-11-20"}]
    who = person(date="2026-11-24", medicine=[ON_B12], symptom=[TINGLING], lab=low_again)
    assert offer(who, deficient=True)[1]["tablets 1 mg"] == "nerves_first"


@pytest.mark.parametrize("egfr", [15, 20, 29, 35, 48, 59, 65, 79, 90])
@pytest.mark.parametrize("drug", ["pregabalin", "gabapentin"])
def test_doses_respect_the_kidneys(egfr: int, drug: str):
    fields = {"condition": DIABETIC, "egfr": f"{egfr} mL/min/1.73m2"}
    who = person(**fields) if drug == "pregabalin" else having("heart failure", **fields)
    for known, name in (({}, drug), ({"deficient": True}, f"B12 and {drug}")):
        plan = offer(who, **known)[0][name]
        limit = renal_limit(drug, float(egfr))
        daily = largest_daily(year_of(plan.regimen), {drug})
        assert daily == largest_daily(PLANS[drug].courses, {drug}) if limit is None else 0 < daily <= limit.largest / 2
        assert ("lowered for these kidneys" in plan.note) == (daily < largest_daily(PLANS[drug].courses, {drug}))


def test_kidneys_beyond_the_person_file_get_no_gabapentinoid():
    who = dataclasses.replace(person(condition=DIABETIC), egfr_ml_min_1_73m2=10.0)
    _, excluded = offer(who)
    assert (excluded["pregabalin"], excluded["duloxetine"]) == ("kidneys_gabapentinoid", "kidneys_duloxetine")


def test_without_a_b12_plan_there_is_no_combination(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_first_b12", lambda offered: None)
    assert offer(person(symptom=[BURNING]), deficient=True)[1]["B12 and pregabalin"] == "no_b12_plan"


def test_every_reason_is_tried_here():
    tried = {row[0] for row in WITH}
    alone = {"cobalamin_anaphylaxis", "liver", "heart_failure", "kidneys_gabapentinoid", "no_b12_plan"}
    assert tried | alone == set(built_in().reasons)


def test_an_opioid_beside_a_gabapentinoid_is_cautioned_and_not_refused():
    who = person(symptom=[PAIN], other_medicine=[{"name": "oxycodone"}])
    offered, _ = offer(who)
    assert "weaken breathing" in offered["pregabalin"].note
    assert "weaken breathing" not in offered["duloxetine"].note
    assert "weaken breathing" not in offer(person(symptom=[PAIN]))[0]["pregabalin"].note


def test_a_combination_begins_with_the_first_b12_plan():
    offered, _ = offer(person(symptom=[BURNING]), deficient=True)
    both = offered["B12 and pregabalin"]
    assert both.regimen.items[0] == offered[UK_NERVES].regimen.items[0]
    assert both.sources[:2] == offered[UK_NERVES].sources
    assert "extrapolated" in both.note
    assert "extrapolated" not in offer(person(condition=DIABETIC), deficient=True)[0]["B12 and pregabalin"].note


def test_without_a_lack_tablets_say_what_they_are_not():
    assert "No lack of B12 is known" in offer(person(symptom=[PAIN]))[0]["tablets 1 mg"].note
    assert "No lack of B12 is known" not in offer(person(), deficient=True)[0]["tablets 1 mg"].note


def test_docstrings_run():
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
