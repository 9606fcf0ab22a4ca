"""Vitamins (Japan) 1974: hours after which plasma has most of a labelled tracer taken by mouth."""

from __future__ import annotations

from dataclasses import replace

from cobalamin.validate.compare import published
from cobalamin.validate.row import Row
from cobalamin.validate.studies.doscherholmen_1957 import targets as with_a_tracer
from cobalamin.validate.target import Target, rows_of

STUDY = "Vitamins (Japan) 1974, 48:12"
SIZE = 10


def targets() -> tuple[Target, ...]:
    """Time of the peak."""
    (same,) = with_a_tracer()
    return (replace(same, study=STUDY, seen=published("kin_abs_tpeak2"), sizes=(SIZE,)),)


def rows() -> tuple[Row, ...]:
    """The time beside that of virtual people."""
    return rows_of(targets())
