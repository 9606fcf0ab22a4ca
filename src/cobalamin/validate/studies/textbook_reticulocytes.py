"""Textbooks on megaloblastic anaemia: the day of the reticulocyte peak after injections of B12."""

from __future__ import annotations

from dataclasses import replace

from cobalamin.validate.compare import published
from cobalamin.validate.estimate import median
from cobalamin.validate.megaloblastic import SIZE, TREATED, reticulocytes_peak
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Target, rows_of

STUDY = "textbook (Bennett and Brown) 5-7; Briani 7; recalled 5-8"
FIRST, LAST = 5.0, 7.0
"""Days that were read; the eighth was recalled."""


def targets() -> tuple[Target, ...]:
    """The day of the peak; bounds are what the texts call typical."""
    return (
        Target(
            study=STUDY,
            quantity="day of the reticulocyte peak after injections, megaloblastic anaemia, textbooks",
            unit="d",
            block=Block.BIOMARKERS,
            seen=replace(published("retic_peak"), low=FIRST, high=LAST),
            arms=(TREATED,),
            measures=(reticulocytes_peak,),
            statistic=median,
            sizes=(SIZE,),
            note="bounds are what the texts call typical",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The peak beside that of virtual patients."""
    return rows_of(targets())
