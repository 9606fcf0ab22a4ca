"""Savage 1995: a review of the neurology of B12 deficiency; how many have it, what comes first, when it answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cobalamin.validate.clinic import Door
from cobalamin.validate.compare import Published, compared, direction, published
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
from cobalamin.validate.row import Block, Row

STUDY = "Savage 1995"
SIZE = 200
"""A review without one number of people."""
COMPLAINT = 2.0
"""Points of ten from which a complaint counts as a neurological syndrome."""
ALMOST_ALL, RARELY_IF_EVER = (90.0, 100.0), (0.0, 2.0)
"""Words of the review as shares [%]."""
_HALF = 50.0


def _in_words(id: str, low: float, high: float) -> Published:
    return replace(published(id), low=low, high=high)


def rows() -> tuple[Row, ...]:
    """Shares of everyone who comes and of those with complaints, and two directions."""
    everybody, nerve = everyone(), treated(Door.NERVE)
    complaints = worst_complaint(everybody) > COMPLAINT
    mental_only = (nerve.on("memory_trouble") > FREE) & (worst_complaint(nerve) <= FREE)
    shares = (
        ("neurological complaints among all with clinical deficiency", published("diag_sx_neuro_share"),
         everybody, complaints, ""),
        ("loss of vibration sense, B12 neuropathy", _in_words("sx_vibration", *ALMOST_ALL),
         nerve, outside(nerve, ["vibration_threshold"]), 'bounds are a reading of "almost all"'),
        ("mental change without any other", _in_words("sx_psych_only", *RARELY_IF_EVER),
         nerve, mental_only, 'bounds are a reading of "rarely if ever"'),
    )  # fmt: skip
    found = [
        compared(
            STUDY,
            what,
            "%",
            seen=seen,
            found=estimate(percent, group(people, answer, size=SIZE)),
            note=note,
            block=Block.NERVE,
        )
        for what, seen, people, answer, note in shares
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
            block=Block.NERVE,
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
            block=Block.NERVE,
        )
    )
    return tuple(found)
