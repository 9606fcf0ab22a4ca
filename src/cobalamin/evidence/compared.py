"""What is known of the treatments people compare for nerve pain, in the rows they ask about, as data.

`compared.toml` holds the texts; their figures are those of facts that somebody read. What a treatment would do in one
person is worked out in `plan/compared.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import Any, cast

from cobalamin.errors import CobalaminError, InputError, nearest_word
from cobalamin.evidence import Verified, citation, fact, facts
from cobalamin.evidence.cards import FIGURE, filled, text_tables

FILE = "evidence/compared.toml"
CERTAINTIES = ("high", "moderate", "low", "very low")
NO_INTERVAL = "Of some figures no interval was read."


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """A column: what a plan must hold, and nothing else, to stand for it.

    Attributes:
        key: its name in the table.
        title: for people.
        takes: sets of substances of which one is taken; "cobalamin" stands for every form of B12.
    """

    key: str
    title: str
    takes: tuple[frozenset[str], ...]


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of one treatment in one row, about nobody in particular.

    Attributes:
        says: one to three sentences, figures filled in.
        sources: ids of facts and derivations.
        certainty: one of `CERTAINTIES`.
        because: why, in one sentence; it says so where figures have no interval.
        points: figures to which no interval belongs, such as limits and doses.
        belief: what is often told, with what is known of it; "" for none.
        belief_sources: of that.
    """

    says: str
    sources: tuple[str, ...]
    certainty: str
    because: str
    points: tuple[str, ...] = ()
    belief: str = ""
    belief_sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Compared:
    """The whole table: columns, titles of rows, what is known by (treatment, row), and words for a person."""

    treatments: tuple[Treatment, ...]
    rows: Mapping[str, str]
    cells: Mapping[tuple[str, str], Known]
    words: Mapping[str, str]


@cache
def known() -> Compared:
    """The table, read once.

    Errors: CobalaminError when a cell is missing or has a wrong word, when a figure is not among its sources, lacks the
        interval that its fact has, or was recalled only.
    """
    tables = cast(Mapping[str, Any], text_tables("compared.toml"))
    treatments = tuple(
        Treatment(key=key, title=each["title"], takes=tuple(frozenset(names) for names in each["takes"]))
        for key, each in tables["treatment"].items()
    )
    rows = {key: str(each["title"]) for key, each in tables["row"].items()}
    cells: dict[tuple[str, str], Known] = {}
    for treatment in treatments:
        for row in rows:
            where = f"{FILE}: {treatment.key}.{row}"
            try:
                cells[treatment.key, row] = _read(tables["cell"][treatment.key][row])
            except (KeyError, TypeError, CobalaminError) as error:
                raise CobalaminError(f"{where}: {error}") from error
    return Compared(
        treatments=treatments,
        rows=MappingProxyType(rows),
        cells=MappingProxyType(cells),
        words=MappingProxyType(dict(tables["words"])),
    )


def what_is_known(treatment: str, row: str) -> Known:
    """What is known of one treatment in one row.

    Errors: InputError for a treatment or a row that the table does not have; the message names the nearest.

    >>> what_is_known("duloxetine", "best_for").certainty
    'high'
    """
    for word, allowed in ((treatment, [each.key for each in known().treatments]), (row, [*known().rows])):
        if word not in allowed:
            raise InputError("not in the comparison", value=word, nearest=nearest_word(word, allowed))
    return known().cells[treatment, row]


def _read(table: Mapping[str, Any]) -> Known:
    if unknown := set(table) - {each.name for each in fields(Known)}:
        raise CobalaminError(f"unknown key {', '.join(sorted(unknown))}")
    lists = {key: tuple(table.get(key, ())) for key in ("sources", "points", "belief_sources")}
    if table["certainty"] not in CERTAINTIES:
        raise CobalaminError(f"certainty {table['certainty']!r} must be one of {', '.join(CERTAINTIES)}")
    for id in (*lists["sources"], *lists["belief_sources"]):
        citation(id)  # an unknown id is refused
        if id in facts() and facts()[id].verified is Verified.MEMORY:
            raise CobalaminError(f"{id} was recalled, not read")
    if not lists["sources"] or bool(table.get("belief")) is not bool(lists["belief_sources"]):
        raise CobalaminError("needs sources, and a belief its own")
    without = _without_interval(str(table["says"]), lists["sources"]) - set(lists["points"])
    because = f"{table['because']} {NO_INTERVAL}" if without else str(table["because"])
    return Known(**{**table, **lists, "says": filled(str(table["says"])), "because": because})


def _without_interval(text: str, sources: tuple[str, ...]) -> set[str]:
    """Facts whose value stands in a text and that have no interval; one that has must show it."""
    shown: dict[str, set[str]] = {}
    for id, end in FIGURE.findall(text):
        shown.setdefault(id, set()).add(end or "value")
    if strange := set(shown) - set(sources):
        raise CobalaminError(f"figures of {', '.join(sorted(strange))}, which is no source here")
    without: set[str] = set()
    for id, ends in shown.items():
        it = fact(id)
        if it.low is None or it.high is None:
            without.add(id)
        elif not {"low", "high"} <= ends:
            raise CobalaminError(f"{id} has an interval that is not shown")
    return without
