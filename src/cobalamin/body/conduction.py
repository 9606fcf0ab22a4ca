"""Conduction: closed maps from a double-cable model of a myelinated fibre, from sheath and internodes to velocity."""

from __future__ import annotations

from typing import Any

from cobalamin.body.arithmetic import maximum, minimum, power

LEAST_SHEATH = 1e-3
"""Floor of the sheath in quotients."""


def sheath_velocity(sheath: Any, k: Any) -> Any:
    """Velocity of a fibre whose sheath has `sheath` times its normal thickness, relative to healthy.

    (1 + K) m / (m + K), at most 1; error below 0.02 for m >= 0.1, conduction block below 0.04.
    Source: axon_maps, mechanisms_report
    """
    m = maximum(sheath, LEAST_SHEATH)
    return minimum((1 + k.sheath_velocity_half) * m / (m + k.sheath_velocity_half), 1)


def mixed_velocity(sheath: Any, demyelinated: Any, remyelinated: Any, k: Any) -> Any:
    """Velocity of a fibre with internodes of three kinds: delays add, so velocities combine harmonically.

    1 / ((1 - d - r) / c(m) + r / c_r + d / c_d); relative to healthy, dimensionless.
    Source: axon_maps, mechanisms_report
    """
    intact = maximum(1 - demyelinated - remyelinated, 0)
    delay = (
        intact / sheath_velocity(sheath, k)
        + remyelinated / k.remyelinated_velocity
        + demyelinated / k.demyelinated_velocity
    )
    return 1 / delay


def conducting(demyelinated: Any, k: Any) -> Any:
    """Share of fibres that are not blocked when a share d of internodes is bare: 1 - d^n / (d^n + D^n).

    Source: mech_naud_dispersion, guess
    """
    half = power(k.block_half_demyelination, k.block_exponent)
    return half / (power(demyelinated, k.block_exponent) + half)
