"""Statistics of tests in virtual people against closed forms; none has a meaning in one person."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cobalamin.validate.chances import (
    area_under_curve,
    chance_below,
    odds_ratio_below,
    percent_below,
    percent_of_people,
    percentile,
    rank_correlation,
    with_correlation_interval,
)
from cobalamin.validate.compare import Published

LEVELS = np.exp(np.array([-1.0, 0.0, 1.0]))
"""ln has mean 0 and standard deviation 1."""


def test_chance_below_is_the_normal_law_of_ln() -> None:
    assert chance_below(LEVELS, 1.0) == pytest.approx(0.5)
    assert percent_below(math.exp(-1.959964))(LEVELS) == pytest.approx(2.5, abs=1e-6)


def test_odds_ratio_is_that_of_the_two_chances() -> None:
    a, b = chance_below(LEVELS, 0.5), chance_below(2 * LEVELS, 0.5)
    assert odds_ratio_below(0.5)(LEVELS, 2 * LEVELS) == pytest.approx(a * (1 - b) / (b * (1 - a)))
    assert odds_ratio_below(0.5)(LEVELS, LEVELS) == pytest.approx(1.0)


def test_area_counts_pairs_in_which_the_case_is_lower() -> None:
    marker = np.array([1.0, 3.0, 2.0, 3.0, 4.0])
    case = np.array([1.0, 1.0, 0.0, 0.0, 0.0])
    assert area_under_curve(np.stack([marker, case])) == pytest.approx((3 + 1.5) / 6)


def test_area_of_a_marker_that_tells_nothing_is_a_half() -> None:
    assert area_under_curve(np.array([[5.0, 5.0, 5.0], [1.0, 0.0, 0.0]])) == 0.5


def test_ranks_alone_make_the_correlation() -> None:
    first = np.array([1.0, 2.0, 3.0, 4.0])
    assert rank_correlation(np.stack([first, np.exp(first)])) == pytest.approx(1.0)
    assert rank_correlation(np.stack([first, -(first**3)])) == pytest.approx(-1.0)


def test_interval_of_a_correlation_is_that_of_fisher() -> None:
    seen = with_correlation_interval(Published(observed=0.5, source=""), 103)
    low, high = (3.0 * math.exp(step) for step in (-0.3919928, 0.3919928))  # (1 + r) / (1 - r) is exp(2 artanh r)
    assert (seen.low, seen.high) == (pytest.approx((low - 1) / (low + 1)), pytest.approx((high - 1) / (high + 1)))


def test_one_person_has_no_share_rank_or_percentile() -> None:
    one = np.array([1.0])
    answers = (
        percent_of_people(one),
        chance_below(one, 1.0),
        percentile(50.0)(one),
        rank_correlation(np.array([[1.0], [2.0]])),
        area_under_curve(np.array([[1.0], [1.0]])),
        odds_ratio_below(1.0)(one, one),
    )
    assert all(math.isnan(answer) for answer in answers)
