"""Ranges in words, the same on the console and on the page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cobalamin.plan.model import PlanOutcome, Range
from cobalamin.plot.quantities import say_days, say_number
from cobalamin.units import DAYS_PER_MONTH

NOTHING = "–"


def say_range(value: Range | None) -> str:
    """A value without its unit: "512 (400 to 640)" of a forecast, "4 to 9" of a scenario.

    >>> from cobalamin.body.observe import Licence
    >>> say_range(Range(low=4.0, median=None, high=9.0, unit="uV", licence=Licence.SCENARIO))
    '4 to 9'
    """
    if value is None or value.low is None or value.high is None:
        return NOTHING
    low, high = say_number(value.low), say_number(value.high)
    between = low if low == high else f"{low} to {high}"
    return between if value.median is None else f"{say_number(value.median)} ({between})"


def say_time(value: Range | None, horizon_days: float) -> str:
    """Days until something happens, in words; "not within 2 years" where the horizon ends first.

    >>> from cobalamin.body.observe import Licence
    >>> say_time(Range(low=21.0, median=None, high=63.0, unit="d", licence=Licence.SCENARIO), 730.5)
    '3 to 9 weeks'
    >>> say_time(Range(low=21.0, median=None, high=None, unit="d", licence=Licence.SCENARIO), 730.5)
    '3 weeks to over 2 years'
    """
    if value is None:
        return NOTHING
    if value.low is None:
        return f"not within {say_days(horizon_days)}"
    low = say_days(value.low)
    between = f"{low} to over {say_days(horizon_days)}" if value.high is None else join_range(low, say_days(value.high))
    return between if value.median is None else f"{say_days(value.median)} ({between})"


def join_range(low: str, high: str) -> str:
    """Two amounts with units as one range, the unit once where it is the same.

    >>> join_range("3 weeks", "9 weeks"), join_range("3 weeks", "4 months"), join_range("1 week", "1 week")
    ('3 to 9 weeks', '3 weeks to 4 months', '1 week')
    """
    if low == high:
        return low
    (number, _, one), (_, _, other) = low.partition(" "), high.partition(" ")
    same = one.removesuffix("s") == other.removesuffix("s") and not low.startswith("less")
    return f"{number} to {high}" if same else f"{low} to {high}"


def say_doses(plan: PlanOutcome) -> str:
    """Number of doses of each substance within the horizon, in the order of the plan: "19" or "730 + 1460"."""
    return " + ".join(str(count) for count in plan.doses_taken.values() if count) or NOTHING


def month_of(day: int) -> int:
    """The month that a tabulated day stands for: 30, 91 and 365 are months 1, 3 and 12."""
    return round(day / DAYS_PER_MONTH)


def alike(plans: Sequence[PlanOutcome]) -> list[tuple[str, PlanOutcome]]:
    """Plans with the same markers in print, together under their joined names, so that nothing is told twice."""
    groups: dict[str, list[PlanOutcome]] = {}
    for plan in plans:
        text = repr([(name, day, say_range(r)) for name, days in plan.markers.items() for day, r in days.items()])
        groups.setdefault(text, []).append(plan)
    return [(", ".join(plan.name for plan in group), group[0]) for group in groups.values()]


def sentence(text: str) -> str:
    """The text with one full stop at its end, and the micro sign and squares as people write them.

    >>> sentence("Plan 'a': cyanocobalamin 5 ug"), sentence("eGFR 72 mL/min/1.73m2.")
    ("Plan 'a': cyanocobalamin 5 µg.", 'eGFR 72 mL/min/1.73 m².')
    """
    neat = re.sub(r"\bu(?=(g|mol(/L)?|V)\b)", "µ", text).replace("1.73m2", "1.73 m²")
    return neat if neat.endswith((".", "?", "!")) else f"{neat}."
