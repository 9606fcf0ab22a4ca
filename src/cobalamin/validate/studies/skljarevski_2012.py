"""Skljarevski 2012: adverse events of duloxetine in four trials in painful diabetic neuropathy."""

from __future__ import annotations

from cobalamin.validate.analgesic_rows import event_rows
from cobalamin.validate.row import Row

STUDY = "Skljarevski 2012"


def rows() -> tuple[Row, ...]:
    """People with an adverse event."""
    return event_rows(STUDY)
