"""Lunn 2014: pooled trials of duloxetine 60 mg a day in painful diabetic neuropathy."""

from __future__ import annotations

from cobalamin.validate.analgesic_rows import relief_rows
from cobalamin.validate.row import Row

STUDY = "Lunn 2014"


def rows() -> tuple[Row, ...]:
    """Pain and people with relief."""
    return relief_rows(STUDY)
