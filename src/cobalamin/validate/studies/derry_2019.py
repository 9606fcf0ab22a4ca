"""Derry 2019: pooled trials of pregabalin in painful diabetic neuropathy, responders and stops beyond placebo."""

from __future__ import annotations

from cobalamin.validate import analgesics
from cobalamin.validate.analgesic_rows import PERCENTAGE_POINTS
from cobalamin.validate.analgesics import DIABETIC
from cobalamin.validate.compare import compared, published
from cobalamin.validate.row import Block, Row

STUDY = "Derry 2019"
DAY = 84.0
RELIEF = {30: "cmp_pgb_dpn_rd30_300", 50: "cmp_pgb_dpn_rd50_300"}
STOPS = {300: "cmp_pgb_dpn_aewd_300", 600: "cmp_pgb_dpn_aewd_600"}


def rows() -> tuple[Row, ...]:
    """People with 30 % and 50 % relief on 300 mg, and stops on 300 and 600 mg, beyond placebo."""
    placebo = analgesics.arm(DIABETIC, None, None)
    found: list[Row] = []
    for least, id in RELIEF.items():
        arm = analgesics.arm(DIABETIC, analgesics.regimen_of("pregabalin", 300.0), None)
        found.append(
            compared(
                STUDY,
                f"people with {least} % relief beyond placebo, pregabalin 300 mg a day, diabetic neuropathy",
                PERCENTAGE_POINTS,
                seen=published(id),
                found=analgesics.more_with_relief(arm, placebo, least / 100, DAY),
                block=Block.PAIN,
            )
        )
    for dose, id in STOPS.items():
        arm = analgesics.arm(DIABETIC, analgesics.regimen_of("pregabalin", dose), None)
        found.append(
            compared(
                STUDY,
                f"people who stop because of an adverse event beyond placebo, pregabalin {dose} mg a day",
                PERCENTAGE_POINTS,
                seen=published(id),
                found=analgesics.beyond(arm, "stop_for_harm", analgesics.USUAL_SIZE),
                block=Block.HARM,
            )
        )
    return tuple(found)
