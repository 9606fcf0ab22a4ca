"""Observations, conditions and procedures: values with their units, codes and names with their dates."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from cobalamin.interop.fhir.diagnoses import operation_of_name, words_of_name

RESOLVED = {"coding": [{"code": "resolved"}]}


@pytest.mark.parametrize(
    ("loinc", "value", "unit", "test", "amount"),
    [
        ("2132-9", 402, "ng/L", "serum_b12", 402 / 1.3554),
        ("14685-2", 175, "pmol/L", "serum_b12", 175),
        ("72160-5", 32, "pmol/L", "holotc", 32),
        ("13964-2", 0.42, "umol/L", "mma", 420),
        ("13965-9", 15.5, "umol/L", "homocysteine", 15.5),
        ("718-7", 8.2, "mmol/L", None, None),
        ("718-7", 132, "g/L", "hemoglobin", 13.2),
        ("787-2", 104, "fL", "mcv", 104),
        ("17849-1", 1.2, "%", "reticulocytes", 1.2),
        ("4679-7", 1.2, "%{RBCs}", "reticulocytes", 1.2),
        ("2284-8", 12.4, "ng/mL", "folate", 28.09),
        ("14732-2", 28, "nmol/L", "folate", 28),
        ("2160-0", 0.92, "mg/dL", "creatinine", 81.33),
        ("14682-9", 80, "umol/L", "creatinine", 80),
        ("33914-3", 72, "mL/min/{1.73_m2}", "egfr", 72),
        ("98979-8", 72, "mL/min/1.73m2", "egfr", 72),
        ("98979-8", 72, "mL/min/1.73.m2", "egfr", 72),
        ("33914-3", 72, "mL/min", None, None),
        ("4548-4", 7.1, "%", "hba1c", 7.1),
        ("59261-8", 54, "mmol/mol", "hba1c", 7.09),
        ("2823-3", 4.1, "mmol/L", "potassium", 4.1),
        ("2132-9", 402, "mg/g", None, None),
        ("2132-9", 0.001, "pg/mL", None, None),
    ],
)
def test_laboratory_values(read: Any, build: Any, loinc: str, value: float, unit: str, test: str | None, amount: Any):
    made = read(build.observation(loinc, value, unit))
    if test is None:
        assert made.person.labs == ()
        assert made.unconverted[0].startswith("Observation/o: ")
    else:
        assert [(lab.test, lab.value) for lab in made.person.labs] == [(test, pytest.approx(amount, rel=1e-3))]


def test_the_code_of_a_unit_goes_before_its_print(read: Any, build: Any):
    def of(**quantity: Any) -> Any:
        return read(build.observation(valueQuantity=quantity))

    ucum = {"system": "http://unitsofmeasure.org"}
    assert of(value=402, unit="Picograms per mL", code="pg/mL", **ucum).mapping["lab"][0]["value"] == "402 pg/mL"
    assert of(value=402, unit="pg/mL", code="A1", system="http://local").mapping["lab"][0]["value"] == "402 pg/mL"
    assert of(value=402).unconverted == ("Observation/o: serum B12: unit missing, and none is guessed: '402'.",)
    assert of(value=402, code="A1", system="http://local").person.labs == ()
    assert of(value="402", unit="pg/mL").person.labs == ()
    assert of(value=2000, comparator=">=", unit="pg/mL").mapping["lab"][0]["value"] == ">=2000 pg/mL"
    assert "comparator: '~'" in " ".join(of(value=2000, comparator="~", unit="pg/mL").unconverted)


def test_values_that_are_no_quantity(read: Any, build: Any):
    def of(**value: Any) -> Any:
        observation = build.observation()
        del observation["valueQuantity"]
        return read(observation | value)

    assert of(valueString="<150 pg/mL").mapping["lab"][0]["value"] == "<150 pg/mL"
    assert "serum B12" in of(valueString="low").unconverted[0]
    assert of(valueInteger=402).unconverted == ("Observation/o: serum B12: valueInteger and no valueQuantity.",)
    assert of().unconverted == ("Observation/o: serum B12: no value.",)
    assert of(dataAbsentReason={"text": "lost"}).ignored == ("Observation/o: serum B12 has no value (lost).",)


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled", "registered", "unknown"])
def test_status(read: Any, build: Any, status: str):
    made = read(build.observation(status=status))
    assert made.person.labs == ()
    assert made.ignored == (f"Observation/o: serum B12 with the status {status!r}.",)


def test_exact_repeats_count_once(read: Any, build: Any):
    made = read(
        build.observation(id="a"),
        build.observation(id="b", valueQuantity={"value": 402.0, "unit": "ng/L"}),
        build.observation(value=403, id="c"),
        build.observation(id="d", effectiveDateTime="2023-02-21T00:30:00+02:00"),
    )
    assert [(round(lab.value, 1), lab.day) for lab in made.person.labs] == [(296.6, -1), (297.3, -1), (296.6, 0)]
    assert made.ignored == ("Observation/b: the same serum B12 of the same day as Observation/a; counted once.",)


def test_dates(read: Any, build: Any):
    assert read(build.observation(effectiveDateTime="2023-02")).person.date == datetime.date(2023, 2, 14)
    assert read(build.observation(effectiveDateTime="2026")).person.date == datetime.date(2026, 6, 13)
    period = {"effectiveDateTime": None, "effectivePeriod": {"start": "2023-02-20T08:00:00Z"}}
    assert read(build.observation(**period)).person.date == datetime.date(2023, 2, 20)
    for said, why in (("2027-01-01", "lies in the future"), ("1950-01-01", "lies before birth"), (None, "has no date")):
        assert why in read(build.observation(effectiveDateTime=said)).unconverted[-1]


def test_panels_other_tests_and_other_people(read: Any, build: Any):
    component = build.observation("718-7", 11.2, "g/dL")
    panel = build.observation("58410-2", component=[{key: component[key] for key in ("code", "valueQuantity")}])
    local = build.observation(code={"text": "Vitamin B12"})
    made = read(
        panel, local, build.observation("2171-7"), build.observation(subject={"reference": "Patient/q"}, id="q")
    )
    assert [lab.test for lab in made.person.labs] == ["hemoglobin"]
    told = " ".join(made.ignored)
    assert "Observation 'Vitamin B12': no LOINC code, so it is not known what was measured." in told
    assert "Observation 'test 2171-7': the capacity of serum to bind B12 says nothing of its status" in told
    assert "Observation/q is not about Patient/p." in told
    assert "Observation 'test 58410-2' (LOINC 58410-2): not a value that is read." in told


def test_weight_and_height(read: Any, build: Any):
    made = read(
        build.observation("29463-7", 150, "[lb_av]", id="w2"),
        build.observation("29463-7", 90, "kg", id="w1", effectiveDateTime="2020-01-01"),
        build.observation("29463-7", 6, "kg", id="w3", effectiveDateTime="2024-01-01"),
        build.observation("8302-2", 163, "cm", id="h"),
    )
    assert (made.person.weight_kg, made.person.height_cm) == (pytest.approx(68.04, abs=0.01), 163.0)
    assert made.ignored == ("Observation of weight: only the latest counts.",)
    assert "Observation/w3: weight: out of range" in made.unconverted[0]


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"icd": "E11.42"}, ["type 2 diabetes", "diabetic neuropathy"]),
        ({"icd": "E11.9"}, ["type 2 diabetes"]),
        ({"icd": "E10.65"}, ["type 1 diabetes"]),
        ({"icd": "K50.012"}, ["Crohn's disease of the ileum"]),
        ({"icd": "B02.29"}, ["post-herpetic neuralgia"]),
        ({"icd": "E06.3", "text": "Hashimoto's disease"}, ["hypothyroidism"]),
        ({"icd": "G63", "text": "Diabetic polyneuropathy"}, ["diabetic neuropathy"]),
        ({"snomed": "44054006", "text": "Diabetes"}, ["type 2 diabetes"]),
        ({"text": "Diabetes mellitus type 2 (disorder)"}, ["type 2 diabetes"]),
        ({"text": "Type II diabetes mellitus without complication"}, ["type 2 diabetes"]),
        ({"text": "Neuropathy due to type 2 diabetes mellitus (disorder)"}, ["type 2 diabetes", "diabetic neuropathy"]),
        ({"text": "Chronic kidney disease stage 3a (disorder)"}, ["chronic kidney disease"]),
        ({"text": "Celiac disease"}, ["coeliac disease"]),
        ({"icd": "Z90.3", "text": "History of partial gastrectomy (situation)"}, ["partial gastrectomy"]),
        ({"icd": "E11.9", "snomed": "190634004"}, ["type 2 diabetes"]),
        ({"text": "History of coeliac disease"}, []),
        ({"text": "Atopic dermatitis"}, []),
        ({"text": "Family history of pernicious anaemia"}, []),
        ({"text": "Crohn's disease of colon"}, []),
    ],
)
def test_conditions_by_code_and_name(read: Any, build: Any, fields: dict[str, str], names: list[str]):
    made = read(build.condition(**fields), build.observation())
    assert [each.name for each in made.person.conditions] == names
    assert bool(names) is not any("not among the conditions of the model" in each for each in made.ignored)
    assert made.unconverted == ()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"icd": "R20.2"}, "is a symptom, and a symptom needs a severity of 0 to 10"),
        ({"text": "Tingling in both feet"}, "is a symptom"),
        ({"icd": "E53.8"}, "not a condition of its own; this follows from causes and labs"),
        ({"icd": "G62.9"}, "name the kind"),
        ({"text": "Status post gastrectomy"}, "name the kind"),
        ({"icd": "Z90.3"}, "whether all of the stomach or a part is gone is not told"),
        ({"icd": "E11.9", "text": "Type 1 diabetes"}, "its code means type 2 diabetes and its name type 1 diabetes"),
        ({"text": "Ileal resection"}, "needs the length that was removed"),
        (
            {"text": "Pregnancy", "onsetDateTime": "2019-01-01"},
            "pregnancy without a beginning, or of more than 45 weeks",
        ),
    ],
)
def test_conditions_that_say_too_little(read: Any, build: Any, fields: dict[str, str], why: str):
    made = read(build.condition(**fields), build.observation())
    assert made.person.conditions == ()
    assert why in " ".join(made.unconverted)
    assert made.unconverted[0].startswith("Condition/c: ")


def test_onset_and_end_of_conditions(read: Any, build: Any):
    def of(**fields: Any) -> Any:
        return read(build.condition("Coeliac disease", **fields), build.observation())

    assert of().mapping["condition"] == [{"name": "coeliac disease", "since": datetime.date(2015, 6, 1)}]
    assert of(onsetDateTime=None).person.conditions[0].onset_unknown
    aged = of(onsetDateTime=None, onsetAge={"value": 50, "code": "a"}).mapping["condition"][0]
    assert abs(aged["since"] - datetime.date(2008, 4, 2)) <= datetime.timedelta(days=1)
    over = of(clinicalStatus=RESOLVED, abatementDateTime="2017-01-01").mapping["condition"][0]
    assert over["until"] == datetime.date(2017, 1, 1)
    assert of(clinicalStatus=RESOLVED).ignored == (
        "Condition/c: coeliac disease is over (resolved), and its end is not told.",
    )
    for doubt in ("entered-in-error", "refuted", "provisional"):
        made = of(verificationStatus={"coding": [{"code": doubt}]})
        assert made.ignored == (f"Condition/c: Coeliac disease is not a confirmed condition ({doubt}).",)
    assert "ends before it begins" in of(clinicalStatus=RESOLVED, abatementDateTime="2014-01-01").unconverted[0]


def test_one_condition_told_many_times(read: Any, build: Any):
    made = read(
        build.condition("Type 2 diabetes", id="b"),
        build.condition("Type 2 diabetes mellitus", id="a", onsetDateTime="2012-01-01"),
        build.condition("SIBO", id="s1", clinicalStatus=RESOLVED, abatementDateTime="2015-09-01"),
        build.condition("SIBO", id="s2", onsetDateTime="2018-01-01"),
        build.observation(),
    )
    told = [(each["name"], str(each["since"]), str(each.get("until"))) for each in made.mapping["condition"]]
    assert told == [
        ("type 2 diabetes", "2012-01-01", "None"),
        ("bacterial overgrowth", "2015-06-01", "2015-09-01"),
        ("bacterial overgrowth", "2018-01-01", "None"),
    ]
    assert made.ignored == ("Condition/b: type 2 diabetes stands in Condition/a as well; counted once.",)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Partial gastrectomy (procedure)", "partial gastrectomy"),
        ("Laparoscopic Roux-en-Y gastric bypass", "gastric bypass"),
        ("Laparoscopic sleeve gastrectomy", "sleeve gastrectomy"),
        ("Distal gastrectomy with Billroth II reconstruction", "partial gastrectomy"),
        ("Resection of ileum, 25 cm (procedure)", "ileal resection"),
        ("Appendectomy", None),
    ],
)
def test_procedures(read: Any, build: Any, text: str, name: str | None):
    made = read(build.procedure(text), build.observation())
    assert [(each.name, str(when["since"])) for each, when in zip(
        made.person.conditions, made.mapping.get("condition", []), strict=True
    )] == ([(name, "2016-03-01")] if name else [])  # fmt: skip


def test_procedures_that_say_too_little(read: Any, build: Any):
    ileum = build.procedure("Resection of ileum")
    assert "needs the length that was removed" in read(ileum).unconverted[0]
    made = read(ileum | {"note": [{"text": "25 cm of terminal ileum taken out"}]})
    assert made.person.conditions[0].length_cm == 25.0
    assert "which kind, and how much was removed, is not told" in read(build.procedure("Gastrectomy")).unconverted[0]
    assert read(build.procedure("Partial gastrectomy", status="not-done")).person.conditions == ()
    assert read(build.procedure("Partial gastrectomy", performedDateTime=None)).person.conditions[0].onset_unknown


def test_names_in_the_words_of_a_person_file():
    assert words_of_name("Pernicious anemia (disorder)") == ("pernicious anaemia",)
    assert words_of_name("Total gastrectomy") == ("total gastrectomy",)
    assert words_of_name("Hypertension") == ()
    assert operation_of_name("Total gastrectomy by abdominal approach") == "total gastrectomy"
    assert operation_of_name("Pernicious anaemia") == ""
