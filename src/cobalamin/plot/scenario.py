"""The panel of a scenario: one strip a plan with the range over people and rival nerve blocks, and no likely line."""

from __future__ import annotations

import textwrap
from typing import Any

from cobalamin.plan.model import NO_CHANGE, NaturalCourseBand, Series
from cobalamin.plot.axes import TITLE_CHARACTERS, alike, heading, line, time_axis, value_axis, words
from cobalamin.plot.natural_course import natural_strip
from cobalamin.plot.palette import FAINT, NO_CHANGE_STYLE, QUIET, TEXT, plan_styles
from cobalamin.plot.quantities import TimeUnit, quantity, say_lost, time_unit
from cobalamin.plot.svg import FONT, SMALL, drawing, svg_text
from cobalamin.plot.takeaway import last_day, takeaway

NAME_CHARACTERS = 56
ENDED = "ends:\ncare would\nbe needed"
"""Written where the run of the typical person leaves the recorded human range."""
SHOWN_LOST = 0.02
"""A larger share of people without a potential at the end is written on the strip."""
FOOT = 0.46
"""Room for the time axis [inch]."""
NAME_LINE = 0.17
"""Height of one line of names [inch]."""


def draw_scenario(series: Series, natural_course: NaturalCourseBand | None) -> str:
    """The series as strips; plans with the same range share one.

    Arguments:
        series: a scenario, so its bands have no median.
        natural_course: drawn in a strip of its own; None where it does not apply.
    """
    kind, unit = quantity(series.observation), time_unit(series.days[-1])
    groups = alike(series)
    titles = [_names(group, series) for group in groups]
    inside = 0.8 if len(groups) == 1 else 0.7
    strips = [inside + 0.08 + NAME_LINE * (title.count("\n") + 1) for title in titles]
    apart = inside + 0.08 + NAME_LINE + FOOT if natural_course else 0.0
    # The heading grows by a line with a long takeaway; the strips keep their height.
    head = 0.28 + 0.18 * len(textwrap.wrap(takeaway(series), TITLE_CHARACTERS)) + 0.22
    with drawing(head + sum(strips) + FOOT + apart) as figure:
        height = figure.get_figheight()
        top = heading(figure, series, kind, note="")
        key = "Scenario: range over people and rival nerve models, no likely line."
        figure.text(0.02, 1 - (top + 0.06) / height, key, fontsize=SMALL, color=QUIET)
        if len(groups) > 1 and NO_CHANGE in groups[0]:
            where = 1 - (top - 0.12) / height
            figure.text(0.97, where, "dashed grey: no change", fontsize=SMALL, color=QUIET, ha="right")
        for n, (group, title) in enumerate(zip(groups, titles, strict=True)):
            below = (FOOT + apart + sum(strips[n + 1 :])) / height
            axes = figure.add_axes((0.115, below, 0.855, inside / height))
            value_axis(axes, series, kind)
            time_axis(axes, unit, series.days[-1])
            if n < len(groups) - 1:
                axes.set_xlabel("")
                axes.tick_params(labelbottom=False)
            scenario_band(axes, series, group[0], unit)
            axes.set_title(title, loc="left", fontsize=FONT, fontweight="bold", color=TEXT, pad=2)
        if natural_course:
            natural_strip(figure.add_axes((0.115, FOOT / height, 0.855, inside / height)), natural_course, unit)
        return svg_text(figure, name=series.observation, title=takeaway(series), description=words(series, unit))


def _names(group: list[str], series: Series) -> str:
    """Names of the plans of one strip, wrapped."""
    if len(group) == len(series.plans) > 2:
        return f"all {len(group)} plans, no change among them" if NO_CHANGE in group else f"all {len(group)} plans"
    return textwrap.fill(", ".join(group), NAME_CHARACTERS if len(group) > 1 else 2 * NAME_CHARACTERS)


def scenario_band(axes: Any, series: Series, name: str, unit: TimeUnit) -> None:
    """One plan's range, over the outline of no change."""
    look = plan_styles(tuple(series.plans))[name]
    x = [day / unit.days for day in series.days]
    band, base = series.plans[name], series.plans.get(NO_CHANGE)
    number = list(series.plans).index(name)
    if base is not None and name != NO_CHANGE:
        for edge in (base.low, base.high):
            axes.plot(x, edge, color=NO_CHANGE_STYLE.colour, linewidth=0.9, dashes=(4, 3))
    filled = axes.fill_between(
        x, band.low, band.high, facecolor=(FAINT if not look.hatch else "none"), edgecolor=look.colour,
        hatch=look.hatch or None, linewidth=0.0, alpha=0.85, zorder=3,
    )  # fmt: skip
    filled.set_gid(f"range-{number}")
    for edge in (band.low, band.high):
        line(axes, x, edge, look, width=1.2)
    end = last_day(band)
    lost = 0.0 if band.lost is None else band.lost[end]
    if lost > SHOWN_LOST:
        axes.annotate(
            say_lost(lost), (0.98, 0.06), xycoords="axes fraction", ha="right", va="bottom", fontsize=SMALL, color=TEXT,
            zorder=6, bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.3},
        )  # fmt: skip
    if end < len(x) - 1:
        axes.annotate(
            ENDED, (x[end], 0.5), xycoords=("data", "axes fraction"), xytext=(4, 0), textcoords="offset points",
            va="center", fontsize=SMALL, color=QUIET,
        )  # fmt: skip
