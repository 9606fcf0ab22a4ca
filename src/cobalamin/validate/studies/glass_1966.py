"""Glass 1966: six injections of 1 mg of hydroxocobalamin in ten days to people with low B12, followed for 15 months."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.units import DAYS_PER_YEAR
from cobalamin.validate.compare import published, with_share_interval
from cobalamin.validate.estimate import mean_per_mean, percent
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.injection import PICOMOLES_PER_LITRE, SERUM
from cobalamin.validate.people import Life, without_absorption
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Glass 1966"
LOWEST, HIGHEST = 0.081, 0.242
"""Serum B12 before [ng/mL], in the note of the fact."""
_MONTH = DAYS_PER_YEAR / 12
_FOLDS = (("kin_oh6_6mo", 6, 15), ("kin_oh6_10mo", 10, 12))
"""Fact, months, people."""
LAST, LAST_SIZE = 15, 11


def _life(draw: Draw) -> Life:
    return without_absorption(draw, low=0.3, high=3.0)


def _low(seen: Followed) -> npt.NDArray[np.bool_]:
    level = seen.on(SERUM) / PICOMOLES_PER_LITRE
    return (level > LOWEST) & (level < HIGHEST)


_SIX = Arm(
    people=f"{STUDY}: low serum B12",
    life=_life,
    plan="hydroxocobalamin 1 mg IM on days 1, 3, 5, 7, 9 and 11",
    days=(0.0, *(months * _MONTH for months in (6, 10, LAST))),
    entry=_low,
    invited=120,
)


def _fold_after(months: int) -> Callable[[Followed], npt.NDArray[np.float64]]:
    return lambda seen: np.stack([seen.on(SERUM, months * _MONTH), seen.on(SERUM)])


def _still_above(seen: Followed) -> npt.NDArray[np.bool_]:
    return seen.on(SERUM, LAST * _MONTH) > seen.on(SERUM)


def targets() -> tuple[Target, ...]:
    """Serum B12 as a multiple of its start, and who is still above it."""
    whom = "six injections of 1 mg of hydroxocobalamin, low serum B12"
    note = "causes of low B12 not read: pernicious anaemia stands in for them"
    folds = tuple(
        Target(
            study=STUDY,
            quantity=f"serum B12 after {months} months, of its start, {whom}",
            unit="ratio",
            block=Block.KINETICS,
            seen=published(id),
            arms=(_SIX,),
            measures=(_fold_after(months),),
            statistic=mean_per_mean,
            sizes=(size,),
            note=note + ("; more than three times was reported" if months == 6 else ""),
        )
        for id, months, size in _FOLDS
    )
    above = Target(
        study=STUDY,
        quantity=f"serum B12 above its start after {LAST} months, {whom}",
        unit="%",
        block=Block.KINETICS,
        seen=with_share_interval(published("kin_oh6_15mo"), LAST_SIZE),
        arms=(_SIX,),
        measures=(_still_above,),
        statistic=percent,
        sizes=(LAST_SIZE,),
        note=note,
    )
    return (*folds, above)


def rows() -> tuple[Row, ...]:
    """Every figure beside that of virtual people."""
    return rows_of(targets())
