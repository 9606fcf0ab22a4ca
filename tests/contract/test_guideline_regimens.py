"""Every guideline, label and trial regimen of the evidence table is written in the dosing language or refused why."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from cobalamin.errors import InputError
from cobalamin.regimen import parse


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: the text, the number of doses in 365 days, or the reason why it is no regimen."""

    text: str
    doses: int = 0
    refused: str = ""


NO_SCHEDULE = "how often is missing"
ROWS: dict[str, Row] = {
    # United Kingdom
    "uk_noneuro_load": Row(text="hydroxocobalamin 1 mg IM 3 times a week for 2 weeks", doses=6),
    "uk_noneuro_maint": Row(text="hydroxocobalamin 1 mg IM every 2-3 months", refused="range"),
    "uk_neuro_load": Row(
        text="hydroxocobalamin 1 mg IM on alternate days until no further improvement", refused="'no'"
    ),
    "uk_neuro_maint": Row(text="hydroxocobalamin 1 mg IM every 2 months for life", doses=6),
    "uk_diet_oral": Row(text="cyanocobalamin 50-150 ug orally daily between meals", refused="range"),
    "uk_nice_oral_fu": Row(text="vitamin B12 orally", refused=NO_SCHEDULE),
    "uk_nice_im_fu": Row(text="hydroxocobalamin 1 mg IM", refused=NO_SCHEDULE),
    "uk_nice_malabs": Row(
        text="hydroxocobalamin 1 mg IM 3 times a week for 2 weeks, then every 3 months for life", doses=6 + 4
    ),
    "uk_metformin": Row(text="vitamin B12", refused="route of cyanocobalamin is missing"),
    # United States
    "us_cn_label_1": Row(text="cyanocobalamin 100 ug deep SC daily for 7 days", doses=7),
    "us_cn_label_2": Row(text="cyanocobalamin 100 ug IM alternate days x7", doses=7),
    "us_cn_label_3": Row(text="cyanocobalamin 100 ug IM every 3-4 days for 2 weeks", refused="range"),
    "us_cn_label_4": Row(text="cyanocobalamin 100 ug IM monthly for life", doses=12),
    "us_oh_label_1": Row(text="hydroxocobalamin 30 ug IM daily for 5-10 days", refused="range"),
    "us_oh_label_2": Row(text="hydroxocobalamin 100-200 ug IM monthly", refused="range"),
    "us_practice_1": Row(
        text="cyanocobalamin 1 mg IM daily for 7 days, then weekly x4, then monthly", doses=7 + 4 + 11
    ),
    "us_practice_2": Row(text="cyanocobalamin 1 mg IM weekly for 4 weeks", doses=4),
    "us_practice_3": Row(text="cyanocobalamin 1 mg IM monthly for life", doses=12),
    "us_cdc": Row(text="cyanocobalamin 1 mg IM or SC weekly x8 then monthly", refused="alternative"),
    "us_oral": Row(text="cyanocobalamin 1-2 mg orally daily", refused="range"),
    "us_oral_25": Row(text="B12 orally daily", refused="amount of cyanocobalamin is missing"),
    "us_bariatric": Row(text="B12 1 mg orally daily for life", doses=365),
    "us_nasal": Row(text="cyanocobalamin 500 ug nasal weekly", doses=53),
    "us_metformin": Row(text="test blood yearly", refused="drug not known"),
    # trials
    "trial_kuz_oral": Row(text="cyanocobalamin 2 mg orally daily for 120 days", doses=120),
    "trial_kuz_im": Row(text="cyanocobalamin 1 mg IM days 1,3,7,10,14,21,30,60,90", doses=9),
    "trial_metaxas_oral": Row(text="cyanocobalamin 1 mg orally daily for 28 days", doses=28),
    "trial_metaxas_im": Row(text="hydroxocobalamin 1 mg IM weekly x4", doses=4),
    # Canada, Japan, Korea, nutrition societies
    "ca_bc": Row(text="cyanocobalamin 1-2 mg orally daily", refused="range"),
    "jp_inj_pn": Row(text="mecobalamin 500 ug IM three times a week", doses=157),
    "jp_inj_mega": Row(text="mecobalamin 500 ug IV three times a week for 2 months", doses=27),
    "jp_inj_mega_m": Row(text="mecobalamin 500 ug IM every 1-3 months", refused="range"),
    "jp_oral": Row(text="mecobalamin 500 ug by mouth 3 times a day", doses=3 * 365),
    "crohn_20": Row(text="B12 1 mg IM monthly for life", doses=12),
    "tg_oral_kr": Row(text="B12 1-3 tablets orally daily", refused="range"),
    # rules beside B12
    "folate_rule": Row(text="folic acid 5 mg orally daily for 4 months", doses=122),
    "k_rule": Row(text="potassium check daily", refused="drug not known"),
}


@pytest.mark.parametrize("name", ROWS)
def test_row(name: str):
    row = ROWS[name]
    if row.refused:
        with pytest.raises(InputError, match=row.refused):
            parse(row.text, where=name)
        return
    regimen = parse(row.text, where=name)
    assert sum(len(course.days()) for course in regimen.courses(start=0, end=365)) == row.doses
    assert parse(str(regimen)) == regimen


@pytest.mark.parametrize(
    "text",
    [
        "hydroxocobalamin 1 mg IM every other day for 3 weeks, then every 2 months",  # a number for "no improvement"
        "hydroxocobalamin 1 mg IM twice a year",
        "cyanocobalamin 1 mg IM once, then 1 mg orally daily",
        "cyanocobalamin 1 mg IM every other day for a week, then monthly",
        "cyanocobalamin 1 mg IM weekly x8, then monthly",
    ],
)
def test_what_the_notes_of_the_table_add(text: str):
    assert parse(text).items


def test_the_table_has_these_rows():
    root = Path(__file__).resolve().parents[2]
    table = root / os.environ.get("COBALAMIN_SHARED", "../shared") / "evidence" / "diagnosis" / "regimens.csv"
    if not table.exists():
        pytest.skip("shared evidence is not here (COBALAMIN_SHARED)")
    with table.open(encoding="utf-8", newline="") as file:
        found = {row["id"] for row in csv.DictReader(file)}
    assert found == set(ROWS)
