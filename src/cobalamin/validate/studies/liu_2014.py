"""Liu 2014, a meta-analysis of randomised trials of 6 to 208 weeks: serum B12 on metformin against none, by dose."""

from __future__ import annotations

from cobalamin.validate.compare import published_interval
from cobalamin.validate.metformin import metformin_target
from cobalamin.validate.row import Row
from cobalamin.validate.target import Target, rows_of

STUDY = "Liu 2014"
SIZE = 150
"""Number of people not read."""
YEARS = 1.0
"""Middle of the lengths of the trials on the scale of logarithms, rounded. Source: guess"""
_DOSES = (("kin_metf_lo", "below 2 g", 1500.0), ("kin_metf_hi", "of 2 g and more", 2000.0))
"""Fact, words, dose that stands for them [mg/d]."""


def targets() -> tuple[Target, ...]:
    """The difference by dose."""
    return tuple(
        metformin_target(
            STUDY,
            f"serum B12 on metformin {words} a day, minus that without",
            mg_per_day=dose,
            years=YEARS,
            seen=published_interval(id),
            size=SIZE,
            note=f"trials of 6 to 208 weeks; {dose:g} mg a day for a year here",
        )
        for id, words, dose in _DOSES
    )


def rows() -> tuple[Row, ...]:
    """Both differences beside those of virtual people."""
    return rows_of(targets())
