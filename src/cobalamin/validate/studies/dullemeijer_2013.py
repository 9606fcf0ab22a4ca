"""Dullemeijer 2013, a meta-analysis: serum B12 and methylmalonate when the intake of B12 is doubled."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from cobalamin.parameters import parameter
from cobalamin.validate.compare import block_of, published_interval
from cobalamin.validate.levels import on_day
from cobalamin.validate.row import Row
from cobalamin.validate.target import Arm, Target, rows_of
from cobalamin.validate.volunteers import adults

STUDY = "Dullemeijer 2013"
SIZE = 1000
"""Number of people not read; many studies."""
_MARKERS = (
    ("kin_meta_double", "serum_b12_pmol_l", "serum B12"),
    ("kin_meta_double_mma", "mma_nmol_l", "methylmalonate"),
)


def _percent_change(twice: npt.NDArray[np.float64], once: npt.NDArray[np.float64]) -> float:
    return 100.0 * (math.exp(float(np.log(twice).mean() - np.log(once).mean())) - 1.0)


def targets() -> tuple[Target, ...]:
    """The change of both."""
    usual, root = parameter("intake_omnivore").value, math.sqrt(2.0)
    arms = tuple(
        Arm(people=f"{STUDY}: adults", life=adults, invited=150, changes=(("intake_omnivore", intake),))
        for intake in (usual * root, usual / root)
    )
    return tuple(
        Target(
            study=STUDY,
            quantity=f"change of {about} when the intake is doubled, adults",
            unit="%",
            block=block_of(name),
            seen=published_interval(id),
            arms=arms,
            measures=(on_day(name),) * 2,
            statistic=_percent_change,
            sizes=(SIZE, SIZE),
            note="doubled around the usual intake from food, for life; trials gave tablets for months",
        )
        for id, name, about in _MARKERS
    )


def rows() -> tuple[Row, ...]:
    """Both changes beside those of virtual people."""
    return rows_of(targets())
