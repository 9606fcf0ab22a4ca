"""Satoh 2011: pregabalin 300 and 600 mg a day in painful diabetic neuropathy in Japan."""

from __future__ import annotations

from cobalamin.validate.analgesic_rows import relief_rows
from cobalamin.validate.row import Row

STUDY = "Satoh 2011"


def rows() -> tuple[Row, ...]:
    """Pain and people with relief."""
    return relief_rows(STUDY)
