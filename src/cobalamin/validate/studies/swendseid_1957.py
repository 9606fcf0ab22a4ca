"""Swendseid 1957: B12 of the liver at 132 autopsies."""

from __future__ import annotations

from cobalamin.evidence import fact
from cobalamin.validate.autopsy import liver_target
from cobalamin.validate.row import Row
from cobalamin.validate.target import Target, rows_of

STUDY = "Swendseid 1957"
SIZE = 132


def targets() -> tuple[Target, ...]:
    """B12 of a whole liver."""
    return (liver_target(STUDY, fact("kin_liver_conc2"), SIZE),)


def rows() -> tuple[Row, ...]:
    """The amount beside that of virtual people."""
    return rows_of(targets())
