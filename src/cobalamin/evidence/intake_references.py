"""Reference intakes of vitamin B12 by authority, side by side: they rest on different endpoints, and none is chosen.

`reference_values.csv` is written by `tools/take_foods.py`. A row that nobody read has no figure here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from cobalamin.evidence.schema import Verified, link, read_table

WHY_THEY_DIFFER = "they rest on different endpoints, so all are shown and none is chosen silently"
KINDS = {
    "EAR": "enough for half of people",
    "RDA": "enough for nearly all",
    "RDI": "enough for nearly all",
    "RNI": "enough for nearly all",
    "PRI": "enough for nearly all",
    "AI": "adequate intake, set where a requirement could not be",
    "AI (Schaetzwert)": "adequate intake, set where a requirement could not be",
    "LRNI": "enough for few",
    "provisional AR": "enough for half of people, provisional",
}
"""Kind of a value -> what it means."""
_ENOUGH = frozenset({"RDA", "RDI", "RNI", "PRI", "AI", "AI (Schaetzwert)"})
_FROM = 51.0


@dataclass(frozen=True, kw_only=True)
class IntakeReference:
    """A reference intake.

    Attributes:
        authority, year: who set it, and when.
        kind: EAR, RDA, AI, RNI, ...
        group: whom it is for.
        value: [ug/d]; None where it was recalled and not read.
        source, doi_or_url: where it was read.
        verified: how it was read.
        note: what a reader should know about it.
    """

    authority: str
    year: int
    kind: str
    group: str
    value: float | None
    source: str
    doi_or_url: str
    verified: Verified
    note: str

    @property
    def link(self) -> str:
        """Address at which it can be opened, "" for none."""
        return link(self.doi_or_url)

    @property
    def meaning(self) -> str:
        """What a value of this kind says."""
        return KINDS[self.kind]

    @property
    def recommended(self) -> bool:
        """Whether it is meant to be enough for nearly everybody, as an average requirement is not."""
        return self.kind in _ENOUGH


@cache
def intake_references() -> tuple[IntakeReference, ...]:
    """All rows of adults, pregnancy and lactation, in the order of the table."""
    return tuple(
        IntakeReference(
            authority=row["body"],
            year=int(row["year"]),
            kind=row["kind"],
            group=row["group"],
            value=float(row["value"]) if row["value"] and row["verified"] != Verified.MEMORY else None,
            source=row["source"],
            doi_or_url=row["doi_or_url"],
            verified=Verified(row["verified"]),
            note=row["note"],
        )
        for row in read_table("reference_values")
    )


def references_for(age: float, *, pregnant: bool = False) -> tuple[IntakeReference, ...]:
    """The rows for a person: those of adults of this age; in pregnancy those of pregnancy, and of lactation after it.

    Arguments:
        age: 16 or more [a]; below 19 the values of young adults stand in.

    >>> sorted({r.value for r in references_for(40.0) if r.recommended and r.value})
    [1.4, 1.5, 2.4, 4.0]
    """
    groups = {"pregnancy", "lactation"} if pregnant else {"adults", "15+ y", "51+ y" if age >= _FROM else "19-50 y"}
    return tuple(each for each in intake_references() if each.group in groups)
