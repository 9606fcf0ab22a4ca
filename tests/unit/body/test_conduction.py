"""Conduction maps against the runs of the cable model (10 um fibre)."""

from __future__ import annotations

import pytest

from cobalamin.body import conduction
from cobalamin.parameters import typical, view

K = view(typical())


@pytest.mark.parametrize(
    ("sheath", "velocity"),
    [(1.0, 1.0), (0.8, 0.9675), (0.6, 0.9185), (0.5, 0.8829), (0.3, 0.7639), (0.2, 0.6534), (0.1, 0.4475)],
)
def test_thin_sheaths(sheath: float, velocity: float) -> None:
    assert conduction.sheath_velocity(sheath, K) == pytest.approx(velocity, abs=0.02)


def test_remyelinated_fibre_with_internodes_of_a_third() -> None:
    assert conduction.mixed_velocity(1.0, 0.0, 1.0, K) == pytest.approx(0.641, abs=0.01)


@pytest.mark.parametrize(("share", "velocity"), [(0.3, 0.9143), (0.5, 0.8638), (1.0, 0.7645)])
def test_delays_add(share: float, velocity: float) -> None:
    # Segments thinned to 0.3 mixed with healthy ones: the cable model against the harmonic rule.
    thin = conduction.sheath_velocity(0.3, K)
    assert 1 / ((1 - share) + share / thin) == pytest.approx(velocity, abs=0.015)


def test_block_is_half_at_its_half_and_none_in_health() -> None:
    assert conduction.conducting(0.0, K) == pytest.approx(1.0)
    assert conduction.conducting(K.block_half_demyelination, K) == pytest.approx(0.5)
