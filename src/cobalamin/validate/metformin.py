"""Serum B12 of people with and without metformin."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from cobalamin.validate.compare import Published
from cobalamin.validate.estimate import difference
from cobalamin.validate.experiment import Draw
from cobalamin.validate.levels import on_day
from cobalamin.validate.people import Life, somebody, with_condition, with_medicine
from cobalamin.validate.row import Block
from cobalamin.validate.target import Arm, Target

_WITH_DIABETES_YEARS = 8.0


def _with_diabetes(draw: Draw) -> Life:
    life = somebody(draw, age=58.0, sd=9.0, low=35.0, high=80.0)
    return with_condition(life, "type 2 diabetes", _WITH_DIABETES_YEARS)


@cache
def _on_metformin(mg_per_day: float, years: float) -> Callable[[Draw], Life]:
    def lived(draw: Draw) -> Life:
        regimen = f"metformin {mg_per_day / 2:g} mg orally twice daily"
        return with_medicine(_with_diabetes(draw), regimen, years)

    return lived


def metformin_target(
    study: str, quantity: str, *, mg_per_day: float, years: float, seen: Published, size: int, note: str
) -> Target:
    """Mean serum B12 on metformin minus that of the same people without it.

    Arguments:
        study, quantity, note: as in `Row`.
        mg_per_day, years: how much metformin, how long.
    """
    lives = (_on_metformin(mg_per_day, years), _with_diabetes)
    return Target(
        study=study,
        quantity=quantity,
        unit="pmol/L",
        block=Block.KINETICS,
        seen=seen,
        arms=tuple(Arm(people="type 2 diabetes with and without metformin", life=life, invited=120) for life in lives),
        measures=(on_day("serum_b12_pmol_l"),) * 2,
        statistic=difference,
        sizes=(size, size),
        note=note,
    )
