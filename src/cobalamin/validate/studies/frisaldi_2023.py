"""Frisaldi 2023: pooled change of pain on placebo in 21 trials of diabetic neuropathy."""

from __future__ import annotations

from cobalamin.validate.compare import published_interval
from cobalamin.validate.placebo import placebo_row
from cobalamin.validate.row import Row

STUDY = "Frisaldi 2023"


def rows() -> tuple[Row, ...]:
    """Change of pain on placebo."""
    return (placebo_row(STUDY, seen=published_interval("cmp_pbo_change_dpn"), days=84.0),)
