"""Coggan 2010: the ratio of sodium to leak conductance orders what a demyelinated axon does."""

from __future__ import annotations

import math
from itertools import pairwise

from cobalamin.nerve.excitability import ORDER, least_sodium
from cobalamin.validate.compare import direction
from cobalamin.validate.row import Block, Kind, Row

STUDY = "Coggan 2010"
SOURCE = "mech_coggan_switch"
LEAK, SLOW_INWARD = 1.0, 0.4
"""Conductances at which all regimes occur [mS/cm2]."""


def rows() -> tuple[Row, ...]:
    """Whether each regime begins at a higher ratio than the one before, and what an afterdischarge needs."""
    begins = [least_sodium(regime, leak=LEAK, slow_inward=SLOW_INWARD) / LEAK for regime in ORDER[1:]]
    ordered = [
        direction(
            STUDY,
            f"ratio at which {later.value} begins, against {earlier.value}",
            seen=1,
            change=then - now,
            least=0.1,
            source=SOURCE,
            kind=Kind.VERIFICATION,
            note="the same model, computed again",
            block=Block.MECHANISM,
        )
        for (earlier, now), (later, then) in pairwise(zip(ORDER[1:], begins, strict=True))
    ]
    without = least_sodium(ORDER[2], leak=2.0, slow_inward=0.0)
    needs = direction(
        STUDY,
        "afterdischarge without a slow inward current, at healthy leak",
        seen=0,
        change=0.0 if math.isnan(without) else 1.0,
        least=0.1,
        source=SOURCE,
        kind=Kind.VERIFICATION,
        note="the same model, computed again",
        block=Block.MECHANISM,
    )
    return (*ordered, needs)
