"""Constants of the fibre models as data: value, unit, source id and grade, read from the TOML files beside this one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from cobalamin.errors import InputError

LINEAR, SIGMOID = 0.0, 1.0
"""Forms of a gate's rate, as the kernel reads them."""
GATES = (
    "fast_sodium_activation",
    "fast_sodium_inactivation",
    "persistent_sodium_activation",
    "slow_potassium_activation",
)


@dataclass(frozen=True, kw_only=True)
class Geometry:
    """Sizes of one healthy fibre; all lengths in um."""

    fibre_diameter: float
    axon_diameter: float
    node_diameter: float
    internode_length: float
    juxtaparanode_length: float
    lamellae: float


@cache
def table(name: str) -> dict[str, Any]:
    """One TOML file of this package, read once."""
    return tomllib.loads(resources.files(__package__ or "").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def values(name: str) -> dict[str, float]:
    """The values of the table `[constants]` of one file, by name."""
    return {key: float(row["value"]) for key, row in table(name)["constants"].items()}


def published_diameters() -> tuple[float, ...]:
    """The nine diameters with a published geometry [um]."""
    return tuple(row[0] for row in table("fibre")["geometry"]["rows"])


def geometry(diameter: float) -> Geometry:
    """Sizes of a fibre of this diameter [um], between the rows of the tables by straight lines.

    Valid from 5.7 to 16 um. From 1 to 5.7 um the structure is extrapolated: see `thin_geometry` in fibre.toml.

    Raises:
        InputError: the diameter is outside 1 to 16 um.
    """
    tables = table("fibre")
    rows = np.array([*tables["thin_geometry"]["rows"], *tables["geometry"]["rows"]], dtype=float)
    low, high = rows[0, 0], rows[-1, 0]
    if not low <= diameter <= high:
        raise InputError("fibre diameter", value=f"{diameter:g}", allowed=f"{low:g} to {high:g} um")
    names = tables["geometry"]["columns"]
    return Geometry(**{n: float(np.interp(diameter, rows[:, 0], rows[:, j])) for j, n in enumerate(names)})


@cache
def gate_rates(temperature: float) -> np.ndarray:
    """One row a gate: form, rate [1/ms], midpoint [mV] and slope [mV] of opening, then of closing, at `temperature`.

    A rate measured at T0 is multiplied by Q10^((T - T0) / 10).
    """
    forms = {"linear": LINEAR, "sigmoid": SIGMOID}
    rows: list[list[float]] = []
    for name in GATES:
        gate = table("fibre")["gates"][name]
        warm = gate["q10"] ** ((temperature - gate["measured_at"]) / 10)
        rows.append([])
        for way in ("opening", "closing"):
            rate = gate[way]
            rows[-1] += [forms[rate["form"]], warm * rate["rate"], rate["midpoint"], rate["slope"]]
    return np.array(rows)


@cache
def published_velocities() -> dict[float, float]:
    """Velocity [m/s] by diameter [um] of the published code, run by us in NEURON at a step of 5 us.

    Source: mrg_code
    """
    text = resources.files(__package__ or "").joinpath("published.csv").read_text(encoding="utf-8")
    rows = (line.split(",") for line in text.splitlines()[1:])
    return {float(diameter): float(velocity) for diameter, velocity in rows}
