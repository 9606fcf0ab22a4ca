"""Parameters as data: value, unit, spread, valid range, source id and grade; no equation lives here.

One TOML file a block of the body. `spread` is the standard deviation of ln(value) between people; 0 means that the
parameter does not vary. Grades: `data` (read in a source), `derived` (computed from sources), `guess`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
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
def parameters() -> Mapping[str, Parameter]:
    """All parameters by name, read once.

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
