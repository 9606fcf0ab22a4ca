"""Tables of the page as words: nerve conduction beside limits, harm beside placebo, people with less pain."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from cobalamin.plan.model import (
    CONDUCTION_DAYS,
    NO_CHANGE,
    PLACEBO,
    ConductionRow,
    HarmRow,
    PlanReport,
    Range,
    ResponderRow,
)
from cobalamin.plot.quantities import LEAST_LOST, quantity, say_between, say_days, say_lost

_Read = TypeVar("_Read")

UNKNOWN = "not known"
NO_NUMBER = "no number"
BORROWED = "gabapentin: rates borrowed from pregabalin"
CARE_NEEDED = "the simulation ends before this day: care would have been needed"
"""Where the simulated course has left the recorded human range."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A value in words, and small print below it; `mark` where a limit is crossed; `sources` are ids."""

    text: str
    small: str = ""
    mark: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Table:
    """Columns without the first, rows with their heading and a cell a column."""

    first: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, tuple[Cell, ...]], ...]


def say_limit(value: float) -> str:
    """A limit with one decimal at most.

    >>> say_limit(22.5), say_limit(3.0), say_limit(115.34)
    ('22.5', '3', '115.3')
    """
    return f"{value:.1f}".removesuffix(".0")


def beside_limit(value: Range, row: ConductionRow) -> str:
    """Where a range lies beside the limit, in words; "" inside, for a value inside rules out nothing."""
    if value.low is None or value.high is None:
        return ""
    word = "above" if row.loss_is_above else "below"
    ends = [end > row.limit if row.loss_is_above else end < row.limit for end in (value.low, value.high)]
    if all(ends):
        return f"{word} the reference limit"
    return f"in part {word} it" if any(ends) else ""


def _conduction_cell(value: Range, row: ConductionRow) -> Cell:
    if value.low is None or value.high is None:
        return Cell(text=say_lost(value.lost), mark=True) if value.lost else Cell(text=NO_NUMBER, small=CARE_NEEDED)
    place = beside_limit(value, row)
    if value.lost >= LEAST_LOST:
        place = f"{place}; {say_lost(value.lost)}".removeprefix("; ")
    return Cell(
        text=say_between(value.low, value.high, quantity(row.observation)),
        small=place,
        mark=bool(place) and not place.startswith(("in part", "not")),
    )


def conduction_table(report: PlanReport) -> Table | None:
    """Rows of the nerve conduction study; today once, then 3 months and 2 years for plans that read alike together."""
    if not report.conduction:
        return None
    today, *later = CONDUCTION_DAYS
    groups = _alike(
        report.conduction[0].plans,
        lambda plan: [(row.plans[plan][day], row) for row in report.conduction for day in later],
        _same_conduction,
    )
    columns = [f"{say_days(day)}: {_together(names, report)}" for names in groups for day in later]
    rows: list[tuple[Cell, tuple[Cell, ...]]] = []
    for row in report.conduction:
        kind = quantity(row.observation)
        word = "at most" if row.loss_is_above else "at least"
        small = "" if row.studied else "carried beyond the ages or heights studied"
        first = Cell(text=f"{word} {say_limit(row.limit)}", small=small)
        if row.limit <= 0:
            first = Cell(text="none", small="in this age it can be absent in healthy people")
        now = _conduction_cell(row.plans[NO_CHANGE][today], row)
        cells = [_conduction_cell(row.plans[names[0]][day], row) for names in groups for day in later]
        rows.append((Cell(text=kind.label, small=kind.unit), (first, now, *cells)))
    return Table(first="Measurement", columns=("Reference limit", "Today", *columns), rows=tuple(rows))


def _together(names: Sequence[str], report: PlanReport) -> str:
    """Names of plans in the head of a column, which has room for few."""
    return "every plan" if len(names) == len(report.conduction[0].plans) > 1 else "; ".join(names)


def _same_conduction(one: tuple[Range, ConductionRow], other: tuple[Range, ConductionRow]) -> bool:
    """Whether two ranges are told as one: at the same place beside the limit, and within 2 % of each other."""
    (first, row), (second, _) = one, other
    if beside_limit(first, row) != beside_limit(second, row) or abs(first.lost - second.lost) >= 0.02:
        return False
    pairs = ((first.low, second.low), (first.high, second.high))
    return all(a == b or (a is not None and b is not None and math.isclose(a, b, rel_tol=0.02)) for a, b in pairs)


def _alike(
    names: Iterable[str], read: Callable[[str], Sequence[_Read]], same: Callable[[_Read, _Read], bool] = operator.eq
) -> list[list[str]]:
    """Names for which everything read is the same, together."""
    groups: list[tuple[Sequence[_Read], list[str]]] = []
    for name in names:
        found = read(name)
        for known, group in groups:
            if all(same(a, b) for a, b in zip(known, found, strict=True)):
                group.append(name)
                break
        else:
            groups.append((found, [name]))
    return [group for _, group in groups]


def _harm_cell(row: HarmRow, plan: str) -> Cell:
    value = row.plans.get(plan)
    if value is None:
        return Cell(text="–")
    if plan in row.unknown:
        return Cell(text=UNKNOWN, small="which is not none")
    if value.low is None or value.high is None:
        return Cell(text=NO_NUMBER, small=CARE_NEEDED)
    unit = " kg" if row.harm.endswith("_kg") else " of 100"
    between = f"{_count(value.low)} to {_count(value.high)}"
    if value.median is None:
        return Cell(text=f"{between}{unit}", small=f"scenario, certainty {row.certainty}" if row.certainty else "")
    rate = row.observed.get(plan)
    trial = "" if rate is None else f"; in a trial {_count(rate.percent)}, on its placebo {_count(rate.placebo)}"
    return Cell(text=f"{_count(value.median)}{unit}", small=f"{between}{trial}")


def _count(value: float) -> str:
    """People of 100, or kilograms: whole from ten on, one decimal below, and no false nought.

    >>> _count(22.04), _count(4.06), _count(0.01)
    ('22', '4.1', 'below 0.1')
    """
    if 0.0 < value < 0.05:
        return "below 0.1"
    return f"{value:.0f}" if value >= 9.95 else f"{value:.1f}".removesuffix(".0")


def harm_table(report: PlanReport) -> Table | None:
    """Harm by plan, beside placebo; plans that read alike share a column."""
    plans = [plan.name for plan in report.plans if any(plan.name in row.plans for row in report.harms)]
    groups = _alike(plans, lambda plan: [_harm_cell(row, plan) for row in report.harms])
    rows = [
        (
            Cell(text=row.about[0].upper() + row.about[1:], small=f"after {say_days(row.day)}"),
            (
                Cell(text="–" if row.placebo is None else f"{_count(row.placebo)} of 100"),
                *(_harm_cell(row, names[0]) for names in groups),
            ),
        )
        for row in report.harms
    ]
    borrowed = {plan for row in report.harms for plan in row.borrowed}
    columns = (
        "Placebo",
        *("; ".join(names) + (f" ({BORROWED})" if borrowed.intersection(names) else "") for names in groups),
    )
    return Table(first="Harm", columns=columns, rows=tuple(rows)) if rows else None


VITAMIN_B6_NOTE = (
    "The line on vitamin B6 is a range of very low certainty, in which no value is more likely than another."
)


def harm_note(report: PlanReport) -> str:
    """What the numbers of harm are: those of events and weight, and the range of vitamin B6 apart."""
    forecast = [row for row in report.harms if not row.certainty]
    what = "Borrowed in part" if any(row.borrowed for row in forecast) else "Forecast"
    lines = [f"{what}: mean of the simulated people, each with own kidneys, and 80 % interval in brackets."]
    ranged = [f"Scenario: {VITAMIN_B6_NOTE}"] if len(forecast) < len(report.harms) else []
    return " ".join([*(lines if forecast else []), *ranged])


def responder_table(report: PlanReport) -> Table | None:
    """People of 100 with 30 % and 50 % less pain, beside placebo."""

    def cell(value: Range, row: ResponderRow, column: str) -> Cell:
        if value.low is None or value.high is None:
            return Cell(text=UNKNOWN, small=row.unknown.get(column, "no trial has counted them"))
        return Cell(text=f"{_count(value.low)} to {_count(value.high)} of 100")

    if not report.responders:
        return None
    groups = _alike(
        report.responders[0].plans, lambda plan: [cell(row.plans[plan], row, plan) for row in report.responders]
    )
    rows = [
        (
            Cell(text=f"At least {100 * row.relief:.0f} % less pain", small=f"after {say_days(row.day)}"),
            (cell(row.placebo, row, PLACEBO), *(cell(row.plans[names[0]], row, names[0]) for names in groups)),
        )
        for row in report.responders
    ]
    columns = ("Placebo and natural course", *("; ".join(names) for names in groups))
    return Table(first="People with", columns=columns, rows=tuple(rows))
