"""How much of one tablet, or of the B12 of one meal, enters the body: what does not is found in the stool."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from cobalamin.parameters import parameter
from cobalamin.units import NANOMOLES_PER_MICROGRAM_COBALAMIN
from cobalamin.validate.compare import Published
from cobalamin.validate.estimate import mean
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life, with_diet
from cobalamin.validate.row import Block
from cobalamin.validate.stool import DAYS, FAECES, WEEK, percent_in_stool
from cobalamin.validate.target import Arm, Target

FloatArray = npt.NDArray[np.float64]
Lives = Callable[[Draw], Life]
INVITED = 80
_ALL_BOUND = (("diet_released_without_acid", 0.02),)
"""A test meal of eggs or meat, whose B12 is bound to protein: as little as the parameter may be."""
_LITTLE_BILE = (
    ("bile_secretion", parameter("bile_secretion").low),
    ("bile_return", parameter("bile_return").high),
)
"""So that the stool holds what was not absorbed and hardly anything else; absorption does not depend on it."""


def percent_absorbed(dose_ug: float) -> Callable[[Followed], FloatArray]:
    """Measure: the dose without what is found in the stool [% of the dose], shape (subject,)."""
    in_stool = percent_in_stool(dose_ug)

    def measure(seen: Followed) -> FloatArray:
        return 100.0 - in_stool(seen)

    return measure


def tablet(people: str, life: Lives, plan: str) -> Arm:
    """People who take one dose on day 0 and whose stool is collected."""
    return Arm(
        people=people, life=life, plan=plan, days=DAYS, compartments=(FAECES,), invited=INVITED, changes=_LITTLE_BILE
    )


def tablet_target(
    study: str, whom: str, dose_ug: float, *, life: Lives, seen: Published, size: int, form: str = "cyanocobalamin",
    how: str = "", unit: str = "%", note: str = "",
) -> Target:  # fmt: skip
    """How much of one dose is absorbed.

    Arguments:
        study, note: as in `Row`.
        whom: people, for the quantity.
        seen: share absorbed [%], or the amount where `unit` is "ug".
        how: words of the dosing language after the route, such as "with food".
    """
    percent = percent_absorbed(dose_ug)
    per_unit = 1.0 if unit == "%" else dose_ug / 100.0

    def measure(people: Followed) -> FloatArray:
        return per_unit * percent(people)

    return Target(
        study=study,
        quantity=" ".join(f"absorbed from {dose_ug:g} ug of {form} by mouth {how}".split()) + f", {whom}",
        unit=unit,
        block=Block.KINETICS,
        seen=seen,
        arms=(tablet(f"{study}: {whom}", life, f"{form} {dose_ug:g} ug orally {how} once"),),
        measures=(measure,),
        statistic=mean,
        sizes=(size,),
        note=note,
    )


_REST = parameter("intake_vegan").low
"""B12 of a day without food that holds it [ug]: the least that a diet may have."""
_ONE_MEAL = (("meals_per_day", 1.0), ("hours_between_meals", 24.0))
_SINCE_YEARS = 0.02


@cache
def _eating(life: Lives) -> Lives:
    def lived(draw: Draw) -> Life:
        return with_diet(life(draw), "vegan", _SINCE_YEARS)

    return lived


def meal_arms(people: str, life: Lives, dose_ug: float, *, invited: int = INVITED) -> tuple[Arm, Arm]:
    """The same people with one meal a day that holds so much B12, and with food that holds none, for a week.

    Arguments:
        dose_ug: B12 of the food of a meal, up to what a diet may have [ug].
    """
    days, lived = (0.0, WEEK), _eating(life)

    def arm(intake: float) -> Arm:
        changes = (("intake_vegan", intake), *_ALL_BOUND, *_ONE_MEAL, *_LITTLE_BILE)
        return Arm(people=people, life=lived, days=days, compartments=(FAECES,), invited=invited, changes=changes)

    return arm(dose_ug), arm(_REST)


def in_stool(seen: Followed) -> FloatArray:
    """Measure: B12 of the stool of the week [nmol], shape (subject,)."""
    return seen.change(FAECES, WEEK)


def absorbed_of_meal(dose_ug: float) -> Callable[[FloatArray, FloatArray], float]:
    """Statistic of the two arms of `meal_arms`: absorbed from one meal [ug]."""
    eaten = dose_ug - _REST

    def statistic(with_meal: FloatArray, without: FloatArray) -> float:
        lost = float(with_meal.mean() - without.mean()) / (NANOMOLES_PER_MICROGRAM_COBALAMIN * WEEK)
        return (eaten - lost) * dose_ug / eaten

    return statistic


def meal_target(
    study: str, quantity: str, unit: str, *, arms: tuple[Arm, Arm], statistic: Callable[..., float], seen: Published,
    size: int, note: str = "",
) -> Target:  # fmt: skip
    """A figure of the two arms of `meal_arms`; arguments as in `Target`."""
    return Target(
        study=study,
        quantity=quantity,
        unit=unit,
        block=Block.KINETICS,
        seen=seen,
        arms=arms,
        measures=(in_stool, in_stool),
        statistic=statistic,
        sizes=(size, size),
        note=note,
    )


def ratio_with_medicine(dose_ug: float) -> Callable[..., float]:
    """Statistic of two pairs of arms of `meal_arms`, with and without a medicine: ratio of what is absorbed."""
    absorbed = absorbed_of_meal(dose_ug)

    def statistic(*stool: Any) -> float:
        return absorbed(*stool[:2]) / absorbed(*stool[2:])

    return statistic
