"""A food diary (CSV beside the person file): what was eaten, and how much vitamin B12 was in it."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path

from cobalamin.errors import InputError, nearest_word

REQUIRED = ("meal", "b12_ug")
COLUMNS = ("day", "meal", "food", "amount", "b12_ug")
MOST_UG_IN_ONE_FOOD = 500.0  # a large portion of liver or clams has 100 to 150
MOST_BYTES = 1_000_000


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


def read_diary(path: Path, *, where: str) -> Diary:
    """Read a diary with columns `meal,food,amount,b12_ug` and, for more than one day, `day`.

    intake = sum of b12_ug / number of days; without a `day` column it is one day.
    A missing number is missing, not zero.

    Arguments:
        path: the CSV file.
        where: place in the person file that names it, for the error.

    Errors:
        InputError: no such file, not a CSV of text, a column missing or unknown, a row without a number (its row number
            is named), a negative or impossible amount, no row at all.
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
    try:
        lines = list(csv.reader(text.splitlines(), strict=True))
    except csv.Error as error:
        raise InputError(f"the diary is not CSV ({error})", where=where, value=path) from None
    return _sum_up(lines, where=path.name)


def _sum_up(lines: list[list[str]], *, where: str) -> Diary:
    header = [cell.strip().lower() for cell in lines[0]] if lines else []
    for name in header:
        if name not in COLUMNS:
            near = nearest_word(name, COLUMNS)
            raise InputError("unknown column", where=where, value=name, allowed=", ".join(COLUMNS), nearest=near)
    missing = [name for name in REQUIRED if name not in header]
    if missing or len(set(header)) < len(header):
        allowed = "each of meal,food,amount,b12_ug once (and day for more than one day)"
        raise InputError("wrong columns", where=where, value=",".join(header), allowed=allowed)
    meals: set[tuple[str, str]] = set()
    total = 0.0
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
        total += _micrograms(entry["b12_ug"], where=row)
        meals.add((entry.get("day", "1"), entry["meal"].casefold()))
    if not meals:
        raise InputError("the diary has no row", where=where)
    days = len({day for day, _ in meals})
    return Diary(intake_ug_per_day=total / days, meals_per_day=len(meals) / days, days=days)


def _micrograms(text: str, *, where: str) -> float:
    if not text:
        raise InputError("b12_ug is missing; missing is not zero: write 0 where a food has none", where=where)
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0.0 <= value <= MOST_UG_IN_ONE_FOOD:
        raise InputError("b12_ug", where=where, value=text, allowed=f"a number from 0 to {MOST_UG_IN_ONE_FOOD:g} ug")
    return value
