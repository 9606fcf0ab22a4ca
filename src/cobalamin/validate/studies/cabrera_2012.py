"""Cabrera 2012: weight in the first year on pregabalin, three groups of people pooled from many studies."""

from __future__ import annotations

from cobalamin.evidence import fact
from cobalamin.validate import analgesics
from cobalamin.validate.analgesics import DIABETIC, YEAR
from cobalamin.validate.compare import Published, compared
from cobalamin.validate.estimate import estimate, group, mean
from cobalamin.validate.row import Block, Row

STUDY = "Cabrera 2012"
GAINED_KG = {"stable": 2.22, "late": 6.20, "early": 5.46}
"""Median gain of each group [kg], in the notes of the facts; the share of each is their value [%]."""


def rows() -> tuple[Row, ...]:
    """Mean gain at a year, from the three groups, on 300 mg a day."""
    gained = sum((fact(f"cmp_pgb_wt_{kind}").value or 0.0) / 100 * kg for kind, kg in GAINED_KG.items())
    arm = analgesics.arm(DIABETIC, analgesics.regimen_of("pregabalin", 300.0), None)
    return (
        compared(
            STUDY,
            "weight gained in a year on pregabalin",
            "kg",
            seen=Published(observed=gained, source="cmp_pgb_wt_stable"),
            found=estimate(mean, group(arm.followed, arm.followed.on("weight_change_kg", YEAR), size=arm.size)),
            note="a label gives more at two years; the constants lie between the two",
            block=Block.HARM,
        ),
    )
