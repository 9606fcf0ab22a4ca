"""Units: every conversion against a value worked out by hand, every refusal with its words."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cobalamin.errors import InputError
from cobalamin.units import (
    DAYS_PER_MONTH,
    DAYS_PER_WEEK,
    DAYS_PER_YEAR,
    HOURS_PER_DAY,
    NANOMOLES_PER_MICROGRAM_COBALAMIN,
    Analyte,
    Censor,
    base_of,
    check_unit,
    parse_bounded,
    parse_duration,
    parse_quantity,
    same_dimension,
    unit_powers,
)


def test_constants():
    assert (DAYS_PER_WEEK, DAYS_PER_MONTH, DAYS_PER_YEAR, HOURS_PER_DAY) == (7, 30.4375, 365.25, 24)
    assert pytest.approx(0.737789, rel=1e-6) == NANOMOLES_PER_MICROGRAM_COBALAMIN


def test_import_is_light():
    code = "import sys, cobalamin.units; sys.exit('pint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2 weeks", 14),
        ("6 months", 182.625),
        ("1.5 years", 547.875),
        ("10 years", 3652.5),
        ("36 hours", 1.5),
        ("30 min", 1 / 48),
        ("six months", 182.625),
        ("Twelve Weeks", 84),
        ("a year", 365.25),
        ("10y", 3652.5),
        ("0 days", 0),
        ("1e2 d", 100),
    ],
)
def test_duration(text: str, days: float):
    assert parse_duration(text, what="since") == pytest.approx(days, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("2", "unit missing"),
        ("two", "unit missing"),
        ("weeks", "no number"),
        ("-2 weeks", "out of range"),
        ("nan days", "not a finite"),
        ("inf years", "not a finite"),
        ("1e400 days", "not a finite"),
        ("2 wekes", "did you mean 'weeks'"),
        ("3 m", "minutes or months"),
        ("1,5 years", "comma"),
        ("2-3 months", "range"),
        ("2 to 3 months", "range"),
        ("2 weeks 3 days", "unit not understood"),
    ],
)
def test_duration_refused(text: str, reason: str):
    with pytest.raises(InputError, match=reason):
        parse_duration(text, what="since", where="person.toml")


def test_duration_zero_only_where_positive_is_asked():
    with pytest.raises(InputError, match="above zero"):
        parse_duration("0 days", what="every", positive=True)


@pytest.mark.parametrize(
    ("text", "unit", "analyte", "value"),
    [
        ("74 kg", "kg", None, 74),
        ("74 KG", "kg", None, 74),
        ("163 lb", "kg", None, 73.9355),
        ("11 stone", "kg", None, 69.8532),
        ("1.74 m", "cm", None, 174),
        ("5 feet", "cm", None, 152.4),
        ("72 mL/min/1.73m2", "mL/min/1.73m2", None, 72),
        ("72 ml/min/1.73 m²", "mL/min/1.73m2", None, 72),
        ("500 mcg", "ug", None, 500),
        ("500 µg", "ug", None, 500),
        ("500 μg", "ug", None, 500),
        ("1 MG", "ug", None, 1000),
        ("237 pg/mL", "pmol/L", Analyte.COBALAMIN, 174.856),
        ("237 ng/L", "pmol/L", Analyte.COBALAMIN, 174.856),
        ("237 nanograms per litre", "pmol/L", Analyte.COBALAMIN, 174.856),
        ("175 Pmol/l", "pmol/L", Analyte.COBALAMIN, 175),
        ("0.175 nM", "pmol/L", Analyte.COBALAMIN, 175),
        ("0.4 umol/L", "nmol/L", Analyte.METHYLMALONIC_ACID, 400),
        ("47.236 ug/L", "nmol/L", Analyte.METHYLMALONIC_ACID, 400),
        ("15 µmol/L", "umol/L", Analyte.HOMOCYSTEINE, 15),
        ("2.0277 mg/L", "umol/L", Analyte.HOMOCYSTEINE, 15),
        ("120 g/L", "g/dL", Analyte.HAEMOGLOBIN, 12),
        ("5 ng/mL", "nmol/L", Analyte.FOLATE, 11.3276),
        ("1 mg/dL", "umol/L", Analyte.CREATININE, 88.4017),
        ("88.4017 umol/L", "mg/dL", Analyte.CREATININE, 1),
        ("30 ng/mL", "ug/L", Analyte.FERRITIN, 30),
        ("48 mmol/mol", "%", Analyte.GLYCATED_HAEMOGLOBIN, 6.543),
        ("6.5 %", "mmol/mol", Analyte.GLYCATED_HAEMOGLOBIN, 47.53),
        ("4 uV", "uV", None, 4),
        ("45 m/s", "m/s", None, 45),
        ("95 fL", "fL", None, 95),
    ],
)
def test_quantity(text: str, unit: str, analyte: Analyte | None, value: float):
    assert parse_quantity(text, unit, what="value", analyte=analyte) == pytest.approx(value, rel=1e-4)


@pytest.mark.parametrize(
    ("text", "unit", "analyte", "reason"),
    [
        ("74", "kg", None, "unit missing"),
        ("74 cm", "kg", None, "does not fit"),
        ("74 kgg", "kg", None, "did you mean 'kg'"),
        ("1,000 pg/mL", "pmol/L", Analyte.COBALAMIN, "comma"),
        ("237,5 pg/mL", "pmol/L", Analyte.COBALAMIN, "comma"),
        ("1 000 pg/mL", "pmol/L", Analyte.COBALAMIN, "without spaces"),
        ("8 mmol/L", "g/dL", Analyte.HAEMOGLOBIN, "monomer or of the tetramer"),
        ("30 pmol/L", "ug/L", Analyte.FERRITIN, "does not fit"),
        ("237 pg/mL", "pmol/L", None, "does not fit"),
        ("70 mL/min", "mL/min/1.73m2", None, "does not fit"),
        ("nan kg", "kg", None, "finite"),
        ("inf kg", "kg", None, "finite"),
        ("-74 kg", "kg", None, "out of range"),
        (">74 kg", "kg", None, "no number"),
        ("kg", "kg", None, "no number"),
        ("1.2.3 kg", "kg", None, "no number"),
        ("70-80 kg", "kg", None, "range"),
        ("6 mmol/mol", "%", None, "does not fit"),
    ],
)
def test_quantity_refused(text: str, unit: str, analyte: Analyte | None, reason: str):
    with pytest.raises(InputError, match=reason) as raised:
        parse_quantity(text, unit, what="lab 2 value", where="person.toml: [[lab]]", analyte=analyte)
    assert str(raised.value).startswith("person.toml: [[lab]]: lab 2 value")


def test_quantity_keeps_its_range():
    assert parse_quantity("74 kg", "kg", what="weight", low=20, high=400) == 74
    assert parse_quantity("-2 uV", "uV", what="offset", low=-5) == -2
    with pytest.raises(InputError, match="20 to 400 kg"):
        parse_quantity("7400 g", "kg", what="weight", low=20, high=400)


@pytest.mark.parametrize(
    ("text", "value", "censor"),
    [
        (">2000 pg/mL", 1475.58, Censor.ABOVE),
        ("> 2000 pg/mL", 1475.58, Censor.ABOVE),
        (">= 1475.58 pmol/L", 1475.58, Censor.ABOVE),
        ("<50 pmol/L", 50, Censor.BELOW),
        ("less than 50 pmol/L", 50, Censor.BELOW),
        ("≤50 pmol/L", 50, Censor.BELOW),
        ("50 pmol/L", 50, Censor.NONE),
    ],
)
def test_bounded(text: str, value: float, censor: Censor):
    number, found = parse_bounded(text, "pmol/L", what="serum B12", analyte=Analyte.COBALAMIN)
    assert number == pytest.approx(value, rel=1e-4)
    assert found is censor


UNITS_OF_PARAMETERS = """
    1/d nmol L nmol/d 1/(nmol*d) dimensionless pmol/L mg/L m/s ms uV g/dL fL % mL/min/1.73m2 umol/L 1/year
"""


@pytest.mark.parametrize("unit", UNITS_OF_PARAMETERS.split())
def test_units_of_parameters_are_read(unit: str):
    assert check_unit(unit) == unit


@pytest.mark.parametrize("unit", ["", "foo", "L/(", "nmoll", "1/qq"])
def test_what_is_no_unit_is_refused(unit: str):
    with pytest.raises(InputError, match="unit not understood"):
        check_unit(unit)


def test_same_dimension():
    assert same_dimension("1/d", "1/h")
    assert same_dimension("pmol/L", "nmol/mL")
    assert not same_dimension("1/d", "nmol/d")
    assert not same_dimension("mL/min", "mL/min/1.73m2")
    assert not same_dimension("mg/L", "nmol/L")


def test_factors_of_a_unit():
    assert unit_powers("1") == {}
    assert unit_powers("1/(nmol*d)") == {"nanomole": -1, "day": -1}
    assert base_of("picomole", frozenset({"mole"})) == ("mole", pytest.approx(1e-12))
    assert base_of("day", frozenset({"mole"})) == ("second", 86400)
    assert base_of("percent", frozenset()) == ("dimensionless", pytest.approx(0.01))
    with pytest.raises(InputError, match="product of several"):
        base_of("knot", frozenset({"mole"}))
