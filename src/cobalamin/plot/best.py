"""Trouble against probability: what each dosing asks for, what it gives, and which are the least trouble for it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import Any

from cobalamin.plan.best_model import BestRegimen, Candidate
from cobalamin.plan.best_words import hours, percent
from cobalamin.plan.model import NO_CHANGE
from cobalamin.plot.palette import PALETTE, QUIET, TEXT
from cobalamin.plot.svg import FONT, SMALL, drawing, svg_text

BLUE, ORANGE = PALETTE[0].colour, PALETTE[1].colour
_TITLE_CHARACTERS, _NOTE_CHARACTERS = 45, 58
_KEY = (
    "Circles: open for this person; crosses: not. Bars: interval of the probability. Line: least trouble at each "
    "probability. Numbers: named below."
)
_TICKS = (0, 1, 3, 10, 30, 100)
_LINE = 0.155
"""Height of a line of small text [inch]."""
_PLOT = 2.5
"""Height of the plot [inch]."""


def draw_pareto(best: BestRegimen) -> str:
    """Every dosing, its trouble on a symmetric log axis against its probability, and the front of open ones."""
    title = takeaway(best)
    heading, key = textwrap.wrap(title, _TITLE_CHARACTERS), textwrap.wrap(_KEY, _NOTE_CHARACTERS)
    named = _named(best)
    names = [textwrap.wrap(f"{n}: {_told(each)}", _NOTE_CHARACTERS) for n, each in enumerate(named, 1)]
    top = 0.22 + 0.2 * len(heading) + _LINE * len(key)
    foot = 0.5 + _LINE * sum(map(len, names)) + 0.12
    height = top + _PLOT + foot
    with drawing(height) as figure:
        _lines(figure, heading, at=0.2, step=0.2, fontsize=FONT + 0.5, fontweight="bold")
        _lines(figure, key, at=0.2 + 0.2 * len(heading), step=_LINE, fontsize=SMALL, color=QUIET)
        axes = figure.add_axes((0.13, foot / height, 0.83, _PLOT / height))
        _axes(axes, best)
        _points(axes, best)
        _numbers(axes, named, best)
        below = [line for each in names for line in each]
        _lines(figure, below, at=top + _PLOT + 0.55, step=_LINE, fontsize=SMALL, color=TEXT)
        return svg_text(figure, name="best", title=title, description=_words(best))


def takeaway(best: BestRegimen) -> str:
    """The figure in one line."""
    if best.best is None:
        return f"No dosing that is open here reaches {100 * best.share:.0f} %"
    if best.best.name == NO_CHANGE:
        return "No new dosing is needed to stay in range for 2 years"
    return f"Least trouble that stays in range: {_name(best.best)}"


def _name(each: Candidate) -> str:
    return re.sub(r"\bug\b", "µg", each.name)


def _told(each: Candidate) -> str:
    return f"{_name(each)}, {percent(each.probability.value)}{'' if each.allowed else ', not open here'}"


def _named(best: BestRegimen) -> tuple[Candidate, ...]:
    """The front and the answers to both questions, by trouble."""
    asked = [each for each in (best.best, best.least_oral, best.least_often) if each is not None]
    found = {each.name: each for each in (*best.front, *asked)}
    return tuple(sorted(found.values(), key=lambda c: (c.burden_hours_a_year, c.probability.value)))


def _lines(figure: Any, lines: Sequence[str], *, at: float, step: float, **look: Any) -> None:
    """Lines of text from `at` inches below the top."""
    height = figure.get_figheight()
    for n, line in enumerate(lines):
        figure.text(0.02, 1 - (at + step * n) / height, line, **look)


def _axes(axes: Any, best: BestRegimen) -> None:
    most = max(each.burden_hours_a_year for each in best.candidates)
    axes.set_xscale("symlog", linthresh=1.0)
    axes.set_xlim(-0.2, max(most * 1.5, 3.0))
    ticks = [tick for tick in _TICKS if tick <= max(most * 1.5, 3.0)]
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.minorticks_off()
    axes.set_ylim(-0.05, 1.1)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100 %"])
    axes.set_xlabel("trouble, hours a year", fontsize=FONT, labelpad=2)
    axes.axhline(best.share, color=QUIET, linewidth=0.8, dashes=(4, 3), zorder=1)
    axes.annotate(
        f"{100 * best.share:.0f} %", (0.01, best.share), xycoords=("axes fraction", "data"), xytext=(0, -2),
        textcoords="offset points", fontsize=SMALL, color=QUIET, va="top",
    )  # fmt: skip


def _points(axes: Any, best: BestRegimen) -> None:
    """Open dosings as filled circles, the others as crosses, each with the interval of its probability."""
    for each in best.candidates:
        x, chance = each.burden_hours_a_year, each.probability
        colour = BLUE if each.allowed else ORANGE
        axes.plot([x, x], [chance.low, chance.high], color=colour, linewidth=0.9, alpha=0.7, zorder=2)
        axes.plot([x], [chance.value], "o" if each.allowed else "x", color=colour, markersize=5.5, zorder=4)
    if best.front:
        burden = [each.burden_hours_a_year for each in best.front]
        chances = [each.probability.value for each in best.front]
        axes.step(burden, chances, where="post", color=BLUE, linewidth=1.3, zorder=3)
    if best.best is not None:
        place = [best.best.burden_hours_a_year], [best.best.probability.value]
        axes.plot(*place, "o", color=BLUE, markerfacecolor="none", markersize=11, markeredgewidth=1.4, zorder=5)


def _numbers(axes: Any, named: Sequence[Candidate], best: BestRegimen) -> None:
    """A number beside each dosing that is named below; above where it is high up."""
    for n, each in enumerate(named, 1):
        high = each.probability.value > 0.5
        axes.annotate(
            str(n), (each.burden_hours_a_year, each.probability.value), xytext=(0, 8 if high else 7),
            textcoords="offset points", fontsize=SMALL, fontweight="bold" if each is best.best else "normal",
            color=TEXT, ha="center", zorder=6,
        )  # fmt: skip


def _words(best: BestRegimen) -> str:
    """The figure for someone who cannot see it."""
    told = [
        f"{_name(each)}: {hours(each.burden_hours_a_year)}, {percent(each.probability.value)} "
        f"({percent(each.probability.low)} to {percent(each.probability.high)})"
        f"{'' if each.allowed else ', not open for this person'}"
        for each in best.candidates
    ]
    return f"Trouble and probability of staying in range. {'; '.join(told)}."
