"""Whatever is thrown at the person file, what comes back is a Person or one InputError of one line."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobalamin.errors import InputError
from cobalamin.person import Person, describe, person_from_mapping, person_from_toml
from cobalamin.person.conditions import CONDITIONS
from cobalamin.person.labs import TESTS
from cobalamin.person.read import LIST_KEYS
from cobalamin.person.signs import SYMPTOM_WORDS
from cobalamin.person.who import PERSON_KEYS

TODAY = datetime.date(2026, 11, 24)

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates() | st.datetimes()
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2)
)

# What a file has under each key, so that the reader is entered deeply and not only at its door.
durations = st.builds("{:.3g} {}".format, st.floats(0.0, 12.0), st.sampled_from(["days", "weeks", "months", "years"]))
times = durations | st.dates(datetime.date(2010, 1, 1), TODAY)
regimens = st.sampled_from(
    [
        "metformin 1000 mg orally twice daily",
        "vitamin B12 1 mg IM monthly",
        "hydroxocobalamin 1 mg IM every other day for 2 weeks, then every 2 months",
        "nitrous oxide 50 % inhaled for 2 hours once a week",
    ]
)


def pairs(first: str, second: str, *both: tuple[str, str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from([{first: one, second: other} for one, other in both])


kilograms = st.builds("{:.4g} kg".format, st.floats(30.0, 200.0))
ENTRIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "condition": st.fixed_dictionaries(
        {"name": st.sampled_from([*CONDITIONS]), "since": times, "untreated": st.just(True)},
        optional={"until": durations},
    ),
    "medicine": st.fixed_dictionaries({"regimen": regimens, "since": times}, optional={"until": durations}),
    "other_medicine": st.just({"name": "amlodipine"}),
    "lab": pairs(
        "test", "value", ("B12", ">2000 pg/mL"), ("Hb", "12 g/dL"), ("MMA", "0.42 umol/L"), ("IFAb", "positive")
    ),
    "symptom": st.fixed_dictionaries(
        {"name": st.sampled_from([*SYMPTOM_WORDS.words]), "severity": st.integers(0, 10)}, optional={"since": times}
    ),
    "finding": pairs("name", "value", ("vibration", "absent"), ("tibial P37", "46 ms"), ("MRI cord", "normal")),
    "taken": st.fixed_dictionaries({"regimen": regimens, "from": times}, optional={"until": durations}),
    "plan": st.fixed_dictionaries({"name": st.sampled_from("abcd"), "regimen": regimens}),
}


def entry(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """A plausible entry of a list; one in six has one of its keys replaced by anything at all."""
    keys = st.sampled_from(LIST_KEYS[name])
    spoilt = st.builds(lambda whole, key, value: {**whole, key: value}, ENTRIES[name], keys, values)
    return st.integers(0, 5).flatmap(lambda draw: spoilt if draw == 5 else ENTRIES[name])


whos = st.fixed_dictionaries(
    {"age": st.integers(16, 110), "sex": st.sampled_from(["female", "male"]), "date": st.just(TODAY)},
    optional={"weight": kilograms, "diet": st.sampled_from(["vegan", "omnivore"]), "diet_since": durations},
)
people = st.builds(
    lambda who, key, value, spoil, lists: {"person": {**who, key: value} if spoil else who, **lists},
    whos,
    st.sampled_from(PERSON_KEYS) | st.text(max_size=5),
    values,
    st.sampled_from([False, False, False, True]),
    st.fixed_dictionaries({}, optional={name: st.lists(entry(name), max_size=2) for name in LIST_KEYS}),
)


def refusal_or_person(make: Callable[[], Person]) -> InputError | Person:
    try:
        return make()
    except InputError as error:
        return error


def check(make: Callable[[], Person]) -> None:
    outcome = refusal_or_person(make)
    if isinstance(outcome, Person):
        check_person(outcome)
        return
    assert str(outcome)
    assert "\n" not in str(outcome)
    assert outcome.exit_code == 2


def check_person(person: Person) -> None:
    assert 16 <= person.age <= 110
    assert 15 <= person.egfr_ml_min_1_73m2 <= 200
    assert 0 <= person.adherence <= 1
    assert math.isfinite(person.history_begins())
    assert person.history_begins() <= 0
    for condition in person.conditions:
        assert condition.onset_unknown is (condition.since_day is None)
        if condition.since_day is not None and condition.until_day is not None:
            assert condition.since_day <= condition.until_day
    for lab in person.labs:
        assert TESTS[lab.test].low <= lab.value <= TESTS[lab.test].high
    assert all(isinstance(line, str) for line in describe(person))


@given(values)
def test_any_object(value: object):
    check(lambda: person_from_mapping(value, today=TODAY))


@given(people)
def test_any_mapping_of_the_right_shape(document: dict[str, Any]):
    check(lambda: person_from_mapping(document, today=TODAY))


@given(st.text() | st.binary())
def test_any_text(content: str | bytes):
    check(lambda: person_from_toml(content, where="person.toml", today=TODAY))


@given(st.text(max_size=40))
def test_any_value_in_a_file(text: str):
    quoted = '"' + "".join(f"\\U{ord(letter):08x}" for letter in text if not 0xD800 <= ord(letter) <= 0xDFFF) + '"'
    for key in ("weight", "egfr", "diet", "adherence"):
        content = f'[person]\nage = 66\nsex = "female"\n{key} = {quoted}\n'
        check(lambda content=content: person_from_toml(content, where="person.toml", today=TODAY))


@given(st.floats(min_value=16, max_value=110), st.sampled_from(["female", "male"]))
def test_age_and_sex_are_enough(age: float, sex: str):
    person = person_from_mapping({"person": {"age": age, "sex": sex}})
    assert person.age == age
    assert len(person.assumptions) == 9
    check_person(person)


@given(st.floats(min_value=0.0, max_value=15.99))
def test_no_child_passes(age: float):
    with pytest.raises(InputError, match="children need urgent paediatric advice"):
        person_from_mapping({"person": {"age": age, "sex": "female"}})


@given(st.floats(min_value=0.1, max_value=16.0), st.floats(min_value=0.0, max_value=1.0))
def test_spans_keep_their_order(years: float, part: float):
    entry = {"name": "iron deficiency", "since": f"{years:.6f} years", "until": f"{years * part:.6f} years"}
    person = person_from_mapping({"person": {"age": 20, "sex": "female"}, "condition": [entry]})
    (condition,) = person.conditions
    assert condition.since_day is not None
    assert condition.until_day is not None
    assert condition.since_day <= condition.until_day <= 0.0
    assert condition.present(condition.since_day)
    assert not condition.present(condition.since_day - 1.0)
