"""Refsum 2001: low B12 and raised markers in 204 adults of Pune, vegetarians and others alike."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.validate.compare import Published, with_share_interval
from cobalamin.validate.estimate import percent
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life, somebody, with_diet
from cobalamin.validate.residents import measured
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Refsum 2001"
SOURCE = "Refsum 2001, Am J Clin Nutr 74:233, abstract"
"""The press summary, diet_india_pune_low, gives 52 % for low B12."""
SIZE = 204
SHARES = {
    "serum_b12_pmol_l": ("serum B12 below 150 pmol/L", 47.0),
    "holotc_pmol_l": ("active B12 below 35 pmol/L", 73.0),
    "mma_nmol_l": ("methylmalonate above 260 nmol/L", 73.0),
    "homocysteine_umol_l": ("homocysteine above 15 umol/L", 77.0),
}
"""Observation -> what was counted, %."""
LIMITS = {"serum_b12_pmol_l": 150.0, "holotc_pmol_l": 35.0, "mma_nmol_l": 260.0, "homocysteine_umol_l": 15.0}
LOW_WHEN_BELOW = ("serum_b12_pmol_l", "holotc_pmol_l")


def _life(draw: Draw) -> Life:
    age = draw.between("years of age", 27.0, 55.0)
    return with_diet(somebody(draw, age=age, sd=0.0, low=27.0, high=55.0), "vegetarian", age - 5.0)


_PUNE = Arm(people="adults of Pune", life=_life, invited=200)


def _abnormal(seen: Followed, name: str) -> npt.NDArray[np.bool_]:
    value = measured(seen, name)
    return value < LIMITS[name] if name in LOW_WHEN_BELOW else value > LIMITS[name]


def targets() -> tuple[Target, ...]:
    """Share with each abnormal marker."""
    return tuple(
        Target(
            study=STUDY,
            quantity=f"{what}, adults of Pune",
            unit="%",
            block=Block.KINETICS if name in LOW_WHEN_BELOW else Block.BIOMARKERS,
            seen=with_share_interval(Published(observed=share, source=SOURCE), SIZE),
            arms=(_PUNE,),
            measures=(lambda seen, name=name: _abnormal(seen, name),),
            statistic=percent,
            sizes=(SIZE,),
            note="all eat like European vegetarians from childhood: others had like markers, and what was eaten was "
            "not read",
        )
        for name, (what, share) in SHARES.items()
    )


def rows() -> tuple[Row, ...]:
    """Every share beside that of virtual people."""
    return rows_of(targets())
