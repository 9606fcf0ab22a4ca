"""Leishear 2012: nerve conduction at 72 to 83 years, people with B12 deficiency against the others."""

from __future__ import annotations

import numpy as np

from cobalamin.validate.compare import compared, published
from cobalamin.validate.estimate import difference, estimate, group
from cobalamin.validate.experiment import Draw, enrol, follow, recruit
from cobalamin.validate.people import Life, old
from cobalamin.validate.row import Block, Row

STUDY = "Leishear 2012"
HIGHEST_B12, LEAST_MMA = 260.0, 271.0
"""Serum B12 [pmol/L] below and methylmalonate [nmol/L] above which a person counted as deficient."""
EVERYBODY, DEFICIENT = 2287, 160
NERVE = "peroneal_velocity_m_s"


def _life(draw: Draw) -> Life:
    return old(draw, age=76.5, sd=2.9, low=72.0, high=83.0)


def rows() -> tuple[Row, ...]:
    """The gap of velocity; a kidney that raises methylmalonate alone is not deficiency, so only good kidneys count."""
    subjects = recruit(STUDY, _life, people=400)
    everybody = follow(enrol(subjects, lambda seen: np.ones(len(seen.subjects), dtype=bool)), None, [0.0])
    low = (everybody.on("serum_b12_pmol_l") < HIGHEST_B12) & (everybody.on("mma_nmol_l") > LEAST_MMA)
    velocity = everybody.on(NERVE)
    gap = estimate(
        difference,
        group(everybody, np.where(low, velocity, np.nan), size=DEFICIENT),
        group(everybody, np.where(low, np.nan, velocity), size=EVERYBODY - DEFICIENT),
    )
    return (
        compared(
            STUDY,
            "peroneal velocity, deficient minus others, 72 to 83 years",
            "m/s",
            seen=published("trials_habc_ncv_gap"),
            found=gap,
            block=Block.NERVE,
        ),
    )
