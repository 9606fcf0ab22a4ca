"""Obersby 2015: homocysteine of 39 B12-deficient vegetarians before and after oral methylcobalamin."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.validate.compare import Published, published
from cobalamin.validate.estimate import mean
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life, somebody, with_diet
from cobalamin.validate.residents import measured
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Obersby 2015"
SOURCE = "10.12944/CRNFSJ.3.3.02"
SIZE = 39
AFTER = 8.4
"""umol/L, in the abstract."""
END = 112.0
"""Days; neither the dose nor the length was read: 500 ug a day for 16 weeks, which more would not change much."""
RAISED = 10.0
"""umol/L; homocysteine was raised at entry, from where was not read."""


def _life(draw: Draw) -> Life:
    diet = draw.one_of("diet", {"vegetarian": 0.6, "vegan": 0.4})
    life = somebody(draw, age=45.0, sd=13.0, low=20.0, high=70.0)
    return with_diet(life, diet, draw.between("years", 3.0, min(25.0, life["person"]["age"] - 10.0)))


def _raised(seen: Followed) -> npt.NDArray[np.bool_]:
    return measured(seen, "homocysteine_umol_l") > RAISED


_VEGETARIANS = Arm(
    people="British vegetarians with raised homocysteine",
    life=_life,
    plan="methylcobalamin 500 ug orally daily",
    days=(0.0, END),
    entry=_raised,
    invited=100,
)


def targets() -> tuple[Target, ...]:
    """Means before and after."""
    levels = (
        ("before", published("obersby_hcy"), 0.0),
        ("after oral methylcobalamin", Published(observed=AFTER, source=SOURCE), END),
    )
    return tuple(
        Target(
            study=STUDY,
            quantity=f"homocysteine, mean, B12-deficient vegetarians {when}",
            unit="umol/L",
            block=Block.BIOMARKERS,
            seen=seen,
            arms=(_VEGETARIANS,),
            measures=(lambda people, day=day: people.on("homocysteine_umol_l", day),),
            statistic=mean,
            sizes=(SIZE,),
            note="dose and length were not read: 500 ug a day for 16 weeks",
        )
        for when, seen, day in levels
    )


def rows() -> tuple[Row, ...]:
    """Both means beside those of virtual vegetarians."""
    return rows_of(targets())
