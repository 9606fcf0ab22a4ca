"""Rows and estimates: verdicts, intervals against closed forms, and what resampling must keep."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cobalamin.validate.compare import Published, compared, with_mean_interval, with_share_interval
from cobalamin.validate.estimate import Estimate, Group, estimate, mean, percent
from cobalamin.validate.row import DIRECTION, Block, Kind, Row, Verdict

STUDY = "Irving 2009"


def row(**changed: float | None) -> Row:
    numbers: dict[str, float | None] = {"observed": 10.0, "simulated": 12.0} | changed
    return Row(study=STUDY, quantity="a", unit="1", kind=Kind.PREDICTED, source="guess", block=Block.PAIN, **numbers)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("numbers", "verdict"),
    [
        ({"low": 8.0, "high": 13.0}, Verdict.INSIDE),
        ({"low": 8.0, "high": 11.0, "simulated_low": 10.5, "simulated_high": 14.0}, Verdict.OVERLAP),
        ({"low": 8.0, "high": 11.0, "simulated_low": 11.5, "simulated_high": 14.0}, Verdict.APART),
        ({"low": 8.0, "high": 11.0}, Verdict.APART),
        ({"simulated_low": 9.0, "simulated_high": 14.0}, Verdict.COVERED),
        ({"simulated_low": 11.0, "simulated_high": 14.0}, Verdict.APART),
        ({}, Verdict.NOT_COMPARED),
    ],
)
def test_verdicts(numbers: dict[str, float], verdict: Verdict) -> None:
    assert row(**numbers).verdict is verdict


def test_fold_error_is_symmetric_and_silent_where_there_is_no_ratio() -> None:
    assert row(observed=10.0, simulated=20.0).fold_error == pytest.approx(2.0)
    assert row(observed=20.0, simulated=10.0).fold_error == pytest.approx(2.0)
    assert row(observed=-10.0, simulated=-20.0).fold_error == pytest.approx(2.0)
    assert row(observed=-1.0, simulated=1.0).fold_error is None
    assert row(observed=0.0).ratio is None
    assert row(observed=None).fold_error is None


def test_an_effect_that_is_absent_or_turned_round_has_a_ratio_and_is_never_near() -> None:
    for simulated in (0.0, -10.0):
        assert row(simulated=simulated).ratio == simulated / 10.0
        assert not row(simulated=simulated).is_near


def test_a_direction_has_no_ratio() -> None:
    up = Row(
        study=STUDY,
        quantity="a",
        unit=DIRECTION,
        observed=1.0,
        simulated=1.0,
        kind=Kind.PREDICTED,
        source="guess",
        block=Block.PAIN,
    )
    assert up.verdict is Verdict.SAME_DIRECTION
    assert up.ratio is None
    assert not up.is_near


def test_bounds_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="out of order"):
        row(low=2.0, high=1.0)


def test_share_interval_is_that_of_wilson() -> None:
    """31 of 45: the published exact interval is 53 to 82 %; Wilson's is narrower and inside it."""
    found = with_share_interval(Published(observed=100 * 31 / 45, source="guess"), 45)
    assert (found.low, found.high) == (pytest.approx(54.3, abs=0.1), pytest.approx(80.5, abs=0.1))


def test_mean_interval_is_that_of_its_standard_error() -> None:
    found = with_mean_interval(Published(observed=5.0, source="guess"), sd=2.0, people=100)
    assert (found.low, found.high) == (pytest.approx(5 - 0.392, abs=1e-3), pytest.approx(5 + 0.392, abs=1e-3))


def test_resampled_interval_has_the_size_of_the_study() -> None:
    """Standard error of a mean: sd / sqrt(n), whatever the number of virtual people."""
    people = np.random.default_rng(1).normal(10.0, 3.0, 4000)
    blocks = np.full(people.size, "trophic")
    for size in (25, 400):
        found = estimate(mean, Group(values=people, blocks=blocks, size=size))
        assert found.value == pytest.approx(people.mean())
        assert found.high - found.low == pytest.approx(2 * 1.96 * 3 / math.sqrt(size), rel=0.15)


def test_interval_reaches_over_the_blocks_and_the_value_is_their_mean() -> None:
    values = np.repeat([0.0, 1.0], 50)
    found = estimate(percent, Group(values=values, blocks=np.repeat(["metabolite", "trophic"], 50), size=50))
    assert found == Estimate(value=50.0, low=0.0, high=100.0)


def test_a_study_kept_for_testing_is_predicted_and_another_fitted() -> None:
    found = Estimate(value=1.0, low=0.5, high=1.5)
    seen = Published(observed=1.0, source="guess")
    assert compared(STUDY, "a", "1", seen=seen, found=found, block=Block.PAIN).kind is Kind.PREDICTED
    assert compared("Misra 2007", "a", "1", seen=seen, found=found, block=Block.PAIN).kind is Kind.FITTED
