"""Ranges in words, the same on the console and on the page."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from cobalamin.plan.model import NO_CHANGE, PlanOutcome, PlanReport, Range
from cobalamin.plot.quantities import LEAST_LOST, Quantity, say_between, say_days, say_lost, say_value
from cobalamin.units import DAYS_PER_MONTH

NOTHING = "–"


def say_range(value: Range | None, kind: Quantity) -> str:
    """A value without its unit: "512 (400 to 640)" of a forecast, "4 to 9" of a scenario.

    >>> from cobalamin.body.observe import Licence
    >>> from cobalamin.plot.quantities import quantity
    >>> say_range(Range(low=4.0, median=None, high=9.0, unit="uV", licence=Licence.SCENARIO), quantity("pain_nrs"))
    '4 to 9'
    """
    if value is None or value.low is None or value.high is None:
        return NOTHING if value is None or not value.lost else say_lost(value.lost)
    between = say_between(value.low, value.high, kind)
    if value.lost >= LEAST_LOST:
        return f"{between}; {say_lost(value.lost)}"
    return between if value.median is None else f"{say_value(value.median, kind)} ({between})"


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


def say_doses(plan: PlanOutcome, report: PlanReport) -> str:
    """Doses within the horizon that no change does not have: "19 doses of hydroxocobalamin"; a dash for none."""
    usual = next((each.doses_taken for each in report.plans if each.name == NO_CHANGE), {})
    added = [
        f"{n} dose{'' if n == 1 else 's'} of {what}"
        for what, n in plan.doses_taken.items()
        if n and n != usual.get(what)
    ]
    return ", ".join(added) or NOTHING


def month_of(day: int) -> int:
    """The month that a tabulated day stands for: 30, 91 and 365 are months 1, 3 and 12."""
    return round(day / DAYS_PER_MONTH)


def alike(plans: Sequence[PlanOutcome]) -> list[tuple[str, PlanOutcome]]:
    """Plans whose markers agree within 1 %, together under their joined names, so that nothing is told twice."""
    groups: list[list[PlanOutcome]] = []
    for plan in plans:
        for group in groups:
            if _same(plan, group[0]):
                group.append(plan)
                break
        else:
            groups.append([plan])
    return [(", ".join(plan.name for plan in group), group[0]) for group in groups]


def _same(one: PlanOutcome, other: PlanOutcome) -> bool:
    def ends(plan: PlanOutcome) -> dict[tuple[str, int], tuple[float | None, ...]]:
        return {
            (name, day): (value.low, value.median, value.high)
            for name, days in plan.markers.items()
            for day, value in days.items()
        }

    first, second = ends(one), ends(other)
    return first.keys() == second.keys() and all(
        a == b or (a is not None and b is not None and math.isclose(a, b, rel_tol=0.01))
        for key in first
        for a, b in zip(first[key], second[key], strict=True)
    )


def common_note(plans: Sequence[PlanOutcome]) -> str:
    """The note on relief, without full stop, when all plans have the same; else nothing."""
    notes = {plan.relief_note for plan in plans}
    return notes.pop().rstrip(". ") if len(notes) == 1 else ""


def sentence(text: str) -> str:
    """The text with one full stop at its end, and the micro sign and squares as people write them.

    >>> sentence("Plan 'a': cyanocobalamin 5 ug"), sentence("eGFR 72 mL/min/1.73m2.")
    ("Plan 'a': cyanocobalamin 5 µg.", 'eGFR 72 mL/min/1.73 m².')
    """
    neat = micro(text)
    # A sentence begins with a capital, but a word such as eGFR keeps its own letters.
    if neat.partition(" ")[0].strip(":,").isalpha() and neat.partition(" ")[0].strip(":,").islower():
        neat = neat[0].upper() + neat[1:]
    return neat if neat.endswith((".", "?", "!")) else f"{neat}."


def micro(text: str) -> str:
    """The text with the micro sign for u and a squared metre.

    >>> micro("cyanocobalamin 1000 ug")
    'cyanocobalamin 1000 µg'
    """
    return re.sub(r"\bu(?=(g|mol(/L)?|V)\b)", "µ", text).replace("1.73m2", "1.73 m²")
