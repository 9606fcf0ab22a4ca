"""Laboratory tests: the names they go by, the unit kept, the units in use and the plausible human range."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cobalamin.errors import InputError
from cobalamin.units import Analyte, Censor, parse_bounded

from .words import Vocabulary, plain


@dataclass(frozen=True, kw_only=True)
class TestKind:
    """One laboratory test.

    Attributes:
        label: the name in a sentence.
        synonyms: other names.
        unit: the unit that is kept; "" for an antibody, which is positive or negative.
        units: units that laboratories use, named when a value comes without one.
        low, high: plausible human range in `unit`, the recorded extremes with room; beyond it a unit is likely wrong.
        analyte: what is converted between mass and amount.
        observation: the observation name, with its unit.
    """

    __test__ = False  # a name that begins with Test is no test class

    label: str
    synonyms: tuple[str, ...]
    observation: str
    unit: str = ""
    units: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 1.0
    analyte: Analyte | None = None


TESTS: Mapping[str, TestKind] = {
    "serum_b12": TestKind(
        label="serum B12",
        synonyms=("B12", "vitamin B12", "vit B12", "cobalamin", "total B12", "serum cobalamin", "serum vitamin B12"),
        observation="serum_b12_pmol_l",
        unit="pmol/L", units=("pmol/L", "pg/mL"), low=5.0, high=100_000.0, analyte=Analyte.COBALAMIN,
    ),
    "holotc": TestKind(
        label="active B12",
        synonyms=("holotranscobalamin", "holo-TC", "holoTC", "active vitamin B12", "transcobalamin-bound B12"),
        observation="holotc_pmol_l",
        unit="pmol/L", units=("pmol/L", "pg/mL"), low=1.0, high=10_000.0, analyte=Analyte.COBALAMIN,
    ),
    "mma": TestKind(
        label="methylmalonic acid",
        synonyms=("MMA", "methylmalonate", "serum MMA", "plasma MMA", "serum methylmalonic acid"),
        observation="mma_nmol_l",
        unit="nmol/L", units=("nmol/L", "umol/L"), low=20.0, high=200_000.0, analyte=Analyte.METHYLMALONIC_ACID,
    ),
    "homocysteine": TestKind(
        label="homocysteine",
        synonyms=("tHcy", "Hcy", "total homocysteine", "plasma homocysteine", "homocystein"),
        observation="homocysteine_umol_l",
        unit="umol/L", units=("umol/L", "mg/L"), low=1.0, high=600.0, analyte=Analyte.HOMOCYSTEINE,
    ),
    "hemoglobin": TestKind(
        label="haemoglobin",
        synonyms=("haemoglobin", "Hb", "Hgb"),
        observation="hemoglobin_g_dl",
        unit="g/dL", units=("g/dL", "g/L"), low=1.5, high=25.0, analyte=Analyte.HAEMOGLOBIN,
    ),
    "mcv": TestKind(
        label="MCV", synonyms=("mean corpuscular volume", "mean cell volume"),
        observation="mcv_fl", unit="fL", units=("fL",), low=45.0, high=165.0,
    ),
    "reticulocytes": TestKind(
        label="reticulocytes", synonyms=("retics", "reticulocyte share", "reticulocyte percentage"),
        observation="reticulocytes_pct", unit="%", units=("%",), low=0.0, high=70.0,
    ),
    "ferritin": TestKind(
        label="ferritin", synonyms=("serum ferritin",),
        observation="ferritin_ug_l", unit="ug/L", units=("ug/L", "ng/mL"), low=0.5, high=100_000.0,
        analyte=Analyte.FERRITIN,
    ),
    "folate": TestKind(
        label="serum folate", synonyms=("serum folate", "folic acid", "plasma folate", "vitamin B9"),
        observation="folate_nmol_l", unit="nmol/L", units=("nmol/L", "ug/L"), low=0.5, high=2_000.0,
        analyte=Analyte.FOLATE,
    ),
    "red_cell_folate": TestKind(
        label="red cell folate", synonyms=("RBC folate", "erythrocyte folate", "red blood cell folate"),
        observation="red_cell_folate_nmol_l", unit="nmol/L", units=("nmol/L", "ug/L"), low=30.0, high=8_000.0,
        analyte=Analyte.FOLATE,
    ),
    "creatinine": TestKind(
        label="creatinine", synonyms=("serum creatinine", "plasma creatinine"),
        observation="creatinine_umol_l", unit="umol/L", units=("umol/L", "mg/dL"), low=10.0, high=3_000.0,
        analyte=Analyte.CREATININE,
    ),
    "egfr": TestKind(
        label="eGFR", synonyms=("estimated GFR", "estimated glomerular filtration rate", "GFR"),
        observation="egfr_ml_min_1_73m2", unit="mL/min/1.73m2", units=("mL/min/1.73m2",), low=1.0, high=200.0,
    ),
    "hba1c": TestKind(
        label="HbA1c", synonyms=("glycated haemoglobin", "A1c", "haemoglobin A1c"),
        observation="hba1c_pct", unit="%", units=("%", "mmol/mol"), low=3.0, high=22.0,
        analyte=Analyte.GLYCATED_HAEMOGLOBIN,
    ),
    "potassium": TestKind(
        label="potassium", synonyms=("serum potassium", "plasma potassium"),
        observation="potassium_mmol_l", unit="mmol/L", units=("mmol/L",), low=1.0, high=10.0,
    ),
    "tsh": TestKind(
        label="TSH", synonyms=("thyroid stimulating hormone", "thyrotropin"),
        observation="tsh_mu_l", unit="mU/L", units=("mU/L", "mIU/L"), low=0.001, high=1_000.0,
    ),
    "intrinsic_factor_antibody": TestKind(
        label="intrinsic factor antibody",
        synonyms=("intrinsic factor antibodies", "IFAb", "IF antibody", "anti-intrinsic factor antibody"),
        observation="intrinsic_factor_antibody",
    ),
    "parietal_cell_antibody": TestKind(
        label="parietal cell antibody",
        synonyms=("parietal cell antibodies", "PCA", "gastric parietal cell antibody", "anti-parietal cell antibody"),
        observation="parietal_cell_antibody",
    ),
}  # fmt: skip

_TEST_OF_LABEL = {kind.label: name for name, kind in TESTS.items()}
_TEST_WORDS = Vocabulary("test", {kind.label: (name, *kind.synonyms) for name, kind in TESTS.items()})

_ANTIBODY = {"positive": 1.0, "pos": 1.0, "detected": 1.0, "negative": 0.0, "neg": 0.0, "not detected": 0.0}
# The same number in every one of these, so this is spelling and no conversion.
_THYROID_UNIT = re.compile(r"(?:m(?:IU|U)/L|[uµμ](?:IU|U)/mL)\s*$", re.IGNORECASE)


def find_test(text: str, *, where: str) -> str:
    """The canonical name of a test, a key of `TESTS`.

    >>> find_test("vitamin b-12", where="")
    'serum_b12'

    Errors:
        InputError: the test is unknown; it names the nearest known one as a laboratory would print it.
    """
    return _TEST_OF_LABEL[_TEST_WORDS.find(text, where=where)]


def unit_missing(value: object) -> bool:
    """True for a bare number, or a text that ends in its number: no unit was written."""
    if isinstance(value, (int, float)):
        return True
    return isinstance(value, str) and bool(re.fullmatch(r"\s*[<>≤≥]?=?\s*[-+]?[\d.]*\d\.?\s*", value))


def lab_value(test: str, value: object, *, where: str) -> tuple[float, Censor]:
    """Value in the test's unit, and whether it is only a bound.

    Arguments:
        test: canonical name, a key of `TESTS`.
        value: the text of the file ("237 pg/mL", ">2000 pg/mL", "positive").
        where: file and table, for the error.

    >>> lab_value("homocysteine", "21 umol/L", where="")
    (21.0, <Censor.NONE: 'none'>)

    Errors:
        InputError: no number, no unit (the candidates are named), a unit of another kind, or beyond the human range.
    """
    kind = TESTS[test]
    if not kind.unit:
        known = _ANTIBODY.get(plain(value)) if isinstance(value, str) else None
        if known is None:
            raise InputError(f"{kind.label} value", where=where, value=value, allowed="positive, negative")
        return known, Censor.NONE
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise InputError(f"{kind.label} value is not a text", where=where, value=value, allowed=f'"... {kind.unit}"')
    if unit_missing(value):
        units = " or ".join(kind.units)
        raise InputError(f"{kind.label}: unit missing", where=where, value=value, allowed=f"a number and {units}")
    text = str(value)
    if test == "tsh":
        text = _THYROID_UNIT.sub(kind.unit, text)
    number, censor = parse_bounded(text, kind.unit, what=kind.label, where=where, analyte=kind.analyte)
    if not kind.low <= number <= kind.high:
        raise InputError(
            f"{kind.label} is beyond what has been seen in people",
            where=where,
            value=value,
            allowed=f"{kind.low:g} to {kind.high:g} {kind.unit}; check the unit",
        )
    return number, censor
