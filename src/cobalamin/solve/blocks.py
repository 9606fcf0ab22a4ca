"""Runs the programs of eight rows together: one lane a row, each at its own place in its own program.

At every turn the lanes first do what costs nothing (doses, changes, marks, samples); then the kind of step that most of
them have next is taken, each with its own length, and the others wait with a step of length zero, which changes nothing.
A lane never looks at another one, so a row gives the same numbers alone and in company.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.extending import intrinsic

from cobalamin.solve.jit import compiled
from cobalamin.solve.native import LANES
from cobalamin.solve.program import (
    CLEAR,
    CLOSE,
    DOSE,
    DOWNSTREAM,
    INTAKE,
    JUMP,
    MARK,
    RECORDED,
    SAMPLE,
    SEGMENT,
    STEADY,
    UPSTREAM,
    row_program,
)

_STEPS = 4
"""Kinds of instruction below this number are steps."""


@intrinsic
def _call(_context: Any, address: Any, arrays: Any) -> Any:
    """Call the kernel at an address with the addresses of its arrays."""

    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        passed = [builder.extract_value(values[1], n) for n in range(len(signature.args[1]))]
        function = ir.FunctionType(ir.VoidType(), [p.type for p in passed])
        builder.call(builder.inttoptr(values[0], function.as_pointer()), passed)
        return context.get_dummy_value()

    return numba.types.void(address, arrays), code


@compiled
def _aligned(count: int) -> Any:
    """An array of shape (count, LANES) that starts at a multiple of 64 bytes."""
    raw = np.zeros((count + 1) * LANES)
    skip = (-raw.ctypes.data // 8) % LANES
    return raw[skip : skip + count * LANES].reshape((count, LANES))


@compiled
def _grown(array: Any, room: int) -> Any:
    """A longer array with the same contents."""
    longer = np.zeros(room, dtype=array.dtype)
    longer[: array.shape[0]] = array
    return longer


@compiled
def _programs(rows: Any, first: int, lanes: int, samples: Any, rule: Any) -> Any:
    """Programs of some rows: kinds, indices and lengths, each of shape (lane, room), and how long each is."""
    room = 2048
    counts = np.zeros(LANES, dtype=np.int64)
    while True:
        kinds = np.zeros((LANES, room), dtype=np.int8)
        indices = np.zeros((LANES, room), dtype=np.int64)
        lengths = np.zeros((LANES, room), dtype=np.float64)
        for lane in range(lanes):
            counts[lane] = row_program(rows, first + lane, samples, rule, kinds[lane], indices[lane], lengths[lane])
        if counts.max() <= room:
            return kinds, indices, lengths, counts
        room = counts.max() + 64


@compiled
def _flush(kernels: Any, waiting: Any, state: Any, invariants: Any, output: Any, wanted: Any, stored: Any, count: int) -> None:
    """Work out the observations of the samples that wait, one a lane, and store those that are wanted."""
    _call(kernels.observe, (state.ctypes.data, invariants.ctypes.data, output.ctypes.data))
    for slot in range(count):
        lane, sample = waiting[slot, 0], waiting[slot, 1]
        for n in range(wanted.shape[0]):
            stored[lane, sample, n] = output[wanted[n], slot]


@compiled
def run_block(
    kernels: Any, rows: Any, first: int, lanes: int, samples: Any, rule: Any, healthy: Any, dose_index: Any,
    upstream: Any, wanted: Any, stored: Any, steps: Any,
) -> None:
    """Solve up to eight rows.

    Arguments:
        kernels: a `fast.Addresses`.
        rows: a `packed.Rows`.
        first, lanes: which rows: first, first + 1, ...
        samples: ascending days.
        rule: a `StepRule`.
        healthy: amounts to begin the search for the steady state with.
        dose_index, upstream: body indices of the dose compartments and of the upstream sweep.
        wanted: which outputs are stored.
        stored: written, shape (lane, sample, output).
        steps: written, upstream and downstream steps of each row.
    """
    kinds, indices, lengths, counts = _programs(rows, first, lanes, samples, rule)
    n_inputs = rows.inputs.shape[1]
    state, marked = _aligned(healthy.shape[0]), _aligned(healthy.shape[0])
    sums, length, passed = _aligned(kernels.sums), _aligned(2), np.zeros(LANES)
    closed, all_closed = _aligned(kernels.closed), _aligned(kernels.closed)
    constants = _aligned(rows.constants.shape[1])
    inputs, invariants = _aligned(n_inputs + dose_index.shape[0]), _aligned(kernels.invariants)
    output = _aligned(kernels.outputs)
    seen_state, seen_invariants = _aligned(healthy.shape[0]), _aligned(kernels.invariants)
    waiting, queue = np.zeros((LANES, 2), dtype=np.int64), 0
    for lane in range(LANES):
        # Lanes without a row repeat the last one, so that all numbers stay in range.
        r = first + min(lane, lanes - 1)
        state[:, lane] = healthy
        constants[:, lane] = rows.constants[r]
        inputs[:n_inputs, lane] = rows.steady[r]
    seen_state[:] = state
    _call(kernels.prepare, (constants.ctypes.data, inputs.ctypes.data, invariants.ctypes.data))
    seen_invariants[:] = invariants
    place = np.zeros(LANES, dtype=np.int64)
    tally = np.zeros(_STEPS, dtype=np.int64)
    while True:
        # Segments of all lanes come first, so that what depends on them is worked out once.
        stale = False
        for lane in range(lanes):
            while place[lane] < counts[lane] and (
                kinds[lane, place[lane]] == SEGMENT or kinds[lane, place[lane]] == INTAKE
            ):
                index = indices[lane, place[lane]]
                if kinds[lane, place[lane]] == INTAKE:
                    inputs[n_inputs:, lane] = rows.intake[index]
                elif index == STEADY:
                    inputs[:n_inputs, lane] = rows.steady[first + lane]
                else:
                    inputs[:n_inputs, lane] = rows.inputs[index]
                place[lane] += 1
                stale = True
        if stale:
            _call(kernels.prepare, (constants.ctypes.data, inputs.ctypes.data, invariants.ctypes.data))
        again = False
        for lane in range(lanes):
            while place[lane] < counts[lane]:
                kind, index = kinds[lane, place[lane]], indices[lane, place[lane]]
                if kind == DOSE:
                    for n in range(dose_index.shape[0]):
                        state[dose_index[n], lane] += rows.doses[index, n]
                elif kind == MARK:
                    for n in range(upstream.shape[0]):
                        marked[upstream[n], lane] = state[upstream[n], lane]
                elif kind == CLEAR:
                    sums[:, lane] = 0.0
                elif kind == CLOSE:
                    length[0, lane] = lengths[lane, place[lane]]
                    _call(
                        kernels.close,
                        (
                            state.ctypes.data,
                            sums.ctypes.data,
                            closed.ctypes.data,
                            length.ctypes.data,
                            all_closed.ctypes.data,
                        ),
                    )
                    closed[:, lane] = all_closed[:, lane]
                    passed[lane] = 0.0
                elif kind == SAMPLE:
                    seen_state[:, queue] = state[:, lane]
                    seen_invariants[:, queue] = invariants[:, lane]
                    waiting[queue, 0], waiting[queue, 1] = lane, index
                    queue += 1
                    if queue == LANES:
                        _flush(kernels, waiting, seen_state, seen_invariants, output, wanted, stored, queue)
                        queue = 0
                else:
                    break
                place[lane] += 1
            again = again or (
                place[lane] < counts[lane]
                and (kinds[lane, place[lane]] == SEGMENT or kinds[lane, place[lane]] == INTAKE)
            )
        if again:
            continue
        tally[:] = 0
        for lane in range(lanes):
            if place[lane] < counts[lane]:
                tally[kinds[lane, place[lane]]] += 1
        kind = np.argmax(tally)
        if tally[kind] == 0:
            break
        for lane in range(LANES):
            length[0, lane] = 0.0
            if lane < lanes and place[lane] < counts[lane] and kinds[lane, place[lane]] == kind:
                length[0, lane] = lengths[lane, place[lane]]
                if kind == JUMP:
                    length[1, lane] = passed[lane] + 0.5 * length[0, lane]
                    passed[lane] += length[0, lane]
                place[lane] += 1
                steps[first + lane, 0 if kind != DOWNSTREAM else 1] += 1
        h, v = length.ctypes.data, invariants.ctypes.data
        if kind == UPSTREAM:
            _call(kernels.upstream, (state.ctypes.data, h, v))
        elif kind == RECORDED:
            _call(kernels.recorded, (state.ctypes.data, sums.ctypes.data, h, v))
        elif kind == JUMP:
            _call(kernels.jump, (state.ctypes.data, closed.ctypes.data, h, v))
        else:
            _call(kernels.downstream, (state.ctypes.data, marked.ctypes.data, h, v))
    if queue > 0:
        _flush(kernels, waiting, seen_state, seen_invariants, output, wanted, stored, queue)
