"""Heyssel 1966: how much of a portion of liver paste with 38 ug of B12 healthy adults absorb."""

from __future__ import annotations

from cobalamin.validate.absorption import tablet_target
from cobalamin.validate.compare import published
from cobalamin.validate.row import Row
from cobalamin.validate.target import Target, rows_of
from cobalamin.validate.volunteers import adults

STUDY = "Heyssel 1966"
DOSE_UG = 38.0
SIZE = 10
"""Number of people not read."""


def targets() -> tuple[Target, ...]:
    """Amount absorbed."""
    return (
        tablet_target(
            STUDY,
            "healthy adults",
            DOSE_UG,
            life=adults,
            how="with food",
            unit="ug",
            seen=published("kin_abs_liver_38"),
            size=SIZE,
            note="a tablet with food stands in for liver paste; more was absorbed than receptors take up at once in "
            "studies of tablets, and B12 that food gives up over hours, which would explain it, is not modelled",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The amount beside that of virtual people."""
    return rows_of(targets())
