"""Label text of 25 mg mecobalamin injections: how much of 25 to 75 mg healthy Japanese men lose in urine in 72 h."""

from __future__ import annotations

from cobalamin.validate.compare import Published, published
from cobalamin.validate.injection import urine_target
from cobalamin.validate.row import Row
from cobalamin.validate.target import Target, rows_of
from cobalamin.validate.volunteers import young_men

STUDY = "FAQ 1996"
"""The split names it by the number of the maker's question, 19968, without its last digit."""
SIZE = 6
"""Number of people not read."""
SOURCE = "kin_me_uhd_urine"
DOSES_UG = (25_000.0, 50_000.0)


def targets() -> tuple[Target, ...]:
    """Share lost of two of the doses."""
    least = published(SOURCE).observed
    return tuple(
        urine_target(
            STUDY,
            "healthy Japanese men",
            "methylcobalamin",
            dose,
            hours=72.0,
            life=young_men,
            seen=Published(observed=least, low=least, high=100.0, source=SOURCE),
            size=SIZE,
            note="at least 93 % was recovered at every dose",
        )
        for dose in DOSES_UG
    )


def rows() -> tuple[Row, ...]:
    """Both shares beside those of virtual men."""
    return rows_of(targets())
