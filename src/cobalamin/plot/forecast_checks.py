"""Figure of the check of the forecast: what came beside what was forecast, and how often it lay in the interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cobalamin.plot.palette import FAINT, QUIET
from cobalamin.plot.quantities import quantity
from cobalamin.plot.svg import FONT, SMALL, drawing, svg_text

BLUE, ORANGE = "#0072B2", "#D55E00"
_HEIGHT = 8.4
_TICKS = (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000)
_TICKS_BETWEEN = (3, 4, 6, 8, 12, 15, 30, 40)
_FEWEST = 3

Beside = tuple[float, float, float, float]
"""Observed, and low, median, high of the forecast."""


def draw_forecasts(
    points: Mapping[str, Sequence[Beside]], cover: Mapping[str, Sequence[float]], *, heading: str, name: str
) -> str:
    """Panels of observed against forecast, one a marker, and the shares in the 90 % interval.

    Arguments:
        points: marker -> one tuple a person.
        cover: marker -> share in the 90 % interval and its 95 % interval.
        heading: the takeaway in one line.
        name: of the figure.
    """
    with drawing(_HEIGHT) as figure:
        figure.text(0.02, 1 - 0.2 / _HEIGHT, heading, fontsize=FONT + 0.5, fontweight="bold")
        note = "dot: forecast median; line: 90 % interval; orange: outside it"
        figure.text(0.02, 1 - 0.4 / _HEIGHT, note, fontsize=SMALL, color=QUIET)
        for n, (marker, ones) in enumerate(points.items()):
            column, row = n % 2, n // 2
            box = (0.125 + 0.49 * column, 1 - (2.72 + 2.55 * row) / _HEIGHT, 0.365, 1.9 / _HEIGHT)
            _panel(figure.add_axes(box), marker, ones)
        count = len(points)
        box = (0.125 + 0.49 * (count % 2) + 0.14, 1 - (2.72 + 2.55 * (count // 2)) / _HEIGHT, 0.225, 1.9 / _HEIGHT)
        _cover(figure.add_axes(box), cover)
        figure.text(0.3, 0.1 / _HEIGHT, "across: forecast; up: observed", fontsize=SMALL, color=QUIET)
        words = "; ".join(f"{quantity(m).label}: {100 * c[0]:.0f} % in the 90 % interval" for m, c in cover.items())
        return svg_text(figure, name=name, title=heading, description=f"{words}.")


def _panel(axes: Any, marker: str, ones: Sequence[Beside]) -> None:
    """Observed against the forecast on logarithms, the line of identity, the interval across."""
    kind = quantity(marker)
    axes.set_title(f"{kind.label.partition(' (')[0]} ({kind.unit})", fontsize=FONT, loc="left", pad=4)
    ends = [x for one in ones for x in one]
    low, high = min(ends) / 1.1, max(ends) * 1.1
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.plot([low, high], [low, high], color=QUIET, linewidth=0.8, zorder=1)
    for inside, colour in ((True, BLUE), (False, ORANGE)):
        own = [one for one in ones if (one[1] <= one[0] <= one[3]) is inside]
        if own:
            observed, lows, middles, highs = zip(*own, strict=True)
            axes.hlines(observed, lows, highs, color=colour, linewidth=0.5, alpha=0.35, zorder=2)
            axes.plot(middles, observed, "o", color=colour, markersize=2.6, markeredgewidth=0, zorder=3)
    axes.set_xlim(low, high)
    axes.set_ylim(low, high)
    shown = [tick for tick in _TICKS if low <= tick <= high]
    if len(shown) < _FEWEST:
        shown = sorted(shown + [tick for tick in _TICKS_BETWEEN if low <= tick <= high])
    shown = shown[:: 1 + len(shown) // 5]
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_ticks(shown, [f"{tick:g}" for tick in shown], fontsize=SMALL)
        axis.set_ticks([], minor=True)
    axes.tick_params(labelsize=SMALL)


def _cover(axes: Any, cover: Mapping[str, Sequence[float]]) -> None:
    """Bars of the share in the 90 % interval; grey: what was asked."""
    axes.set_title("in the 90 % interval", fontsize=FONT, loc="right", pad=4)
    axes.axvspan(85, 95, color=FAINT, zorder=1)
    for n, (share, low, high) in enumerate(cover.values()):
        axes.barh(n, 100 * share, height=0.5, color=BLUE, zorder=2)
        axes.plot([100 * low, 100 * high], [n, n], color=ORANGE, linewidth=1.4, zorder=3)
    axes.set_ylim(len(cover) - 0.5, -0.5)
    axes.set_xlim(50, 100)
    axes.set_xticks([50, 70, 90], ["50", "70", "90 %"])
    labels = [quantity(marker).label.partition(" (")[0] for marker in cover]
    short = {"Methylmalonate": "MMA"}
    axes.set_yticks(range(len(cover)), [short.get(label, label) for label in labels])
    axes.tick_params(labelsize=SMALL)
