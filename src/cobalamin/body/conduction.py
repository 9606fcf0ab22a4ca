"""Conduction: closed laws from a cable model of a myelinated fibre, from sheath and internodes to a nerve study.

The cable model runs offline (`cobalamin.nerve`); its tables fix the parameters of these laws, and `docs/fibre_maps.md`
holds the error of each. Everything is relative to the healthy fibre or nerve, dimensionless, and 1 in health.
"""

from __future__ import annotations

from typing import Any

from cobalamin.body.arithmetic import maximum, minimum, power

LEAST_SHEATH = 1e-3
"""Floor of the sheath in quotients."""
MOST_DEMYELINATED = 0.999
"""Where the waiting time for a run of bare internodes still has a value."""
LN_2 = 0.6931471805599453
PI_SQUARED = 9.869604401089358


def sheath_delay(sheath: Any, seal: Any, k: Any) -> Any:
    """Time an impulse takes across an internode whose sheath has `sheath` times its healthy thickness, relative.

    1 + a t + b w + c t w, at least 1; t = 1 / m - 1 with thickness m, w = s^q - 1 with a periaxonal space s times as
    wide. For m of 0.1 and more, s from 1 to 5; below 0.04 of its sheath a fibre does not conduct.
    Source: axon_maps
    """
    thinning = 1 / maximum(sheath, LEAST_SHEATH) - 1
    loosening = power(seal, k.loose_seal_exponent) - 1
    return maximum(
        1 + k.thin_sheath_delay * thinning + k.loose_seal_delay * loosening + k.thin_loose_delay * thinning * loosening,
        1,
    )


def sheath_velocity(sheath: Any, seal: Any, k: Any) -> Any:
    """Velocity of a fibre with such a sheath all along: 1 / delay.

    Source: axon_maps
    """
    return 1 / sheath_delay(sheath, seal, k)


def internode_delays(sheath: Any, seal: Any, demyelinated: Any, remyelinated: Any, k: Any) -> Any:
    """Pairs of share and delay of the three kinds of internode: intact, remyelinated, demyelinated.

    A demyelinated internode keeps the last few lamellae; a remyelinated one is three short ones with half a sheath.
    Source: axon_maps
    """
    intact = maximum(1 - demyelinated - remyelinated, 0)
    return (
        (intact, sheath_delay(sheath, seal, k)),
        (remyelinated, 1 / k.remyelinated_velocity),
        (demyelinated, 1 / k.demyelinated_velocity),
    )


def mixed_velocity(sheath: Any, seal: Any, demyelinated: Any, remyelinated: Any, k: Any) -> Any:
    """Velocity of a fibre with internodes of three kinds: delays add, so velocities combine harmonically.

    1 / sum(share x delay)
    Source: axon_maps
    """
    pairs = internode_delays(sheath, seal, demyelinated, remyelinated, k)
    return 1 / sum(share * delay for share, delay in pairs)


def conducting(demyelinated: Any, k: Any) -> Any:
    """Share of fibres that are not blocked when a share d of internodes is demyelinated.

    An impulse stops at R bare internodes in a row. In a fibre of N internodes such runs come lambda times,
    lambda = N (1 - d) d^R / (1 - d^R) from the mean waiting time for a run; it conducts with probability exp(-lambda).
    Fibres differ in severity by s (sd of ln d), which makes the mean over fibres 1 / (1 + (lambda / ln 2)^(1 / b)) with
    b^2 = 1/2 + 3 (R s)^2 / pi^2: the logistic law of the same variance as Gumbel (runs) and normal (severity) together.
    Source: axon_maps, mech_naud_dispersion, guess
    """
    bare = minimum(demyelinated, MOST_DEMYELINATED)
    run = power(bare, k.blocking_run)
    runs = k.nerve_internodes * (1 - bare) * run / (1 - run)
    severity = k.blocking_run * k.severity_spread
    width = power(0.5 + 3 * severity * severity / PI_SQUARED, 0.5)
    return 1 / (1 + power(runs / LN_2, 1 / width))


def velocity_spread(sheath: Any, seal: Any, demyelinated: Any, remyelinated: Any, k: Any) -> Any:
    """How much the fibres of a nerve differ in their slowing: sd of ln velocity beyond the healthy one, 0 in health.

    sqrt(var / (n mean^2) + (s (1 - v))^2): by chance each fibre has its own damaged internodes among the n on the path
    (mean and var of their delay), and severity differs between fibres by s; v is the velocity of the typical fibre.
    Source: axon_maps, mech_naud_dispersion, guess
    """
    pairs = internode_delays(sheath, seal, demyelinated, remyelinated, k)
    mean = sum(share * delay for share, delay in pairs)
    variance = maximum(sum(share * (delay - mean) * (delay - mean) for share, delay in pairs), 0)
    severity = k.severity_spread * (1 - 1 / mean)
    return power(variance / (k.path_internodes * mean * mean) + severity * severity, 0.5)


def arrival_width(velocity: Any, spread: Any, overlap: Any, scatter: Any) -> Any:
    """Squared duration of a compound potential, relative: (1 + B (1 + (s / s0)^2) / v^2) / (1 + B).

    A unit potential and the arrival times of the fibres both taken as Gaussian: B is the squared ratio of the healthy
    spread of arrival to the length of a unit, s0 the healthy sd of ln velocity.
    Source: axon_maps
    """
    wider = 1 + (spread / scatter) * (spread / scatter)
    return (1 + overlap * wider / (velocity * velocity)) / (1 + overlap)


def sensory_amplitude(velocity: Any, spread: Any, k: Any) -> Any:
    """Sensory compound amplitude with no fibre lost or blocked, at velocity v of the typical fibre and spread of ln v.

    width^(-n); units are short and biphasic, so that late fibres cancel early ones. For v from 0.5, spread up to 0.3.
    Source: axon_maps, mech_naud_dispersion
    """
    width = arrival_width(velocity, spread, k.sensory_overlap, k.sensory_scatter)
    return power(width, -k.sensory_cancellation)


def motor_amplitude(velocity: Any, spread: Any, k: Any) -> Any:
    """Motor compound amplitude with no fibre lost or blocked; as the sensory one, with long units that cancel less.

    width^(-n)
    Source: axon_maps, mech_naud_dispersion
    """
    width = arrival_width(velocity, spread, k.motor_overlap, k.motor_scatter)
    return power(width, -k.motor_cancellation)


def duration(velocity: Any, spread: Any, k: Any) -> Any:
    """Duration of the first phase of the motor compound potential: temporal dispersion.

    width^n
    Source: axon_maps, mech_naud_dispersion
    """
    width = arrival_width(velocity, spread, k.duration_overlap, k.duration_scatter)
    return power(width, k.duration_exponent)
