"""Hvas 2001: 432 Danes with a raised methylmalonate; how closely it goes with serum B12."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.validate.chances import rank_correlation, with_correlation_interval
from cobalamin.validate.compare import published
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life
from cobalamin.validate.residents import measured, resident
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Hvas 2001"
SIZE = 432
HIGH_MMA = 280.0
"""nmol/L"""


def _life(draw: Draw) -> Life:
    return resident(draw, low=40.0, high=88.0)


def _raised(seen: Followed) -> npt.NDArray[np.bool_]:
    return measured(seen, "mma_nmol_l") > HIGH_MMA


_DANES = Arm(people="Danes with a raised methylmalonate", life=_life, entry=_raised, invited=500)


def targets() -> tuple[Target, ...]:
    """The correlation among those with a raised methylmalonate."""
    return (
        Target(
            study=STUDY,
            quantity="correlation of methylmalonate with serum B12, Danes with methylmalonate above 280 nmol/L",
            unit="1",
            block=Block.BIOMARKERS,
            seen=with_correlation_interval(published("diag_mma_r_b12_hvas"), SIZE),
            arms=(_DANES,),
            measures=(lambda seen: np.stack([measured(seen, "mma_nmol_l"), measured(seen, "serum_b12_pmol_l")]),),
            statistic=rank_correlation,
            sizes=(SIZE,),
            note="ages and causes are a judgement; by ranks, as which coefficient it was is not known",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The correlation beside that of virtual people."""
    return rows_of(targets())
