"""Garrod 2018: 0.8 ug of labelled B12 in a fortified roll, and how much of it leaves in the stool within a week."""

from __future__ import annotations

from cobalamin.evidence import fact
from cobalamin.validate.compare import published
from cobalamin.validate.estimate import mean
from cobalamin.validate.experiment import Draw
from cobalamin.validate.people import Life, somebody
from cobalamin.validate.row import Block, Row
from cobalamin.validate.stool import DAYS, FAECES, percent_in_stool
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Garrod 2018"
SIZE = 5


def _dose_ug() -> float:
    dose = fact("diet_bioav_bread_dose").value
    assert dose is not None
    return dose


def _life(draw: Draw) -> Life:
    return somebody(draw, age=70.0, sd=5.0, low=60.0, high=80.0)


_ROLL = Arm(
    people="healthy elderly with a fortified roll",
    life=_life,
    plan=f"cyanocobalamin {_dose_ug():g} ug orally once",
    days=DAYS,
    compartments=(FAECES,),
    invited=60,
)


def targets() -> tuple[Target, ...]:
    """Share of the dose that is not absorbed."""
    return (
        Target(
            study=STUDY,
            quantity="share of 0.8 ug in a fortified roll found in the stool within a week, healthy elderly",
            unit="%",
            block=Block.KINETICS,
            seen=published("diet_bioav_bread_stool"),
            arms=(_ROLL,),
            measures=(percent_in_stool(_dose_ug()),),
            statistic=mean,
            sizes=(SIZE,),
            note="a tablet stands in for the roll",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The share beside that of virtual people."""
    return rows_of(targets())
