"""Ross 1954: hours after which serum B12 is highest when 1 to 3 mg are taken by mouth."""

from __future__ import annotations

from cobalamin.evidence import fact
from cobalamin.validate.compare import Published
from cobalamin.validate.estimate import median
from cobalamin.validate.experiment import Draw
from cobalamin.validate.injection import after_hours, hour_of_peak
from cobalamin.validate.people import Life, without_absorption
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Ross 1954"
SIZE = 35
SOURCE = "kin_abs_tpeak_high"


def _life(draw: Draw) -> Life:
    return without_absorption(draw, low=2.0, high=6.0)


def targets() -> tuple[Target, ...]:
    """Time of the peak."""
    seen = fact(SOURCE)
    return (
        Target(
            study=STUDY,
            quantity="time of the peak of serum after 1 to 3 mg by mouth, megaloblastic anaemia",
            unit="h",
            block=Block.KINETICS,
            seen=Published(observed=None, low=seen.low, high=seen.high, source=SOURCE),
            arms=(
                Arm(
                    people=f"{STUDY}: megaloblastic anaemia",
                    life=_life,
                    plan="cyanocobalamin 2 mg orally once",
                    days=after_hours(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 24.0),
                    invited=80,
                ),
            ),
            measures=(hour_of_peak,),
            statistic=median,
            sizes=(SIZE,),
            note="most peaks fell within the first six hours",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The time beside that of virtual people."""
    return rows_of(targets())
