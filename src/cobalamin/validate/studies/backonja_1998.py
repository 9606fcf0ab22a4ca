"""Backonja 1998: gabapentin up to 3600 mg a day in painful diabetic neuropathy."""

from __future__ import annotations

from cobalamin.validate.analgesic_rows import relief_rows
from cobalamin.validate.row import Row

STUDY = "Backonja 1998"


def rows() -> tuple[Row, ...]:
    """Pain and people with relief."""
    return relief_rows(STUDY)
