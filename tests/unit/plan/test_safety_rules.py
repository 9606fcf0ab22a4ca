"""Every safety rule fires on one person and plan, and stays silent on a near miss; none is without both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from cobalamin.person import Person, person_from_mapping
from cobalamin.person.influences import courses_of
from cobalamin.plan.model import SafetyWarning, Severity
from cobalamin.plan.safety import rules, warnings_for
from cobalamin.regimen import parse

TABLETS, LOADING = "cyanocobalamin 1 mg orally daily", "hydroxocobalamin 1 mg IM every other day for 2 weeks, then"
INJECTIONS = f"{LOADING} every 2 months"
PREGABALIN, GABAPENTIN = "pregabalin 75 mg orally twice daily", "gabapentin 300 mg orally three times daily"
DULOXETINE, AMITRIPTYLINE = "duloxetine 60 mg orally daily", "amitriptyline 25 mg orally daily"
METFORMIN = {"medicine": [{"regimen": "metformin 1000 mg orally twice daily", "since": "5 years"}]}
OMEPRAZOLE = {"medicine": [{"regimen": "omeprazole 20 mg orally daily", "since": "3 years"}]}
ON_TABLETS = {"medicine": [{"regimen": TABLETS, "since": "1 year"}]}
ON_PREGABALIN = {"medicine": [{"regimen": PREGABALIN, "since": "1 year"}]}
ON_GAS = {"medicine": [{"regimen": "nitrous oxide 200 cartridges inhaled daily", "since": "6 months"}]}
NO_STOMACH = {"condition": [{"name": "total gastrectomy", "since": "2 years", "untreated": True}]}
ONE_YEAR = "cyanocobalamin 1 mg orally daily for 1 year"
COMBINED = f"pyridoxine 25 mg orally daily and folic acid 2.5 mg orally daily and {TABLETS}"
WEAK_COMBINED = f"pyridoxine 10 mg orally daily and folic acid 1 mg orally daily and {TABLETS}"
DIABETES, SCIATICA, SHINGLES = "type 2 diabetes", "sciatica", "post-herpetic neuralgia"
TINGLING = {"symptom": [{"name": "tingling feet", "severity": 4, "since": "1 month"}]}
PREGNANT = {"age": 30, "condition": [{"name": "pregnancy", "since": "20 weeks"}]}
LACK: dict[str, Any] = {"deficient": True}


def has(*conditions: str) -> dict[str, Any]:
    return {"condition": [{"name": name, "since": "1 year"} for name in conditions]}


def on(*medicines: str) -> dict[str, Any]:
    return {"other_medicine": [{"name": name} for name in medicines]}


def egfr(value: float) -> dict[str, Any]:
    return {"egfr": f"{value:g} mL/min/1.73m2"}


@dataclass(frozen=True, kw_only=True)
class Case:
    """A person and a plan."""

    who: dict[str, Any] = field(default_factory=dict)
    plan: str = ""
    known: dict[str, Any] = field(default_factory=dict)

    def person(self) -> Person:
        fields = {"age": 60, "sex": "female"} | self.who
        lists = {name: fields.pop(name) for name in list(fields) if isinstance(fields[name], list)}
        return person_from_mapping({"person": fields} | lists, where="test")

    def warnings(self) -> tuple[SafetyWarning, ...]:
        who = self.person()
        courses = courses_of(who, parse(self.plan) if self.plan else None, horizon=731.5)
        return warnings_for(who, courses, **({"hemoglobin": 13.0, "deficient": False} | self.known))

    def ids(self) -> set[str]:
        return {warning.id for warning in self.warnings()}


def case(plan: str = "", who: dict[str, Any] | None = None, **known: Any) -> Case:
    return Case(who=who or {}, plan=plan, known=known)


B12 = {
    "b12_leber": (
        case(TABLETS, has("Leber optic neuropathy")),
        [case(INJECTIONS, has("Leber optic neuropathy")), case(TABLETS)],
    ),
    "b12_anaphylaxis": (
        case(INJECTIONS, has("cobalamin anaphylaxis")),
        [case(PREGABALIN, has("cobalamin anaphylaxis")), case(INJECTIONS, has("cobalt allergy"))],
    ),
    "b12_cobalt_allergy": (
        case(INJECTIONS, has("cobalt allergy")),
        [case(PREGABALIN, has("cobalt allergy")), case(INJECTIONS)],
    ),
    "b12_severe_anaemia_potassium": (
        case(INJECTIONS, hemoglobin=7.9),
        [case(INJECTIONS, hemoglobin=8.0), case(PREGABALIN, hemoglobin=6.5), case(INJECTIONS, hemoglobin=None)],
    ),
    "b12_severe_anaemia_platelets": (case(INJECTIONS, hemoglobin=6.5), [case(INJECTIONS, hemoglobin=11.0)]),
    "b12_polycythaemia": (
        case(TABLETS, has("polycythaemia vera")),
        [case(DULOXETINE, has("polycythaemia vera")), case(TABLETS)],
    ),
    "b12_into_a_vein": (
        case("cyanocobalamin 1 mg IV weekly"),
        [case("methylcobalamin 0.5 mg IV weekly"), case("cyanocobalamin 1 mg IM weekly")],
    ),
    "b12_nasal_at_first": (
        case("cyanocobalamin 500 ug nasally weekly", **LACK),
        [
            case("cyanocobalamin 500 ug nasally weekly"),
            case("cyanocobalamin 500 ug nasally weekly", ON_TABLETS, **LACK),
            case(TABLETS, **LACK),
        ],
    ),
    "b12_injections_first": (
        case(TABLETS, TINGLING, **LACK),
        [case(INJECTIONS, TINGLING, **LACK), case(TABLETS, **LACK), case(TABLETS, TINGLING)],
    ),
    "b12_oral_uptake": (
        case(TABLETS, on("colchicine")),
        [case(INJECTIONS, on("colchicine")), case(TABLETS, on("mesalazine")), case(TABLETS, {"alcohol": "moderate"})],
    ),
    "b12_chloramphenicol": (
        case(INJECTIONS, on("chloramphenicol 1 g IV")),
        [case(INJECTIONS, on("chloramphenicol eye drops")), case(PREGABALIN, on("chloramphenicol 1 g IV"))],
    ),
    "b12_pregnancy": (case(TABLETS, PREGNANT), [case(TABLETS, {"age": 30}), case("", PREGNANT)]),
    "b12_left_untreated": (case(PREGABALIN, **LACK), [case(TABLETS, **LACK), case(PREGABALIN)]),
    "b12_not_given_meanwhile": (
        case(DULOXETINE, TINGLING, possible=True),
        [
            case(DULOXETINE, TINGLING),
            case(INJECTIONS, TINGLING, possible=True),
            case(DULOXETINE, possible=True),
            case("stop nitrous oxide", ON_GAS | TINGLING, possible=True),
        ],
    ),
    "b12_too_little": (
        case("cyanocobalamin 2 ug orally daily", still_lacking=True),
        [case("cyanocobalamin 2 ug orally daily"), case("", still_lacking=True, **LACK)],
    ),
    "b12_ends_too_soon": (
        case(ONE_YEAR, NO_STOMACH, **LACK),
        [case(TABLETS, NO_STOMACH, **LACK), case(ONE_YEAR, **LACK)],
    ),
    "b12_worse_before_better": (
        case(TABLETS, **LACK),
        [case(TABLETS), case(TABLETS, ON_TABLETS, **LACK), case("", **LACK)],
    ),
    "b12_symptoms_return": (
        case(INJECTIONS, possible=True),
        [case(TABLETS, possible=True), case(INJECTIONS)],
    ),
    "b12_high_level_on_treatment": (case("", ON_TABLETS), [case(TABLETS), case("", **LACK)]),
}
MEDICINES = {
    "metformin_goes_on": (case("", METFORMIN), [case(""), case("stop metformin", METFORMIN)]),
    "metformin_screen_us": (
        case("", METFORMIN | {"jurisdiction": "US"}),
        [case("", METFORMIN | {"jurisdiction": "UK"})],
    ),
    "metformin_stopped": (
        case("stop metformin", METFORMIN),
        [case(TABLETS, METFORMIN), case("metformin 500 mg orally daily", METFORMIN), case("stop metformin")],
    ),
    "metformin_small_b12": (
        case("cyanocobalamin 50 ug orally daily", METFORMIN, **LACK),
        [
            case(TABLETS, METFORMIN, **LACK),
            case(INJECTIONS, METFORMIN, **LACK),
            case("cyanocobalamin 50 ug orally daily", METFORMIN),
            case("cyanocobalamin 50 ug orally daily", **LACK),
        ],
    ),
    "acid_reducer_screen": (
        case("", OMEPRAZOLE),
        [case("stop omeprazole", OMEPRAZOLE), case("famotidine 20 mg orally daily for 4 weeks"), case("")],
    ),
    "acid_reducer_tablets": (case(TABLETS, OMEPRAZOLE), [case("", OMEPRAZOLE), case(TABLETS)]),
    "nitrous_oxide_no_injection": (
        case("stop nitrous oxide", ON_GAS),
        [case(f"stop nitrous oxide and {INJECTIONS}", ON_GAS), case(TABLETS, ON_GAS), case(TABLETS)],
    ),
    "nitrous_oxide_goes_on": (
        case("nitrous oxide 50 % inhaled for 2 hours once a week"),
        [case("nitrous oxide 50 % inhaled for 2 hours once"), case("stop nitrous oxide", ON_GAS)],
    ),
    "nitrous_oxide_once": (
        case("nitrous oxide 50 % inhaled for 2 hours once"),
        [case("nitrous oxide 50 % inhaled for 2 hours once a week"), case("")],
    ),
}
VITAMINS = {
    "folic_acid_without_b12": (
        case("folic acid 0.4 mg orally daily", **LACK),
        [case(f"folic acid 5 mg orally daily and {TABLETS}", **LACK), case("folic acid 5 mg orally daily")],
    ),
    "folic_acid_before_b12": (
        case("folic acid 5 mg orally daily"),
        [case("folic acid 0.4 mg orally daily"), case(f"folic acid 5 mg orally daily and {TABLETS}")],
    ),
    "folic_acid_pregnancy": (
        case("folic acid 5 mg orally daily", {"age": 30}),
        [
            case("folic acid 5 mg orally daily"),
            case("folic acid 5 mg orally daily", {"age": 30, "sex": "male"}),
            case("folic acid 0.4 mg orally daily", {"age": 30}),
        ],
    ),
    "b_vitamins_diabetic_kidneys": (
        case(COMBINED, has(DIABETES) | egfr(45)),
        [
            case(COMBINED, has(DIABETES) | egfr(90)),
            case(COMBINED, egfr(45)),
            case(f"folic acid 2.5 mg orally daily and {TABLETS}", has(DIABETES) | egfr(45)),
            case(WEAK_COMBINED, has("diabetic nephropathy")),
            case("pyridoxine 25 mg orally daily and folic acid 2.5 mg orally daily", has("diabetic nephropathy")),
        ],
    ),
    "b6_above_uk": (
        case("pyridoxine 11 mg orally daily", {"jurisdiction": "UK"}),
        [
            case("pyridoxine 10 mg orally daily", {"jurisdiction": "UK"}),
            case("pyridoxine 11 mg orally daily", {"jurisdiction": "generic"}),
            case("pyridoxine 101 mg orally daily", {"jurisdiction": "UK"}),
        ],
    ),
    "b6_above_efsa": (
        case("pyridoxine 13 mg orally daily", {"jurisdiction": "JP"}),
        [
            case("pyridoxine 12 mg orally daily", {"jurisdiction": "JP"}),
            case("pyridoxine 50 mg orally daily", {"jurisdiction": "US"}),
            case("pyridoxine 50 mg orally daily", {"jurisdiction": "UK"}),
        ],
    ),
    "b6_above_every_limit": (
        case("pyridoxine 101 mg orally daily", {"jurisdiction": "US"}),
        [case("pyridoxine 100 mg orally daily", {"jurisdiction": place}) for place in ("US", "UK", "JP", "generic")],
    ),
    "b6_levodopa": (
        case("pyridoxine 5 mg orally daily", on("levodopa 250 mg")),
        [
            case("pyridoxine 4 mg orally daily", on("levodopa 250 mg")),
            case("pyridoxine 10 mg orally daily", on("co-careldopa 25/100")),
            case("pyridoxine 10 mg orally daily", on("levodopa", "carbidopa")),
            case("pyridoxine 10 mg orally daily", on("methyldopa")),
        ],
    ),
    "levodopa_lowers_b6": (case("", on("Sinemet")), [case("", on("levodopa")), case("", on("ropinirole"))]),
    "b6_antiepileptic": (
        case("pyridoxine 100 mg orally daily", on("phenytoin 300 mg")),
        [
            case("pyridoxine 10 mg orally daily", on("phenytoin 300 mg")),
            case("pyridoxine 100 mg orally daily", on("lamotrigine")),
        ],
    ),
    "b6_need": (case("", on("isoniazid 300 mg")), [case("", on("rifampicin")), case("pyridoxine 10 mg orally daily")]),
}
DRUGS = {
    "gabapentinoid_sudden_stop": (case("stop pregabalin", ON_PREGABALIN), [case(PREGABALIN, ON_PREGABALIN)]),
    "antidepressant_sudden_stop": (
        case("duloxetine 60 mg orally daily for 3 months"),
        [case(DULOXETINE), case("stop pregabalin", ON_PREGABALIN)],
    ),
    "gabapentinoid_injury": (case(GABAPENTIN), [case(DULOXETINE)]),
    "gabapentinoid_overdose": (case(PREGABALIN), [case(AMITRIPTYLINE)]),
    "gabapentinoid_suicidality": (case(PREGABALIN), [case(TABLETS)]),
    "gabapentinoid_hip_fracture": (case(PREGABALIN, {"age": 65}), [case(PREGABALIN, {"age": 64})]),
    "gabapentinoid_kidney_fall": (case(GABAPENTIN, egfr(55)), [case(GABAPENTIN, egfr(65)), case(DULOXETINE, egfr(55))]),
    "gabapentinoid_breathing_opioid": (
        case(PREGABALIN, on("morphine")),
        [case(PREGABALIN, on("apomorphine")), case(DULOXETINE, on("morphine"))],
    ),
    "gabapentinoid_breathing_sedative": (
        case(PREGABALIN, on("diazepam")),
        [case(PREGABALIN, on("amlodipine")), case(DULOXETINE, on("diazepam"))],
    ),
    "gabapentinoid_breathing_age": (case(GABAPENTIN, {"age": 80}), [case(GABAPENTIN, {"age": 40})]),
    "gabapentinoid_breathing_lungs": (case(GABAPENTIN, has("COPD")), [case(GABAPENTIN), case(DULOXETINE, has("COPD"))]),
    "gabapentinoid_misuse": (
        case(PREGABALIN, has("substance use disorder")),
        [case(PREGABALIN, has("hypothyroidism")), case(DULOXETINE, has("psychiatric history"))],
    ),
    "pregabalin_pregnancy": (case(PREGABALIN, PREGNANT), [case(PREGABALIN, {"age": 30}), case(GABAPENTIN, PREGNANT)]),
    "other_drugs_pregnancy": (case(GABAPENTIN, PREGNANT), [case(PREGABALIN, PREGNANT), case(GABAPENTIN, {"age": 30})]),
    "pregabalin_heart_failure": (case(PREGABALIN), [case(PREGABALIN, has("heart failure")), case(GABAPENTIN)]),
    "pregabalin_swelling": (
        case(PREGABALIN, has("swollen legs")),
        [case(PREGABALIN), case(GABAPENTIN, has("heart failure"))],
    ),
    "pregabalin_glitazone": (
        case(PREGABALIN, on("pioglitazone 30 mg")),
        [case(PREGABALIN, on("gliclazide")), case(GABAPENTIN, on("pioglitazone"))],
    ),
    "duloxetine_kidney": (case(DULOXETINE, egfr(22)), [case(DULOXETINE, egfr(45)), case(AMITRIPTYLINE, egfr(22))]),
    "duloxetine_liver": (case(DULOXETINE), [case(DULOXETINE, has("liver disease")), case(PREGABALIN)]),
    "duloxetine_liver_disease": (
        case(DULOXETINE, has("cirrhosis")),
        [case(DULOXETINE), case(PREGABALIN, has("cirrhosis"))],
    ),
    "duloxetine_serotonin": (case(DULOXETINE), [case(AMITRIPTYLINE)]),
    "duloxetine_tricyclic": (case(f"{DULOXETINE} and {AMITRIPTYLINE}"), [case(DULOXETINE), case(AMITRIPTYLINE)]),
    "antidepressant_mao_inhibitor": (
        case(DULOXETINE, on("phenelzine")),
        [case(DULOXETINE, on("sertraline")), case(PREGABALIN, on("phenelzine"))],
    ),
    "antidepressant_with_serotonin": (
        case(AMITRIPTYLINE, on("tramadol")),
        [case(AMITRIPTYLINE, on("codeine")), case(PREGABALIN, on("tramadol"))],
    ),
    "tricyclic_heart_eye_bladder": (case(AMITRIPTYLINE), [case(DULOXETINE)]),
    "tricyclic_recent_infarction": (case(AMITRIPTYLINE, has("recent heart attack")), [case(AMITRIPTYLINE)]),
    "tricyclic_conduction_block": (
        case(AMITRIPTYLINE, has("heart block")),
        [case(AMITRIPTYLINE, has("heart failure")), case(PREGABALIN, has("heart block"))],
    ),
    "tricyclic_glaucoma": (
        case(AMITRIPTYLINE, has("glaucoma")),
        [case(AMITRIPTYLINE), case(PREGABALIN, has("glaucoma"))],
    ),
    "tricyclic_urinary_retention": (
        case("nortriptyline 25 mg orally daily", has("urinary retention")),
        [case(AMITRIPTYLINE), case(DULOXETINE, has("urinary retention"))],
    ),
    "tricyclic_old": (case(AMITRIPTYLINE, {"age": 70}), [case(AMITRIPTYLINE), case(DULOXETINE, {"age": 70})]),
    "tricyclic_overdose": (case(AMITRIPTYLINE), [case(PREGABALIN)]),
    "tricyclics_unknown": (case(AMITRIPTYLINE), [case(PREGABALIN)]),
    "driving": (case(PREGABALIN), [case(TABLETS)]),
    "gabapentinoid_nerve_root": (
        case(GABAPENTIN, has(SCIATICA)),
        [
            case(GABAPENTIN),
            case(DULOXETINE, has(SCIATICA)),
            case(GABAPENTIN, has(SCIATICA, SHINGLES)),
        ],
    ),
    "gabapentinoid_nerve_root_beside": (
        case(GABAPENTIN, has(SCIATICA, SHINGLES)),
        [case(GABAPENTIN, has(SCIATICA)), case(GABAPENTIN, has(SHINGLES))],
    ),
    "gabapentinoids_together": (
        case(f"{PREGABALIN} and {GABAPENTIN}"),
        [case("pregabalin 75 mg daily for 4 weeks and gabapentin 300 mg daily from day 60"), case(PREGABALIN)],
    ),
    "drug_above_renal_limit": (
        case("pregabalin 300 mg orally twice daily", egfr(45)),
        [
            case("pregabalin 150 mg orally twice daily", egfr(45)),
            case("pregabalin 300 mg orally twice daily", egfr(95)),
        ],
    ),
    "drug_beyond_studies": (
        case("pregabalin 350 mg orally twice daily", egfr(95)),
        [case("pregabalin 300 mg orally twice daily", egfr(95))],
    ),
    "drug_next_to_nothing": (case("pregabalin 75 ug orally daily"), [case("pregabalin 25 mg orally daily")]),
}
CASES: dict[str, tuple[Case, list[Case]]] = {**B12, **MEDICINES, **VITAMINS, **DRUGS}


def test_every_rule_has_a_case_and_a_near_miss() -> None:
    assert set(CASES) == set(rules())
    assert all(silent for _, silent in CASES.values())


@pytest.mark.parametrize("id", CASES)
def test_fires_where_it_should(id: str) -> None:
    told = [w for w in CASES[id][0].warnings() if w.id == id]
    assert len(told) == 1
    assert told[0].severity is Severity(rules()[id].severity)
    assert told[0].source_id == rules()[id].source
    assert "{" not in told[0].sentence


@pytest.mark.parametrize(("id", "near"), [(id, near) for id, (_, silent) in CASES.items() for near in silent])
def test_stays_silent_on_a_near_miss(id: str, near: Case) -> None:
    assert id not in near.ids()


def test_rules_of_several_circumstances_fire_on_each() -> None:
    for id, each in rules().items():
        for condition in each.conditions:
            fires = CASES[id][0]
            who = fires.who | {"condition": [{"name": condition, "since": "1 year"}]}
            if not id.startswith("gabapentinoid_nerve_root"):
                assert id in Case(who=who, plan=fires.plan, known=fires.known).ids(), condition
    assert "b12_oral_uptake" in case(TABLETS, {"alcohol": "heavy"}).ids()
    assert "b12_oral_uptake" in case(TABLETS, has("alcohol use disorder")).ids()
    assert "b_vitamins_diabetic_kidneys" in case(COMBINED, has("diabetic nephropathy") | egfr(90)).ids()


@pytest.mark.parametrize(
    "medicine", ["vitamin B6 8 mg", "pyridoxine 8 mg", "B complex with B6 8 mg", "Vitamin B-6 8000 mcg"]
)
def test_vitamin_b6_of_all_products_is_added(medicine: str) -> None:
    uk = {"jurisdiction": "UK"} | on(medicine)
    assert "b6_above_uk" in case("pyridoxine 3 mg orally daily", uk).ids()
    assert "b6_above_uk" not in case("pyridoxine 2 mg orally daily", uk).ids()
    assert "b6_above_uk" in case("", {"jurisdiction": "UK"} | on(medicine, "vitamin B6 3 mg")).ids()


def test_computed_values_stand_in_the_sentence() -> None:
    told = {w.id: w.sentence for w in case("pyridoxine 120 mg orally daily", on("levodopa")).warnings()}
    assert "120 mg a day" in told["b6_above_every_limit"]
    assert "above 100 mg" in told["b6_above_every_limit"]
    assert "from 5 mg a day" in told["b6_levodopa"]
