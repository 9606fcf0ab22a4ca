"""G-GR 2013: two pooled trials of gabapentin kept in the stomach, 1800 mg a day, in post-herpetic neuralgia."""

from __future__ import annotations

from cobalamin.validate.analgesic_rows import event_rows, relief_rows
from cobalamin.validate.row import Row

STUDY = "G-GR 2013"


def rows() -> tuple[Row, ...]:
    """Pain, people with relief, and people with an adverse event."""
    return (*relief_rows(STUDY), *event_rows(STUDY))
