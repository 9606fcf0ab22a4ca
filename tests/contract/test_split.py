"""The split of studies into fitting and testing: one use a paper, under whatever name and form of address it stands."""

from __future__ import annotations

import csv
import os
import re
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote

import pytest

from cobalamin.errors import CobalaminError
from cobalamin.evidence import Use, one_use_a_paper, split
from cobalamin.evidence.schema import read_table

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("COBALAMIN_SHARED") or ROOT.parent / "shared")
NAMES = ("source", "trial", "study")
FORMS = {
    "doi": re.compile(r"10\.\d{4,9}/[^\s;,)\"\'?#]+"),
    "pmid": re.compile(r"(?:pmid\W*|pubmed(?:\.ncbi\.nlm\.nih\.gov)?/)(\d{5,8})"),
    "pmc": re.compile(r"pmc(\d{4,9})"),
}
needs_shared = pytest.mark.skipif(not (SHARED / "evidence").is_dir(), reason="no shared evidence tables")


def addresses(place: str) -> set[str]:
    """DOI, PMID and PMC number of a citation, whatever the form of the address."""
    text = unquote(place).lower()
    return {f"{form} {found.rstrip('.')}" for form, pattern in FORMS.items() for found in pattern.findall(text)}


def study_of(row: dict[str, str]) -> str | None:
    """The study of a row as the split names it: the longest name that stands in one of its cells."""
    texts = [row.get(column) or "" for column in NAMES]
    named = [s for s in split() if any(re.search(rf"(?<!\w){re.escape(s)}(?!\w)", text) for text in texts)]
    return max(named, key=len) if named else None


def papers() -> dict[str, set[str]]:
    """Address -> names under which the split has it."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in sorted((SHARED / "evidence").glob("*/*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for address in addresses(row.get("doi_or_url") or ""):
                    if study := study_of(row):
                        found[address].add(study)
    return found


def test_forms_of_an_address_are_one() -> None:
    forms = ("10.1016/J.x.2012.07", "https://doi.org/10.1016/j.x.2012.07", "http://dx.doi.org/10.1016%2Fj.x.2012.07.")
    assert {one for form in forms for one in addresses(form)} == {"doi 10.1016/j.x.2012.07"}
    assert addresses("PMID 8534966") == addresses("https://pubmed.ncbi.nlm.nih.gov/8534966/") == {"pmid 8534966"}
    assert addresses("https://pmc.ncbi.nlm.nih.gov/articles/PMC7265598/table") == {"pmc 7265598"}


@needs_shared
def test_no_paper_stands_on_both_sides() -> None:
    found = papers()
    assert len(found) > 100, "the tables have no addresses"
    both = {address: names for address, names in found.items() if len({split()[name] for name in names}) > 1}
    assert not both, "name them in evidence/same_papers.toml"


def test_a_correction_only_takes_away_from_fitting() -> None:
    told = {row["study"]: Use(row["use"]) for row in read_table("split")}
    changed = {study for study, use in split().items() if use is not told[study]}
    assert {"G-GR pooled 2013", "Hakim 2018"} <= changed
    assert all(told[study] is Use.CALIBRATE and split()[study] is Use.VALIDATE for study in changed)


def test_a_name_that_the_split_lacks_is_refused() -> None:
    with pytest.raises(CobalaminError, match="not in the split: "):
        one_use_a_paper({"G-GR 2013": Use.VALIDATE})
