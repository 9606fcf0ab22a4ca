"""Kurpad 2023: bioavailability of 2.5 ug of labelled cyanocobalamin by mouth in Indian adults."""

from __future__ import annotations

from cobalamin.validate.absorption import tablet_target
from cobalamin.validate.compare import published_spread
from cobalamin.validate.experiment import Draw
from cobalamin.validate.people import Life, somebody
from cobalamin.validate.row import Row
from cobalamin.validate.target import Target, rows_of

STUDY = "Kurpad 2023"
SIZE = 11


def _life(draw: Draw) -> Life:
    life = somebody(draw, age=28.0, sd=5.0, low=20.0, high=45.0)
    return life | {"person": life["person"] | {"ancestry": "South Asian"}}


def targets() -> tuple[Target, ...]:
    """Share absorbed."""
    return (
        tablet_target(
            STUDY, "Indian adults", 2.5, life=_life, seen=published_spread("kin_abs_13c_2p5", SIZE), size=SIZE
        ),
    )


def rows() -> tuple[Row, ...]:
    """The share beside that of virtual people."""
    return rows_of(targets())
