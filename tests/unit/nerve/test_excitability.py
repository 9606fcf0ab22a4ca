"""The order of regimes that Coggan 2010 reports, and what it hangs on."""

from __future__ import annotations

import math

import pytest

from cobalamin.nerve.excitability import ORDER, Regime, least_sodium, regime, spike_times


def test_regimes_come_in_order_of_the_ratio() -> None:
    seen = [regime(sodium=float(sodium), leak=1.0, slow_inward=0.4) for sodium in (5, 14, 30, 55)]
    assert seen == list(ORDER)


@pytest.mark.parametrize(
    ("sodium", "expected"), [(25, Regime.FAILURE), (30, Regime.SINGLE_SPIKE), (50, Regime.AFTERDISCHARGE)]
)
def test_regimes_at_healthy_leak(sodium: float, expected: Regime) -> None:
    assert regime(sodium=sodium, leak=2.0, slow_inward=0.4) is expected


def test_afterdischarge_needs_a_slow_inward_current() -> None:
    assert math.isnan(least_sodium(Regime.AFTERDISCHARGE, leak=2.0, slow_inward=0.0))
    less, more = (least_sodium(Regime.AFTERDISCHARGE, leak=2.0, slow_inward=s) for s in (0.3, 0.6))
    assert more < less


def test_quiet_axon_is_quiet() -> None:
    assert spike_times(sodium=20.0, leak=2.0, slow_inward=0.0).size == 0


def test_boundary_is_a_boundary() -> None:
    edge = least_sodium(Regime.SINGLE_SPIKE, leak=2.0, slow_inward=0.4)
    assert regime(sodium=edge, leak=2.0, slow_inward=0.4) is Regime.SINGLE_SPIKE
    assert regime(sodium=edge - 0.1, leak=2.0, slow_inward=0.4) is Regime.FAILURE
