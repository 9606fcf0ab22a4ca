"""Run the sensitivity analysis and write what came out.

    python tools/write_sensitivity.py

Writes sensitivity.csv and measurements.csv beside src/cobalamin/infer/, the licences that follow into
src/cobalamin/body/observe/licences.toml, and docs/sensitivity.md with its figures. The same machine gives the same
bytes.
"""

from __future__ import annotations

import csv
import io
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from cobalamin.infer import findings
from cobalamin.infer.findings import COLUMNS, MEASUREMENTS, SHARES, grade_of
from cobalamin.infer.licences import licence_text
from cobalamin.infer.measurements import five_measurements
from cobalamin.infer.sensitivity import Analysis, Question, analyse, calibrated, settings

ROOT = Path(__file__).resolve().parents[1]
INFER = ROOT / "src/cobalamin/infer"
LICENCES = ROOT / "src/cobalamin/body/observe/licences.toml"
DOCS = ROOT / "docs"
LEAST_SHARE = 0.01
"""Total effect below which an input of an output is not stored."""


def _one(asked: tuple[str, Question]) -> Analysis:
    name, question = asked
    return analyse(settings().scenarios[name], question)


def shares_table(analyses: list[Analysis]) -> str:
    """The text of sensitivity.csv."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in analyses:
        for output, found in each.found.items():
            for n in sorted(range(len(each.inputs)), key=lambda n: (-found.total[n], each.inputs[n])):
                if found.total[n] < LEAST_SHARE:
                    continue
                numbers = (
                    *(found.first[n], found.first_low[n], found.first_high[n]),
                    *(found.total[n], found.total_low[n], found.total_high[n]),
                )
                name = each.inputs[n]
                writer.writerow(
                    [
                        *(each.question.value, each.scenario, output, f"{found.variance**0.5:.4g}"),
                        *(name, grade_of(name), *(f"{x:.3f}" for x in numbers)),
                    ]
                )
    return text.getvalue()


def measurements_table() -> str:
    """The text of measurements.csv."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["words", "error", "left", "output", "scenario", "taken"])
    for each in five_measurements():
        output, scenario, taken = each.most
        writer.writerow([each.words, f"{each.error:g}", f"{each.left:.4f}", output, scenario, f"{taken:.4f}"])
    return text.getvalue()


def main() -> None:
    """Analyse, then write everything."""
    calibrated()  # read before the processes are made, so that both inherit it
    asked = [(name, question) for question in Question for name in settings().scenarios]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
        analyses = list(pool.map(_one, asked))
    for each in analyses:
        print(
            f"{each.question.value}, {each.scenario}: {len(each.inputs)} inputs, {each.lives} lives, {each.lost} lost; "
            f"others carry {each.left:.1%} at most",
            file=sys.stderr,
        )
    (INFER / SHARES).write_text(shares_table(analyses), encoding="utf-8")
    (INFER / MEASUREMENTS).write_text(measurements_table(), encoding="utf-8")
    findings.stored.cache_clear()
    findings.measurements.cache_clear()
    LICENCES.write_text(licence_text(), encoding="utf-8")
    from cobalamin.report.sensitivity import sensitivity_files

    for path, content in sensitivity_files().items():
        (DOCS / path).write_bytes(content)


if __name__ == "__main__":
    main()
