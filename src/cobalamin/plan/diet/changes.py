"""The fewest changes that bring as much B12 into the body as the reference intakes would; suggestions to discuss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from statistics import median
from typing import Any

from cobalamin.evidence import citation
from cobalamin.evidence.foods import Amount, find_food, foods
from cobalamin.person import Person
from cobalamin.plan.diet.model import Change, ReferenceLine, Span
from cobalamin.plan.diet.status import RAISED, Course, follow, shares_out
from cobalamin.plan.diet.uptake import Crowd, Gut, MealB12, among, meal_absorbed, tablet_absorbed
from cobalamin.regimen import parse

CHECKED_YEARS = 5.0
"""Years after which methylmalonate is looked at [a]."""
CHECKED_PEOPLE = 100
MOST_PAIRS = 4
_CHOSEN = "a size chosen here between those that are advised; no authority names it"
_NONE = Amount(low=0.0, value=0.0, high=0.0)


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing that could be added.

    Attributes:
        words: for a reader.
        ug: B12 of one helping or tablet [ug].
        added: the B12 is added and needs no acid.
        every_days: 1 for each day; a tablet may be weekly.
        regimen: of a tablet, in the language of regimens; "" for a food.
        vegan: no animal food.
        source: where the content is from.
    """

    words: str
    ug: Amount
    added: bool = True
    every_days: float = 1.0
    regimen: str = ""
    vegan: bool = True
    source: str = ""

    @property
    def meal(self) -> MealB12:
        """The same as a meal of its own."""
        return MealB12(bound=_NONE if self.added else self.ug, added=self.ug if self.added else _NONE)

    def absorbed(self, gut: Gut) -> Any:
        """Absorbed a day [ug/d], some hours apart from other B12."""
        if self.regimen:
            return tablet_absorbed(self.ug.value, self.every_days, gut)
        return meal_absorbed(self.meal, gut)


def _fortified(category: str, words: str, grams: float) -> Option:
    """A fortified food as the middle of its kind: least, median and most of a helping in the table."""
    known = [f for f in foods().values() if f.fortified and f.category == category and f.ug_per_100g]
    each = [f.ug_per_100g * grams / 100.0 for f in known if f.ug_per_100g]
    ug = Amount(low=min(each), value=median(each), high=max(each))
    said = f"{words} (about {ug.value:.1f} ug, by brand {ug.low:.1f} to {ug.high:.1f})"
    names = dict.fromkeys("USDA tables" if f.source.startswith("USDA") else f.source for f in known)
    return Option(words=said, ug=ug, source=f"median of {len(known)} fortified foods of this kind: {', '.join(names)}")


def _animal(name: str, words: str, grams: float) -> Option:
    food = find_food(name).food
    ug = (food.ug_per_100g or 0.0) * grams / 100.0
    amount = Amount(low=ug, value=ug, high=ug)
    said = f"{words} (about {ug:.1f} ug)"
    return Option(words=said, ug=amount, added=False, vegan=False, source=f"{food.source}: {food.name}")


def _tablet(ug: float, words: str, regimen: str, every_days: float = 1.0, source: str = "") -> Option:
    amount = Amount(low=ug, value=ug, high=ug)
    return Option(words=words, ug=amount, every_days=every_days, regimen=regimen, source=source)


def options(kind: str) -> tuple[Option, ...]:
    """What could be added to a vegan or vegetarian diet; foods first.

    Source: diet_vegan_advice
    """
    advised = citation("diet_vegan_advice")
    found = (
        _fortified("plant_milk", "a glass of plant drink with added B12, 240 mL a day", 240.0),
        _fortified("fortified_cereal", "breakfast cereal with added B12, 30 g a day", 30.0),
        _fortified("yeast", "nutritional yeast or yeast extract with added B12, 5 g a day", 5.0),
        _animal("Egg, whole, cooked, hard-boiled", "an egg a day", 50.0),
        _animal("Milk, semi-skimmed, UHT", "a glass of milk, 200 mL a day", 200.0),
        _animal("Yogurt, plain, low fat, 12 grams protein per 8 ounce", "a pot of yoghurt, 170 g a day", 170.0),
        _animal("Emmental cheese, from cow's milk", "hard cheese, 30 g a day", 30.0),
        _tablet(10.0, "a 10 ug B12 tablet a day", "cyanocobalamin 10 ug orally daily", source=advised),
        _tablet(25.0, "a 25 ug B12 tablet a day", "cyanocobalamin 25 ug orally daily", source=_CHOSEN),
        _tablet(2000.0, "a 2000 ug B12 tablet a week", "cyanocobalamin 2000 ug orally weekly", 7.0, advised),
    )
    return tuple(each for each in found if each.vegan or kind == "vegetarian")


def targets(references: Sequence[ReferenceLine]) -> Mapping[str, float]:
    """Authority -> what is absorbed of its recommended intake [ug/d]; the highest of its recommended values."""
    found: dict[str, float] = {}
    for line in references:
        if line.recommended and line.absorbed_ug is not None and line.group != "lactation":
            found[line.authority] = max(found.get(line.authority, 0.0), line.absorbed_ug)
    return found


def sets_to_try(known: Sequence[Option], wanted: Mapping[str, float], now: float, gut: Gut) -> list[tuple[Option, ...]]:
    """Every single change, and the pairs of foods where no single food reaches some authority."""
    gains = {option.words: option.absorbed(gut) for option in known}

    def reached(chosen: Sequence[Option]) -> set[str]:
        return {name for name, ug in wanted.items() if now + sum(gains[o.words] for o in chosen) >= ug}

    singles = [(option,) for option in known]
    best = set[str]().union(*(reached(each) for each in singles if not each[0].regimen))
    eaten = [option for option in known if not option.regimen]
    pairs = [pair for pair in combinations_with_replacement(eaten, 2) if reached(pair) - best]
    pairs.sort(key=lambda pair: (-len(reached(pair)), pair[0] is pair[1]))
    return [*singles, *pairs[:MOST_PAIRS]]


def fewest_changes(
    person: Person,
    kind: str,
    meals: Sequence[MealB12],
    references: Sequence[ReferenceLine],
    *,
    days: int,
    typical: Gut,
    people: Crowd,
) -> tuple[Change, ...]:
    """Changes with the authorities that each reaches, and methylmalonate after five years by simulation.

    A change reaches an authority where at least as much is absorbed with it as a healthy adult absorbs of that
    authority's recommended intake, eaten in three mixed meals.

    Arguments:
        person: who.
        kind: "vegan", "vegetarian" or "unknown", which is offered what suits all.
        meals: of the diary.
        references: side by side.
        days: of the diary.
        typical, people: guts.
    """
    wanted = targets(references)
    now = sum(meal_absorbed(meal, typical) for meal in meals) / days
    chosen = sets_to_try(options(kind), wanted, now, typical)
    per_day = len(meals) / days
    courses = [_course(each, now, per_day, typical) for each in chosen]
    few = replace(people, each=people.each[:CHECKED_PEOPLE])
    values = follow(person, courses, typical, few, (0.0, CHECKED_YEARS))
    raised = shares_out(values)[RAISED][-1]
    intake = {end: sum(sum(meal.at(end)) for meal in meals) / days for end in ("low", "value", "high")}
    made: list[Change] = []
    for n, each in enumerate(chosen):
        absorbed = _absorbed(each, meals, days, typical, people)
        more = {end: sum(getattr(o.ug, end) / o.every_days for o in each) for end in intake}
        made.append(
            Change(
                parts=_parts(each),
                intake_ug=Span(**{end: intake[end] + more[end] for end in intake}),
                absorbed_ug=absorbed,
                reaches=tuple(name for name, ug in wanted.items() if absorbed.value >= ug),
                mma_in_range=1.0 - float(raised[n]),
                sources=tuple(dict.fromkeys(option.source for option in each)),
            )
        )
    return tuple(made)


def _parts(chosen: Sequence[Option]) -> tuple[str, ...]:
    if len(chosen) == 2 and chosen[0] is chosen[1]:
        return (chosen[0].words, "the same a second time that day, some hours apart")
    return tuple(option.words for option in chosen)


def _course(chosen: Sequence[Option], now: float, meals: float, typical: Gut) -> Course:
    foods_too = [option for option in chosen if not option.regimen]
    tablets = [option.regimen for option in chosen if option.regimen]
    return Course(
        absorbed_ug=now + sum(option.absorbed(typical) for option in foods_too),
        meals=meals + len(foods_too),
        plan=parse("; ".join(tablets)) if tablets else None,
    )


def _absorbed(chosen: Sequence[Option], meals: Sequence[MealB12], days: int, typical: Gut, people: Crowd) -> Span:
    """With the change: the typical person, and four in five people over the range of the content [ug/d]."""
    eaten = [option.meal for option in chosen if not option.regimen for _ in range(days)]
    tablets = [(option.ug.value, option.every_days) for option in chosen if option.regimen]
    return among([*meals, *eaten], typical, people, days=days, tablets=tablets)
