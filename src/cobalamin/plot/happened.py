"""One marker since the first visit: the band that was forecast then, and the values that came."""

from __future__ import annotations

import textwrap

from cobalamin.plan.model import Happened
from cobalamin.plot.axes import TITLE_CHARACTERS, time_axis, value_axis
from cobalamin.plot.palette import QUIET, TEXT
from cobalamin.plot.quantities import quantity, say_value, time_unit
from cobalamin.plot.svg import FONT, SMALL, drawing, svg_text

_COLOUR = "#0072b2"


def draw_happened(happened: Happened) -> str:
    """The figure as SVG: a band with 80 % of what one sample would show, its middle, and points.

    Arguments:
        happened: one marker.
    """
    series = happened.series
    kind, unit = quantity(series.observation), time_unit(series.days[-1])
    band = series.plans["as taken"]
    x = [day / unit.days for day in series.days]
    title = f"{kind.label}: {happened.inside} of {len(happened.values)} later values lay in the forecast"
    lines = textwrap.wrap(title, TITLE_CHARACTERS)
    head = 0.28 + 0.18 * len(lines) + 0.2
    with drawing(head + 2.2) as figure:
        height = figure.get_figheight()
        for n, line in enumerate(lines):
            figure.text(0.02, 1 - (0.19 + 0.18 * n) / height, line, fontsize=FONT + 0.5, fontweight="bold", color=TEXT)
        note = f"{kind.label} ({kind.unit}). Band: 80 % of one sample. Points: measured."
        figure.text(0.02, 1 - (head - 0.1) / height, note, fontsize=SMALL, color=QUIET)
        axes = figure.add_axes((0.125, 0.46 / height, 0.83, (2.2 - 0.55) / height))
        value_axis(axes, series, kind)
        time_axis(axes, unit, series.days[-1])
        axes.fill_between(x, band.low, band.high, color=_COLOUR, alpha=0.15, linewidth=0)
        if band.median is not None:
            axes.plot(x, band.median, color=_COLOUR, linewidth=1.6)
        at = [day / unit.days for day in happened.days]
        axes.plot(at, happened.values, "o", markersize=6, markerfacecolor="white", markeredgecolor=TEXT, zorder=5)
        low, high = axes.get_ylim()
        axes.set_ylim(min(low, 0.9 * min(happened.values)), max(high, 1.1 * max(happened.values)))
        values = ", ".join(say_value(value, kind) for value in happened.values)
        description = f"{title}. Measured: {values} {kind.unit}."
        return svg_text(figure, name=f"happened-{series.observation}", title=title, description=description)
