"""Doscherholmen 1957: hours after which plasma has most of 0.5 to 0.9 ug of labelled B12 taken by mouth."""

from __future__ import annotations

from cobalamin.validate.compare import published
from cobalamin.validate.estimate import mean
from cobalamin.validate.injection import after_hours, hour_of_peak
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of
from cobalamin.validate.volunteers import adults

STUDY = "Doscherholmen 1957"
SIZE = 36
DOSE_UG = 0.7
TRACER = Arm(
    people="adults with a tracer by mouth",
    life=adults,
    plan=f"cyanocobalamin {DOSE_UG:g} ug orally once",
    days=after_hours(2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 20.0, 24.0),
    invited=80,
)


def targets() -> tuple[Target, ...]:
    """Time of the peak."""
    return (
        Target(
            study=STUDY,
            quantity="time of the peak of plasma after a tracer by mouth, adults",
            unit="h",
            block=Block.KINETICS,
            seen=published("kin_abs_tpeak"),
            arms=(TRACER,),
            measures=(hour_of_peak,),
            statistic=mean,
            sizes=(SIZE,),
            note="what the dose adds to serum B12 stands in for the label",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The time beside that of virtual people."""
    return rows_of(targets())
