"""Pain over two years on no change, B12, a gabapentinoid and both: small panels with one scale.

Each panel shows the range over people and rival nerve models of one plan, over the outline of no change. Placebo and
natural course stand in a panel of their own, since they come with every plan and with none.
"""

from __future__ import annotations

import textwrap
from typing import Any

from cobalamin.plan.model import NO_CHANGE, PlanReport
from cobalamin.plot.axes import TITLE_CHARACTERS, time_axis, value_axis, words
from cobalamin.plot.natural_course import natural_strip
from cobalamin.plot.palette import QUIET, TEXT
from cobalamin.plot.quantities import quantity, time_unit
from cobalamin.plot.scenario import scenario_band
from cobalamin.plot.svg import FONT, SMALL, drawing, svg_text
from cobalamin.plot.takeaway import why

NAME = "pain-comparison"
_PANEL, _GAP, _FOOT, _STRIP = 1.15, 0.40, 0.46, 0.62
"""Heights of a panel, of the room above it, of the time axis and of the strip of natural course [inch]."""
_LEFT, _WIDE, _APART = 0.085, 0.40, 0.075
"""Left edge and width of a panel and the room between two, as shares of the figure."""
_NAME_CHARACTERS = 21


def draw_comparison(report: PlanReport) -> str:
    """The figure as SVG; "" where the report compares nothing.

    Arguments:
        report: with `comparison`, the series of pain, and natural course.
    """
    compared = report.comparison
    if compared is None:
        return ""
    series = report.series["pain_nrs"]
    names = [NO_CHANGE, compared.b12, compared.drug, *([compared.both] if compared.both else [])]
    kind, unit = quantity("pain_nrs"), time_unit(series.days[-1])
    title, lines = why(compared), textwrap.wrap(why(compared), TITLE_CHARACTERS)
    rows = (len(names) + 1) // 2
    course = report.natural_course
    below = _FOOT + (_STRIP + _GAP + _FOOT if course else 0.0)
    head = 0.19 + 0.18 * len(lines) + 0.42
    with drawing(head + rows * (_PANEL + _GAP) + below) as figure:
        height = figure.get_figheight()
        for n, line in enumerate(lines):
            figure.text(0.02, 1 - (0.19 + 0.18 * n) / height, line, fontsize=FONT + 0.5, fontweight="bold")
        still = compared.people if compared.followed is None else compared.followed
        notes = (
            f"{kind.label} ({kind.unit}). Dashed grey: no change.",
            f"Scenario: range over {compared.people} people and rival nerve models;",
            f"no likely line. The sentence holds for the {still} still followed then.",
        )
        for n, note in enumerate(notes):
            y = head - 0.42 + 0.03 + 0.155 * n
            figure.text(0.02, 1 - y / height, note, fontsize=SMALL, color=QUIET)
        for n, name in enumerate(names):
            row, column = divmod(n, 2)
            bottom = below + (rows - 1 - row) * (_PANEL + _GAP)
            axes = figure.add_axes((_LEFT + column * (_WIDE + _APART), bottom / height, _WIDE, _PANEL / height))
            value_axis(axes, series, kind)
            time_axis(axes, unit, series.days[-1])
            if row < rows - 1 and n + 2 < len(names):
                axes.set_xlabel("")
                axes.tick_params(labelbottom=False)
            if column:
                axes.tick_params(labelleft=False)
            scenario_band(axes, series, name, unit)
            _name(axes, name)
        if course:
            axes = figure.add_axes((_LEFT, _FOOT / height, 2 * _WIDE + _APART, _STRIP / height))
            natural_strip(axes, course, unit)
        return svg_text(figure, name=NAME, title=title, description=words(series, unit, names))


def _name(axes: Any, name: str) -> None:
    short = "\n".join(textwrap.wrap(name, _NAME_CHARACTERS, max_lines=2, placeholder="…"))
    axes.set_title(short, loc="left", fontsize=FONT, fontweight="bold", color=TEXT, pad=2, linespacing=1.05)
