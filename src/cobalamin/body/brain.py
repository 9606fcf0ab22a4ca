"""Brain: a stress state, neurons lost with age and under stress, and what is left of thinking.

Only lack of B12 slows thinking; more than enough adds nothing. Homocysteine has a small effect with a ceiling, because
lowering it slowed atrophy in one trial and helped cognition in none of eleven.
"""

from __future__ import annotations

from typing import Any

from cobalamin.body.arithmetic import maximum
from cobalamin.body.cord import TISSUE
from cobalamin.body.graph import Organ
from cobalamin.body.myelin import cobalamin_supply

brain = Organ("brain")
flow = brain.flow
compartment = brain.compartment

compartment("brain.stress", "1", 0.0, "stress of cells that lack methylation")
compartment("brain.neurons_alive", "1", 1.0, "neurons, relative")
compartment("brain.neurons_lost", "1", 0.0, "neurons lost for good")


def _lack(body: Any, k: Any) -> Any:
    return maximum(1 - TISSUE.methylation(body, k), 0)


def remaining_cognition(body: Any, k: Any) -> Any:
    """Cognition relative to a healthy young adult: neurons x (1 - w lack of methylation); at most neurons.

    Source: mech_vitacog_pl, guess
    """
    return body.brain.neurons_alive * (1 - k.cognition_methylation_share * _lack(body, k))


@flow(target="brain.stress", unit="1/d")
def stress_onset(body: Any, k: Any, now: Any) -> Any:
    """Stress rises within days where methylation is lacking.

    k_u (1 - M + a injury) (1 - r S) [1/d]; a and S are 0 unless animal evidence is switched on: in mice, injury of the
    brain stresses the endoplasmic reticulum and high doses of B12 relieve it.
    Source: mech_wu2019, guess
    """
    injured = k.animal_evidence * now.brain_injury
    relief = 1 - k.pharmacological_stress_relief * cobalamin_supply(body, k)
    return k.stress_rate * (_lack(body, k) + injured) * relief


@flow(source="brain.stress")
def stress_resolution(body: Any, k: Any, now: Any) -> Any:
    """Stress fades within days.

    k_u [1/d]
    Source: guess
    """
    return k.stress_rate


@flow(source="brain.neurons_alive", target="brain.neurons_lost")
def neuron_loss(body: Any, k: Any, now: Any) -> Any:
    """Loss of neurons with age, under stress beyond a threshold, and a little with high homocysteine.

    (k_0 + k_u max(u - u0, 0) + k_H e / (1 + e)) age, e = max(H / H0 - 1, 0) [1/d]; nothing is lost before the age of 20
    Source: mech_vitacog_pl, mech_vitacog_tx, guess
    """
    stress = maximum(body.brain.stress - k.stress_threshold, 0)
    excess = maximum(body.methylation.homocysteine / k.homocysteine_baseline - 1, 0)
    homocysteine = k.homocysteine_neuron_loss * excess / (1 + excess)
    return (k.neuron_ageing + k.stress_neuron_loss * stress + homocysteine) * now.ageing
