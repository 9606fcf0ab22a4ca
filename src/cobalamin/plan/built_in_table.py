"""The built-in plans as data: `built_in.toml` read, every regimen parsed, and nothing decided about a person."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from types import MappingProxyType
from typing import Any

from cobalamin.errors import CobalaminError
from cobalamin.regimen import Course, Regimen, Route, parse
from cobalamin.units import DAYS_PER_YEAR

FILE = "plan/built_in.toml"
JURISDICTIONS = ("UK", "US", "JP", "all")
KINDS = ("b12", "analgesic", "both", "diet")
FORMS = ("injection", "tablet", "sublingual", "nasal", "diet", "capsule")
NEUROLOGICAL = (True, False, "any")
INJECTED = (Route.INTRAMUSCULAR, Route.SUBCUTANEOUS, Route.INTRAVENOUS)


@dataclass(frozen=True, kw_only=True)
class BuiltInPlan:
    """One row of the table.

    Attributes:
        name: short, for people.
        regimen: text in the dosing language.
        jurisdiction: "UK", "US", "JP" or "all".
        kind: "b12", "analgesic", "both" (the regimen is the analgesic alone) or "diet".
        form: "injection", "tablet", "sublingual", "nasal", "diet" or "capsule".
        neurological: True or False where the schedule is for people with or without nerve signs, else "any".
        source: ids of facts.
        note: what people should know about it.
        lower_doses: the same with less, for weaker kidneys, largest first.
        only: what the person must have; names of reasons.
        without_lack: whether it is offered as well where no lack of B12 is known.
    """

    name: str
    regimen: str
    jurisdiction: str
    kind: str
    form: str
    neurological: bool | str
    source: tuple[str, ...]
    note: str
    lower_doses: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    without_lack: bool = False

    def __post_init__(self) -> None:
        for name, allowed in (
            ("jurisdiction", JURISDICTIONS),
            ("kind", KINDS),
            ("form", FORMS),
            ("neurological", NEUROLOGICAL),
        ):
            if getattr(self, name) not in allowed:
                raise CobalaminError(f"{FILE}: {self.name}: {name} cannot be {getattr(self, name)!r}")

    @cached_property
    def doses(self) -> tuple[Regimen, ...]:
        """The regimen and its lower doses, largest first. Errors: InputError for a text that cannot be read."""
        return tuple(parse(text, where=f"{FILE}: {self.name}") for text in (self.regimen, *self.lower_doses))

    @property
    def courses(self) -> tuple[Course, ...]:
        """What is taken in the first year at the first of its doses."""
        return year_of(self.doses[0])

    @property
    def substances(self) -> frozenset[str]:
        """Canonical names of all that is taken in the first year."""
        return frozenset(course.substance for course in self.courses)

    @property
    def lasts_by_injection(self) -> bool:
        """Whether injections go on at the end of the first year."""
        return max(self.courses, key=lambda course: course.end_day).route in INJECTED

    @property
    def holds_b12(self) -> bool:
        """Whether B12 is a part of it, food among that."""
        return self.kind != "analgesic"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A sentence and the id of its source."""

    text: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """Plans in the order of the offer, reasons in the order in which they are looked at, and cautions."""

    plans: tuple[BuiltInPlan, ...]
    reasons: Mapping[str, Reason]
    cautions: Mapping[str, Reason]


def year_of(regimen: Regimen) -> tuple[Course, ...]:
    """Courses of the first year of a regimen."""
    return regimen.courses(start=0.0, end=DAYS_PER_YEAR)


def _row(table: Mapping[str, Any]) -> BuiltInPlan:
    lists = {key: tuple(table[key]) for key in ("source", "lower_doses", "only") if key in table}
    return BuiltInPlan(**{**table, **lists})


@cache
def built_in() -> Table:
    """The table, read once.

    Errors: CobalaminError for a key or a word that the table does not have, or a name that stands twice.
    """
    text = (resources.files("cobalamin.plan") / "built_in.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    try:
        plans = tuple(_row(each) for each in tables["plan"])
        reasons = {name: Reason(**each) for name, each in tables["reason"].items()}
        cautions = {name: Reason(**each) for name, each in tables["caution"].items()}
    except (KeyError, TypeError) as error:
        raise CobalaminError(f"{FILE}: {error}") from error
    if len({plan.name for plan in plans}) < len(plans):
        raise CobalaminError(f"{FILE}: a name stands twice")
    for plan in plans:
        if unknown := [name for name in plan.only if name not in reasons]:
            raise CobalaminError(f"{FILE}: {plan.name}: no reason named {', '.join(unknown)}")
    return Table(plans=plans, reasons=MappingProxyType(reasons), cautions=MappingProxyType(cautions))
