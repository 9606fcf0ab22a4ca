"""Foods and the vitamin B12 in them: what a table says, how much of it is known to be active, and which food is meant.

`foods.csv` is written by `tools/take_foods.py`. A food is never guessed between two that differ; the value of a label
goes before the table's, since fortified foods change by brand and year. The table has no vitamin B6 and no folate.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from cobalamin.errors import CobalaminError, InputError
from cobalamin.evidence.schema import Verified, link, read_table

VERY_CLOSE, CLEARLY_BEFORE = 90.0, 6.0
"""Likeness [0-100] at which a misspelt food is taken, and how far the next one must lie behind. Source: guess"""
SPIRULINA_MOST = 0.2
"""Largest share of the B12 of spirulina taken as active; the shares are recalled, not read. Source: guess"""
ALIKE = 75.0
"""Likeness of the words [0-100] below which a food is not even named as one that could be meant. Source: guess"""
MOST_CANDIDATES = 3
_SPIRULINA = re.compile(r"\b(spirulina|arthrospira|aphanizomenon|blue-?green alga\w*)\b", re.IGNORECASE)
_ALGA = re.compile(r"\b(nori|laver|chlorella|seaweed|kelp|wakame|kombu|dulse|algae?)\b", re.IGNORECASE)
_WITH_MEAT = re.compile(r"beef|hamburger|cheeseburger|meat|fish", re.IGNORECASE)
_WITH_MILK_OR_EGG = re.compile(r"whey|ensure|slimfast|cheese|not vegan", re.IGNORECASE)
_ANIMAL = ("milk", "cheese", "egg", "yogurt_cream_butter")
_PLANT = (
    *("algae_fungi", "legume_soy", "plant_milk", "fruit_veg_nut", "unfortified_grain", "yeast", "fortified_cereal"),
    *("meat_analogue", "beverage_supplemented"),
)


class Kind(StrEnum):
    """Who eats a food."""

    PLANT = "plant"
    MILK_OR_EGG = "milk or egg"
    MEAT_OR_FISH = "meat or fish"


@dataclass(frozen=True, kw_only=True)
class Amount:
    """B12 [ug] as far as it is known: the value that counts, and the least and most that the evidence allows."""

    low: float
    value: float
    high: float

    def times(self, factor: float) -> Amount:
        """The same of `factor` as much food."""
        return Amount(low=self.low * factor, value=self.value * factor, high=self.high * factor)


@dataclass(frozen=True, kw_only=True)
class Active:
    """Share of the labelled or measured B12 that works in people: least, what counts, most; and why."""

    low: float = 1.0
    value: float = 1.0
    high: float = 1.0
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Food:
    """One food of the table.

    Attributes:
        name: as it is written in a diary.
        category, matrix: sort of food, and what holds its B12.
        ug_per_100g: vitamin B12 [ug/(100 g)]; None where the table's value is known to be wrong.
        portion_g, portion_text: a typical portion [g], and in words; None where there is none.
        fortified: B12 was added.
        active: share of it that is active.
        source, source_id, doi_or_url: who says so.
        verified: how it was read.
        note: what a reader should know about it.
    """

    name: str
    category: str
    matrix: str
    ug_per_100g: float | None
    portion_g: float | None
    portion_text: str
    fortified: bool
    active: Active
    source: str
    source_id: str
    doi_or_url: str
    verified: Verified
    note: str

    @property
    def link(self) -> str:
        """Address at which the source can be opened."""
        return link(self.doi_or_url)

    @property
    def kind(self) -> Kind:
        """Who eats it, judged from category and name."""
        if self.category == "mixed_dish":
            return Kind.MEAT_OR_FISH if _WITH_MEAT.search(self.name) else Kind.MILK_OR_EGG
        if self.category in _ANIMAL or (self.category in _PLANT and _WITH_MILK_OR_EGG.search(self.name)):
            return Kind.MILK_OR_EGG
        return Kind.PLANT if self.category in _PLANT else Kind.MEAT_OR_FISH

    @property
    def portion_ug(self) -> float | None:
        """B12 of a typical portion [ug]."""
        return None if self.ug_per_100g is None or not self.portion_g else self.ug_per_100g * self.portion_g / 100.0


def active_share(name: str) -> Active:
    """What is known of the activity of the B12 in a food of this name; algae are uncertain, everything else counts.

    Source: guess

    >>> active_share("spirulina powder").high, active_share("milk").value
    (0.2, 1.0)
    """
    if _SPIRULINA.search(name):
        why = (
            "most of the B12 on labels of spirulina is a look-alike (pseudo-B12) that people cannot use (recalled, not "
            "read); it counts as none, at most a fifth"
        )
        return Active(low=0.0, value=0.0, high=SPIRULINA_MOST, why=why)
    if _ALGA.search(name):
        why = (
            "algae contain B12 in varying amounts, and it is unproven that it works in people; it counts as none, with "
            "all of it as the upper end"
        )
        return Active(low=0.0, value=0.0, high=1.0, why=why)
    return Active()


def _food(row: Mapping[str, str]) -> Food:
    named = active_share(row["food"])
    low, high = float(row["active_low"]), float(row["active_high"])
    whole = low == high == 1.0
    return Food(
        name=row["food"],
        category=row["category"],
        matrix=row["matrix"],
        ug_per_100g=float(row["b12_ug_per_100g"]) if row["b12_ug_per_100g"] else None,
        portion_g=float(row["typical_portion_g"]) if row["typical_portion_g"] else None,
        portion_text=row["portion_text"],
        fortified=row["fortified"] == "1",
        active=Active() if whole else Active(low=low, value=low, high=high, why=named.why),
        source=row["source"],
        source_id=row["source_id"],
        doi_or_url=row["doi_or_url"],
        verified=Verified(row["verified"]),
        note=row["note"],
    )


@cache
def foods() -> Mapping[str, Food]:
    """All foods by name in small letters, read once.

    Raises:
        CobalaminError: a cell cannot be right, or a name stands twice.
    """
    found: dict[str, Food] = {}
    for number, row in enumerate(read_table("foods"), start=2):
        try:
            made = _food(row)
        except (KeyError, ValueError) as error:
            raise CobalaminError(f"evidence/foods.csv: row {number}: {error}") from error
        if made.name.casefold() in found or made.verified is Verified.MEMORY:
            raise CobalaminError(f"evidence/foods.csv: row {number}: {made.name!r} stands twice, or was only recalled")
        found[made.name.casefold()] = made
    return MappingProxyType(found)


@cache
def _range_of_portions(category: str) -> tuple[float, float]:
    """Least and most B12 in a portion of the fortified foods of a category [ug]."""
    known = [f.portion_ug for f in foods().values() if f.fortified and f.category == category and f.portion_ug]
    return min(known), max(known)


def b12_in(food: Food, grams: float) -> Amount:
    """B12 of an amount of a food of the table [ug].

    value = ug per 100 g x g / 100 x active share. A fortified food has the range of the portions of its kind in the
    table, since brands and years differ; algae the range of their active share.

    Arguments:
        grams: eaten [g].

    Errors: InputError where the table's value is known to be wrong.

    >>> b12_in(find_food("Cheese, brie").food, 50.0).value
    0.825
    """
    if food.ug_per_100g is None:
        raise InputError(
            f"the table has no value for this food ({food.note})", value=food.name, allowed="its own b12_ug"
        )
    ug = food.ug_per_100g * grams / 100.0
    low = high = 1.0
    if food.fortified and food.portion_ug:
        least, most = _range_of_portions(food.category)
        low, high = least / food.portion_ug, most / food.portion_ug
    active = food.active
    return Amount(low=ug * low * active.low, value=ug * active.value, high=ug * high * active.high)


@dataclass(frozen=True, kw_only=True)
class Match:
    """The food that was meant; `said` tells how it was found where the words were not the table's own, "" else."""

    food: Food
    said: str = ""


def _neat(text: str) -> str:
    return " ".join(text.split()).casefold()


def _stem(word: str) -> str:
    return word.removesuffix("s")


@cache
def _heads() -> Mapping[str, Food]:
    """Foods by their name before the first comma, where no other food has this word in its name."""
    names = {food.name.casefold(): food for food in foods().values()}
    heads = {re.sub(r" \[.*", "", name.partition(",")[0]): food for name, food in names.items()}
    return {
        head: food
        for head, food in heads.items()
        if not any(_stem(head) in n for n, f in names.items() if f is not food)
    }


def known_food(text: str) -> Food | None:
    """The food with exactly this name, whatever its capitals; None for none."""
    return foods().get(_neat(text))


def search_foods(text: str, *, limit: int = 12) -> list[Food]:
    """Foods whose names are most like a text, best first; [] where none is alike.

    >>> search_foods("oat milk", limit=1)[0].name
    'Oat milk'
    """
    from rapidfuzz import fuzz, process, utils

    def likeness(one: str, other: str, **_: object) -> float:
        known = other.split()
        words = [max((fuzz.ratio(word, each) for each in known), default=0.0) for word in one.split()]
        mean = sum(words) / len(words) if words else 0.0
        return 0.6 * mean + 0.3 * fuzz.ratio(one, other) + 10.0 * other.startswith(one) if mean >= ALIKE else 0.0

    names = [food.name for food in foods().values()]
    found = process.extract(text, names, scorer=likeness, processor=utils.default_process, limit=limit)
    return [foods()[name.casefold()] for name, score, _ in found if score > 0.0]


def find_food(text: str, *, where: str = "") -> Match:
    """The food that a text means: the same name, the only food that begins so, or a spelling that can mean one only.

    Arguments:
        text: as written.
        where: file and row, for the error.

    Errors: InputError with up to three foods that could be meant; nothing is guessed between foods that differ.

    >>> find_food("marmite yeast extract (uk), fortified").food.fortified
    True
    """
    from rapidfuzz import fuzz, process

    wanted = _neat(text)
    if exact := foods().get(wanted):
        return Match(food=exact)
    if head := _heads().get(wanted):
        return Match(food=head, said=f"{text!r} is taken as {head.name!r}, the only food of the table that begins so")
    keys = dict(_heads()) | dict(foods())
    ranked = process.extract(wanted, list(keys), scorer=fuzz.ratio, limit=6)
    best = keys[ranked[0][0]]
    second = next((score for key, score, _ in ranked if keys[key] is not best), 0.0)
    if ranked[0][1] >= VERY_CLOSE and ranked[0][1] - second >= CLEARLY_BEFORE:
        return Match(food=best, said=f"{text!r} is taken as {best.name!r}")
    raise _unclear(text, search_foods(text, limit=MOST_CANDIDATES), where)


def _unclear(text: str, candidates: Sequence[Food], where: str) -> InputError:
    if not candidates:
        allowed = "a name that `cobalamin diet --search` finds, or its own b12_ug (0 for a food without B12)"
        return InputError("unknown food", where=where, value=text, allowed=allowed)
    allowed = " or ".join(repr(food.name) for food in candidates) + ", or its own b12_ug (0 for a food without B12)"
    held = all(_neat(text) in food.name.casefold() for food in candidates)
    what = "several foods of the table could be meant" if held and len(candidates) > 1 else "unknown food"
    return InputError(what, where=where, value=text, allowed=allowed)
