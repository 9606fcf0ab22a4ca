"""Figures of an assessment: values against what is expected of this person, and what the body has lived through."""

from __future__ import annotations

from collections.abc import Sequence

from cobalamin.assess.model import LivedBand, MarkerCard
from cobalamin.plot.palette import FAINT, QUIET, TEXT
from cobalamin.plot.quantities import quantity, say_number
from cobalamin.plot.svg import FONT, SMALL, drawing, svg_text
from cobalamin.units import DAYS_PER_YEAR

BLUE, ORANGE = "#0072B2", "#D55E00"
_ROW = 0.62
"""Height of one marker [inch]."""


def draw_values(markers: Sequence[MarkerCard]) -> str:
    """Every value on a log scale of its own: reference range, own level, what was measured."""
    import numpy as np

    count = len(markers)
    with drawing(_ROW * count + 0.75) as figure:
        height = figure.get_figheight()
        figure.text(0.02, 1 - 0.19 / height, _takeaway(markers), fontsize=FONT + 0.5, fontweight="bold")
        key = "grey: reference; blue: own level, 90 %; mark: measured"
        figure.text(0.02, 1 - 0.38 / height, key, fontsize=SMALL, color=QUIET)
        for n, each in enumerate(markers):
            bottom = (height - 0.55 - _ROW * (n + 1) + 0.14) / height
            axes = figure.add_axes((0.40, bottom, 0.56, 0.24 / height))
            ends = np.log([each.low, each.high, each.number, *each.expected])
            room = 0.12 * (ends.max() - ends.min())
            axes.set_xscale("log")
            axes.set_xlim(np.exp(ends.min() - room), np.exp(ends.max() + room))
            axes.set_ylim(0, 1)
            axes.set_yticks([])
            axes.minorticks_off()
            axes.axvspan(each.low, each.high, color=FAINT, zorder=1)
            axes.plot([each.expected[0], each.expected[2]], [0.32, 0.32], color=BLUE, linewidth=4, zorder=3)
            axes.plot([each.number], [0.72], marker="v", color=ORANGE, markersize=7, zorder=4)
            axes.spines["left"].set_visible(False)
            axes.set_xticks([each.low, each.high], [say_number(each.low), say_number(each.high)], fontsize=SMALL)
            middle = bottom + 0.12 / height
            words = f"{quantity(each.observation).label}"
            figure.text(0.02, middle + 0.03 / height, words, fontsize=SMALL, color=TEXT, va="bottom")
            unit = quantity(each.observation).unit
            figure.text(0.02, middle, f"{each.value} {unit}", fontsize=SMALL, fontweight="bold", va="top")
        return svg_text(figure, name="values", title=_takeaway(markers), description=_words(markers))


def _takeaway(markers: Sequence[MarkerCard]) -> str:
    outside = [each for each in markers if not each.low <= each.number <= each.high]
    names = [quantity(each.observation).label.partition(" (")[0] for each in outside]
    if not names:
        return "No value lies outside the reference range"
    short = ", ".join([*names[:1], *(name[0].lower() + name[1:] for name in names[1:3])])
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"Outside the range: {short}{more}"[:60]


def _words(markers: Sequence[MarkerCard]) -> str:
    return " ".join(
        f"{each.label} {each.value} {each.unit}: {each.sentence} ({say_number(each.low)} to {say_number(each.high)})."
        for each in markers
    )


def draw_lived(band: LivedBand) -> str:
    """One level over the years until today: median and four in five of the possible selves."""
    kind = quantity(band.observation)
    years = [day / DAYS_PER_YEAR for day in band.days]
    title = _lived_takeaway(band)
    with drawing(2.5) as figure:
        height = figure.get_figheight()
        figure.text(0.02, 1 - 0.19 / height, title, fontsize=FONT + 0.5, fontweight="bold")
        words = f"{kind.label.partition(' (')[0]} ({kind.unit}); band: 4 in 5 of the selves"
        figure.text(0.02, 1 - 0.38 / height, words, fontsize=SMALL, color=QUIET)
        axes = figure.add_axes((0.14, 0.46 / height, 0.82, (height - 0.46 - 0.55) / height))
        axes.fill_between(years, band.low, band.high, color=BLUE, alpha=0.15, linewidth=0)
        axes.plot(years, band.median, color=BLUE, linewidth=1.9)
        axes.set_xlim(years[0], 0.0)
        axes.set_ylim(0.0, max(band.high) * 1.08)
        for limit in kind.limits:
            if limit.value < max(band.high):
                axes.axhline(limit.value, color=QUIET, linewidth=0.6)
                axes.annotate(
                    limit.label, (0.02, limit.value), xycoords=("axes fraction", "data"), xytext=(0, 1.5),
                    textcoords="offset points", fontsize=SMALL, color=QUIET, va="bottom",
                )  # fmt: skip
        axes.set_xlabel("years before today", fontsize=FONT, labelpad=2)
        axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
        return svg_text(figure, name=f"lived-{band.observation}", title=title, description=_lived_words(band))


def _lived_takeaway(band: LivedBand) -> str:
    label = quantity(band.observation).label.partition(" (")[0]
    first, last = band.median[0], band.median[-1]
    if last < 0.8 * first:
        return f"{label} has probably fallen to {100 * last / first:.0f} %"
    if last > 1.25 * first:
        return f"{label} has probably risen {last / first:.1f}-fold"
    return f"{label} has probably hardly changed"


def _lived_words(band: LivedBand) -> str:
    kind = quantity(band.observation)
    years = -band.days[0] / DAYS_PER_YEAR
    return (
        f"{kind.label}, {kind.unit}: {say_number(band.median[0])} (4 in 5: {say_number(band.low[0])} to "
        f"{say_number(band.high[0])}) {years:.0f} years ago; {say_number(band.median[-1])} "
        f"({say_number(band.low[-1])} to {say_number(band.high[-1])}) today."
    )
