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
from cobalamin.solve.structure import DOSE_INDEX

DEFAULT_RULE = StepRule()

CHUNK = 64
"""Rows that are packed and stored together; what a solve holds in memory does not grow with the batch beyond it."""


class Addresses(NamedTuple):
    """Where the kernels stand, and how long their arrays are."""

    prepare: int
    upstream: int
    close: int
    jump: int
    downstream: int
    observe: int
    draw: int
    sums: int
    closed: int
    invariants: int
    outputs: int


def _addresses(observed: bool) -> Addresses:
    """Addresses for outputs that are all observations, or any."""
    k = kernels()
    look, draw = ("observe", "draw") if observed else ("observe_all", "draw_all")
    names = ("prepare", "upstream", "close", "jump", "downstream", look, draw)
    outputs = len(OBSERVATIONS) if observed else len(OUTPUT_NAMES)
    return Addresses(
        *(k.address(n) for n in names), sums=k.sums, closed=CLOSED, invariants=k.invariants, outputs=outputs
    )


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _chunk(rows: Rows, days: FloatArray, wanted: Any, rule: StepRule, pool: ThreadPoolExecutor) -> tuple[Any, Any, Any]:
    """Outputs, shape (time, output, row); steps, shape (row, sweep); whether each row stayed within the finite
    numbers."""
    count = rows.start.shape[0]
    stored = np.empty((len(days), len(wanted), count), dtype=np.float64)
    steps, fine = np.zeros((count, 2), dtype=np.int64), np.zeros(count, dtype=np.bool_)
    addresses = _addresses(bool((wanted < len(OBSERVATIONS)).all()))

    def block(first: int) -> None:
        lanes = min(LANES, count - first)
        run_block(addresses, rows, first, lanes, days, rule, DOSE_INDEX, wanted, stored, steps, fine)

    list(pool.map(block, range(0, count, LANES)))
    return stored, steps, fine


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
    states = np.empty((len(days), len(BODY.names), len(rows)), dtype=np.float64)
    steps, failed = np.zeros(len(rows), dtype=np.int64), dict[int, str]()
    for part in stream(rows, days, BODY.names, rule=rule):
        states[:, :, part.rows], steps[part.rows] = part.values, part.steps
        failed |= part.failed
    return Solution(days=days, states=states, steps=steps, failed=failed, seconds=time.perf_counter() - began)


class Part(NamedTuple):
    """Outputs of some rows.

    Attributes:
        rows: their numbers.
        names: outputs, in order.
        values: shape (time, output, row).
        steps: upstream and downstream steps of each row together.
        failed: message by row number.
    """

    rows: Any
    names: tuple[str, ...]
    values: FloatArray
    steps: Any
    failed: dict[int, str]


def stream(
    rows: Sequence[Row], days: FloatArray, names: Sequence[str], *, rule: StepRule = DEFAULT_RULE
) -> Iterator[Part]:
    """Outputs chunk by chunk, so that memory does not grow with the number of rows; rows of like schedules come
    together.

    Arguments:
        rows: persons under plans.
        days: ascending days.
        names: observations or compartments.
        rule: step lengths.
    """
    samples = np.ascontiguousarray(days, dtype=np.float64)
    wanted = np.array([OUTPUT_NAMES.index(name) for name in names], dtype=np.int64)
    # Lanes of one block wait for each other least when the same happens to them at the same time.
    order = sorted(range(len(rows)), key=lambda r: _schedule(rows[r]))
    with ThreadPoolExecutor(_cores()) as pool:
        for first in range(0, len(rows), CHUNK):
            numbers = order[first : first + CHUNK]
            part = pack([rows[r] for r in numbers])
            values, steps, fine = _chunk(part, samples, wanted, rule, pool)
            failed = {
                r: f"{rows[r].label}: the state became infinite or undefined"
                for r, well in zip(numbers, fine, strict=True)
                if not well
            }
            yield Part(np.array(numbers, dtype=np.int64), tuple(names), values, steps.sum(axis=1), failed)


def _schedule(row: Row) -> tuple[float, float, int, float]:
    """What decides when a row takes small steps: first tablets, first single dose, how many, start of the life."""
    tablets = row.daily[0].first_day if row.daily else np.inf
    dose = row.impulses[0].day if row.impulses else np.inf
    return tablets, dose, len(row.impulses), row.start


def observe(
    rows: Sequence[Row], days: FloatArray, names: Sequence[str] = tuple(OBSERVATIONS), *, rule: StepRule = DEFAULT_RULE
) -> FloatArray:
    """Observations of every row at `days`, shape (observation, time, row)."""
    values = np.empty((len(names), len(days), len(rows)), dtype=np.float64)
    for part in stream(rows, days, names, rule=rule):
        values[:, :, part.rows] = np.moveaxis(part.values, 0, 1)
    return values
