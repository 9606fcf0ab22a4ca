"""Storz 2023: B12 that 115 healthy young Germans get from food, by diet, beside the intakes of the model."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.validate.compare import published
from cobalamin.validate.estimate import median
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life, somebody
from cobalamin.validate.row import Block, Kind, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Storz 2023"
SIZE = 38
"""A third of the 115 in each group; the numbers of the groups were not read."""


def _life(draw: Draw) -> Life:
    return somebody(draw, age=27.0, sd=4.0, low=18.0, high=45.0)


_GERMANS = Arm(people="young Germans", life=_life, invited=100)


def _intake(name: str) -> Callable[[Followed], npt.NDArray[np.float64]]:
    return lambda seen: np.array([subject.constants[name] for subject in seen.subjects])


def targets() -> tuple[Target, ...]:
    """Medians of what people of each diet eat."""
    diets = (
        ("omnivores", "diet_freiburg_omn", "intake_omnivore"),
        ("vegetarians", "diet_freiburg_lov", "intake_vegetarian"),
        ("vegans", "diet_freiburg_vegan", "intake_vegan"),
    )
    return tuple(
        Target(
            study=STUDY,
            quantity=f"B12 from food, young Germans, {whom}",
            unit="ug/d",
            block=Block.KINETICS,
            seen=published(id),
            arms=(_GERMANS,),
            measures=(_intake(name),),
            statistic=median,
            sizes=(SIZE,),
            kind=Kind.BUILT_IN,
            note="an intake is put in and no result of the model; whether the report gives a mean or a median is open",
        )
        for whom, id, name in diets
    )


def rows() -> tuple[Row, ...]:
    """Every intake beside that of the model."""
    return rows_of(targets())
