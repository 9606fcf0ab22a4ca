"""What the table of solvers does not say of ours: a warm decade, a first answer, many persons, many years, memory.

Each measurement runs in a process of its own and writes one JSON object as the last line of standard output:

    python -m benchmarks.measure '{"what": "years", "quick": true}'
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.job import pin

TEN = (
    "serum_b12_pmol_l",
    "holotc_pmol_l",
    "mma_nmol_l",
    "homocysteine_umol_l",
    "hemoglobin_g_dl",
    "mcv_fl",
    "body_b12_ug",
    "myelin_pns",
    "sural_amplitude_uv",
    "pain_nrs",
)
"""The observations of the large population."""

POPULATION_CASE = "injections"
_CHUNK = 1024


def _warm(case: str) -> None:
    """Compile and load everything, on one short life."""
    from benchmarks.cases import TUNING_SEED, case_rows, sample_days
    from cobalamin.solve import fast

    fast.observe(case_rows(case, seed=TUNING_SEED, count=1, years=1.0), sample_days(case, years=1.0), TEN)


def warm_decade(quick: bool) -> dict[str, Any]:
    """Milliseconds for a decade of one person with weekly observations, everything compiled and warm."""
    import numpy as np

    from benchmarks.cases import CASES, SCORING_SEED, case_rows, sample_days
    from cobalamin.solve import fast

    found: dict[str, float] = {}
    for case in CASES:
        _warm(case)
        rows = case_rows(case, seed=SCORING_SEED, count=1, years=10.0)
        days = sample_days(case, years=10.0)
        seconds: list[float] = []
        for _ in range(10 if quick else 50):
            began = time.perf_counter()
            fast.observe(rows, days)
            seconds.append(time.perf_counter() - began)
        found[case] = 1000.0 * float(np.median(seconds))
    return {"milliseconds": found}


_FIRST_PROGRAM = """
from cobalamin.person import read_person
from cobalamin.simulate import sample_days, simulate
simulate(read_person({file!r}), days=sample_days(3652.5, 7.0))
"""


def first_result(quick: bool) -> dict[str, Any]:
    """Seconds from the start of a process to a decade of one person, with an empty and with a filled cache folder."""
    example = str(Path(__file__).resolve().parents[1] / "examples" / "strict_vegan.toml")
    seconds: list[float] = []
    program = [sys.executable, "-c", _FIRST_PROGRAM.format(file=example)]
    with tempfile.TemporaryDirectory() as cache:
        for _ in range(2 if quick else 4):  # the first fills the cache
            began = time.perf_counter()
            subprocess.run(program, check=True, env=os.environ | {"COBALAMIN_CACHE": cache})
            seconds.append(time.perf_counter() - began)
    return {"cold_seconds": seconds[0], "warm_seconds": min(seconds[1:])}


def stream_to_disk(count: int, folder: Path) -> tuple[float, int]:
    """Solve `count` persons and write ten observations a week to a file as they come.

    Rows are made, solved and forgotten chunk by chunk; making them is not counted.

    Returns:
        Seconds of solving and writing, and bytes written.
    """
    import numpy as np

    from benchmarks.cases import SCORING_SEED, case_rows, sample_days
    from cobalamin.solve import fast

    days = sample_days(POPULATION_CASE)
    seconds, written = 0.0, 0
    with (folder / "population.f32").open("wb") as target:
        for first in range(0, count, _CHUNK):
            rows = case_rows(POPULATION_CASE, seed=SCORING_SEED, count=min(_CHUNK, count - first), first=first)
            began = time.perf_counter()
            for part in fast.stream(rows, days, TEN):
                written += target.write(np.ascontiguousarray(part.values, dtype=np.float32).data)
            seconds += time.perf_counter() - began
    return seconds, written


def population(quick: bool) -> dict[str, Any]:
    """Memory and time of 100,000 persons with ten observations a week, written to disk."""
    from benchmarks.cases import CASES

    count = 2_000 if quick else 100_000
    _warm(POPULATION_CASE)
    with tempfile.TemporaryDirectory() as folder:
        seconds, written = stream_to_disk(count, Path(folder))
    return {
        "case": POPULATION_CASE,
        "persons": count,
        "seconds": seconds,
        "person_years_per_second": count * CASES[POPULATION_CASE].years / seconds,
        "written_mb": written / 1e6,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def persons(quick: bool) -> dict[str, Any]:
    """Seconds against the number of persons, up to 10,000; the population gives 100,000."""
    from benchmarks.cases import SCORING_SEED, case_rows, sample_days
    from cobalamin.solve import fast

    days = sample_days(POPULATION_CASE)
    rows = case_rows(POPULATION_CASE, seed=SCORING_SEED, count=1000 if quick else 10_000)
    _warm(POPULATION_CASE)
    points: list[dict[str, float]] = []
    for count in (1, 10, 100, 1000, 10_000):
        if count <= len(rows):
            began = time.perf_counter()
            for _ in fast.stream(rows[:count], days, TEN):
                pass
            points.append({"persons": count, "seconds": time.perf_counter() - began})
    return {"case": POPULATION_CASE, "points": points}


def years(quick: bool) -> dict[str, Any]:
    """Seconds a person against the length of the life, 64 persons together."""
    from benchmarks.cases import CASES, SCORING_SEED, case_rows, sample_days
    from cobalamin.solve import fast

    found: dict[str, list[dict[str, float]]] = {}
    count = 64
    for case in CASES:
        _warm(case)
        found[case] = []
        for length in (1.0, 10.0) if quick else (1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 80.0):
            rows, days = case_rows(case, seed=SCORING_SEED, count=count, years=length), sample_days(case, years=length)
            began = time.perf_counter()
            fast.observe(rows, days, TEN)
            found[case].append({"years": length, "seconds": (time.perf_counter() - began) / count})
    return {"points": found}


MEASUREMENTS: Mapping[str, Callable[[bool], dict[str, Any]]] = {
    "warm_decade": warm_decade,
    "first_result": first_result,
    "persons": persons,
    "years": years,
    "population": population,
}
"""Measurements by name."""


def main() -> None:
    """Run one measurement given on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", help="what and quick, as JSON")
    task = json.loads(parser.parse_args().task)
    pin(1)
    print(json.dumps(MEASUREMENTS[task["what"]](task["quick"]) | {"what": task["what"], "cores": 1}))


if __name__ == "__main__":
    main()
