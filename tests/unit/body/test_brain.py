"""Brain: more B12 than enough improves nothing, and homocysteine has a ceiling."""

from __future__ import annotations

from typing import Any

import pytest

from cobalamin.body import BODY, brain
from cobalamin.body.inputs import replete_inputs, view_inputs
from cobalamin.parameters import typical, view

K = view(typical())
REPLETE = view_inputs(replete_inputs())


def state(**changed: float) -> Any:
    """The healthy body with named compartments changed ("nerve.cobalamin" written nerve__cobalamin)."""
    values = dict(zip(BODY.names, BODY.healthy(), strict=True))
    values |= {name.replace("__", "."): value for name, value in changed.items()}
    return BODY.view(list(values.values()))


@pytest.mark.built_in
def test_cognition_does_not_improve_in_the_replete() -> None:
    assert brain.remaining_cognition(state(), K) == pytest.approx(1.0, rel=1e-12)
    assert brain.remaining_cognition(state(cord__cobalamin=10 * K.cord_reference), K) == pytest.approx(1.0, rel=1e-12)


def test_lack_slows_thinking() -> None:
    assert brain.remaining_cognition(state(cord__cobalamin=0.05 * K.cord_reference), K) < 0.95


def test_animal_evidence_acts_only_when_switched_on() -> None:
    injured = view_inputs(replete_inputs() | {"brain_injury": 1.0})
    dosed = state(plasma__unbound_methylcobalamin=100.0)
    assert brain.stress_onset(dosed, K, injured) == 0
    on = view(typical() | {"animal_evidence": 1.0})
    assert 0 < brain.stress_onset(dosed, on, injured) < brain.stress_onset(state(), on, injured)


def test_homocysteine_effect_is_small_and_capped() -> None:
    adult = view_inputs(replete_inputs() | {"ageing": 1.0})
    worst = brain.neuron_loss(state(methylation__homocysteine=1000.0), K, adult) - K.neuron_ageing
    assert 0 < worst * 365.25 < 0.0035


def test_neurons_keep_without_ageing() -> None:
    assert brain.neuron_loss(state(), K, REPLETE) == 0
