"""Moore 2014: adverse events of gabapentin beyond placebo, pooled."""

from __future__ import annotations

from cobalamin.validate.analgesic_rows import event_rows
from cobalamin.validate.row import Row

STUDY = "Moore 2014"
NOTE = "events of gabapentin are borrowed from pregabalin"


def rows() -> tuple[Row, ...]:
    """People with an adverse event."""
    return event_rows(STUDY, note=NOTE)
