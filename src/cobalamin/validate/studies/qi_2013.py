"""Qi 2013: low and marginal serum B12 without anaemia and without macrocytosis above 50 years, US, 2001 to 2006."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.validate.chances import percent_of_people
from cobalamin.validate.clinic import HIGH_MCV, LOW_HEMOGLOBIN
from cobalamin.validate.compare import Published, published
from cobalamin.validate.experiment import Followed
from cobalamin.validate.residents import US_SENIORS, measured
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Target, rows_of

STUDY = "Qi 2013"
SOURCE = "diag_prev_us_noanaemia"
LOW, MARGINAL = 148.0, 258.0
"""pmol/L; what the survey calls marginal was not read, so the usual range is taken."""
WITHOUT_MACROCYTOSIS, MARGINAL_WITHOUT_ANAEMIA = 4.1, 20.7
"""%, in the note of the fact."""
SIZE = 5000
"""About the people above 50 years of these surveys; the number was not read."""
Answer = npt.NDArray[np.bool_]


def _not_anaemic(seen: Followed) -> Answer:
    least = np.array([LOW_HEMOGLOBIN[s.person.sex.value] for s in seen.subjects])
    return measured(seen, "hemoglobin_g_dl") >= least


def _not_large(seen: Followed) -> Answer:
    return measured(seen, "mcv_fl") <= HIGH_MCV


def _both(low: float, high: float, other: Callable[[Followed], Answer]) -> Callable[[Followed], Answer]:
    def measure(seen: Followed) -> Answer:
        b12 = measured(seen, "serum_b12_pmol_l")
        return (b12 >= low) & (b12 < high) & other(seen)

    return measure


def targets() -> tuple[Target, ...]:
    """Shares of the population in whom both hold."""
    shares = (
        ("serum B12 below 148 pmol/L without anaemia", published(SOURCE), _both(0.0, LOW, _not_anaemic)),
        ("serum B12 below 148 pmol/L without macrocytosis",
         Published(observed=WITHOUT_MACROCYTOSIS, source=SOURCE), _both(0.0, LOW, _not_large)),
        ("serum B12 148 to 258 pmol/L without anaemia",
         Published(observed=MARGINAL_WITHOUT_ANAEMIA, source=SOURCE), _both(LOW, MARGINAL, _not_anaemic)),
    )  # fmt: skip
    return tuple(
        Target(
            study=STUDY,
            quantity=f"{what}, US adults above 50 years",
            unit="%",
            block=Block.KINETICS,
            seen=seen,
            arms=(US_SENIORS,),
            measures=(measure,),
            statistic=percent_of_people,
            sizes=(SIZE,),
            note="how often gastritis is met is a judgement",
        )
        for what, seen, measure in shares
    )


def rows() -> tuple[Row, ...]:
    """Every share beside that of virtual people."""
    return rows_of(targets())
