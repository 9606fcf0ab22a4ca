"""Darby 1958: how many people with pernicious anaemia have whole blood on 1.4 ug of B12 a day into muscle."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.evidence import fact
from cobalamin.validate.clinic import HIGH_MCV, LOW_HEMOGLOBIN
from cobalamin.validate.compare import Published, with_share_interval
from cobalamin.validate.estimate import percent
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life, without_absorption
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Darby 1958"
SOURCE = "kin_im_maint"
ENOUGH, SIZE = 4, 7
"""For whom the dose was enough, in the note of the fact, and people."""
YEAR = 365.0


def _life(draw: Draw) -> Life:
    return without_absorption(draw, low=2.5, high=7.0)


def _whole_blood(seen: Followed, day: float) -> npt.NDArray[np.bool_]:
    least = np.array([LOW_HEMOGLOBIN[s.person.sex.value] for s in seen.subjects])
    return (seen.on("hemoglobin_g_dl", day) >= least) & (seen.on("mcv_fl", day) <= HIGH_MCV)


def _ill(seen: Followed) -> npt.NDArray[np.bool_]:
    return ~_whole_blood(seen, 0.0)


def _well_after_a_year(seen: Followed) -> npt.NDArray[np.bool_]:
    return _whole_blood(seen, YEAR)


def targets() -> tuple[Target, ...]:
    """Share of people for whom the dose is enough."""
    dose = fact(SOURCE).value
    assert dose is not None
    arm = Arm(
        people=f"{STUDY}: pernicious anaemia",
        life=_life,
        plan=f"cyanocobalamin {dose:g} ug IM daily",
        days=(0.0, YEAR),
        entry=_ill,
        invited=100,
    )
    return (
        Target(
            study=STUDY,
            quantity=f"blood whole on {dose:g} ug of B12 a day into muscle, pernicious anaemia",
            unit="%",
            block=Block.BIOMARKERS,
            seen=with_share_interval(Published(observed=100.0 * ENOUGH / SIZE, source=SOURCE), SIZE),
            arms=(arm,),
            measures=(_well_after_a_year,),
            statistic=percent,
            sizes=(SIZE,),
            note="the most that marrow could do was asked for; haemoglobin and volume of red cells in the normal range "
            "after a year stand in for it",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The share beside that of virtual people."""
    return rows_of(targets())
