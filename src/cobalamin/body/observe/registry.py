"""The register of observations: name, unit, licence and law of everything that can be measured or asked."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import resources
from typing import Any

from cobalamin.body.graph import source_ids

Law = Callable[[Any, Any, Any], Any]


class Licence(Enum):
    """What an output may be used for."""

    FORECAST = "forecast"
    SCENARIO = "scenario"
    ILLUSTRATION = "illustration"


def stricter(one: Licence, other: Licence) -> Licence:
    """Of two licences the one that allows less."""
    order = tuple(Licence)
    return max(one, other, key=order.index)


@cache
def computed_licences() -> Mapping[str, Licence]:
    """Observation -> licence that `make sensitivity` computed from what the variance rests on, read once."""
    text = (resources.files(__package__ or "") / "licences.toml").read_text(encoding="utf-8")
    return {name: Licence(table["licence"]) for name, table in tomllib.loads(text).items()}


@dataclass(frozen=True, kw_only=True)
class Observation:
    """One measured or asked quantity.

    Attributes:
        name: column name; the unit is in it.
        unit: unit of the value.
        healthy: value in the typical healthy adult.
        scale_floor: smallest scale for errors, so that a value near zero does not inflate them.
        declared: how far the output may be trusted at most, by what kind of thing it is.
        about: one phrase.
        law: (body, k, now) -> value.
    """

    name: str
    unit: str
    healthy: float
    scale_floor: float
    declared: Licence
    about: str
    law: Law

    @property
    def licence(self) -> Licence:
        """How far the output may be trusted: the stricter of what is declared and what its variance rests on."""
        return stricter(self.declared, computed_licences().get(self.name, self.declared))

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Ids named after "Source:" in the docstring."""
        return source_ids(self.law)

    @property
    def equation(self) -> str:
        """The docstring without its sources."""
        return (self.law.__doc__ or "").partition("Source:")[0].strip()


TOP_OF_SCALE = 10.0
"""Complaints are scored from 0 to 10."""


class Group:
    """Observations of one kind, in the order in which they are declared."""

    def __init__(self) -> None:
        self.observations: dict[str, Observation] = {}

    def observation(
        self, name: str, unit: str, *, healthy: float, licence: Licence, about: str, scale_floor: float | None = None
    ) -> Callable[[Law], Law]:
        """Register the decorated law; the floor of the scale is 1 % of healthy, or 0.1 where healthy is 0."""
        floor = scale_floor if scale_floor is not None else (abs(healthy) * 0.01 or 0.1)

        def declare(law: Law) -> Law:
            if name in self.observations:
                raise ValueError(f"the observation {name} is declared twice")
            self.observations[name] = Observation(
                name=name, unit=unit, healthy=healthy, scale_floor=floor, declared=licence, about=about, law=law
            )
            return law

        return declare


def in_order(*groups: Group) -> dict[str, Observation]:
    """Observations of all groups by name, group after group.

    Raises:
        ValueError: a name stands in two groups.
    """
    everything: dict[str, Observation] = {}
    for group in groups:
        twice = set(group.observations) & set(everything)
        if twice:
            raise ValueError(f"observations are declared twice: {sorted(twice)}")
        everything |= group.observations
    return everything
