"""Lindenbaum 1988: 141 people with neuropsychiatric disease of B12 deficiency, many without anaemia or macrocytosis."""

from __future__ import annotations

import numpy as np

from cobalamin.validate.clinic import Door
from cobalamin.validate.compare import compared, published, with_share_interval
from cobalamin.validate.estimate import estimate, group, percent
from cobalamin.validate.presentation import YEAR, blood_normal, treated, worst_complaint
from cobalamin.validate.row import Block, Row

STUDY = "Lindenbaum 1988"
SEEN, NORMAL_BLOOD, TREATED = 141, 40, 39
LOW_B12 = 150.0
"""pmol/L"""


def rows() -> tuple[Row, ...]:
    """Share with normal blood, their serum B12, and how many improve."""
    people = treated(Door.NERVE)
    normal = blood_normal(people)
    high = np.where(normal, people.on("serum_b12_pmol_l") > LOW_B12, np.nan).astype(np.float64)
    better = worst_complaint(people, YEAR) < worst_complaint(people)
    shares = (
        (
            "neither anaemia nor macrocytosis, neuropsychiatric deficiency",
            "diag_sx_no_haem",
            normal,
            SEEN,
            Block.BIOMARKERS,
        ),
        (
            "serum B12 above 150 pmol/L among those with normal blood",
            "diag_sx_lind_b12gt150",
            high,
            NORMAL_BLOOD,
            Block.KINETICS,
        ),
        ("complaints better a year after treatment", "diag_sx_lind_resp", better, TREATED, Block.NERVE),
    )
    return tuple(
        compared(
            STUDY,
            what,
            "%",
            seen=with_share_interval(published(id), size),
            found=estimate(percent, group(people, answer, size=size)),
            block=block,
        )
        for what, id, answer, size, block in shares
    )
