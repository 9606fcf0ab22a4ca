"""Every key of the person file: one value that is read, one that is refused. A key without a case fails the suite."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from cobalamin.errors import InputError
from cobalamin.person import Person, person_from_mapping
from cobalamin.person.read import LIST_KEYS
from cobalamin.person.who import PERSON_KEYS

TODAY = datetime.date(2026, 11, 24)
YEAR, MONTH = 365.25, 30.4375
DAY0 = datetime.date(2026, 11, 22)

# The contract, written out once more so that a key cannot appear or vanish without notice.
CONTRACT = {
    "person": "date age sex weight height ancestry alcohol adherence genotype egfr diet diet_since jurisdiction "
    "family_history",
    "condition": "name since until onset untreated length trimester",
    "medicine": "regimen since until",
    "other_medicine": "name",
    "lab": "test value date",
    "symptom": "name severity since",
    "finding": "name value date",
    "taken": "regimen from until",
    "plan": "name regimen",
}
KEYS = [(table, key) for table, keys in CONTRACT.items() for key in keys.split()]

# A whole entry of each list, of which one key is replaced.
ENTRIES: dict[str, dict[str, Any]] = {
    "condition": {"name": "type 2 diabetes", "since": "12 years"},
    "medicine": {"regimen": "metformin 1000 mg orally twice daily", "since": "10 years"},
    "other_medicine": {"name": "amlodipine"},
    "lab": {"test": "serum B12", "value": "175 pmol/L", "date": datetime.date(2026, 10, 1)},
    "symptom": {"name": "tingling feet", "severity": 5, "since": "6 months"},
    "finding": {"name": "sural amplitude", "value": "4 uV", "date": datetime.date(2026, 10, 1)},
    "taken": {"regimen": "cyanocobalamin 50 ug orally daily", "from": "2 months"},
    "plan": {"name": "injections", "regimen": "hydroxocobalamin 1 mg IM every 2 months"},
}

# (table, key): (value that is read, what must come of it, value that is refused, words of the refusal)
Case = tuple[Any, Callable[[Person], bool], Any, str]
CASES: dict[tuple[str, str], Case] = {
    ("person", "date"): ("2026-11-20", lambda p: p.date == datetime.date(2026, 11, 20), "soon", "date is not a date"),
    ("person", "age"): (16, lambda p: p.age == 16.0, "old", "age is not a number"),
    ("person", "sex"): ("Woman", lambda p: p.sex.value == "female", "fmale", "unknown sex"),
    ("person", "weight"): ("74 kg", lambda p: p.weight_kg == 74.0, 74, "weight: unit missing"),
    ("person", "height"): (
        "1.70 m",
        lambda p: abs(p.height_cm - 170) < 1e-9,
        "170 kg",
        "height: unit 'kg' does not fit",
    ),
    ("person", "ancestry"): ("Black", lambda p: p.ancestry == "African", "Martian", "unknown ancestry"),
    ("person", "alcohol"): ("occasional", lambda p: p.alcohol == "low", "beer", "unknown alcohol"),
    ("person", "adherence"): ("80 %", lambda p: p.adherence == 0.8, 80, "adherence is out of range"),
    ("person", "family_history"): (
        ["pernicious anaemia", "thyroid disease"],
        lambda p: p.family_history == ("pernicious anaemia", "autoimmune thyroid disease"),
        "perniciousness",
        "family_history is not a list",
    ),
    ("person", "genotype"): (
        ["TCN2 776GG", "MTHFR C677T TT"],
        lambda p: p.genotype == ("TCN2 776GG", "MTHFR 677TT"),
        "TCN2 776GG",
        "genotype",
    ),
    ("person", "egfr"): ("72 mL/min/1.73m2", lambda p: p.egfr_ml_min_1_73m2 == 72.0, "72 mL/min", "does not fit"),
    ("person", "diet"): ("vegan", lambda p: p.diet.name == "vegan", "carnivore", "unknown diet"),
    ("person", "diet_since"): ("30 years", lambda p: p.diet.since_day == -30 * YEAR, "-3 years", "out of range"),
    ("person", "jurisdiction"): ("Japan", lambda p: p.jurisdiction == "JP", "Mars", "unknown jurisdiction"),
    ("condition", "name"): ("T2DM", lambda p: p.has("type 2 diabetes"), "type 3 diabetes", "did you mean 'type"),
    ("condition", "since"): ("12 years", lambda p: p.conditions[0].since_day == -12 * YEAR, 12, "since is neither"),
    ("condition", "until"): ("2 years", lambda p: p.conditions[0].until_day == -2 * YEAR, "13 years", "until precedes"),
    ("condition", "onset"): ("unknown", lambda p: p.conditions[0].onset_unknown, "gradual", "onset: 'gradual'"),
    ("condition", "untreated"): (True, lambda p: p.conditions[0].untreated, "yes", "untreated is not a truth value"),
    ("condition", "length"): ("0.3 m", lambda p: p.conditions[0].length_cm == 30.0, 30, "length: unit missing"),
    ("condition", "trimester"): (2, lambda p: p.conditions[0].since_day == -140.0, 4, "trimester is out of range"),
    ("medicine", "regimen"): (
        "omeprazole 20 mg daily",
        lambda p: p.medicines[0].regimen.taken[0].substance == "omeprazole",
        "amlodipine 5 mg daily",
        "[[other_medicine]]",
    ),
    ("medicine", "since"): ("6 months ago", lambda p: p.medicines[0].since_day == -6 * MONTH, "6", "unit missing"),
    ("medicine", "until"): ("one week", lambda p: p.medicines[0].until_day == -7.0, "11 years", "until precedes since"),
    ("other_medicine", "name"): (
        "lisinopril",
        lambda p: p.other_medicines == ("lisinopril",),
        "metformin",
        "is modelled",
    ),
    ("lab", "test"): ("active B12", lambda p: p.labs[0].test == "holotc", "serum B13", "did you mean 'serum B12'"),
    ("lab", "value"): ("237 pg/mL", lambda p: abs(p.labs[0].value - 174.86) < 0.01, "abc pmol/L", "no number found"),
    ("lab", "date"): (datetime.date(2026, 11, 12), lambda p: p.labs[0].day == -10.0, "2027-01-01", "in the future"),
    ("symptom", "name"): ("numb hands", lambda p: p.symptoms[0].name == "numbness", "tinglyness", "unknown symptom"),
    ("symptom", "severity"): (10, lambda p: p.symptoms[0].severity == 10.0, 11, "severity is out of range"),
    ("symptom", "since"): ("8 weeks", lambda p: p.symptoms[0].since_day == -56.0, True, "since is neither"),
    ("finding", "name"): ("SNAP", lambda p: p.findings[0].name == "sural amplitude", "sural colour", "unknown finding"),
    ("finding", "value"): ("absent", lambda p: p.findings[0].value == "absent", 4, "sural amplitude: unit missing"),
    ("finding", "date"): (
        datetime.date(2026, 11, 23),
        lambda p: p.findings[0].day == 1.0,
        "3 weeks",
        "date is not a date",
    ),
    ("taken", "regimen"): (
        "folic acid 5 mg daily",
        lambda p: p.taken[0].regimen.taken[0].substance == "folic acid",
        "",
        "regimen is empty",
    ),
    ("taken", "from"): (datetime.date(2026, 12, 2), lambda p: p.taken[0].from_day == 10.0, "2 moons", "not understood"),
    ("taken", "until"): ("1 month", lambda p: p.taken[0].until_day == -MONTH, "3 months", "until precedes from"),
    ("plan", "name"): ("oral", lambda p: p.plans[0].name == "oral", "No Change", "always there"),
    ("plan", "regimen"): (
        "cyanocobalamin 1 mg orally daily and stop metformin",
        lambda p: len(p.plans[0].regimen.stops) == 1,
        "cyanocobalamine injection",
        "regimen",
    ),
}


def document(table: str, key: str, value: object) -> dict[str, Any]:
    """A whole person in which one key of one table has this value."""
    person: dict[str, Any] = {"date": DAY0, "age": 66, "sex": "female", "diet": "vegetarian"}
    if table == "person":
        return {"person": {**person, key: value}}
    entry = {**ENTRIES[table], key: value}
    if key == "onset":
        del entry["since"]
    if key == "length":
        entry["name"] = "ileal resection"
    if key == "trimester":
        entry = {"name": "pregnancy", key: value}
    return {"person": person, table: [entry]}


def test_a_case_for_every_key_of_the_contract():
    assert sorted(CASES) == sorted(KEYS)


def test_the_reader_takes_the_keys_of_the_contract_and_no_other():
    reader = {"person": PERSON_KEYS, **LIST_KEYS}
    assert {table: sorted(keys) for table, keys in reader.items()} == {
        table: sorted(keys.split()) for table, keys in CONTRACT.items()
    }


@pytest.mark.parametrize(("table", "key"), KEYS)
def test_key_is_read(table: str, key: str):
    value, holds, _, _ = CASES[table, key]
    person = person_from_mapping(document(table, key, value), today=TODAY)
    assert holds(person), person


@pytest.mark.parametrize(("table", "key"), KEYS)
def test_wrong_value_is_refused_with_its_place(table: str, key: str):
    _, _, wrong, words = CASES[table, key]
    with pytest.raises(InputError) as caught:
        person_from_mapping(document(table, key, wrong), where="person.toml", today=TODAY)
    text = str(caught.value)
    assert words in text
    assert text.startswith("person.toml: [")
    assert "\n" not in text


@pytest.mark.parametrize(("table", "key"), KEYS)
@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), [None], {}, object(), b"x", datetime.time(8), "", " \t"])
def test_value_of_a_wrong_kind_is_refused(table: str, key: str, wrong: object):
    with pytest.raises(InputError):
        person_from_mapping(document(table, key, wrong), today=TODAY)


@pytest.mark.parametrize("table", ["person", *LIST_KEYS])
def test_unknown_key_is_refused_with_the_nearest(table: str):
    key = "age" if table == "person" else LIST_KEYS[table][0]
    wrong = key + "x"
    with pytest.raises(InputError, match="unknown key") as caught:
        person_from_mapping(document(table, wrong, "1"), today=TODAY)
    assert caught.value.nearest == key


REQUIRED = {
    "person": "age sex",
    "medicine": "regimen since",
    "other_medicine": "name",
    "lab": "test value",
    "symptom": "name severity",
    "finding": "name value",
    "taken": "regimen from",
    "plan": "name regimen",
}


@pytest.mark.parametrize(("table", "key"), [(table, key) for table, keys in REQUIRED.items() for key in keys.split()])
def test_missing_required_key_is_refused(table: str, key: str):
    whole = document(table, "age", 66) if table == "person" else document(table, key, "x")
    entry = whole["person"] if table == "person" else whole[table][0]
    del entry[key]
    with pytest.raises(InputError, match=f"{key} is missing"):
        person_from_mapping(whole, today=TODAY)
