"""Yasuda 2011: pain over 12 weeks on placebo in the Japanese trial of duloxetine in painful diabetic neuropathy."""

from __future__ import annotations

from cobalamin.validate.compare import published_interval
from cobalamin.validate.placebo import placebo_row
from cobalamin.validate.row import Row

STUDY = "Yasuda 2011"


def rows() -> tuple[Row, ...]:
    """Change of pain on placebo."""
    return (placebo_row(STUDY, seen=published_interval("trials_dpn_placebo_pain_12wk"), days=84.0),)
