"""What calibration learned of each number: belief before as a bar, belief after as a dot with its interval."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import Any

from cobalamin.infer.priors import What
from cobalamin.infer.result import Calibrated, Calibration
from cobalamin.plot.palette import FAINT, PALETTE, QUIET
from cobalamin.plot.svg import FONT, SMALL, drawing, svg_text

_LINE, _HEAD, _FOOT = 0.19, 0.35, 0.75
_Z95 = 1.959964
_EDGE = 8.0
"""Largest factor from the prior median that is shown."""
_TICKS = {1 / 8: "1/8", 1 / 4: "1/4", 1 / 2: "1/2", 1.0: "1", 2.0: "2", 4.0: "4", 8.0: "8"}
_HEADINGS = {What.VALUE: "median of people", What.SPREAD: "spread between people"}


def draw_calibration(calibration: Calibration, *, name: str = "calibration") -> str:
    """Prior and posterior 95 % intervals as factors of the prior median, medians first, then spreads."""
    groups = [(what, [c for c in calibration.fitted.values() if c.prior.what is what]) for what in What]
    groups = [(what, own) for what, own in groups if own]
    count = len(calibration.fitted)
    fixed = sum(c.identified for c in calibration.fitted.values())
    takeaway = f"The figures say something about {fixed} of {count} numbers; {count - fixed} stay at their prior."
    note = textwrap.wrap(
        "Grey bar: 95 % of what was believed before. Dot and line: 95 % after the fit. Open circle: the figures say "
        "nothing. An arrow: beyond the scale.",
        62,
    )
    title = textwrap.wrap(takeaway, 45)
    head = 0.25 + 0.2 * len(title) + 0.16 * len(note)
    body = sum(_HEAD + _LINE * len(own) for _, own in groups)
    height = head + body + _FOOT
    with drawing(height) as figure:
        for n, line in enumerate(title):
            figure.text(0.02, 1 - (0.2 + 0.2 * n) / height, line, fontsize=FONT + 1, fontweight="bold")
        for n, line in enumerate(note):
            figure.text(0.02, 1 - (0.2 + 0.2 * len(title) + 0.16 * n) / height, line, fontsize=SMALL, color=QUIET)
        axes = figure.add_axes((0.5, (_FOOT - 0.1) / height, 0.47, body / height))
        axes.set_xscale("log")
        axes.set_xlim(1 / _EDGE, _EDGE)
        axes.set_ylim(body, 0)
        axes.axvline(1.0, color=QUIET, linewidth=0.8, zorder=1)
        at = 0.0
        for what, own in groups:
            axes.text(
                -1.02, at + _HEAD - 0.1, _HEADINGS[what], transform=axes.get_yaxis_transform(), fontsize=FONT,
                fontweight="bold",
            )  # fmt: skip
            at += _HEAD
            for each in own:
                _draw(axes, at + _LINE / 2, each)
                at += _LINE
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xticks(list(_TICKS), list(_TICKS.values()))
        axes.minorticks_off()
        axes.set_xlabel("times the prior median", fontsize=FONT)
        return svg_text(figure, name=name, title=takeaway, description=_words(list(calibration.fitted.values())))


def _draw(axes: Any, at: float, each: Calibrated) -> None:
    """One line: label, bar of the prior, and interval after the fit."""
    colour = PALETTE[0].colour
    label = each.prior.name.replace("_", " ")
    label = label if len(label) <= 33 else f"{label[:32]}…"
    axes.text(-1.02, at, label, transform=axes.get_yaxis_transform(), fontsize=SMALL, va="center", color=QUIET)
    wide = math.exp(_Z95 * each.prior.sd)
    axes.plot([max(1 / wide, 1 / _EDGE), min(wide, _EDGE)], [at, at], color=FAINT, linewidth=7, zorder=2,
              solid_capstyle="butt")  # fmt: skip
    middle = each.number / each.prior.median
    if not each.identified:
        axes.plot([1.0], [at], "o", color=QUIET, markerfacecolor="white", markersize=4.5, zorder=4)
        return
    low, high = (min(max(end / each.prior.median, 1 / _EDGE), _EDGE) for end in each.interval)
    axes.plot([low, high], [at, at], color=colour, linewidth=1.6, zorder=3)
    beyond = "<" if middle < 1 / _EDGE else ">" if middle > _EDGE else "o"
    axes.plot([min(max(middle, 1 / _EDGE), _EDGE)], [at], beyond, color=colour, markersize=4.5, zorder=4, clip_on=False)


def _words(everything: Sequence[Calibrated]) -> str:
    """The figure for someone who cannot see it."""
    moved = sorted(
        (c for c in everything if c.identified),
        key=lambda c: -abs(math.log(c.number / c.prior.median)),
    )
    told = ", ".join(
        f"{c.prior.name.replace('_', ' ')} ({c.prior.what.value}) {c.number / c.prior.median:.2g}" for c in moved[:8]
    )
    return f"Moved most, as factors of the prior median: {told}."
