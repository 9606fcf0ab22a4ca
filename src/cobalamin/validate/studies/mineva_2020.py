"""Mineva 2020: low and marginal serum B12 and raised homocysteine in US adults, 1999 to 2004."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.validate.chances import percent_of_people
from cobalamin.validate.compare import Published, published
from cobalamin.validate.experiment import Followed
from cobalamin.validate.residents import US_ADULTS, measured
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Target, rows_of

STUDY = "Mineva 2020"
SOURCE = "diag_prev_us_148"
LOW, MARGINAL, HIGH_HOMOCYSTEINE = 148.0, 222.0, 13.0
"""pmol/L, pmol/L and umol/L."""
MARGINAL_SHARE, HOMOCYSTEINE_SHARE = 13.0, 8.4
"""%, in the note of the fact."""
SIZE = 12000
"""About the adults of these surveys; the number was not read."""


def _between(name: str, low: float, high: float) -> Callable[[Followed], npt.NDArray[np.bool_]]:
    def measure(seen: Followed) -> npt.NDArray[np.bool_]:
        value = measured(seen, name)
        return (value >= low) & (value < high)

    return measure


def targets() -> tuple[Target, ...]:
    """Shares of the population."""
    b12, hcy = "serum_b12_pmol_l", "homocysteine_umol_l"
    shares = (
        ("serum B12 below 148 pmol/L", published(SOURCE), _between(b12, 0.0, LOW), Block.KINETICS),
        ("serum B12 148 to 222 pmol/L", Published(observed=MARGINAL_SHARE, source=SOURCE),
         _between(b12, LOW, MARGINAL), Block.KINETICS),
        ("homocysteine above 13 umol/L", Published(observed=HOMOCYSTEINE_SHARE, source=SOURCE),
         _between(hcy, HIGH_HOMOCYSTEINE, np.inf), Block.BIOMARKERS),
    )  # fmt: skip
    return tuple(
        Target(
            study=STUDY,
            quantity=f"{what}, US adults",
            unit="%",
            block=block,
            seen=seen,
            arms=(US_ADULTS,),
            measures=(measure,),
            statistic=percent_of_people,
            sizes=(SIZE,),
            note="how often gastritis is met is a judgement",
        )
        for what, seen, measure, block in shares
    )


def rows() -> tuple[Row, ...]:
    """Every share beside that of virtual people."""
    return rows_of(targets())
