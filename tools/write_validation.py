"""Run every study of `cobalamin.validate.studies` and write what came out: a table, a page and figures in docs/.

    python tools/write_validation.py

The page begins with the misses. The same code on the same machine writes the same bytes; the first line of the table
holds the hash of the body, so that a test can tell when it is out of date.
"""

from __future__ import annotations

import csv
import io
import math
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from cobalamin.body.fingerprint import body_hash
from cobalamin.plot.validation import draw_validation
from cobalamin.validate.not_produced import not_produced
from cobalamin.validate.row import Kind, Row
from cobalamin.validate.studies import rows_of, studies

DOCS = Path(__file__).resolve().parents[1] / "docs"
WORKERS = 2
COLUMNS = (
    *("study", "quantity", "unit", "observed", "low", "high", "simulated", "simulated_low", "simulated_high", "use"),
    *("kind", "source", "verdict", "fold_error", "note"),
)
ORDER = (Kind.PREDICTED, Kind.FITTED, Kind.VERIFICATION, Kind.BUILT_IN)
KIND_WORDS = {
    Kind.PREDICTED: "kept for testing: only these are validation",
    Kind.FITTED: "used for fitting, or from a study set aside for it: agreement is no evidence",
    Kind.VERIFICATION: "the same published model, computed again",
    Kind.BUILT_IN: "true by construction",
}

FIGURES = {
    Kind.PREDICTED: ("validation", "figures kept for testing"),
    Kind.FITTED: ("validation_fitted", "figures of studies set aside for fitting"),
}
"""Kinds with a figure: name of the file, and what is in it."""


def run_all() -> list[Row]:
    """Rows of every study, in the order of their names; progress on standard error."""
    names = studies()
    found: list[Row] = []
    with ProcessPoolExecutor(WORKERS) as pool:
        for number, (name, rows) in enumerate(zip(names, pool.map(rows_of, names), strict=True), start=1):
            print(f"[{number}/{len(names)}] {name}: {len(rows)} rows", file=sys.stderr)
            found.extend(rows)
    return found


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def table(rows: Iterable[Row]) -> str:
    """The text of docs/validation.csv."""
    text = io.StringIO()
    text.write(f"# body {body_hash()}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(getattr(row, name)) for name in COLUMNS] for row in rows)
    return text.getvalue()


def ordered(rows: Sequence[Row]) -> list[Row]:
    """Kinds in `ORDER`, misses first, then by how far off."""
    return sorted(rows, key=lambda r: (ORDER.index(r.kind), not r.verdict.is_miss, -(r.fold_error or 0.0), r.study))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"


def _with_interval(value: float | None, low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return _number(value)
    return f"{_number(value)} ({_number(low)} to {_number(high)})"


def _lines(rows: Sequence[Row]) -> list[str]:
    lines = ["| study | quantity | observed | simulated | unit | outcome |", "| --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        seen = _with_interval(row.observed, row.low, row.high)
        made = _with_interval(row.simulated, row.simulated_low, row.simulated_high)
        note = f"; {row.note}" if row.note else ""
        what = row.quantity.replace("|", "/")
        lines.append(f"| {row.study} | {what} | {seen} | {made} | {row.unit} | {row.verdict.value}{note} |")
    return [*lines, ""]


def summary(rows: Sequence[Row]) -> str:
    """How many rows of a kind came out how, in one sentence."""
    folds = [fold for row in rows if (fold := row.fold_error) is not None]
    compared = [row for row in rows if row.ratio is not None]
    misses = sum(row.verdict.is_miss for row in rows)
    text = f"{len(rows)} rows of {len({row.study for row in rows})} studies, {misses} of them missed"
    if not folds:
        return f"{text}."
    mean = math.exp(sum(map(math.log, folds)) / len(folds))
    near = 100 * sum(row.is_near for row in compared) / len(compared)
    return f"{text}; of {len(compared)} with a ratio {near:.0f} % are within 2-fold, mean fold error {mean:.2f}."


def page(rows: Sequence[Row]) -> str:
    """The text of docs/validation.md."""
    lines = [
        "<!-- Written by tools/write_validation.py; do not edit. -->",
        "",
        "# Compared with published results",
        "",
        "One line a published figure of nerve, cord, brain, pain and the drugs people compare with: what was reported,",
        "and what the same virtual study gives. Simulated people are drawn from the spread of the parameters, and the",
        "interval is what the size of the study leaves open. In the studies of nerve, cord and brain each person lives",
        "under every rival nerve block, and the interval reaches from the lowest to the highest of them.",
        "",
        "A row is missed where the two intervals do not meet, or where a reported value without an interval lies",
        "outside the simulated one. A direction is 1 for more, -1 for less, 0 for no change. An effect that is absent",
        "or turned round is never within 2-fold, and has no fold error.",
        "The table is also a file: [validation.csv](validation.csv).",
        "",
    ]
    for kind in ORDER:
        own = [row for row in ordered(rows) if row.kind is kind]
        lines += [f"## {kind.value.capitalize()}", "", f"{KIND_WORDS[kind].capitalize()}. {summary(own)}", ""]
        if kind in FIGURES:
            alt = f":alt: simulated over observed, {FIGURES[kind][1]}"
            lines += [f"```{{image}} images/{FIGURES[kind][0]}.svg", alt, "```", ""]
        missed = [row for row in own if row.verdict.is_miss]
        if missed:
            lines += ["### Missed", "", *_lines(missed), "### The others", ""]
        lines += _lines([row for row in own if not row.verdict.is_miss])
    lines += ["## Not produced", "", "| study | what | why not |", "| --- | --- | --- |"]
    lines += [f"| {each.study} | {each.quantity} | {each.reason} |" for each in not_produced()]
    return "\n".join([*lines, ""])


def main() -> None:
    """Run and write."""
    rows = run_all()
    (DOCS / "validation.csv").write_text(table(rows), encoding="utf-8")
    (DOCS / "validation.md").write_text(page(rows), encoding="utf-8")
    for kind, (name, what) in FIGURES.items():
        figure = draw_validation([row for row in ordered(rows) if row.kind is kind], name=name, what=what)
        (DOCS / f"images/{name}.svg").write_text(f"{figure.strip()}\n", encoding="utf-8")
    for kind in ORDER:
        print(f"{kind.value}: {summary([row for row in rows if row.kind is kind])}")


if __name__ == "__main__":
    main()
