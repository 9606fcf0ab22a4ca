"""Parameters as data: value, unit, spread, valid range, source id and grade; no equation lives here.

One TOML file a block of the body. `spread` is the standard deviation of ln(value) between people; 0 means that the
parameter does not vary. Grades: `data` (read in a source), `derived` (computed from sources), `guess`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from importlib import resources
from types import SimpleNamespace

from cobalamin.errors import CobalaminError, InputError, nearest_word
from cobalamin.units import check_unit


class Grade(Enum):
    """How well a value is founded."""

    DATA = "data"
    DERIVED = "derived"
    GUESS = "guess"


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One number of the model and where it comes from.

    Attributes:
        name: attribute of `k` in the laws.
        value: the median person's value, in `unit`.
        unit: checked by Pint at load.
        spread: standard deviation of ln(value) between people.
        low, high: valid range; a value outside is refused.
        source: id of a fact or of a derivation.
        grade: data, derived or guess.
        note: what a reader should know.
        block: the file it stands in.
    """

    name: str
    value: float
    unit: str
    spread: float
    low: float
    high: float
    source: str
    grade: Grade
    note: str
    block: str

    def checked(self, value: float) -> float:
        """`value` if it lies in the valid range, else an InputError that names the range."""
        if not (math.isfinite(value) and self.low <= value <= self.high):
            raise InputError(
                f"parameter {self.name}",
                value=f"{value:g}",
                allowed=f"{self.low:g} to {self.high:g} {self.unit}".removesuffix(" 1"),
            )
        return value


_FIELDS = {"value", "unit", "spread", "low", "high", "source", "grade", "note"}


def _read(block: str, text: str) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    for name, table in tomllib.loads(text).items():
        missing, extra = _FIELDS - {"note"} - set(table), set(table) - _FIELDS
        if missing or extra:
            raise CobalaminError(f"parameters/{block}.toml: {name}: missing {sorted(missing)}, unknown {sorted(extra)}")
        check_unit(table["unit"])
        parameter = Parameter(
            name=name,
            value=float(table["value"]),
            unit=table["unit"],
            spread=float(table["spread"]),
            low=float(table["low"]),
            high=float(table["high"]),
            source=table["source"],
            grade=Grade(table["grade"]),
            note=table.get("note", ""),
            block=block,
        )
        parameter.checked(parameter.value)
        found[name] = parameter
    return found


@cache
def committed_parameters() -> Mapping[str, Parameter]:
    """All parameters by name as the files have them, read once.

    Raises:
        CobalaminError: a file misses a field, names one twice, has a unit Pint does not know, or a value out of range.
    """
    everything: dict[str, Parameter] = {}
    folder = resources.files(__name__)
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml"):
            block = _read(entry.name.removesuffix(".toml"), entry.read_text(encoding="utf-8"))
            twice = set(block) & set(everything)
            if twice:
                raise CobalaminError(f"parameters/{entry.name}: declared before: {sorted(twice)}")
            everything |= block
    return everything


_POPULATION: ContextVar[Mapping[str, Parameter] | None] = ContextVar("population", default=None)


def parameters() -> Mapping[str, Parameter]:
    """All parameters by name: those of the files, or of the `population` that holds here."""
    held = _POPULATION.get()
    return committed_parameters() if held is None else held


@contextmanager
def population(values: Mapping[str, float], spreads: Mapping[str, float] | None = None) -> Generator[None, None, None]:
    """Other medians and spreads, for everything within: how a calibration tries a population.

    Arguments:
        values: medians by name, in the unit of the parameter.
        spreads: standard deviations of ln(value) between people, by name.

    Errors: InputError for an unknown name, a median outside its valid range, or a spread that is negative.

    Example:
        with population({"ileal_capacity": 1.1}):
            median_constants(person)
    """
    made = dict(parameters())
    for name, value in values.items():
        made[name] = replace(parameter(name), value=parameter(name).checked(value))
    for name, spread in (spreads or {}).items():
        if not (math.isfinite(spread) and spread >= 0):
            raise InputError(f"spread of {name}", value=f"{spread:g}", allowed="0 or more")
        made[name] = replace(made[name] if name in made else parameter(name), spread=spread)
    token = _POPULATION.set(made)
    try:
        yield
    finally:
        _POPULATION.reset(token)


def parameter(name: str) -> Parameter:
    """The parameter called `name`, or an InputError with the nearest name."""
    known = parameters()
    if name not in known:
        raise InputError("unknown parameter", value=name, nearest=nearest_word(name, known))
    return known[name]


def typical() -> dict[str, float]:
    """Values of the median person, before covariates."""
    return {name: p.value for name, p in parameters().items()}


def view(values: Mapping[str, object]) -> SimpleNamespace:
    """Values as attributes: `k.holotranscobalamin_uptake`."""
    return SimpleNamespace(**values)
