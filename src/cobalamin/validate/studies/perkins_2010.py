"""Perkins 2010: a year on placebo in mild to moderate diabetic neuropathy, in which conduction improved."""

from __future__ import annotations

from cobalamin.validate.compare import observed_direction
from cobalamin.validate.estimate import estimate, group, mean
from cobalamin.validate.experiment import enrol, follow, recruit
from cobalamin.validate.people import diabetic, with_neuropathy
from cobalamin.validate.row import Row

STUDY = "Perkins 2010"
YEAR = 365.0
SIZE = 134


def rows() -> tuple[Row, ...]:
    """Which way sensory velocity went; the report sums several nerves, so no number is compared."""
    arm = follow(enrol(recruit(STUDY, diabetic), with_neuropathy), None, [0.0, YEAR])
    change = estimate(mean, group(arm, arm.change("sural_velocity_m_s", YEAR), size=SIZE))
    return (
        observed_direction(
            STUDY,
            "sural_velocity_m_s",
            "after a year on placebo, diabetic neuropathy",
            seen=1,
            change=change.value,
            source="mech_dpn_placebo_up",
            note="another placebo arm (Brown 2004) fell, and the body follows that one; the gain is within the noise "
            "of one laboratory",
        ),
    )
