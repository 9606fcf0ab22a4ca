"""The benchmark: every solver on every case, the errors beside the speeds, then the page.

    make bench                              everything, about 25 minutes on two cores
    make bench BENCH_ARGS="--quick"         few persons, three solvers, a filled cache; two minutes, writes no page
    python -m benchmarks --solver fast --case injections --cores 1
    python -m benchmarks --page             only write the page anew from the committed results

Each solver, case and batch runs in a process of its own. What is finished is kept in the folder
`$COBALAMIN_BENCH_STORE` (default out/benchmarks) as long as the code stays the same, so a run that was stopped goes on.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import exact, page
from benchmarks.cases import CASES, SCORING_SEED
from benchmarks.job import MOST_SCORED, MOST_SCORED_QUICK, Task, worth_running
from benchmarks.measure import MEASUREMENTS
from benchmarks.solvers import SOLVERS
from benchmarks.stamp import code_hash, machine, results_hash

BATCHES = (1, 1024, 8192)
SMALL_BATCH = 64
"""One more batch for diffrax, which gains from a batch and is too slow for a large one."""
QUICK_SOLVERS = ("fast", "lsoda", "cvode")
QUICK_BATCHES = (1, 1024)
QUICK_MEASUREMENTS = ("warm_decade", "first_result")
PATIENCE_SECONDS = 420.0
"""A process that takes longer is ended, and its row left out."""


def say(text: str) -> None:
    """Progress, on standard error."""
    print(text, file=sys.stderr, flush=True)


def _in_process(module: str, task: dict[str, Any], log: Path) -> Any:
    """What a module prints for a task; None when it fails or takes too long.

    The cache of compiled code is empty, so that compilation is seen; a quick run cannot afford that each time.
    """
    with tempfile.TemporaryDirectory() as cache, log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", f"benchmarks.{module}", json.dumps(task)],
            env=os.environ | {"COBALAMIN_CACHE": str(exact.store() / "quick-cache") if task["quick"] else cache},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
        try:
            text, _ = process.communicate(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return None
    lines = text.strip().splitlines()
    return json.loads(lines[-1]) if process.returncode == 0 and lines else None


def _kept(name: str, module: str, task: dict[str, Any]) -> Any:
    """The stored outcome of a task, or a new one, which is stored."""
    folder = exact.store() / "rows" / code_hash()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.json"
    if file.exists():
        return json.loads(file.read_text(encoding="utf-8"))
    began = time.perf_counter()
    found = _in_process(module, task, file.with_suffix(".log"))
    say(f"{name}: {'no result' if found is None else 'done'} in {time.perf_counter() - began:.0f} s")
    file.write_text(json.dumps(found), encoding="utf-8")
    return found


def _row(task: Task) -> Any:
    quick = "-quick" if task.quick else ""
    name = f"{task.solver}-{task.case}-{task.batch}-on-{task.cores}{quick}"
    return _kept(name, "job", asdict(task))


def rows(solvers: Sequence[str], cases: Sequence[str], cores: int, quick: bool) -> Iterator[dict[str, Any]]:
    """Every row that can be had."""
    for solver in solvers:
        for case in cases:
            alone = _row(Task(solver=solver, case=case, batch=1, cores=cores, quick=quick))
            if alone is None:
                continue
            yield alone
            seconds = alone["years"] / (alone["person_years_per_second_per_core"] * cores)
            batches = QUICK_BATCHES[1:] if quick else BATCHES[1:]
            for batch in (SMALL_BATCH, *batches) if solver == "diffrax" else batches:
                if quick and solver != "fast":
                    continue
                task = Task(
                    solver=solver, case=case, batch=batch, cores=cores, quick=quick, alone=seconds,
                    setting=alone["setting_number"],
                )  # fmt: skip
                if worth_running(task) and (found := _row(task)) is not None:
                    yield found


def two_cores(alone: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Ours with two cores at the largest batch, each case with the setting that it had on one."""
    for row in alone:
        if row["solver"] == "fast" and row["batch"] == BATCHES[-1]:
            setting = row["setting_number"]
            found = _row(Task(solver="fast", case=row["case"], batch=BATCHES[-1], cores=2, setting=setting))
            if found is not None:
                yield found


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        prog="benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="few persons, no page")
    parser.add_argument("--case", action="append", choices=list(CASES), help="only this case; may be repeated")
    parser.add_argument("--solver", action="append", choices=list(SOLVERS), help="only this solver; may be repeated")
    parser.add_argument("--cores", type=int, default=1, help="cores for each process (default 1)")
    parser.add_argument("--page", action="store_true", help="write the page from the committed results, run nothing")
    given = parser.parse_args()
    if given.page:
        page.write()
        return
    whole = not (given.quick or given.case or given.solver or given.cores != 1)
    cases = given.case or list(CASES)
    exact.prepare(cases, seed=SCORING_SEED, count=MOST_SCORED_QUICK if given.quick else MOST_SCORED)
    solvers = given.solver or (QUICK_SOLVERS if given.quick else tuple(SOLVERS))
    found = list(rows(solvers, cases, given.cores, given.quick))
    measured: dict[str, Any] = {}
    if whole or given.quick:
        suffix = "-quick" if given.quick else ""
        for what in QUICK_MEASUREMENTS if given.quick else MEASUREMENTS:
            measured[what] = _kept(f"{what}{suffix}", "measure", {"what": what, "quick": given.quick})
    if whole and (os.cpu_count() or 1) > 1:
        found += list(two_cores(found))
    found = [row | {"body_hash": results_hash()} for row in found]
    print(page.table(found), *page.own(found, measured), sep="\n")
    if whole:
        page.store(found, measured | {"machine": machine()})
        page.write()


if __name__ == "__main__":
    main()
