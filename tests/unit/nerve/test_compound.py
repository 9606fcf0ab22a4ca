"""Compound potentials: health, order, and the closed form where all fibres are Gaussian."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cobalamin.nerve.compound import Nerve, compound_potential, motor, sensory, waveform


def test_spread_lowers_a_sensory_amplitude_more_than_a_motor_one() -> None:
    def relative(nerve: Nerve) -> float:
        whole = compound_potential(nerve, velocity=1.0, spread=0.0).amplitude
        return compound_potential(nerve, velocity=0.8, spread=0.15).amplitude / whole

    assert relative(sensory()) < 0.5 < 0.65 < relative(motor()) < 1


def test_slower_fibres_arrive_later_and_last_longer() -> None:
    whole, slow = (compound_potential(motor(), velocity=v, spread=0.1) for v in (1.0, 0.6))
    assert slow.latency > whole.latency
    assert slow.duration > whole.duration


def test_narrow_bundle_is_one_unit() -> None:
    """Without spread all units fall together: peaks of +-1 one width from the middle."""
    time, wave = waveform(Nerve(velocity=50, velocity_spread=1e-9, distance=100, unit_width=0.5), velocity=1, spread=0)
    assert wave.min() == pytest.approx(-1.0, abs=1e-3)
    assert time[np.argmax(wave)] - time[np.argmin(wave)] == pytest.approx(1.0, abs=0.02)


def test_narrow_spread_cancels_as_gaussians_do() -> None:
    """For small spreads arrival is Gaussian with sd = latency x spread, and the amplitude w^2 / (w^2 + sd^2)."""
    nerve = Nerve(velocity=50, velocity_spread=1e-9, distance=100, unit_width=0.1)
    whole = compound_potential(nerve, velocity=1, spread=0).amplitude
    seen = compound_potential(nerve, velocity=1, spread=0.05).amplitude / whole
    sd = 2.0 * 0.05
    assert seen == pytest.approx(0.1**2 / (0.1**2 + sd**2), rel=0.02)
    assert math.isfinite(seen)
