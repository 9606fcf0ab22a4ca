"""Check the forecast on simulated people, and write what came out.

    python tools/write_forecast_check.py [--people 128] [--same 32] [--updated 32] [--rows out/forecast_check.jsonl]

Writes src/cobalamin/validate/forecast_check/results.json, docs/forecast_check.md and its figure. Rows of people are
kept in a file while it runs, so that a run that was stopped goes on. The same machine gives the same numbers.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from cobalamin.validate.forecast_check.study import OTHER, SAME, input_hash, one_person

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "src/cobalamin/validate/forecast_check/results.json"
DOCS = ROOT / "docs"
Job = tuple[int, str, bool]


def one(job: Job) -> dict[str, Any]:
    """One person of one part."""
    number, part, update = job
    return {"part": part} | one_person(number, part, update=update)


def jobs_of(people: int, same: int, updated: int) -> Iterator[Job]:
    """Everyone without the law of the truth; the first of them with all laws, and after the visit between."""
    for number in range(people):
        yield number, OTHER, number < updated
        if number < same:
            yield number, SAME, False


def rows_of(jobs: Sequence[Job], kept: Path) -> list[dict[str, Any]]:
    """Rows of all jobs; those of the same inputs that are in the file are not computed again."""
    inputs = input_hash()
    old = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()] if kept.exists() else []
    same = [row for row in old if row.pop("inputs") == inputs]
    found = {(row["number"], row["part"], row.pop("update")): row for row in same}
    left = [job for job in jobs if job not in found]
    kept.parent.mkdir(parents=True, exist_ok=True)
    workers = max(min(os.cpu_count() or 1, 8), 1)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool, kept.open("a", encoding="utf-8") as file:
        for done, (job, row) in enumerate(zip(left, pool.map(one, left), strict=True), start=1):
            found[job] = row
            file.write(json.dumps(row | {"update": job[2], "inputs": inputs}) + "\n")
            file.flush()
            print(f"{done} of {len(left)}", file=sys.stderr)
    return [found[job] for job in jobs]


def as_text(results: Mapping[str, Any]) -> str:
    """As JSON, with one line for every row of a person."""
    head = json.dumps({name: each for name, each in results.items() if name != "rows"}, indent=1)
    rows = ",\n".join(f"  {json.dumps(row)}" for row in results["rows"])
    return f'{head.removesuffix("}").rstrip()},\n "rows": [\n{rows}\n ]\n}}\n'


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the check and write results and page."""
    from cobalamin.report.forecast_checks import write_page
    from cobalamin.validate.forecast_check.measures import results_of

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=128)
    parser.add_argument("--same", type=int, default=32)
    parser.add_argument("--updated", type=int, default=32)
    parser.add_argument("--rows", type=Path, default=ROOT / "out/forecast_check.jsonl")
    asked = parser.parse_args(arguments)
    rows = rows_of(list(jobs_of(asked.people, asked.same, asked.updated)), asked.rows)
    results = results_of(rows)
    RESULTS.write_text(as_text(results), encoding="utf-8")
    write_page(results, DOCS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
