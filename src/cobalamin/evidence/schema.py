"""The form of an evidence table: what its cells may hold, read in one place, and where a citation can be opened.

A cell that cannot be right is refused when the table is read, by row, id and column: an id twice, a unit that no source
writes, a DOI or PMID that cannot exist, a word for `verified` or `use` that has no meaning.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from importlib import resources

from cobalamin.errors import CobalaminError, nearest_word


class Verified(StrEnum):
    """How a figure was read."""

    FULLTEXT = "fulltext"
    ABSTRACT = "abstract"
    SECONDARY = "secondary"
    MEMORY = "memory"

    @property
    def words(self) -> str:
        """The same for a reader."""
        return _VERIFIED_WORDS[self]


_VERIFIED_WORDS = {
    Verified.FULLTEXT: "read in the full text",
    Verified.ABSTRACT: "read in the abstract",
    Verified.SECONDARY: "read in a text that quotes it",
    Verified.MEMORY: "recalled, not read",
}


class Use(StrEnum):
    """What a figure may be used for; one use for a study, fixed before its result is compared with the model."""

    CALIBRATE = "calibrate"
    VALIDATE = "validate"
    CONTEXT = "context"

    @property
    def words(self) -> str:
        """The same for a reader."""
        return _USE_WORDS[self]


_USE_WORDS = {
    Use.CALIBRATE: "may be fitted; agreement with it is no test",
    Use.VALIDATE: "kept for testing, never fitted",
    Use.CONTEXT: "for orientation, neither fitted nor scored",
}

UNIT_WORDS = frozenset({
    "%", "1", "mol", "mmol", "umol", "nmol", "pmol", "g", "mg", "ug", "ng", "pg", "kg", "L", "dL", "mL", "fL",
    "m", "cm", "mm", "um", "cm2", "mm2", "1.73m2", "s", "ms", "min", "h", "d", "wk", "mo", "a", "Hz", "S", "mS", "V",
    "mV", "uV", "NRS", "0-10", "points", "JND", "SD", "GBP", "CAD", "fold", "text", "mg.h", "ng.h", "(100.g)",
})  # fmt: skip
"""Words from which the sources make units: `a` is a year, `mo` a month; "1" stands for a pure number."""
_BETWEEN_UNIT_WORDS = re.compile(r"/| per |\s+")
_LOGARITHM = re.compile(r"ln\((.*)\)")

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_PMID = re.compile(r"PMID (\d{5,8})( \(recalled\))?")
_PMC = re.compile(r"PMC\d{4,9}")
_ADDRESS = re.compile(r"https?://\S+")
_HOST = re.compile(r"(?:[\w-]+\.)+(?:org|gov|com|uk|edu)(?:/\S*)?")
_FORMS = (
    ("10.", _DOI, "a DOI: 10.1056/NEJM198806303182604"),
    ("doi", _DOI, "a DOI without the word: 10.1056/NEJM198806303182604"),
    ("pmid", _PMID, "PMID and a number: PMID 8534966"),
    ("pmc", _PMC, "PMC and a number: PMC2805935"),
    ("http", _ADDRESS, "an address without spaces"),
)


def link(place: str) -> str:
    """Address at which a citation can be opened, "" where its place is told in words or a number was recalled.

    Arguments:
        place: DOI, PMID, PMC number, address, host name, or words.

    >>> link("10.1212/WNL.45.8.1435")
    'https://doi.org/10.1212/WNL.45.8.1435'
    >>> link("PMID 8534966")
    'https://pubmed.ncbi.nlm.nih.gov/8534966/'
    >>> link("label text")
    ''
    """
    if _DOI.fullmatch(place):
        return f"https://doi.org/{place}"
    if (found := _PMID.fullmatch(place)) and not found[2]:
        return f"https://pubmed.ncbi.nlm.nih.gov/{found[1]}/"
    if _PMC.fullmatch(place):
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{place}/"
    if _ADDRESS.fullmatch(place):
        return place
    return f"https://{place}" if _HOST.fullmatch(place) else ""


def _wrong_place(cell: str) -> str | None:
    for beginning, form, allowed in _FORMS:
        if cell.lower().startswith(beginning):
            return None if form.fullmatch(cell) else f"must be {allowed}"
    return None


def _wrong_unit(cell: str) -> str | None:
    inside = found[1] if (found := _LOGARITHM.fullmatch(cell)) else cell
    unknown = [word for word in _BETWEEN_UNIT_WORDS.split(inside) if word and word not in UNIT_WORDS]
    if not unknown:
        return None
    nearest = nearest_word(unknown[0], UNIT_WORDS)
    hint = f"; did you mean {nearest!r}?" if nearest else "; a new unit is added to UNIT_WORDS in evidence/schema.py"
    return f"has the unknown unit {unknown[0]!r}{hint}"


def _wrong_word(cell: str, allowed: Iterable[str]) -> str | None:
    words = list(allowed)
    return None if cell in words else f"must be one of {', '.join(words)}"


def _wrong_number(cell: str) -> str | None:
    try:
        return None if not cell or abs(float(cell)) < float("inf") else "must be a finite number"
    except ValueError:
        return "must be a number or empty"


_CHECKS = {
    "doi_or_url": _wrong_place,
    "unit": _wrong_unit,
    "verified": lambda cell: _wrong_word(cell, Verified),
    "use": lambda cell: _wrong_word(cell, Use),
    "value": _wrong_number,
    "low": _wrong_number,
    "high": _wrong_number,
}


def checked_rows(table: str, text: str) -> list[Mapping[str, str]]:
    """Rows of the text of a table, each cell in its form.

    Arguments:
        table: its name, for the message.
        text: CSV with a header.

    Errors: CobalaminError names table, row, id, column, the cell and what it should be.
    """
    found: list[Mapping[str, str]] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        where = f"evidence/{table}.csv: row {number}"
        if None in row or None in row.values():
            raise CobalaminError(f"{where}: needs {len(row) - (None in row)} cells, as the header has")
        if "id" in row:
            id = row["id"]
            if not re.fullmatch(r"\w+", id):
                raise CobalaminError(f"{where}: id: {id!r} must be one word of letters, digits and underscores")
            if id in seen:
                raise CobalaminError(f"{where}: id: {id!r} stands in row {seen[id]} already")
            seen[id] = number
            where = f"{where} ({id})"
        for column, wrong in _CHECKS.items():
            if column in row and (complaint := wrong(row[column])):
                raise CobalaminError(f"{where}: {column}: {row[column]!r} {complaint}")
        found.append(row)
    return found


def read_table(table: str) -> list[Mapping[str, str]]:
    """Rows of `evidence/<table>.csv`, each cell in its form; errors as `checked_rows`."""
    return checked_rows(table, (resources.files(__package__ or "") / f"{table}.csv").read_text(encoding="utf-8"))
