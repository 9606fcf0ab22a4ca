"""In which order complaints come, read off a simulated trajectory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from cobalamin.plot.quantities import say_days

if TYPE_CHECKING:
    import xarray

NOTICEABLE = 2.0
"""Points of ten from which a complaint is named. Source: guess"""

COMPLAINTS = {
    "tingling": "tingling of the feet",
    "numbness": "numbness of the feet",
    "tingling_hands": "tingling of the hands",
    "numbness_hands": "numbness of the hands",
    "unsteadiness": "unsteadiness",
    "weakness": "weakness",
    "pain_nrs": "pain",
    "memory_trouble": "trouble with memory",
    "fatigue": "fatigue",
}
"""Observation -> how a sentence names it."""


def onset_days(trajectory: xarray.Dataset, plan: str) -> dict[str, float]:
    """Day on which each complaint first reaches `NOTICEABLE`, in the order of onset; 0 for what is there at the start.

    Complaints that are never reached, or not simulated (in pregnancy), are left out.
    """
    days = np.asarray(trajectory["time"].values, dtype=np.float64)
    found: dict[str, float] = {}
    for name in COMPLAINTS:
        scores = np.asarray(trajectory[name].sel(plan=plan).values, dtype=np.float64).reshape(-1)
        with np.errstate(invalid="ignore"):
            there = scores >= NOTICEABLE
        if there.any():
            found[name] = float(days[int(np.argmax(there))])
    return dict(sorted(found.items(), key=lambda each: each[1]))


def simulated(trajectory: xarray.Dataset, plan: str) -> bool:
    """Whether any complaint has a value: in pregnancy none has."""
    return any(bool(np.isfinite(trajectory[name].sel(plan=plan).values).any()) for name in COMPLAINTS)


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def onset_sentence(trajectory: xarray.Dataset, plan: str) -> str:
    """What the typical person has at the start and what comes when, in one sentence."""
    if not simulated(trajectory, plan):
        return f"{plan}: forecasts of nerve are off in pregnancy, so no order of complaints is shown."
    onsets = onset_days(trajectory, plan)
    start = [COMPLAINTS[name] for name, day in onsets.items() if day == 0]
    later = [f"{COMPLAINTS[name]} after {say_days(day)}" for name, day in onsets.items() if day > 0]
    if not onsets:
        return f"{plan}: no complaint reaches {NOTICEABLE:g} of 10 in the typical person."
    parts = ([f"at the start {_and(start)}"] if start else []) + ([f"then {_and(later)}"] if later else [])
    return f"{plan}: {'; '.join(parts)} (from {NOTICEABLE:g} of 10; typical person, a scenario)."
