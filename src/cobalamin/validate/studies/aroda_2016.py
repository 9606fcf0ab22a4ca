"""Aroda 2016 (DPPOS): low and borderline B12 after 5 and 13 years of metformin or placebo, overweight US adults."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt

from cobalamin.validate.compare import Published, published, with_share_interval
from cobalamin.validate.estimate import percent
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.injection import PICOMOLES_PER_LITRE
from cobalamin.validate.people import Life, with_medicine
from cobalamin.validate.residents import measured, us_resident
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Aroda 2016"
LOW, BORDERLINE = 0.203, 0.298
"""Serum B12 [ng/mL]"""
METFORMIN = "metformin 850 mg orally twice daily"
YOUNGEST, OLDEST = 40.0, 65.0
"""Most ages at entry [years]. Source: guess"""


def _adult(draw: Draw, years: float) -> Life:
    """A US adult without the metformin that a resident may have."""
    life = us_resident(draw, low=YOUNGEST + years, high=OLDEST + years)
    return life | {"medicine": [each for each in life["medicine"] if not each["regimen"].startswith("metformin")]}


@cache
def _arm(years: float, *, metformin: bool) -> Arm:
    def lived(draw: Draw) -> Life:
        life = _adult(draw, years)
        return with_medicine(life, METFORMIN, years) if metformin else life

    return Arm(people=f"{STUDY}: adults", life=lived, invited=300)


def _below(limit: float) -> Callable[[Followed], npt.NDArray[np.bool_]]:
    return lambda seen: measured(seen, "serum_b12_pmol_l") <= limit * PICOMOLES_PER_LITRE


_SHARES = (
    ("kin_metf_dpp5", 5.0, LOW, 4.3, 858, 2.3, 857),
    ("kin_metf_dpp5", 5.0, BORDERLINE, 19.1, 858, 9.5, 857),
    ("kin_metf_dpp13", 13.0, LOW, 7.4, 764, 5.4, 756),
    ("kin_metf_dpp13", 13.0, BORDERLINE, 20.3, 764, 15.6, 756),
)
"""Fact, years, limit, share [%] and people on metformin and on placebo: value, conditions and note of the facts."""


def targets() -> tuple[Target, ...]:
    """Shares of both arms."""
    found: list[Target] = []
    for id, years, limit, treated, treated_size, placebo, placebo_size in _SHARES:
        for metformin, share, size in ((True, treated, treated_size), (False, placebo, placebo_size)):
            seen = Published(observed=share, source=published(id).source)
            found.append(
                Target(
                    study=STUDY,
                    quantity=f"serum B12 up to {1000 * limit:.0f} pg/mL after {years:g} years of "
                    f"{'metformin' if metformin else 'placebo'}, overweight US adults",
                    unit="%",
                    block=Block.KINETICS,
                    seen=with_share_interval(seen, size),
                    arms=(_arm(years, metformin=metformin),),
                    measures=(_below(limit),),
                    statistic=percent,
                    sizes=(size,),
                    note="how often other causes of low B12 are met is a judgement",
                )
            )
    return tuple(found)


def rows() -> tuple[Row, ...]:
    """Every share beside that of virtual people."""
    return rows_of(targets())
