"""Bor 2006: the intake of B12 from which all its markers level off in postmenopausal women."""

from __future__ import annotations

from cobalamin.validate.compare import published
from cobalamin.validate.experiment import Draw
from cobalamin.validate.people import Life, somebody
from cobalamin.validate.plateau import plateau_target
from cobalamin.validate.row import Row
from cobalamin.validate.target import Target, rows_of

STUDY = "Bor 2006"
SIZE = 98


def _life(draw: Draw) -> Life:
    return somebody(draw, age=59.0, sd=6.0, low=48.0, high=75.0, sex="female")


def targets() -> tuple[Target, ...]:
    """The intake."""
    return (plateau_target(STUDY, "postmenopausal women", _life, seen=published("kin_bor2006"), size=SIZE),)


def rows() -> tuple[Row, ...]:
    """The intake beside that of virtual women."""
    return rows_of(targets())
