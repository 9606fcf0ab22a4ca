"""Elimination on sparse M-matrices: equal to a dense solver, and positive without pivoting."""

from __future__ import annotations

import numpy as np
import pytest

from cobalamin.body import BODY
from cobalamin.solve import elimination
from cobalamin.solve.scheme import groups_of


def random_system(seed: int, size: int, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """D - h K for a random sparse flow graph (row of the batch, i, j), and a non-negative right-hand side."""
    random = np.random.default_rng(seed)
    there = random.uniform(size=(size, size)) < 0.35
    np.fill_diagonal(there, False)
    rates = 10 ** random.uniform(-6, 4, (rows, size, size)) * there
    lost = random.uniform(0, 1, (rows, size))
    matrix = -rates
    stay = np.ones((rows, size))
    matrix[:, range(size), range(size)] = stay + rates.sum(axis=1) + lost
    right = 10 ** random.uniform(-6, 3, (rows, size)) * (random.uniform(size=(rows, size)) < 0.7)
    return matrix, right


def solved(matrix: np.ndarray, right: np.ndarray) -> np.ndarray:
    size = matrix.shape[1]
    entries = {(i, j) for i in range(size) for j in range(size) if i != j and (matrix[:, i, j] != 0).any()}
    order = elimination.ordering(size, entries)
    assert sorted(order) == list(range(size))
    diagonal = [matrix[:, i, i] for i in range(size)]
    off = {(i, j): matrix[:, i, j] for i, j in entries}
    values = [right[:, i] if right[:, i].any() else None for i in range(size)]
    return np.stack([np.broadcast_to(x, len(matrix)) for x in elimination.solve(diagonal, off, values, order)], axis=1)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("size", [1, 2, 5, 18])
def test_equals_a_dense_solver_and_stays_positive(seed: int, size: int) -> None:
    matrix, right = random_system(seed, size, rows=7)
    ours = solved(matrix, right)
    dense = np.linalg.solve(matrix, right[..., None])[..., 0]
    scale = np.abs(dense).max(axis=1, keepdims=True)
    assert (np.abs(ours - dense) <= 1e-11 * scale + 1e-13 * np.abs(dense)).all()
    assert (ours >= 0).all()


@pytest.mark.parametrize("seed", range(10))
def test_what_goes_in_comes_out(seed: int) -> None:
    """Columns sum to 1 plus the loss, so that the amounts left and lost add up to the right-hand side."""
    matrix, right = random_system(seed, 12, rows=5)
    ours = solved(matrix, right)
    left_and_lost = (ours * matrix.sum(axis=1)).sum(axis=1)
    np.testing.assert_allclose(left_and_lost, right.sum(axis=1), rtol=1e-11)


def test_does_not_change_what_it_is_given() -> None:
    matrix, right = random_system(3, 6, rows=2)
    before = matrix.copy(), right.copy()
    solved(matrix, right)
    np.testing.assert_array_equal(matrix, before[0])
    np.testing.assert_array_equal(right, before[1])


def test_order_of_a_star_leaves_its_centre_to_the_end() -> None:
    star = {(0, i) for i in range(1, 6)} | {(i, 0) for i in range(1, 6)}
    assert elimination.ordering(6, star)[-2:] in ((0, 5), (5, 0))


def test_order_of_the_body_fills_little() -> None:
    """The B12 group is sparse; elimination in this order must not fill its matrix."""
    group = max(groups_of(BODY), key=lambda g: len(g.members))
    position = {i: n for n, i in enumerate(group.members)}
    entries = {
        (position[BODY.index[f.target]], position[BODY.index[f.source]])
        for f in group.internal
        if f.source and f.target and BODY.index[f.target] in position
    }
    pattern, filled = set(entries), set(entries)
    for n, pivot in enumerate(group.order):
        rest = set(group.order[n + 1 :])
        rows = [r for r, c in filled if c == pivot and r in rest]
        columns = [c for r, c in filled if r == pivot and c in rest]
        filled |= {(r, c) for r in rows for c in columns if r != c}
    assert len(filled) <= 2 * len(pattern)
