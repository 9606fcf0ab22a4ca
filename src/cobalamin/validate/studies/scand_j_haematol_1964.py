"""Scand J Haematol 1964: urine of 24 h after about 1 mg of cyanocobalamin or hydroxocobalamin in healthy people."""

from __future__ import annotations

from cobalamin.validate.compare import published
from cobalamin.validate.injection import urine_target
from cobalamin.validate.row import Row
from cobalamin.validate.target import Target, rows_of
from cobalamin.validate.volunteers import adults

STUDY = "Haematol 1964"
SIZE = 10
"""Number of people not read."""
_FORMS = (("kin_ur_cn_24", "cyanocobalamin"), ("kin_ur_oh_24", "hydroxocobalamin"))


def targets() -> tuple[Target, ...]:
    """Share lost of both forms."""
    return tuple(
        urine_target(STUDY, "healthy adults", form, 1000.0, hours=24.0, life=adults, seen=published(id), size=SIZE)
        for id, form in _FORMS
    )


def rows() -> tuple[Row, ...]:
    """Both shares beside those of virtual people."""
    return rows_of(targets())
