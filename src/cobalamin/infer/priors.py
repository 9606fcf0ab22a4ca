"""What calibration may change, and what is believed of it before: `priors.toml` as data."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from cobalamin.errors import CobalaminError
from cobalamin.parameters import committed_parameters


class What(StrEnum):
    """Which number of a parameter is meant."""

    VALUE = "value"
    """The median of people."""
    SPREAD = "spread"
    """The standard deviation of ln(value) between people."""


@dataclass(frozen=True, kw_only=True)
class Prior:
    """A log-normal prior.

    Attributes:
        name: of the parameter.
        what: its median, or its spread between people.
        median: in the unit of the parameter; without unit for a spread.
        sd: of ln(median).
        source: id of a fact or a derivation.
        why: what it rests on, in a few words.
    """

    name: str
    what: What
    median: float
    sd: float
    source: str
    why: str

    @property
    def key(self) -> str:
        """Name by which results are stored, such as "value.ileal_capacity"."""
        return f"{self.what.value}.{self.name}"

    def number(self, x: float) -> float:
        """The number at x prior standard deviations from the median, kept within the valid range of a value."""
        made = self.median * math.exp(self.sd * x)
        if self.what is What.SPREAD:
            return made
        p = committed_parameters()[self.name]
        return min(max(made, p.low), p.high)


@cache
def priors() -> tuple[Prior, ...]:
    """Every prior, in the order of the file.

    Raises:
        CobalaminError: an unknown parameter, a field missing, or a number that is no prior.
    """
    tables = tomllib.loads((resources.files(__name__.rpartition(".")[0]) / "priors.toml").read_text(encoding="utf-8"))
    found: list[Prior] = []
    for what in What:
        for name, table in tables[what.value].items():
            if name not in committed_parameters():
                raise CobalaminError(f"infer/priors.toml: no parameter is called {name}")
            made = Prior(name=name, what=what, **table)
            if not (made.median > 0 and made.sd > 0):
                raise CobalaminError(f"infer/priors.toml: {made.key}: median and sd must be above 0")
            found.append(made)
    return tuple(found)


@cache
def priors_date() -> date:
    """Day on which the priors were written down."""
    tables = tomllib.loads((resources.files(__name__.rpartition(".")[0]) / "priors.toml").read_text(encoding="utf-8"))
    return tables["date"]


def numbers(x: npt.NDArray[np.float64], of: Sequence[Prior]) -> tuple[dict[str, float], dict[str, float]]:
    """Medians and spreads by name at x, shape (unknown,), in prior standard deviations."""
    values = {p.name: p.number(float(v)) for p, v in zip(of, x, strict=True) if p.what is What.VALUE}
    spreads = {p.name: p.number(float(v)) for p, v in zip(of, x, strict=True) if p.what is What.SPREAD}
    return values, spreads
