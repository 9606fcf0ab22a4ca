"""Label of gabapentin: people who stopped because of an adverse event."""

from __future__ import annotations

from cobalamin.validate.analgesic_rows import event_rows
from cobalamin.validate.row import Row

STUDY = "Neurontin US label"


def rows() -> tuple[Row, ...]:
    """People with an adverse event."""
    return event_rows(STUDY)
