"""A meta-analysis of 2019 over 23 studies: serum B12 on metformin against none, by years of metformin."""

from __future__ import annotations

from cobalamin.validate.compare import published_interval
from cobalamin.validate.metformin import metformin_target
from cobalamin.validate.row import Row
from cobalamin.validate.target import Target, rows_of

STUDY = "2019 meta-analysis (in InpharmD 14284)"
SIZE = 800
"""A third of the people of half of the arms: 5227 in all, in three groups with and without."""
MG_PER_DAY = 2000.0
"""Doses not read. Source: guess"""
_YEARS = (
    ("kin_metf_dur_lt1", "for less than a year", 0.5),
    ("kin_metf_dur_1_3", "for 1 to 3 years", 2.0),
    ("kin_metf_dur_gt3", "for more than 3 years", 5.0),
)
"""Fact, words, years that stand for them."""


def targets() -> tuple[Target, ...]:
    """The difference by years of metformin."""
    return tuple(
        metformin_target(
            STUDY,
            f"serum B12 on metformin {words}, minus that without",
            mg_per_day=MG_PER_DAY,
            years=years,
            seen=published_interval(id),
            size=SIZE,
            note=f"doses not read; 2 g a day for {years:g} years here",
        )
        for id, words, years in _YEARS
    )


def rows() -> tuple[Row, ...]:
    """Every difference beside that of virtual people."""
    return rows_of(targets())
