"""Wiffen 2017: pooled trials of gabapentin, people with relief after shingles and in diabetic neuropathy."""

from __future__ import annotations

from cobalamin.validate import analgesics
from cobalamin.validate.analgesic_rows import PERCENT, PERCENTAGE_POINTS, needed_to_treat
from cobalamin.validate.analgesics import DIABETIC, HERPETIC
from cobalamin.validate.compare import Published, compared, published
from cobalamin.validate.row import Block, Row

STUDY = "Wiffen 2017"
DAY = 56.0
ON_PLACEBO = Published(observed=19.0, source="cmp_gbp_phn_r50")
"""In the note of the fact."""


def rows() -> tuple[Row, ...]:
    """People with 50 % relief on gabapentin 1800 mg and placebo after shingles; beyond placebo in both conditions."""
    regimen = analgesics.regimen_of("gabapentin", 1800.0)
    found = [
        compared(
            STUDY,
            f"people with 50 % relief on {what}, post-herpetic neuralgia",
            PERCENT,
            seen=seen,
            found=analgesics.with_relief(analgesics.arm(HERPETIC, text, None), 0.5, DAY),
            block=Block.PAIN,
        )
        for what, text, seen in (
            ("gabapentin 1800 mg a day or more", regimen, published("cmp_gbp_phn_r50")),
            ("placebo", None, ON_PLACEBO),
        )
    ]
    for condition, words, id in (
        (HERPETIC, "post-herpetic neuralgia", "cmp_gbp_phn_nnt50"),
        (DIABETIC, "diabetic neuropathy", "cmp_gbp_dpn_nnt50"),
    ):
        arm, placebo = (analgesics.arm(condition, text, None) for text in (regimen, None))
        found.append(
            compared(
                STUDY,
                f"people with 50 % relief beyond placebo, gabapentin 1800 mg a day or more, {words}",
                PERCENTAGE_POINTS,
                seen=needed_to_treat(id),
                found=analgesics.more_with_relief(arm, placebo, 0.5, DAY),
                block=Block.PAIN,
            )
        )
    return tuple(found)
