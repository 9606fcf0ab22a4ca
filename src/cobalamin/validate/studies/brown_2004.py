"""Brown 2004: a year on placebo in a trial of zenarestat, in mild to moderate diabetic neuropathy."""

from __future__ import annotations

import numpy as np

from cobalamin.validate.compare import compared, published_interval
from cobalamin.validate.estimate import estimate, group, mean
from cobalamin.validate.experiment import Followed, enrol, follow, recruit
from cobalamin.validate.people import diabetic
from cobalamin.validate.row import Block, Row

STUDY = "Brown 2004"
YEAR = 365.0
SIZE = 200
"""The size of the arm was not read."""


def _mild_to_moderate(seen: Followed) -> np.ndarray:
    amplitude = seen.on("sural_amplitude_uv")
    return (amplitude > 1.0) & (amplitude < 10.0)


def rows() -> tuple[Row, ...]:
    """Change of sural velocity in a year without treatment."""
    people = enrol(recruit(STUDY, diabetic), _mild_to_moderate)
    arm = follow(people, None, [0.0, YEAR])
    change = estimate(mean, group(arm, arm.change("sural_velocity_m_s", YEAR), size=SIZE))
    return (
        compared(
            STUDY,
            "change of sural velocity in a year on placebo, diabetic neuropathy",
            "m/s",
            seen=published_interval("mech_dpn_sural"),
            found=change,
            block=Block.NERVE,
        ),
    )
