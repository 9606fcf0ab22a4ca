"""Miller 1992: whole-body count of a tracer of free cyanocobalamin in controls of about 61 years."""

from __future__ import annotations

from dataclasses import replace

from cobalamin.validate.absorption import tablet_target
from cobalamin.validate.compare import published
from cobalamin.validate.estimate import median
from cobalamin.validate.experiment import Draw
from cobalamin.validate.people import Life, somebody
from cobalamin.validate.row import Row
from cobalamin.validate.target import Target, rows_of

STUDY = "Miller 1992"
SIZE = 15
"""Number of people not read."""
DOSE_UG = 0.5
"""A tracer; its dose was not read. Source: guess"""


def _life(draw: Draw) -> Life:
    return somebody(draw, age=61.0, sd=12.0, low=30.0, high=85.0)


def targets() -> tuple[Target, ...]:
    """Median share absorbed."""
    one = tablet_target(
        STUDY, "controls", DOSE_UG, life=_life, seen=published("kin_abs_free_miller"), size=SIZE,
        note=f"dose not read; {DOSE_UG:g} ug here",
    )  # fmt: skip
    return (replace(one, statistic=median),)


def rows() -> tuple[Row, ...]:
    """The share beside that of virtual people."""
    return rows_of(targets())
