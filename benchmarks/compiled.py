"""The flows as machine code for other people's integrators: rates, Jacobian and observations.

The laws are traced and compiled as for the fast solver. A kernel works on eight lanes, so that eight columns of a
Jacobian, or the observations of eight weeks, cost one call: what the integrators below pay for the body is as little as
ours pays.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from benchmarks.timeline import constants_of, inputs_of
from cobalamin.body import BODY
from cobalamin.body.inputs import INPUT_NAMES, view_inputs
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.parameters import parameters, view
from cobalamin.solve.native import LANES, Compiled, Kernel, source
from cobalamin.solve.protocol import FloatArray, Row
from cobalamin.solve.trace import Depends, Graph, Node, Operation

STATES = len(BODY.names)
_RELATIVE_NUDGE = float(np.sqrt(np.finfo(np.float64).eps))


def aligned(count: int) -> FloatArray:
    """Zeros, `count` numbers for each lane, that start at a multiple of 64 bytes."""
    raw = np.zeros((count + 1) * LANES, dtype=np.float64)
    skip = (-raw.ctypes.data // raw.itemsize) % LANES
    return raw[skip : skip + count * LANES]


@dataclass(frozen=True, kw_only=True)
class Flows:
    """Compiled kernels.

    Attributes:
        compiled: keeps the machine code alive.
        prepare: (constants, inputs, invariants): what does not depend on the state.
        rates: (state, invariants, rates).
        observe: (state, invariants, observations).
        invariants: how many.
    """

    compiled: Compiled
    prepare: Any
    rates: Any
    observe: Any
    invariants: int


def _invariants(graph: Graph, outputs: list[Node]) -> list[int]:
    """Operations without the state that an operation on the state, or an output, uses."""
    found: dict[int, None] = {node.number: None for node in outputs if node.depends == Depends.STRETCH}
    for number in graph.needed(outputs):
        operation = graph.operations[number]
        if operation.depends == Depends.STATE:
            found |= {n: None for n in operation.operands if graph.operations[n].depends == Depends.STRETCH}
    return list(found)


@cache
def flows() -> Flows:
    """The kernels, compiled on first use."""
    graph = Graph()
    state = graph.reads("state", STATES, Depends.STATE)
    constants = graph.reads("constants", len(parameters()), Depends.STRETCH)
    k = view(dict(zip(parameters(), constants, strict=True)))
    now = view_inputs(graph.reads("inputs", len(INPUT_NAMES), Depends.STRETCH))
    rates = [graph.node(value) for value in BODY.rates(state, k, now)]
    body = BODY.view(state)
    seen = [graph.node(each.law(body, k, now)) for each in OBSERVATIONS.values()]
    slots = {number: slot for slot, number in enumerate(_invariants(graph, [*rates, *seen]))}
    replaced = Graph(operations=list(graph.operations))
    for number, slot in slots.items():
        replaced.operations[number] = Operation("read", (), ("invariants", slot), Depends.STRETCH)

    def kernel(name: str, arrays: tuple[str, ...], values: list[Node], among: Graph) -> Kernel:
        outputs = tuple((arrays[-1], n, Node(among, node.number)) for n, node in enumerate(values))
        return Kernel(name=name, graph=among, arrays=arrays, outputs=outputs)

    fixed = [Node(graph, number) for number in slots]
    compiled = Compiled(
        source(
            [
                kernel("prepare", ("constants", "inputs", "invariants"), fixed, graph),
                kernel("rates", ("state", "invariants", "output"), rates, replaced),
                kernel("observe", ("state", "invariants", "output"), seen, replaced),
            ]
        )
    )
    signature = ctypes.CFUNCTYPE(None, *[ctypes.c_size_t] * 3)
    made = {name: signature(compiled.address(name)) for name in ("prepare", "rates", "observe")}
    return Flows(compiled=compiled, invariants=len(slots), **made)


class Memory:
    """What the kernels read and write for one person, in one aligned piece: state, rates, invariants, nudges.

    Arguments:
        nudge_floor: amounts below which a difference quotient does not make its step smaller.
    """

    def __init__(self, nudge_floor: FloatArray) -> None:
        fixed = 2 * STATES + flows().invariants
        self.block = aligned(fixed + -(-STATES // LANES))
        self.state, self.rates, self.invariants, rest = np.split(
            self.block.reshape(-1, LANES), [STATES, 2 * STATES, fixed]
        )
        rest.reshape(-1)[:STATES] = nudge_floor
        self.addresses = tuple(part.ctypes.data for part in (self.state, self.invariants, self.rates))
        self._constants = aligned(len(parameters())).reshape(-1, LANES)
        self._inputs = aligned(len(INPUT_NAMES)).reshape(-1, LANES)

    def person(self, row: Row) -> None:
        """Constants of a person; `inputs` must follow."""
        self._constants[:] = constants_of(row)[:, None]

    def inputs(self, values: FloatArray) -> None:
        """What acts on the body from now on."""
        self._inputs[:] = values[:, None]
        flows().prepare(self._constants.ctypes.data, self._inputs.ctypes.data, self.invariants.ctypes.data)


@dataclass(frozen=True, kw_only=True)
class Machinery:
    """Compiled functions on a block of `Memory`.

    Attributes:
        jacobian: (block, state, out): difference quotients, out[j, i] = d rates[i] / d state[j].
        right_hand_side, dense_jacobian: addresses of what CVODE calls.
        observe: (block, states, out): observations of many states under the same inputs.
    """

    jacobian: Any
    right_hand_side: Any
    dense_jacobian: Any
    observe: Any


@cache
def machinery() -> Machinery:
    """The functions, compiled on first use."""
    import numba
    from numba.np.numpy_support import carray

    from benchmarks.sundials import matrix_data, vector_data

    kernel_rates, kernel_observe = flows().rates, flows().observe
    numbers, matrix_numbers, pointer = vector_data(), matrix_data(), numba.types.voidptr
    size, lanes, observations = STATES, LANES, len(OBSERVATIONS)
    rates_at, fixed_at = size * lanes, 2 * size * lanes
    floor_at = fixed_at + flows().invariants * lanes
    end = floor_at + size

    @numba.njit(error_model="numpy")
    def jacobian(block: Any, x: Any, out: Any) -> None:
        state = block[:rates_at].reshape((size, lanes))
        rates = block[rates_at:fixed_at].reshape((size, lanes))
        fixed, floor = block[fixed_at:floor_at], block[floor_at:end]
        # One lane stays where it is and gives the rates to subtract.
        for first in range(0, size, lanes - 1):
            columns = min(lanes - 1, size - first)
            for i in range(size):
                state[i, :] = x[i]
            for n in range(columns):
                state[first + n, n] += _RELATIVE_NUDGE * max(abs(x[first + n]), floor[first + n])
            kernel_rates(state.ctypes.data, fixed.ctypes.data, rates.ctypes.data)
            for n in range(columns):
                inverse = 1.0 / (state[first + n, n] - x[first + n])
                for i in range(size):
                    out[first + n, i] = (rates[i, n] - rates[i, lanes - 1]) * inverse

    @numba.njit(error_model="numpy")
    def observe(block: Any, states: Any, out: Any, seen: Any) -> None:
        state = block[:rates_at].reshape((size, lanes))
        fixed = block[fixed_at:floor_at]
        for first in range(0, states.shape[0], lanes):
            count = min(lanes, states.shape[0] - first)
            for n in range(count):
                state[:, n] = states[first + n]
            kernel_observe(state.ctypes.data, fixed.ctypes.data, seen.ctypes.data)
            for n in range(count):
                for m in range(observations):
                    out[m, first + n] = seen[m, n]

    @numba.cfunc(numba.int32(numba.float64, pointer, pointer, pointer))
    def right_hand_side(_time: Any, y: Any, change: Any, user: Any) -> Any:
        block = carray(user, end, np.float64)
        x, dx = carray(numbers(y), size), carray(numbers(change), size)
        state, rates, fixed = block[:rates_at], block[rates_at:fixed_at], block[fixed_at:]
        for i in range(size):
            state[i * lanes] = x[i]
        kernel_rates(state.ctypes.data, fixed.ctypes.data, rates.ctypes.data)
        for i in range(size):
            dx[i] = rates[i * lanes]
        return 0

    @numba.cfunc(numba.int32(numba.float64, *[pointer] * 7))
    def dense_jacobian(_time: Any, y: Any, _rates: Any, matrix: Any, user: Any, _a: Any, _b: Any, _c: Any) -> Any:
        block = carray(user, end, np.float64)
        x = carray(numbers(y), size)
        jacobian(block, x, carray(matrix_numbers(matrix), (size, size)))
        return 0

    return Machinery(
        jacobian=jacobian,
        right_hand_side=right_hand_side.address,
        dense_jacobian=dense_jacobian.address,
        observe=observe,
    )


def observations_of(memory: Memory, row: Row, days: FloatArray, states: FloatArray) -> FloatArray:
    """All observations of one life, shape (observation, time), from states of shape (time, compartment)."""
    out = np.empty((len(OBSERVATIONS), len(days)), dtype=np.float64)
    seen = aligned(len(OBSERVATIONS)).reshape(-1, LANES)
    memory.person(row)
    # As `simulate.observe_states` does, a sample at a change of inputs sees the new ones.
    begins = np.searchsorted(days, [day - 1e-9 for day, _ in row.inputs])
    begins[0] = 0
    for (_, values), first, last in zip(row.inputs, begins, [*begins[1:], len(days)], strict=True):
        if last > first:
            memory.inputs(inputs_of(values))
            machinery().observe(memory.block, states[first:last], out[:, first:last], seen)
    return out
