"""What a person file becomes: the example of the contract, the defaults as sentences, times."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from cobalamin.person import Person, Sex, describe, person_from_mapping, person_from_toml, read_person
from cobalamin.units import Censor

TODAY = datetime.date(2026, 11, 24)
YEAR, MONTH = 365.25, 30.4375
WHO = '[person]\nage = 66\nsex = "female"\n'

CONTRACT_EXAMPLE = """
[person]
date = 2026-11-22
age = 66
sex = "female"
weight = "74 kg"
egfr = "72 mL/min/1.73m2"
diet = "omnivore"
diet_since = "30 years"
jurisdiction = "UK"

[[condition]]
name = "type 2 diabetes"
since = "12 years"

[[medicine]]
regimen = "metformin 1000 mg orally twice daily"
since = "10 years"

[[other_medicine]]
name = "amlodipine"

[[lab]]
test = "serum B12"
value = "175 pmol/L"
date = 2026-10-01

[[symptom]]
name = "tingling feet"
severity = 5
since = "6 months"

[[finding]]
name = "sural amplitude"
value = "4 uV"
date = 2026-10-01

[[plan]]
name = "injections"
regimen = "hydroxocobalamin 1 mg IM every other day for 2 weeks, then every 2 months"
"""


def person(text: str) -> Person:
    return person_from_toml(text, where="person.toml", today=TODAY)


def test_example_of_the_contract():
    who = person(CONTRACT_EXAMPLE)
    assert (who.date, who.age, who.sex) == (datetime.date(2026, 11, 22), 66.0, Sex.FEMALE)
    assert (who.weight_kg, who.egfr_ml_min_1_73m2, who.jurisdiction) == (74.0, 72.0, "UK")
    assert (who.diet.name, who.diet.since_day) == ("omnivore", -30 * YEAR)
    assert (who.conditions[0].name, who.conditions[0].since_day) == ("type 2 diabetes", -12 * YEAR)
    assert str(who.medicines[0].regimen) == "metformin 1000 mg orally twice daily"
    assert (who.medicines[0].since_day, who.medicines[0].until_day) == (-10 * YEAR, None)
    assert who.other_medicines == ("amlodipine",)
    (lab,) = who.labs
    assert (lab.test, lab.value, lab.unit, lab.censor, lab.day) == ("serum_b12", 175.0, "pmol/L", Censor.NONE, -52.0)
    (symptom,) = who.symptoms
    assert (symptom.name, symptom.site, symptom.severity, symptom.since_day) == ("tingling", "feet", 5.0, -6 * MONTH)
    (finding,) = who.findings
    assert (finding.name, finding.value, finding.unit, finding.day) == ("sural amplitude", 4.0, "uV", -52.0)
    (plan,) = who.plans
    assert plan.name == "injections"
    assert who.history_begins() == -12 * YEAR
    assert who.source == "person.toml"


def test_text_bytes_file_and_mapping_agree(tmp_path: Path):
    import tomllib

    file = tmp_path / "person.toml"
    file.write_text(CONTRACT_EXAMPLE, encoding="utf-8")
    expected = person(CONTRACT_EXAMPLE)
    assert read_person(file, today=TODAY) == expected
    assert read_person(str(file), today=TODAY) == expected
    assert person_from_toml(b"\xef\xbb\xbf" + CONTRACT_EXAMPLE.encode(), where="person.toml", today=TODAY) == expected
    assert person_from_mapping(tomllib.loads(CONTRACT_EXAMPLE), where="person.toml", today=TODAY) == expected


def test_person_is_frozen_and_hashable():
    who = person(CONTRACT_EXAMPLE)
    with pytest.raises(AttributeError):
        who.age = 3.0  # type: ignore[misc]
    assert len({who, person(CONTRACT_EXAMPLE)}) == 1


# Defaults


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("date", None, "without a calendar"),
        ("weight_kg", 70.6, "weight not given: 70.6 kg"),
        ("height_cm", 162.2, "height not given: 162.2 cm"),
        ("egfr_ml_min_1_73m2", 82.6, "eGFR not given and no creatinine: 82.6"),
        ("ancestry", "not stated", "ancestry not given"),
        ("alcohol", "low", "alcohol not given: low"),
        ("adherence", 1.0, "every dose is taken"),
        ("jurisdiction", "generic", "jurisdiction not given: generic"),
    ],
)
def test_every_default_is_an_assumption(field: str, value: object, sentence: str):
    who = person(WHO)
    assert getattr(who, field) == value
    assert sum(sentence in each for each in who.assumptions) == 1


def test_nothing_is_assumed_of_a_file_that_says_all():
    who = person(
        WHO
        + 'date = 2026-11-22\nweight = "74 kg"\nheight = "1.7 m"\negfr = "72 mL/min/1.73 m²"\nancestry = "European"\n'
        'alcohol = "none"\nadherence = 0.9\ndiet = "vegan"\ndiet_since = "3 years"\njurisdiction = "UK"\n'
    )
    assert who.assumptions == ()
    assert who.notices == ()


def test_default_sizes_differ_by_sex():
    man = person('[person]\nage = 40\nsex = "male"\n')
    assert (man.weight_kg, man.height_cm) == (84.6, 176.2)


@pytest.mark.parametrize(
    ("diet", "since"),
    [("omnivore", None), ("vegetarian", -10 * YEAR), ("vegan", -10 * YEAR), ("Plant-based", -10 * YEAR)],
)
def test_default_time_on_a_diet(diet: str, since: float | None):
    who = person(WHO + f'diet = "{diet}"\n')
    assert who.diet.since_day == since
    assert any("diet_since not given" in each for each in who.assumptions) is (since is not None)


@pytest.mark.parametrize(("age", "typical"), [(25, 113.7), (45, 98.7), (65, 83.5), (75, 72.6), (85, 60.4)])
def test_default_filtration_follows_the_survey(age: int, typical: float):
    who = person(f'[person]\nage = {age}\nsex = "male"\n')
    assert who.egfr_ml_min_1_73m2 == pytest.approx(typical, abs=1.0)


@pytest.mark.parametrize(
    ("labs", "value", "sentence"),
    [
        ("[[lab]]\ntest = 'eGFR'\nvalue = '48 mL/min/1.73m2'\n", 48.0, "latest eGFR lab"),
        ("[[lab]]\ntest = 'creatinine'\nvalue = '80 umol/L'\n", 69.5, "CKD-EPI 2021"),
        ("[[condition]]\nname = 'CKD'\nsince = '5 y'\n", 45.0, "MMA cannot be read"),
    ],
)
def test_filtration_from_what_is_known(labs: str, value: float, sentence: str):
    who = person(WHO + labs)
    assert who.egfr_ml_min_1_73m2 == pytest.approx(value, abs=0.5)
    assert any(sentence in each for each in who.assumptions)


def test_the_latest_kidney_test_to_day_0_counts_and_follow_up_does_not():
    lab = "[[lab]]\ntest = 'eGFR'\nvalue = '{} mL/min/1.73m2'\ndate = 2026-{}\n"
    text = (
        WHO
        + "date = 2026-11-01\n"
        + "".join(lab.format(*each) for each in [(60, "10-01"), (50, "10-20"), (40, "11-20")])
    )
    assert person(text).egfr_ml_min_1_73m2 == 50.0


# Times


def test_day_0_is_the_latest_lab_date():
    lab = "[[lab]]\ntest = 'B12'\nvalue = '175 pmol/L'\ndate = {}\n"
    who = person(WHO + lab.format("2026-10-01") + lab.format("2026-10-11") + "[[lab]]\ntest = 'MCV'\nvalue = '99 fL'\n")
    assert who.date == datetime.date(2026, 10, 11)
    assert [each.day for each in who.labs] == [-10.0, 0.0, 0.0]
    assert any("latest lab date, 2026-10-11" in each for each in who.assumptions)
    assert any("MCV: date not given" in each for each in who.assumptions)


def test_a_lab_after_day_0_is_follow_up():
    who = person(WHO + "date = 2026-10-01\n[[lab]]\ntest = 'B12'\nvalue = '400 pmol/L'\ndate = 2026-11-01\n")
    assert who.labs[0].day == 31.0
    assert any("later" in line for line in describe(who))


def test_a_dated_lab_gives_the_calendar_for_other_dates():
    text = "[[medicine]]\nregimen = 'metformin 1 g orally daily'\nsince = 2016-10-01\nuntil = 2026-12-01\n"
    who = person(WHO + text + "[[lab]]\ntest = 'B12'\nvalue = '175 pmol/L'\ndate = 2026-10-01\n")
    assert (who.medicines[0].since_day, who.medicines[0].until_day) == (-3652.0, 61.0)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("90 min", 0.0625),
        ("36 hours", 1.5),
        ("2.5 weeks", 17.5),
        ("1.5 months", 45.65625),
        ("six months", 6 * MONTH),
        ("0.5 years", YEAR / 2),
        ("3 yrs ago", 3 * YEAR),
    ],
)
def test_durations_mean_ago(text: str, days: float):
    who = person(WHO + f"[[symptom]]\nname = 'fatigue'\nseverity = 3\nsince = '{text}'\n")
    assert who.symptoms[0].since_day == pytest.approx(-days)


def test_unknown_onset_and_spans():
    who = person(
        WHO + "[[condition]]\nname = 'coeliac disease'\nonset = 'Unknown'\n"
        "[[condition]]\nname = 'iron deficiency'\nsince = '5 years'\nuntil = '3 years'\n"
    )
    assert (who.conditions[0].since_day, who.conditions[0].onset_unknown) == (None, True)
    assert who.has("coeliac disease")
    assert not who.has("iron deficiency")
    assert who.has("iron deficiency", day=-4 * YEAR)


def test_pregnancy_has_notice_and_end():
    who = person("[person]\nage = 30\nsex = 'female'\n[[condition]]\nname = 'pregnant'\nsince = '20 weeks'\n")
    assert (who.conditions[0].since_day, who.conditions[0].until_day) == (-140.0, 140.0)
    assert any("forecasts of nerve are off" in each for each in who.notices)
    assert any("40 weeks in all" in each for each in who.assumptions)
    past = "[[condition]]\nname = 'pregnancy'\nsince = '5 years'\nuntil = '4.3 years'\n"
    assert not person(WHO + past).has("pregnancy")
