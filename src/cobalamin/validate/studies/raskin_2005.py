"""Raskin 2005: people who stopped duloxetine 120 mg a day because of an adverse event."""

from __future__ import annotations

from cobalamin.validate.analgesic_rows import event_rows
from cobalamin.validate.row import Row

STUDY = "Raskin 2005"


def rows() -> tuple[Row, ...]:
    """People with an adverse event."""
    return event_rows(STUDY)
