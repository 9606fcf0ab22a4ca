"""A conference abstract, Am J Gastroenterol: serum B12 of people with Crohn's disease on 1200 ug a day by mouth."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.validate.compare import published, with_share_interval
from cobalamin.validate.estimate import percent
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life, somebody, with_condition
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "abstract, Am J Gastroenterol suppl"
SIZE = 30
MIDDLE = 137.0
"""Middle of 3 to 6 months [d]."""
NORMAL = 148.0
"""pmol/L (200 pg/mL); the limit was not read. Source: guess"""


def _life(draw: Draw) -> Life:
    life = somebody(draw, age=42.0, sd=12.0, low=20.0, high=70.0)
    return with_condition(life, "Crohn's disease of the ileum", draw.between("years", 3.0, 15.0))


def _normal(seen: Followed) -> npt.NDArray[np.bool_]:
    return seen.on("serum_b12_pmol_l", MIDDLE) >= NORMAL


def targets() -> tuple[Target, ...]:
    """Share with normal B12."""
    arm = Arm(
        people=f"{STUDY}: Crohn's disease",
        life=_life,
        plan="cyanocobalamin 1200 ug orally daily",
        days=(0.0, MIDDLE),
        invited=100,
    )
    return (
        Target(
            study=STUDY,
            quantity="normal serum B12 after 3 to 6 months of 1200 ug by mouth a day, Crohn's disease",
            unit="%",
            block=Block.KINETICS,
            seen=with_share_interval(published("kin_crohn_oral"), SIZE),
            arms=(arm,),
            measures=(_normal,),
            statistic=percent,
            sizes=(SIZE,),
            note=f"limit of the report not read; {NORMAL:g} pmol/L here",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The share beside that of virtual people."""
    return rows_of(targets())
