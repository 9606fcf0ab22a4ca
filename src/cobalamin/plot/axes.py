"""What all panels share: heading, axes, lines, plans that cannot be told apart, and the panel in words."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import Any

from cobalamin.body.observe import OBSERVATIONS, Licence
from cobalamin.plan.model import Series
from cobalamin.plot.palette import QUIET, PlanStyle
from cobalamin.plot.quantities import Quantity, TimeUnit, quantity
from cobalamin.plot.svg import FONT
from cobalamin.plot.takeaway import ends, last_day, takeaway, wants_log

TITLE_CHARACTERS = 47
LEAST_SPAN = 0.2
"""Least height of an axis, as a share of the healthy value, so that a trifle does not look like a change."""


def heading(figure: Any, series: Series, kind: Quantity, *, note: str) -> float:
    """Write takeaway, unit and note at the top; returns the height they need [inch]."""
    lines = textwrap.wrap(takeaway(series), TITLE_CHARACTERS)
    height = figure.get_figheight()
    for n, line in enumerate(lines):
        figure.text(0.02, 1 - (0.19 + 0.18 * n) / height, line, fontsize=FONT + 0.5, fontweight="bold")
    below = 0.19 + 0.18 * len(lines) + 0.03
    figure.text(0.02, 1 - below / height, f"{kind.label} ({kind.unit}{note})", color=QUIET, fontsize=FONT)
    return below + 0.12


def time_axis(axes: Any, unit: TimeUnit, end: float) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_xlim(0.0, end / unit.days)
    steps = [1, 3, 6, 10] if unit.plural == "months" else [1, 2, 5, 10]
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=steps, integer=True))
    axes.set_xlabel(unit.plural, fontsize=FONT, labelpad=2)


def value_axis(axes: Any, series: Series, kind: Quantity) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

    values = [x for band in series.plans.values() for x in (*band.low, *band.high) if math.isfinite(x)] or [0.0]
    low, high = min(values), max(values)
    if wants_log(series):
        axes.set_yscale("log")
        axes.set_ylim(low / 1.3, high * 1.3)
        axes.yaxis.set_major_locator(LogLocator(10, subs=(1.0, 2.0, 5.0)))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.yaxis.set_minor_formatter(NullFormatter())
        return
    if kind.top is not None:
        axes.set_ylim(0.0, kind.top)
        axes.set_yticks([0, kind.top / 2, kind.top])
        return
    spread = max(high - low, LEAST_SPAN * OBSERVATIONS[series.observation].healthy, 1e-6)
    middle = (low + high) / 2
    bottom, top = middle - 0.62 * spread, middle + 0.62 * spread
    axes.set_ylim(0.0 if 0.0 <= low < spread else bottom, max(top, high + 0.12 * spread))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_major_locator(MaxNLocator(5 if series.licence is Licence.FORECAST else 3))


def line(axes: Any, x: Sequence[float], y: Sequence[float], look: PlanStyle, width: float = 1.9) -> Any:
    (line,) = axes.plot(x, y, color=look.colour, linewidth=width, zorder=4)
    if look.dashes:
        line.set_dashes([length / width * 1.2 for length in look.dashes])
    return line


def alike(series: Series) -> list[list[str]]:
    """Plans that cannot be told apart (within 1 %, or the floor of the scale, on every day), together.

    Compared are the lines of a forecast and the edges of a scenario; one is drawn for each group.
    """
    floor = OBSERVATIONS[series.observation].scale_floor
    groups: list[list[str]] = []
    for name, band in series.plans.items():
        for group in groups:
            first = series.plans[group[0]]
            pairs = [(band.low, first.low), (band.high, first.high)]
            if band.median is not None and first.median is not None:
                pairs = [(band.median, first.median)]
            if all(_close(x, y, floor) for a, b in pairs for x, y in zip(a, b, strict=True)):
                group.append(name)
                break
        else:
            groups.append([name])
    return groups


def _close(x: float, y: float, floor: float) -> bool:
    """Whether two values are drawn as one; after the end of a life there is none in either."""
    return math.isclose(x, y, rel_tol=0.01, abs_tol=floor) or (math.isnan(x) and math.isnan(y))


def words(series: Series, unit: TimeUnit, plans: Sequence[str] = ()) -> str:
    """The panel for someone who cannot see it: start and end under each plan, or under those that are named."""
    kind = quantity(series.observation)
    parts = [f"{kind.label} ({kind.unit}) over {series.days[-1] / unit.days:.0f} {unit.plural}."]
    for name in plans or series.plans:
        band = series.plans[name]
        at = last_day(band)
        first, last = ends(band, 0, kind, whole=True), ends(band, at, kind, whole=True)
        end = "the end" if at == len(series.days) - 1 else f"{series.days[at] / unit.days:.0f} {unit.plural}, its end"
        parts.append(f"{name[0].upper()}{name[1:]}: {first} at the start, {last} at {end}.")
    forecast = series.licence is Licence.FORECAST
    what = "80 % interval between people" if forecast else "range over people and rival nerve models"
    return " ".join([*parts, f"Shown: {what}."])
