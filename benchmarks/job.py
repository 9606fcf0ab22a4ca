"""One solver on one case and batch, in a process of its own, so that compilation, memory and caches are its own.

Writes one JSON object, a row of `results.json`, as the last line of standard output. `python -m benchmarks` runs these.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.errors import Errors
    from benchmarks.solvers import Setting, Solver
    from cobalamin.solve.protocol import FloatArray, Row

MOST_SCORED, MOST_SCORED_QUICK = 12, 2
"""Persons whose errors are looked at, where time allows."""

SETTING_BOX_SECONDS = 6.0
"""Time for the lives of one setting at batch 1."""

BATCH_BOX_SECONDS = 60.0
"""A batch that would take longer than this is not run."""

GAIN_OF_A_BATCH = 4.0
"""How much faster a batch may be than its rows alone, when guessing whether it fits."""

SHORTER_LIVES = {
    ("diffrax", "tablets"): 0.5,
    ("diffrax", "metformin"): 3.5,
    ("reference", "tablets"): 0.5,
    ("reference", "injections"): 6.0,
    ("reference", "metformin"): 3.5,
}
"""Years of the life that are run where a whole one takes many minutes; the row says so."""

SHORT_DAYS = 60
"""Length of the life by which compilation is timed, where the length of a life makes no other code."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """What to run.

    Attributes:
        solver, case, batch, cores: as in the row.
        quick: fewer persons.
        alone: seconds for one life at batch 1, if known; the batch is not run where it would take too long.
        setting: number of the setting that batch 1 chose.
    """

    solver: str
    case: str
    batch: int
    cores: int
    quick: bool = False
    alone: float | None = None
    setting: int | None = None


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    setting: int
    errors: Errors
    persons: int
    scored: int
    seconds: float


def _starts(rows: Sequence[Row], solver_settles: bool) -> FloatArray:
    """Steady states for solvers that are handed them, shape (compartment, row)."""
    import numpy as np

    from benchmarks.exact import ABSOLUTE_SHARE, RELATIVE, CvodeBody
    from cobalamin.body import BODY

    if solver_settles:
        return np.zeros((len(BODY.names), len(rows)))
    body = CvodeBody(RELATIVE, ABSOLUTE_SHARE)
    return np.stack([body.settle(row) for row in rows], axis=1)


def _warm_observations(row: Row) -> None:
    """Compile what works out observations from the states of other solvers."""
    import numpy as np

    from benchmarks.compiled import Memory, observations_of
    from benchmarks.exact import NUDGE_SHARE, SCALE
    from cobalamin.body import BODY

    observations_of(Memory(NUDGE_SHARE * SCALE), row, np.zeros(1), np.array([BODY.healthy()]))


class _Bench:
    """The solver with the persons of one case."""

    def __init__(self, task: Task) -> None:
        from benchmarks.cases import CASES, sample_days
        from benchmarks.solvers import SOLVERS

        self.task, self.case, entry = task, CASES[task.case], SOLVERS[task.solver]
        self.years = SHORTER_LIVES.get((task.solver, task.case), self.case.years)
        self.days = sample_days(task.case, years=self.years)
        self.first, self.by_shape = self.rows(1), entry.compiles_by_shape
        entry.prepare()
        if not entry.compiles_flows:
            _warm_observations(self.first[0])
        began = time.perf_counter()
        self.solver: Solver = entry.make()
        self.ready_seconds = time.perf_counter() - began

    def rows(self, count: int, first: int = 0) -> list[Row]:
        """Fresh persons of the case."""
        from benchmarks.cases import SCORING_SEED, case_rows

        return case_rows(self.task.case, seed=SCORING_SEED, count=count, first=first, years=self.years)

    def timed(self, rows: Sequence[Row], setting: Setting) -> tuple[FloatArray, float]:
        """Observations and the seconds they took."""
        starts = _starts(rows, self.solver.settles)
        began = time.perf_counter()
        values = self.solver.observe(rows, self.days, starts, setting)
        return values, time.perf_counter() - began

    def compile_seconds(self, setting: Setting) -> float:
        """Seconds to make the solver ready: its constructor, and by how much its first call takes longer."""
        days = self.days if self.by_shape else self.days[self.days <= SHORT_DAYS]
        rows = self.rows(self.task.batch) if self.by_shape else self.first
        starts, seconds = _starts(rows, self.solver.settles), list[float]()
        for _ in range(2):
            began = time.perf_counter()
            self.solver.observe(rows, days, starts, setting)
            seconds.append(time.perf_counter() - began)
        return self.ready_seconds + max(seconds[0] - seconds[1], 0.0)

    def errors(self, values: FloatArray) -> Errors:
        """Errors of the first persons."""
        from benchmarks.cases import SCORING_SEED
        from benchmarks.errors import errors_of, exact_observations

        count = values.shape[2]
        exact = exact_observations(self.task.case, seed=SCORING_SEED, count=count)[:, : len(self.days)]
        return errors_of(values, exact, self.days)

    def one_by_one(self, number: int) -> _Outcome:
        """Lives at batch 1 until the time is up, for one setting."""
        import numpy as np

        setting = self.solver.settings[number]
        most = MOST_SCORED_QUICK if self.task.quick else MOST_SCORED
        box = SETTING_BOX_SECONDS / (3.0 if self.task.quick else 1.0)
        rows, seen, total = self.rows(most), list[Any](), 0.0
        starts = _starts(rows, self.solver.settles)
        while len(seen) < most and (not seen or total + total / len(seen) < box):
            n = len(seen)
            began = time.perf_counter()
            values = self.solver.observe(rows[n : n + 1], self.days, starts[:, n : n + 1], setting)
            total += time.perf_counter() - began
            seen.append(values)
        errors = self.errors(np.concatenate(seen, axis=2))
        return _Outcome(setting=number, errors=errors, persons=len(seen), scored=len(seen), seconds=total)

    def together(self, number: int) -> _Outcome:
        """The whole batch; observations beyond those of the scored persons are worked out and dropped."""
        setting, count = self.solver.settings[number], MOST_SCORED_QUICK if self.task.quick else MOST_SCORED
        rows = self.rows(self.task.batch)
        if self.task.solver == "fast":
            values, seconds = _streamed(rows, self.days, count, setting)
        else:
            values, seconds = self.timed(rows, setting)
        errors = self.errors(values[:, :, :count])
        return _Outcome(setting=number, errors=errors, persons=len(rows), scored=count, seconds=seconds)


def _streamed(rows: Sequence[Row], days: FloatArray, keep: int, setting: Setting) -> tuple[FloatArray, float]:
    """Ours, chunk by chunk as a study would take them; only the first rows are kept."""
    import numpy as np

    from cobalamin.body.observe import OBSERVATIONS
    from cobalamin.solve import fast
    from cobalamin.solve.rule import USUAL_TARGET, rule_for

    kept = np.empty((len(OBSERVATIONS), len(days), keep), dtype=np.float64)
    began = time.perf_counter()
    for part in fast.stream(rows, days, tuple(OBSERVATIONS), rule=rule_for(setting.target or USUAL_TARGET)):
        wanted = part.rows < keep
        kept[:, :, part.rows[wanted]] = np.moveaxis(part.values[:, :, wanted], 0, 1)
    return kept, time.perf_counter() - began


def _chosen(bench: _Bench) -> _Outcome:
    """The fastest setting that meets the target, or the most exact one if none does."""
    from cobalamin.errors import SolverError

    best: _Outcome | None = None
    for number in range(len(bench.solver.settings)):
        try:
            outcome = bench.one_by_one(number)
        except SolverError:
            continue  # tolerances at which the solver gives up are no setting to report
        if outcome.errors.meets(bench.case.error_target):
            return outcome
        if best is None or outcome.errors.largest < best.errors.largest:
            best = outcome
    if best is None:
        raise SystemExit(f"{bench.task.solver} solved {bench.task.case} at no setting")
    return best


def worth_running(task: Task) -> bool:
    """Whether a batch is likely to fit in its time."""
    from benchmarks.solvers import SOLVERS

    if task.batch == 1 or task.alone is None:
        return True
    entry = SOLVERS[task.solver]
    seconds = task.alone * task.batch / (GAIN_OF_A_BATCH if entry.batched else 1.0)
    # What is compiled for this very batch must run it two times more.
    return seconds * (3.0 if entry.compiles_by_shape else 1.0) <= BATCH_BOX_SECONDS


def run(task: Task) -> dict[str, Any]:
    """One row of the results."""
    from benchmarks.errors import PAIN_SCORES

    bench = _Bench(task)
    compiling = bench.compile_seconds(bench.solver.settings[task.setting or 0])
    outcome = _chosen(bench) if task.batch == 1 else bench.together(task.setting or 0)
    alone = outcome.seconds if bench.by_shape and task.batch > 1 else task.alone or outcome.seconds / outcome.persons
    rate = outcome.persons * bench.years / outcome.seconds
    return {
        "solver": task.solver,
        "case": task.case,
        "batch": task.batch,
        "cores": task.cores,
        "person_years_per_second_per_core": rate / task.cores,
        "max_error": outcome.errors.largest,
        "max_error_pain_points": outcome.errors.pain_points,
        "meets_target": outcome.errors.meets(bench.case.error_target),
        "worst_observation": next(name for name in outcome.errors.by_observation if name not in PAIN_SCORES),
        "compile_s": compiling,
        "first_result_s": compiling + alone,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "setting": str(bench.solver.settings[outcome.setting]),
        "setting_number": outcome.setting,
        "years": bench.years,
        "persons_timed": outcome.persons,
        "persons_scored": outcome.scored,
    }


def pin(cores: int) -> None:
    """Keep this process on the first `cores` of the cores it may use; before anything counts them."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
        os.environ[name] = str(cores)


def main() -> None:
    """Run one task given on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", help="a Task as JSON")
    task = Task(**json.loads(parser.parse_args().task))
    pin(task.cores)
    print(json.dumps(run(task)))


if __name__ == "__main__":
    main()
