"""Evidence cards: texts in a table, whose figures are those of the facts they name.

A text writes {id} for the value of a fact, {id.low} and {id.high} for its interval, so that no figure stands twice and
none that nobody read can be shown.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from cobalamin.errors import CobalaminError, InputError, nearest_word
from cobalamin.evidence import Verified, citation, fact

FIGURE = re.compile(r"\{(\w+)(?:\.(low|high))?\}")
"""A figure in a text: the id of its fact, and which end of its interval."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """What is said about a product and what is known.

    Attributes:
        name: as asked for.
        title: for people.
        claim: as it is told.
        says: what the evidence says, figures filled in.
        certainty: of that.
        model: what the simulation does with it.
        sources: ids of facts that were read.
        recalled: ids of facts that nobody read; named, without a figure.
    """

    name: str
    title: str
    claim: str
    says: str
    certainty: str
    model: str
    sources: tuple[str, ...]
    recalled: tuple[str, ...]

    @property
    def citations(self) -> tuple[str, ...]:
        """One line a source; what was recalled comes last and says so."""
        return tuple(dict.fromkeys(citation(id) for id in (*self.sources, *self.recalled)))


def filled(text: str) -> str:
    """The text with every {id}, {id.low} and {id.high} replaced by the figure.

    Errors: InputError for an unknown id; CobalaminError for a figure that is missing or that nobody read.

    >>> filled("{cmp_b6_ul_efsa} mg a day")
    '12 mg a day'
    """

    def figure(found: re.Match[str]) -> str:
        it = fact(found[1])
        if it.verified is Verified.MEMORY:
            raise CobalaminError(f"{it.id} was recalled, not read: its figure is not shown")
        value = getattr(it, found[2] or "value")
        if value is None:
            raise CobalaminError(f"{it.id} has no {found[2] or 'value'}")
        return f"{value:g}".replace("-", "\N{MINUS SIGN}")

    return FIGURE.sub(figure, text)


def text_tables(name: str) -> dict[str, dict[str, object]]:
    """The tables of a file of texts of this room."""
    return tomllib.loads((resources.files("cobalamin.evidence") / name).read_text(encoding="utf-8"))


@cache
def cards() -> Mapping[str, Card]:
    """All cards by name, read once.

    Errors: CobalaminError when a table lacks a field or shows a figure that nobody read.
    """
    found: dict[str, Card] = {}
    for name, table in text_tables("cards.toml").items():
        try:
            lists = {key: tuple(table[key]) for key in ("sources", "recalled")}  # pyright: ignore[reportArgumentType]
            made = Card(**(table | lists | {"name": name, "says": filled(str(table["says"]))}))  # pyright: ignore[reportArgumentType]
        except (KeyError, TypeError) as error:
            raise CobalaminError(f"evidence/cards.toml: {name}: {error}") from error
        found[name] = made
    return MappingProxyType(found)


def card(name: str) -> Card:
    """The card of this name.

    Errors: InputError when there is none; the message names the nearest.

    >>> card("benfotiamine").model
    'No effect is simulated.'
    """
    key = name.lower().replace(" ", "_").replace("-", "_")
    if key not in cards():
        raise InputError("unknown card", value=name, nearest=nearest_word(key, cards()))
    return cards()[key]
