"""Gilron 2005: crossover of gabapentin at the largest dose borne, diabetic neuropathy and post-herpetic neuralgia."""

from __future__ import annotations

from cobalamin.validate.analgesic_rows import relief_rows
from cobalamin.validate.row import Row

STUDY = "Gilron 2005"
NOTE = "two thirds had diabetic neuropathy, whose people stand in; score at entry was lower than in them"


def rows() -> tuple[Row, ...]:
    """Pain and people with relief."""
    return relief_rows(STUDY, note=NOTE)
