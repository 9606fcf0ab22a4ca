"""Whole bundles: hand-written, of synthetic patients, the example, and a folder of them."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from cobalamin.errors import CobalaminError, InputError
from cobalamin.interop.fhir import FhirReading, person_from_bundle, persons_from_folder
from cobalamin.person import person_from_mapping
from cobalamin.units import Censor

ROOT = Path(__file__).resolve().parents[3]
HAND_WRITTEN = ROOT / "tests" / "data" / "b12_handwritten_bundle.json"
EXAMPLE = ROOT / "examples" / "fhir_bundle.json"
SHARED = Path(os.environ.get("COBALAMIN_SHARED") or ROOT.parent / "shared") / "data" / "fhir"
TODAY = datetime.date(2026, 11, 24)


def reading(path: Path) -> FhirReading:
    return person_from_bundle(path.read_bytes(), source=path.name, today=TODAY)


@pytest.fixture(scope="module")
def hand_written() -> FhirReading:
    return reading(HAND_WRITTEN)


def test_who_and_when(hand_written: FhirReading):
    person = hand_written.person
    assert (person.age, person.sex.value, person.date) == (65.0, "female", datetime.date(2023, 9, 1))
    assert person.source == "b12_handwritten_bundle.json"
    assert hand_written.used[0] == "Patient/b12-demo: female, born 1958-04-02, 65 years old on day 0."
    assert hand_written.used[1] == "Day 0 is 2023-09-01, the date of Observation/obs-04."


def test_every_lab_keeps_its_value_and_unit(hand_written: FhirReading):
    told = [(lab["date"].isoformat(), lab["test"], lab["value"]) for lab in hand_written.mapping["lab"]]  # pyright: ignore
    assert sorted(told) == sorted(
        [
            ("2019-03-04", "serum B12", "402 pg/mL"),
            ("2019-03-04", "haemoglobin", "13.4 g/dL"),
            ("2019-03-04", "MCV", "91 fL"),
            ("2019-03-04", "HbA1c", "7.1 %"),
            ("2021-03-11", "serum B12", "287 pg/mL"),
            ("2021-03-11", "methylmalonic acid", "0.24 umol/L"),
            ("2023-02-20", "serum B12", "176 pg/mL"),
            ("2023-02-20", "serum B12", "130 pmol/L"),
            ("2023-02-20", "methylmalonic acid", "812 nmol/L"),
            ("2023-02-20", "homocysteine", "24.1 umol/L"),
            ("2023-02-20", "active B12", "21 pmol/L"),
            ("2023-02-20", "serum folate", "12.4 ng/mL"),
            ("2023-02-20", "haemoglobin", "11.2 g/dL"),
            ("2023-02-20", "MCV", "104 fL"),
            ("2023-02-20", "HbA1c", "6.9 %"),
            ("2023-02-20", "creatinine", "0.92 mg/dL"),
            ("2023-09-01", "serum B12", ">2000 pg/mL"),
            ("2023-09-01", "methylmalonic acid", "190 nmol/L"),
            ("2023-09-01", "homocysteine", "9.8 umol/L"),
            ("2023-09-01", "haemoglobin", "132 g/L"),
            ("2023-09-01", "MCV", "92 fL"),
        ]
    )


def test_labs_are_converted_by_the_person_reader(hand_written: FhirReading):
    labs = {(lab.test, lab.day): lab for lab in hand_written.person.labs}
    assert labs["mma", 0.0].value == 190.0
    assert labs["mma", -905.0 + 1.0].value == pytest.approx(240.0)
    assert labs["hemoglobin", 0.0].value == pytest.approx(13.2)
    assert labs["folate", -193.0].value == pytest.approx(12.4 / 441.4 * 1000, rel=1e-6)
    bound = labs["serum_b12", 0.0]
    assert bound.censor is Censor.ABOVE
    assert bound.value == pytest.approx(2000 / 1.3554, rel=1e-6)
    assert len(hand_written.person.labs) == 21


def test_medicines_with_their_beginning_and_end(hand_written: FhirReading):
    assert hand_written.mapping["medicine"] == [
        {"regimen": "metformin 2000 mg orally daily", "since": datetime.date(2014, 5, 6)},
        {
            "regimen": "hydroxocobalamin 1 mg intramuscularly 3 times a week",
            "since": datetime.date(2023, 3, 1),
            "until": datetime.date(2023, 3, 15),
        },
        {"regimen": "hydroxocobalamin 1 mg intramuscularly every 2 months", "since": datetime.date(2023, 3, 15)},
    ]
    metformin, loading, upkeep = hand_written.person.medicines
    assert (metformin.since_day, metformin.until_day) == (-3405.0, None)
    assert (loading.since_day, loading.until_day) == (-184.0, -170.0)
    assert (upkeep.since_day, upkeep.until_day) == (-170.0, None)


def test_what_was_left_out_is_named(hand_written: FhirReading):
    assert hand_written.ignored == ("Observation/obs-bad: serum B12 has no value (error, sample haemolysed).",)
    assert hand_written.unconverted == (
        "MedicationRequest/med-2: omeprazole 20 mg orally daily since 2017-10-01 is over, but its end is not told; it "
        "was left out.",
    )
    assert any("it ends where MedicationRequest/med-4" in sentence for sentence in hand_written.used)


def test_the_mapping_gives_the_same_person(hand_written: FhirReading):
    again = person_from_mapping(hand_written.mapping, where="b12_handwritten_bundle.json", today=TODAY)
    assert again == hand_written.person


def test_text_and_bytes_read_alike():
    text = HAND_WRITTEN.read_text(encoding="utf-8")
    one = person_from_bundle(text, source="x", today=TODAY)
    assert one == person_from_bundle(b"\xef\xbb\xbf" + text.encode(), source="x", today=TODAY)


def test_example_is_read_whole():
    example = reading(EXAMPLE)
    assert example.person.conditions[0].name == "type 2 diabetes"
    assert example.person.has("diabetic neuropathy")
    assert [str(each.regimen) for each in example.person.medicines] == ["metformin 1000 mg orally twice daily"]
    assert {lab.test: (lab.value, lab.unit) for lab in example.person.labs} == {
        "serum_b12": (175.0, "pmol/L"),
        "mma": (pytest.approx(420.0), "nmol/L"),
        "hba1c": (7.6, "%"),
    }
    assert example.person.other_medicines == ("Amlodipine 5 mg",)
    assert example.person.symptoms == ()
    assert len(example.unconverted) == 1
    assert "Condition/tingling: Paresthesia of skin is a symptom" in example.unconverted[0]


# Bundles of synthetic patients


def synthetic(name: str) -> FhirReading:
    found = sorted(SHARED.glob(f"{name}_*.json"))
    if not found:
        pytest.skip(f"no bundle of {name} in {SHARED} (COBALAMIN_SHARED)")
    return reading(found[0])


def test_synthetic_patient_with_diabetes():
    made = synthetic("Fabian")
    person = made.person
    assert (person.age, person.sex.value, person.date) == (39.0, "male", datetime.date(2020, 12, 19))
    assert (person.height_cm, person.weight_kg) == (pytest.approx(176.56, abs=0.01), pytest.approx(94.43, abs=0.01))
    assert [(each.name, each.since_day) for each in person.conditions] == [("type 2 diabetes", -14.0)]
    assert [lab.test for lab in person.labs].count("hba1c") == 2
    assert person.egfr_ml_min_1_73m2 == pytest.approx(126.03, abs=0.01)
    assert person.other_medicines == (
        "24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet (dose not read)",
    )
    assert [sentence for sentence in made.unconverted if "Metformin" in sentence and "no dosage" in sentence]
    assert "Condition 'Viral sinusitis (disorder)': not among the conditions of the model (4 times)." in made.ignored
    assert "Claim: not read (16 of them)." in made.ignored


def test_synthetic_patient_with_an_injection():
    made = synthetic("Marcos")
    person = made.person
    assert (person.age, person.date, person.conditions) == (28.0, datetime.date(2021, 1, 10), ())
    assert "Vitamin B 12 5 MG/ML Injectable Solution (dose not read)" in person.other_medicines
    assert "Astemizole 10 MG Oral Tablet" in person.other_medicines
    assert [lab.value for lab in person.labs if lab.test == "hemoglobin"] == pytest.approx([13.616, 16.362], abs=0.001)
    assert any("Ibuprofen 200 MG Oral Tablet is over (stopped)" in sentence for sentence in made.ignored)


# A folder


def test_folder_with_one_bad_bundle(tmp_path: Path):
    (tmp_path / "a.json").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "b.json").write_text("{", encoding="utf-8")
    (tmp_path / "c.json").mkdir()
    (tmp_path / "d.json").write_bytes(HAND_WRITTEN.read_bytes())
    (tmp_path / "person.toml").write_text("[person]", encoding="utf-8")
    found = dict(persons_from_folder(tmp_path, today=TODAY))
    assert list(found) == ["a.json", "b.json", "c.json", "d.json"]
    assert isinstance(found["a.json"], FhirReading)
    assert isinstance(found["d.json"], FhirReading)
    assert str(found["b.json"]).startswith("b.json: not JSON, or cut off")
    assert str(found["c.json"]).startswith("c.json: the file cannot be read")


@pytest.mark.parametrize("make", [lambda path: path, lambda path: path / "absent"])
def test_folder_without_bundles(tmp_path: Path, make: Callable[[Path], Path]):
    with pytest.raises(InputError, match="folder"):
        list(persons_from_folder(make(tmp_path)))


# Any shape


def _places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield from _places(value, (*path, key))


JUNK = [None, True, 0, -1, 1e308, 10**400, "", "x", "\0", [], {}, [[]], [{}], [None], "2023", "2023-02-30"]
JUNK += ["9999-12-31", {"coding": [{}]}, {"value": True}, "x" * 5000]


@pytest.mark.parametrize("seed", range(60))
def test_wrong_shapes_are_refused_or_told_and_never_crash(seed: int):
    chosen = random.Random(seed)
    document = deepcopy(json.loads(EXAMPLE.read_text(encoding="utf-8")))
    for _ in range(chosen.randint(1, 3)):
        path = chosen.choice(list(_places(document)))
        node = document
        for key in path[:-1]:
            node = node[key]
        if chosen.random() < 0.2:
            del node[path[-1]]
        else:
            node[path[-1]] = chosen.choice(JUNK)
    made = None
    with contextlib.suppress(CobalaminError):
        made = person_from_bundle(json.dumps(document), source="x.json", today=TODAY)
    for sentence in (*made.used, *made.ignored, *made.unconverted) if made else ():
        assert sentence.endswith(".")
        assert sentence.isprintable()
