"""The fast solver: batches of rows through machine code made from the flows, positive and conservative by construction.

What is done when is data (`program.py`), so that one compilation serves every person, schedule, dose and tolerance. A
step is `step.py`, traced by `trace.py`, compiled by `native.py`; eight rows run together (`blocks.py`), and blocks of
rows run side by side on the cores of the machine.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np

from cobalamin.body import BODY
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.solve.blocks import run_block
from cobalamin.solve.kernels import CLOSED, OUTPUT_NAMES, kernels
from cobalamin.solve.native import LANES
from cobalamin.solve.packed import Rows, pack
from cobalamin.solve.protocol import FloatArray, Row, Solution
from cobalamin.solve.rule import StepRule
from cobalamin.solve.step import UPSTREAM
from cobalamin.solve.structure import DOSE_COMPARTMENTS

DEFAULT_RULE = StepRule()

CHUNK = 1024
"""Rows that are packed and stored together; what a solve holds in memory does not grow with the batch beyond it."""


class Addresses(NamedTuple):
    """Where the kernels stand, and how long their arrays are."""

    prepare: int
    upstream: int
    recorded: int
    close: int
    jump: int
    downstream: int
    observe: int
    sums: int
    closed: int
    invariants: int
    outputs: int


def _addresses() -> Addresses:
    k = kernels()
    names = ("prepare", "upstream", "recorded", "close", "jump", "downstream", "observe")
    return Addresses(
        *(k.address(n) for n in names),
        sums=k.sums,
        closed=CLOSED,
        invariants=k.invariants,
        outputs=len(OUTPUT_NAMES),
    )


_HEALTHY = np.array(BODY.healthy(), dtype=np.float64)
_DOSE_INDEX = np.array([BODY.index[name] for name in DOSE_COMPARTMENTS], dtype=np.int64)
_UPSTREAM = np.array(UPSTREAM.members, dtype=np.int64)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _chunk(rows: Rows, days: FloatArray, wanted: Any, rule: StepRule, pool: ThreadPoolExecutor) -> tuple[Any, Any]:
    """Stored outputs, shape (row, time, output), and steps, shape (row, sweep)."""
    count = rows.start.shape[0]
    stored = np.empty((count, len(days), len(wanted)), dtype=np.float64)
    steps = np.zeros((count, 2), dtype=np.int64)
    addresses = _addresses()

    def block(first: int) -> None:
        lanes = min(LANES, count - first)
        run_block(
            addresses, rows, first, lanes, days, rule, _HEALTHY, _DOSE_INDEX, _UPSTREAM, wanted,
            stored[first : first + lanes], steps,
        )  # fmt: skip

    list(pool.map(block, range(0, count, LANES)))
    return stored, steps


def solve(rows: Sequence[Row], days: FloatArray, *, rule: StepRule = DEFAULT_RULE) -> Solution:
    """States of every row at `days`.

    Arguments:
        rows: persons under plans.
        days: ascending days; a sample on a dose day is the amount before the dose.
        rule: step lengths.

    Returns:
        A Solution; rows that leave the finite numbers are named in `failed`.
    """
    began = time.perf_counter()
    parts = list(stream(rows, days, BODY.names, rule=rule))
    states = np.concatenate([part.values for part in parts], axis=2)
    failed = {r: message for part in parts for r, message in part.failed.items()}
    steps = np.concatenate([part.steps for part in parts])
    return Solution(days=days, states=states, steps=steps, failed=failed, seconds=time.perf_counter() - began)


class Part(NamedTuple):
    """Outputs of some rows.

    Attributes:
        first: number of the first of these rows.
        names: outputs, in order.
        values: shape (time, output, row).
        steps: upstream and downstream steps of each row together.
        failed: message by row number.
    """

    first: int
    names: tuple[str, ...]
    values: FloatArray
    steps: Any
    failed: dict[int, str]


def stream(
    rows: Sequence[Row], days: FloatArray, names: Sequence[str], *, rule: StepRule = DEFAULT_RULE
) -> Iterator[Part]:
    """Outputs chunk by chunk, so that memory does not grow with the number of rows.

    Arguments:
        rows: persons under plans.
        days: ascending days.
        names: observations or compartments.
        rule: step lengths.
    """
    samples = np.ascontiguousarray(days, dtype=np.float64)
    wanted = np.array([OUTPUT_NAMES.index(name) for name in names], dtype=np.int64)
    with ThreadPoolExecutor(_cores()) as pool:
        for first in range(0, len(rows), CHUNK):
            part = rows[first : first + CHUNK]
            stored, steps = _chunk(pack(part), samples, wanted, rule, pool)
            values = np.moveaxis(stored, 0, 2)
            fine = np.isfinite(stored).all(axis=(1, 2))
            failed = {
                first + r: f"{part[r].label}: the state became infinite or undefined" for r in np.flatnonzero(~fine)
            }
            yield Part(first, tuple(names), values, steps.sum(axis=1), failed)


def observe(
    rows: Sequence[Row], days: FloatArray, names: Sequence[str] = tuple(OBSERVATIONS), *, rule: StepRule = DEFAULT_RULE
) -> FloatArray:
    """Observations of every row at `days`, shape (observation, time, row)."""
    return np.concatenate([np.moveaxis(p.values, 0, 1) for p in stream(rows, days, names, rule=rule)], axis=2)
