"""IOM 1998, a review of dietary reference intakes: the body's B12 and the share of it that is lost a day."""

from __future__ import annotations

from cobalamin.validate.compare import published
from cobalamin.validate.levels import level_target
from cobalamin.validate.loss import NO_INTAKE, NO_RETURN, loss_target
from cobalamin.validate.row import Row
from cobalamin.validate.target import Arm, Target, rows_of
from cobalamin.validate.volunteers import adults

STUDY = "IOM 1998"
SIZE = 20
"""Studies and their people are not listed where it was read."""


def targets() -> tuple[Target, ...]:
    """Store, and loss with and without intrinsic factor."""
    return (
        level_target(
            STUDY, "B12 in the body, healthy adults", "ug", "body_b12_ug",
            Arm(people=f"{STUDY}: adults", life=adults, invited=100), seen=published("mech_pool"), size=SIZE,
            note="most estimates lie between 2 and 3 mg",
        ),
        loss_target(STUDY, "healthy", NO_INTAKE, seen=published("kin_loss_pct_iom"), size=SIZE),
        loss_target(
            STUDY, "pernicious anaemia", NO_RETURN, seen=published("kin_loss_pct_pa"), size=SIZE,
            note="Boddy 1972",
        ),
    )  # fmt: skip


def rows() -> tuple[Row, ...]:
    """Every figure beside that of virtual people."""
    return rows_of(targets())
