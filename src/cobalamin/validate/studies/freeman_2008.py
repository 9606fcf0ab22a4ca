"""Freeman 2008: days until a lasting point less pain on pregabalin, among people who end with good relief."""

from __future__ import annotations

from cobalamin.evidence.comparators import onsets
from cobalamin.validate import analgesics
from cobalamin.validate.analgesics import DIABETIC
from cobalamin.validate.compare import Published, compared
from cobalamin.validate.row import Block, Row

STUDY = "Freeman 2008"
END = 84.0
NOTE = (
    "the rate at which relief comes was set by eye against these figures; everyone begins with the full dose, and the "
    "simulated course is smooth, while daily scores go up and down"
)


def rows() -> tuple[Row, ...]:
    """Median days on three doses and on placebo."""
    seen = {o.dose: o.value for o in onsets() if o.study == STUDY}
    seen[0.0] = next(o.comparator or 0.0 for o in onsets() if o.study == STUDY)
    source = next(o.doi_or_url for o in onsets() if o.study == STUDY)
    return tuple(
        compared(
            STUDY,
            f"median days until a lasting point less pain, pregabalin {dose:g} mg a day, diabetic neuropathy"
            if dose
            else "median days until a lasting point less pain, placebo, diabetic neuropathy",
            "d",
            seen=Published(observed=days, source=source),
            found=analgesics.days_to_a_point(
                analgesics.arm(DIABETIC, analgesics.regimen_of("pregabalin", dose), None), END
            ),
            note=NOTE,
            block=Block.PAIN,
        )
        for dose, days in seen.items()
    )
