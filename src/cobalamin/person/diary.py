"""A food diary (CSV beside the person file): what was eaten, and how much vitamin B12 was in it.

B12 comes from the label (`b12_ug` for the amount eaten, or `b12_ug_per_100g` with `grams`), else from the table of
foods by `food` with `grams` or `portion`. Missing is missing, not zero.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cobalamin.errors import InputError, nearest_word
from cobalamin.evidence.foods import Amount, Food, active_share, b12_in, find_food, known_food

COLUMNS = ("day", "meal", "food", "amount", "grams", "portion", "b12_ug", "b12_ug_per_100g")
WAYS = (("b12_ug",), ("food", "grams"), ("food", "portion"), ("b12_ug_per_100g", "grams"))
"""Columns beside `meal` from which B12 can be had; one of them must be whole."""
MOST_UG_IN_ONE_FOOD = 500.0  # a large portion of liver or clams has 100 to 150
MOST_GRAMS = 5000.0
MOST_GRAMS_A_DAY = 12_000.0  # food and drink
MOST_BYTES = 1_000_000
_GRAMS = re.compile(r"(\S+?)\s*(g|gram|grams)?")


@dataclass(frozen=True, kw_only=True)
class Diary:
    """The habitual intake a diary gives.

    Attributes:
        intake_ug_per_day: mean vitamin B12 [ug/d] over the days of the diary.
        meals_per_day: mean number of meals [1/d], counting those without B12.
        days: number of days in it.
    """

    intake_ug_per_day: float
    meals_per_day: float
    days: int


@dataclass(frozen=True, kw_only=True)
class Eaten:
    """One row of a diary.

    Attributes:
        row: its number in the file, the header being row 1.
        day, meal, food: as written; food may be "".
        taken: the food of the table, or None.
        grams: eaten [g], where known.
        b12: vitamin B12 in it [ug]: what counts, and its range.
        basis: where the B12 comes from: "label", "label per 100 g" or "table".
        notices: what a reader should know about how the row was understood.
    """

    row: int
    day: str
    meal: str
    food: str
    taken: Food | None
    grams: float | None
    b12: Amount
    basis: str
    notices: tuple[str, ...] = ()

    @property
    def crystalline(self) -> bool:
        """Whether the B12 was added and needs no acid to be set free."""
        return self.taken is not None and self.taken.matrix == "fortified"

    @property
    def group(self) -> tuple[str, str]:
        """Day and meal, whatever the capitals of the meal."""
        return self.day, self.meal.casefold()


def read_diary(path: Path, *, where: str) -> Diary:
    """Read a diary and add it up.

    intake = sum of B12 / number of days; without a `day` column it is one day.

    Arguments:
        path: the CSV file.
        where: place in the person file that names it, for the error.

    Errors: as `read_rows`.
    """
    return add_up(read_rows(path, where=where))


def add_up(rows: tuple[Eaten, ...]) -> Diary:
    """Mean intake and meals a day of the rows of a diary."""
    meals = {each.group for each in rows}
    days = len({day for day, _ in meals})
    total = sum(each.b12.value for each in rows)
    return Diary(intake_ug_per_day=total / days, meals_per_day=len(meals) / days, days=days)


def read_rows(path: Path, *, where: str) -> tuple[Eaten, ...]:
    """Every row of a diary, with the B12 in it.

    Arguments:
        path: the CSV file.
        where: place that names it, for the error.

    Errors:
        InputError: no such file, not a CSV of text, a column missing, unknown or twice, a row without a number (its row
            number is named), an unknown food (with the nearest), a negative or impossible amount, no row at all.
    """
    try:
        if not path.is_file():
            raise InputError("no such diary file", where=where, value=path)
        if path.stat().st_size > MOST_BYTES:
            raise InputError("the diary is larger than 1 MB", where=where, value=path)
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("the diary is not a text file (UTF-8)", where=where, value=path) from None
    except (OSError, ValueError) as error:
        raise InputError(f"the diary cannot be read ({type(error).__name__})", where=where, value=path) from None
    if not text.strip():
        raise InputError("the diary is empty", where=where, value=path)
    if "\0" in text:
        raise InputError("the diary is not a text file (UTF-8)", where=where, value=path)
    try:
        lines = list(csv.reader(text.splitlines(), strict=True))
    except csv.Error as error:
        raise InputError(f"the diary is not CSV ({error})", where=where, value=path) from None
    return _rows_of(lines, where=path.name)


def _header(cells: list[str], *, where: str) -> list[str]:
    header = [cell.strip().lower() for cell in cells]
    for name in header:
        if name not in COLUMNS:
            near = nearest_word(name, COLUMNS)
            raise InputError("unknown column", where=where, value=name, allowed=", ".join(COLUMNS), nearest=near)
    whole = "meal" in header and any(set(way) <= set(header) for way in WAYS)
    if not whole or len(set(header)) < len(header):
        allowed = (
            "meal with b12_ug, or with food and grams or portion; each column once (and day for more than one day)"
        )
        raise InputError("wrong columns", where=where, value=",".join(header), allowed=allowed)
    return header


def _rows_of(lines: list[list[str]], *, where: str) -> tuple[Eaten, ...]:
    header = _header(lines[0] if lines else [], where=where)
    found: list[Eaten] = []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = f"{where}: row {number}"
        if len(cells) != len(header):
            raise InputError("wrong number of cells", where=row, value=len(cells), allowed=str(len(header)))
        entry = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        for name in ("day", "meal"):
            if not entry.get(name, "1"):
                raise InputError(f"{name} is missing", where=row)
        found.append(_eaten(entry, number, where=row))
    if not found:
        raise InputError("the diary has no row", where=where)
    _check_days(found, where=where)
    return tuple(found)


def _check_days(rows: list[Eaten], *, where: str) -> None:
    """Refuse a day on which nobody could eat so much: then several days stand under one name."""
    weights: dict[str, float] = {}
    for each in rows:
        weights[each.day] = weights.get(each.day, 0.0) + (each.grams or 0.0)
    for day, grams in weights.items():
        if grams > MOST_GRAMS_A_DAY:
            value = f"{grams / 1000:.0f} kg on day {day!r}"
            allowed = f"up to {MOST_GRAMS_A_DAY / 1000:g} kg a day; give each day its own `day`"
            raise InputError("grams of one day", where=where, value=value, allowed=allowed)


def _eaten(entry: Mapping[str, str], number: int, *, where: str) -> Eaten:
    """One row: a label goes before the table, and the value for the amount eaten before the value for 100 g."""
    name = entry.get("food", "")
    taken = known_food(name)
    notices: list[str] = []
    if entry.get("b12_ug") or entry.get("b12_ug_per_100g"):
        grams = _grams(entry, taken, where=where)
        ug, basis = _of_label(entry, grams, where=where)
        active = taken.active if taken is not None and taken.active.why else active_share(name)
        b12 = Amount(low=ug * active.low, value=ug * active.value, high=ug * active.high)
        said = f"the label's own value counts ({ug:g} ug, {basis})" if name else ""
        notices += [f"{name}: {said}"] if said and taken is not None else []
    else:
        if not name or not (entry.get("grams") or entry.get("portion")):
            raise _nothing_known(entry, where)
        match = find_food(name, where=where)
        taken, basis, active = match.food, "table", match.food.active
        grams = _grams(entry, taken, where=where)
        notices += [match.said] if match.said else []
        b12 = _of_table(taken, grams or 0.0, where=where)
    if active.why and (b12.high > 0.0 or b12.value > 0.0):
        notices.append(f"{name}: {active.why}")
    if not b12.value <= MOST_UG_IN_ONE_FOOD:
        raise _too_much(f"{b12.value:g}", where)
    return Eaten(
        row=number,
        day=entry.get("day", "1"),
        meal=entry["meal"],
        food=name,
        taken=taken,
        grams=grams,
        b12=b12,
        basis=basis,
        notices=tuple(notices),
    )


def _of_label(entry: Mapping[str, str], grams: float | None, *, where: str) -> tuple[float, str]:
    if entry.get("b12_ug"):
        return _micrograms(entry["b12_ug"], where=where), "label"
    per_100g = _number(entry["b12_ug_per_100g"])
    if not 0.0 <= per_100g < math.inf:
        raise InputError("b12_ug_per_100g", where=where, value=entry["b12_ug_per_100g"], allowed="a number, 0 or more")
    if grams is None:
        raise InputError("b12_ug_per_100g needs grams", where=where, allowed="grams, or b12_ug for the amount eaten")
    ug = per_100g * grams / 100.0
    if ug > MOST_UG_IN_ONE_FOOD:
        raise _too_much(f"{ug:g}", where)
    return ug, "label per 100 g"


def _of_table(food: Food, grams: float, *, where: str) -> Amount:
    try:
        return b12_in(food, grams)
    except InputError as error:
        raise InputError(error.what, where=where, value=error.value, allowed=error.allowed) from None


def _grams(entry: Mapping[str, str], food: Food | None, *, where: str) -> float | None:
    """Grams eaten, from `grams` or from portions of a food of the table; None where neither stands."""
    weight, portions = entry.get("grams", ""), entry.get("portion", "")
    if weight and portions:
        raise InputError("grams and portion are both given", where=where, allowed="one of them")
    if weight:
        found = _GRAMS.fullmatch(weight.lower())
        grams = _number(found[1]) if found else math.nan
        if not 0.0 <= grams <= MOST_GRAMS:
            raise InputError("grams", where=where, value=weight, allowed=f"0 to {MOST_GRAMS:g} g, such as 120 or 120 g")
        return grams
    if not portions:
        return None
    count = _number(portions)
    if not 0.0 <= count < math.inf:
        raise InputError("portion", where=where, value=portions, allowed="a number of typical portions, 0 or more")
    if food is None:
        return None
    if food.portion_g is None:
        raise InputError("this food has no typical portion", where=where, value=food.name, allowed="grams")
    if count * food.portion_g > MOST_GRAMS:
        allowed = f"up to {MOST_GRAMS:g} g; a portion is {food.portion_g:g} g"
        raise InputError("portion", where=where, value=portions, allowed=allowed)
    return count * food.portion_g


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _micrograms(text: str, *, where: str) -> float:
    value = _number(text)
    if not 0.0 <= value <= MOST_UG_IN_ONE_FOOD:
        raise _too_much(text, where)
    return value


def _too_much(value: str, where: str) -> InputError:
    return InputError("b12_ug", where=where, value=value, allowed=f"a number from 0 to {MOST_UG_IN_ONE_FOOD:g} ug")


def _nothing_known(entry: Mapping[str, str], where: str) -> InputError:
    other = " (or food with grams or portion)" if "food" in entry and {"grams", "portion"} & set(entry) else ""
    what = f"b12_ug is missing{other}; missing is not zero: write 0 where a food has none"
    return InputError(what, where=where)
