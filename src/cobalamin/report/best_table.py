"""Dosings weighed for one person as a table in words, of the page and of the console."""

from __future__ import annotations

from cobalamin.plan.best_model import BestRegimen, Candidate
from cobalamin.plan.best_words import hours, percent
from cobalamin.plan.model import NO_CHANGE, Chance
from cobalamin.report.tables import Cell, Table
from cobalamin.report.words import micro, sentence

COLUMNS = ("In range with a probability of", "Trouble", "For this person")
LICENSED = "as licensed or in guidance"


def best_table(made: BestRegimen, *, only_open: bool = False) -> Table:
    """Every dosing: probability, trouble, and whether it can be the answer; the answer comes first.

    Arguments:
        only_open: leave out what is not for this person.
    """
    shown = [each for each in made.candidates if each.allowed or not only_open]
    shown.sort(key=lambda each: (each is not made.best, not each.allowed, each.burden_hours_a_year, each.amount_mg))
    return Table(first="Dosing", columns=COLUMNS, rows=tuple(_row(each, made) for each in shown))


def _row(each: Candidate, made: BestRegimen) -> tuple[Cell, tuple[Cell, ...]]:
    heading = "no change" if each.name == NO_CHANGE else micro(each.regimen_text)
    name = each.name[0].upper() + each.name[1:]
    return (
        Cell(text=micro(name), small="" if each.name == NO_CHANGE else heading),
        (
            Cell(
                text=percent(each.probability.value),
                small=say_chance(each.probability),
                mark=each.probability.value >= made.share,
            ),
            Cell(text=hours(each.burden_hours_a_year)),
            _standing(each, made),
        ),
    )


def _standing(each: Candidate, made: BestRegimen) -> Cell:
    small = LICENSED if each.licensed else ""
    if each is made.best:
        return Cell(text="least trouble of what is open", small=small, mark=True)
    if each.allowed:
        return Cell(text="open", small=small)
    return Cell(text="not here", small=sentence(each.reason))


def say_chance(chance: Chance) -> str:
    """The interval of a probability in words.

    >>> from cobalamin.body.observe import Licence
    >>> say_chance(Chance(value=0.95, low=0.79, high=0.97, licence=Licence.FORECAST))
    '79 % to 97 %'
    """
    low, high = percent(chance.low), percent(chance.high)
    return low if low == high else f"{low} to {high}"
