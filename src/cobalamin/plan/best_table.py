"""Dosing that is weighed for one person, as data: `best.toml` read, every regimen parsed, nothing decided."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from cobalamin.errors import CobalaminError
from cobalamin.plan.built_in_table import Reason
from cobalamin.regimen import Regimen, parse

FILE = "plan/best.toml"
KINDS = ("oral", "sublingual", "nasal", "injections", "injections, then tablets")
JURISDICTIONS = ("UK", "US", "JP", "all")
LICENSED_FOR = ("", "anyone", "lack_in_food", "without_nerves")
MEETS = ("irreversible", "nerves")
ONLY = ("", "no_cyanocobalamin")


@dataclass(frozen=True, kw_only=True)
class Load:
    """What goes before maintenance while treatment begins, with and without signs of nerve or cord."""

    without_nerves: str
    with_nerves: str
    source_without_nerves: tuple[str, ...]
    source_with_nerves: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Dosing:
    """One row of the table.

    Attributes:
        name: short, for people.
        regimen: maintenance, in the dosing language.
        jurisdiction: "UK", "US", "JP" or "all".
        kind: one of `KINDS`.
        source: ids of facts.
        load: name of the load that goes before it; "" for none.
        licensed_in: where licence, formulary or guidance lays it down.
        licensed_for: which people that is for; "" for those who lack B12 or take it against a lack.
        meets: for which of `MEETS` it is no less than the licensed schedule.
        only: whom it is for; "" for all.
    """

    name: str
    regimen: str
    jurisdiction: str
    kind: str
    source: tuple[str, ...]
    load: str = ""
    licensed_in: tuple[str, ...] = ()
    licensed_for: str = ""
    meets: tuple[str, ...] = ()
    only: str = ""

    def __post_init__(self) -> None:
        words = (
            ("jurisdiction", (self.jurisdiction,), JURISDICTIONS),
            ("kind", (self.kind,), KINDS),
            ("licensed_in", self.licensed_in, JURISDICTIONS),
            ("licensed_for", (self.licensed_for,), LICENSED_FOR),
            ("meets", self.meets, MEETS),
            ("only", (self.only,), ONLY),
        )
        for name, given, allowed in words:
            if wrong := [each for each in given if each not in allowed]:
                raise CobalaminError(f"{FILE}: {self.name}: {name} cannot be {wrong[0]!r}")

    @property
    def injected(self) -> bool:
        """Whether it begins with injections."""
        return self.kind in ("injections", "injections, then tablets")


@dataclass(frozen=True, kw_only=True)
class Weights:
    """Minutes of trouble [min]; source and words about them."""

    oral_minutes: float
    sublingual_minutes: float
    nasal_minutes: float
    visit_minutes: float
    self_injection_minutes: float
    discomfort_minutes: float
    source: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class InRange:
    """Probability to reach, and how near to its replete level a marker counts as in range; with their source."""

    share: float
    replete_factor: float
    source: str


@dataclass(frozen=True, kw_only=True)
class BestTable:
    """The whole table."""

    dosings: tuple[Dosing, ...]
    loads: Mapping[str, Load]
    reasons: Mapping[str, Reason]
    burden: Weights
    range: InRange


def _tuples(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def text_of(dosing: Dosing, *, begins: bool, nerves: bool) -> str:
    """The regimen in the dosing language: the load while treatment begins, then maintenance.

    >>> table = best_table()
    >>> every_2_months = next(each for each in table.dosings if each.name == "injections every 2 months")
    >>> text_of(every_2_months, begins=False, nerves=True)
    'hydroxocobalamin 1 mg IM every 2 months'
    """
    if not begins or not dosing.load:
        return dosing.regimen
    load = best_table().loads[dosing.load]
    return f"{load.with_nerves if nerves else load.without_nerves}, then {dosing.regimen}"


def sources_of_dosing(dosing: Dosing, *, begins: bool, nerves: bool) -> tuple[str, ...]:
    """Ids behind the load, where there is one, and maintenance."""
    load = best_table().loads.get(dosing.load) if begins else None
    before = () if load is None else load.source_with_nerves if nerves else load.source_without_nerves
    return tuple(dict.fromkeys((*before, *dosing.source)))


@cache
def read_regimen(text: str) -> Regimen:
    """A text of the table, parsed once. Errors: InputError for one that cannot be read."""
    return parse(text, where=FILE)


@cache
def best_table() -> BestTable:
    """The table, read once.

    Errors: CobalaminError for a key or a word that the table does not have, or a name that stands twice.
    """
    tables = tomllib.loads((resources.files("cobalamin.plan") / "best.toml").read_text(encoding="utf-8"))
    try:
        made = BestTable(
            dosings=tuple(Dosing(**_tuples(each)) for each in tables["dosing"]),
            loads=MappingProxyType({name: Load(**_tuples(each)) for name, each in tables["load"].items()}),
            reasons=MappingProxyType({name: Reason(**each) for name, each in tables["reason"].items()}),
            burden=Weights(**tables["burden"]),
            range=InRange(**tables["range"]),
        )
    except (KeyError, TypeError) as error:
        raise CobalaminError(f"{FILE}: {error}") from error
    if len({each.name for each in made.dosings}) < len(made.dosings):
        raise CobalaminError(f"{FILE}: a name stands twice")
    if unknown := [each.load for each in made.dosings if each.load and each.load not in made.loads]:
        raise CobalaminError(f"{FILE}: no load named {unknown[0]}")
    return made
