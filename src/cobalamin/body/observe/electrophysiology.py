"""A nerve conduction study and evoked potentials: what an electrophysiologist reads.

Sensory paths lose axons first, the foot before the hand; motor axons are spared longer. Velocity follows sheaths,
amplitude axons and how well fibres arrive in step.
"""

from __future__ import annotations

from typing import Any

from cobalamin.body.conduction import conducting, duration, motor_amplitude, sensory_amplitude
from cobalamin.body.nerve import reach
from cobalamin.body.observe.nerve import (
    central_velocity,
    corticospinal_function,
    dorsal_function,
    fibre_spread,
    fibre_velocity,
    nerve_function,
    nerve_velocity,
    tract_fibres,
)
from cobalamin.body.observe.registry import Group, Licence

electrophysiology = Group()
observation = electrophysiology.observation


def _motor_potential(body: Any, k: Any, length: Any) -> Any:
    """Compound motor potential relative to healthy: spared axons x not blocked x in step."""
    in_step = motor_amplitude(fibre_velocity(body, k), fibre_spread(body, k), k)
    alive = reach(body, length * k.motor_spared_exponent)
    return alive * conducting(body.nerve.myelin_demyelinated, k) * in_step


def _distal_latency(body: Any, k: Any, length: Any) -> Any:
    """Distal latency relative to healthy: f + (1 - f) / v, f the part that is not conduction."""
    fixed = k.distal_latency_fixed_share
    return fixed + (1 - fixed) / nerve_velocity(body, k, length)


@observation(
    "sural_distal_latency_ms", "ms", healthy=2.75, licence=Licence.SCENARIO, about="sural latency over the usual 14 cm"
)
def sural_latency(body: Any, k: Any, now: Any) -> Any:
    """Distance / velocity [mm / (m/s) = ms]. Source: axon_maps, normal_limits"""
    return k.sural_distance / (k.sural_velocity_baseline * nerve_velocity(body, k, 1))


_LEG, _ARM = (lambda k: 1), (lambda k: k.hand_length)
_MOTOR = (
    ("peroneal", "peroneal", _LEG, "peroneal_velocity_baseline", 49.0, 6.4, 4.8),
    ("tibial", "tibial", _LEG, "tibial_velocity_baseline", 50.7, 14.7, 4.5),
    ("median_motor", "median", _ARM, "motor_velocity_arm_baseline", 57.5, 9.7, 3.7),
)


def _declare_motor(name: str, nerve: str, length: Any, velocity: str, speed: float, size: float, wait: float) -> None:
    @observation(
        f"{name}_velocity_m_s", "m/s", healthy=speed, licence=Licence.SCENARIO, about=f"{nerve} motor velocity"
    )
    def motor_velocity(body: Any, k: Any, now: Any) -> Any:
        return getattr(k, velocity) * nerve_velocity(body, k, length(k) * k.motor_spared_exponent)

    @observation(f"{name}_amplitude_mv", "mV", healthy=size, licence=Licence.SCENARIO, about=f"{nerve} motor amplitude")
    def amplitude(body: Any, k: Any, now: Any) -> Any:
        return getattr(k, f"{name}_amplitude_baseline") * _motor_potential(body, k, length(k))

    @observation(
        f"{nerve}_distal_latency_ms", "ms", healthy=wait, licence=Licence.SCENARIO, about=f"{nerve} distal latency"
    )
    def latency(body: Any, k: Any, now: Any) -> Any:
        wait = _distal_latency(body, k, length(k) * k.motor_spared_exponent)
        return getattr(k, f"{nerve}_distal_latency_baseline") * wait

    motor_velocity.__doc__ = "Baseline x relative velocity of motor axons [m/s]. Source: axon_maps, guess"
    amplitude.__doc__ = "Baseline x motor axons x not blocked x in step [mV]. Source: axon_maps, guess"
    latency.__doc__ = "Baseline x (fixed share + rest / velocity) [ms]. Source: axon_maps, guess"


for _motor in _MOTOR:
    _declare_motor(*_motor)


@observation(
    "median_sensory_velocity_m_s", "m/s", healthy=56.3, licence=Licence.SCENARIO, about="median sensory velocity"
)
def median_sensory_velocity(body: Any, k: Any, now: Any) -> Any:
    """Baseline x relative velocity [m/s]. Source: axon_maps, guess"""
    return k.sensory_velocity_arm_baseline * nerve_velocity(body, k, k.hand_length)


@observation(
    "median_sensory_amplitude_uv", "uV", healthy=24.0, licence=Licence.SCENARIO, about="median sensory amplitude"
)
def median_sensory_amplitude(body: Any, k: Any, now: Any) -> Any:
    """Baseline x axons x not blocked x in step [uV]. Source: axon_maps, guess"""
    in_step = sensory_amplitude(fibre_velocity(body, k), fibre_spread(body, k), k)
    return k.median_sensory_amplitude_baseline * nerve_function(body, k, k.hand_length) * in_step


@observation(
    "temporal_dispersion", "1", healthy=1.0, licence=Licence.SCENARIO, about="duration of the motor potential, relative"
)
def temporal_dispersion(body: Any, k: Any, now: Any) -> Any:
    """Duration of the compound motor potential relative to healthy. Source: axon_maps"""
    return duration(fibre_velocity(body, k), fibre_spread(body, k), k)


@observation(
    "tibial_sep_amplitude", "1", healthy=1.0, licence=Licence.SCENARIO, about="size of the tibial P37, relative"
)
def tibial_sep_amplitude(body: Any, k: Any, now: Any) -> Any:
    """Fibres of nerve x of the dorsal column that conduct, relative to healthy. Source: trials_ssep_residual, guess"""
    return nerve_function(body, k, 1) * dorsal_function(body, k)


@observation("median_sep_n20_ms", "ms", healthy=19.2, licence=Licence.SCENARIO, about="median evoked potential N20")
def median_sep(body: Any, k: Any, now: Any) -> Any:
    """Fixed + peripheral / v_arm + central / v_cuneate [ms]. Source: trials_ssep_residual, guess"""
    central = k.median_n20_central / central_velocity(body, k, k.cervical_share)
    return k.median_n20_fixed + k.median_n20_peripheral / nerve_velocity(body, k, k.hand_length) + central


@observation(
    "tibial_mep_cmct_ms", "ms", healthy=14.5, licence=Licence.SCENARIO, about="central motor conduction time to the leg"
)
def central_motor_conduction(body: Any, k: Any, now: Any) -> Any:
    """Fixed + central / v_corticospinal [ms]. Source: mech_kalita_mep, guess"""
    return k.central_motor_fixed + k.central_motor_central / central_velocity(body, k, k.corticospinal_share)


@observation(
    "tibial_mep_amplitude",
    "1",
    healthy=1.0,
    licence=Licence.SCENARIO,
    about="size of the leg's motor response, relative",
)
def tibial_mep_amplitude(body: Any, k: Any, now: Any) -> Any:
    """Corticospinal fibres x motor potential of the leg, relative to healthy. Source: mech_kalita_mep, guess"""
    return corticospinal_function(body, k) * _motor_potential(body, k, 1)


@observation("optic", "1", healthy=1.0, licence=Licence.ILLUSTRATION, about="fibres of the optic nerve, relative")
def optic(body: Any, k: Any, now: Any) -> Any:
    """Axons x not blocked, with the optic nerve's share of the injury. Source: mech_kalita_vep, guess"""
    return tract_fibres(body, k, k.optic_share)
