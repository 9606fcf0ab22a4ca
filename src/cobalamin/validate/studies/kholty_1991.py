"""El Kholty 1991: B12 in bile that drained through a tube in people whose gall bladder had been taken out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.parameters import parameter
from cobalamin.units import NANOMOLES_PER_MICROGRAM_COBALAMIN
from cobalamin.validate.compare import published_spread
from cobalamin.validate.estimate import mean
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life, somebody, with_condition, with_diet
from cobalamin.validate.row import Block, Row
from cobalamin.validate.stool import FAECES, WEEK
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Kholty 1991"
SIZE = 8
_SINCE_YEARS = 0.02
_REST = parameter("intake_vegan").low


def _life(draw: Draw) -> Life:
    life = somebody(draw, age=58.0, sd=12.0, low=35.0, high=80.0)
    return with_diet(with_condition(life, "total gastrectomy", _SINCE_YEARS, untreated=True), "vegan", _SINCE_YEARS)


def _bile_a_day(seen: Followed) -> npt.NDArray[np.float64]:
    return seen.change(FAECES, WEEK) / (WEEK * NANOMOLES_PER_MICROGRAM_COBALAMIN) - _REST


def targets() -> tuple[Target, ...]:
    """B12 of the bile of a day."""
    return (
        Target(
            study=STUDY,
            quantity="B12 in bile a day, gall bladder taken out",
            unit="ug/d",
            block=Block.KINETICS,
            seen=published_spread("kin_bile_kholty", SIZE),
            arms=(
                Arm(
                    people=f"{STUDY}: drained bile",
                    life=_life,
                    days=(0.0, WEEK),
                    compartments=(FAECES,),
                    invited=80,
                    changes=(("intake_vegan", _REST),),
                ),
            ),
            measures=(_bile_a_day,),
            statistic=mean,
            sizes=(SIZE,),
            note="the stool of people who lost their stomach a week ago and eat no B12 stands in for the drain; a "
            "drain may lower what liver gives to bile: the Swiss label of cyanocobalamin has 3 to 8 ug a day",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The amount beside that of virtual people."""
    return rows_of(targets())
