"""Evidence cards and warnings about drugs: texts in tables, whose figures are those of the facts they name.

A text writes {id} for the value of a fact, {id.low} and {id.high} for its interval, so that no figure stands twice and
none that nobody read can be shown.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType

from cobalamin.errors import CobalaminError, InputError, nearest_word
from cobalamin.evidence import Verified, citation, fact

_FIGURE = re.compile(r"\{(\w+)(?:\.(low|high))?\}")


class When(StrEnum):
    """In whom a warning counts."""

    ALWAYS = "always"
    OPIOID = "opioid"
    SEDATIVE = "sedative"
    MAO_INHIBITOR = "MAO inhibitor"
    SEROTONIN = "serotonin"
    WEAK_KIDNEYS = "weak kidneys"
    FAILING_KIDNEYS = "failing kidneys"
    OLD = "from 65"
    PREGNANCY = "pregnancy"
    STOPPING = "stopping"


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


@dataclass(frozen=True, kw_only=True)
class DrugWarning:
    """A warning about drugs.

    Attributes:
        id: its name.
        drugs: whom it concerns.
        when: in whom it counts.
        severity: "do not", "caution" or "note".
        message: one sentence, figures filled in; one that was recalled says so.
        source: id of a fact or of a derivation.
        beside: drugs of which one must be taken as well; () where none need be.
        recalled: from general knowledge, no source was read.
    """

    id: str
    drugs: tuple[str, ...]
    when: When
    severity: str
    message: str
    source: str
    beside: tuple[str, ...] = ()
    recalled: bool = False

    def about(self, taken: Iterable[str]) -> bool:
        """Whether it concerns someone who takes all of these."""
        everything = set(taken)
        return not everything.isdisjoint(self.drugs) and (not self.beside or not everything.isdisjoint(self.beside))


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

    return _FIGURE.sub(figure, text)


def _tables(name: str) -> dict[str, dict[str, object]]:
    return tomllib.loads((resources.files("cobalamin.evidence") / name).read_text(encoding="utf-8"))


@cache
def cards() -> Mapping[str, Card]:
    """All cards by name, read once.

    Errors: CobalaminError when a table lacks a field or shows a figure that nobody read.
    """
    found: dict[str, Card] = {}
    for name, table in _tables("cards.toml").items():
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


@cache
def drug_warnings() -> tuple[DrugWarning, ...]:
    """All warnings about drugs for nerve pain, in the order of the table.

    Source: label_warnings, recalled_drug_warnings, cmp_gbd_hr_inj, cmp_gbd_hr_od, cmp_gbd_hr_suic, cmp_gbd_hip,
    cmp_fda_resp
    """
    made: list[DrugWarning] = []
    for id, table in _tables("harms.toml").items():
        try:
            lists = {key: tuple(table[key]) for key in ("drugs", "beside") if key in table}  # pyright: ignore[reportArgumentType]
            message = filled(str(table["message"]))
            if table.get("recalled"):
                if _FIGURE.search(str(table["message"])):
                    raise ValueError("a warning that was recalled shows no figure")
                message = f"{message.removesuffix('.')} (recalled, not read in a source)."
            fields = table | lists | {"id": id, "when": When(str(table["when"])), "message": message}
            made.append(DrugWarning(**fields))  # pyright: ignore[reportArgumentType]
        except (KeyError, TypeError, ValueError) as error:
            raise CobalaminError(f"evidence/harms.toml: {id}: {error}") from error
    return tuple(made)


def warnings_about(drugs: Iterable[str], holds: Iterable[When]) -> tuple[DrugWarning, ...]:
    """Warnings about any of these drugs in a person in whom these circumstances hold; `When.ALWAYS` always does.

    >>> [each.id for each in warnings_about(["duloxetine"], [When.FAILING_KIDNEYS])]
    ['duloxetine_kidney', 'duloxetine_liver', 'duloxetine_serotonin', 'driving']
    """
    taken, circumstances = set(drugs), {When.ALWAYS, *holds}
    return tuple(each for each in drug_warnings() if each.about(taken) and each.when in circumstances)
