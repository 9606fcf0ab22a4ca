"""B12 against conventional drugs: certainty and sources in every cell, intervals, and no middle of a scenario."""

from __future__ import annotations

import doctest
import re
from dataclasses import replace
from pathlib import Path

import pytest

import cobalamin.plan.compared
from cobalamin.body.observe import Licence
from cobalamin.errors import CobalaminError, InputError
from cobalamin.evidence import Verified, citation, facts
from cobalamin.evidence import compared as evidence
from cobalamin.evidence.compared import CERTAINTIES, NO_INTERVAL, known, what_is_known
from cobalamin.person import Person, person_from_mapping, read_person
from cobalamin.plan.compared import CompareTable, compared
from cobalamin.plan.forecast import forecast

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
PARTICLES = 40
SCIATICA = {"name": "sciatica", "since": "1 year"}
BURNING = {"name": "burning feet", "severity": 6, "since": "6 months"}


def adult(*plans: str, **tables: object) -> Person:
    listed = [{"name": f"plan {n}", "regimen": text} for n, text in enumerate(plans)]
    who = {"age": 58, "sex": "female", "weight": "70 kg", "egfr": "90 mL/min/1.73m2"}
    return person_from_mapping({"person": who, "plan": listed, "symptom": [BURNING]} | tables, where="test")


def of(person: Person) -> CompareTable:
    return compared(person, forecast(person, particles=PARTICLES))


@pytest.fixture(scope="module")
def tables() -> dict[str, CompareTable]:
    examples = ("metformin_diabetic_neuropathy", "pernicious_anaemia")
    made = {name: of(read_person(EXAMPLES / f"{name}.toml")) for name in examples}
    drugs = (
        "pregabalin 75 mg orally twice daily",
        "cyanocobalamin 1 mg orally daily",
        "amitriptyline 25 mg orally daily",
    )
    made["sciatica"] = of(adult(*drugs, condition=[SCIATICA]))
    taken = [{"regimen": "pregabalin 75 mg orally twice daily", "since": "1 year"}]
    many = (
        "duloxetine 60 mg orally daily and cyanocobalamin 1 mg orally daily",
        "cyanocobalamin 50 ug orally daily and pyridoxine 50 mg orally daily",
    )
    made["mixed"] = of(adult(*many, medicine=taken))
    return made


def test_the_table_of_texts_is_whole_and_holds_no_recalled_figure():
    assert len(known().cells) == len(known().treatments) * len(known().rows) == 36
    for where, cell in known().cells.items():
        assert cell.certainty in CERTAINTIES, where
        assert cell.because, where
        for id in (*cell.sources, *cell.belief_sources):
            assert citation(id)
            assert id not in facts() or facts()[id].verified is not Verified.MEMORY, where
        assert "{" not in cell.says + cell.belief, where


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ({"says": "{cmp_nenoin_tss90} %", "sources": ["cmp_nenoin_tss90"]}, "recalled"),
        ({"says": "{cmp_gbp_dpn_nnt50} people", "sources": ["cmp_gbp_dpn_nnt50"]}, "interval that is not shown"),
        ({"says": "{cmp_b6_cot_uk} mg", "sources": ["cmp_b6_ul_efsa"]}, "no source here"),
        ({"certainty": "sure"}, "must be one of"),
        ({"belief": "It helps."}, "a belief its own"),
        ({"sources": ["cmp_gbp_dpn_nnt5"]}, "unknown source"),
        ({"colour": "red"}, "unknown key colour"),
    ],
)
def test_a_wrong_cell_is_refused(broken: dict[str, object], complaint: str):
    right = {"says": "Few.", "sources": ["cmp_b6_cot_uk"], "certainty": "low", "because": "One study."}
    with pytest.raises((CobalaminError, InputError), match=complaint):
        evidence._read(right | broken)  # pyright: ignore[reportPrivateUsage]


def test_a_figure_without_an_interval_says_so_but_a_limit_does_not():
    text = {"says": "{cmp_b6_cot_uk} mg", "sources": ["cmp_b6_cot_uk"], "certainty": "low", "because": "A limit."}
    assert NO_INTERVAL in evidence._read(text).because  # pyright: ignore[reportPrivateUsage]
    limit = text | {"points": ["cmp_b6_cot_uk"]}
    assert NO_INTERVAL not in evidence._read(limit).because  # pyright: ignore[reportPrivateUsage]


def test_an_unknown_treatment_names_the_nearest():
    with pytest.raises(InputError, match="did you mean 'pregabalin'"):
        what_is_known("pregabaline", "best_for")


def test_every_cell_has_words_certainty_and_sources_that_resolve(tables: dict[str, CompareTable]):
    for name, table in tables.items():
        assert len(table.cells) == 36
        for where, cell in table.cells.items():
            assert cell.for_you.endswith("."), (name, where)
            assert cell.certainty in CERTAINTIES, (name, where)
            assert cell.because, (name, where)
            assert cell.sources, (name, where)
            assert len(set(cell.sources)) == len(cell.sources)
            assert all(citation(id) for id in cell.sources), (name, where)
            assert not re.search(
                r"\bnormal\b|\bcure", f"{cell.for_you} {cell.known.says} {cell.because}", re.IGNORECASE
            )


def test_certainty_is_never_raised_for_a_person(tables: dict[str, CompareTable]):
    for table in tables.values():
        for cell in table.cells.values():
            assert CERTAINTIES.index(cell.certainty) >= CERTAINTIES.index(cell.known.certainty)
    assert tables["pernicious_anaemia"].cells["pregabalin", "best_for"].certainty == "low"
    assert tables["metformin_diabetic_neuropathy"].cells["pregabalin", "best_for"].certainty == "high"


@pytest.mark.parametrize("name", ["metformin_diabetic_neuropathy", "pernicious_anaemia"])
@pytest.mark.parametrize("treatment", ["vitamin_b12", "pregabalin"])
def test_a_plan_of_the_report_gives_numbers_with_intervals(tables: dict[str, CompareTable], name: str, treatment: str):
    cells = tables[name].cells
    for row in ("chance_of_relief", "long_term"):
        figures = cells[treatment, row].figures
        if (name, treatment, row) != ("pernicious_anaemia", "pregabalin", "long_term"):  # care would be needed before
            assert figures
        for figure in figures:
            assert figure.low is not None
            assert figure.high is not None
    assert len(cells[treatment, "time_to_relief"].figures) == 1
    harms = cells[treatment, "side_effects"].figures
    if treatment == "pregabalin":
        assert {"dizziness", "drowsiness"} <= {figure.what for figure in harms}
        for figure in harms:
            assert figure.value is not None
            assert figure.low is not None
            assert figure.high is not None
            assert figure.low <= figure.value <= figure.high
        assert all(figure.placebo is not None for figure in harms if figure.unit == "of 100")
    else:
        assert "unknown, which is not none" in cells[treatment, "side_effects"].for_you


def test_a_scenario_shows_no_middle(tables: dict[str, CompareTable]):
    figures = [figure for table in tables.values() for cell in table.cells.values() for figure in cell.figures]
    scenarios = [figure for figure in figures if figure.licence is Licence.SCENARIO]
    assert scenarios
    assert all(figure.value is None for figure in scenarios)


def test_gabapentinoids_are_not_followed_in_sciatica(tables: dict[str, CompareTable]):
    cells = tables["sciatica"].cells
    for row in ("best_for", "time_to_relief", "chance_of_relief", "side_effects", "long_term"):
        cell = cells["pregabalin", row]
        assert cell.for_you.startswith("Not followed here:")
        assert "NG59" in cell.for_you
        assert not cell.figures
        assert "nice_ng59" in cell.sources
    assert "advises against" in cells["gabapentin", "best_for"].for_you
    assert "No relief" in cells["tricyclic", "best_for"].for_you
    assert not cells["tricyclic", "chance_of_relief"].figures
    assert cells["duloxetine", "best_for"].certainty == "very low"


def test_a_drug_that_no_plan_holds_gets_general_evidence_only(tables: dict[str, CompareTable]):
    table = tables["metformin_diabetic_neuropathy"]
    column = next(each for each in table.columns if each.key == "gabapentin")
    assert column.plan is None
    cell = table.cells["gabapentin", "chance_of_relief"]
    assert cell.for_you.startswith("Not in these plans")
    assert not cell.figures
    assert "6.6" in cell.known.says


def test_the_analgesic_repairs_nothing_and_b12_stands_beside(tables: dict[str, CompareTable]):
    cell = tables["metformin_diabetic_neuropathy"].cells["pregabalin", "long_term"]
    assert "repairs nothing" in cell.for_you
    assert "with B12 ('injections')" in cell.for_you
    assert cell.certainty == "low"


def test_a_drug_beside_b12_and_one_that_is_taken_already_say_so(tables: dict[str, CompareTable]):
    table = tables["mixed"]
    columns = {column.key: column for column in table.columns}
    assert columns["duloxetine"].beside_b12
    assert "B12 is in it too" in table.cells["duloxetine", "side_effects"].for_you
    assert "Counted with Pregabalin" in table.cells["duloxetine", "side_effects"].for_you
    assert columns["pregabalin"].taken
    assert table.cells["pregabalin", "time_to_relief"].for_you.startswith("You take it already")
    assert columns["vitamin_b12"].plan is None


def test_the_b_complex_carries_the_range_of_vitamin_b6(tables: dict[str, CompareTable]):
    table = tables["mixed"]
    column = next(each for each in table.columns if each.key == "b_complex")
    cell = table.cells["b_complex", "side_effects"]
    if column.plan is None:
        assert cell.for_you.startswith("Not followed here:")
        return
    (figure,) = cell.figures
    assert figure.what == "nerve damage by vitamin B6"
    assert figure.value is None
    assert "very low certainty" in cell.for_you


def test_weak_kidneys_are_told_their_largest_dose():
    person = read_person(EXAMPLES / "replete_diabetic_neuropathy.toml")
    weak = replace(person, egfr_ml_min_1_73m2=45.0)
    cell = of(weak).cells["pregabalin", "long_term"]
    assert "300 mg a day is the most" in cell.for_you or cell.for_you.startswith("Not followed here:")
    assert "renal_dosing" in cell.sources


def test_in_pregnancy_no_forecast_of_nerve_or_harm_is_told():
    who = {"age": 30, "sex": "female"}
    person = adult("pregabalin 75 mg orally twice daily", person=who, condition=[{"name": "pregnancy", "trimester": 2}])
    table = of(person)
    cell = table.cells["pregabalin", "side_effects"]
    assert not cell.figures
    assert "pregnan" in cell.for_you
    assert table.cells["pregabalin", "chance_of_relief"].for_you.endswith("No symptom is followed here.")


def test_examples_of_the_docstrings_run():
    assert doctest.testmod(cobalamin.plan.compared).failed == 0
    assert doctest.testmod(evidence).failed == 0
