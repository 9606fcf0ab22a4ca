"""Savage 1995: a review of the neurology of B12 deficiency; how many have it, what comes first, when it answers."""

from __future__ import annotations

import numpy as np

from cobalamin.validate.clinic import Door
from cobalamin.validate.compare import compared, direction, published
from cobalamin.validate.estimate import estimate, group, percent
from cobalamin.validate.presentation import (
    FREE,
    THREE_MONTHS,
    everyone,
    outside,
    treated,
    visits,
    worst_complaint,
)
from cobalamin.validate.row import Row

STUDY = "Savage 1995"
SIZE = 200
"""A review without one number of people."""
_HALF = 50.0


def rows() -> tuple[Row, ...]:
    """Shares of everyone who comes and of those with complaints, and two directions."""
    everybody, nerve = everyone(), treated(Door.NERVE)
    mental_only = (nerve.on("memory_trouble") > FREE) & (worst_complaint(nerve) <= FREE)
    shares = (
        ("neurological complaints among all with clinical deficiency", "diag_sx_neuro_share",
         everybody, worst_complaint(everybody) > 2 * FREE),
        ("loss of vibration sense, B12 neuropathy", "sx_vibration", nerve, outside(nerve, ["vibration_threshold"])),
        ("mental change without any other", "sx_psych_only", nerve, mental_only),
    )  # fmt: skip
    found = [
        compared(STUDY, what, "%", seen=published(id), found=estimate(percent, group(people, answer, size=SIZE)))
        for what, id, people, answer in shares
    ]
    hands = 100 * np.mean([visit.hands_first for visit in visits() if visit.door is Door.NERVE])
    answered = 100 * np.mean(worst_complaint(nerve, THREE_MONTHS) < worst_complaint(nerve) - FREE)
    found.append(
        direction(
            STUDY,
            "feet before hands in most",
            seen=1,
            change=float(_HALF - hands),
            least=1.0,
            source="sx_first_sensory",
        )
    )
    found.append(
        direction(
            STUDY,
            "most are a point of ten better within three months of treatment",
            seen=1,
            change=float(answered - _HALF),
            least=1.0,
            source="diag_sx_neuro_resp",
        )
    )
    return tuple(found)
