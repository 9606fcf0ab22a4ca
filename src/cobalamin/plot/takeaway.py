"""The one line a reader should keep from a panel, computed from its numbers."""

from __future__ import annotations

import math

from cobalamin.body.observe import Licence
from cobalamin.plan.model import NO_CHANGE, Band, Series
from cobalamin.plot.quantities import quantity, say_days, say_number


def ends(band: Band, at: int) -> str:
    """The value at one sample in words: "512" of a forecast, "4 to 9" of a scenario."""
    if band.median is not None:
        return say_number(band.median[at])
    low, high = say_number(band.low[at]), say_number(band.high[at])
    return low if low == high else f"{low} to {high}"


def _gap(band: Band, other: Band, at: int) -> float:
    """How far two bands lie apart at one sample; only used to choose which plan to name."""
    return abs(band.low[at] - other.low[at]) + abs(band.high[at] - other.high[at])


def overlap(band: Band, other: Band, at: int) -> bool:
    """True if the two ranges share a value at one sample."""
    return band.low[at] <= other.high[at] and other.low[at] <= band.high[at]


def takeaway(series: Series) -> str:
    """One sentence: the plan that differs most from no change at the end, beside no change.

    A scenario says so when the ranges overlap, because then the plans cannot be told apart.
    """
    kind = quantity(series.observation)
    unit = f" {kind.unit}" if kind.unit not in ("healthy = 1", "0 to 10") else ""
    unit = " of 10" if kind.unit == "0 to 10" else unit
    at, when = len(series.days) - 1, say_days(series.days[-1])
    base = series.plans.get(NO_CHANGE)
    others = {name: band for name, band in series.plans.items() if name != NO_CHANGE}
    if base is None or not others:
        name, band = next(iter(series.plans.items()))
        return f"{kind.label} after {when}: {ends(band, at)}{unit} with {name}."
    best = max(others, key=lambda name: _gap(others[name], base, at))
    with_plan, without = ends(others[best], at), ends(base, at)
    if with_plan == without and series.licence is Licence.FORECAST:
        return f"{kind.label} after {when}: {without}{unit} with any plan."
    text = f"{kind.label} after {when}: {with_plan}{unit} with {best}, {without} with {NO_CHANGE}"
    if series.licence is not Licence.FORECAST and overlap(others[best], base, at):
        return f"{text}; the ranges overlap."
    return f"{text}."


def wants_log(series: Series) -> bool:
    """True if values span more than one power of ten, all above zero."""
    values = [x for band in series.plans.values() for x in (*band.low, *band.high) if math.isfinite(x)]
    return bool(values) and min(values) > 0.0 and max(values) > 10.0 * min(values)
