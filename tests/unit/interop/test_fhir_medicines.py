"""Requests and statements of medicines: dose, route, timing, beginning and end."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

DAILY = {"frequency": 1, "period": 1, "periodUnit": "d"}
IM = {"route": {"text": "intramuscular"}}


def regimens(made: Any) -> list[str]:
    return [str(each.regimen) for each in made.person.medicines]


@pytest.mark.parametrize(
    ("repeat", "timing"),
    [
        (DAILY, "daily"),
        ({"frequency": 2, "period": 1, "periodUnit": "d"}, "twice daily"),
        ({"frequency": 3, "period": 24, "periodUnit": "h"}, "three times daily"),
        ({"period": 12, "periodUnit": "h"}, "every 12 hours"),
        ({"frequency": 1, "period": 2, "periodUnit": "d"}, "every other day"),
        ({"frequency": 1, "period": 1, "periodUnit": "wk"}, "weekly"),
        ({"frequency": 3, "period": 7, "periodUnit": "d"}, "three times a week"),
        ({"frequency": 2, "period": 1, "periodUnit": "wk"}, "twice a week"),
        ({"frequency": 1, "period": 1, "periodUnit": "mo"}, "monthly"),
        ({"frequency": 1, "period": 3, "periodUnit": "mo"}, "every 3 months"),
        ({"frequency": 1, "period": 1, "periodUnit": "a"}, "yearly"),
        (DAILY | {"when": ["HS"]}, "at night"),
        (DAILY | {"when": ["MORN"]}, "daily"),
        (DAILY | {"count": 5}, "daily for 5 doses"),
    ],
)
def test_timing(read: Any, build: Any, repeat: dict[str, Any], timing: str):
    made = read(build.request("Cyanocobalamin 1 mg tablet", dose=(1, "mg"), repeat=repeat))
    assert regimens(made) == [f"cyanocobalamin 1 mg orally {timing}"]
    assert made.unconverted == ()


@pytest.mark.parametrize(
    ("text", "dose", "dosage", "regimen"),
    [
        (
            "24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet",
            (2000, "mg"),
            {},
            "metformin 2000 mg orally",
        ),
        ("Metformin 500 mg tablet", (2, "tablets"), {}, "metformin 1000 mg orally"),
        ("Metformin 850 MG Oral Tablet", (1, "{tbl}"), {}, "metformin 850 mg orally"),
        ("metformin", (1, "g"), {}, "metformin 1000 mg orally"),
        ("Hydroxocobalamin 1 mg/mL injection", (1, "mL"), IM, "hydroxocobalamin 1 mg intramuscularly"),
        ("Cyanocobalamin 1000 MCG/0.5 ML", (0.25, "ml"), IM, "cyanocobalamin 500 ug intramuscularly"),
        ("Mecobalamin 500 microgram sublingual tablet", (1, "tablet"), {}, "methylcobalamin 500 ug sublingually"),
        ("Cyanocobalamin 50 µg tablets", (50, "µg"), {}, "cyanocobalamin 50 ug orally"),
        ("Cyanocobalamin nasal spray", (500, "mcg"), {}, "cyanocobalamin 500 ug nasally"),
        ("Pyridoxine (vitamin B6) 50 mg", (50, "mg"), {}, "pyridoxine 50 mg orally"),
        ("Hydroxocobalamin (vitamin B12) 1 mg/mL", (1, "mg"), IM, "hydroxocobalamin 1 mg intramuscularly"),
        ("Omeprazole 20 mg gastro-resistant capsule", (1, "capsule"), {}, "omeprazole 20 mg orally"),
        ("Omeprazole 20 mg/capsule", (2, "capsules"), {}, "omeprazole 40 mg orally"),
        ("Folic acid 5 mg", (5, "mg"), {}, "folic acid 5 mg orally"),
    ],
)
def test_dose_and_route(read: Any, build: Any, text: str, dose: Any, dosage: dict[str, Any], regimen: str):
    made = read(build.request(text, dose=dose, repeat=DAILY, dosage=dosage))
    assert regimens(made) == [f"{regimen} daily"]


def test_vitamin_b12_is_read_as_the_person_reader_reads_it(read: Any, build: Any):
    made = read(build.request("Vitamin B 12 1000 MCG Oral Tablet", dose=(1000, "mcg"), repeat=DAILY))
    assert regimens(made) == ["cyanocobalamin 1 mg orally daily"]
    assert "'vitamin b12' is taken as cyanocobalamin" in made.person.notices


@pytest.mark.parametrize(
    ("text", "dose", "repeat", "dosage", "why"),
    [
        ("Metformin", None, None, {}, "no dose"),
        ("Metformin", (1000, ""), None, {}, "the dose has no unit"),
        ("Metformin", (1, "tablet"), None, {}, "without one strength"),
        ("Metformin 500 mg or 850 mg", (1, "tablet"), None, {}, "without one strength"),
        ("Metformin 1,000 mg tablet", (1, "tablet"), None, {}, "without one strength"),
        ("Cyanocobalamin 1 mg/mL", (1, "tablet"), None, IM, "without one strength"),
        ("Metformin", (5, "[IU]"), None, {}, "unit of the dose"),
        ("Metformin", (1000, "mg"), {"bounds": 1}, {}, "how often is missing"),
        ("Metformin", (1000, "mg"), {"frequency": 2}, {}, "how often is not told in full"),
        ("Metformin", (1000, "mg"), {"frequency": 2, "period": 3, "periodUnit": "d"}, {}, "doses at uneven times"),
        ("Metformin", (1000, "mg"), DAILY | {"frequencyMax": 2}, {}, "a range of frequencies"),
        ("Metformin", (1000, "mg"), DAILY | {"dayOfWeek": ["mon"]}, {}, "days of the week"),
        ("Metformin", (1000, "mg"), DAILY | {"when": ["PC"]}, {}, "moments of the day"),
        ("Metformin", (1000, "mg"), None, {"asNeededBoolean": True}, "as needed is not a schedule"),
        ("Metformin", (1000, "mg"), None, {"route": {"text": "by tube"}}, "route: 'by tube'; allowed: orally"),
        ("Metformin", (1000, "mg"), None, IM, "route of metformin"),
        ("Metformin", (999_999, "mg"), None, {}, "beyond 10 times the largest studied"),
        ("Hydroxocobalamin injection", (1, "mg"), None, {}, "the route is missing"),
        ("Metformin 500 MG / Sitagliptin 50 MG Oral Tablet", (1, "tablet"), None, {}, "several substances"),
        ("Sitagliptin 50 MG/Metformin 1000 MG", (1, "tablet"), None, {}, "several substances"),
        ("Metformin-sitagliptin 1000-50 mg", (1, "tablet"), None, {}, "without one strength"),
        ("Vitamin B12 and folic acid", (1, "mg"), None, {}, "several substances"),
        ("Metformin", (1000, "mg"), DAILY | {"boundsRange": {"low": {"value": 1}}}, {}, "a range of lengths"),
        ("Metformin", (1000, "mg"), DAILY | {"boundsDuration": {"value": 3}}, {}, "its length"),
    ],
)
def test_what_cannot_be_read_stands_among_the_others(
    read: Any, build: Any, text: str, dose: Any, repeat: Any, dosage: dict[str, Any], why: str
):
    made = read(build.request(text, dose=dose, repeat=repeat, dosage=dosage))
    assert made.person.medicines == ()
    assert made.person.other_medicines == (f"{text} (dose not read)",)
    (told,) = [each for each in made.unconverted if "not valid FHIR" not in each]
    assert why in told
    assert "stands among the other medicines, without effect in the model" in told


def test_instruction_in_words(read: Any, build: Any):
    def of(words: str, text: str = "Hydroxocobalamin injection") -> list[str]:
        return regimens(read(build.request(text, dosageInstruction=[{"text": words}])))

    assert of("Inject 1 mg IM every 3 months.") == ["hydroxocobalamin 1 mg intramuscularly every 3 months"]
    assert of("metformin 500 mg twice daily", "Metformin tablets") == ["metformin 500 mg orally twice daily"]
    assert of("1 mg every 3 months") == []
    assert of("1 mg IM every 3 months and omeprazole 20 mg orally daily") == []
    assert of("as directed") == []


def test_timing_by_code(read: Any, build: Any):
    def of(code: dict[str, Any]) -> list[str]:
        return regimens(read(build.request(dosage={"timing": {"code": code}})))

    assert of({"coding": [{"code": "BID"}], "text": "2 x"}) == ["metformin 1000 mg orally twice daily"]
    assert of({"text": "three times daily"}) == ["metformin 1000 mg orally three times daily"]
    assert of({"coding": [{"code": "Q7X"}]}) == []


def test_medicine_by_code_alone(read: Any, build: Any):
    def of(system: str, code: str, **text: str) -> Any:
        concept = {"coding": [{"system": system, "code": code}]} | text
        return read(build.request(medicationCodeableConcept=concept))

    assert regimens(of("http://www.whocc.no/atc", "A10BA02", text="Glucophage"))
    assert regimens(of("http://www.nlm.nih.gov/research/umls/rxnorm", "6809"))
    # a code that was only recalled does not stand against a name
    assert of("http://www.nlm.nih.gov/research/umls/rxnorm", "6809", text="Naproxen").person.other_medicines == (
        "Naproxen",
    )
    assert of("http://example.org", "A10BA02").person.other_medicines == ("code A10BA02",)


@pytest.mark.parametrize("reference", ["#1", "Medication/x", "http://server.example/fhir/Medication/x", "urn:uuid:x"])
def test_medicine_by_reference(read: Any, build: Any, reference: str):
    medication = {"resourceType": "Medication", "id": "x", "code": {"text": "Cyanocobalamin 1 mg"},
                  "form": {"text": "Oral tablet"}}  # fmt: skip
    request = build.request(
        dose=(1, "mg"), medicationReference={"reference": reference}, contained=[medication | {"id": "1"}]
    )
    del request["medicationCodeableConcept"]
    made = read(request, medication)
    assert regimens(made) == ["cyanocobalamin 1 mg orally twice daily"]
    assert not any("Medication:" in sentence for sentence in made.ignored)


@pytest.mark.parametrize("status", ["cancelled", "draft", "entered-in-error"])
def test_not_taken(read: Any, build: Any, status: str):
    made = read(build.request(status=status), build.request(id="n", intent="proposal"))
    assert (made.person.medicines, made.person.other_medicines) == ((), ())
    assert made.ignored[0] == f"MedicationRequest/m: Metformin 500 mg oral tablet was not taken ({status})."
    assert "(proposal)" in made.ignored[1]


def span(made: Any) -> list[tuple[str, str | None]]:
    return [(str(each["since"]), str(each["until"]) if "until" in each else None) for each in made.mapping["medicine"]]


def test_beginning_and_end(read: Any, build: Any):
    bounds = DAILY | {"boundsPeriod": {"start": "2015-01-01", "end": "2016-01-01"}}
    assert span(read(build.request(repeat=bounds, status="completed"))) == [("2015-01-01", "2016-01-01")]
    length = DAILY | {"boundsDuration": {"value": 2, "code": "wk"}}
    assert span(read(build.request(repeat=length, status="completed"))) == [("2014-05-06", "2014-05-20")]
    statement = build.request() | {
        "resourceType": "MedicationStatement",
        "dosage": build.request()["dosageInstruction"],
        "effectivePeriod": {"start": "2010-03", "end": "2012"},
    }
    assert span(read(statement)) == [("2010-03-16", "2012-07-01")]
    # it was stopped before the end that was planned, and nobody says when
    planned = DAILY | {"boundsPeriod": {"start": "2015-01-01", "end": "2030-01-01"}}
    assert read(build.request(repeat=planned, status="stopped")).person.medicines == ()
    assert span(read(build.request(repeat=planned))) == [("2015-01-01", "2030-01-01")]
    assert "it has no beginning" in read(build.request(authoredOn=None)).unconverted[-1]
    assert "lies in the future" in " ".join(read(build.request(authoredOn="2029-01-01")).unconverted)


def test_renewals_are_one_course_and_a_new_dose_replaces_the_old(read: Any, build: Any):
    renewed = [build.request(id=f"m{year}", authoredOn=f"{year}-05-06", status="completed") for year in (2015, 2016)]
    made = read(*renewed, build.request(id="now", authoredOn="2017-05-06"))
    assert span(made) == [("2015-05-06", None)]
    assert any("MedicationRequest/m2015, MedicationRequest/m2016, MedicationRequest/now" in each for each in made.used)
    more = build.request(id="more", authoredOn="2018-01-01", dose=(500, "mg"))
    made = read(*renewed, build.request(id="now", authoredOn="2017-05-06"), more)
    assert span(made) == [("2015-05-06", "2018-01-01"), ("2018-01-01", None)]
    again = read(build.request(), build.request(id="copy"))
    assert span(again) == [("2014-05-06", None)]


def test_a_short_course_does_not_end_what_goes_on(read: Any, build: Any):
    bounds = DAILY | {"boundsPeriod": {"start": "2016-01-01", "end": "2016-02-01"}}
    short = build.request(id="short", status="completed", repeat=bounds, dose=(500, "mg"))
    made = read(build.request(), short)
    assert span(made) == [("2014-05-06", None), ("2016-01-01", "2016-02-01")]
    assert any("metformin stands twice for the same time" in each for each in made.used)


def test_day_zero_is_not_before_a_medicine_began(read: Any, build: Any):
    made = read(build.observation(effectiveDateTime="2023-02-20"), build.request(authoredOn="2023-03-01"))
    assert made.person.date == datetime.date(2023, 3, 1)
    assert made.person.labs[0].day == -9.0
    assert made.used[1] == "Day 0 is 2023-03-01, the date of MedicationRequest/m."
