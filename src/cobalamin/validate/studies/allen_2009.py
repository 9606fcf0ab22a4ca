"""Allen 2009: low and marginal serum B12 from 60 years in surveys of the United States and the United Kingdom."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.validate.chances import percent_of_people
from cobalamin.validate.compare import Published, published
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life
from cobalamin.validate.residents import UK_SUPPLEMENTS, measured, resident, us_resident
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Allen 2009"
SOURCE = "diag_prev_us_60"
LOW, MARGINAL = 148.0, 221.0
"""pmol/L"""
MARGINAL_SHARE = 20.0
"""%, in the note of the fact."""
SIZE = 1000
"""Surveys of more than a thousand people; a review without one number."""


def _life(draw: Draw) -> Life:
    if draw.one_of("country", {"US": 0.5, "UK": 0.5}) == "US":
        return us_resident(draw, low=60.0, high=88.0)
    return resident(draw, low=60.0, high=88.0, supplements=UK_SUPPLEMENTS)


_SENIORS = Arm(people="US and UK adults from 60", life=_life, invited=400)


def _between(low: float, high: float) -> Callable[[Followed], npt.NDArray[np.bool_]]:
    def measure(seen: Followed) -> npt.NDArray[np.bool_]:
        b12 = measured(seen, "serum_b12_pmol_l")
        return (b12 >= low) & (b12 < high)

    return measure


def targets() -> tuple[Target, ...]:
    """Share of low and of marginal serum B12."""
    shares = (
        ("below 148 pmol/L", published(SOURCE), 0.0, LOW),
        ("148 to 221 pmol/L", Published(observed=MARGINAL_SHARE, source=SOURCE), LOW, MARGINAL),
    )
    return tuple(
        Target(
            study=STUDY,
            quantity=f"serum B12 {level}, from 60 years, United States and United Kingdom",
            unit="%",
            block=Block.KINETICS,
            seen=seen,
            arms=(_SENIORS,),
            measures=(_between(low, high),),
            statistic=percent_of_people,
            sizes=(SIZE,),
            note="how often gastritis is met is a judgement",
        )
        for level, seen, low, high in shares
    )


def rows() -> tuple[Row, ...]:
    """Both shares beside those of virtual people."""
    return rows_of(targets())
