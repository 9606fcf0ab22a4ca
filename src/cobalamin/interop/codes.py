"""Public codes of tests, medicines and diagnoses, to recognise them in other people's files.

A row that was only recalled (`verified` is "memory") may recognise a code. No display is shown as a fact: what a report
says of a code is the name its own file gives.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

LOINC, ATC, RXNORM, ICD_10_CM, SNOMED_CT = "LOINC", "ATC", "RxNorm", "ICD-10-CM", "SNOMED CT"
SYSTEM_OF_ADDRESS: Mapping[str, str] = {
    "http://loinc.org": LOINC,
    "http://www.whocc.no/atc": ATC,
    "http://www.nlm.nih.gov/research/umls/rxnorm": RXNORM,
    "http://hl7.org/fhir/sid/icd-10-cm": ICD_10_CM,
    "http://snomed.info/sct": SNOMED_CT,
}
"""Address by which a FHIR file names a system of codes -> its short name."""
RECALLED = "memory"

# Verhoeff 1969: the multiplication table of the dihedral group D5, and the permutations of the places of a number.
_D5 = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_PLACES = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 5, 7, 6, 2, 8, 3, 0, 9, 4),
    (5, 8, 0, 3, 7, 9, 6, 1, 4, 2),
    (8, 9, 1, 6, 0, 4, 3, 5, 2, 7),
    (9, 4, 5, 3, 1, 2, 6, 8, 7, 0),
    (4, 2, 8, 6, 5, 7, 3, 9, 0, 1),
    (2, 7, 9, 3, 8, 0, 6, 4, 1, 5),
    (7, 0, 4, 6, 9, 1, 3, 2, 5, 8),
)


@dataclass(frozen=True, kw_only=True)
class Code:
    """One code and how sure it is.

    Attributes:
        system: short name of its system, such as "LOINC".
        code, display: the code and what it stands for.
        use: units or role.
        verified: "fulltext", "secondary" or "memory".
        how, note: how it was looked up, and what else is known of it.
    """

    system: str
    code: str
    display: str
    use: str
    verified: str
    how: str
    note: str


@cache
def codes() -> Mapping[tuple[str, str], Code]:
    """Every code by (system, code)."""
    with Path(__file__).with_name("codes.csv").open(encoding="utf-8", newline="") as file:
        rows = [Code(**row) for row in csv.DictReader(file)]
    return MappingProxyType({(row.system, row.code): row for row in rows})


def loinc_digit_fits(code: str) -> bool:
    """True if the check digit of a LOINC code fits its number (mod 10: every second digit from the right doubled).

    >>> loinc_digit_fits("2132-9"), loinc_digit_fits("14685-1")
    (True, False)
    """
    if not re.fullmatch(r"[0-9]{1,7}-[0-9]", code):
        return False
    number, check = code.split("-")
    doubled = "".join(str(int(digit) * (2 - place % 2)) for place, digit in enumerate(reversed(number)))
    return (sum(map(int, doubled)) + int(check)) % 10 == 0


def snomed_digit_fits(code: str) -> bool:
    """True if the check digit of a SNOMED CT identifier fits the digits before it (Verhoeff).

    >>> snomed_digit_fits("84027009"), snomed_digit_fits("713705009")
    (True, False)
    """
    if not re.fullmatch(r"[0-9]{6,18}", code):
        return False
    value = 0
    for place, digit in enumerate(reversed(code)):
        value = _D5[value][_PLACES[place % 8][int(digit)]]
    return value == 0
