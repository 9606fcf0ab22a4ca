"""Every refusal of the person file is one line that says what, where and what to do instead."""

from __future__ import annotations

import datetime
import io
import sys
from pathlib import Path

import pytest

from cobalamin.errors import InputError, OutsideValidity
from cobalamin.person import person_from_mapping, person_from_toml, read_person

TODAY = datetime.date(2026, 11, 24)
WHO = '[person]\nage = 66\nsex = "female"\n'
DATED = WHO + "date = 2026-11-22\n"
PA = '[[condition]]\nname = "pernicious anaemia"\nsince = "4 years"\n'
METFORMIN = '[[medicine]]\nregimen = "metformin 1000 mg orally twice daily"\n'

# (text of the file, words that must be in the message, all of them)
REFUSED: list[tuple[str, tuple[str, ...]]] = [
    # the file
    ("", ("empty",)),
    (" \n\t\n", ("empty",)),
    ("# nothing but a comment\n", ("[person] is missing",)),
    ("age: 66\nsex: female\n", ("not TOML", "line 1")),
    ("person = 3\n", ("[person]", "not a table")),
    ("[[person]]\nage = 66\n", ("one person a file", "[person]")),
    ('age = 66\nsex = "female"\n', ("unknown table or key", "belongs under [person]")),
    ("[persn]\nage = 66\n", ("unknown table or key", "did you mean 'person'")),
    (WHO + "[[labs]]\n", ("did you mean 'lab'",)),
    (WHO + "[lab]\n", ("[[lab]] with double brackets",)),
    (WHO + "lab = 3\n", ("unknown key", "[person]")),
    (WHO + "wieght = '70 kg'\n", ("unknown key: 'wieght'", "did you mean 'weight'")),
    ('"\\u0000" = 1\n' + WHO, ("unknown table or key",)),
    # age and sex
    ('[person]\nsex = "female"\n', ("age is missing",)),
    ("[person]\nage = 66\n", ("sex is missing", "female, male")),
    ('[person]\nage = -3\nsex = "female"\n', ("age is out of range", "'-3'")),
    ('[person]\nage = 111\nsex = "female"\n', ("age is out of range", "110 years")),
    ('[person]\nage = "66"\nsex = "female"\n', ("age is not a number",)),
    ('[person]\nage = true\nsex = "female"\n', ("age is not a number",)),
    ('[person]\nage = nan\nsex = "female"\n', ("age is out of range", "nan")),
    ('[person]\nage = inf\nsex = "female"\n', ("age is out of range", "inf")),
    (f'[person]\nage = 1{"0" * 400}\nsex = "female"\n', ("age is out of range",)),
    (f'[person]\nage = 1{"0" * 5000}\nsex = "female"\n', ("not TOML",)),
    # body
    (WHO + 'weight = "74"\n', ("weight: unit missing",)),
    (WHO + 'weight = "740 kg"\n', ("weight: out of range", "25 to 350 kg")),
    (WHO + 'weight = "-7 kg"\n', ("weight: out of range",)),
    (WHO + 'weight = "nan kg"\n', ("not a finite number",)),
    (WHO + 'height = "17 cm"\n', ("height: out of range",)),
    (WHO + 'egfr = "12 mL/min/1.73m2"\n', ("kidney failure", "dialysis", "15 to 200")),
    (WHO + 'egfr = "72"\n', ("egfr: unit missing",)),
    (WHO + "adherence = 1.2\n", ("adherence is out of range", "0 to 1")),
    (WHO + 'adherence = "120 %"\n', ("adherence: out of range",)),
    (WHO + 'genotype = ["TCN2 776GA"]\n', ("unknown variant", "did you mean 'TCN2 776")),
    (WHO + 'genotype = ["TCN2 776GG", "TCN2 776CC"]\n', ("names a gene twice",)),
    # diet
    (WHO + 'diet = "vegen"\n', ("unknown diet", "did you mean 'vegan'", "diary")),
    (WHO + 'diet_since = "3 years"\n', ("diet_since without diet",)),
    (WHO + 'diet = "vegan"\ndiet_since = "70 years"\n', ("diet_since is before birth",)),
    (WHO + 'diet = "diary: lunch.csv"\n', ("diary needs a person file to lie beside",)),
    # dates
    (
        WHO + '[[lab]]\ntest = "B12"\nvalue = "175 pmol/L"\ndate = 2026-11-25\n',
        ("a lab date in the future", "2026-11-24"),
    ),
    (WHO + METFORMIN + "since = 2016-01-01\n", ("calendar date but day 0 has none", "[person] date", "6 months")),
    (DATED + METFORMIN + "since = 2027-01-01\n", ("since is after day 0",)),
    (DATED + METFORMIN + "since = 08:00:00\n", ("neither a duration nor a date",)),
    (DATED + METFORMIN + 'since = "2026-13-01"\n', ("since",)),
    (WHO + "date = 3\n", ("date is not a date",)),
    # conditions
    (WHO + "[[condition]]\nname = 'type 2 diabetes'\n", ("since when?", 'onset = "unknown"')),
    (WHO + "[[condition]]\nname = 'type 2 diabetes'\nsince = '1 year'\nonset = 'unknown'\n", ("contradict",)),
    (WHO + "[[condition]]\nname = 'type 2 diabetes'\nsince = '80 years'\n", ("since is before birth",)),
    (WHO + "[[condition]]\nname = 'type 2 diabetes'\nsince = '-1 years'\n", ("duration out of range",)),
    (WHO + "[[condition]]\nname = 'type 2 diabetes'\nsince = '12'\n", ("unit missing", "years")),
    (WHO + "[[condition]]\nname = 'type 2 diabetes'\nsince = '1 y'\nuntil = '2 y'\n", ("until precedes since",)),
    (WHO + "[[condition]]\nname = 'coeliac disease'\nsince = '1 y'\nlength = '60 cm'\n", ("length belongs to ileal",)),
    (
        WHO + "[[condition]]\nname = 'coeliac disease'\nsince = '1 y'\ntrimester = 1\n",
        ("trimester belongs to pregnancy",),
    ),
    (WHO + 2 * "[[condition]]\nname = 'HIV'\nsince = '1 y'\n", ("named twice", "[[condition]] 2")),
    (WHO + "[[condition]]\nname = 'ileal resection'\nsince = '1 y'\n", ("how much was removed?", 'length = "60 cm"')),
    (WHO + "[[condition]]\nname = 'ileal resection'\nsince = '1 y'\nlength = '60 kg'\n", ("does not fit",)),
    (WHO + "[[condition]]\nname = 'ileal resection'\nsince = '1 y'\nlength = '90 m'\n", ("out of range", "500 cm")),
    (WHO + "[[condition]]\nname = 'total gastrectomy'\nsince = '3 y'\nuntil = '1 y'\n", ("does not end",)),
    (WHO + "[[condition]]\nname = 'haemodialysis'\nsince = '3 y'\n", ("does not apply on dialysis",)),
    (WHO + "[[condition]]\nname = 'Imerslund-Grasbeck syndrome'\nsince = '30 y'\n", ("inborn errors",)),
    (WHO + "[[condition]]\nname = 'transcobalamin deficiency'\nsince = '30 y'\n", ("inborn errors",)),
    (
        WHO + "[[condition]]\nname = 'nitrous oxide use'\nsince = '1 y'\n",
        ("[[medicine]]", "inhaled for 2 hours once a week"),
    ),
    (WHO + "[[condition]]\nname = 'B12 deficiency'\nsince = '1 y'\n", ("name the cause", "[[lab]]")),
    (WHO + "[[condition]]\nname = 'neuropathy'\nsince = '1 y'\n", ("name the kind", "idiopathic neuropathy")),
    (WHO + "[[condition]]\nname = 'vegan diet'\nsince = '1 y'\n", ('diet = "vegan"',)),
    (WHO + "[[condition]]\nname = 'metformin use'\nsince = '1 y'\n", ("[[medicine]]",)),
    (WHO + "[[condition]]\nname = 'celiac diseas'\nsince = '1 y'\n", ("did you mean 'coeliac disease'",)),
    # pregnancy
    ("[person]\nage = 30\nsex = 'male'\n[[condition]]\nname = 'pregnancy'\nsince = '20 weeks'\n", ("only a woman",)),
    (WHO + "[[condition]]\nname = 'pregnancy'\n", ("pregnancy: how far?", "20 weeks", "trimester = 2")),
    (WHO + "[[condition]]\nname = 'pregnancy'\nsince = '20 weeks'\ntrimester = 2\n", ("pregnancy: how far?",)),
    (WHO + "[[condition]]\nname = 'pregnancy'\nonset = 'unknown'\n", ("pregnancy: how far?",)),
    (WHO + "[[condition]]\nname = 'pregnancy'\nsince = '50 weeks'\n", ("0 to 45 weeks",)),
    (WHO + "[[condition]]\nname = 'pregnancy'\ntrimester = 1.5\n", ("1, 2, 3",)),
    # medicines
    (WHO + METFORMIN, ("since is missing", "[[medicine]] 1")),
    (WHO + METFORMIN + "since = '1 y'\nuntil = '2 y'\n", ("until precedes since",)),
    (WHO + "[[medicine]]\nregimen = ''\nsince = '1 y'\n", ("regimen is empty",)),
    (WHO + "[[medicine]]\nregimen = 'amlodipine 5 mg daily'\nsince = '1 y'\n", ("[[other_medicine]]", "'amlodipine'")),
    (WHO + "[[medicine]]\nregimen = 'metfromin 1 g daily'\nsince = '1 y'\n", ("did you mean 'metformin'",)),
    (WHO + "[[medicine]]\nregimen = 'metformin 1000 daily'\nsince = '1 y'\n", ("[[medicine]] 1 regimen", "unit")),
    (WHO + "[[medicine]]\nregimen = 'metformin 900 g daily'\nsince = '1 y'\n", ("10 times",)),
    (WHO + "[[medicine]]\nregimen = 'stop metformin'\nsince = '1 y'\n", ("a stop belongs to a [[plan]]", "until")),
    (WHO + "[[taken]]\nregimen = 'stop metformin'\nfrom = '1 y'\n", ("a stop belongs to a [[plan]]",)),
    (WHO + "[[other_medicine]]\nname = 'pregabalin'\n", ("is modelled", "[[medicine]]")),
    # labs
    (WHO + "[[lab]]\ntest = 'serum B12'\nvalue = '175'\n", ("unit missing", "pmol/L", "pg/mL")),
    (WHO + "[[lab]]\ntest = 'serum B12'\nvalue = 175\n", ("unit missing", "pmol/L", "pg/mL")),
    (WHO + "[[lab]]\ntest = 'serum B12'\nvalue = '>2000'\n", ("unit missing", "pmol/L", "pg/mL")),
    (WHO + "[[lab]]\ntest = 'serum B12'\nvalue = 'abc pmol/L'\n", ("no number found", "'abc pmol/L'")),
    (WHO + "[[lab]]\ntest = 'serum B12'\nvalue = '175 mmHg'\n", ("does not fit",)),
    (WHO + "[[lab]]\ntest = 'serum B12'\nvalue = 'nan pmol/L'\n", ("not a finite number",)),
    (WHO + "[[lab]]\ntest = 'serum B12'\nvalue = '-4 pmol/L'\n", ("out of range",)),
    (WHO + "[[lab]]\ntest = 'serum B12'\nvalue = '175 nmol/L'\n", ("beyond what has been seen", "5 to 100000 pmol/L")),
    (WHO + "[[lab]]\ntest = 'haemoglobin'\nvalue = '128 g/dL'\n", ("beyond what has been seen", "1.5 to 25 g/dL")),
    (WHO + "[[lab]]\ntest = 'haemoglobin'\nvalue = '7.4 mmol/L'\n", ("does not fit",)),
    (WHO + "[[lab]]\ntest = 'MMA'\nvalue = '0.42'\n", ("nmol/L or umol/L",)),
    (WHO + "[[lab]]\ntest = 'intrinsic factor antibody'\nvalue = '3'\n", ("positive, negative",)),
    (WHO + "[[lab]]\ntest = 'homocystine'\nvalue = '12 umol/L'\n", ("unknown test", "did you mean 'homocysteine'")),
    (WHO + "[[lab]]\ntest = 'eGFR'\nvalue = '9 mL/min/1.73m2'\n", ("kidney failure",)),
    (WHO + "[[lab]]\ntest = 'creatinine'\nvalue = '900 umol/L'\n", ("kidney failure",)),
    # symptoms and findings
    (WHO + "[[symptom]]\nname = 'tingling feet'\nseverity = -1\n", ("severity is out of range", "0 to 10")),
    (WHO + "[[symptom]]\nname = 'tingling feet'\nseverity = 10.5\n", ("severity is out of range",)),
    (WHO + "[[symptom]]\nname = 'tingling feet'\nseverity = 'bad'\n", ("severity is not a number",)),
    (WHO + "[[symptom]]\nname = 'tinglng feet'\nseverity = 4\n", ("unknown symptom", "did you mean 'tingling'")),
    (WHO + "[[finding]]\nname = 'ankle reflexs'\nvalue = 'absent'\n", ("did you mean 'ankle reflexes'",)),
    (WHO + "[[finding]]\nname = 'ankle reflexes'\nvalue = 'purple'\n", ("ankle reflexes cannot be", "brisk")),
    (WHO + "[[finding]]\nname = 'ankle reflexes'\nvalue = 3\n", ("ankle reflexes is a word",)),
    (WHO + "[[finding]]\nname = 'sural amplitude'\nvalue = '4000 uV'\n", ("0 to 100 uV",)),
    (WHO + "[[finding]]\nname = 'sural amplitude'\nvalue = '4 ms'\n", ("does not fit",)),
    (WHO + "[[finding]]\nname = 'MoCA'\nvalue = 31\n", ("out of range", "0 to 30")),
    # plans
    (WHO + "[[plan]]\nname = 'a'\nregimen = ''\n", ("regimen is empty", "[[plan]] 1")),
    (WHO + "[[plan]]\nname = 'a'\nregimen = 'wait and see'\n", ("[[plan]] 1 regimen",)),
    (WHO + "[[plan]]\nname = 'a'\nregimen = 'B12 1 mg every 0 days'\n", ("[[plan]] 1 regimen",)),
    (WHO + "[[plan]]\nname = 'a'\nregimen = 'B12 -1 mg daily'\n", ("[[plan]] 1 regimen",)),
    (WHO + 2 * "[[plan]]\nname = 'a'\nregimen = 'B12 1 mg orally daily'\n", ("duplicate plan name", "[[plan]] 2")),
    (WHO + "[[plan]]\nname = 'no change'\nregimen = 'B12 1 mg orally daily'\n", ("always there",)),
]


@pytest.mark.parametrize(
    ("text", "words"), REFUSED, ids=lambda value: value[0][:50] if isinstance(value, tuple) else ""
)
def test_refused_with_one_clear_line(text: str, words: tuple[str, ...]):
    with pytest.raises(InputError) as caught:
        person_from_toml(text, where="person.toml", today=TODAY)
    message = str(caught.value)
    assert message.startswith("person.toml")
    for word in words:
        assert word in message, message
    assert "\n" not in message
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("age", [0, 3, 15, 15.9])
def test_child_is_sent_to_paediatric_advice(age: float):
    with pytest.raises(OutsideValidity) as caught:
        person_from_mapping({"person": {"age": age}})  # before sex is asked for
    assert caught.value.what == "children need urgent paediatric advice; the adult model does not apply"


@pytest.mark.parametrize(
    "text",
    [
        "[[condition]]\nname = 'dialysis'\nsince = '1 y'\n",
        "[[condition]]\nname = 'homocystinuria'\nsince = '60 y'\n",
        "[[medicine]]\nregimen = 'metformin 900 g daily'\nsince = '1 y'\n",
        "[[lab]]\ntest = 'eGFR'\nvalue = '9 mL/min/1.73m2'\n",
    ],
)
def test_outside_validity_is_its_own_error(text: str):
    with pytest.raises(OutsideValidity):
        person_from_toml(WHO + text, where="person.toml")


ENDS_ABSORPTION = [
    PA,
    "[[condition]]\nname = 'pernicious anemia'\nonset = 'unknown'\n",
    "[[condition]]\nname = 'total gastrectomy'\nsince = '4 years'\n",
    "[[condition]]\nname = 'ileal resection'\nsince = '4 years'\nlength = '60 cm'\n",
]
NO_TREATMENT = [
    "",
    METFORMIN + "since = '5 y'\n",
    "[[medicine]]\nregimen = 'B12 1 mg IM monthly'\nsince = '9 y'\nuntil = '4.5 y'\n",  # ended before the cause began
    "[[taken]]\nregimen = 'B12 1 mg IM monthly'\nfrom = 2026-11-23\n",  # begins after day 0
    "[[plan]]\nname = 'a'\nregimen = 'B12 1 mg IM monthly'\n",  # a plan treats nothing yet
]
WAYS_OUT = [
    "untreated = true\n",
    "[[medicine]]\nregimen = 'hydroxocobalamin 1 mg IM every 3 months'\nsince = '4 y'\n",
    "[[taken]]\nregimen = 'vitamin B12 1 mg orally daily'\nfrom = '6 months'\nuntil = '1 month'\n",
]


@pytest.mark.parametrize(
    ("cause", "rest"),
    # Of an onset nobody knows, no treatment can be said to precede it: that pair is no case.
    [(cause, rest) for cause in ENDS_ABSORPTION for rest in NO_TREATMENT if not ("unknown" in cause and "4.5" in rest)],
)
def test_cause_that_ends_absorption_asks_for_its_treatment(cause: str, rest: str):
    with pytest.raises(InputError) as caught:
        person_from_toml(DATED + cause + rest, where="person.toml", today=TODAY)
    text = str(caught.value)
    for word in ("is it treated?", "[[medicine]]", "[[taken]]", "untreated = true", "[[condition]] 1"):
        assert word in text


@pytest.mark.parametrize("cause", ENDS_ABSORPTION)
@pytest.mark.parametrize("way", WAYS_OUT)
def test_both_ways_out_of_that_question_work(cause: str, way: str):
    person = person_from_toml(DATED + cause + way, where="person.toml", today=TODAY)
    assert person.conditions[0].ends_absorption


@pytest.mark.parametrize(
    "text",
    [
        "[[condition]]\nname = 'ileal resection'\nsince = '4 years'\nlength = '59 cm'\n",
        "[[condition]]\nname = 'autoimmune gastritis'\nsince = '4 years'\n",
        "[[condition]]\nname = 'partial gastrectomy'\nsince = '4 years'\n",
        "[[condition]]\nname = 'gastric bypass'\nsince = '4 years'\n",
    ],
)
def test_partial_causes_ask_nothing(text: str):
    assert not person_from_toml(WHO + text, where="person.toml").conditions[0].ends_absorption


# Paths and standard input


def test_missing_file_directory_and_binary(tmp_path: Path):
    binary = tmp_path / "photo.toml"
    binary.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe")
    for path, word in [
        (tmp_path / "none.toml", "no such file"),
        (tmp_path, "directory"),
        (binary, "binary"),
        (tmp_path / ("x" * 300), "cannot be read"),
        (Path("a\0b"), "cannot be read|no such file"),
    ]:
        with pytest.raises(InputError, match=word):
            read_person(path)


def test_too_large(tmp_path: Path):
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * 1_000_001)
    with pytest.raises(InputError, match="larger than 1 MB"):
        read_person(large)


def test_deeply_nested_text_is_not_toml():
    with pytest.raises(InputError, match="not TOML"):
        person_from_toml("a = " + "[" * 5000, where="person.toml")


def test_standard_input(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WHO.encode())))
    assert read_person("-").source == "standard input"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    with pytest.raises(InputError, match=r"standard input: empty"):
        read_person("-")
