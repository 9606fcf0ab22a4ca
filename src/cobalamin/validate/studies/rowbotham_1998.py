"""Rowbotham 1998: gabapentin up to 3600 mg a day in post-herpetic neuralgia."""

from __future__ import annotations

from cobalamin.validate.analgesic_rows import relief_rows
from cobalamin.validate.row import Row

STUDY = "Rowbotham 1998"


def rows() -> tuple[Row, ...]:
    """Pain and people with relief."""
    return relief_rows(STUDY)
