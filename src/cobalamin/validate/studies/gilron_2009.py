"""Gilron 2009: crossover of gabapentin and nortriptyline at the largest dose borne, without placebo."""

from __future__ import annotations

from cobalamin.validate.analgesic_rows import relief_rows
from cobalamin.validate.row import Row

STUDY = "Gilron 2009"
NOTE = "no placebo arm; relief by nortriptyline is a guess"


def rows() -> tuple[Row, ...]:
    """Pain and people with relief."""
    return relief_rows(STUDY, note=NOTE)
