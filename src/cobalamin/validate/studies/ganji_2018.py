"""Ganji 2018: methylmalonate by age and by quarter of serum B12 in 18 569 people of the US surveys of 1999 to 2004."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.evidence import fact
from cobalamin.validate.compare import Published, published
from cobalamin.validate.experiment import Followed
from cobalamin.validate.residents import US_ADULTS, measured
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Target, rows_of

STUDY = "Ganji 2018"
EVERYBODY, AGE_GROUP = 18569, 2500
"""People; those of an age group were not read."""
_QUARTERS = (0.25, 0.75)


def _at_age(low: float, high: float) -> Callable[[Followed], npt.NDArray[np.float64]]:
    def measure(seen: Followed) -> npt.NDArray[np.float64]:
        age = np.array([subject.person.age for subject in seen.subjects])
        return np.where((age >= low) & (age < high), measured(seen, "mma_nmol_l"), np.nan)

    return measure


def _geometric_mean(values: npt.NDArray[np.float64]) -> float:
    return float(np.exp(np.log(values).mean()))


def _lowest_above_highest(values: npt.NDArray[np.float64]) -> float:
    mma, b12 = values
    low, high = np.quantile(b12, _QUARTERS)
    return 100.0 * float(np.median(mma[b12 <= low]) / np.median(mma[b12 >= high]) - 1)


def targets() -> tuple[Target, ...]:
    """Geometric means of two ages, and the gap between the outer quarters of serum B12."""
    young = Published(observed=fact("diag_ganji_age").low, source="diag_ganji_age")
    ages = (("above 70 years", published("diag_ganji_age"), 70.0, np.inf), ("21 to 30 years", young, 21.0, 31.0))
    return (
        *(
            Target(
                study=STUDY,
                quantity=f"methylmalonate, geometric mean, US, {whom}",
                unit="nmol/L",
                block=Block.BIOMARKERS,
                seen=seen,
                arms=(US_ADULTS,),
                measures=(_at_age(low, high),),
                statistic=_geometric_mean,
                sizes=(AGE_GROUP,),
                note="how often gastritis is met is a judgement",
            )
            for whom, seen, low, high in ages
        ),
        Target(
            study=STUDY,
            quantity="methylmalonate, median of the lowest quarter of serum B12 above that of the highest, US",
            unit="%",
            block=Block.BIOMARKERS,
            seen=published("diag_ganji_q"),
            arms=(US_ADULTS,),
            measures=(lambda seen: np.stack([measured(seen, "mma_nmol_l"), measured(seen, "serum_b12_pmol_l")]),),
            statistic=_lowest_above_highest,
            sizes=(EVERYBODY,),
            note="adults from 20 years",
        ),
    )


def rows() -> tuple[Row, ...]:
    """Every figure beside that of virtual people."""
    return rows_of(targets())
