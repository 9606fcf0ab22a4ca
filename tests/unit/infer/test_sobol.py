"""Variance shares against closed forms: an additive model, Ishigami's function, and inputs that vary together."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import ndtri

from cobalamin.infer.sobol import base_points, picked, shares

BASE = 2048


def test_additive_model_has_the_shares_of_its_variances() -> None:
    weights = np.array([1.0, 2.0, 3.0])
    points = picked(*base_points(3, BASE, seed=5), [[0], [1], [2]])
    found = shares(ndtri(points) @ weights, 3, seed=1)
    expected = weights**2 / np.sum(weights**2)
    assert found.variance == pytest.approx(np.sum(weights**2), rel=0.03)
    assert found.first == pytest.approx(expected, abs=0.03)
    assert found.total == pytest.approx(expected, abs=0.03)
    assert (found.total_low <= found.total).all()
    assert (found.total <= found.total_high).all()


def test_ishigami() -> None:
    """sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 on (-pi, pi): first 0.314, 0.442, 0; total 0.558, 0.442, 0.244."""
    x = math.pi * (2 * picked(*base_points(3, BASE, seed=5), [[0], [1], [2]]) - 1)
    values = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    found = shares(values, 3, seed=1)
    assert found.first == pytest.approx([0.3139, 0.4424, 0.0], abs=0.03)
    assert found.total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.03)


def test_a_group_counts_as_one_input_with_its_covariance() -> None:
    """x1 + x2 with correlation r has variance 2 + 2 r, beside an independent x3 of variance 4."""
    r = 0.8
    root = np.linalg.cholesky(np.array([[1.0, r], [r, 1.0]]))
    normal = ndtri(picked(*base_points(3, BASE, seed=5), [[0, 1], [2]]))
    found = shares((normal[:, :2] @ root.T).sum(axis=1) + 2 * normal[:, 2], 2, seed=1)
    together = 2 + 2 * r
    assert found.total == pytest.approx([together / (together + 4), 4 / (together + 4)], abs=0.03)


def test_lost_lives_leave_out_their_base_point_and_nothing_else() -> None:
    points = picked(*base_points(2, 256, seed=5), [[0], [1]])
    values = ndtri(points).sum(axis=1)
    values[[3, 256 + 3, 700]] = np.nan
    assert shares(values, 2, seed=1).used == 254
    values[:] = np.nan
    with pytest.raises(ValueError, match="base points"):
        shares(values, 2, seed=1)


def test_an_output_that_does_not_vary_has_no_shares() -> None:
    found = shares(np.ones(4 * 16), 2, seed=1)
    assert found.variance == 0
    assert not found.total.any()
