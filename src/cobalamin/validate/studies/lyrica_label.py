"""Label of pregabalin: adverse events by dose in painful diabetic neuropathy."""

from __future__ import annotations

from cobalamin.validate.analgesic_rows import event_rows
from cobalamin.validate.row import Row

STUDY = "Lyrica US label, table 3"


def rows() -> tuple[Row, ...]:
    """People with an adverse event."""
    return event_rows(STUDY)
