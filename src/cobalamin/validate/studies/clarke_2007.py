"""Clarke 2007: active and total B12 as tests for a methylmalonate above 750 nmol/L in 2403 older Britons."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.validate.chances import area_under_curve
from cobalamin.validate.compare import published, with_share_interval
from cobalamin.validate.estimate import percent
from cobalamin.validate.experiment import Followed
from cobalamin.validate.residents import UK_SENIORS, measured
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Target, rows_of

STUDY = "Clarke 2007"
SIZE, GOOD_KIDNEYS = 2403, 1651
HIGH_MMA = 750.0
"""nmol/L"""
LEAST_FILTRATION = 60.0
"""mL/min/1.73 m2; how the study measured kidneys was not read."""
_MARKERS = {"holotc_pmol_l": "active B12", "serum_b12_pmol_l": "total B12"}


def _marker_and_case(name: str, least: float) -> Callable[[Followed], npt.NDArray[np.float64]]:
    def measure(seen: Followed) -> npt.NDArray[np.float64]:
        filtration = np.array([s.person.egfr_ml_min_1_73m2 for s in seen.subjects])
        marker = np.where(filtration >= least, measured(seen, name), np.nan)
        return np.stack([marker, (measured(seen, "mma_nmol_l") > HIGH_MMA).astype(np.float64)])

    return measure


def targets() -> tuple[Target, ...]:
    """How often methylmalonate is high, and areas under the curve."""
    areas = (
        ("diag_acc_holo_auc", "holotc_pmol_l", 0.0, SIZE, "all kidneys"),
        ("diag_acc_b12_auc", "serum_b12_pmol_l", 0.0, SIZE, "all kidneys"),
        ("diag_acc_holo_auc_ok", "holotc_pmol_l", LEAST_FILTRATION, GOOD_KIDNEYS, "good kidneys"),
        ("diag_acc_b12_auc_ok", "serum_b12_pmol_l", LEAST_FILTRATION, GOOD_KIDNEYS, "good kidneys"),
    )
    share = Target(
        study=STUDY,
        quantity="methylmalonate above 750 nmol/L, older Britons",
        unit="%",
        block=Block.BIOMARKERS,
        seen=with_share_interval(published("diag_acc_prev_mma075"), SIZE),
        arms=(UK_SENIORS,),
        measures=(lambda seen: measured(seen, "mma_nmol_l") > HIGH_MMA,),
        statistic=percent,
        sizes=(SIZE,),
        note="how often gastritis is met is a judgement",
    )
    return (
        share,
        *(
            Target(
                study=STUDY,
                quantity=f"area under the curve, {_MARKERS[name]} for methylmalonate above 750 nmol/L, {kidneys}",
                unit="of 1",
                block=Block.BIOMARKERS,
                seen=published(id),
                arms=(UK_SENIORS,),
                measures=(_marker_and_case(name, least),),
                statistic=area_under_curve,
                sizes=(size,),
                note="low serum B12 without lack in tissue is rare in the model, so its test is better than a real one",
            )
            for id, name, least, size, kidneys in areas
        ),
    )


def rows() -> tuple[Row, ...]:
    """Every figure beside that of virtual older people."""
    return rows_of(targets())
