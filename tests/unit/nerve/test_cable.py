"""The cable model against the published code, textbook facts about cables, and findings on bare axons."""

from __future__ import annotations

import numpy as np
import pytest

from cobalamin.errors import InputError
from cobalamin.nerve.cable import GROUND, STEP, Fibre, Internode, healthy, velocity
from cobalamin.nerve.constants import geometry, published_diameters, published_velocities


@pytest.mark.parametrize("diameter", published_diameters())
def test_velocity_of_the_published_code(diameter: float) -> None:
    own = velocity(healthy(diameter), step=0.005)
    assert own == pytest.approx(published_velocities()[diameter], rel=0.03)


def test_velocity_converges_with_the_step() -> None:
    """Backward Euler is of first order: halving the step halves what is missing."""
    speeds = [velocity(healthy(10.0), step=step) for step in (0.004, 0.002, 0.001, 0.0005)]
    steps = np.diff(speeds)
    assert np.all(steps > 0)
    assert steps[0] / steps[1] == pytest.approx(2.0, rel=0.25)
    assert steps[1] / steps[2] == pytest.approx(2.0, rel=0.25)


def test_step_cancels_from_relative_velocities() -> None:
    def relative(step: float) -> float:
        thin = Fibre(10.0, [Internode(sheath=0.3, seal=2.0)] * 20)
        return velocity(thin, step=step) / velocity(healthy(10.0), step=step)

    assert relative(STEP) == pytest.approx(relative(0.001), rel=0.02)


@pytest.mark.parametrize("diameter", [5.7, 16.0])
def test_rest_is_a_rest(diameter: float) -> None:
    """Without stimulus nothing fires, no potential drifts by more than a millivolt, and what drifts comes to a stop."""
    journey = healthy(diameter, 6).conduct(duration=60.0, current=0.0, frame=1.0, stop=False)
    assert np.all(np.isnan(journey.arrival))
    assert np.max(np.abs(journey.potential + 80.0)) < 1.0
    assert np.max(np.abs(journey.potential[-1] - journey.potential[-2])) < 1e-3


def test_charge_of_the_pulse_is_kept() -> None:
    """Without channels, leak and myelin all charge that was injected is found on the axolemma."""
    fibre = healthy(10.0, 4)
    fibre.channels[:] = 0.0
    fibre.passive[:] = 0.0
    fibre.myelin_conductance[:] = GROUND
    current, pulse = 0.5, 0.1
    journey = fibre.conduct(duration=2.0, current=current, pulse=pulse, frame=0.1, stop=False)
    held = (journey.potential[-1] + 80.0) @ fibre.capacitance  # nF mV = pC
    assert held == pytest.approx(current * pulse, rel=1e-6)  # nA ms = pC


def test_conduction_is_the_same_both_ways() -> None:
    fibre = healthy(10.0, 20)
    there = fibre.conduct(duration=3.0, stop=False).arrival
    back = fibre.conduct(duration=3.0, stop=False, at=20).arrival
    assert there == pytest.approx(back[::-1], abs=1e-6)


def test_velocity_grows_with_diameter_and_sheath() -> None:
    assert np.all(np.diff([velocity(healthy(d)) for d in (1.0, 2.0, 4.0, *published_diameters())]) > 0)
    assert np.all(np.diff([velocity(Fibre(10.0, [Internode(sheath=m)] * 20)) for m in (0.1, 0.3, 0.6, 1.0)]) > 0)
    assert np.all(np.diff([velocity(Fibre(10.0, [Internode(seal=s)] * 20)) for s in (1.0, 2.0, 4.0)]) < 0)


def test_short_internodes_slow() -> None:
    short = velocity(Fibre(10.0, [Internode(length=1 / 3, sheath=0.5)] * 60), skip=12)
    assert 0.5 < short / velocity(healthy(10.0)) < 0.75


@pytest.mark.parametrize(("channels", "crosses"), [(0.0, False), (0.05, True), (0.1, True)])
def test_bare_axon_is_crossed_only_with_channels(channels: float, crosses: bool) -> None:
    """Central axons conduct across 2.5 mm without myelin (Felts 1997); in a cable that takes channels."""
    diameter, bare_mm = 5.7, 2.5
    run = round(bare_mm / (geometry(diameter).internode_length * 1e-3))
    path = [Internode()] * 8 + [Internode(sheath=0.0, channels=channels)] * run + [Internode()] * 8
    assert bool(np.isfinite(Fibre(diameter, path).conduct(duration=12.0).arrival[-2])) is crosses


def test_diameter_outside_the_tables() -> None:
    with pytest.raises(InputError, match=r"1 to 16 um"):
        geometry(20.0)
