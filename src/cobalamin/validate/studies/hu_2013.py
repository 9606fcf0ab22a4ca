"""Hu 2013: how soon B12 is low after stomach or half of it was taken out for cancer, without B12 given, in Koreans."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.units import DAYS_PER_YEAR
from cobalamin.validate.compare import Published, published, with_share_interval
from cobalamin.validate.estimate import median, percent
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.levels import level_target
from cobalamin.validate.people import Life, somebody, with_condition
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Hu 2013"
TOTAL, DISTAL = 176, 469
LOW = 148.0
"""pmol/L (200 pg/mL) below which B12 counts as deficient; the limit of the report was not read. Source: guess"""
_B12 = "serum_b12_pmol_l"
_MEDIAN_DAY, _FOUR_YEARS = 1.25 * DAYS_PER_YEAR, 4.0 * DAYS_PER_YEAR
_SOON = 0.01
"""years before day 0"""


def _operated(draw: Draw, operation: str) -> Life:
    life = somebody(draw, age=58.0, sd=11.0, low=30.0, high=80.0)
    return with_condition(life, operation, _SOON, untreated=True)


def _total(draw: Draw) -> Life:
    return _operated(draw, "total gastrectomy")


def _distal(draw: Draw) -> Life:
    return _operated(draw, "partial gastrectomy")


_DAYS = (0.0, _MEDIAN_DAY, _FOUR_YEARS)
_WITHOUT_STOMACH, _HALF = (Arm(people=STUDY, life=life, days=_DAYS, invited=120) for life in (_total, _distal))


def _low_on(day: float) -> Callable[[Followed], npt.NDArray[np.bool_]]:
    def measure(seen: Followed) -> npt.NDArray[np.bool_]:
        return (np.minimum.accumulate(seen.values[_B12], axis=0) < LOW)[list(seen.days).index(day)]

    return measure


def _share(quantity: str, arm: Arm, day: float, seen: Published, size: int) -> Target:
    return Target(
        study=STUDY,
        quantity=quantity,
        unit="%",
        block=Block.KINETICS,
        seen=with_share_interval(seen, size),
        arms=(arm,),
        measures=(_low_on(day),),
        statistic=percent,
        sizes=(size,),
        note=f"limit of the report not read; {LOW:g} pmol/L here",
    )


def targets() -> tuple[Target, ...]:
    """The level at the median time, and shares of people who are low."""
    half = Published(observed=50.0, source="kin_tg_median")
    at_limit = Published(observed=LOW, source="kin_tg_median")
    return (
        level_target(
            STUDY, "median serum B12 15 months after total gastrectomy", "pmol/L", _B12, _WITHOUT_STOMACH,
            seen=at_limit, size=TOTAL, day=_MEDIAN_DAY, statistic=median,
            note="half were deficient by then; limit of the report not read",
        ),
        _share("low B12 within 15 months of total gastrectomy", _WITHOUT_STOMACH, _MEDIAN_DAY, half, TOTAL),
        _share(
            "low B12 within 4 years of total gastrectomy", _WITHOUT_STOMACH, _FOUR_YEARS, published("diag_tg_4y"), TOTAL
        ),
        _share("low B12 within 4 years of distal gastrectomy", _HALF, _FOUR_YEARS, published("kin_dg_4y"), DISTAL),
    )  # fmt: skip


def rows() -> tuple[Row, ...]:
    """Every figure beside that of virtual people."""
    return rows_of(targets())
