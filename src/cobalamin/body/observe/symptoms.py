"""Observations of what a person feels, on scales of 0 to 10."""

from __future__ import annotations

from typing import Any

from cobalamin.body.arithmetic import maximum, power
from cobalamin.body.brain import remaining_cognition
from cobalamin.body.marrow import red_cell_volume
from cobalamin.body.methylation import methylation_capacity, synthase_activity
from cobalamin.body.nerve import reach
from cobalamin.body.observe.nerve import corticospinal_function, dorsal_function, nerve_function
from cobalamin.body.observe.registry import TOP_OF_SCALE, Group, Licence

symptoms = Group()
observation = symptoms.observation


def scale(loss: Any, half: Any) -> Any:
    """0-10 scale of a complaint: 10 x^3 / (x^3 + h^3), x = loss of function, at least 0.

    Steep, because a little loss is not felt and a great one is felt as such.
    """
    x = maximum(loss, 0)
    cubed = x * x * x
    return TOP_OF_SCALE * cubed / (cubed + half * half * half)


def sensory_loss(nerve: Any, tract: Any, k: Any) -> Any:
    """1 - n c^w: skin is felt through the dorsal columns in part only, w, vibration and position altogether.

    Source: guess
    """
    return 1 - nerve * power(tract, k.numbness_cord_share)


@observation("pain_nrs", "1", healthy=0.0, licence=Licence.SCENARIO, about="pain, 0 to 10, without natural course")
def pain_nrs(body: Any, k: Any, now: Any) -> Any:
    """The state. Source: mech_sa_review, guess"""
    return body.pain.score


def ectopic_feeling(body: Any, k: Any, nerve: Any, tract: Any, length: Any, share: Any) -> Any:
    """What tingles: excess excitability of fibres, injured and bare fibres of the cord, and what is left without input.

    l (E - 1) + c s (d + i X) + w (1 - n t); l the length of the path, s the tract's share of the injury of the cord,
    n t what still arrives
    Source: mech_coggan_switch, guess
    """
    cord = body.cord.myelin_demyelinated + k.tingling_injury_share * body.cord.trophic_injury
    lost = k.tingling_loss_share * (1 - nerve * tract)
    return length * (body.pain.excitability - 1) + k.tingling_cord_share * share * cord + lost


@observation("tingling", "1", healthy=0.0, licence=Licence.SCENARIO, about="tingling, 0 to 10")
def tingling(body: Any, k: Any, now: Any) -> Any:
    """Scale of what tingles in the feet. Source: nerve_fit, guess"""
    felt = ectopic_feeling(body, k, reach(body, 1), body.cord.dorsal_axons_alive, 1, 1)
    return scale(felt, k.tingling_half)


@observation("numbness", "1", healthy=0.0, licence=Licence.SCENARIO, about="numbness, 0 to 10")
def numbness(body: Any, k: Any, now: Any) -> Any:
    """Scale of sensory loss of the feet. Source: guess"""
    return scale(sensory_loss(nerve_function(body, k, 1), dorsal_function(body, k), k), k.numbness_half)


@observation("weakness", "1", healthy=0.0, licence=Licence.ILLUSTRATION, about="weakness, 0 to 10")
def weakness(body: Any, k: Any, now: Any) -> Any:
    """Scale of motor loss: 1 - corticospinal x motor axons. Source: mech_kalita_mep, guess"""
    motor = reach(body, k.motor_spared_exponent)
    return scale(1 - corticospinal_function(body, k) * motor, k.weakness_half)


@observation("unsteadiness", "1", healthy=0.0, licence=Licence.SCENARIO, about="unsteadiness, 0 to 10")
def unsteadiness(body: Any, k: Any, now: Any) -> Any:
    """Scale of lost position sense: 1 - dorsal column x (1 + nerve) / 2. Source: nerve_fit, guess"""
    return scale(1 - dorsal_function(body, k) * (1 + nerve_function(body, k, 1)) / 2, k.unsteadiness_half)


@observation("memory_trouble", "1", healthy=0.0, licence=Licence.ILLUSTRATION, about="trouble with memory, 0 to 10")
def memory_trouble(body: Any, k: Any, now: Any) -> Any:
    """Scale of lost cognition. Source: guess"""
    return scale(1 - remaining_cognition(body, k), k.memory_half)


# Its floor is half a point: it follows small changes of the blood, and nothing below one point is ever reported.
@observation("fatigue", "1", healthy=0.0, licence=Licence.ILLUSTRATION, about="fatigue, 0 to 10", scale_floor=0.5)
def fatigue(body: Any, k: Any, now: Any) -> Any:
    """Scale of anaemia plus lack of methylation. Source: guess"""
    lack = 1 - methylation_capacity(synthase_activity(body, k), k)
    return scale(1 - red_cell_volume(body) + k.fatigue_methylation_share * lack, k.fatigue_half)
