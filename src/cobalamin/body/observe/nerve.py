"""Observations of nerve, cord and brain among the agreed columns, and the functions of paths that others share."""

from __future__ import annotations

from typing import Any

from cobalamin.body.arithmetic import maximum, power
from cobalamin.body.brain import remaining_cognition
from cobalamin.body.conduction import conducting, mixed_velocity, motor_amplitude, sensory_amplitude, velocity_spread
from cobalamin.body.cord import TISSUE as CORD
from cobalamin.body.methylation import sam_sah_ratio
from cobalamin.body.nerve import TISSUE as NERVE
from cobalamin.body.nerve import reach
from cobalamin.body.observe.registry import Group, Licence

nerve = Group()
observation = nerve.observation


def _internodes(part: Any, seal: Any) -> tuple[Any, Any, Any, Any]:
    return part.sheath, seal, part.myelin_demyelinated, part.myelin_remyelinated


def fibre_velocity(body: Any, k: Any) -> Any:
    """Velocity of a peripheral fibre relative to healthy, from sheath, seal and internodes alone."""
    return mixed_velocity(*_internodes(body.nerve, NERVE.seal(body, k)), k)


def fibre_spread(body: Any, k: Any) -> Any:
    """Standard deviation of ln velocity between peripheral fibres, beyond the healthy one."""
    return velocity_spread(*_internodes(body.nerve, NERVE.seal(body, k)), k)


def nerve_velocity(body: Any, k: Any, length: Any) -> Any:
    """Velocity of a nerve relative to healthy: fibre x (1 - s (1 - A^length)) x (1 - t diabetes).

    The fastest axons go with the others, and diabetes slows what is left.
    Source: mech_dpn_sural, guess
    """
    fastest = 1 - k.axon_velocity_share * (1 - reach(body, length))
    return fibre_velocity(body, k) * fastest * (1 - k.toxic_slowing * body.nerve.diabetic_injury)


def nerve_function(body: Any, k: Any, length: Any) -> Any:
    """Axons that reach a place `length` along the longest path and conduct, relative to healthy."""
    return reach(body, length) * conducting(body.nerve.myelin_demyelinated, k)


def _shared(loss: Any, share: Any) -> Any:
    """Loss in a tract that is hit `share` times as hard: 1 - (1 - loss)^share; never above 1."""
    return 1 - power(maximum(1 - loss, 0), share)


def _central_internodes(body: Any, k: Any, share: Any) -> tuple[Any, Any, Any, Any]:
    """Sheath, seal, bare and new internodes of a tract with `share` of the injury of the dorsal columns."""
    part = body.cord
    seal = 1 + share * (CORD.seal(body, k) - 1)
    bare, new = _shared(part.myelin_demyelinated, share), _shared(part.myelin_remyelinated, share)
    return 1 - _shared(1 - part.sheath, share), seal, bare, new


def central_velocity(body: Any, k: Any, share: Any) -> Any:
    """Velocity of a central tract that has `share` of the injury of the dorsal columns, relative to healthy."""
    return mixed_velocity(*_central_internodes(body, k, share), k)


def tract_fibres(body: Any, k: Any, share: Any) -> Any:
    """Fibres of a tract that live and conduct, with `share` of the injury of the dorsal columns; 1 healthy."""
    alive = power(body.cord.dorsal_axons_alive, share)
    return alive * conducting(_shared(body.cord.myelin_demyelinated, share), k)


def tract_function(body: Any, k: Any, share: Any) -> Any:
    """Volley of a sensory tract that has `share` of the injury of the dorsal columns of the leg; 1 healthy.

    Fibres x in step: vibration and position need impulses that arrive together, within the few milliseconds over which
    a motor unit potential lasts too, so its law stands in.
    Source: mech_naud_dispersion, axon_maps, guess
    """
    internodes = _central_internodes(body, k, share)
    in_step = motor_amplitude(mixed_velocity(*internodes, k), velocity_spread(*internodes, k), k)
    return tract_fibres(body, k, share) * in_step


def dorsal_function(body: Any, k: Any) -> Any:
    """Volley of the dorsal columns of the leg; 1 healthy."""
    return tract_function(body, k, 1)


def corticospinal_function(body: Any, k: Any) -> Any:
    """Fibres of the corticospinal tract; 1 healthy."""
    bare = _shared(body.cord.myelin_demyelinated, k.corticospinal_share)
    return body.cord.corticospinal_axons_alive * conducting(bare, k)


@observation("sam_sah_ratio", "1", healthy=1.0, licence=Licence.SCENARIO, about="methylation ratio of nerve, relative")
def sam_sah(body: Any, k: Any, now: Any) -> Any:
    """SAM/SAH of peripheral nerve relative to healthy. Source: mtr_scan_reed2008"""
    return sam_sah_ratio(NERVE.activity(body, k), k)


def _myelin(part: Any, k: Any) -> Any:
    return part.sheath * (part.myelin_intact + k.remyelinated_sheath * part.myelin_remyelinated)


@observation("myelin_pns", "1", healthy=1.0, licence=Licence.SCENARIO, about="myelin of peripheral nerve, relative")
def myelin_pns(body: Any, k: Any, now: Any) -> Any:
    """Sheath x (intact + share x remyelinated). Source: mech_smith1981_end, guess"""
    return _myelin(body.nerve, k)


@observation("myelin_cns", "1", healthy=1.0, licence=Licence.SCENARIO, about="myelin of the cord, relative")
def myelin_cns(body: Any, k: Any, now: Any) -> Any:
    """Sheath x (intact + share x remyelinated). Source: mech_smith1981_end, guess"""
    return _myelin(body.cord, k)


@observation("axons_pns", "1", healthy=1.0, licence=Licence.SCENARIO, about="axons of peripheral nerve, relative")
def axons_pns(body: Any, k: Any, now: Any) -> Any:
    """The state. Source: nerve_fit, guess"""
    return body.nerve.axons_alive


@observation("axons_cns", "1", healthy=1.0, licence=Licence.SCENARIO, about="axons of the dorsal columns, relative")
def axons_cns(body: Any, k: Any, now: Any) -> Any:
    """The state. Source: nerve_fit, guess"""
    return body.cord.dorsal_axons_alive


@observation("sural_velocity_m_s", "m/s", healthy=51.0, licence=Licence.SCENARIO, about="sural sensory velocity")
def sural_velocity(body: Any, k: Any, now: Any) -> Any:
    """Baseline x relative velocity [m/s]. Source: mechanisms_report, mech_dpn_sural"""
    return k.sural_velocity_baseline * nerve_velocity(body, k, 1)


@observation("sural_amplitude_uv", "uV", healthy=17.1, licence=Licence.SCENARIO, about="sural sensory amplitude")
def sural_amplitude(body: Any, k: Any, now: Any) -> Any:
    """Baseline x axons x not blocked x in step [uV]. Source: mechanisms_report, axon_maps"""
    in_step = sensory_amplitude(fibre_velocity(body, k), fibre_spread(body, k), k)
    return k.sural_amplitude_baseline * nerve_function(body, k, 1) * in_step


@observation("tibial_sep_p37_ms", "ms", healthy=41.6, licence=Licence.SCENARIO, about="tibial evoked potential P37")
def tibial_sep(body: Any, k: Any, now: Any) -> Any:
    """Fixed + peripheral / v_nerve + central / v_cord [ms]. Source: normal_limits, axon_maps"""
    central = k.tibial_p37_central / central_velocity(body, k, 1)
    return k.tibial_p37_fixed + k.tibial_p37_peripheral / nerve_velocity(body, k, 1) + central


@observation("visual_ep_p100_ms", "ms", healthy=96.7, licence=Licence.SCENARIO, about="visual evoked potential P100")
def visual_ep(body: Any, k: Any, now: Any) -> Any:
    """Fixed + optic / v_optic, the optic nerve sharing the injury of the cord [ms].

    Source: normal_limits, axon_maps, mech_kalita_vep
    """
    return k.visual_p100_fixed + k.visual_p100_optic / central_velocity(body, k, k.optic_share)


@observation(
    "vibration_threshold", "1", healthy=1.0, licence=Licence.SCENARIO, about="vibration threshold at the toe, relative"
)
def vibration_threshold(body: Any, k: Any, now: Any) -> Any:
    """1 / (nerve x dorsal column); rises with loss. Source: guess"""
    return 1 / maximum(nerve_function(body, k, 1) * dorsal_function(body, k), k.vibration_floor)


@observation("dorsal_column", "1", healthy=1.0, licence=Licence.SCENARIO, about="function of the dorsal columns")
def dorsal_column(body: Any, k: Any, now: Any) -> Any:
    """Axons x not blocked x in step. Source: mech_naud_dispersion, axon_maps, guess"""
    return dorsal_function(body, k)


@observation("cognition", "1", healthy=1.0, licence=Licence.SCENARIO, about="cognition, relative to a young adult")
def cognition(body: Any, k: Any, now: Any) -> Any:
    """Neurons x (1 - w lack of methylation). Source: mech_vitacog_pl, guess"""
    return remaining_cognition(body, k)
