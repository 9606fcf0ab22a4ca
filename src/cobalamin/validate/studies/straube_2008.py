"""Straube 2008: people who stopped pregabalin because of an adverse event, and people with half their pain, by dose."""

from __future__ import annotations

from cobalamin.validate import analgesics
from cobalamin.validate.analgesic_rows import PERCENT, event_rows
from cobalamin.validate.analgesics import DIABETIC
from cobalamin.validate.compare import compared, published
from cobalamin.validate.row import Block, Kind, Row

STUDY = "Straube 2008"
RELIEF = {150: "cmp_pgb_r50_meta_150", 300: "cmp_pgb_r50_meta_300", 600: "cmp_pgb_r50_meta_600"}
DAY = 84.0


def rows() -> tuple[Row, ...]:
    """Stops at single doses, and people with 50 % relief; what pools all doses is left out."""
    stops = [row for row in event_rows(STUDY) if "400 mg" not in row.quantity]
    relief = [
        compared(
            STUDY,
            f"people with 50 % relief on pregabalin {dose} mg a day, nerve pain of any kind",
            PERCENT,
            seen=published(id),
            found=analgesics.with_relief(
                analgesics.arm(DIABETIC, analgesics.regimen_of("pregabalin", dose), None), 0.5, DAY
            ),
            kind=Kind.FITTED,
            note="people with diabetic neuropathy stand in; trials mixed conditions",
            block=Block.PAIN,
        )
        for dose, id in RELIEF.items()
    ]
    return (*stops, *relief)
