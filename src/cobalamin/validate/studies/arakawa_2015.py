"""Arakawa 2015: people with half their pain on placebo, after shingles and in diabetic neuropathy."""

from __future__ import annotations

from cobalamin.validate import analgesics
from cobalamin.validate.analgesic_rows import PERCENT
from cobalamin.validate.analgesics import DIABETIC, HERPETIC, WORDS
from cobalamin.validate.compare import Published, compared, published_interval
from cobalamin.validate.row import Block, Row

STUDY = "Arakawa 2015"
DAY = 84.0
ID = "cmp_pbo_r50_phn"
IN_DIABETES = Published(observed=26.0, low=23.0, high=29.0, source=ID)
"""In the note of the fact."""


def rows() -> tuple[Row, ...]:
    """People with 50 % relief on placebo."""
    return tuple(
        compared(
            STUDY,
            f"people with 50 % relief on placebo, {WORDS[condition]}",
            PERCENT,
            seen=seen,
            found=analgesics.with_relief(analgesics.arm(condition, None, None), 0.5, DAY),
            block=Block.PAIN,
        )
        for condition, seen in ((HERPETIC, published_interval(ID)), (DIABETIC, IN_DIABETES))
    )
