"""The answers that errors are measured against: CVODE at a relative tolerance of 1e-10, restarted at every event.

Stored person by person under the hash of the body, so that a run that was stopped goes on and nothing is computed
twice:

    python -m benchmarks.exact --seed tuning --count 8 --case injections
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.cases import CASES, SCORING_SEED, TUNING_SEED, case_rows, sample_days
from benchmarks.timeline import inputs_of, stretches
from cobalamin.body import BODY
from cobalamin.body.fingerprint import body_hash
from cobalamin.solve.protocol import FloatArray, Row

RELATIVE = 1e-10
ABSOLUTE_SHARE = 1e-12
"""Absolute tolerance as a share of what a compartment holds in health."""

SETTLE_DAYS = 16000.0
"""Days under replete inputs before the life begins: sixteen time constants of the stores."""

_DOSE_SCALE_NMOL = 10.0
_SMALL_SCALE = 1e-2
SCALE = np.array(
    [c.healthy or (_DOSE_SCALE_NMOL if c.unit == "nmol" else _SMALL_SCALE) for c in BODY.compartments],
    dtype=np.float64,
)
"""What a compartment holds in health; of one that is empty in health, what counts as little."""

NUDGE_SHARE = 1e-2
"""Share of the healthy amount below which a difference quotient does not make its step smaller."""

SEEDS = {"tuning": TUNING_SEED, "scoring": SCORING_SEED}


class CvodeBody:
    """CVODE on the flows of the body, for one row after another.

    Arguments:
        relative: relative tolerance.
        absolute_share: absolute tolerance as a share of the healthy amount.
    """

    def __init__(self, relative: float, absolute_share: float) -> None:
        from benchmarks.compiled import Memory, machinery
        from benchmarks.sundials import Cvode

        self.memory = Memory(NUDGE_SHARE * SCALE)
        made = machinery()
        self._solver = Cvode(
            made.right_hand_side, made.dense_jacobian, self.memory.block, relative, absolute_share * SCALE
        )

    def settle(self, row: Row) -> FloatArray:
        """The steady state of the replete self."""
        self.memory.person(row)
        self.memory.inputs(inputs_of(row.steady))
        self._solver.state[:] = BODY.healthy()
        self._solver.start(-SETTLE_DAYS, 0.0)
        self._solver.advance(0.0)
        return self._solver.state.copy()

    def live(self, row: Row, days: FloatArray, start: FloatArray) -> FloatArray:
        """States at `days`, shape (time, compartment), of a life that begins in the state `start`."""
        out = np.empty((len(days), len(BODY.names)), dtype=np.float64)
        out[days <= row.start] = start
        solver, inputs = self._solver, None
        self.memory.person(row)
        solver.state[:] = start
        for stretch in stretches(row, days):
            if stretch.inputs is not inputs:
                inputs = stretch.inputs
                self.memory.inputs(inputs)
            for compartment, amount in stretch.doses:
                solver.state[compartment] += amount
            solver.start(stretch.begin, stretch.end)
            for n in range(stretch.first, stretch.last):
                solver.advance(min(float(days[n]), stretch.end))
                out[n] = solver.state
            if solver.day < stretch.end:
                solver.advance(stretch.end)
        return out


def store() -> Path:
    """Folder of finished work: `$COBALAMIN_BENCH_STORE`, else `out/benchmarks` in the present folder."""
    return Path(os.environ.get("COBALAMIN_BENCH_STORE", "out/benchmarks"))


def _file(case: str, seed: int, index: int) -> Path:
    return store() / "exact" / body_hash() / f"{case}-{seed}-{index}.npy"


def solve_and_keep(case: str, seed: int, index: int) -> float:
    """Solve one person and store the states; returns the seconds it took, 0 when it was stored already."""
    file = _file(case, seed, index)
    if file.exists():
        return 0.0
    began = time.perf_counter()
    (row,) = case_rows(case, seed=seed, count=1, first=index)
    solver = CvodeBody(RELATIVE, ABSOLUTE_SHARE)
    states = solver.live(row, sample_days(case), solver.settle(row))
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}")
    with part.open("wb") as target:
        np.save(target, states)
    part.replace(file)  # a stopped run leaves no half-written answer
    return time.perf_counter() - began


def exact_states(case: str, *, seed: int, count: int) -> FloatArray:
    """Stored states of the first `count` persons, shape (time, compartment, row); solved now where they are missing."""
    for index in range(count):
        solve_and_keep(case, seed, index)
    return np.stack([np.load(_file(case, seed, index)) for index in range(count)], axis=2)


def prepare(cases: list[str], *, seed: int, count: int, workers: int = 2) -> None:
    """Solve what is missing, on several cores, with progress on standard error."""
    wanted = [(case, seed, index) for index in range(count) for case in cases if not _file(case, seed, index).exists()]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        for (case, _, index), seconds in zip(wanted, pool.map(solve_and_keep, *zip(*wanted, strict=True)), strict=True):
            print(f"exact: {case} {index}: {seconds:.1f} s", file=sys.stderr, flush=True)


def main() -> None:
    """Store the answers for a seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", choices=SEEDS, default="tuning")
    parser.add_argument("--count", type=int, default=8, help="persons a case")
    parser.add_argument("--case", action="append", choices=list(CASES), help="default: all")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    prepare(given.case or list(CASES), seed=SEEDS[given.seed], count=given.count, workers=given.workers)


if __name__ == "__main__":
    main()
