"""Fernandez-Roig 2012: mice whose brain keeps a thirteenth of its B12, and how much DNA methylation is left."""

from __future__ import annotations

import numpy as np

from cobalamin.body.methylation import occupancy, sam_sah_ratio
from cobalamin.evidence import fact
from cobalamin.parameters import parameters, view
from cobalamin.validate.compare import compared, published
from cobalamin.validate.deprived import whole
from cobalamin.validate.estimate import estimate, group, mean
from cobalamin.validate.row import Block, Row

STUDY = "Fernandez-Roig 2012"
SIZE = 4


def rows() -> tuple[Row, ...]:
    """SAM/SAH that the methylation law gives at the pool of the mouse brain, for the measured DNA methylation."""
    pool = fact("mech_cd320_brain").value
    assert pool is not None
    people = whole()
    k = view({name: np.array([s.constants[name] for s in people.subjects]) for name in parameters()})
    left = 100 * sam_sah_ratio(occupancy(pool / 100, k.cord_sensitivity, k), k)
    return (
        compared(
            STUDY,
            "methylation of the brain at 7.6 % of its B12, of normal",
            "%",
            seen=published("mech_cd320_dna"),
            found=estimate(mean, group(people, left, size=SIZE)),
            note="SAM/SAH stands in for DNA methylation, and the sensitivity of people for that of mice",
            block=Block.MECHANISM,
        ),
    )
