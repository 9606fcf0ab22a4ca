"""Excitability of a bare axon: the ratio of sodium to leak conductance decides between silence, spike and discharge.

Potential V, potassium activation w, slow inward activation z:
    C V' = I - gNa m(V) (V - ENa) - gK w (V - EK) - gL (V - EL) - gS z (V - ENa)
    w' = phi (w_inf - w) cosh((V - V3) / 2 V4),  z' = phi_z (z_inf - z) cosh((V - V5) / 2 V6)
with m, w_inf, z_inf = (1 + tanh((V - Vi) / Vj)) / 2. The model gives where the regimes lie; its rates are far above
those of pain fibres and are used for nothing.
"""

from __future__ import annotations

import math
from enum import Enum
from functools import cache

import numpy as np

from cobalamin.nerve.constants import values
from cobalamin.solve.jit import compiled

STEP = 0.02
"""Time step of the forward Euler rule [ms]."""
PULSE_AT, PULSE_LENGTH, PULSE_CURRENT = 400.0, 1.0, 100.0
"""The probe: begin [ms], length [ms], current [uA/cm2]."""
DURATION = 1200.0
"""[ms]"""


class Regime(Enum):
    """What a quiet axon does after one brief pulse."""

    FAILURE = "failure"
    SINGLE_SPIKE = "single spike"
    AFTERDISCHARGE = "afterdischarge"
    SPONTANEOUS = "spontaneous"


ORDER = (Regime.FAILURE, Regime.SINGLE_SPIKE, Regime.AFTERDISCHARGE, Regime.SPONTANEOUS)
"""As the ratio of sodium to leak conductance rises."""


@cache
def regime(*, sodium: float, leak: float, slow_inward: float) -> Regime:
    """Regime at these conductances [mS/cm2].

    Spontaneous: spikes before the pulse. Failure: none within 20 ms of it. Afterdischarge: it still fires 200 ms later.
    Source: mech_coggan_switch
    """
    spikes = spike_times(sodium=sodium, leak=leak, slow_inward=slow_inward)
    if np.any((spikes > PULSE_AT / 2) & (spikes < PULSE_AT)):
        return Regime.SPONTANEOUS
    if not np.any((spikes >= PULSE_AT) & (spikes < PULSE_AT + 20)):
        return Regime.FAILURE
    return Regime.AFTERDISCHARGE if np.sum(spikes >= PULSE_AT + 200) > 3 else Regime.SINGLE_SPIKE


def spike_times(*, sodium: float, leak: float, slow_inward: float) -> np.ndarray:
    """When the potential rises through zero [ms]; a spike is over below -20 mV.

    Source: mech_coggan_gna, mech_coggan_gl, mech_coggan_gk, mech_coggan_gnap, coggan_code
    """
    c = values("excitability")
    held = np.array([c[name] for name in (
        "capacitance", "sodium_reversal", "potassium_reversal", "leak_reversal", "potassium", "sodium_midpoint",
        "sodium_slope", "potassium_midpoint", "potassium_slope", "potassium_rate", "slow_midpoint", "slow_slope",
        "slow_rate",
    )])  # fmt: skip
    return _spikes(
        held, sodium, leak, slow_inward, STEP, round(DURATION / STEP), PULSE_AT, PULSE_AT + PULSE_LENGTH, PULSE_CURRENT
    )


def least_sodium(wanted: Regime, *, leak: float, slow_inward: float, low: float = 5.0, high: float = 120.0) -> float:
    """Least sodium conductance [mS/cm2], to 0.05, at which the regime is `wanted` or beyond; nan where there is none.

    The regimes are in order only up to the depolarisation block at high ratios, so the grid is searched from below.
    """
    beyond = ORDER[ORDER.index(wanted) :]

    def there(sodium: float) -> bool:
        return regime(sodium=sodium, leak=leak, slow_inward=slow_inward) in beyond

    grid = np.arange(low, high + 0.1, 2.5)
    first = next((float(sodium) for sodium in grid if there(float(sodium))), math.nan)
    if math.isnan(first) or first == low:
        return first
    below, above = first - 2.5, first
    while above - below > 0.05:
        middle = (below + above) / 2
        below, above = (below, middle) if there(middle) else (middle, above)
    return above


@compiled
def _spikes(c, sodium, leak, slow_inward, dt, steps, begin, end, current):  # pragma: no cover
    v, w, z = c[3], 0.0, 0.0
    found = np.empty(1000)
    many = 0
    above = False
    for step in range(steps):
        t = step * dt
        m = 0.5 * (1.0 + math.tanh((v - c[5]) / c[6]))
        w_inf = 0.5 * (1.0 + math.tanh((v - c[7]) / c[8]))
        z_inf = 0.5 * (1.0 + math.tanh((v - c[10]) / c[11]))
        flow = current if begin <= t < end else 0.0
        flow -= (sodium * m + slow_inward * z) * (v - c[1]) + c[4] * w * (v - c[2]) + leak * (v - c[3])
        w += dt * c[9] * (w_inf - w) * math.cosh((v - c[7]) / (2 * c[8]))
        z += dt * c[12] * (z_inf - z) * math.cosh((v - c[10]) / (2 * c[11]))
        v += dt * flow / c[0]
        if v > 0 and not above:
            above = True
            if many < found.size:
                found[many] = t
                many += 1
        elif v < -20:
            above = False
    return found[:many]
