"""Codes of other people's files: check digits, and every shipped row is used."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from cobalamin.interop.codes import ATC, ICD_10_CM, LOINC, RXNORM, SNOMED_CT, codes, loinc_digit_fits, snomed_digit_fits
from cobalamin.interop.fhir.diagnoses import TOO_VAGUE, WORDS_OF_CODE
from cobalamin.interop.fhir.observations import MEASURE_OF_LOINC, NOT_A_TEST, TEST_OF_LOINC
from cobalamin.person.conditions import CONDITION_WORDS
from cobalamin.person.labs import TESTS
from cobalamin.regimen import find_substance

SHARED = Path(os.environ.get("COBALAMIN_SHARED") or Path(__file__).resolve().parents[4] / "shared")
# Named by three bundles of synthetic patients and not by the table of evidence.
ADDED = {(LOINC, code) for code in ("38483-4", "6298-4", "29463-7", "8302-2")}


def of(system: str) -> list[str]:
    return [code for owner, code in codes() if owner == system]


@pytest.mark.parametrize("code", of(LOINC))
def test_loinc_check_digit(code: str):
    assert loinc_digit_fits(code)


@pytest.mark.parametrize("code", of(SNOMED_CT))
def test_snomed_check_digit(code: str):
    assert snomed_digit_fits(code)


@pytest.mark.parametrize("code", ["14685-1", "13964-0", "13965-7", "2132-8", "2132", "2132-", "-9", "", "a132-9"])
def test_wrong_loinc(code: str):
    assert not loinc_digit_fits(code)


@pytest.mark.parametrize("code", ["713705009", "84027008", "84207009", "8402", "", "84027009a"])
def test_wrong_snomed(code: str):
    assert not snomed_digit_fits(code)


@pytest.mark.parametrize(
    ("fits", "code"), [(loinc_digit_fits, "14685-2"), (loinc_digit_fits, "8302-2"), (snomed_digit_fits, "84027009")]
)
def test_every_single_wrong_digit_is_seen(fits, code: str):
    for place, digit in enumerate(code):
        for other in "0123456789" if digit != "-" else "":
            assert fits(code[:place] + other + code[place + 1 :]) is (other == digit)


def test_verhoeff_sees_neighbours_that_changed_places():
    code = "230572002"
    for place in range(len(code) - 1):
        changed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert snomed_digit_fits(changed) is (changed == code)


def test_every_row_is_used_and_every_use_has_a_row():
    assert set(of(LOINC)) == {*TEST_OF_LOINC, *MEASURE_OF_LOINC, *NOT_A_TEST}
    diagnoses = {(system, code) for system, code in codes() if system in (ICD_10_CM, SNOMED_CT)}
    assert diagnoses == {*WORDS_OF_CODE, *TOO_VAGUE}
    assert not set(WORDS_OF_CODE) & set(TOO_VAGUE)
    assert set(TEST_OF_LOINC.values()) <= set(TESTS)
    for system in (ATC, RXNORM):
        for code in of(system):
            assert find_substance(codes()[(system, code)].display)


def test_conditions_of_codes_are_canonical():
    """Code and name can be compared only if both are told by the same word."""
    for words in WORDS_OF_CODE.values():
        for word in words:
            assert CONDITION_WORDS.known(word) in (word, None)


def test_rows_are_those_of_the_evidence():
    table = SHARED / "evidence" / "diagnosis" / "codes.csv"
    if not table.is_file():
        pytest.skip(f"no table of codes in {SHARED} (COBALAMIN_SHARED)")
    with table.open(encoding="utf-8", newline="") as file:
        rows = {(row["system"], row["code"]): row for row in csv.DictReader(file)}
    shipped = {key: vars(row) for key, row in codes().items()}
    assert set(shipped) - set(rows) == ADDED
    for key in set(shipped) - ADDED:
        assert shipped[key] == rows[key]
        assert "FAILS" not in rows[key]["note"]
    recomputed = {
        LOINC: loinc_digit_fits,
        SNOMED_CT: snomed_digit_fits,
    }
    for (system, code), row in rows.items():
        if system in recomputed:
            assert recomputed[system](code) is ("FAILS" not in row["note"]), code
