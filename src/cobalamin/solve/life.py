"""One row made ready for derivatives: its program, and apart from it the numbers that derivatives are taken of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from cobalamin.errors import SolverError
from cobalamin.solve.kernels import OUTPUT_NAMES
from cobalamin.solve.packed import pack
from cobalamin.solve.program import row_program
from cobalamin.solve.protocol import FloatArray, Row
from cobalamin.solve.rule import StepRule


class Tables(NamedTuple):
    """Every number that a life depends on; derivatives are with respect to these.

    Attributes:
        constants: shape (parameter,), in the order of `parameters()`.
        steady: inputs of the steady state before the life, shape (input,).
        inputs: of each stretch, shape (stretch, input).
        intake: mean inflow on days with tablets, shape (stretch with tablets, dose compartment) [amount/d].
        doses: different doses, shape (dose, dose compartment).
    """

    constants: Any
    steady: Any
    inputs: Any
    intake: Any
    doses: Any


@dataclass(frozen=True, eq=False)
class Life:
    """One row and what is asked of it.

    Attributes:
        kinds, indices, lengths: its program, shape (instruction,).
        samples: how many days are asked.
        wanted: which outputs of `kernels.OUTPUT_NAMES` are asked.
        tables: its own numbers.
    """

    kinds: Any
    indices: Any
    lengths: FloatArray
    samples: int
    wanted: Any
    tables: Tables

    @property
    def shape(self) -> tuple[int, int]:
        """Shape of the answer: (time, output)."""
        return self.samples, len(self.wanted)


def life_of(row: Row, days: FloatArray, names: Sequence[str], rule: StepRule) -> Life:
    """The life of a row, with outputs `names` (observations or compartments) at ascending `days`.

    Errors: SolverError for a life that is taken up again: its body depends on what came before.
    """
    if row.carried is not None:
        raise SolverError(f"{row.label}: derivatives need a life from its beginning")
    rows, samples = pack([row]), np.ascontiguousarray(days, dtype=np.float64)
    nothing = np.zeros(0)
    count = row_program(rows, 0, samples, rule, nothing.astype(np.int8), nothing.astype(np.int32), nothing)
    kinds, indices = np.zeros(count, dtype=np.int8), np.zeros(count, dtype=np.int32)
    lengths = np.zeros(count, dtype=np.float64)
    row_program(rows, 0, samples, rule, kinds, indices, lengths)
    return Life(
        kinds=kinds,
        indices=indices,
        lengths=lengths,
        samples=len(samples),
        wanted=np.array([OUTPUT_NAMES.index(name) for name in names], dtype=np.int64),
        tables=Tables(rows.constants[0], rows.steady[0], rows.inputs, rows.intake, rows.doses),
    )
