"""The fit against closed forms: linear figures with normal priors, robustness, profiles, and what is not identified."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from cobalamin.infer.posterior import IDENTIFIED, cost, find_mode, profile

RANDOM = np.random.default_rng(3)


@dataclass
class Linear:
    """Misfits J x - d."""

    matrix: np.ndarray
    shift: np.ndarray

    def misfits(self, x: np.ndarray) -> np.ndarray:
        return self.matrix @ x - self.shift

    def slopes(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.misfits(x), self.matrix


def test_figures_without_a_misfit_give_the_normal_posterior() -> None:
    """With d = J x0 and small x0, the loss is r^2 near 0: mode (J'WJ + I)^-1 J'W d, covariance (J'WJ + I)^-1."""
    matrix, weights = RANDOM.standard_normal((12, 4)), RANDOM.uniform(0.3, 1.0, 12)
    truth = 1e-2 * RANDOM.standard_normal(4)
    found = find_mode(Linear(matrix, matrix @ truth), np.zeros(4), weights)
    precision = matrix.T @ (weights[:, None] * matrix) + np.eye(4)
    expected = np.linalg.solve(precision, matrix.T @ (weights * (matrix @ truth)))
    assert found.mode == pytest.approx(expected, rel=5e-3, abs=2e-5)
    assert found.covariance == pytest.approx(np.linalg.inv(precision), rel=5e-3, abs=1e-5)


def test_what_no_figure_touches_stays_at_its_prior() -> None:
    matrix = np.column_stack([RANDOM.standard_normal(8), np.zeros(8)])
    found = find_mode(Linear(matrix, matrix @ np.array([1.0, 0.0])), np.array([0.3, 0.7]), np.ones(8))
    assert found.mode[1] == pytest.approx(0.0, abs=1e-6)
    assert found.contraction[1] == pytest.approx(0.0, abs=1e-12)
    assert found.contraction[1] < IDENTIFIED
    assert found.contraction[0] > IDENTIFIED


def test_one_impossible_figure_bends_the_others_little() -> None:
    """The pull of a figure r away is r / sqrt(1 + r^2) of its weight: bounded, however far it is."""
    matrix = np.ones((10, 1))
    modes = []
    for far in (8.0, 80.0):
        shift = np.zeros(10)
        shift[0] = far
        modes.append(find_mode(Linear(matrix, shift), np.zeros(1), np.ones(10)).mode[0])
    assert modes[0] == pytest.approx(modes[1], rel=0.02)
    assert abs(modes[1]) < 0.15


def test_cost_is_that_of_the_formula() -> None:
    misfits, x, weights = np.array([0.0, 1.0, -3.0]), np.array([0.5]), np.array([1.0, 2.0, 0.5])
    by_hand = 2.0 * 2 * (np.sqrt(2) - 1) + 0.5 * 2 * (np.sqrt(10) - 1) + 0.25
    assert cost(misfits, x, weights) == pytest.approx(by_hand)


def test_profile_of_a_normal_posterior_is_the_square_of_the_distance() -> None:
    matrix = 1e-2 * RANDOM.standard_normal((20, 3))
    matrix[:, 2] = 0.9 * matrix[:, 1] + 1e-4 * RANDOM.standard_normal(20)
    problem = Linear(matrix, matrix @ np.array([0.2, 0.1, -0.1]))
    found = find_mode(problem, np.zeros(3), np.ones(20))
    for which in range(3):
        rises = profile(problem, found, np.ones(20), which, np.array([-2.0, 1.0, 2.0]))
        assert rises == pytest.approx([4.0, 1.0, 4.0], rel=1e-3)


def test_profile_tells_a_side_that_the_figures_leave_open() -> None:
    """A misfit that saturates above the mode holds the constant below it alone."""

    class Saturating:
        def misfits(self, x: np.ndarray) -> np.ndarray:
            return 6.0 * (np.tanh(x[:1]) - np.tanh(0.9))

        def slopes(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            return self.misfits(x), (6.0 / np.cosh(x[:1]) ** 2)[None]

    found = find_mode(Saturating(), np.zeros(1), np.ones(1))
    below, above = profile(Saturating(), found, np.ones(1), 0, np.array([-2.0, 2.0]))
    assert below > above
