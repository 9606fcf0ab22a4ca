"""Calibrate: fit medians and spreads of the population to the figures set aside for it, and write what came out.

    python tools/calibrate.py [--starts 2] [--quick] [--write]

Writes src/cobalamin/infer/calibration.toml with its covariance, the fitted values into the parameter files, the
uncertainty that parameters leave in every figure (validate/parameter_uncertainty.csv), and docs/calibration.md. The
figures, their use and the priors are hashed; the split is older than the fit by its dates. The same machine gives the
same bytes.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
from parameter_files import FOLDER, with_fields

from cobalamin.evidence import split_date
from cobalamin.evidence.nhanes import STUDY
from cobalamin.infer.lives import REFERENCES
from cobalamin.infer.posterior import IDENTIFIED, Posterior, find_mode, profile
from cobalamin.infer.priors import Prior, What, priors_date
from cobalamin.infer.result import calibration
from cobalamin.parameters import committed_parameters
from cobalamin.report.calibration import calibration_files
from cobalamin.validate.calibration import (
    MATCHED,
    Problem,
    calibration_targets,
    data_hash,
    every_target,
    matched,
    ready,
)
from cobalamin.validate.figures import StudyFigure
from cobalamin.validate.uncertainty import COLUMNS, TABLE, Of

ROOT = Path(__file__).resolve().parents[1]
INFER = ROOT / "src/cobalamin/infer"
DOCS = ROOT / "docs"
UNCERTAINTY = ROOT / "src/cobalamin/validate" / TABLE
SEED = 20261125
SCATTER = 0.4
"""Prior standard deviations by which further starts lie from the prior medians."""
RENEWALS, ROUGH = 3, 4
"""Times that the means of people are worked out again before the last fit, and the steps in between."""
DIGITS = 5
STEEP = 99.0
"""Stored for a profile that rises without limit."""

Array = npt.NDArray[np.float64]


def tell(text: str) -> None:
    """Progress, on standard error."""
    print(text, file=sys.stderr, flush=True)


def dated_before(day: date) -> None:
    """Stop when the split or the priors are younger than the fit."""
    if max(split_date(), priors_date()) > day:
        raise SystemExit(
            f"the split is of {split_date()}, the priors of {priors_date()}: both must be older than the fit"
        )


class Held:
    """The problem with some unknowns held at their prior."""

    def __init__(self, problem: Problem, free: npt.NDArray[np.bool_]) -> None:
        """`free`: shape (unknown,)."""
        self.problem, self.free = problem, free

    def whole(self, x: Array) -> Array:
        """All unknowns from the free ones."""
        made = np.zeros(len(self.free))
        made[self.free] = x
        return made

    def misfits(self, x: Array) -> Array:
        """As `Problem.misfits`."""
        return self.problem.misfits(self.whole(x))

    def slopes(self, x: Array) -> tuple[Array, Array]:
        """As `Problem.slopes`."""
        misfits, slopes = self.problem.slopes(self.whole(x))
        return misfits, slopes[:, self.free]


def living_start(problem: Problem, random: np.random.Generator) -> Array:
    """A place around the priors at which every virtual person of every study lives to be measured."""
    while True:
        start = SCATTER * random.standard_normal(len(problem.unknowns))
        if np.isfinite(problem.misfits(start)).all():
            return start
        tell("drawn again: at this start somebody dies before a study ends")


def fit(problem: Problem, starts: int) -> tuple[Posterior, list[Posterior], npt.NDArray[np.bool_]]:
    """The mode, the mode from every start, and which unknowns the figures say something about."""
    count = len(problem.unknowns)
    random = np.random.default_rng(SEED)
    everything = np.ones(count, dtype=bool)
    x = np.zeros(count)
    for number in range(RENEWALS):
        problem.renew(x)
        best = find_mode(Held(problem, everything), x, problem.weights, steps=ROUGH, tell=tell)
        tell(f"renewal {number + 1}: cost {best.cost:.2f}")
        x = best.mode
    problem.renew(x)
    best = find_mode(Held(problem, everything), x, problem.weights, tell=tell)
    found = [best]
    for number in range(1, starts):
        start = living_start(problem, random)
        found.append(find_mode(Held(problem, everything), start, problem.weights, tell=tell))
        tell(f"start {number + 1}: cost {found[-1].cost:.2f}")
    found.sort(key=lambda each: each.cost)
    best = found[0]
    said = best.contraction >= IDENTIFIED
    tell(f"{said.sum()} of {count} unknowns are identified")
    held = Held(problem, said)
    final = find_mode(held, best.mode[said], problem.weights, tell=tell)
    return final, found, said


def report_of(
    problem: Problem, final: Posterior, found: Sequence[Posterior], said: npt.NDArray[np.bool_], *, profiles: bool
) -> dict[str, dict[str, float | bool]]:
    """What is stored of every unknown."""
    mode, sd, contraction = np.zeros(len(said)), np.ones(len(said)), np.zeros(len(said))
    mode[said], sd[said], contraction[said] = final.mode, final.sd, final.contraction
    rises = np.full((len(said), 2), np.nan)
    if profiles:
        held = Held(problem, said)
        for number, unknown in enumerate(np.flatnonzero(said)):
            rises[unknown] = profile(held, final, problem.weights, number, np.array([-2.0, 2.0]))
            tell(f"profile {number + 1}/{said.sum()}: {problem.unknowns[unknown].key} {rises[unknown].round(2)}")
    modes = np.stack([each.mode for each in found])
    out: dict[str, dict[str, float | bool]] = {}
    for n, p in enumerate(problem.unknowns):
        spread = float(np.ptp(modes[:, n]) / sd[n])
        out[p.key] = {
            "number": float(f"{p.number(mode[n]):.{DIGITS}g}"),
            "sd": float(f"{p.sd * sd[n]:.4g}"),
            "contraction": round(float(contraction[n]), 4),
            "identified": bool(said[n]),
            "rise_below": round(float(np.nan_to_num(rises[n, 0], posinf=STEEP)), 3),
            "rise_above": round(float(np.nan_to_num(rises[n, 1], posinf=STEEP)), 3),
            "starts": round(spread, 3),
        }
    return out


def toml_of(problem: Problem, stored: dict[str, dict[str, float | bool]], found: Sequence[Posterior], day: date) -> str:
    """The text of calibration.toml."""
    studies = {f.target.study for f in problem.figures} | {STUDY[use] for use in STUDY if use.value == "calibrate"}
    costs = ", ".join(f"{each.cost:.2f}" for each in found)
    lines = [
        "# Written by tools/calibrate.py: what the figures set aside for calibration say about the population.",
        "# number: in the unit of the parameter; sd: of ln(number); the rest as in infer/result.py.",
        "",
        "[calibration]",
        "version = 1",
        f"date = {day.isoformat()}",
        f'data_hash = "{data_hash(calibration_targets())}"',
        f"starts = [{costs}]",
        f"figures = {len(problem.figures) + len(problem.lives.survey)}",
        f"studies = {len(studies)}",
        "",
    ]
    for key, table in stored.items():
        lines.append(f"[{key}]")
        lines += [
            f"{name} = {str(value).lower() if isinstance(value, bool) else value}" for name, value in table.items()
        ]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def covariance_text(problem: Problem, final: Posterior, said: npt.NDArray[np.bool_]) -> str:
    """The text of calibration_covariance.csv: of ln(number); what was not identified keeps its prior variance."""
    whole = np.eye(len(said))
    whole[np.ix_(said, said)] = final.covariance
    scale = np.array([p.sd for p in problem.unknowns])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([p.key for p in problem.unknowns])
    writer.writerows([f"{cell:.6g}" for cell in row] for row in whole * np.outer(scale, scale))
    return text.getvalue()


def uncertainty_text(problem: Problem, x: Array, final: Posterior, said: npt.NDArray[np.bool_]) -> str:
    """Standard deviation that the parameters leave in every figure: root of J C J', C the posterior covariance.

    A percentile of the later surveys has that of the same percentile of the earlier ones.
    """
    whole = np.eye(len(said))
    whole[np.ix_(said, said)] = final.covariance
    misfits, slopes = problem.slopes(x)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    figures = [*problem.figures, *problem.lives.survey]
    for figure, slope in zip(figures, slopes, strict=True):
        sd = float(np.sqrt(max(slope @ whole @ slope, 0.0))) * figure.error
        names = (
            [(figure.target.study, figure.target.quantity)]
            if isinstance(figure, StudyFigure)
            else [(study, figure.label) for study in STUDY.values()]
        )
        of = Of.VALUE if isinstance(figure, StudyFigure) and figure.signed else Of.LOGARITHM
        writer.writerows([study, quantity, of.value, f"{sd:.4g}"] for study, quantity in names)
    assert len(misfits) == len(figures)
    return text.getvalue()


def write_parameters(
    problem: Problem, stored: dict[str, dict[str, float | bool]], references: dict[str, float], alone: dict[str, float]
) -> None:
    """Fitted numbers into the parameter files; what is not identified keeps the source and grade of its prior.

    `alone` holds constants that one share fixes; they keep the source of that share.
    """
    changes: dict[str, dict[str, object]] = {}
    by_key: dict[str, Prior] = {p.key: p for p in problem.unknowns}
    for key, table in stored.items():
        p = by_key[key]
        fields = changes.setdefault(p.name, {})
        if p.what is What.SPREAD:
            fields["spread"] = table["number"]
            continue
        fields["value"] = table["number"]
        fields["source"] = "calibration" if table["identified"] else p.source
        if table["identified"]:
            fields["grade"] = "derived"
        elif p.source == "guess":
            fields["grade"] = "guess"
        fields["note"] = f"prior: {p.why}"
    for name, value in references.items():
        changes[name] = {"value": float(f"{value:.{DIGITS}g}"), "source": "calibration", "grade": "derived"}
    for name, value in alone.items():
        changes[name] = {"value": float(f"{value:.3g}")}
    known = committed_parameters()
    for block in sorted({known[name].block for name in changes}):
        file = FOLDER / f"{block}.toml"
        text = file.read_text(encoding="utf-8")
        for name, fields in changes.items():
            if known[name].block == block:
                text = with_fields(text, name, fields)
        file.write_text(text, encoding="utf-8")


def main() -> None:
    """Fit, print, and write when asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--starts", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="one start, no profiles")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    day = date.today()
    dated_before(day)
    with ready(calibration_targets()) as problem:
        tell(f"{len(problem.figures)} figures of studies, {len(problem.lives.survey)} of the survey")
        final, found, said = fit(problem, 1 if asked.quick else asked.starts)
        stored = report_of(problem, final, found, said, profiles=not asked.quick)
        x = np.zeros(len(said))
        x[said] = final.mode
        values, spreads = problem.numbers(x)
        references = {name: values[name] for name in REFERENCES}
        alone = {each.name: matched(each, values, spreads) for each in MATCHED}
        text, matrix = toml_of(problem, stored, found, day), covariance_text(problem, final, said)
        for figure, value in zip(problem.figures, problem.simulated(x)[0], strict=True):
            seen = figure.target.seen.observed
            print(
                f"{figure.target.study} | {figure.target.quantity} | {seen} | {value:.4g} | {figure.misfit(value):+.2f}"
            )
    with ready(every_target()) as problem:
        problem.renew(x)
        uncertainty = uncertainty_text(problem, x, final, said)
        if asked.write:
            (INFER / "calibration.toml").write_text(text, encoding="utf-8")
            (INFER / "calibration_covariance.csv").write_text(matrix, encoding="utf-8")
            UNCERTAINTY.write_text(uncertainty, encoding="utf-8")
            write_parameters(problem, stored, references, alone)
            for path, content in calibration_files(calibration()).items():
                (DOCS / path).write_bytes(content)


if __name__ == "__main__":
    main()
