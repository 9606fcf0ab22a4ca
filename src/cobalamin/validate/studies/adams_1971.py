"""Adams 1971: one labelled dose of 1 to 25 ug by mouth, fasting, in healthy adults, counted in the whole body."""

from __future__ import annotations

from cobalamin.validate.absorption import tablet_target
from cobalamin.validate.compare import published
from cobalamin.validate.row import Row
from cobalamin.validate.target import Target, rows_of
from cobalamin.validate.volunteers import adults

STUDY = "Adams 1971"
SIZE = 20
"""Number of people not read."""
_DOSES = (
    ("kin_abs_cn_1ug", 1.0, "cyanocobalamin"),
    ("kin_abs_cn_5ug", 5.0, "cyanocobalamin"),
    ("kin_abs_cn_25ug", 25.0, "cyanocobalamin"),
    ("kin_abs_mecbl_1ug", 1.0, "methylcobalamin"),
)


def targets() -> tuple[Target, ...]:
    """Share absorbed of every dose."""
    return tuple(
        tablet_target(STUDY, "healthy adults", dose, life=adults, form=form, seen=published(id), size=SIZE)
        for id, dose, form in _DOSES
    )


def rows() -> tuple[Row, ...]:
    """Every share beside that of virtual people."""
    return rows_of(targets())
