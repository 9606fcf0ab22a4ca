"""Glass 1961: urine of 72 h after one injection of 500 or 1000 ug of cyanocobalamin or hydroxocobalamin."""

from __future__ import annotations

from cobalamin.validate.compare import published
from cobalamin.validate.injection import urine_target
from cobalamin.validate.row import Row
from cobalamin.validate.target import Target, rows_of
from cobalamin.validate.volunteers import adults

STUDY = "Glass 1961"
_DOSES = (
    ("kin_ur_cn_500", "cyanocobalamin", 500.0, 19),
    ("kin_ur_cn_1000", "cyanocobalamin", 1000.0, 19),
    ("kin_ur_oh_500", "hydroxocobalamin", 500.0, 17),
    ("kin_ur_oh_1000", "hydroxocobalamin", 1000.0, 17),
)
"""Fact, form, dose [ug], people of both doses."""


def targets() -> tuple[Target, ...]:
    """Share lost of every dose."""
    return tuple(
        urine_target(STUDY, "adults", form, dose, hours=72.0, life=adults, seen=published(id), size=size)
        for id, form, dose, size in _DOSES
    )


def rows() -> tuple[Row, ...]:
    """Every share beside that of virtual people."""
    return rows_of(targets())
