"""Runs the programs of eight rows together: one lane a row, each at its own place in its own program.

At every turn the lanes first do what costs nothing (doses, changes of inputs); then one kind of step or look is
done, the one that serves most of them for what it costs, each with its own length, and the others wait with a step of
length zero, which changes nothing.
A lane never looks at another one, so a row gives the same numbers alone and in company.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.extending import intrinsic

from cobalamin.solve.jit import compiled, inlined
from cobalamin.solve.native import LANES
from cobalamin.solve.program import (
    CLEAR,
    DOSE,
    DOWNSTREAM,
    INTAKE,
    JUMP,
    LOOKS,
    OBSERVE,
    SAMPLE,
    SEGMENT,
    STEADY,
    UPSTREAM,
    row_program,
)

_CHEAPNESS = np.array([1 / 80, 1 / 50, 1 / 165, 1 / 75, 1 / 12])
"""One over the nanoseconds that a row costs in each kind of step or look; only how lanes wait depends on it."""


@intrinsic
def _typed_call(_context: Any, address: Any, arrays: Any) -> Any:
    """Call the kernel at an address with the addresses of its arrays.

    The arrays themselves are handed over, never their addresses: Numba frees an array after the last line that names
    it, and knows nothing of an address that is still in use.
    """

    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        word = ir.IntType(64)
        passed: list[Any] = []
        for n, kind in enumerate(signature.args[1]):
            array = context.make_array(kind)(context, builder, builder.extract_value(values[1], n))
            passed.append(builder.ptrtoint(array.data, word))
        function = ir.FunctionType(ir.VoidType(), [word] * len(passed))
        builder.call(builder.inttoptr(values[0], function.as_pointer()), passed)
        return context.get_dummy_value()

    return numba.types.void(address, arrays), code


_call: Any = _typed_call
"""The same, without the argument that Numba fills in."""


@compiled
def aligned(count: int) -> Any:
    """An array of shape (count, LANES) that starts at a multiple of 64 bytes."""
    raw = np.zeros((count + 1) * LANES)
    skip = (-raw.ctypes.data // 8) % LANES
    return raw[skip : skip + count * LANES].reshape((count, LANES))


@compiled
def _programs(rows: Any, first: int, lanes: int, samples: Any, rule: Any) -> Any:
    """Programs of some rows: kinds, indices and lengths, each of shape (lane, room), and how long each is."""
    room = 16384
    counts = np.zeros(LANES, dtype=np.int64)
    while True:
        kinds = np.empty((LANES, room), dtype=np.int8)
        indices = np.empty((LANES, room), dtype=np.int32)
        lengths = np.empty((LANES, room), dtype=np.float64)
        for lane in range(lanes):
            counts[lane] = row_program(rows, first + lane, samples, rule, kinds[lane], indices[lane], lengths[lane])
        if counts.max() <= room:
            return kinds, indices, lengths, counts
        room = counts.max() + 64


@inlined
def weigh(weights: Any, times: Any, looks: int, t: float, lane: int) -> None:
    """Weights of the last looks for a value at day t: through three points, through two, or the last one."""
    a, b, c = times[0, lane], times[1, lane], times[2, lane]
    weights[0, lane], weights[1, lane], weights[2, lane] = 0.0, 0.0, 1.0
    if t == c or looks == 1:
        return
    if looks == 2:
        weights[1, lane], weights[2, lane] = (c - t) / (c - b), (t - b) / (c - b)
        return
    weights[0, lane] = (t - b) * (t - c) / ((a - b) * (a - c))
    weights[1, lane] = (t - a) * (t - c) / ((b - a) * (b - c))
    weights[2, lane] = (t - a) * (t - b) / ((c - a) * (c - b))


@compiled
def run_block(
    kernels: Any,
    rows: Any,
    first: int,
    lanes: int,
    samples: Any,
    rule: Any,
    dose_index: Any,
    wanted: Any,
    stored: Any,
    steps: Any,
    fine: Any,
) -> None:
    """Solve up to eight rows.

    Arguments:
        kernels: a `fast.Addresses`.
        rows: a `packed.Rows`.
        first, lanes: which rows: first, first + 1, ...
        samples: ascending days.
        rule: a `StepRule`.
        dose_index: body indices of the dose compartments.
        wanted: which outputs are stored.
        stored: written, shape (sample, output, row).
        steps: written, upstream and downstream steps of each row.
        fine: written, whether the row stayed within the finite numbers.
    """
    kinds, indices, lengths, counts = _programs(rows, first, lanes, samples, rule)
    n_inputs = rows.inputs.shape[1]
    compartments = rows.amounts.shape[1]
    state, marked = aligned(compartments), aligned(compartments)
    sums, length, passed = aligned(kernels.sums), aligned(2), np.zeros(LANES)
    closed, all_closed = aligned(kernels.closed), aligned(kernels.closed)
    constants = aligned(rows.constants.shape[1])
    inputs, invariants = aligned(n_inputs + dose_index.shape[0]), aligned(kernels.invariants)
    history, weights, output = aligned(LOOKS * kernels.outputs), aligned(LOOKS), aligned(kernels.outputs)
    times, looks = np.zeros((LOOKS, LANES)), np.zeros(LANES, dtype=np.int64)
    for lane in range(LANES):
        # Lanes without a row repeat the last one, so that all numbers stay in range.
        r = first + min(lane, lanes - 1)
        state[:, lane] = rows.amounts[r]
        constants[:, lane] = rows.constants[r]
        inputs[:n_inputs, lane] = rows.steady[r]
    marked[:] = state
    _call(kernels.prepare, (constants, inputs, invariants))
    place, upcoming = np.zeros(LANES, dtype=np.int64), np.full(LANES, SAMPLE + 1, dtype=np.int64)
    tally = np.zeros(SAMPLE + 2, dtype=np.int64)
    while True:
        stale = False
        tally[:] = 0
        for lane in range(lanes):
            while place[lane] < counts[lane]:
                kind, index = kinds[lane, place[lane]], indices[lane, place[lane]]
                if kind <= SAMPLE:
                    break
                if kind == DOSE:
                    for n in range(dose_index.shape[0]):
                        state[dose_index[n], lane] += rows.doses[index, n]
                elif kind == SEGMENT:
                    for n in range(n_inputs):
                        inputs[n, lane] = rows.steady[first + lane, n] if index == STEADY else rows.inputs[index, n]
                    stale = True
                elif kind == INTAKE:
                    inputs[n_inputs:, lane] = rows.intake[index]
                    stale = True
                elif kind == CLEAR:
                    sums[:, lane] = 0.0
                else:
                    length[0, lane] = lengths[lane, place[lane]]
                    _call(kernels.close, (state, sums, closed, length, all_closed))
                    closed[:, lane] = all_closed[:, lane]
                    passed[lane] = 0.0
                place[lane] += 1
            upcoming[lane] = kinds[lane, place[lane]] if place[lane] < counts[lane] else SAMPLE + 1
            tally[upcoming[lane]] += 1
        if stale:
            _call(kernels.prepare, (constants, inputs, invariants))
        kind, best = -1, 0.0
        for n in range(SAMPLE + 1):
            worth = tally[n] * _CHEAPNESS[n]
            if worth > best:
                kind, best = n, worth
        if kind < 0:
            break
        if kind == SAMPLE:
            for lane in range(lanes):
                if upcoming[lane] == SAMPLE:
                    weigh(weights, times, looks[lane], lengths[lane, place[lane]], lane)
            _call(kernels.draw, (history, weights, output))
            for lane in range(lanes):
                if upcoming[lane] == SAMPLE:
                    sample = indices[lane, place[lane]]
                    for n in range(wanted.shape[0]):
                        stored[sample, n, first + lane] = output[wanted[n], lane]
                    place[lane] += 1
            continue
        for lane in range(LANES):
            length[0, lane] = 0.0
            if upcoming[lane] == kind:
                length[0, lane] = lengths[lane, place[lane]]
                if kind == OBSERVE:
                    looks[lane] = looks[lane] + 1 if indices[lane, place[lane]] == 1 else 1
                    times[0, lane], times[1, lane], times[2, lane] = times[1, lane], times[2, lane], length[0, lane]
                    # A mask, so that day 0 counts too.
                    length[0, lane] = 1.0
                if kind == JUMP:
                    length[1, lane] = passed[lane] + 0.5 * length[0, lane]
                    passed[lane] += length[0, lane]
                place[lane] += 1
                if kind != OBSERVE:
                    steps[first + lane, 1 if kind == DOWNSTREAM else 0] += 1
        if kind == UPSTREAM:
            _call(kernels.upstream, (state, sums, length, invariants))
        elif kind == JUMP:
            _call(kernels.jump, (state, closed, length, invariants))
        elif kind == OBSERVE:
            _call(kernels.observe, (state, invariants, history, length))
        else:
            _call(kernels.downstream, (state, marked, length, invariants))
    for lane in range(lanes):
        # What is not a number stays so, so that the last state tells of the whole life.
        fine[first + lane] = np.isfinite(state[:, lane]).all()
