"""Check the assessment on simulated people and on people of a survey, and write what came out.

    python tools/write_assessment.py [--people 300] [--participants 600]

Writes src/cobalamin/validate/assessment/results.json and docs/assessment.md with its figures. The part on the survey
needs the shared data and is left as it was where they are absent. The same machine gives the same numbers.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from cobalamin.assess.deficiency import answers
from cobalamin.infer.attribution import lacks
from cobalamin.infer.forecast import posterior
from cobalamin.infer.particles import BLOCKS
from cobalamin.report.assessment_checks import write_page
from cobalamin.validate.assessment.hidden_value import (
    MMA,
    area_under_curve,
    by_age_kidneys,
    by_b12,
    by_b12_age_kidneys,
    fit,
    person_of,
    predict,
    raised,
    score_regression,
)
from cobalamin.validate.assessment.people import rank_of, simulated

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "src/cobalamin/validate/assessment/results.json"
SEED = 20261125
SAME_PARTICLES, PARTICLES = 4000, 1500
"""Of a person of the same model, as many as the command takes; of the others."""
RANKED = ("body_b12_ug", "serum_b12_pmol_l", "mma_nmol_l", "homocysteine_umol_l", "hemoglobin_g_dl")


def one_simulated(asked: tuple[int, bool]) -> dict[str, Any]:
    """Ranks, probabilities and parts of one simulated person; `other` leaves the law of the truth out."""
    number, other = asked
    truth = simulated(number, seed=SEED)
    blocks = [name for name in BLOCKS if not other or name != truth.block]
    particles = PARTICLES if other else SAME_PARTICLES
    found = posterior(truth.person, particles=particles, seed=number, blocks=blocks)
    ranks = {name: rank_of(found, found.of(name), truth.truth[name]) for name in RANKED}
    deficient = {name: float(found.weights @ yes) for name, yes in answers(found).items()}
    parts: list[tuple[float, bool]] = []
    for complaint in found.known.complaints:
        if complaint.label in truth.caused:
            lack = lacks(found, complaint)
            present = 1 - (1 - lack) * (1 - complaint.background)
            parts.append((found.mean(lack / present), truth.caused[complaint.label]))
    ratio = max(truth.truth[n] / truth.replete[n] for n in ("mma_nmol_l", "homocysteine_umol_l"))
    return {
        "number": number,
        "ranks": ranks,
        "functional": [deficient["functional"], ratio >= 1.5],
        "parts": parts,
        "size": found.effective_size,
    }


def one_participant(row: Mapping[str, Any], limit: float) -> dict[str, float]:
    """Prediction of one participant's value; statistics only."""
    found = posterior(person_of(row), particles=PARTICLES, seed=1)
    seen = predict(found, row["mma_nmol_L"], limit)
    return {
        "log": seen.log_density,
        "inside": float(seen.inside),
        "chance": seen.chance_raised,
        "size": found.effective_size,
    }


def _pool() -> ProcessPoolExecutor:
    workers = max(min(os.cpu_count() or 1, 8), 1)
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def simulated_part(count: int, *, other: bool) -> dict[str, Any]:
    """Ranks and coverage over simulated people."""
    with _pool() as pool:
        people = list(pool.map(one_simulated, [(n, other) for n in range(count)], chunksize=8))
    particles = PARTICLES if other else SAME_PARTICLES
    made: dict[str, Any] = {"people": count, "particles": particles, "coverage": {}, "uniform": {}, "histogram": {}}
    for name in RANKED:
        ranks = np.array([p["ranks"][name] for p in people])
        away = np.abs(ranks - 0.5) * 2
        made["coverage"][name] = {str(level): round(float(np.mean(away < level / 100)), 4) for level in (50, 80, 90)}
        histogram = np.histogram(ranks, bins=10, range=(0, 1))[0]
        made["histogram"][name] = histogram.tolist()
        made["uniform"][name] = round(_uniform(ranks), 4)
    chance = np.array([p["functional"][0] for p in people])
    truth = np.array([p["functional"][1] for p in people])
    made["functional"] = _reliability(chance, truth)
    pairs = [pair for p in people for pair in p["parts"]]
    made["parts"] = _reliability(np.array([p for p, _ in pairs]), np.array([t for _, t in pairs]))
    sizes = [p["size"] for p in people]
    made["effective_size"] = {"median": round(float(np.median(sizes))), "least": round(float(min(sizes)))}
    return made


def _uniform(ranks: Any) -> float:
    """p of the Kolmogorov and Smirnov test that ranks are uniform."""
    from scipy.stats import kstest

    return float(kstest(ranks, "uniform").pvalue)


def _reliability(chance: Any, truth: Any) -> dict[str, Any]:
    """Predicted and observed shares in bins, Brier score, area under the curve."""
    edges = [0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0001]
    bins: list[dict[str, float]] = []
    for low, high in pairwise(edges):
        inside = (chance >= low) & (chance < high)
        if inside.any():
            bins.append(
                {
                    "people": int(inside.sum()),
                    "predicted": round(float(chance[inside].mean()), 4),
                    "observed": round(float(truth[inside].mean()), 4),
                }
            )
    both = truth.any() and not truth.all()
    return {
        "people": len(chance),
        "predicted": round(float(chance.mean()), 4),
        "observed": round(float(truth.mean()), 4),
        "brier": round(float(np.mean((chance - truth) ** 2)), 4),
        "auc": round(area_under_curve(chance, truth.astype(bool)), 4) if both else None,
        "bins": bins,
    }


def survey_part(count: int) -> dict[str, Any] | None:
    """Methylmalonate of participants of 2003 and 2004; None without the shared data."""
    shared = Path(os.environ.get("COBALAMIN_SHARED") or ROOT.parent / "shared")
    if not (shared / "data/nhanes/nhanes_b12_1999_2006.csv.gz").exists():
        return None
    sys.path.insert(0, str(ROOT / "tools"))
    from take_nhanes import people

    table = people(shared)
    needed = ["mma_nmol_L", "b12_pmol_L", "egfr"]
    whole = table.drop_nulls(needed).filter(table.drop_nulls(needed)["egfr"] >= 15)
    early = whole.filter(whole["cycle"].is_in(["1999-2000", "2001-2002"])).to_dicts()
    late = whole.filter(whole["cycle"] == "2003-2004")
    rows = late.sample(min(count, len(late)), seed=SEED).to_dicts()
    plenty = [row for row in early if row["b12_pmol_L"] > 400]
    expected = fit(plenty, by_age_kidneys)
    limits = [math.exp(expected.mean(row) + 1.645 * expected.sd) for row in rows]
    with _pool() as pool:
        seen = list(pool.map(one_participant, rows, limits, chunksize=8))
    truth = raised(rows, expected)
    regressions = {
        "serum B12": score_regression(rows, fit(early, by_b12), expected),
        "serum B12, age and kidneys": score_regression(rows, fit(early, by_b12_age_kidneys), expected),
    }
    return {
        "participants": len(rows),
        "fitted_on": len(early),
        "raised": int(truth.sum()),
        "quantity": MMA,
        "model": {
            "log_score": round(float(np.mean([each["log"] for each in seen])), 4),
            "auc": round(area_under_curve(np.array([each["chance"] for each in seen]), truth), 4),
            "coverage": round(float(np.mean([each["inside"] for each in seen])), 4),
        },
        "regressions": {
            name: {"log_score": round(s.log_score, 4), "auc": round(s.auc, 4), "coverage": round(s.coverage, 4)}
            for name, s in regressions.items()
        },
        "effective_size_median": round(float(np.median([each["size"] for each in seen]))),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the checks and write results and page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--participants", type=int, default=600)
    asked = parser.parse_args(arguments)
    before = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    results = {
        "same_model": simulated_part(asked.people, other=False),
        "other_nerve_law": simulated_part(asked.people, other=True),
        "survey": survey_part(asked.participants) or before.get("survey"),
    }
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    write_page(results, ROOT / "docs")
    print(json.dumps(results, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
