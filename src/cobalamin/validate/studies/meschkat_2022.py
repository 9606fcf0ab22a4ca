"""Meschkat 2022: adult mice that stop making myelin basic protein lose half of their central myelin in 20 weeks."""

from __future__ import annotations

import numpy as np

from cobalamin.validate.compare import compared, published
from cobalamin.validate.deprived import whole
from cobalamin.validate.estimate import estimate, group, mean
from cobalamin.validate.row import Block, Row

STUDY = "Meschkat 2022"
DAYS = 140.0
SIZE = 5
"""The number of mice was not read."""


def rows() -> tuple[Row, ...]:
    """Central sheath lost without upkeep, which the law of the sheath makes exponential."""
    people = whole()
    turnover = np.array([s.constants["cord_sheath_turnover"] for s in people.subjects])
    return (
        compared(
            STUDY,
            "central myelin lost in 20 weeks without upkeep",
            "%",
            seen=published("mech_meschkat_loss"),
            found=estimate(mean, group(people, 100 * (1 - np.exp(-turnover * DAYS)), size=SIZE)),
            note="mice; the turnover of people was taken a little slower",
            block=Block.MECHANISM,
        ),
    )
