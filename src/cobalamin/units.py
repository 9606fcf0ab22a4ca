"""The only place that knows conversion factors: text with a unit comes in, plain floats go out.

Pint reads the units at the border and is imported on first use, so that importing this module stays cheap.
"""

from __future__ import annotations

import math
import re
from enum import Enum, unique
from functools import lru_cache
from typing import Any, cast

from cobalamin.errors import InputError, nearest_word

HOURS_PER_DAY = 24.0
DAYS_PER_WEEK = 7.0
DAYS_PER_YEAR = 365.25
DAYS_PER_MONTH = DAYS_PER_YEAR / 12  # 30.4375, exact in binary

DAYS_PER_UNIT: dict[str, float] = {
    "minute": 1 / (60 * HOURS_PER_DAY),
    "hour": 1 / HOURS_PER_DAY,
    "day": 1.0,
    "week": DAYS_PER_WEEK,
    "month": DAYS_PER_MONTH,
    "year": DAYS_PER_YEAR,
}


def _words_of(table: dict[str, str]) -> dict[str, str]:
    """{word: meaning} from {meaning: "word word word"}, so that the tables below stay readable."""
    return {word: meaning for meaning, words in table.items() for word in words.split()}


DURATION_WORDS = _words_of(
    {
        "minute": "min mins minute minutes",
        "hour": "h hr hrs hour hours",
        "day": "d day days",
        "week": "wk wks week weeks",
        "month": "mo month months",
        "year": "y yr yrs year years",
    }
)
NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
MASS_WORDS = _words_of(
    {
        "ug": "ug mcg microgram micrograms microgramme microgrammes",
        "mg": "mg milligram milligrams milligramme milligrammes",
        "g": "g gram grams gramme grammes",
    }
)
MICROGRAMS_PER_UNIT: dict[str, float] = {"ug": 1.0, "mg": 1e3, "g": 1e6}


@unique
class Analyte(Enum):
    """What a laboratory value measures; decides whether mass and amount of substance can be exchanged."""

    COBALAMIN = "cobalamin"
    METHYLMALONIC_ACID = "methylmalonic acid"
    HOMOCYSTEINE = "homocysteine"
    FOLATE = "folate"
    CREATININE = "creatinine"
    HAEMOGLOBIN = "haemoglobin"
    FERRITIN = "ferritin"
    GLYCATED_HAEMOGLOBIN = "glycated haemoglobin"


@unique
class Censor(Enum):
    """Whether a laboratory value is the value itself or only a bound."""

    NONE = "none"
    ABOVE = "above"
    BELOW = "below"


MOLAR_MASS: dict[Analyte, float] = {  # g/mol
    Analyte.COBALAMIN: 1355.4,  # diag_unit_b12: 1 pmol/L = 1.3554 pg/mL
    Analyte.METHYLMALONIC_ACID: 118.09,  # diag_unit_mma
    Analyte.HOMOCYSTEINE: 135.18,  # diag_unit_hcy
    Analyte.FOLATE: 441.4,  # diag_unit_fol
    Analyte.CREATININE: 113.12,  # diag_unit_crea
}
NANOMOLES_PER_MICROGRAM_COBALAMIN = 1000 / MOLAR_MASS[Analyte.COBALAMIN]

# Glycated haemoglobin: IFCC [mmol/mol] = (NGSP [%] - 2.152) / 0.09148, the NGSP master equation.
NGSP_INTERCEPT, NGSP_SLOPE = 2.152, 0.09148

_BODY_SURFACE = "1.73m2"
_UNITS = """
    kg g mg ug ng lb stone oz m cm mm um ft inch L dL mL fL mol mmol umol nmol pmol
    g/L g/dL mg/L mg/dL mg/mL ug/L ug/dL ug/mL ng/L ng/dL ng/mL pg/mL pg/dL pg/L
    mol/L mmol/L umol/L nmol/L pmol/L nmol/mL pmol/mL mM uM nM pM
    mL/min L/h mL/s mL/min/1.73m2 mL/s/1.73m2 V mV uV nV s ms min h d week month year m/s cm/s mm/s
    kg/m2 % mmol/mol mg/d ug/d g/d nmol/d mg/mmol g/mol mmHg kPa
"""  # what a person may write; a parameter may use any unit that Pint reads
_KNOWN_UNITS = tuple(_UNITS.split())
_SHORT_PERIODS = {"minute": "min", "hour": "h", "day": "d"}
_SPELLINGS = {  # of one factor of a unit, in lower case
    **MASS_WORDS,
    **{word: _SHORT_PERIODS.get(unit, unit) for word, unit in DURATION_WORDS.items()},
    **_words_of(
        {
            "kg": "kilogram kilograms kilo kilos kgs",
            "lb": "lbs pound pounds",
            "stone": "st stones",
            "ng": "nanogram nanograms",
            "pg": "picogram picograms",
            "cm": "centimetre centimetres centimeter centimeters",
            "m": "metre metres meter meters",
            "ft": "foot feet",
            "inch": "in inches",
            "L": "l litre litres liter liters",
            "mL": "ml millilitre millilitres milliliter milliliters",
            "%": "percent pct",
            "uV": "microvolt microvolts",
            "ms": "msec millisecond milliseconds",
            "s": "sec second seconds",
            "mmol": "millimol millimole millimoles",
            "umol": "micromol micromole micromoles mcmol",
            "nmol": "nanomol nanomole nanomoles",
            "pmol": "picomol picomole picomoles",
        }
    ),
}
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?(?![\d.])", re.IGNORECASE)
_BOUNDS = {
    ">=": Censor.ABOVE, "≥": Censor.ABOVE, ">": Censor.ABOVE, "above": Censor.ABOVE, "over": Censor.ABOVE,
    "more than": Censor.ABOVE, "<=": Censor.BELOW, "≤": Censor.BELOW, "<": Censor.BELOW, "below": Censor.BELOW,
    "under": Censor.BELOW, "less than": Censor.BELOW,
}  # fmt: skip


def parse_duration(text: str, *, what: str, where: str = "", positive: bool = False) -> float:
    """Days in a duration such as "2 weeks", "1.5 years", "36 hours" or "six months".

    days = number x days per unit; a month is 30.4375 d and a year 365.25 d.

    Arguments:
        text: one number (digits, a decimal point, or a word to twelve) and one unit.
        what, where: the names the error uses.
        positive: refuse zero as well.
    Errors: InputError for a missing or unknown unit, a comma, NaN, infinity or a negative duration.
    Example:
        >>> parse_duration("2 weeks", what="since")
        14.0
    """
    units = "minutes, hours, days, weeks, months, years"
    number, unit = _split(str(text), what=what, where=where, units=units, words=True)
    word = unit.lower().rstrip(".")
    if word not in DURATION_WORDS:
        hint = "; 'm' can be minutes or months" if word == "m" else ""
        raise InputError(f"{what}: unit not understood{hint}", where=where, value=text, allowed=units,
                         nearest=nearest_word(word, DURATION_WORDS))  # fmt: skip
    days = number * DAYS_PER_UNIT[DURATION_WORDS[word]]
    if days < 0 or (positive and days == 0) or not math.isfinite(days):
        allowed = "above zero" if positive else "zero or more"
        raise InputError(f"{what}: duration out of range", where=where, value=text, allowed=allowed)
    return days


def parse_quantity(
    text: str,
    unit: str,
    *,
    what: str,
    where: str = "",
    analyte: Analyte | None = None,
    low: float | None = None,
    high: float | None = None,
) -> float:
    """The number of `unit` in a text such as "74 kg" or "237 pg/mL".

    value = number x factor; between mass and amount of substance, factor = 1 / molar mass of the analyte.
    Glycated haemoglobin: IFCC [mmol/mol] = (NGSP [%] - 2.152) / 0.09148.

    Arguments:
        text: number and unit; upper and lower case, µ, mcg, British and American spellings are read.
        unit: the unit of the result, one of the units this module lists.
        analyte: what was measured, for laboratory values. Sources: diag_unit_b12, diag_unit_mma, diag_unit_hcy,
            diag_unit_fol, diag_unit_crea.
        low, high: allowed range of the result, in `unit`. Negative values need a negative `low`.
    Errors: InputError for a missing unit, a unit of another dimension, a comma, NaN, infinity, out of range.
    Example:
        >>> round(parse_quantity("237 pg/mL", "pmol/L", what="serum B12", analyte=Analyte.COBALAMIN), 1)
        174.9
    """
    allowed = _allowed_units(unit, analyte)
    number, written = _split(str(text), what=what, where=where, units=", ".join(allowed))
    spelled = _spell(written, allowed)
    if spelled is None:
        note = ""
        if analyte is Analyte.HAEMOGLOBIN and _spell(written, ("mmol/L",)):
            note = " (mmol/L is ambiguous: of the monomer or of the tetramer)"
        raise InputError(f"{what}: unit {written!r} does not fit{note}", where=where, value=text,
                         allowed=", ".join(allowed), nearest=nearest_word(written, allowed))  # fmt: skip
    value = _convert(number, spelled, unit, analyte)
    if not math.isfinite(value):
        raise InputError(f"{what}: not a finite number", where=where, value=text)
    lowest = 0.0 if low is None else low
    if value < lowest or (high is not None and value > high):
        span = f"{lowest:g} {unit} or more" if high is None else f"{lowest:g} to {high:g} {unit}"
        raise InputError(f"{what}: out of range", where=where, value=text, allowed=span)
    return value


def parse_bounded(
    text: str,
    unit: str,
    *,
    what: str,
    where: str = "",
    analyte: Analyte | None = None,
    low: float | None = None,
    high: float | None = None,
) -> tuple[float, Censor]:
    """A laboratory value that may be only a bound: ">2000 pg/mL" is above, "<50 pmol/L" is below.

    Arguments and errors: as `parse_quantity`.
    Example:
        >>> parse_bounded("<50 pmol/L", "pmol/L", what="serum B12")
        (50.0, <Censor.BELOW: 'below'>)
    """
    bare = str(text).strip()
    for sign, censor in _BOUNDS.items():
        if bare.lower().startswith(sign):
            rest = bare[len(sign) :]
            value = parse_quantity(rest, unit, what=what, where=where, analyte=analyte, low=low, high=high)
            return value, censor
    return parse_quantity(bare, unit, what=what, where=where, analyte=analyte, low=low, high=high), Censor.NONE


def check_unit(text: str, *, what: str = "unit", where: str = "") -> str:
    """The unit of a parameter as written, when it can be read ("1/d", "nmol", "1/(nmol*d)", "dimensionless").

    `d` is a day. Errors: InputError for a text that is no unit.
    Example:
        >>> check_unit("1/(nmol*d)")
        '1/(nmol*d)'
    """
    bare = text.strip()
    try:
        if not bare:
            raise ValueError("empty")
        _dimension(bare)
    except Exception as error:  # Pint's parser raises a wide family: undefined unit, syntax, type, token errors
        raise InputError(
            f"{what} not understood", where=where, value=text, nearest=nearest_word(bare, _KNOWN_UNITS)
        ) from error
    return bare


def same_dimension(unit_a: str, unit_b: str) -> bool:
    """Whether two units measure the same kind of quantity.

    Errors: InputError when one of them is no unit.
    Example:
        >>> same_dimension("1/d", "1/h")
        True
    """
    return _dimension(check_unit(unit_a)) == _dimension(check_unit(unit_b))


def unit_powers(text: str) -> dict[str, float]:
    """The factors of a unit and their exponents, by Pint's full names; empty for a plain number.

    Errors: InputError for a text that is no unit.
    Example:
        >>> unit_powers("nmol/L/d")
        {'nanomole': 1.0, 'liter': -1.0, 'day': -1.0}
    """
    parsed: dict[str, float] = dict(_registry().parse_units(_expression(check_unit(text)))._units)
    return {name: float(power) for name, power in parsed.items()}


def base_of(factor: str, bases: frozenset[str]) -> tuple[str, float]:
    """The base unit behind one factor of a unit, and how many of it the factor is.

    Arguments:
        factor: a full name as `unit_powers` gives it.
        bases: names that may stand for themselves; any other unit is taken back to Pint's root units.
    Errors: InputError for a factor that is the product of several bases, such as a knot.
    Example:
        >>> base_of("nanomole", frozenset({"mole"}))
        ('mole', 1e-09)
    """
    prefix, bare, _ = _registry().parse_unit_name(factor)[0]
    if bare in bases:
        return bare, float(_registry().Quantity(1.0, prefix + bare).to(bare).magnitude)
    multiplier, root = _registry().get_root_units(factor)
    names = dict(root._units) or {"dimensionless": 1.0}
    if len(names) != 1 or next(iter(names.values())) != 1:
        raise InputError("unit is a product of several base units", value=factor, allowed=", ".join(sorted(bases)))
    return next(iter(names)), float(multiplier)


def _split(text: str, *, what: str, where: str, units: str, words: bool = False) -> tuple[float, str]:
    """Number and unit of a text, each checked for presence."""
    bare = text.strip()
    if not bare:
        raise InputError(f"{what} is empty", where=where, value=text, allowed=f"a number and one of {units}")
    if re.search(r"\d\s*,\s*\d", bare):
        raise InputError(
            f"{what}: a comma can mean a decimal point or thousands", where=where, value=text, allowed="1.5 or 1500"
        )
    if re.match(r"[+-]?(nan|inf|infinity|∞)\b", bare, re.IGNORECASE):
        raise InputError(f"{what}: not a finite number", where=where, value=text)
    first, _, rest = bare.partition(" ")
    counts = {**NUMBER_WORDS, "a": 1, "an": 1}
    if words and first.lower() in counts:
        number, unit = float(counts[first.lower()]), rest.strip()
    else:
        match = _NUMBER.match(bare)
        if match is None:
            raise InputError(
                f"{what}: no number found", where=where, value=text, allowed=f"a number and one of {units}"
            )
        number, unit = float(match.group()), bare[match.end() :].strip()
    if not math.isfinite(number):
        raise InputError(f"{what}: not a finite number", where=where, value=text)
    if not unit:
        raise InputError(f"{what}: unit missing", where=where, value=text, allowed=units)
    if re.match(r"\d{3}\b", unit):
        raise InputError(f"{what}: write the number without spaces", where=where, value=text, allowed="1500")
    if re.match(r"(?:-|–|—|to\b)\s*\d", unit):
        raise InputError(f"{what}: a range was given where one number is needed", where=where, value=text)
    return number, unit


def _spell(written: str, allowed: tuple[str, ...]) -> str | None:
    """The allowed unit that was meant, or None; exact case first, then any case (MG, pg/ml, Pmol/l)."""
    text = re.sub(r"[µμ]", "u", written.strip())
    text = text.replace("²", "2").replace("^2", "2").replace("**2", "2")
    text = re.sub(r"\s+per\s+", "/", text, flags=re.IGNORECASE)
    factors = re.sub(r"\s+", "", text).split("/")
    exact = "/".join(factors)
    if exact in allowed:
        return exact
    lower = "/".join(_SPELLINGS.get(factor.lower(), factor) for factor in factors).lower()
    found = [unit for unit in allowed if unit.lower() == lower]
    return found[0] if len(found) == 1 else None


def _expression(unit: str) -> str:
    """The unit in Pint's syntax."""
    text = re.sub(r"[µμ]", "u", unit).replace(_BODY_SURFACE, "standard_body_surface")
    return re.sub(r"(?<=m)2\b", "^2", text).replace("%", "percent")


@lru_cache(maxsize=1)
def _registry() -> Any:  # Pint's generic types are partly unknown to the checker; nothing of Pint leaves this module
    """Pint's units plus the body surface that a filtration rate is scaled to, a dimension of its own."""
    from pint import UnitRegistry

    registry = cast(Any, UnitRegistry())
    registry.define("standard_body_surface = [standard_body_surface]")
    return registry


@lru_cache(maxsize=1024)
def _dimension(unit: str) -> str:
    dimensionality: dict[str, float] = dict(_registry().parse_units(_expression(unit)).dimensionality)
    return str(sorted((name, float(power)) for name, power in dimensionality.items()))


@lru_cache(maxsize=1024)
def _factor(unit_from: str, unit_to: str) -> float:
    """How many `unit_to` one `unit_from` is."""
    return float(_registry().Quantity(1.0, _expression(unit_from)).to(_expression(unit_to)).magnitude)


@lru_cache(maxsize=256)
def _allowed_units(unit: str, analyte: Analyte | None) -> tuple[str, ...]:
    """The units a person may write where `unit` is wanted."""
    if analyte is Analyte.GLYCATED_HAEMOGLOBIN:
        return ("%", "mmol/mol")
    dimensions = {_dimension(unit)}
    if analyte in MOLAR_MASS:
        dimensions |= {_dimension("g/L"), _dimension("mol/L")}
    known = tuple(known for known in _KNOWN_UNITS if known != "mmol/mol" and _dimension(known) in dimensions)
    return known if unit in known else (unit, *known)


def _convert(number: float, unit_from: str, unit_to: str, analyte: Analyte | None) -> float:
    if analyte is Analyte.GLYCATED_HAEMOGLOBIN and unit_from != unit_to:
        to_ifcc = unit_to == "mmol/mol"
        return (number - NGSP_INTERCEPT) / NGSP_SLOPE if to_ifcc else number * NGSP_SLOPE + NGSP_INTERCEPT
    if unit_from == unit_to:
        return number
    if analyte in MOLAR_MASS and not same_dimension(unit_from, unit_to):
        molar_mass = MOLAR_MASS[analyte]
        if same_dimension(unit_from, "g/L"):
            return number * _factor(unit_from, "g/L") / molar_mass * _factor("mol/L", unit_to)
        return number * _factor(unit_from, "mol/L") * molar_mass * _factor("g/L", unit_to)
    return number * _factor(unit_from, unit_to)
