"""The words and units a person file may use, and the notices that come with some of them."""

from __future__ import annotations

import pytest

from cobalamin.person import Person, person_from_toml
from cobalamin.units import Censor

WHO = '[person]\nage = 66\nsex = "female"\n'


def person(text: str) -> Person:
    return person_from_toml(text, where="person.toml")


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Pernicious Anemia", "pernicious anaemia"),
        ("Crohn's disease", "Crohn's disease of the ileum"),
        ("Crohn’s Disease", "Crohn's disease of the ileum"),
        ("celiac disease", "coeliac disease"),
        ("T1DM", "type 1 diabetes"),
        ("Post-Herpetic Neuralgia", "post-herpetic neuralgia"),
        ("sciatica", "radicular back pain"),
        ("LHON", "Leber optic neuropathy"),
        ("CKD", "chronic kidney disease"),
        ("MGUS", "paraproteinaemia"),
        ("Roux-en-Y gastric bypass", "gastric bypass"),
    ],
)
def test_conditions_have_synonyms(word: str, name: str):
    text = f'[[condition]]\nname = "{word}"\nsince = "1 year"\nuntreated = true\n'
    assert person(WHO + text).conditions[0].name == name


@pytest.mark.parametrize(
    ("test", "value", "name", "expected"),
    [
        ("serum B12", "237 pg/mL", "serum_b12", 174.86),
        ("vitamin b-12", "237 ng/L", "serum_b12", 174.86),
        ("Cobalamin", "175 pmol/l", "serum_b12", 175),
        ("total B12", "175 pM", "serum_b12", 175),
        ("holoTC", "40 pmol/L", "holotc", 40),
        ("MMA", "0.42 µmol/L", "mma", 420),
        ("methylmalonic acid", "420 nmol/L", "mma", 420),
        ("tHcy", "21 umol/L", "homocysteine", 21),
        ("Hb", "128 g/L", "hemoglobin", 12.8),
        ("hemoglobin", "12.8 g/dL", "hemoglobin", 12.8),
        ("MCV", "99 fL", "mcv", 99),
        ("reticulocytes", "2 %", "reticulocytes", 2),
        ("ferritin", "30 ng/mL", "ferritin", 30),
        ("folate", "4 ug/L", "folate", 9.06),
        ("RBC folate", "500 nmol/L", "red_cell_folate", 500),
        ("creatinine", "1 mg/dL", "creatinine", 88.4),
        ("HbA1c", "53 mmol/mol", "hba1c", 7.0),
        ("TSH", "2.1 mIU/L", "tsh", 2.1),
        ("TSH", "2.1 uIU/mL", "tsh", 2.1),
        ("potassium", "4 mmol/L", "potassium", 4),
        ("IFAb", "Positive", "intrinsic_factor_antibody", 1),
        ("parietal cell antibodies", "negative", "parietal_cell_antibody", 0),
    ],
)
def test_labs_in_every_unit(test: str, value: str, name: str, expected: float):
    lab = person(WHO + f'[[lab]]\ntest = "{test}"\nvalue = "{value}"\n').labs[0]
    assert lab.test == name
    assert lab.value == pytest.approx(expected, rel=2e-3)
    assert lab.observation.startswith(name)


@pytest.mark.parametrize(
    ("value", "number", "censor"),
    [(">2000 pg/mL", 1475.58, Censor.ABOVE), ("< 50 pmol/L", 50.0, Censor.BELOW), ("50 pmol/L", 50.0, Censor.NONE)],
)
def test_censored_values(value: str, number: float, censor: Censor):
    who = person(WHO + f'[[lab]]\ntest = "B12"\nvalue = "{value}"\n')
    assert who.labs[0].value == pytest.approx(number, rel=1e-4)
    assert who.labs[0].censor is censor
    assert any("read as a bound" in each for each in who.notices) is (censor is not Censor.NONE)


@pytest.mark.parametrize(
    ("text", "name", "site", "observation"),
    [
        ("tingling feet", "tingling", "feet", "tingling"),
        ("pins and needles in both hands", "tingling", "hands", "tingling"),
        ("burning of the feet and hands", "pain", "feet and hands", "pain_nrs"),
        ("numb toes", "numbness", "feet", "numbness"),
        ("foot drop", "weakness", "feet", "weakness"),
        ("restless legs", "restless legs", "feet", None),
        ("brain fog", "memory trouble", "", "memory_trouble"),
        ("Lhermitte's sign", "Lhermitte sign", "", None),
    ],
)
def test_symptoms_have_a_site(text: str, name: str, site: str, observation: str | None):
    symptom = person(WHO + f'[[symptom]]\nname = "{text}"\nseverity = 4\n').symptoms[0]
    assert (symptom.name, symptom.site, symptom.observation, symptom.since_day) == (name, site, observation, None)


@pytest.mark.parametrize(
    ("name", "value", "expected", "unit"),
    [
        ("vibration", '"lost"', "absent", ""),
        ("ankle jerks", '"brisk"', "brisk", ""),
        ("Babinski", '"extensor"', "extensor", ""),
        ("tibial P37", '"46 ms"', 46.0, "ms"),
        ("sural velocity", '"41 m/s"', 41.0, "m/s"),
        ("MRI cord", '"normal"', "normal", ""),
        ("sural amplitude", '"absent"', "absent", ""),
        ("MoCA", "24", 24.0, "1"),
        ("IENFD", "3.1", 3.1, "1/mm"),
        ("orthostatic hypotension", '"35 mmHg"', 35.0, "mmHg"),
        ("vibration threshold", '"28 V"', 28.0, "V"),
    ],
)
def test_findings(name: str, value: str, expected: object, unit: str):
    finding = person(WHO + f'[[finding]]\nname = "{name}"\nvalue = {value}\n').findings[0]
    assert (finding.value, finding.unit) == (expected, unit)


def test_notices_of_the_regimen_and_of_conditions_reach_the_reader():
    who = person(
        WHO + "[[medicine]]\nregimen = 'vitamin B12 1 mg IM monthly'\nsince = '1 year'\n"
        "[[condition]]\nname = 'diabetic neuropathy'\nsince = '1 year'\n"
    )
    text = " ".join(who.notices)
    assert "cyanocobalamin" in text
    assert "without diabetes" in text


def test_untreated_beside_a_b12_medicine_is_told():
    cause = "[[condition]]\nname = 'pernicious anaemia'\nsince = '4 years'\nuntreated = true\n"
    who = person(WHO + cause + "[[medicine]]\nregimen = 'hydroxocobalamin 1 mg IM monthly'\nsince = '1 month'\n")
    assert any("untreated except for" in each for each in who.notices)
