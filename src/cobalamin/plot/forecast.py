"""The panel of a forecast: a line (median) in a band (80 % between people) for each plan, named at its end."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from math import isfinite
from typing import Any

from cobalamin.plan.model import Series
from cobalamin.plot.axes import alike, heading, line, time_axis, value_axis, words
from cobalamin.plot.palette import QUIET, PlanStyle, plan_styles
from cobalamin.plot.quantities import Limit, quantity, time_unit
from cobalamin.plot.svg import FONT, SMALL, drawing, svg_text
from cobalamin.plot.takeaway import last_day, takeaway, wants_log

KEY = "Forecast: median, and a band with 80 % of the simulated people."
NAME_CHARACTERS = 13
INCH = 72.0
RIGHT_MARGIN = 0.27


def draw_forecast(series: Series) -> str:
    kind, styles, unit = quantity(series.observation), plan_styles(tuple(series.plans)), time_unit(series.days[-1])
    x = [day / unit.days for day in series.days]
    with drawing(3.45) as figure:
        top = heading(figure, series, kind, note=", log scale" if wants_log(series) else "") + 0.15
        height = figure.get_figheight()
        figure.text(0.02, 1 - (top - 0.09) / height, KEY, fontsize=SMALL, color=QUIET)
        axes = figure.add_axes((0.125, 0.46 / height, 1 - 0.125 - RIGHT_MARGIN, (height - 0.46 - top) / height))
        value_axis(axes, series, kind)
        time_axis(axes, unit, series.days[-1])
        for number, names in enumerate(alike(series)):
            look, band = styles[names[0]], series.plans[names[0]]
            # Where the median life has ended, the interval would be that of the few who are left.
            until = last_day(band) + 1
            shade = {"color": look.colour, "alpha": 0.13, "linewidth": 0, "zorder": 2}
            axes.fill_between(x[:until], band.low[:until], band.high[:until], **shade)
            if band.median is not None:
                line(axes, x, band.median, look).set_gid(f"median-{number}")
        _limits(axes, kind.limits, series)
        _name_lines(axes, series, styles)
        return svg_text(figure, name=series.observation, title=takeaway(series), description=words(series, unit))


def _limits(axes: Any, limits: Sequence[Limit], series: Series) -> None:
    """Thin lines with their names, each name where the lines of the plans are farthest."""
    low, high = axes.get_ylim()
    share = axes.transAxes.inverted()
    end = max(series.days)
    for limit in limits:
        if not low < limit.value < high:
            continue
        axes.axhline(limit.value, color=QUIET, linewidth=0.6, zorder=1)
        level = float(share.transform(axes.transData.transform((0, limit.value)))[1])
        near: list[tuple[float, bool, bool]] = []
        for right in (True, False):
            days = [n for n, day in enumerate(series.days) if (day > 0.45 * end) == right]
            lines = [x for band in series.plans.values() for n in days if isfinite(x := (band.median or band.high)[n])]
            heights = [float(share.transform(axes.transData.transform((0, value)))[1]) for value in lines]
            for above in (True, False):
                middle = level + (0.045 if above else -0.045)
                near.append((min((abs(height - middle) for height in heights), default=1.0), right, above))
        _, right, above = max(near, key=lambda place: place[0])
        axes.annotate(
            limit.label, (0.985 if right else 0.03, limit.value), xycoords=("axes fraction", "data"),
            xytext=(0, 1.5 if above else -2.5), textcoords="offset points", ha="right" if right else "left",
            va="bottom" if above else "top", color=QUIET, fontsize=SMALL, zorder=5,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.3},
        )  # fmt: skip


def _name_lines(axes: Any, series: Series, styles: dict[str, PlanStyle]) -> None:
    """Write the plans' names at the end of their line, pushed apart where they would overlap."""
    whole = axes.get_position().height * axes.figure.get_figheight()
    line_height = 1.3 * FONT / INCH / whole
    labels: list[tuple[float, list[str], str]] = []
    for names in alike(series):
        band = series.plans[names[0]]
        end = axes.transData.transform((0, (band.median or band.high)[last_day(band)]))
        wrapped = [textwrap.wrap(name, NAME_CHARACTERS, max_lines=2, placeholder="…") for name in names]
        words = ",\n".join("\n".join(lines) for lines in wrapped).split("\n")
        labels.append((float(axes.transAxes.inverted().transform(end)[1]), words, styles[names[0]].colour))
    labels.sort(key=lambda label: label[0])
    centres = _spread([end for end, _, _ in labels], [len(words) * line_height for _, words, _ in labels])
    for (end, words, colour), centre in zip(labels, centres, strict=True):
        axes.plot(
            (1.0, 1.06), (end, centre), transform=axes.transAxes, color=colour, linewidth=1.6, clip_on=False
        )  # fmt: skip
        axes.text(
            1.075, centre, "\n".join(words), transform=axes.transAxes, va="center", fontsize=FONT, linespacing=1.08
        )  # fmt: skip


def _spread(wished: list[float], sizes: list[float]) -> list[float]:
    """Centres as near as can be to the rising wishes, none overlapping, from just below the axes upward."""
    gap, centres, floor = 0.015, [], -0.12
    for wish, size in zip(wished, sizes, strict=True):
        centres.append(max(wish, floor + size / 2))
        floor = centres[-1] + size / 2 + gap
    ceiling = 1.02
    for n in reversed(range(len(centres))):
        centres[n] = min(centres[n], ceiling - sizes[n] / 2)
        ceiling = centres[n] - sizes[n] / 2 - gap
    return centres
