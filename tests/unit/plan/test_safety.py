"""Safety rules fire on what could harm this person, and on nothing else."""

from __future__ import annotations

import doctest
from typing import Any

import pytest

from cobalamin.assess.lack import still_lacks_b12
from cobalamin.assess.urgent import treat_now
from cobalamin.person import Person, person_from_mapping
from cobalamin.person.influences import courses_of
from cobalamin.plan import medicines
from cobalamin.plan.medicines import is_opioid
from cobalamin.plan.model import SafetyWarning, Severity
from cobalamin.plan.safety import warnings_for
from cobalamin.regimen import parse


def person(**fields: Any) -> Person:
    lists = {name: fields.pop(name) for name in list(fields) if isinstance(fields[name], list)}
    return person_from_mapping({"person": {"age": 60, "sex": "female"} | fields} | lists, where="test")


def found(who: Person, plan: str, *, hemoglobin: float = 13.0, **known: bool) -> tuple[SafetyWarning, ...]:
    courses = courses_of(who, parse(plan), horizon=731.5)
    made = warnings_for(who, courses, hemoglobin=hemoglobin, **{"deficient": False} | known)
    assert list(made) == sorted(made, key=lambda w: list(Severity).index(w.severity))
    return made


def fired(who: Person, plan: str, *, hemoglobin: float = 13.0, **known: bool) -> dict[str, Severity]:
    """Rule -> its severity."""
    return {w.id: w.severity for w in found(who, plan, hemoglobin=hemoglobin, **known)}


def says(who: Person, plan: str, words: str) -> bool:
    return any(words in w.sentence for w in found(who, plan))


LEBER = {"condition": [{"name": "Leber optic neuropathy", "since": "5 years"}]}
SCIATICA = {"condition": [{"name": "sciatica", "since": "1 year"}]}
EGFR_45 = {"egfr": "45 mL/min/1.73m2"}
EGFR_70 = {"egfr": "70 mL/min/1.73m2"}
EGFR_25 = {"egfr": "25 mL/min/1.73m2"}
ON_PREGABALIN = {"medicine": [{"regimen": "pregabalin 150 mg orally twice daily", "since": "1 year"}]}
TOTAL_GASTRECTOMY = {"condition": [{"name": "total gastrectomy", "since": "2 years", "untreated": True}]}


@pytest.mark.parametrize(
    ("fields", "plan", "rule_id", "severity"),
    [
        (LEBER, "cyanocobalamin 1 mg orally daily", "b12_leber", Severity.STOP),
        ({}, "folic acid 5 mg orally daily", "folic_acid_before_b12", Severity.NOTE),
        ({"jurisdiction": "UK"}, "pyridoxine 50 mg orally daily", "b6_above_uk", Severity.CAUTION),
        ({}, "pregabalin 150 mg orally twice daily", "gabapentinoid_injury", Severity.NOTE),
        ({}, "pregabalin 150 mg orally twice daily", "gabapentinoid_suicidality", Severity.CAUTION),
        ({"age": 70}, "pregabalin 150 mg orally twice daily", "gabapentinoid_hip_fracture", Severity.CAUTION),
        ({"age": 70}, "amitriptyline 25 mg orally daily", "tricyclic_old", Severity.CAUTION),
        (EGFR_45, "pregabalin 150 mg orally twice daily", "gabapentinoid_kidney_fall", Severity.CAUTION),
        (
            {"other_medicine": [{"name": "morphine"}]},
            "gabapentin 300 mg orally three times daily",
            "gabapentinoid_breathing_opioid",
            Severity.STOP,
        ),
        (SCIATICA, "pregabalin 75 mg orally twice daily", "gabapentinoid_nerve_root", Severity.STOP),
        ({}, "nitrous oxide 50 % inhaled for 2 hours once a week", "nitrous_oxide_goes_on", Severity.STOP),
        ({}, "nitrous oxide 50 % inhaled for 2 hours once", "nitrous_oxide_once", Severity.CAUTION),
    ],
)
def test_fires(fields: dict[str, Any], plan: str, rule_id: str, severity: Severity) -> None:
    assert fired(person(**fields), plan)[rule_id] is severity


@pytest.mark.parametrize(
    ("fields", "plan"),
    [
        (LEBER, "hydroxocobalamin 1 mg IM every 2 months"),
        ({}, "cyanocobalamin 1 mg orally daily"),
        ({}, "folic acid 0.4 mg orally daily"),
        ({}, "folic acid 5 mg orally daily and cyanocobalamin 1 mg orally daily"),
        ({"jurisdiction": "US"}, "pyridoxine 50 mg orally daily"),
    ],
)
def test_stays_silent(fields: dict[str, Any], plan: str) -> None:
    assert fired(person(**fields), plan) == {}


def test_severe_anaemia_asks_for_potassium() -> None:
    assert "b12_severe_anaemia_potassium" in fired(person(), "hydroxocobalamin 1 mg IM daily", hemoglobin=6.5)
    assert "b12_severe_anaemia_potassium" not in fired(person(), "hydroxocobalamin 1 mg IM daily", hemoglobin=11.0)


def test_leaving_a_lack_untreated_is_said() -> None:
    assert (
        fired(person(), "pregabalin 75 mg orally twice daily", deficient=True)["b12_left_untreated"] is Severity.CAUTION
    )


def test_signs_that_do_not_wait() -> None:
    assert treat_now(person(), 13.0) == ()
    assert any("7 g/dL" in sentence for sentence in treat_now(person(), 6.0))
    seeing = person(symptom=[{"name": "blurred vision", "severity": 5, "since": "1 week"}])
    assert any("vision" in sentence for sentence in treat_now(seeing, 13.0))


@pytest.mark.parametrize(
    ("fields", "plan", "above"),
    [
        (EGFR_45, "pregabalin 300 mg orally twice daily", True),
        (EGFR_45, "pregabalin 150 mg orally twice daily", False),
        (EGFR_45, "pregabalin 75 mg orally twice daily for 1 week, then 200 mg twice daily", True),
        (EGFR_25, "pregabalin 150 mg orally twice daily", True),
        (EGFR_45, "gabapentin 600 mg orally three times daily", True),
        (EGFR_45, "gabapentin 300 mg orally three times daily", False),
        (EGFR_70, "gabapentin 600 mg orally three times daily", False),
        (EGFR_70, "gabapentin 900 mg orally three times daily", True),
        (EGFR_70, "pregabalin 300 mg orally twice daily", False),
        ({}, "gabapentin 1200 mg orally three times daily", False),
    ],
)
def test_doses_above_the_limit_of_these_kidneys(fields: dict[str, Any], plan: str, above: bool) -> None:
    who = person(**({"egfr": "95 mL/min/1.73m2"} | fields))
    assert (fired(who, plan).get("drug_above_renal_limit") is Severity.STOP) is above


@pytest.mark.parametrize(
    ("fields", "plan", "sudden"),
    [
        (ON_PREGABALIN, "stop pregabalin", True),
        ({}, "gabapentin 300 mg orally three times daily for 3 months", True),
        ({}, "duloxetine 60 mg orally daily for 3 months", True),
        ({}, "pregabalin 150 mg orally twice daily for 3 months, then 75 mg twice daily for 2 weeks", False),
        ({}, "pregabalin 150 mg orally twice daily for 3 months, then 75 mg twice daily for 2 days", True),
        ({}, "pregabalin 75 mg orally twice daily for 1 week, then 150 mg twice daily for 3 months", True),
        ({}, "pregabalin 150 mg orally twice daily", False),
        (ON_PREGABALIN, "pregabalin 75 mg orally twice daily", False),
        (ON_PREGABALIN, "pregabalin 25 mg orally daily", True),
        (ON_PREGABALIN, "pregabalin 25 mg orally daily for 2 weeks", True),
        (ON_PREGABALIN, "pregabalin 140 mg orally twice daily for 2 weeks", True),
        (ON_PREGABALIN, "pregabalin 75 mg orally twice daily for 3 weeks, then 25 mg daily for 1 week", False),
        (ON_PREGABALIN, "pregabalin 100 mg twice daily for 6 weeks, then 50 mg twice daily for 6 weeks", False),
        ({}, "gabapentin 300 mg orally daily for 30 weeks, then gabapentin 900 mg daily for 30 weeks", True),
        (ON_PREGABALIN, "stop pregabalin and gabapentin 300 mg orally three times daily", False),
        ({}, "cyanocobalamin 1 mg orally daily for 3 months", False),
    ],
)
def test_stopping_at_once_is_told_and_lowering_first_is_not(fields: dict[str, Any], plan: str, sudden: bool) -> None:
    assert says(person(**fields), plan, "Do not stop suddenly") is sudden


@pytest.mark.parametrize(
    "medicine",
    ["co-codamol 30/500", "Co-dydramol", "oxycodone/naloxone", "Targinact", "tramadol with paracetamol", "MST 10 mg",
     "dihydrocodeine", "Co codamol", "codeine phosphate", "buprenorphine patch"],
)  # fmt: skip
def test_an_opioid_is_known_in_a_compound(medicine: str) -> None:
    assert is_opioid(medicine)
    other = {"other_medicine": [{"name": medicine}]}
    assert (
        fired(person(**other), "pregabalin 75 mg orally twice daily")["gabapentinoid_breathing_opioid"] is Severity.STOP
    )
    assert "gabapentinoid_breathing_opioid" not in fired(person(**other), "duloxetine 60 mg orally daily")


@pytest.mark.parametrize("medicine", ["apomorphine", "dextromethorphan", "naloxone", "co-amoxiclav", "co-careldopa"])
def test_what_only_sounds_like_an_opioid_is_none(medicine: str) -> None:
    assert not is_opioid(medicine)


def test_gabapentinoids_are_refused_in_sciatica_only() -> None:
    for drug in ("pregabalin 75 mg orally twice daily", "gabapentin 300 mg orally three times daily"):
        assert says(person(**SCIATICA), drug, "sciatica")
        assert not says(person(), drug, "sciatica")
    assert not says(person(**SCIATICA), "duloxetine 60 mg orally daily", "sciatica")


def test_too_little_b12_is_told_once() -> None:
    drops = "cyanocobalamin 2 ug orally daily"
    assert fired(person(), drops, still_lacking=True)["b12_too_little"] is Severity.CAUTION
    assert "b12_too_little" not in fired(person(), drops)
    untreated = fired(person(), "pregabalin 75 mg orally twice daily", deficient=True, still_lacking=True)
    assert "b12_left_untreated" in untreated
    assert "b12_too_little" not in untreated


@pytest.mark.parametrize(
    ("plan", "ends"),
    [
        ("hydroxocobalamin 1 mg IM every other day for 2 weeks", True),
        ("hydroxocobalamin 1 mg IM every other day for 2 weeks, then every 2 months", False),
        ("cyanocobalamin 1 mg orally daily for 1 year", True),
        ("cyanocobalamin 1 mg orally daily", False),
    ],
)
def test_b12_that_ends_while_the_cause_goes_on(plan: str, ends: bool) -> None:
    assert ("b12_ends_too_soon" in fired(person(**TOTAL_GASTRECTOMY), plan, deficient=True)) is ends
    assert "b12_ends_too_soon" not in fired(person(), plan)


@pytest.mark.parametrize(
    ("serum", "mma", "body", "before", "lacks"),
    [
        (120.0, 180.0, 2000.0, 2000.0, True),
        (200.0, 400.0, 2000.0, 2000.0, True),
        (400.0, 180.0, 500.0, 600.0, True),
        (400.0, 180.0, 600.0, 500.0, False),
        (400.0, 180.0, 2500.0, 2600.0, False),
        (float("nan"), float("nan"), float("nan"), 400.0, True),
    ],
)
def test_a_lack_that_remains(serum: float, mma: float, body: float, before: float, lacks: bool) -> None:
    found = still_lacks_b12(
        serum_b12_pmol_l=serum, mma_nmol_l=mma, body_b12_ug=body, body_b12_before_ug=before
    )  # fmt: skip
    assert found is lacks


def test_folic_acid_alone_is_stopped_where_b12_lacks() -> None:
    assert fired(person(), "folic acid 5 mg orally daily", deficient=True)["folic_acid_without_b12"] is Severity.STOP


def test_a_normal_image_and_an_old_anaesthetic_are_no_alarm() -> None:
    tingling = [{"name": "tingling feet", "severity": 4, "since": "1 month"}]
    image = [{"name": "MRI cord", "value": "normal"}]
    assert treat_now(person(symptom=tingling, finding=image), 13.0) == ()
    gas = {"regimen": "nitrous oxide 50 % inhaled for 2 hours once", "from": "20 years", "until": "19 years"}
    assert treat_now(person(symptom=tingling, taken=[gas]), 13.0) == ()


# Nitrous oxide, antidepressants, pregnancy

ON_GAS = {"medicine": [{"regimen": "nitrous oxide 200 cartridges inhaled daily", "since": "6 months"}]}
TINGLING = {"symptom": [{"name": "tingling feet", "severity": 4, "since": "1 month"}]}
INJECTED = "hydroxocobalamin 1 mg IM every other day for 2 weeks, then every 2 months"


@pytest.mark.parametrize(
    ("fields", "plan", "told"),
    [
        (ON_GAS, "stop nitrous oxide", True),
        (ON_GAS, "stop nitrous oxide and cyanocobalamin 1 mg orally daily", True),
        (ON_GAS, f"stop nitrous oxide and {INJECTED}", False),
        (ON_GAS, "cyanocobalamin 1 mg orally daily", False),
        ({}, "cyanocobalamin 1 mg orally daily", False),
    ],
)
def test_stopping_the_gas_without_injected_b12_is_cautioned(fields: dict[str, Any], plan: str, told: bool) -> None:
    assert says(person(**fields), plan, "No injected B12 in this plan") is told


def test_no_b12_where_it_may_not_work_is_asked_about() -> None:
    words = "B12 may not be working"
    sentences = [w.sentence for w in found(person(**TINGLING), "duloxetine 60 mg orally daily", possible=True)]
    assert any(words in sentence for sentence in sentences)
    assert not says(person(**TINGLING), "duloxetine 60 mg orally daily", words)
    assert not any(words in w.sentence for w in found(person(**TINGLING), INJECTED, possible=True))


@pytest.mark.parametrize(
    ("plan", "together", "tricyclic", "serotonin"),
    [
        ("duloxetine 60 mg orally daily and amitriptyline 25 mg orally daily", True, True, True),
        ("duloxetine 60 mg orally daily", False, False, True),
        ("nortriptyline 25 mg orally daily", False, True, False),
        ("pregabalin 75 mg orally twice daily", False, False, False),
    ],
)
def test_antidepressants_carry_their_cautions(plan: str, together: bool, tricyclic: bool, serotonin: bool) -> None:
    assert says(person(), plan, "CYP2D6") is together
    assert says(person(), plan, "dangerous in overdose") is tricyclic
    assert says(person(), plan, "heart block") is tricyclic
    assert says(person(), plan, "serotonin toxicity, and it is not taken") is serotonin


def test_what_was_recalled_says_so_and_shows_no_figure() -> None:
    recalled = [w for w in found(person(), "amitriptyline 25 mg orally daily") if w.source_id.startswith("recalled")]
    assert recalled
    for warning in recalled:
        assert "recalled, not read in a source" in warning.sentence
        assert not any(letter.isdigit() for letter in warning.sentence)


@pytest.mark.parametrize(("egfr", "stops"), [(22, True), (45, False)])
def test_duloxetine_is_refused_for_failing_kidneys(egfr: int, stops: bool) -> None:
    who = person(egfr=f"{egfr} mL/min/1.73m2")
    assert (fired(who, "duloxetine 60 mg orally daily").get("duloxetine_kidney") is Severity.STOP) is stops


@pytest.mark.parametrize("drug", ["pregabalin 75 mg orally twice daily", "duloxetine 60 mg orally daily"])
def test_in_pregnancy_an_obstetrician_decides_too(drug: str) -> None:
    who = person(age=30, condition=[{"name": "pregnancy", "since": "32 weeks"}])
    assert says(who, drug, "obstetrician")
    assert says(who, drug, "does not mean that it is safe")
    assert not says(person(age=30), drug, "obstetrician")


@pytest.mark.parametrize(
    ("egfr", "plan", "words", "told"),
    [
        (20, "pregabalin 100 mg orally daily and pregabalin 100 mg orally daily", "above 150 mg", True),
        (20, "pregabalin 75 mg orally daily and pregabalin 75 mg orally daily", "above 150 mg", False),
        (90, "pregabalin 3000 mg orally twice daily", "above 600 mg", True),
        (90, "duloxetine 600 mg orally daily", "above 120 mg", True),
        (90, "duloxetine 60 mg orally twice daily", "the largest dose the simulation was made for", False),
        (90, "pregabalin 75 mg orally daily and gabapentin 300 mg orally daily", "act alike", True),
        (90, "pregabalin 75 mg orally daily and duloxetine 30 mg orally daily", "act alike", False),
        (90, "pregabalin 75 mg daily for 4 weeks and gabapentin 300 mg daily from day 60", "act alike", False),
        (90, "gabapentin 12 g orally three times daily", "above 4800 mg", True),
        (90, "amitriptyline 1000 mg orally daily", "above 150 mg", True),
        (90, "amitriptyline 75 mg orally daily", "the largest dose the simulation was made for", False),
        (90, "pregabalin 75 ug orally daily", "far below any dose studied", True),
        (90, "amitriptyline 25 ug orally daily", "far below any dose studied", True),
        (90, "pregabalin 25 mg orally daily", "far below any dose studied", False),
        (90, "amitriptyline 5 mg orally daily", "far below any dose studied", False),
    ],
)
def test_doses_of_one_day_are_added_and_none_is_too_large_to_be_told(
    egfr: int, plan: str, words: str, told: bool
) -> None:
    assert says(person(egfr=f"{egfr} mL/min/1.73m2"), plan, words) is told


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ("pyridoxine 300 mg orally every 2 days", True),
        ("pyridoxine 3000 mg orally weekly", True),
        ("pyridoxine 6 mg orally daily and pyridoxine 6 mg orally daily", True),
        ("pyridoxine 6 mg orally daily for 4 weeks, then 6 mg orally daily", False),
    ],
)
def test_vitamin_b6_is_counted_a_day(plan: str, told: bool) -> None:
    assert says(person(jurisdiction="UK"), plan, "Vitamin B6 of") is told


def test_pain_from_a_nerve_root_beside_another_pain_is_told_apart() -> None:
    back, shingles = ({"name": name, "since": "1 year"} for name in ("radicular back pain", "post-herpetic neuralgia"))
    assert says(person(condition=[back]), "pregabalin 75 mg orally twice daily", "no effect is claimed.")
    both = person(condition=[back, shingles])
    assert says(both, "pregabalin 75 mg orally twice daily", "simulated relief is that of the other pain")
    assert not says(person(condition=[shingles]), "pregabalin 75 mg orally twice daily", "advises against")
    narrow = person(condition=[{"name": "spinal stenosis", "since": "1 year"}])
    assert says(narrow, "pregabalin 75 mg orally twice daily", "no effect is claimed.")
    assert not says(both, "pregabalin 75 mg orally twice daily", "canal: no effect is claimed.")
    assert not says(narrow, "duloxetine 60 mg orally daily", "advises against")


@pytest.mark.parametrize(
    ("medicine", "plan", "words", "told"),
    [
        ("diazepam 5 mg", "pregabalin 75 mg orally twice daily", "another sedative", True),
        ("Zolpidem", "gabapentin 300 mg orally three times daily", "another sedative", True),
        ("lorazepam", "duloxetine 60 mg orally daily", "another sedative", False),
        ("amlodipine", "pregabalin 75 mg orally twice daily", "another sedative", False),
        ("phenelzine", "duloxetine 60 mg orally daily", "Not together with an MAO inhibitor", True),
        ("moclobemide", "amitriptyline 25 mg orally daily", "Not together with an MAO inhibitor", True),
        ("phenelzine", "pregabalin 75 mg orally twice daily", "Not together with an MAO inhibitor", False),
        ("sertraline", "duloxetine 60 mg orally daily", "Not together with an MAO inhibitor", False),
        ("tramadol", "duloxetine 60 mg orally daily", "named here acts on serotonin", True),
        ("tramadol 50 mg", "nortriptyline 25 mg orally daily", "named here acts on serotonin", True),
        ("St John's wort", "duloxetine 60 mg orally daily", "named here acts on serotonin", True),
        ("codeine", "duloxetine 60 mg orally daily", "named here acts on serotonin", False),
        ("tramadol", "pregabalin 75 mg orally twice daily", "named here acts on serotonin", False),
    ],
)
def test_another_medicine_that_does_not_go_with_the_drug_is_told(
    medicine: str, plan: str, words: str, told: bool
) -> None:
    assert says(person(other_medicine=[{"name": medicine}]), plan, words) is told


def test_examples_of_the_docstrings_run() -> None:
    assert doctest.testmod(medicines).failed == 0
