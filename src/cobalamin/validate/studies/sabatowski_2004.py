"""Sabatowski 2004: pregabalin 150 and 300 mg a day in post-herpetic neuralgia."""

from __future__ import annotations

from cobalamin.validate.analgesic_rows import relief_rows
from cobalamin.validate.row import Row

STUDY = "Sabatowski 2004"


def rows() -> tuple[Row, ...]:
    """Pain and people with relief."""
    return relief_rows(STUDY)
