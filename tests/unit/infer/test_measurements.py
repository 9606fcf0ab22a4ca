"""The update by a measurement against Bayes' rule by matrices, and the greedy choice."""

from __future__ import annotations

import numpy as np
import pytest

from cobalamin.infer.measurements import best, updated

RANDOM = np.random.default_rng(8)


def test_update_is_bayes_rule() -> None:
    """(C^-1 + j j' / s^2)^-1."""
    root = RANDOM.standard_normal((4, 4))
    prior, slope, error = root @ root.T, RANDOM.standard_normal(4), 0.3
    expected = np.linalg.inv(np.linalg.inv(prior) + np.outer(slope, slope) / error**2)
    assert updated(prior, slope, error) == pytest.approx(expected, rel=1e-8)


def test_the_measurement_that_fixes_most_comes_first() -> None:
    """Outputs a, a and b: measuring a exactly leaves a third of the relative variance, b two thirds."""
    a, b = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    outputs = {("s", "one"): a, ("s", "two"): a, ("s", "three"): b}
    chosen = best(np.eye(2), outputs, [("b", b, 1e-6), ("a", a, 1e-6)], count=2)
    assert [each.words for each in chosen] == ["a", "b"]
    assert chosen[0].left == pytest.approx(1 / 3, abs=1e-6)
    assert chosen[1].left == pytest.approx(0.0, abs=1e-6)
    assert chosen[0].most[2] == pytest.approx(1.0, abs=1e-6)
