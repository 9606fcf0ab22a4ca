"""Ramirez 2010: rise of serum B12 two hours after 500 ug of gel in the nose or under the tongue."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.validate.compare import Published, published
from cobalamin.validate.estimate import mean
from cobalamin.validate.experiment import Followed
from cobalamin.validate.injection import PICOMOLES_PER_LITRE, SERUM, after_hours
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of
from cobalamin.validate.volunteers import adults

STUDY = "Ramirez 2010"
SIZE = 54
SOURCE = "kin_nasal_vs_sl"
_PICOGRAMS = 1000.0
_SUBLINGUAL = 57.0
"""pg/mL, in the quantity of the fact"""
_TWO_HOURS = after_hours(2.0)


def _rise(seen: Followed) -> npt.NDArray[np.float64]:
    return _PICOGRAMS * seen.change(SERUM, _TWO_HOURS[-1]) / PICOMOLES_PER_LITRE


def _target(route: str, words: str, seen: Published) -> Target:
    return Target(
        study=STUDY,
        quantity=f"rise of serum B12 two hours after 500 ug of gel {words}, not deficient",
        unit="pg/mL",
        block=Block.KINETICS,
        seen=seen,
        arms=(
            Arm(
                people=f"{STUDY}: adults",
                life=adults,
                plan=f"cyanocobalamin 500 ug {route} once",
                days=_TWO_HOURS,
                invited=80,
            ),
        ),
        measures=(_rise,),
        statistic=mean,
        sizes=(SIZE,),
        note="the model lets a dose in nose or mouth be swallowed; the unit of the source was read as pg/mL",
    )


def targets() -> tuple[Target, ...]:
    """Rise by both routes."""
    return (
        _target("nasally", "in the nose", published(SOURCE)),
        _target("sublingually", "under the tongue", Published(observed=_SUBLINGUAL, source=SOURCE)),
    )


def rows() -> tuple[Row, ...]:
    """Both rises beside those of virtual people."""
    return rows_of(targets())
