"""Briani 2013, a review: when the blood answers to injections of B12 in megaloblastic anaemia.

Days of the peak and of a normal count stand in `response_of_blood`, from a copy of the same text.
"""

from __future__ import annotations

from cobalamin.validate.compare import published
from cobalamin.validate.estimate import median
from cobalamin.validate.megaloblastic import SIZE, TREATED, hemoglobin_begins, reticulocytes_begin
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Target, rows_of

STUDY = "Briani 2013"


def targets() -> tuple[Target, ...]:
    """Days from the first injection."""
    answers = (
        (
            "reticulocytes begin to rise",
            "retic_rise",
            reticulocytes_begin,
            "the first daily count a tenth of the way to the peak",
        ),
        ("haemoglobin begins to rise", "hb_rise", hemoglobin_begins, "half a g/dL, more than a count repeats itself"),
    )
    return tuple(
        Target(
            study=STUDY,
            quantity=f"day on which {what} after injections, megaloblastic anaemia",
            unit="d",
            block=Block.BIOMARKERS,
            seen=published(id),
            arms=(TREATED,),
            measures=(measure,),
            statistic=median,
            sizes=(SIZE,),
            note=note,
        )
        for what, id, measure, note in answers
    )


def rows() -> tuple[Row, ...]:
    """Every day beside that of virtual patients."""
    return rows_of(targets())
