"""Kajdasz 2007: numbers needed to treat and to harm of duloxetine 60 mg a day in painful diabetic neuropathy."""

from __future__ import annotations

from cobalamin.validate import analgesics
from cobalamin.validate.analgesic_rows import PERCENTAGE_POINTS, needed_to_treat
from cobalamin.validate.analgesics import DIABETIC
from cobalamin.validate.compare import compared
from cobalamin.validate.row import Block, Row

STUDY = "Kajdasz 2007"
DAY = 84.0
SIZE = 340
"""People in each arm of the three trials together, about."""


def rows() -> tuple[Row, ...]:
    """People with 50 % relief, and people who stop because of an adverse event, beyond placebo."""
    arm, placebo = (analgesics.arm(DIABETIC, text, SIZE) for text in (analgesics.regimen_of("duloxetine", 60.0), None))
    return (
        compared(
            STUDY,
            "people with 50 % relief beyond placebo, duloxetine 60 mg a day, diabetic neuropathy",
            PERCENTAGE_POINTS,
            seen=needed_to_treat("cmp_dlx60_nnt"),
            found=analgesics.more_with_relief(arm, placebo, 0.5, DAY),
            block=Block.PAIN,
        ),
        compared(
            STUDY,
            "people who stop because of an adverse event beyond placebo, duloxetine 60 mg a day",
            PERCENTAGE_POINTS,
            seen=needed_to_treat("cmp_dlx60_nnh"),
            found=analgesics.beyond(arm, "stop_for_harm", SIZE),
            block=Block.HARM,
        ),
    )
