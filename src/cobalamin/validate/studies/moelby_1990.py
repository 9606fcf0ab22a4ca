"""Moelby 1990: methylmalonate above 340 nmol/L in people with low serum B12 who were clinically deficient."""

from __future__ import annotations

from cobalamin.validate.compare import published, with_share_interval
from cobalamin.validate.estimate import percent
from cobalamin.validate.megaloblastic import CLINICALLY_DEFICIENT
from cobalamin.validate.residents import measured
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Target, rows_of

STUDY = "Moelby 1990"
DEFICIENT = 31
HIGH_MMA = 340.0
"""nmol/L"""


def targets() -> tuple[Target, ...]:
    """Share of the clinically deficient."""
    return (
        Target(
            study=STUDY,
            quantity="methylmalonate above 340 nmol/L, low serum B12 and clinically deficient",
            unit="%",
            block=Block.BIOMARKERS,
            seen=with_share_interval(published("diag_acc_moelby_sens"), DEFICIENT),
            arms=(CLINICALLY_DEFICIENT,),
            measures=(lambda seen: measured(seen, "mma_nmol_l") > HIGH_MMA,),
            statistic=percent,
            sizes=(DEFICIENT,),
            note="people with low B12 who are anaemic or have complaints stand in for the clinically deficient",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The share beside that of virtual people."""
    return rows_of(targets())
