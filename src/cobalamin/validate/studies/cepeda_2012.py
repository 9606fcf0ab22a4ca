"""Cepeda 2012: pooled change of pain on placebo in trials of diabetic neuropathy and of post-herpetic neuralgia."""

from __future__ import annotations

from cobalamin.validate import analgesics
from cobalamin.validate.analgesics import HERPETIC
from cobalamin.validate.compare import compared, published_interval
from cobalamin.validate.placebo import placebo_row
from cobalamin.validate.row import Block, Row

STUDY = "Cepeda 2012"
DAY = 84.0


def rows() -> tuple[Row, ...]:
    """Change of pain on placebo in both; the ratio of the two sets the layer of natural course after shingles."""
    return (
        placebo_row(STUDY, seen=published_interval("cmp_pbo_change_dpn_cepeda"), days=DAY),
        compared(
            STUDY,
            "change of pain on placebo, post-herpetic neuralgia, 12 weeks",
            "points of 10",
            seen=published_interval("cmp_pbo_change_phn"),
            found=analgesics.mean_change(analgesics.arm(HERPETIC, None, None), DAY),
            block=Block.PAIN,
        ),
    )
