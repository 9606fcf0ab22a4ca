"""Derive what the model needs of NHANES 1999-2006: distributions of markers, and who the people are.

    python tools/take_nhanes.py [--shared FOLDER]

Only tables of groups are written (src/cobalamin/evidence/nhanes/), never a row of a person. The surveys of 1999-2002
are for fitting and those of 2003-2006 for testing. Percentiles are weighted by the examination weights; their standard
errors come from drawing primary sampling units within strata again and again. Pregnant women are left out.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from cobalamin.person import Sex
from cobalamin.person.defaults import egfr_from_creatinine

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/cobalamin/evidence/nhanes"
CYCLES = {"calibrate": ("1999-2000", "2001-2002"), "validate": ("2003-2004", "2005-2006")}
AGES = ((20, 39), (40, 59), (60, 74), (75, 120))
MARKERS = {
    "serum_b12_pmol_l": "b12_pmol_L",
    "mma_nmol_l": "mma_nmol_L",
    "homocysteine_umol_l": "hcy_axsym_eq_umol_L",
    "hemoglobin_g_dl": "hb_g_dL",
    "mcv_fl": "mcv_fL",
}
"""Observation -> column. Serum B12 is as released, by radioassay; homocysteine on the scale of the later analyser."""
PERCENTILES = (5, 50, 95)
SUPPLEMENTS = (0, 2, 6, 12, 25, 50, 100, 300, 2000)
"""Edges of daily B12 from supplements [ug/d]; the first group takes none."""
EGFR = ((90, 1000), (60, 90), (30, 60), (15, 30))
RESAMPLES = 200
SEED = 20261125

Array = npt.NDArray[np.float64]


def people(shared: Path) -> pl.DataFrame:
    """Adults with a weight, not pregnant, with eGFR (CKD-EPI 2021)."""
    table = pl.read_csv(shared / "data/nhanes/nhanes_b12_1999_2006.csv.gz", infer_schema_length=40_000)
    adults = table.filter((pl.col("age_y") >= 20) & (pl.col("pregnant").fill_null(0) != 1) & (pl.col("wt_mec2yr") > 0))
    egfr = [
        None
        if creatinine is None or creatinine <= 0
        else egfr_from_creatinine(creatinine, age=float(age), sex=Sex.MALE if sex == "M" else Sex.FEMALE)
        for creatinine, age, sex in adults.select("creat_std_umol_L", "age_y", "sex").iter_rows()
    ]
    return adults.with_columns(pl.Series("egfr", egfr, dtype=pl.Float64))


def quantiles(values: Array, weights: Array, shares: Array) -> Array:
    """Weighted quantiles, linear between the middles of the weights."""
    order = np.argsort(values, kind="stable")
    sorted_values, sorted_weights = values[order], weights[order]
    middle = (np.cumsum(sorted_weights) - sorted_weights / 2) / sorted_weights.sum()
    return np.interp(shares, middle, sorted_values)


def with_errors(group: pl.DataFrame, column: str, shares: Array) -> tuple[Array, Array]:
    """Weighted quantiles and their standard errors by drawing sampling units within strata."""
    values, weights = group[column].to_numpy().astype(float), group["wt_mec2yr"].to_numpy().astype(float)
    found = quantiles(values, weights, shares)
    # A stratum is a stratum of one survey: numbers are reused from survey to survey.
    labels = group.select(pl.concat_str("cycle", "stratum", separator=" ")).to_series().to_numpy()
    units = group["psu"].to_numpy()
    random = np.random.default_rng(SEED)
    members = [
        [np.flatnonzero((labels == label) & (units == unit)) for unit in np.unique(units[labels == label])]
        for label in np.unique(labels)
    ]
    again: list[Array] = []
    for _ in range(RESAMPLES):
        drawn = np.concatenate([each[i] for each in members for i in random.integers(0, len(each), len(each))])
        again.append(quantiles(values[drawn], weights[drawn], shares))
    return found, np.std(again, axis=0, ddof=1)


def groups(adults: pl.DataFrame) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """Kind of grouping, name of the group, its people."""
    for low, high in AGES:
        band = adults.filter(pl.col("age_y").is_between(low, high))
        yield "age", f"{low}-{high}", band
        for letter, sex in (("F", "female"), ("M", "male")):
            yield "age and sex", f"{low}-{high} {sex}", band.filter(pl.col("sex") == letter)
    for low, high in EGFR:
        yield "egfr", f"{low}-{high}", adults.filter((pl.col("egfr") >= low) & (pl.col("egfr") < high))
    without = pl.col("b12_rx").fill_null(0) != 1
    yield "supplement", "0", adults.filter((pl.col("supp_b12_ug_d") == 0) & without)
    for low, high in pairwise(SUPPLEMENTS):
        taking = adults.filter((pl.col("supp_b12_ug_d") > low) & (pl.col("supp_b12_ug_d") <= high) & without)
        yield "supplement", f"{low}-{high}", taking
    none = adults.filter((pl.col("supp_b12_ug_d") == 0) & without & pl.col("diet_b12_d1_ug").is_not_null())
    edges = [float(none["diet_b12_d1_ug"].quantile(share) or 0.0) for share in (0.25, 0.5, 0.75)]
    for number, (low, high) in enumerate(zip([-1.0, *edges], [*edges, 1e9], strict=True), start=1):
        inside = (pl.col("diet_b12_d1_ug") > low) & (pl.col("diet_b12_d1_ug") <= high)
        yield "diet of one day", f"quarter {number}", none.filter(inside)
    yield "medicine", "metformin", adults.filter(pl.col("metformin") == 1)
    yield "medicine", "proton pump inhibitor", adults.filter(pl.col("ppi") == 1)


def distributions(adults: pl.DataFrame) -> pl.DataFrame:
    """Percentiles of every marker in every group of both sets of surveys."""
    rows: list[dict[str, object]] = []
    for use, cycles in CYCLES.items():
        for kind, name, group in groups(adults.filter(pl.col("cycle").is_in(cycles))):
            for observation, column in MARKERS.items():
                known = group.filter(pl.col(column).is_not_null() & (pl.col(column) > 0))
                if len(known) < 50:
                    continue
                found, errors = with_errors(known, column, np.array(PERCENTILES) / 100)
                row: dict[str, object] = {"use": use, "surveys": f"{cycles[0][:4]}-{cycles[1][-4:]}", "by": kind}
                row |= {"group": name, "observation": observation, "people": len(known)}
                for p, value, error in zip(PERCENTILES, found, errors, strict=True):
                    row |= {f"p{p}": float(f"{value:.5g}"), f"p{p}_error": float(f"{error:.3g}")}
                rows.append(row)
    return pl.DataFrame(rows)


def who(adults: pl.DataFrame) -> pl.DataFrame:
    """What a virtual population needs: shares and distributions of covariates by age and sex."""
    rows: list[dict[str, object]] = []
    for use, cycles in CYCLES.items():
        surveyed = adults.filter(pl.col("cycle").is_in(cycles))
        total = float(surveyed["wt_mec2yr"].sum())
        for low, high in AGES:
            for letter, sex in (("F", "female"), ("M", "male")):
                group = surveyed.filter(pl.col("age_y").is_between(low, high) & (pl.col("sex") == letter))
                weights = group["wt_mec2yr"].to_numpy()

                def share(condition: pl.Expr, group: pl.DataFrame = group, weights: Array = weights) -> float:
                    holds = group.select(condition.fill_null(value=False)).to_series().to_numpy()
                    return float(f"{(weights * holds).sum() / weights.sum():.4g}")

                kidneys = group.filter(pl.col("egfr").is_not_null())
                logs, kidney_weights = np.log(kidneys["egfr"].to_numpy()), kidneys["wt_mec2yr"].to_numpy()
                middle = float(np.average(logs, weights=kidney_weights))
                row: dict[str, object] = {"use": use, "age_low": low, "age_high": min(high, 85), "sex": sex}
                row |= {"share": float(f"{weights.sum() / total:.4g}"), "people": len(group)}
                lows = quantiles(kidneys["egfr"].to_numpy(), kidney_weights, np.array([0.05, 0.25, 0.5, 0.75, 0.95]))
                row |= {f"egfr_p{p}": float(f"{v:.4g}") for p, v in zip((5, 25, 50, 75, 95), lows, strict=True)}
                row |= {"egfr_geometric_mean": float(f"{np.exp(middle):.4g}")}
                row |= {"black": share(pl.col("race_eth") == "NHBlack"), "metformin": share(pl.col("metformin") == 1)}
                row |= {"ppi": share(pl.col("ppi") == 1), "h2_blocker": share(pl.col("h2ra") == 1)}
                row |= {"no_supplement": share(pl.col("supp_b12_ug_d").fill_null(0) == 0)}
                for edge, next_edge in pairwise(SUPPLEMENTS):
                    taken = (pl.col("supp_b12_ug_d") > edge) & (pl.col("supp_b12_ug_d") <= next_edge)
                    row |= {f"supplement_{edge}_{next_edge}_ug": share(taken)}
                rows.append(row)
    return pl.DataFrame(rows)


def supplements(adults: pl.DataFrame) -> pl.DataFrame:
    """Mean daily dose of those who take so much, by group."""
    rows: list[dict[str, object]] = []
    for use, cycles in CYCLES.items():
        surveyed = adults.filter(pl.col("cycle").is_in(cycles))
        for low, high in pairwise(SUPPLEMENTS):
            taking = surveyed.filter((pl.col("supp_b12_ug_d") > low) & (pl.col("supp_b12_ug_d") <= high))
            weights = taking["wt_mec2yr"].to_numpy()
            mean = float(np.average(taking["supp_b12_ug_d"].to_numpy(), weights=weights))
            age = float(np.average(taking["age_y"].to_numpy(), weights=weights))
            row: dict[str, object] = {"use": use, "low_ug": low, "high_ug": high, "people": len(taking)}
            rows.append(row | {"mean_ug": float(f"{mean:.4g}"), "mean_age": float(f"{age:.4g}")})
    return pl.DataFrame(rows)


def within_person(shared: Path) -> pl.DataFrame:
    """Coefficient of variation within one adult, from two visits: sd of ln ratio / sqrt 2, by the middle half."""
    visits = pl.read_csv(shared / "data/nhanes/nhanes_repeat_visit_2001_2002.csv", infer_schema_length=1000)
    adults = visits.filter(pl.col("age_y") >= 20)
    columns = {
        "serum_b12_pmol_l": "b12_{}_pmol_L",
        "mma_nmol_l": "mma_{}_nmol_L",
        "homocysteine_umol_l": "hcy_{}_umol_L",
        "hemoglobin_g_dl": "hb_{}_g_dL",
        "mcv_fl": "mcv_{}_fL",
    }
    rows: list[dict[str, object]] = []
    for observation, name in columns.items():
        both = adults.select(first=pl.col(name.format(1)), second=pl.col(name.format(2))).drop_nulls()
        both = both.filter((pl.col("first") > 0) & (pl.col("second") > 0))
        ratio = np.log(both["second"].to_numpy() / both["first"].to_numpy())
        # Half the distance between the quartiles of a normal number is 0.6745 sd: single mix-ups do not count.
        spread = float(np.subtract(*np.percentile(ratio, [75, 25]))) / (2 * 0.67449) / np.sqrt(2)
        rows.append({"observation": observation, "people": len(both), "sd_of_log": float(f"{spread:.4g}")})
    return pl.DataFrame(rows)


def main() -> None:
    """Read, derive and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    default = os.environ.get("COBALAMIN_SHARED") or str(ROOT.parent / "shared")
    parser.add_argument("--shared", default=default, help="folder that holds data/nhanes")
    shared = Path(parser.parse_args().shared)
    OUT.mkdir(exist_ok=True)
    adults = people(shared)
    distributions(adults).write_csv(OUT / "distributions.csv")
    who(adults).write_csv(OUT / "people.csv")
    supplements(adults).write_csv(OUT / "supplements.csv")
    within_person(shared).write_csv(OUT / "within_person.csv")


if __name__ == "__main__":
    main()
