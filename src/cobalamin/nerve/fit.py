"""Fit of the closed laws of `body/conduction.py` to the maps, by least squares; the laws are those that the body runs.

Each fit takes the rows its law is meant for (`docs/fibre_maps.md` says which) and reports its error on them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from cobalamin.body import conduction
from cobalamin.nerve.constants import values
from cobalamin.nerve.maps import DEMYELINATED, REMYELINATED, TYPICAL, Row, nerve_internodes, path_internodes

Maps = Mapping[str, Sequence[Row]]
LEAST_SHEATH, WIDEST_SEAL = 0.1, 5.0
LEAST_VELOCITY, MOST_SPREAD = 0.5, 0.3
THINNEST = 5.0
"""No law is fitted to fibres thinner than this, whose geometry is extrapolated [um]."""
DIGITS = 4


@dataclass(frozen=True, kw_only=True)
class Fit:
    """One law on its map.

    Attributes:
        law: its name in `body/conduction.py`, or what else was read off the map.
        values: of its parameters, to `DIGITS` digits.
        points: rows of the map that were used.
        rms, largest: error of the law with these values, in the unit of the map; nan where nothing was fitted.
    """

    law: str
    values: dict[str, float]
    points: int
    rms: float = math.nan
    largest: float = math.nan


def fit_all(maps: Maps) -> list[Fit]:
    """Every fit, from the tables alone."""
    sheath = _sheath(maps["velocity"])
    k = sheath.values
    return [
        sheath,
        _remyelinated(maps, k),
        _demyelinated(maps["segment"], k),
        _blocking_run(maps["block"]),
        Fit(
            law="internodes on a path",
            values={"nerve_internodes": float(nerve_internodes()), "path_internodes": float(path_internodes())},
            points=0,
        ),
        _amplitude(maps["dispersion"], "sensory", conduction.sensory_amplitude),
        _amplitude(maps["dispersion"], "motor", conduction.motor_amplitude),
        _duration(maps["dispersion"]),
        _firing_threshold(maps["excitability"]),
    ]


def fitted_values(fits: Sequence[Fit]) -> dict[str, float]:
    """All parameters by name."""
    return {name: value for fit in fits for name, value in fit.values.items()}


def _column(rows: Sequence[Row], name: str) -> np.ndarray:
    return np.array([float(row[name]) for row in rows])


def _least_squares(law: str, model: Callable[[Any], np.ndarray], seen: np.ndarray, start: Mapping[str, float]) -> Fit:
    """Least squares over ln of the parameters, which are all positive."""
    from scipy.optimize import least_squares

    def error(point: np.ndarray) -> np.ndarray:
        return model(SimpleNamespace(**dict(zip(start, np.exp(point), strict=True)))) - seen

    found = least_squares(error, np.log(list(start.values())), xtol=1e-12, ftol=1e-12, gtol=1e-12)
    kept = {name: float(f"{math.exp(x):.{DIGITS}g}") for name, x in zip(start, found.x, strict=True)}
    left = model(SimpleNamespace(**kept)) - seen
    rms, largest = float(np.sqrt(np.mean(left**2))), float(np.max(np.abs(left)))
    return Fit(law=law, values=kept, points=len(seen), rms=rms, largest=largest)


def _sheath(rows: Sequence[Row]) -> Fit:
    used = [
        row
        for row in rows
        if float(row["diameter_um"]) > THINNEST
        and float(row["sheath"]) >= LEAST_SHEATH
        and float(row["seal"]) <= WIDEST_SEAL
        and row["paranode"] == 1
        and math.isfinite(float(row["relative"]))
    ]
    sheath, seal, seen = (_column(used, name) for name in ("sheath", "seal", "relative"))
    start = {"thin_sheath_delay": 0.13, "loose_seal_delay": 0.3, "loose_seal_exponent": 0.8, "thin_loose_delay": 0.02}
    return _least_squares("sheath_velocity", lambda k: conduction.sheath_velocity(sheath, seal, k), seen, start)


def _mixed(
    demyelinated: np.ndarray, remyelinated: np.ndarray, held: Mapping[str, float]
) -> Callable[[Any], np.ndarray]:
    def model(k: Any) -> np.ndarray:
        values = {"demyelinated_velocity": 1.0, "remyelinated_velocity": 1.0, **held, **vars(k)}
        one = np.ones_like(demyelinated)
        return conduction.mixed_velocity(one, one, demyelinated, remyelinated, SimpleNamespace(**values))

    return model


def _remyelinated(maps: Maps, held: Mapping[str, float]) -> Fit:
    """Fibres remyelinated throughout, and typical ones remyelinated in places."""
    short = [
        row
        for row in maps["internode"]
        if math.isclose(float(row["length"]), REMYELINATED.length, rel_tol=1e-6)
        and row["sheath"] == REMYELINATED.sheath
    ]
    mixed = [row for row in maps["segment"] if row["kind"] == "remyelinated"]
    share = np.concatenate([np.ones(len(short)), _column(mixed, "damaged") / _column(mixed, "internodes")])
    seen = np.concatenate([_column(short, "relative"), _column(mixed, "relative")])
    model = _mixed(np.zeros_like(share), share, held)
    return _least_squares("mixed_velocity, remyelinated", model, seen, {"remyelinated_velocity": 0.6})


def _demyelinated(rows: Sequence[Row], held: Mapping[str, float]) -> Fit:
    """Typical fibres demyelinated in places that still conduct."""
    used = [row for row in rows if row["kind"] == "demyelinated" and math.isfinite(float(row["relative"]))]
    share = _column(used, "damaged") / _column(used, "internodes")
    model = _mixed(share, np.zeros_like(share), held)
    return _least_squares(
        "mixed_velocity, demyelinated", model, _column(used, "relative"), {"demyelinated_velocity": 0.2}
    )


def _blocking_run(rows: Sequence[Row]) -> Fit:
    (row,) = (
        row
        for row in rows
        if row["diameter_um"] == TYPICAL
        and row["sheath"] == DEMYELINATED.sheath
        and row["seal"] == DEMYELINATED.seal
        and row["channels"] == DEMYELINATED.channels
    )
    return Fit(law="conducting, run that blocks", values={"blocking_run": float(row["longest_run"]) + 1}, points=1)


def _spread_rows(rows: Sequence[Row], nerve: str) -> list[Row]:
    return [
        row
        for row in rows
        if row["nerve"] == nerve and float(row["velocity"]) >= LEAST_VELOCITY and float(row["spread"]) <= MOST_SPREAD
    ]


def _amplitude(rows: Sequence[Row], nerve: str, law: Callable[[Any, Any, Any], Any]) -> Fit:
    used = _spread_rows(rows, nerve)
    velocity, spread, seen = (_column(used, name) for name in ("velocity", "spread", "amplitude"))
    start = {f"{nerve}_overlap": 0.3, f"{nerve}_scatter": 0.09, f"{nerve}_cancellation": 0.9}
    return _least_squares(f"{nerve}_amplitude", lambda k: law(velocity, spread, k), seen, start)


def _duration(rows: Sequence[Row]) -> Fit:
    used = _spread_rows(rows, "motor")
    velocity, spread, seen = (_column(used, name) for name in ("velocity", "spread", "duration"))
    start = {"duration_overlap": 0.2, "duration_scatter": 0.1, "duration_exponent": 0.3}
    return _least_squares("duration", lambda k: conduction.duration(velocity, spread, k), seen, start)


def _firing_threshold(rows: Sequence[Row]) -> Fit:
    """Least ratio of sodium to leak conductance, relative to healthy, at which firing keeps itself up after one spike.

    Geometric mean over the slow inward conductances, at healthy leak, of an axon that at the healthy ratio answers with
    a single spike but can discharge at a higher one; which of them a human fibre has is not known.
    """
    c = values("excitability")
    healthy = c["sodium"] / c["leak"]
    relative = [
        float(row["afterdischarge_from"]) / healthy
        for row in rows
        if row["leak_ms_cm2"] == c["leak"] and float(row["single_spike_from"]) <= healthy
    ]
    used = np.log([ratio for ratio in relative if ratio > 1])
    return Fit(
        law="firing threshold",
        values={"firing_threshold": float(f"{math.exp(used.mean()):.{DIGITS}g}")},
        points=used.size,
        rms=float(used.std()),
        largest=float(np.max(np.abs(used - used.mean()))),
    )
