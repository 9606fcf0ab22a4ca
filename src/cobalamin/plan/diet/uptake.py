"""What of a diary enters the gut wall, meal by meal, through the one law of absorption of the body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from cobalamin.body.arithmetic import minimum
from cobalamin.body.gut import absorbed
from cobalamin.body.inputs import view_inputs
from cobalamin.evidence.foods import Amount
from cobalamin.parameters import view
from cobalamin.person import Person
from cobalamin.person.covariates import individual_constants, median_constants
from cobalamin.person.diary import Eaten
from cobalamin.person.influences import eat, replete_life
from cobalamin.plan.diet.model import Span
from cobalamin.simulate import Request, build_row
from cobalamin.units import HOURS_PER_DAY, NANOMOLES_PER_MICROGRAM_COBALAMIN

LOW, HIGH = 10.0, 90.0
"""Percentiles of people between which four in five lie."""
_MOST_UG = 1e6


@dataclass(frozen=True, kw_only=True)
class Gut:
    """A gut: constants of the body, and what acts on it on day 0; of one individual, or of many as arrays."""

    constants: Mapping[str, Any]
    k: SimpleNamespace
    inputs: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Individuals who differ by the spread of the parameters: one by one, and all together as one gut of arrays."""

    each: tuple[Gut, ...]
    whole: Gut


@dataclass(frozen=True, kw_only=True)
class MealB12:
    """B12 of one meal [ug]: bound in food, and added (crystalline), which needs no acid to be set free."""

    bound: Amount
    added: Amount

    def at(self, end: str) -> tuple[float, float]:
        """Bound and added at "low", "value" or "high"."""
        return getattr(self.bound, end), getattr(self.added, end)

    @property
    def fixed(self) -> MealB12:
        """The same with the amounts that count as the only ones."""
        return MealB12(bound=_only(self.bound.value), added=_only(self.added.value))


def _only(ug: float) -> Amount:
    return Amount(low=ug, value=ug, high=ug)


def gut_of(person: Person, constants: Mapping[str, float]) -> Gut:
    """The gut of a person with these constants on day 0, conditions and medicines counted."""
    row, _ = build_row(Request(person=person, constants=constants), horizon=1.0)
    now = next(values for day, values in reversed(row.inputs) if day <= 0.0)
    return Gut(constants=constants, k=view(constants), inputs=now)


def guts(person: Person, *, individuals: int, seed: int) -> tuple[Gut, Crowd]:
    """The typical gut with this history, and those of individuals that differ by the spread of the parameters."""
    median = median_constants(person)
    drawn = (individual_constants(median, seed=seed, person_id=f"individual {n}") for n in range(individuals))
    each = tuple(gut_of(person, constants) for constants in drawn)
    constants, inputs = _arrays([gut.constants for gut in each]), _arrays([gut.inputs for gut in each])
    return gut_of(person, median), Crowd(each=each, whole=Gut(constants=constants, k=view(constants), inputs=inputs))


def _arrays(values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    import numpy as np

    return {name: np.array([each[name] for each in values]) for name in values[0]}


def total(amounts: Sequence[Amount]) -> Amount:
    """The sum, low with low and high with high."""
    return Amount(
        low=sum(a.low for a in amounts), value=sum(a.value for a in amounts), high=sum(a.high for a in amounts)
    )


def meal_of(rows: Sequence[Eaten]) -> MealB12:
    """B12 of the rows of one meal."""
    return MealB12(
        bound=total([r.b12 for r in rows if not r.crystalline]), added=total([r.b12 for r in rows if r.crystalline])
    )


def meal_absorbed(meal: MealB12, gut: Gut, *, end: str = "value") -> Any:
    """Absorbed of one meal [ug], by `absorbed`, six hours (hours_between_meals) after the meal before.

    Food-bound B12 is let go as in `eat`; that of fortified food is free from the start:
    released = (food_release_normal (w + (1 - w) food_release) bound + added) / (bound + added). The law is linear in
    the ceiling of the receptors, so a large ceiling could take up more of a trace than there is: no more than is free
    counts.
    Source: kin_abs_cn_1ug, diet_bioav_bread_stool
    """
    bound, added = meal.at(end)
    if bound + added <= 0.0:
        return 0.0
    k, now = gut.k, gut.inputs
    free = k.diet_released_without_acid
    let_go = k.food_release_normal * (free + (1 - free) * now["food_release"])
    taken = absorbed(
        (bound + added) * NANOMOLES_PER_MICROGRAM_COBALAMIN,
        k.hours_between_meals,
        k,
        view_inputs(now),
        released=(let_go * bound + added) / (bound + added),
        passive=k.passive_with_meal,
    )
    brought = (taken.receptor + taken.passive) / NANOMOLES_PER_MICROGRAM_COBALAMIN
    return minimum(brought, let_go * bound + added)


def tablet_absorbed(ug: float, every_days: float, gut: Gut) -> Any:
    """Absorbed a day [ug/d] of a tablet of `ug` every so many days, between meals, by `absorbed`."""
    amount = ug * NANOMOLES_PER_MICROGRAM_COBALAMIN
    taken = absorbed(amount, every_days * HOURS_PER_DAY, gut.k, view_inputs(gut.inputs))
    return minimum((taken.receptor + taken.passive) / NANOMOLES_PER_MICROGRAM_COBALAMIN, ug) / every_days


def among(
    meals: Sequence[MealB12], typical: Gut, people: Crowd, *, days: float, tablets: Sequence[tuple[float, float]] = ()
) -> Span:
    """Absorbed a day [ug/d]: the typical person, and four in five people over the range of the content.

    Arguments:
        meals: in all days.
        days: over which they are spread.
        tablets: (ug, every how many days).
    """
    import numpy as np

    def daily(gut: Gut, end: str) -> Any:
        food = sum(meal_absorbed(meal, gut, end=end) for meal in meals) / days
        return food + sum(tablet_absorbed(ug, every, gut) for ug, every in tablets)

    value = float(daily(typical, "value"))
    low = float(np.percentile(daily(people.whole, "low"), LOW))
    high = float(np.percentile(daily(people.whole, "high"), HIGH))
    return Span(low=min(low, value), value=value, high=max(high, value))


def healthy_absorbed(intake_ug: float, person: Person, typical: Gut) -> float:
    """What a healthy typical adult absorbs of an intake in the usual meals of a mixed diet [ug/d], by `eat`."""
    inputs = replete_life(person, typical.k)
    eat(intake_ug, typical.k.meals_per_day, inputs, typical.k)
    return inputs["diet_absorbed"] / NANOMOLES_PER_MICROGRAM_COBALAMIN


def equal_meals_intake(absorbed_ug: float, meals: float, typical: Gut) -> float:
    """Intake [ug/d] in equal mixed meals of which this person absorbs `absorbed_ug` a day; by halving, through `eat`.

    A simulated diet is one of equal meals. A diary with one rich meal in three days is absorbed worse than the same
    intake spread out, so the simulated diet is the one that brings the same amount into the body.
    """
    inputs = dict(typical.inputs)
    low, high = 0.0, 1.0

    def brought(intake: float) -> float:
        eat(intake, meals, inputs, typical.k)
        return inputs["diet_absorbed"] / NANOMOLES_PER_MICROGRAM_COBALAMIN

    while brought(high) < absorbed_ug and high < _MOST_UG:
        low, high = high, 2.0 * high
    for _ in range(60):
        middle = (low + high) / 2.0
        low, high = (middle, high) if brought(middle) < absorbed_ug else (low, middle)
    return high if absorbed_ug > 0.0 else 0.0
