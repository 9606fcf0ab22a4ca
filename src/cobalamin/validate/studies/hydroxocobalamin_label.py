"""The US label of hydroxocobalamin: days between which reticulocytes answer to a trial of treatment."""

from __future__ import annotations

from cobalamin.evidence import fact
from cobalamin.validate.compare import Published
from cobalamin.validate.estimate import median
from cobalamin.validate.megaloblastic import SIZE, TREATED, reticulocytes_peak
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Target, rows_of

STUDY = "US hydroxocobalamin label"
SOURCE = "retic_fda"


def targets() -> tuple[Target, ...]:
    """The peak should fall between these days."""
    seen = fact(SOURCE)
    return (
        Target(
            study=STUDY,
            quantity="day of the reticulocyte peak, between the days that the label gives for the answer",
            unit="d",
            block=Block.BIOMARKERS,
            seen=Published(observed=None, low=seen.low, high=seen.high, source=SOURCE),
            arms=(TREATED,),
            measures=(reticulocytes_peak,),
            statistic=median,
            sizes=(SIZE,),
            note="1 mg stands in for the 1 ug a day of the trial of treatment or more",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The peak beside the days of the label."""
    return rows_of(targets())
