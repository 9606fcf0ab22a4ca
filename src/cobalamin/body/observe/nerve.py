"""Observations of nerve, cord and brain."""

from __future__ import annotations

from typing import Any

from cobalamin.body.arithmetic import maximum, power
from cobalamin.body.brain import remaining_cognition
from cobalamin.body.conduction import conducting, mixed_velocity
from cobalamin.body.methylation import sam_sah_ratio
from cobalamin.body.nerve import nerve_activity
from cobalamin.body.observe.registry import Group, Licence

nerve = Group()
observation = nerve.observation


@observation("sam_sah_ratio", "1", healthy=1.0, licence=Licence.SCENARIO, about="methylation ratio of nerve, relative")
def sam_sah(body: Any, k: Any, now: Any) -> Any:
    """SAM/SAH of peripheral nerve relative to healthy."""
    return sam_sah_ratio(nerve_activity(body, k), k)


def _myelin(part: Any, k: Any) -> Any:
    return part.sheath * (part.myelin_intact + k.remyelinated_sheath * part.myelin_remyelinated)


@observation("myelin_pns", "1", healthy=1.0, licence=Licence.SCENARIO, about="myelin of peripheral nerve, relative")
def myelin_pns(body: Any, k: Any, now: Any) -> Any:
    """Sheath x (intact + share x remyelinated)."""
    return _myelin(body.nerve, k)


@observation("myelin_cns", "1", healthy=1.0, licence=Licence.SCENARIO, about="myelin of the cord, relative")
def myelin_cns(body: Any, k: Any, now: Any) -> Any:
    """Sheath x (intact + share x remyelinated)."""
    return _myelin(body.cord, k)


@observation("axons_pns", "1", healthy=1.0, licence=Licence.SCENARIO, about="axons of peripheral nerve, relative")
def axons_pns(body: Any, k: Any, now: Any) -> Any:
    """The state."""
    return body.nerve.axons_alive


@observation("axons_cns", "1", healthy=1.0, licence=Licence.SCENARIO, about="axons of the dorsal columns, relative")
def axons_cns(body: Any, k: Any, now: Any) -> Any:
    """The state."""
    return body.cord.dorsal_axons_alive


def nerve_velocity(body: Any, k: Any) -> Any:
    """Velocity of peripheral nerve relative to healthy: sheath and internodes, fastest axons, slowing by diabetes."""
    part = body.nerve
    fibre = mixed_velocity(part.sheath, part.myelin_demyelinated, part.myelin_remyelinated, k)
    fastest = 1 - k.axon_velocity_share * (1 - part.axons_alive)
    return fibre * fastest * (1 - k.toxic_slowing * body.nerve.diabetic_injury)


def _central_velocity(body: Any, k: Any, share: Any) -> Any:
    part = body.cord
    thinned = 1 - share * (1 - part.sheath)
    return mixed_velocity(thinned, share * part.myelin_demyelinated, share * part.myelin_remyelinated, k)


def nerve_function(body: Any, k: Any) -> Any:
    return body.nerve.axons_alive * conducting(body.nerve.myelin_demyelinated, k)


@observation("sural_velocity_m_s", "m/s", healthy=50.0, licence=Licence.SCENARIO, about="sural sensory velocity")
def sural_velocity(body: Any, k: Any, now: Any) -> Any:
    """Baseline x relative velocity [m/s]."""
    return k.sural_velocity_baseline * nerve_velocity(body, k)


@observation("sural_amplitude_uv", "uV", healthy=15.0, licence=Licence.SCENARIO, about="sural sensory amplitude")
def sural_amplitude(body: Any, k: Any, now: Any) -> Any:
    """Baseline x axons x not blocked x velocity^n [uV]."""
    part = body.nerve
    fibre = mixed_velocity(part.sheath, part.myelin_demyelinated, part.myelin_remyelinated, k)
    return k.sural_amplitude_baseline * nerve_function(body, k) * power(fibre, k.amplitude_velocity_exponent)


@observation("tibial_sep_p37_ms", "ms", healthy=37.0, licence=Licence.SCENARIO, about="tibial evoked potential P37")
def tibial_sep(body: Any, k: Any, now: Any) -> Any:
    """Fixed + peripheral / v_nerve + central / v_cord [ms]."""
    central = k.tibial_p37_central / _central_velocity(body, k, 1)
    return k.tibial_p37_fixed + k.tibial_p37_peripheral / nerve_velocity(body, k) + central


@observation("visual_ep_p100_ms", "ms", healthy=100.0, licence=Licence.SCENARIO, about="visual evoked potential P100")
def visual_ep(body: Any, k: Any, now: Any) -> Any:
    """Fixed + optic / v_optic, the optic nerve sharing the myelin of the cord [ms]."""
    return k.visual_p100_fixed + k.visual_p100_optic / _central_velocity(body, k, k.optic_share)


def dorsal_function(body: Any, k: Any) -> Any:
    return body.cord.dorsal_axons_alive * conducting(body.cord.myelin_demyelinated, k)


def corticospinal_function(body: Any, k: Any) -> Any:
    bare = k.corticospinal_share * body.cord.myelin_demyelinated
    return body.cord.corticospinal_axons_alive * conducting(bare, k)


@observation(
    "vibration_threshold", "1", healthy=1.0, licence=Licence.SCENARIO, about="vibration threshold at the toe, relative"
)
def vibration_threshold(body: Any, k: Any, now: Any) -> Any:
    """1 / (nerve x dorsal column); rises with loss."""
    return 1 / maximum(nerve_function(body, k) * dorsal_function(body, k), k.vibration_floor)


@observation("dorsal_column", "1", healthy=1.0, licence=Licence.SCENARIO, about="function of the dorsal columns")
def dorsal_column(body: Any, k: Any, now: Any) -> Any:
    """Axons x not blocked."""
    return dorsal_function(body, k)


@observation("cognition", "1", healthy=1.0, licence=Licence.SCENARIO, about="cognition, relative to a young adult")
def cognition(body: Any, k: Any, now: Any) -> Any:
    """Neurons x (1 - w lack of methylation)."""
    return remaining_cognition(body, k)
