"""Where the numbers come from: facts with their sources, and derivations for numbers that no single source gives.

`facts.csv` has one published figure a row; `derivations.toml` says what the other ids are. Every parameter, flow and
warning names an id of one of the two. A figure that nobody has read in its source is marked `memory`, and is never
handed to a user as fact.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType

from cobalamin.errors import CobalaminError, InputError, nearest_word
from cobalamin.evidence.schema import Use, Verified, link, read_table

__all__ = [
    "Derivation",
    "Fact",
    "Use",
    "Verified",
    "citation",
    "derivation",
    "derivations",
    "fact",
    "facts",
    "link",
    "one_use_a_paper",
    "split",
    "split_date",
]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One published figure.

    Attributes:
        id: its name everywhere in the project.
        quantity: what was measured, or what is advised.
        value, low, high: in `unit`; None where the source gives none.
        unit: as the source has it.
        population: in whom.
        source: authors and year, or the text that was read.
        doi_or_url: where to find it; "" where that was not checked.
        verified: how it was read.
        use: to fit, to test, or for orientation.
    """

    id: str
    quantity: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    population: str
    source: str
    doi_or_url: str
    verified: Verified
    use: Use

    @property
    def link(self) -> str:
        """Address at which the source can be opened, "" where its place is told in words."""
        return link(self.doi_or_url)


@dataclass(frozen=True, kw_only=True)
class Derivation:
    """An id that names no single figure: what it is, what it rests on, and where it is known to miss."""

    id: str
    what: str
    rests_on: str
    misses: str = ""


def _number(text: str) -> float | None:
    return float(text) if text else None


@cache
def facts() -> Mapping[str, Fact]:
    """All facts by id, read once.

    Raises:
        CobalaminError: a cell cannot be right; the message names row, id and column.
    """
    return MappingProxyType(
        {
            row["id"]: Fact(
                id=row["id"],
                quantity=row["quantity"],
                value=_number(row["value"]),
                low=_number(row["low"]),
                high=_number(row["high"]),
                unit=row["unit"],
                population=row["population"],
                source=row["source"],
                doi_or_url=row["doi_or_url"],
                verified=Verified(row["verified"]),
                use=Use(row["use"]),
            )
            for row in read_table("facts")
        }
    )


@cache
def derivations() -> Mapping[str, Derivation]:
    """All derivations by id, read once.

    Raises:
        CobalaminError: a table lacks `what` or `rests_on`, or has a key that is unknown.
    """
    tables = tomllib.loads((resources.files(__name__) / "derivations.toml").read_text(encoding="utf-8"))
    try:
        return MappingProxyType({name: Derivation(id=name, **table) for name, table in tables.items()})
    except TypeError as error:
        raise CobalaminError(f"evidence/derivations.toml: {error}") from error


def one_use_a_paper(uses: Mapping[str, Use]) -> dict[str, Use]:
    """The same uses, but kept for testing under every name of a paper that is kept for testing under one of them.

    Nothing goes the other way. Which names are one paper stands in `same_papers.toml`.

    Raises:
        CobalaminError: a name that is not in the split.
    """
    tables = tomllib.loads((resources.files(__name__) / "same_papers.toml").read_text(encoding="utf-8"))
    found = dict(uses)
    for paper in tables["same_paper"]:
        if unknown := [name for name in paper["studies"] if name not in uses]:
            raise CobalaminError(f"evidence/same_papers.toml: not in the split: {', '.join(unknown)}")
        if any(uses[name] is Use.VALIDATE for name in paper["studies"]):
            found |= dict.fromkeys(paper["studies"], Use.VALIDATE)
    return found


@cache
def split() -> Mapping[str, Use]:
    """Study -> use: fitted or kept for testing, set by study before any result was compared; one use a paper."""
    return MappingProxyType(one_use_a_paper({row["study"]: Use(row["use"]) for row in read_table("split")}))


@cache
def split_date() -> date:
    """Day on which the youngest line of the split was decided."""
    return max(date.fromisoformat(row["date"]) for row in read_table("split"))


def fact(id: str) -> Fact:
    """The fact with this id.

    Raises:
        InputError: there is none; the message names the nearest id.

    >>> fact("kin_metf_lo").unit
    'pmol/L'
    """
    known = facts()
    if id not in known:
        raise InputError("unknown fact", value=id, nearest=nearest_word(id, known))
    return known[id]


def derivation(id: str) -> Derivation:
    """The derivation with this id.

    Raises:
        InputError: there is none; the message names the nearest id.

    >>> derivation("guess").what
    'A judgement of the authors: no published figure fixes it.'
    """
    known = derivations()
    if id not in known:
        raise InputError("unknown derivation", value=id, nearest=nearest_word(id, known))
    return known[id]


def citation(id: str) -> str:
    """What a reader needs in order to find and weigh the source, in one line and without the figure itself.

    Arguments:
        id: of a fact or of a derivation.

    Raises:
        InputError: the id is unknown; the message names the nearest one.

    >>> citation("guess")
    'A judgement of the authors: no published figure fixes it.'
    """
    if id in derivations():
        return derivations()[id].what
    if id not in facts():
        raise InputError("unknown source", value=id, nearest=nearest_word(id, [*facts(), *derivations()]))
    it = facts()[id]
    place = f", {it.doi_or_url}" if it.doi_or_url and it.doi_or_url not in it.source else ""
    if it.verified is Verified.MEMORY:
        return f"recalled, not read: {it.source or 'no source named'}{place}"
    return f"{it.source}{place} ({it.verified.words})"
