"""Clarke 2004: B12 deficiency at 65 to 74 and from 75 years in three British surveys of 3511 people."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.validate.chances import percent_of_people
from cobalamin.validate.compare import published
from cobalamin.validate.experiment import Followed
from cobalamin.validate.residents import UK_SENIORS, measured
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Target, rows_of

STUDY = "Clarke 2004"
SIZE = 1750
"""About half of the 3511 in each age group; the numbers of the groups were not read."""
DEFICIENT, LOW, HIGH_HOMOCYSTEINE = 150.0, 200.0, 20.0
"""pmol/L alone, or pmol/L together with umol/L: conditions of diag_prev_uk_65."""


def _deficient(low: float, high: float) -> Callable[[Followed], npt.NDArray[np.float64]]:
    def measure(seen: Followed) -> npt.NDArray[np.float64]:
        b12, hcy = measured(seen, "serum_b12_pmol_l"), measured(seen, "homocysteine_umol_l")
        age = np.array([s.person.age for s in seen.subjects])
        deficient = (b12 < DEFICIENT) | ((b12 < LOW) & (hcy > HIGH_HOMOCYSTEINE))
        return np.where((age >= low) & (age < high), deficient, np.nan)

    return measure


def targets() -> tuple[Target, ...]:
    """Share of people of both ages."""
    return tuple(
        Target(
            study=STUDY,
            quantity=f"B12 deficiency, Britain, {whom}",
            unit="%",
            block=Block.KINETICS,
            seen=published(id),
            arms=(UK_SENIORS,),
            measures=(_deficient(low, high),),
            statistic=percent_of_people,
            sizes=(SIZE,),
            note="how often gastritis is met is a judgement",
        )
        for id, low, high, whom in (
            ("diag_prev_uk_65", 65.0, 75.0, "65 to 74 years"),
            ("diag_prev_uk_75", 75.0, np.inf, "from 75 years"),
        )
    )


def rows() -> tuple[Row, ...]:
    """Both shares beside those of virtual people."""
    return rows_of(targets())
