"""Numbers of the comparison, and how they are told: with their interval, a scenario without a middle."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cobalamin.body.observe import Licence
from cobalamin.plan.model import Chance, HarmRow, Range
from cobalamin.units import DAYS_PER_MONTH, DAYS_PER_WEEK, DAYS_PER_YEAR


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number of this person with its interval.

    Attributes:
        what: what is counted, in words.
        value: middle of a forecast; None for a scenario.
        low, high: its interval; None where it is not reached within the horizon.
        unit: "d", "of 100", "%" or "kg".
        licence: of the number.
        placebo: the same on placebo, where it is known.
        trial: what a trial counted at the same dose, in words; "" for none.
    """

    what: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    licence: Licence
    placebo: float | None = None
    trial: str = ""


def chance_figure(what: str, chance: Chance) -> Figure:
    """A chance as people of 100; its middle is told for a forecast only."""
    middle = 100.0 * chance.value if chance.licence is Licence.FORECAST else None
    low, high = 100.0 * chance.low, 100.0 * chance.high
    return Figure(what=what, value=middle, low=low, high=high, unit="of 100", licence=chance.licence)


def range_figure(what: str, value: Range, unit: str) -> Figure:
    return Figure(what=what, value=value.median, low=value.low, high=value.high, unit=unit, licence=value.licence)


def harm_figure(row: HarmRow, plan: str) -> Figure:
    made = range_figure(row.about, row.plans[plan], "kg" if row.harm.endswith("_kg") else "of 100")
    rate = row.observed.get(plan)
    if rate is not None:
        trial = f"in a trial at this dose {number(rate.percent)}, on its placebo {number(rate.placebo)} ({rate.study})"
        made = replace(made, trial=trial)
    return replace(made, placebo=row.placebo)


def say_figure(figure: Figure) -> str:
    """A number of people or kilograms: "dizziness 22 of 100 (12 to 36), on placebo 4"."""
    kind = " (scenario)" if figure.licence is Licence.SCENARIO else ""
    placebo = "" if figure.placebo is None else f", on placebo {number(figure.placebo)}"
    return f"{figure.what} {between(figure)}{placebo}{kind}"


def between(figure: Figure) -> str:
    """The interval in words, with the middle before it where there is one; where both ends read alike, in words."""
    assert figure.low is not None
    assert figure.high is not None
    low, high = number(figure.low), number(figure.high)
    if low == high and figure.unit == "of 100" and low in ("0", "100"):
        return "hardly any of 100" if low == "0" else "nearly all of 100"
    unit = " %" if figure.unit == "%" else f" {figure.unit}"
    between = f"{low} to {high}" if low != high else f"about {low}"
    return f"{between}{unit}" if figure.value is None else f"{number(figure.value)}{unit} ({between})"


def number(value: float) -> str:
    """Whole from ten on, one decimal below, and no false nought.

    >>> number(22.04), number(4.06), number(0.01)
    ('22', '4.1', 'below 0.1')
    """
    if 0.0 < value < 0.05:
        return "below 0.1"
    return f"{value:.0f}" if value >= 9.95 else f"{value:.1f}".removesuffix(".0")


def until(time: Range, horizon: float) -> str:
    """When something is reached, or that it is not: "after 3 to 9 weeks", "after 3 weeks to over 2 years"."""
    if time.low is None:
        return f"is not reached within {span(horizon)}"
    low, high = span(time.low), f"over {span(horizon)}" if time.high is None else span(time.high)
    number, _, unit = low.rpartition(" ")
    if low == high or number.startswith("less") or unit.rstrip("s") != high.rpartition(" ")[2].rstrip("s"):
        return f"after {low}" if low == high else f"after {low} to {high}"
    return f"after {number} to {high}"


def span(days: float) -> str:
    """Days in words, rounded as people would say it.

    >>> span(3), span(21), span(91), span(730.5)
    ('3 days', '3 weeks', '3 months', '2 years')
    """
    for least, step, one in (
        (700.0, DAYS_PER_YEAR, "year"),
        (80.0, DAYS_PER_MONTH, "month"),
        (13.5, DAYS_PER_WEEK, "week"),
    ):
        if days >= least:
            number = f"{days / step:.1f}".removesuffix(".0") if one == "year" else f"{days / step:.0f}"
            return f"{number} {one}{'' if number == '1' else 's'}"
    return "less than 1 day" if days < 0.95 else f"{days:.0f} day{'' if round(days) == 1 else 's'}"


def full(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
