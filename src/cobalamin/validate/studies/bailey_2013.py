"""Bailey 2013: methylmalonate and homocysteine of 12 683 US adults below, between and above two levels of serum B12."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.validate.chances import percentile
from cobalamin.validate.compare import published_interval
from cobalamin.validate.experiment import Followed
from cobalamin.validate.residents import US_ADULTS, measured
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Target, rows_of

STUDY = "Bailey 2013"
LOW, HIGH = 126.0, 287.0
"""Serum B12 [pmol/L] at which the slope of methylmalonate changes: diag_bailey_k1, diag_bailey_k2."""
_NAMES = {"mma_nmol_l": "methylmalonate", "homocysteine_umol_l": "homocysteine"}


def _between(name: str, low: float, high: float) -> Callable[[Followed], npt.NDArray[np.float64]]:
    def measure(seen: Followed) -> npt.NDArray[np.float64]:
        b12 = measured(seen, "serum_b12_pmol_l")
        return np.where((b12 >= low) & (b12 < high), measured(seen, name), np.nan)

    return measure


def targets() -> tuple[Target, ...]:
    """Medians by level of serum B12."""
    bands = (
        ("diag_bailey_mma_lo", "mma_nmol_l", "nmol/L", 0.0, LOW, "below 126 pmol/L", 157),
        ("diag_bailey_mma_mid", "mma_nmol_l", "nmol/L", LOW, HIGH, "126 to 287 pmol/L", 3957),
        ("diag_bailey_mma_hi", "mma_nmol_l", "nmol/L", HIGH, np.inf, "above 287 pmol/L", 8569),
        ("diag_bailey_hcy_lo", "homocysteine_umol_l", "umol/L", 0.0, LOW, "below 126 pmol/L", 157),
    )
    return tuple(
        Target(
            study=STUDY,
            quantity=f"{_NAMES[name]}, median, US adults with serum B12 {level}",
            unit=unit,
            block=Block.BIOMARKERS,
            seen=published_interval(id),
            arms=(US_ADULTS,),
            measures=(_between(name, low, high),),
            statistic=percentile(50.0),
            sizes=(size,),
            note="how often gastritis is met is a judgement",
        )
        for id, name, unit, low, high, level, size in bands
    )


def rows() -> tuple[Row, ...]:
    """Every target beside what the virtual survey gives."""
    return rows_of(targets())
