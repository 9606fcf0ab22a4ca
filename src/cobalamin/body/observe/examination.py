"""What a neurologist finds and a person feels beyond the agreed columns: hands, and reflexes."""

from __future__ import annotations

from typing import Any

from cobalamin.body.arithmetic import maximum, power
from cobalamin.body.nerve import reach
from cobalamin.body.observe.nerve import corticospinal_function, nerve_function, tract_function
from cobalamin.body.observe.registry import Group, Licence
from cobalamin.body.observe.symptoms import ectopic_feeling, scale, sensory_loss
from cobalamin.body.pain import ectopic_firing

examination = Group()
observation = examination.observation


@observation("tingling_hands", "1", healthy=0.0, licence=Licence.SCENARIO, about="tingling of the hands, 0 to 10")
def tingling_hands(body: Any, k: Any, now: Any) -> Any:
    """Scale of what tingles in the hands: shorter nerves, and the cuneate tract. Source: nerve_fit, guess"""
    tract = power(body.cord.dorsal_axons_alive, k.cervical_share)
    felt = ectopic_feeling(body, k, reach(body, k.hand_length), tract, k.hand_length, k.cervical_share)
    return scale(felt, k.tingling_half)


@observation("foot_pain", "1", healthy=0.0, licence=Licence.SCENARIO, about="pain that the nerves of the feet make")
def foot_pain(body: Any, k: Any, now: Any) -> Any:
    """Share of the pain score that does not come from zoster or a nerve root: P f / (f + other). Source: guess"""
    firing = ectopic_firing(body, k)
    return body.pain.score * firing / maximum(firing + now.other_pain_drive, 1e-9)


@observation("numbness_hands", "1", healthy=0.0, licence=Licence.SCENARIO, about="numbness of the hands, 0 to 10")
def numbness_hands(body: Any, k: Any, now: Any) -> Any:
    """Scale of sensory loss of the hands, from the nerves of the arm and the cuneate tract. Source: guess"""
    lost = sensory_loss(nerve_function(body, k, k.hand_length), tract_function(body, k, k.cervical_share), k)
    return scale(lost, k.numbness_half)


def _reflex(body: Any, k: Any, length: Any) -> Any:
    """Volley that arrives in step, and what the corticospinal tract no longer holds back: f^n (1 + g (1 - c))."""
    released = 1 + k.reflex_release * (1 - corticospinal_function(body, k))
    return power(nerve_function(body, k, length), k.reflex_exponent) * released


@observation("ankle_reflex", "1", healthy=1.0, licence=Licence.ILLUSTRATION, about="ankle jerk: 1 healthy, 0 absent")
def ankle_reflex(body: Any, k: Any, now: Any) -> Any:
    """f^n (1 + g (1 - c)), f fibres of the longest path, c corticospinal function. Source: guess"""
    return _reflex(body, k, 1)


@observation("knee_reflex", "1", healthy=1.0, licence=Licence.ILLUSTRATION, about="knee jerk: 1 healthy, 2 brisk")
def knee_reflex(body: Any, k: Any, now: Any) -> Any:
    """f^n (1 + g (1 - c)), f fibres of a shorter path: brisk while the ankle jerk is gone. Source: guess"""
    return _reflex(body, k, k.knee_length)
