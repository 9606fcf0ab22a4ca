"""Derivatives of one life: its program run with the kernels of `differentiate`, forward or backward, in machine code.

Forward, eight directions go through the life together. Backward, the life is run once and what each step read is kept
(about 0.6 kB a step), then eight results go back through it together. The schedule is data here as in `blocks.py`: no
regimen costs a compilation.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from typing import NamedTuple

import numpy as np

from cobalamin.body import BODY
from cobalamin.solve import kernels as plain
from cobalamin.solve import program
from cobalamin.solve.blocks import aligned, weigh
from cobalamin.solve.differentiate import DERIVATIVE, FIXED, adjoint, tangent
from cobalamin.solve.life import Life, Tables
from cobalamin.solve.native import LANES, Compiled, Kernel, source
from cobalamin.solve.protocol import FloatArray
from cobalamin.solve.structure import DOSE_COMPARTMENTS, DOSE_INDEX

_USED = ("prepare", "upstream", "close", "jump", "downstream", "observe_all", "draw_all")
_STEPS = {program.UPSTREAM: "upstream", program.JUMP: "jump", program.DOWNSTREAM: "downstream"}
_HELD = ("constants", "invariants", "output")
"""Arrays that no step needs to keep: they are the same for many steps, or read by no derivative."""


class _Made(NamedTuple):
    """Compiled derivatives, and what the backward ones read of the way there."""

    compiled: Compiled
    kernels: dict[str, Kernel]
    lengths: dict[str, int]
    kept: dict[str, tuple[str, ...]]


@cache
def _made() -> _Made:
    """The derivatives of the kernels, compiled or read from the cache folder on first use."""
    written, sums, invariants = plain.written()
    steps = [kernel for kernel in written if kernel.name in _USED]
    derived = {kernel.name: kernel for step in steps for kernel in (tangent(step), adjoint(step))}
    kept: dict[str, tuple[str, ...]] = {}
    for step in steps:
        back = derived[step.name + "_adjoint"]
        reads = {array for array, _ in back.graph.reads_of([node for _, _, node in back.outputs])}
        kept[step.name] = tuple(
            a for a in back.arrays if a in reads and a not in _HELD and not a.startswith(DERIVATIVE)
        )
    states, outputs = len(BODY.names), len(plain.OUTPUT_NAMES)
    lengths = {
        "state": states,
        "marked": states,
        "sums": sums,
        "former": plain.CLOSED,
        "closed": plain.CLOSED,
        "history": plain.LOOKS * outputs,
        "weights": plain.LOOKS,
        "output": outputs,
        "length": 2,
        "constants": len(plain.CONSTANT_NAMES),
        "inputs": len(plain.INPUT_NAMES) + len(DOSE_COMPARTMENTS),
        "invariants": invariants,
    }
    return _Made(Compiled(source(list(derived.values()))), derived, lengths, kept)


@dataclass
class _Course:
    """A life on its way, forward.

    Attributes:
        life, tables: what is run.
        directions: changes of the tables, each with the lanes as its last axis.
        tape: None, or a list that receives for each kernel that was called its name, and what it read.
    """

    life: Life
    tables: Tables
    directions: Tables
    tape: list[tuple[str, list[FloatArray]]] | None
    arrays: dict[str, FloatArray] = field(default_factory=dict)
    passed: float = 0.0
    looks: int = 0

    def __post_init__(self) -> None:
        made = _made()
        self.arrays = {name: aligned(count) for name, count in made.lengths.items()}
        self.arrays |= {DERIVATIVE + name: aligned(n) for name, n in made.lengths.items() if name not in FIXED}
        self.forward = {name: self._bound(name + "_tangent") for name in _USED}
        self.backward = {name: self._bound(name + "_adjoint") for name in _USED}
        self.times = np.zeros((plain.LOOKS, LANES))
        self.last = self.arrays["invariants"]

    def _bound(self, name: str) -> Callable[[], None]:
        made = _made()
        places = [ctypes.c_void_p(self.arrays[array].ctypes.data) for array in made.kernels[name].arrays]
        signature = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * len(places))
        return partial(signature(made.compiled.address(name)), *places)

    def _call(self, name: str) -> None:
        if self.tape is not None:
            self.tape.append((name, [self.arrays[array][:, 0].copy() for array in _made().kept[name]]))
        self.forward[name]()

    def run(self) -> tuple[FloatArray, FloatArray]:
        """Outputs, shape (time, output), and their changes, shape (time, output, lane)."""
        arrays, life = self.arrays, self.life
        arrays["state"][:] = arrays["marked"][:] = np.array(BODY.healthy())[:, None]
        arrays["constants"][:] = self.tables.constants[:, None]
        arrays["d_constants"][:] = self.directions.constants
        values, changes = np.empty(life.shape), np.empty((*life.shape, LANES))
        for kind, index, length in zip(life.kinds.tolist(), life.indices.tolist(), life.lengths.tolist(), strict=True):
            if kind in _STEPS:
                self._step(kind, length)
            elif kind == program.OBSERVE:
                self._look(index, length)
            elif kind == program.SAMPLE:
                weigh(arrays["weights"], self.times, self.looks, length, 0)
                arrays["weights"][:] = arrays["weights"][:, :1]
                self._call("draw_all")
                values[index] = arrays["output"][life.wanted, 0]
                changes[index] = arrays["d_output"][life.wanted]
            else:
                self._change(kind, index, length)
        self.last = arrays["invariants"].copy()
        return values, changes

    def _step(self, kind: int, length: float) -> None:
        self.arrays["length"][0] = length
        if kind == program.JUMP:
            self.arrays["length"][1] = self.passed + 0.5 * length
            self.passed += length
        self._call(_STEPS[kind])

    def _look(self, follows: int, day: float) -> None:
        self.looks = self.looks + 1 if follows else 1
        self.times[:-1] = self.times[1:]
        self.times[-1] = day
        self.arrays["length"][0] = 1.0
        self._call("observe_all")

    def _change(self, kind: int, index: int, length: float) -> None:
        arrays, tables, directions = self.arrays, self.tables, self.directions
        if kind == program.DOSE:
            arrays["state"][DOSE_INDEX] += tables.doses[index][:, None]
            arrays["d_state"][DOSE_INDEX] += directions.doses[index]
        elif kind == program.CLEAR:
            arrays["sums"][:] = arrays["d_sums"][:] = 0.0
        elif kind == program.CLOSE:
            arrays["length"][0] = length
            for d in ("", DERIVATIVE):
                arrays[d + "former"][:] = arrays[d + "closed"]
            self._call("close")
            self.passed = 0.0
        else:
            part, name = _part(kind, index)
            row = getattr(tables, name), getattr(directions, name)
            now, change = row if name == "steady" else (each[index] for each in row)
            if self.tape is not None:
                self.tape.append(("", [arrays["invariants"][:, 0].copy()]))
            arrays["inputs"][part], arrays["d_inputs"][part] = now[:, None], change
            self._call("prepare")

    def back(self, wishes: FloatArray) -> Tables:
        """What the tables change of `wishes` x outputs, after `run` with a tape; the lanes are the last axis."""
        assert self.tape is not None
        arrays, life, tape = self.arrays, self.life, reversed(self.tape)
        for name, array in arrays.items():
            if name.startswith(DERIVATIVE):
                array[:] = 0.0
        # The way back before this one has left them as they were at the beginning.
        arrays["invariants"][:] = self.last
        found = Tables(*(np.zeros((*np.shape(table), LANES)) for table in self.tables))
        for kind, index in zip(life.kinds[::-1].tolist(), life.indices[::-1].tolist(), strict=True):
            if kind in _STEPS:
                self._recall(_STEPS[kind], tape)
            elif kind == program.OBSERVE:
                self._recall("observe_all", tape)
            elif kind == program.SAMPLE:
                np.add.at(arrays["d_output"], life.wanted, wishes[index])
                self._recall("draw_all", tape)
            elif kind == program.DOSE:
                found.doses[index] += arrays["d_state"][DOSE_INDEX]
            elif kind == program.CLEAR:
                arrays["d_sums"][:] = 0.0
            elif kind == program.CLOSE:
                self._recall("close", tape)
                arrays["d_closed"][:] += arrays["d_former"]
                arrays["d_former"][:] = 0.0
            else:
                self._recall("prepare", tape)
                arrays["invariants"][:] = next(tape)[1][0][:, None]
                part, name = _part(kind, index)
                table = getattr(found, name)
                into = table if name == "steady" else table[index]
                into += arrays["d_inputs"][part]
                arrays["d_inputs"][part] = 0.0
        found.constants[:] = arrays["d_constants"]
        return found

    def _recall(self, name: str, tape: Iterator[tuple[str, list[FloatArray]]]) -> None:
        _, kept = next(tape)
        for array, values in zip(_made().kept[name], kept, strict=True):
            self.arrays[array][:] = values[:, None]
        self.backward[name]()


def _part(kind: int, index: int) -> tuple[slice, str]:
    """Which part of the inputs an instruction sets, and the table it is set from."""
    if kind == program.INTAKE:
        return slice(len(plain.INPUT_NAMES), None), "intake"
    return slice(0, len(plain.INPUT_NAMES)), "steady" if index == program.STEADY else "inputs"


def push(life: Life, tables: Tables, directions: Tables) -> tuple[FloatArray, FloatArray]:
    """Outputs, and how they change in some directions.

    Arguments:
        life: what to run.
        tables: with which numbers.
        directions: changes of the tables, with the directions as first axis.

    Returns:
        Outputs, shape (time, output), and their changes, shape (direction, time, output).
    """
    count = directions.constants.shape[0]
    values, found = np.empty(life.shape), [np.empty((0, *life.shape))]
    for first in range(0, max(count, 1), LANES):
        lanes = Tables(*(_in_lanes(d[first : first + LANES]) for d in directions))
        values, changes = _Course(life=life, tables=tables, directions=lanes, tape=None).run()
        found.append(np.moveaxis(changes, -1, 0)[: count - first])
    return values, np.concatenate(found)


def pull(life: Life, tables: Tables, wishes: FloatArray) -> Tables:
    """Derivatives of sums of `wishes` x outputs with respect to every number of the tables.

    Arguments:
        life: what to run.
        tables: with which numbers.
        wishes: weights of the outputs, shape (sum, time, output).

    Returns:
        The derivatives, with the sums as first axis.
    """
    still = Tables(*(np.zeros((*np.shape(table), LANES)) for table in tables))
    course = _Course(life=life, tables=tables, directions=still, tape=[])
    course.run()
    found = [Tables(*(np.empty((0, *np.shape(table))) for table in tables))]
    for first in range(0, len(wishes), LANES):
        got = course.back(_in_lanes(wishes[first : first + LANES]))
        found.append(Tables(*(np.moveaxis(table, -1, 0)[: len(wishes) - first] for table in got)))
    return Tables(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _in_lanes(values: FloatArray) -> FloatArray:
    """Up to eight entries of the first axis as lanes, the last axis; lanes left over hold zero."""
    lanes = np.zeros((*values.shape[1:], LANES))
    lanes[..., : len(values)] = np.moveaxis(values, 0, -1)
    return lanes
