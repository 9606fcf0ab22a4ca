"""Berlin 1968: how much of 500 ug a day by mouth enters the body of people without intrinsic factor."""

from __future__ import annotations

from cobalamin.validate.absorption import tablet_target
from cobalamin.validate.compare import published
from cobalamin.validate.row import Row
from cobalamin.validate.target import Target, rows_of
from cobalamin.validate.volunteers import pernicious_in_remission

STUDY = "Berlin 1968"
SIZE = 64


def targets() -> tuple[Target, ...]:
    """Share absorbed of one of the doses."""
    return (
        tablet_target(
            STUDY,
            "pernicious anaemia",
            500.0,
            life=pernicious_in_remission,
            seen=published("kin_abs_passive_500"),
            size=SIZE,
        ),
    )


def rows() -> tuple[Row, ...]:
    """The share beside that of virtual people."""
    return rows_of(targets())
