"""Arora 2019: mice without the receptor of transcobalamin; methylation of brain, conduction of the sciatic nerve."""

from __future__ import annotations

from cobalamin.validate.deprived import lost
from cobalamin.validate.row import Row

STUDY, SOURCE = "Arora 2019", "mech_cd320_func"


def rows() -> tuple[Row, ...]:
    """Directions of SAM/SAH and of the compound potential."""
    return (
        lost(STUDY, "sam_sah_ratio", seen=-1, source=SOURCE),
        lost(STUDY, "sural_amplitude_uv", seen=-1, source=SOURCE),
    )
