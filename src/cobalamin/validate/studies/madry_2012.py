"""Madry 2012: serum B12 of people who become vegans and take nothing with B12, over five years."""

from __future__ import annotations

from cobalamin.validate.compare import observed_direction
from cobalamin.validate.experiment import Draw
from cobalamin.validate.people import Life, somebody, with_diet
from cobalamin.validate.row import Row
from cobalamin.validate.target import Arm, followed

STUDY = "Madry 2012"
YEARS = 5.0
_B12 = "serum_b12_pmol_l"


def _before(draw: Draw) -> Life:
    return somebody(draw, age=27.0 + YEARS, sd=5.0, low=24.0, high=45.0)


def _after(draw: Draw) -> Life:
    return with_diet(_before(draw), "vegan", YEARS)


def rows() -> tuple[Row, ...]:
    """Which way serum B12 goes; means were read of no year."""
    before, after = (followed(Arm(people=STUDY, life=life, invited=60)).on(_B12) for life in (_before, _after))
    return (
        observed_direction(
            STUDY,
            _B12,
            f"vegan for {YEARS:g} years without anything with B12",
            seen=-1,
            change=float(after.mean() - before.mean()),
            source="kin_madry",
        ),
    )
