"""The reference solver: diffrax's Kvaerno5, restarted at every dose and every change of inputs.

Slow and careful: it sees each tablet by itself, except tablets older than `explicit_days` before the next sample,
which enter as a mean rate. It integrates the same flows as the fast solver and serves to measure its error.

References: Kvaerno 2004, BIT 44:489 (singly diagonally implicit Runge-Kutta methods with an explicit first stage);
diffrax, Kidger 2021.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from cobalamin.body import BODY
from cobalamin.body.inputs import INPUT_NAMES, view_inputs
from cobalamin.errors import SolverError
from cobalamin.parameters import parameters, view
from cobalamin.solve import jax_setup
from cobalamin.solve.protocol import FloatArray, Row, Solution

_DOSE_SCALE = 10.0
"""Scale [nmol] of compartments that are empty in health and fill with doses, or only collect."""

_SCALE = np.array(
    [c.healthy or (_DOSE_SCALE if c.unit == "nmol" else 1e-2) for c in BODY.compartments], dtype=np.float64
)
SETTLE_DAYS = 16000.0
"""Days under replete inputs before the life begins: sixteen time constants of the stores."""


@dataclass(frozen=True, kw_only=True)
class Accuracy:
    """Tolerances of the reference: relative, and absolute as a share of the healthy amount."""

    relative: float = 1e-8
    absolute: float = 1e-10
    most_steps: int = 20000


@cache
def _integrator(accuracy: Accuracy) -> Any:
    """Compiled integration over one stretch without events: (state, days, constants, inputs, inflow) -> states."""
    jax = jax_setup.jax()
    import diffrax

    xp = jax.numpy
    names = tuple(parameters())

    def rates(t: Any, y: Any, args: Any) -> Any:
        constants, inputs, inflow = args
        k = view(dict(zip(names, constants, strict=True)))
        change = BODY.rates(list(y), k, view_inputs(list(inputs)))
        return xp.stack([xp.asarray(c, dtype=y.dtype) for c in change]) + inflow

    def run(y: Any, days: Any, constants: Any, inputs: Any, inflow: Any) -> Any:
        solution = diffrax.diffeqsolve(
            diffrax.ODETerm(rates),
            diffrax.Kvaerno5(),
            t0=days[0],
            t1=days[-1],
            dt0=xp.minimum(1e-3, days[-1] - days[0]),
            y0=y,
            args=(constants, inputs, inflow),
            saveat=diffrax.SaveAt(t1=True),
            stepsize_controller=diffrax.PIDController(
                rtol=accuracy.relative, atol=accuracy.absolute * xp.asarray(_SCALE)
            ),
            max_steps=accuracy.most_steps,
            throw=False,
        )
        states: Any = solution.ys
        return states[-1], solution.result == diffrax.RESULTS.successful, solution.stats["num_steps"]

    return jax.jit(run)


def _events(row: Row, end: float, last_sample: Sequence[float], explicit_days: float | None) -> Iterator[float]:
    """Every day on which the row must be stopped: input changes, doses, tablets, samples."""
    yield from (day for day, _ in row.inputs)
    yield from (impulse.day for impulse in row.impulses)
    yield from last_sample
    for daily in row.daily:
        stop = min(daily.end_day, end)
        yield from (daily.first_day, stop)
        for day in np.arange(math.floor(daily.first_day), math.ceil(stop)):
            if _explicit(float(day), last_sample, explicit_days):
                yield float(day)
                yield from (float(day) + f for f in daily.times)
                yield min(float(day) + 1.0, stop)


def _explicit(day: float, samples: Sequence[float], explicit_days: float | None) -> bool:
    """Whether the tablets of this day are given one by one."""
    if explicit_days is None:
        return True
    following = [s for s in samples if s >= day]
    return bool(following) and following[0] - day <= explicit_days


def solve(
    rows: Sequence[Row],
    days: FloatArray,
    *,
    explicit_days: float | None = 28.0,
    accuracy: Accuracy = Accuracy(),
) -> Solution:
    """States of every row at `days`, one row at a time.

    Arguments:
        rows: persons under plans.
        days: ascending days; a sample on a dose day is the amount before the dose.
        explicit_days: tablets at most this many days before the next sample are given one by one; None for all.
        accuracy: tolerances.

    Returns:
        A Solution; a row whose integration stops, or falls below zero by more than its tolerance, is in `failed`.
    """
    began = time.perf_counter()
    states = np.full((len(days), len(BODY.names), len(rows)), np.nan, dtype=np.float64)
    steps = np.zeros(len(rows), dtype=np.int64)
    failed: dict[int, str] = {}
    for r, row in enumerate(rows):
        try:
            steps[r] = _solve_row(row, days, states[:, :, r], explicit_days, accuracy)
        except SolverError as error:
            failed[r] = str(error)
            states[:, :, r] = np.nan
    return Solution(days=days, states=states, steps=steps, failed=failed, seconds=time.perf_counter() - began)


def _solve_row(row: Row, days: FloatArray, out: FloatArray, explicit_days: float | None, accuracy: Accuracy) -> int:
    if row.carried is not None:
        raise SolverError(f"{row.label}: the reference solves a life from its beginning")
    run = _integrator(accuracy)
    constants = np.array([row.constants[name] for name in parameters()], dtype=np.float64)
    nothing = np.zeros(len(BODY.names), dtype=np.float64)
    steady = np.array([row.steady[name] for name in INPUT_NAMES], dtype=np.float64)
    y = np.array(BODY.healthy(), dtype=np.float64)
    total = 0

    def advance(y: FloatArray, a: float, b: float, inputs: FloatArray, inflow: FloatArray) -> FloatArray:
        nonlocal total
        result, fine, count = run(y, np.array([a, b]), constants, inputs, inflow)
        result = np.array(result, dtype=np.float64)
        total += int(count)
        if not bool(fine) or not np.isfinite(result).all():
            raise SolverError(f"{row.label}: the reference solver stopped between day {a:g} and day {b:g}")
        low = result + 1e-6 * _SCALE
        if (low < 0).any():
            raise SolverError(f"{row.label}: {BODY.names[int(low.argmin())]} fell below zero near day {b:g}")
        return result

    y = advance(y, -SETTLE_DAYS, 0.0, steady, nothing)
    end = float(days[-1])
    samples = [float(d) for d in days]
    stops = sorted({d for d in _events(row, end, samples, explicit_days) if row.start < d <= end} | {row.start})
    sampled = 0
    for n, day in enumerate(stops):
        while sampled < len(samples) and samples[sampled] <= day + 1e-9:
            out[sampled] = y
            sampled += 1
        if day >= end - 1e-9:
            break
        for impulse in row.impulses:
            if abs(impulse.day - day) < 1e-9:
                for name, amount in impulse.amounts.items():
                    y[BODY.index[name]] += amount
        inflow = nothing.copy()
        for daily in row.daily:
            if not daily.first_day <= day + 1e-9 < daily.end_day - 1e-9:
                continue
            if _explicit(math.floor(day + 1e-9), samples, explicit_days):
                for f, amounts in zip(daily.times, daily.amounts, strict=True):
                    if abs(day - math.floor(day + 1e-9) - f) < 1e-9:
                        for name, amount in amounts.items():
                            y[BODY.index[name]] += amount
            else:
                for name, rate in daily.mean_rate().items():
                    inflow[BODY.index[name]] += rate
        inputs = next(values for start, values in reversed(row.inputs) if start <= day + 1e-9)
        values = np.array([inputs[name] for name in INPUT_NAMES], dtype=np.float64)
        y = advance(y, day, stops[n + 1], values, inflow)
    return total
