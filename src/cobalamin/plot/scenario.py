"""The panel of a scenario: one strip a plan with the range over rival nerve blocks, and no line of a likely course."""

from __future__ import annotations

import textwrap
from typing import Any

from cobalamin.plan.model import NO_CHANGE, NaturalCourseBand, Series
from cobalamin.plot.axes import TITLE_CHARACTERS, alike, heading, line, time_axis, value_axis, words
from cobalamin.plot.palette import FAINT, NATURAL_COURSE, NO_CHANGE_STYLE, QUIET, TEXT, plan_styles
from cobalamin.plot.quantities import TimeUnit, quantity, time_unit
from cobalamin.plot.svg import FONT, SMALL, drawing, svg_text
from cobalamin.plot.takeaway import takeaway, wants_log

NATURAL_LABEL = "placebo and natural course: with any plan and with none"
NAME_CHARACTERS = 56
FOOT = 0.46
"""Room for the time axis [inch]."""
NAME_LINE = 0.17
"""Height of one line of names [inch]."""


def draw_scenario(series: Series, natural_course: NaturalCourseBand | None) -> str:
    """The series as strips; plans with the same range share one, but pain keeps one for each plan.

    Arguments:
        series: a scenario, so its bands have no median.
        natural_course: drawn the same in every strip, anchored at the score on day 0; None where it does not apply.
    """
    kind, unit = quantity(series.observation), time_unit(series.days[-1])
    groups = [[name] for name in series.plans] if natural_course else alike(series)
    titles = [_names(group, series) for group in groups]
    inside = 0.8 if natural_course or len(groups) == 1 else 0.7
    strips = [inside + 0.08 + NAME_LINE * (title.count("\n") + 1) for title in titles]
    notes = 0.40 if natural_course else 0.22
    # The heading grows by a line with a long takeaway; the strips keep their height.
    head = 0.28 + 0.18 * len(textwrap.wrap(takeaway(series), TITLE_CHARACTERS)) + notes
    with drawing(head + sum(strips) + FOOT) as figure:
        height = figure.get_figheight()
        top = heading(figure, series, kind, note=", log scale" if wants_log(series) else "")
        key = "Scenario: range over rival nerve models, no likely line."
        figure.text(0.02, 1 - (top + 0.06) / height, key, fontsize=SMALL, color=QUIET)
        if natural_course:
            _natural_key(figure, 1 - (top + 0.24) / height)
        for n, (group, title) in enumerate(zip(groups, titles, strict=True)):
            below = (FOOT + sum(strips[n + 1 :])) / height
            axes = figure.add_axes((0.115, below, 0.855, inside / height))
            value_axis(axes, series, kind)
            time_axis(axes, unit, series.days[-1])
            if n < len(groups) - 1:
                axes.set_xlabel("")
                axes.tick_params(labelbottom=False)
            _strip(axes, series, group[0], unit, natural_course)
            axes.set_title(title, loc="left", fontsize=FONT, fontweight="bold", color=TEXT, pad=2)
            if n == 1 and NO_CHANGE in groups[0]:
                axes.set_title("dashed grey: no change", loc="right", fontsize=SMALL, color=QUIET, pad=2)
        return svg_text(figure, name=series.observation, title=takeaway(series), description=words(series, unit))


def _names(group: list[str], series: Series) -> str:
    """Names of the plans of one strip, wrapped."""
    if len(group) == len(series.plans) > 2:
        return f"all {len(group)} plans, no change among them" if NO_CHANGE in group else f"all {len(group)} plans"
    return textwrap.fill(", ".join(group), NAME_CHARACTERS if len(group) > 1 else 2 * NAME_CHARACTERS)


def _natural_key(figure: Any, y: float) -> None:
    from matplotlib.patches import Rectangle

    height = figure.get_figheight()
    box = Rectangle(
        (0.02, y - 0.01 / height), 0.045, 0.11 / height, facecolor=NATURAL_COURSE, edgecolor=QUIET, linewidth=0.5
    )
    figure.add_artist(box)
    figure.text(0.078, y, f"{NATURAL_LABEL}.", fontsize=SMALL, color=QUIET)


def _strip(axes: Any, series: Series, name: str, unit: TimeUnit, natural_course: NaturalCourseBand | None) -> None:
    """One plan's range, over the outline of no change."""
    look = plan_styles(tuple(series.plans))[name]
    x = [day / unit.days for day in series.days]
    band, base = series.plans[name], series.plans.get(NO_CHANGE)
    number = list(series.plans).index(name)
    if natural_course:
        _natural_band(axes, series, natural_course, unit, number)
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


def _natural_band(axes: Any, series: Series, course: NaturalCourseBand, unit: TimeUnit, number: int) -> None:
    """Score on day 0 plus the change that placebo arms show; the same in every strip."""
    start = next(iter(series.plans.values()))
    score = (start.low[0] + start.high[0]) / 2
    x = [day / unit.days for day in course.days]
    low = [max(0.0, score + change) for change in course.low]
    high = [max(0.0, score + change) for change in course.high]
    filled = axes.fill_between(x, low, high, facecolor=NATURAL_COURSE, edgecolor=QUIET, linewidth=0.5, zorder=1.5)
    filled.set_gid(f"natural-course-{number}")
