"""Conduction: closed maps from a double-cable model of a myelinated fibre, from sheath and internodes to velocity."""

from __future__ import annotations

from typing import Any

from cobalamin.body.arithmetic import log, maximum, minimum, power

LEAST_SHEATH = 1e-3
"""Floor of the sheath in quotients."""


def sheath_velocity(sheath: Any, seal: Any, k: Any) -> Any:
    """Velocity of a fibre whose sheath has `sheath` times its thickness and whose seal is `seal` times as wide.

    (1 + K) m / (m + K), at most 1, over 1 + a (s - 1); relative to healthy.
    Source: axon_maps, mechanisms_report
    """
    m = maximum(sheath, LEAST_SHEATH)
    thin = minimum((1 + k.sheath_velocity_half) * m / (m + k.sheath_velocity_half), 1)
    return thin / (1 + k.seal_slowing * (seal - 1))


def mixed_velocity(sheath: Any, seal: Any, demyelinated: Any, remyelinated: Any, k: Any) -> Any:
    """Velocity of a fibre with internodes of three kinds: delays add, so velocities combine harmonically.

    1 / ((1 - d - r) / c(m, s) + r / c_r + d / c_d); relative to healthy, dimensionless.
    Source: axon_maps, mechanisms_report
    """
    intact = maximum(1 - demyelinated - remyelinated, 0)
    delay = (
        intact / sheath_velocity(sheath, seal, k)
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


def velocity_spread(sheath: Any, seal: Any, demyelinated: Any, remyelinated: Any, k: Any) -> Any:
    """Standard deviation of ln velocity between the fibres of a nerve: h ln(1 / v).

    Source: axon_maps, guess
    """
    return -k.severity_spread * log(mixed_velocity(sheath, seal, demyelinated, remyelinated, k))


def sensory_amplitude(velocity: Any, spread: Any, k: Any) -> Any:
    """Compound sensory amplitude, no fibre lost: v^n / (1 + (s / S)^1.5); relative to healthy.

    Source: axon_maps
    """
    return power(velocity, k.sensory_slowing_exponent) / (1 + power(spread / k.sensory_spread_half, 1.5))


def motor_amplitude(velocity: Any, spread: Any, k: Any) -> Any:
    """Compound motor amplitude, no fibre lost: v^n / (1 + (s / S)^1.5); relative to healthy.

    Source: axon_maps
    """
    return power(velocity, k.motor_slowing_exponent) / (1 + power(spread / k.motor_spread_half, 1.5))


def duration(velocity: Any, spread: Any, k: Any) -> Any:
    """Duration of the compound motor potential relative to healthy: (1 + g s) / v.

    Source: axon_maps
    """
    return (1 + k.duration_gain * spread) / velocity
