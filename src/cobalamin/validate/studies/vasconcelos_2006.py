"""Vasconcelos 2006: 57 published cases of subacute combined degeneration with an MRI; how many recover fully."""

from __future__ import annotations

import numpy as np

from cobalamin.validate.clinic import Door
from cobalamin.validate.compare import compared, published_interval
from cobalamin.validate.estimate import estimate, group, percent
from cobalamin.validate.presentation import YEAR, complete, treated
from cobalamin.validate.row import Block, Row

STUDY = "Vasconcelos 2006"
SIZE = 57
PUBLISHED_SHARE = 2 / 9
"""Cases with a lesion on MRI are taken to be the worst of those who come: two of the nine of Hemmer 1998 had one."""


def rows() -> tuple[Row, ...]:
    """Complete resolution a year after treatment in the people with the worst cords."""
    people = treated(Door.NERVE)
    function = people.on("dorsal_column")
    worst = np.zeros(len(function), dtype=bool)
    for block in set(people.blocks):
        own = people.blocks == block
        worst |= own & (function <= np.quantile(function[own], PUBLISHED_SHARE))
    full = np.where(worst, complete(people, YEAR), np.nan).astype(np.float64)
    return (
        compared(
            STUDY,
            "complete resolution a year after treatment, published cases of subacute combined degeneration",
            "%",
            seen=published_interval("trials_scd_complete_review"),
            found=estimate(percent, group(people, full, size=SIZE)),
            note="the two ninths with the least function of the dorsal columns stand in for published cases with a "
            "lesion on MRI",
            block=Block.NERVE,
        ),
    )
