"""Results as files: `results.json`, `measurements.json`, the generated part of `docs/benchmark.md` and its figures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.cases import CASES, ERROR_TARGET_PAIN_POINTS
from benchmarks.stamp import results_hash

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results.json"
MEASUREMENTS = ROOT / "benchmarks" / "measurements.json"
PAGE = ROOT / "docs" / "benchmark.md"
IMAGES = ROOT / "docs" / "images"
_BEGIN, _END = "<!-- results:begin -->\n", "<!-- results:end -->"

SOLVER_NAMES: Mapping[str, str] = {
    "fast": "cobalamin, fast",
    "reference": "cobalamin, reference",
    "libroadrunner": "libRoadRunner",
    "lsoda": "SciPy LSODA",
    "cvode": "SUNDIALS CVODE",
    "diffrax": "diffrax, vmapped",
}
"""Solvers as people call them."""

_HEAD = (
    "| solver | batch | cores | person-years per second per core | largest error | pain, points | compile, s "
    "| first result, s | memory, MB | setting |\n| --- | --: | --: | --: | --: | --: | --: | --: | --: | --- |"
)


def store(rows: Sequence[Mapping[str, Any]], measured: Mapping[str, Any]) -> None:
    """Write the committed results."""
    RESULTS.write_text(json.dumps(list(rows), indent=1) + "\n", encoding="utf-8")
    MEASUREMENTS.write_text(json.dumps({"body_hash": results_hash(), **measured}, indent=1) + "\n", encoding="utf-8")


def _rate(value: float) -> str:
    return f"{value:,.0f}" if value >= 20 else f"{value:.2g}"


def _line(row: Mapping[str, Any]) -> str:
    mark = "" if row["meets_target"] else " (misses the target)"
    shorter = "" if row["years"] == CASES[row["case"]].years else f", first {row['years']:g} years only"
    cells = (
        SOLVER_NAMES[row["solver"]],
        f"{row['batch']:,}",
        str(row["cores"]),
        _rate(row["person_years_per_second_per_core"]),
        f"{row['max_error']:.1e}{mark}",
        f"{row['max_error_pain_points']:.1e}",
        f"{row['compile_s']:.1f}",
        f"{row['first_result_s']:.1f}",
        f"{row['peak_memory_mb']:,.0f}",
        f"{row['setting']}{shorter}",
    )
    return "| " + " | ".join(cells) + " |"


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """One table a case, in Markdown."""
    parts: list[str] = []
    for case in CASES.values():
        lines = [_line(row) for row in rows if row["case"] == case.name]
        if lines:
            target = f"Error target {case.error_target:g}, pain {ERROR_TARGET_PAIN_POINTS:g} points."
            parts.append(f"### {case.title[0].upper()}{case.title[1:]}\n\n{target}\n\n{_HEAD}\n" + "\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _machine(measured: Mapping[str, Any]) -> str:
    about = dict(measured["machine"])
    where = f"{about.pop('processor')}, {about.pop('cores')} cores"
    return f"Machine: {where}. " + ", ".join(f"{name} {version}" for name, version in about.items()) + "."


def own(rows: Sequence[Mapping[str, Any]], measured: Mapping[str, Any]) -> list[str]:
    """What was measured of ours alone, as a list; what was not run has no line."""
    lines: list[str] = []
    if found := measured.get("warm_decade"):
        each = ", ".join(f"{case} {value:.1f} ms" for case, value in found["milliseconds"].items())
        lines.append(f"A decade of one person, weekly samples, everything warm: {each}.")
    if found := measured.get("first_result"):
        lines.append(
            f"First answer of a fresh process, a decade of one person from a file: {found['warm_seconds']:.1f} s with "
            f"a filled cache of compiled code, {found['cold_seconds']:.1f} s with an empty one."
        )
    if found := measured.get("population"):
        lines.append(
            f"{found['persons']:,} persons (case {found['case']}), ten observations a week written to disk as they "
            f"come: {found['peak_memory_mb']:,.0f} MB of memory at most for {found['written_mb']:,.0f} MB of output, "
            f"{found['seconds']:.0f} s on one core."
        )
    for row in rows:
        if row["cores"] == 2 and (one := _same_on_one_core(rows, row)) is not None:
            gain = 2 * row["person_years_per_second_per_core"] / one["person_years_per_second_per_core"]
            lines.append(
                f"Two cores against one, case {row['case']}, batch {row['batch']:,}: {gain:.2f} times as fast."
            )
    return [f"- {line}" for line in lines]


def _same_on_one_core(rows: Sequence[Mapping[str, Any]], row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    key = ("solver", "case", "batch")
    return next((o for o in rows if o["cores"] == 1 and all(o[name] == row[name] for name in key)), None)


def generated(rows: Sequence[Mapping[str, Any]], measured: Mapping[str, Any]) -> str:
    """The generated part of the page."""
    ours = "\n".join(own(rows, measured))
    return (
        f"{_machine(measured)}\n\n"
        "![Error against speed of every solver in the four cases](images/benchmark_speed.svg)\n\n"
        f"{table(rows)}\n## Ours alone\n\n{ours}\n\n"
        "![Time against the number of persons and against the length of the life](images/benchmark_scaling.svg)\n"
    )


def with_results(text: str, part: str) -> str:
    """The page with its generated part replaced."""
    before, _, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not end:
        raise SystemExit(f"{PAGE.name} has no {_BEGIN.strip()} and {_END}")
    return f"{before}{_BEGIN}\n{part}\n{_END}{after}"


def load() -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The committed results and measurements."""
    return (
        json.loads(RESULTS.read_text(encoding="utf-8")),
        json.loads(MEASUREMENTS.read_text(encoding="utf-8")),
    )


def write() -> None:
    """Write the page and its figures from the committed results."""
    from benchmarks.figures import scaling, speed

    rows, measured = load()
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(with_results(text, generated(rows, measured)), encoding="utf-8")
    (IMAGES / "benchmark_speed.svg").write_text(speed(rows) + "\n", encoding="utf-8")
    (IMAGES / "benchmark_scaling.svg").write_text(scaling(measured) + "\n", encoding="utf-8")
