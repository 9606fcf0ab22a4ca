"""Methylmalonate of people of a survey, hidden and predicted from everything else, against regressions on serum B12.

Regressions are fitted to the surveys of 1999 to 2002; all are scored on people of 2003 and 2004, of whom the model saw
nothing. Statistics only: no row of a person leaves this module.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cobalamin.infer.forecast import Posterior
from cobalamin.infer.measurement import noises
from cobalamin.person import Person, person_from_mapping

Array = npt.NDArray[np.float64]
Row = Mapping[str, Any]
MMA = "mma_nmol_l"
COVERED = 0.90
RAISED_SHARE = 0.95
"""A value is raised for age and kidneys above this share of people with plenty of B12."""
PLENTY = 400.0
"""Serum B12 [pmol/L] above which methylmalonate no longer depends on it. Source: diag_nh_mma_slope_mid"""
_LABS = (
    ("serum B12", "b12_pmol_L", "pmol/L"),
    ("homocysteine", "hcy_axsym_eq_umol_L", "umol/L"),
    ("haemoglobin", "hb_g_dL", "g/dL"),
    ("MCV", "mcv_fL", "fL"),
    ("folate", "folate_serum_nmol_L", "nmol/L"),
)


@dataclass(frozen=True, kw_only=True)
class Scores:
    """How well a method predicts.

    Attributes:
        log_score: mean ln density of what was measured, of ln(value); higher is better.
        auc: of raised for age and kidneys.
        coverage: share of values in the 90 % interval.
    """

    log_score: float
    auc: float
    coverage: float


def person_of(row: Row) -> Person:
    """A participant as a clinician would know one, without methylmalonate."""
    person: dict[str, Any] = {
        "date": "2004-01-01",
        "age": float(row["age_y"]),
        "sex": "male" if row["sex"] == "M" else "female",
        "egfr": f"{min(max(row['egfr'], 15.0), 200.0):.1f} mL/min/1.73m2",
        "jurisdiction": "US",
    }
    if row["weight_kg"] and 35 <= row["weight_kg"] <= 200:
        person["weight"] = f"{row['weight_kg']:.0f} kg"
    if row["height_cm"] and 130 <= row["height_cm"] <= 210:
        person["height"] = f"{row['height_cm']:.0f} cm"
    if "black" in str(row["race_eth"]).lower():
        person["ancestry"] = "African"
    medicines = [{"regimen": regimen, "since": f"{years:.1f} years"} for regimen, years in _taken(row)]
    conditions = [{"name": "type 2 diabetes", "since": "5 years"}] if row["diabetes_dx"] == 1 else []
    labs = [
        {"test": name, "value": f"{row[column]:.5g} {unit}", "date": "2004-01-01"}
        for name, column, unit in _LABS
        if row[column] is not None and row[column] > 0
    ]
    return person_from_mapping(
        {"person": person, "medicine": medicines, "condition": conditions, "lab": labs}, where="participant"
    )


def _taken(row: Row) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    dose = row["supp_b12_ug_d"] or 0.0
    if dose >= 0.5:
        found.append((f"cyanocobalamin {dose:.3g} ug orally daily", 3.0))
    for column, regimen in (
        ("metformin", "metformin 850 mg orally twice daily"),
        ("ppi", "omeprazole 20 mg orally daily"),
        ("h2ra", "ranitidine 150 mg orally twice daily"),
    ):
        if row[column] == 1:
            days = row.get(f"{column}_days") or 730.0
            found.append((regimen, min(max(days / 365.25, 0.1), 20.0)))
    return found


@dataclass(frozen=True, kw_only=True)
class Regression:
    """ln(MMA) = beta x + e, e normal, by weighted least squares."""

    beta: Array
    sd: float
    features: Callable[[Row], Sequence[float]]

    def mean(self, row: Row) -> float:
        return float(np.dot(self.beta, self.features(row)))


def fit(rows: Sequence[Row], features: Callable[[Row], Sequence[float]]) -> Regression:
    """Fit to people with a methylmalonate, weighted as the survey weighs them."""
    x = np.array([features(row) for row in rows])
    y = np.log([row["mma_nmol_L"] for row in rows])
    weight = np.sqrt([row["wt_mec2yr"] for row in rows])
    beta, *_ = np.linalg.lstsq(x * weight[:, None], y * weight, rcond=None)
    residual = y - x @ beta
    sd = float(np.sqrt(np.average(residual**2, weights=weight**2)))
    return Regression(beta=beta, sd=sd, features=features)


def by_b12(row: Row) -> Sequence[float]:
    """A bend at 190 and at 440 pmol/L. Source: diag_nh_mma_slope_lo, diag_nh_mma_slope_mid"""
    b12 = np.log(row["b12_pmol_L"])
    low, middle = np.log(190.0), np.log(440.0)
    return [1.0, b12, max(low - b12, 0.0), max(b12 - middle, 0.0)]


def by_b12_age_kidneys(row: Row) -> Sequence[float]:
    """The same with age and kidneys."""
    return [*by_b12(row), *by_age_kidneys(row)[1:]]


def by_age_kidneys(row: Row) -> Sequence[float]:
    """Age and kidneys alone: what raised is counted from."""
    return [1.0, row["age_y"] / 10.0, np.log(min(row["egfr"], 90.0) / 90.0)]


def raised(rows: Sequence[Row], expected: Regression) -> npt.NDArray[np.bool_]:
    """Whether a value is raised for age and kidneys, shape (row,)."""
    far = 1.645 * expected.sd
    return np.array([np.log(row["mma_nmol_L"]) > expected.mean(row) + far for row in rows])


def area_under_curve(score: Array, truth: npt.NDArray[np.bool_]) -> float:
    """P(score of one who is raised > that of one who is not)."""
    order = np.argsort(np.argsort(score, kind="stable"), kind="stable") + 1.0
    yes, no = int(truth.sum()), int((~truth).sum())
    return float((order[truth].sum() - yes * (yes + 1) / 2) / (yes * no))


def score_regression(rows: Sequence[Row], found: Regression, expected: Regression) -> Scores:
    """Score a regression on people it has not seen."""
    mean = np.array([found.mean(row) for row in rows])
    y = np.log([row["mma_nmol_L"] for row in rows])
    gap = (y - mean) / found.sd
    limit = np.array([expected.mean(row) + 1.645 * expected.sd for row in rows])
    return Scores(
        log_score=float(np.mean(-0.5 * gap**2 - np.log(found.sd * np.sqrt(2 * np.pi)))),
        auc=area_under_curve((mean - limit) / found.sd, raised(rows, expected)),
        coverage=float(np.mean(np.abs(gap) < 1.645)),
    )


@dataclass(frozen=True, kw_only=True)
class Predicted:
    """Prediction of one value.

    Attributes:
        log_density: ln density of ln(measured).
        inside: measured value in the 90 % interval.
        chance_raised: probability above the limit.
    """

    log_density: float
    inside: bool
    chance_raised: float


def predict(found: Posterior, measured: float, limit: float) -> Predicted:
    """Density, interval and chance of a new measurement over the particles; other things rule a share of them."""
    from scipy.special import ndtr

    noise = noises()[MMA]
    level = np.log(found.of(MMA))
    gap = np.log(measured) - level
    parts = [(1 - noise.other_share, noise.total), (noise.other_share, noise.other_sd)]
    density = sum(s * np.exp(-0.5 * (gap / sd) ** 2) / (sd * np.sqrt(2 * np.pi)) for s, sd in parts)
    below = sum(s * ndtr(gap / sd) for s, sd in parts)
    above = sum(s * ndtr((level - np.log(limit)) / sd) for s, sd in parts)
    share = float(found.weights @ below)
    return Predicted(
        log_density=float(np.log(max(found.weights @ density, 1e-12))),
        inside=(1 - COVERED) / 2 < share < (1 + COVERED) / 2,
        chance_raised=float(found.weights @ above),
    )
