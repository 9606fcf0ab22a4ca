"""Bor 2010: the intake of B12 from which all its markers level off in adults up to 50 years."""

from __future__ import annotations

from cobalamin.validate.compare import published
from cobalamin.validate.experiment import Draw
from cobalamin.validate.people import Life, somebody
from cobalamin.validate.plateau import plateau_target
from cobalamin.validate.row import Row
from cobalamin.validate.target import Target, rows_of

STUDY = "Bor 2010"
SIZE = 300
"""Number of people not read."""


def _life(draw: Draw) -> Life:
    return somebody(draw, age=33.0, sd=9.0, low=20.0, high=50.0)


def targets() -> tuple[Target, ...]:
    """The intake; the middle of the reported range."""
    return (plateau_target(STUDY, "adults to 50 years", _life, seen=published("kin_bor2010"), size=SIZE),)


def rows() -> tuple[Row, ...]:
    """The intake beside that of virtual adults."""
    return rows_of(targets())
