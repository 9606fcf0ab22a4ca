"""The closed laws of conduction: health, order, and limits that follow from counting."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from cobalamin.body import conduction
from cobalamin.parameters import typical, view

K = view(typical())


def changed(**values: float) -> SimpleNamespace:
    return view({**typical(), **values})


def test_everything_is_one_in_health() -> None:
    assert conduction.sheath_velocity(1.0, 1.0, K) == 1.0
    assert conduction.mixed_velocity(1.0, 1.0, 0.0, 0.0, K) == 1.0
    assert conduction.velocity_spread(1.0, 1.0, 0.0, 0.0, K) == pytest.approx(0.0, abs=1e-100)
    assert conduction.conducting(0.0, K) == pytest.approx(1.0, abs=1e-12)
    for law in (conduction.sensory_amplitude, conduction.motor_amplitude, conduction.duration):
        assert law(1.0, 0.0, K) == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize(
    ("sheath", "velocity"),
    [(1.0, 1.0), (0.8, 0.9675), (0.6, 0.9185), (0.5, 0.8829), (0.3, 0.7639), (0.2, 0.6534), (0.1, 0.4475)],
)
def test_thin_sheaths_of_a_typical_fibre(sheath: float, velocity: float) -> None:
    # Runs of another program with the same constants at 10 um; the law stands for all large fibres.
    assert conduction.sheath_velocity(sheath, 1.0, K) == pytest.approx(velocity, abs=0.04)


def test_loose_sheath_slows_more_than_half_a_sheath() -> None:
    assert conduction.sheath_velocity(1.0, 2.0, K) < conduction.sheath_velocity(0.5, 1.0, K) < 1.0


def test_delays_add() -> None:
    thin = conduction.sheath_velocity(0.3, 1.0, K)
    expected = 1 / (0.6 / thin + 0.1 / K.demyelinated_velocity + 0.3 / K.remyelinated_velocity)
    assert conduction.mixed_velocity(0.3, 1.0, 0.1, 0.3, K) == pytest.approx(expected)


@pytest.mark.parametrize("share", [0.2, 0.4, 0.6])
def test_block_is_the_chance_of_a_run(share: float) -> None:
    """Fibres counted one by one: severity log-normal between fibres, internodes hit at random, a run of R blocks."""
    chance = np.random.default_rng(4)
    k, fibres = changed(severity_spread=0.3), 3000
    hit = np.minimum(share * np.exp(k.severity_spread * chance.standard_normal(fibres)), 1.0)
    bare = chance.random((fibres, int(k.nerve_internodes))) < hit[:, None]
    row = np.zeros(fibres, int)
    longest = np.zeros(fibres, int)
    for column in bare.T:
        row = np.where(column, row + 1, 0)
        longest = np.maximum(longest, row)
    counted = float(np.mean(longest < k.blocking_run))
    assert conduction.conducting(share, k) == pytest.approx(counted, abs=0.07)


def test_spread_is_that_of_damaged_internodes_counted() -> None:
    chance = np.random.default_rng(5)
    k = changed(severity_spread=0.0)
    hits = chance.binomial(int(k.path_internodes), 0.1, size=20000) / k.path_internodes
    counted = float(np.std(np.log(1 / (1 - hits + hits / k.demyelinated_velocity))))
    assert conduction.velocity_spread(1.0, 1.0, 0.1, 0.0, k) == pytest.approx(counted, rel=0.05)


def test_spread_lowers_sensory_amplitudes_more_than_motor_ones() -> None:
    sensory = [conduction.sensory_amplitude(0.8, spread, K) for spread in (0.0, 0.1, 0.2)]
    motor = [conduction.motor_amplitude(0.8, spread, K) for spread in (0.0, 0.1, 0.2)]
    assert sensory == sorted(sensory, reverse=True)
    assert all(s < m < 1 for s, m in zip(sensory, motor, strict=True))
    assert conduction.duration(0.8, 0.1, K) > conduction.duration(0.8, 0.0, K) > 1


def test_loss_of_axons_leaves_the_velocity() -> None:
    # Little demyelination, as in axonal neuropathy: velocity keeps well above 80 % of healthy.
    assert conduction.mixed_velocity(0.95, 1.0, 0.01, 0.01, K) > 0.9
    assert conduction.conducting(0.01, K) > 0.999


def test_all_bare_fibres_are_finite() -> None:
    assert 0 <= conduction.conducting(1.0, K) < 0.3
    assert math.isfinite(conduction.velocity_spread(0.0, 3.0, 1.0, 0.0, K))
