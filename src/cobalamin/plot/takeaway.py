"""The one line a reader should keep from a panel, computed from its numbers."""

from __future__ import annotations

import math

from cobalamin.body.observe import Licence
from cobalamin.plan.model import NO_CHANGE, Band, PainComparison, Range, Series
from cobalamin.plot.quantities import (
    LEAST_LOST,
    RELATIVE,
    TOP_OF_SCALE,
    Quantity,
    quantity,
    say_between,
    say_days,
    say_lost,
    say_value,
)


def last_day(band: Band) -> int:
    """Index of the last day with a value; a life that left the recorded human range has none after.

    Where most people have lost a potential, that is the answer for the day, and the day counts.
    """
    lines = (band.low, band.median or band.low, band.high)
    return max(
        (
            n
            for n, values in enumerate(zip(*lines, strict=True))
            if all(map(math.isfinite, values)) or mostly_lost(band, n)
        ),
        default=0,
    )


def ends(band: Band, at: int, kind: Quantity, unit: str = "", *, whole: bool = False) -> str:
    """The value at one sample in words: "512" of a forecast (its interval if `whole`), "4 to 9" of a scenario."""
    lost = 0.0 if band.lost is None else band.lost[at]
    if mostly_lost(band, at):
        return say_lost(lost)
    if band.median is not None and not whole:
        return f"{say_value(band.median[at], kind)}{unit}"
    between = f"{say_between(band.low[at], band.high[at], kind)}{unit}"
    return f"{between} ({say_lost(lost)})" if lost >= LEAST_LOST else between


def mostly_lost(band: Band, at: int) -> bool:
    """Whether most people have no potential that can be recorded at one sample."""
    return band.lost is not None and band.lost[at] > 0.5


def _gap(band: Band, other: Band, at: int) -> float:
    """How far two bands lie apart at one sample; only used to choose which plan to name.

    One in which most have lost what the other keeps lies farther than any number.
    """
    if mostly_lost(band, at) or mostly_lost(other, at):
        return 0.0 if mostly_lost(band, at) == mostly_lost(other, at) else math.inf
    return abs(band.low[at] - other.low[at]) + abs(band.high[at] - other.high[at])


def overlap(band: Band, other: Band, at: int) -> bool:
    """True if the two ranges share a value at one sample."""
    return band.low[at] <= other.high[at] and other.low[at] <= band.high[at]


def takeaway(series: Series) -> str:
    """One sentence: the plan that differs most from no change at the end, beside no change.

    A scenario says so when the ranges overlap, because then the plans cannot be told apart.
    """
    kind = quantity(series.observation)
    unit = " of 10" if kind.top == TOP_OF_SCALE else f" {kind.unit}" if kind.unit != RELATIVE else ""
    end = len(series.days) - 1
    base = series.plans.get(NO_CHANGE)
    what = f"{kind.label} after {say_days(series.days[-1])}"
    whole = {name: band for name, band in series.plans.items() if name != NO_CHANGE and last_day(band) == end}
    helping = {name: band for name, band in whole.items() if name not in series.barred}
    if whole and not helping and base is not None and last_day(base) == end:
        return f"{what}: {ends(base, end, kind, unit)} with {NO_CHANGE}; every plan has a 'do not' warning."
    if not helping:
        name, band = next(iter(series.plans.items()))
        at = last_day(band)
        return f"{kind.label} after {say_days(series.days[at])}: {ends(band, at, kind, unit)} with {name}."
    if base is None or last_day(base) < end:
        name, band = next(iter(helping.items()))
        text = f"{what}: {ends(band, end, kind, unit)} with {name}"
        return f"{text}." if base is None else f"{text}; {NO_CHANGE} would have needed care before."
    best = max(helping, key=lambda name: _gap(helping[name], base, end))
    with_plan, without = ends(helping[best], end, kind, unit), ends(base, end, kind)
    if ends(helping[best], end, kind) == without:
        which = "any plan" if helping == whole else f"any plan without a 'do not' warning, and with {NO_CHANGE}"
        return f"{what}: {with_plan} with {which}."
    text = f"{what}: {with_plan} with {best}, {without} with {NO_CHANGE}"
    if series.licence is not Licence.FORECAST and overlap(helping[best], base, end):
        return f"{text}; the ranges overlap."
    return f"{text}."


NOTICEABLE = 0.5
"""Points of ten: less than half a point reads as no change."""


def why(compared: PainComparison) -> str:
    """One sentence: what B12 and the gabapentinoid take off this pain, and the reason for the difference.

    The reason is that of the person (does B12 lack, what else keeps the pain up) and of the size of the effect.
    """
    b12, drug = compared.points_off[compared.b12], compared.points_off[compared.drug]
    source = compared.other_cause or "this pain"
    may = "may mend" if compared.possible else "mends"
    if compared.b12 in compared.barred:
        first = f"'{compared.b12}' has a 'do not' warning"
    elif compared.lack and _noticed(b12):
        first = f"B12 {'may treat' if compared.possible else 'treats'} the cause and takes {points(b12)} off"
    elif compared.lack:
        first = f"B12 {may} a lack but takes {points(b12)} off {source}"
    elif _noticed(b12):
        first = f"B12 takes {points(b12)} off, though no lack of it is known"
    else:
        first = f"B12 changes nothing, for {source} does not come from a lack of it"
    if compared.drug in compared.barred:
        second = f"{compared.analgesic} has a 'do not' warning here"
    elif _noticed(drug):
        second = f"{compared.analgesic} treats the symptom and takes {points(drug)} off beyond placebo"
    else:
        second = f"no effect of {compared.analgesic} on {source} is claimed"
    return f"In the simulation, pain after {say_days(compared.day)}: {first}; {second}."


def _noticed(off: Range) -> bool:
    return off.high is not None and off.high >= NOTICEABLE


def points(off: Range) -> str:
    """Points taken off in words; "up to" where it may be nothing that is noticed.

    >>> from cobalamin.body.observe import Licence
    >>> points(Range(low=0.1, median=None, high=0.9, unit="1", licence=Licence.SCENARIO))
    'up to 0.9 points'
    """
    if off.low is None or off.high is None:
        return "an unknown number of points"
    kind = quantity("pain_nrs")
    if off.high < NOTICEABLE:
        return f"less than {NOTICEABLE:g} points"
    if off.low < 0.25:
        return f"up to {say_value(off.high, kind)} points"
    return f"{say_between(off.low, off.high, kind)} points"


def wants_log(series: Series) -> bool:
    """True if a forecast's values span more than one power of ten, all above zero.

    A scenario's strips are too low for it, and a scale of 0 to 10 or relative to health has its own ends.
    """
    values = [x for band in series.plans.values() for x in (*band.low, *band.high) if math.isfinite(x)]
    if not values or series.licence is not Licence.FORECAST:
        return False
    return min(values) > 0.0 and max(values) > 10.0 * min(values)
