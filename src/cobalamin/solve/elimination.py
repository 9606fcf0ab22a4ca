"""Elimination for one conservative group, written out from the sparsity of its flows.

The matrix D - h K has non-positive off-diagonals and columns that lose nothing but what they send on (an M-matrix), so
that elimination needs no pivoting and every intermediate stays positive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def ordering(size: int, entries: set[tuple[int, int]]) -> tuple[int, ...]:
    """Elimination order of least fill (minimum degree) for the non-zero pattern `entries` (row, column)."""
    neighbours = {i: {c for r, c in entries if r == i} | {r for r, c in entries if c == i} for i in range(size)}
    for i in neighbours:
        neighbours[i].discard(i)
    order: list[int] = []
    while neighbours:
        pivot = min(neighbours, key=lambda i: (len(neighbours[i]), i))
        around = neighbours.pop(pivot)
        for i in around:
            neighbours[i] = (neighbours[i] | around) - {i, pivot}
        order.append(pivot)
    return tuple(order)


def solve(
    diagonal: Sequence[Any], off_diagonal: Mapping[tuple[int, int], Any], right: Sequence[Any], order: Sequence[int]
) -> list[Any]:
    """x with M x = right for the sparse matrix M, element by element on arrays.

    Arguments:
        diagonal: M[i, i], each an array over rows of the batch.
        off_diagonal: M[row, column] for the non-zero entries.
        right: right-hand side, None for zero.
        order: elimination order from `ordering`.
    """
    matrix: dict[tuple[int, int], Any] = dict(off_diagonal)
    pivots, values = list(diagonal), list(right)
    done: list[int] = []
    inverse: dict[int, Any] = {}
    for pivot in order:
        inverse[pivot] = 1 / pivots[pivot]
        done.append(pivot)
        rows = [r for (r, c) in matrix if c == pivot and r not in done]
        columns = [c for (r, c) in matrix if r == pivot and c not in done]
        for r in rows:
            factor = matrix[r, pivot] * inverse[pivot]
            for c in columns:
                change = factor * matrix[pivot, c]
                if r == c:
                    pivots[r] = pivots[r] - change
                else:
                    matrix[r, c] = matrix[r, c] - change if (r, c) in matrix else -change
            if values[pivot] is not None:
                moved = factor * values[pivot]
                values[r] = -moved if values[r] is None else values[r] - moved
    solution: list[Any] = [None] * len(values)
    for pivot in reversed(done):
        total = 0.0 if values[pivot] is None else values[pivot]
        for (r, c), entry in matrix.items():
            if r == pivot and solution[c] is not None:
                total = total - entry * solution[c]
        solution[pivot] = total * inverse[pivot]
    return solution
