"""The example persons: each loads, names its source and the licence of its outputs, and holds a person only."""

from __future__ import annotations

import datetime
import re
import tomllib
from pathlib import Path

import pytest

from cobalamin.assess.lack import LIKELY_ENOUGH_SERUM_B12, RAISED_METHYLMALONATE
from cobalamin.assess.urgent import treat_now
from cobalamin.person import describe, read_person
from cobalamin.person.read import LIST_KEYS

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = [
    "metformin_diabetic_neuropathy",
    "nitrous_oxide",
    "pernicious_anaemia",
    "post_herpetic_neuralgia",
    "replete_diabetic_neuropathy",
    "strict_vegan",
    "total_gastrectomy",
]
TODAY = datetime.date(2026, 11, 24)


def path(name: str) -> Path:
    return EXAMPLES / f"{name}.toml"


def header(name: str) -> str:
    """The comment lines before the first table."""
    return path(name).read_text(encoding="utf-8").partition("[person]")[0]


def test_every_person_file_is_listed_here():
    people = [each for each in EXAMPLES.glob("*.toml") if "person" in tomllib.loads(each.read_text(encoding="utf-8"))]
    assert sorted(each.stem for each in people) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_loads_and_has_plans_labs_and_symptoms(name: str):
    person = read_person(path(name), today=TODAY)
    assert person.source == f"{name}.toml"
    assert len(person.plans) >= 2
    assert person.labs
    assert person.symptoms
    assert any(lab.test == "serum_b12" for lab in person.labs)
    assert person.history_begins() < -300


@pytest.mark.parametrize("name", NAMES)
def test_header_names_source_signs_expectation_and_licence(name: str):
    text = header(name)
    assert all(line.startswith("#") for line in text.splitlines() if line)
    for word in ("# Source: ", "# Signs: ", "# Expected: ", "# Licence: ", "no patient"):
        assert word in text, word
    licence = text.partition("# Licence: ")[2]
    assert re.search(r"\b(forecast|scenario)\b", licence)
    assert re.search(r"10\.\d{4,}/|PMID \d+|Blood 92|Ann Surg|Eur J Neurol", text)


@pytest.mark.parametrize("name", NAMES)
def test_nerve_and_pain_are_never_called_forecasts(name: str):
    licence = header(name).partition("# Licence: ")[2]
    for sentence in licence.split("."):
        if re.search(r"nerve|cord|pain|tingling|fatigue", sentence, re.IGNORECASE):
            assert "scenario" in sentence
            assert "forecast" not in sentence


@pytest.mark.parametrize("name", NAMES)
def test_holds_person_keys_only(name: str):
    document = tomllib.loads(path(name).read_text(encoding="utf-8"))
    assert set(document) <= {"person", *LIST_KEYS}


@pytest.mark.parametrize("name", NAMES)
def test_description_is_printable(name: str):
    for line in describe(read_person(path(name), today=TODAY)):
        assert line.isprintable()
        assert line.endswith(".")
        assert "None" not in line


def test_the_kinds_are_what_they_say():
    people = {name: read_person(path(name), today=TODAY) for name in NAMES}
    assert people["strict_vegan"].diet.name == "vegan"
    assert people["pernicious_anaemia"].conditions[0].untreated
    assert people["total_gastrectomy"].conditions[0].ends_absorption
    assert {item.substance for item in people["nitrous_oxide"].medicines[0].regimen.taken} == {"nitrous oxide"}
    assert people["metformin_diabetic_neuropathy"].has("diabetic neuropathy")
    assert people["post_herpetic_neuralgia"].has("post-herpetic neuralgia")
    for name in (
        "post_herpetic_neuralgia",
        "replete_diabetic_neuropathy",
    ):  # B12 in plenty: by its own value and by MMA
        known = {lab.test: lab.value for lab in people[name].labs}
        assert known["serum_b12"] > LIKELY_ENOUGH_SERUM_B12
        assert known["mma"] < RAISED_METHYLMALONATE


def test_what_cannot_wait_is_read_off_the_examples():
    """Cord and gas, cord and lack, lack beside diabetes; nothing presses where B12 is in plenty."""
    signs = {name: treat_now(read_person(path(name), today=TODAY), 13.0) for name in NAMES}
    for name, heads in (
        ("nitrous_oxide", ["Signs of the spinal cord", "Nitrous oxide with nerve symptoms"]),
        ("pernicious_anaemia", ["Signs of the spinal cord", "Signs of nerve with a likely lack of B12"]),
        ("metformin_diabetic_neuropathy", ["Signs of nerve with a likely lack of B12"]),
        ("replete_diabetic_neuropathy", []),
        ("post_herpetic_neuralgia", []),
    ):
        found = [sign.partition(":")[0] for sign in signs[name]]
        assert found[: len(heads)] == heads
        assert heads or not found


# Largest daily dose [mg] for these kidneys. Source: UK SmPC, Br J Pain review 2020 (PMC7265598), table 1
LARGEST_FOR_KIDNEYS = {
    "pregabalin": ((60.0, 600.0), (30.0, 300.0)),
    "gabapentin": ((80.0, 3600.0), (50.0, 1800.0), (30.0, 900.0)),
}


@pytest.mark.parametrize("name", NAMES)
def test_gabapentinoids_are_begun_low_and_dosed_for_the_kidneys(name: str):
    person = read_person(path(name), today=TODAY)
    for plan in person.plans:
        for item in plan.regimen.taken:
            if item.substance not in LARGEST_FOR_KIDNEYS:
                continue
            daily = [phase.amount * (phase.timing.doses_per_day or 0) for phase in item.phases]
            limits = LARGEST_FOR_KIDNEYS[item.substance]
            assert 0 < daily[-1] <= next(top for egfr, top in limits if person.egfr_ml_min_1_73m2 >= egfr)
            assert daily == sorted(daily)
            assert daily[0] < daily[-1]
