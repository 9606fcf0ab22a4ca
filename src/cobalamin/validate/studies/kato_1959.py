"""Kato 1959: B12 of the liver of healthy adults."""

from __future__ import annotations

from cobalamin.evidence import fact
from cobalamin.validate.autopsy import liver_target
from cobalamin.validate.row import Row
from cobalamin.validate.target import Target, rows_of

STUDY = "Kato 1959"
SIZE = 20
"""Number of people not read."""


def targets() -> tuple[Target, ...]:
    """B12 of a whole liver."""
    return (liver_target(STUDY, fact("kin_liver_conc1"), SIZE),)


def rows() -> tuple[Row, ...]:
    """The amount beside that of virtual people."""
    return rows_of(targets())
