"""Waife 1963: how much of 300 ug by mouth enters the body in pernicious anaemia in remission."""

from __future__ import annotations

from cobalamin.validate.absorption import tablet_target
from cobalamin.validate.compare import published
from cobalamin.validate.row import Row
from cobalamin.validate.target import Target, rows_of
from cobalamin.validate.volunteers import pernicious_in_remission

STUDY = "Waife 1963"
TESTS = 40


def targets() -> tuple[Target, ...]:
    """Amount absorbed."""
    return (
        tablet_target(
            STUDY,
            "pernicious anaemia in remission",
            300.0,
            life=pernicious_in_remission,
            unit="ug",
            seen=published("kin_abs_passive_300"),
            size=TESTS,
            note="the authors inferred the amount from what a flushing injection brought into urine",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The amount beside that of virtual people."""
    return rows_of(targets())
