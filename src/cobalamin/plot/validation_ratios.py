"""Simulated over observed by part of the model, a mark a figure: how near, at one glance."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import Any

from cobalamin.plot.palette import FAINT, PALETTE, QUIET
from cobalamin.plot.svg import FONT, SMALL, drawing, svg_text
from cobalamin.plot.validation import MARKERS, SHOWN_FOLD, TICKS, on_scale
from cobalamin.validate.measures import HEADLINE
from cobalamin.validate.row import NEAR_FOLD, Block, Kind, Row

_KINDS = (Kind.PREDICTED, Kind.FITTED)
_WORDS = {Kind.PREDICTED: "tested", Kind.FITTED: "fitted"}
_BIN = math.log(SHOWN_FOLD) * 2 / 46
"""Width of a pile of marks on the scale of ln."""
_MARK, _LANE_GAP, _BLOCK_GAP = 0.095, 0.12, 0.3


def draw_ratios(rows: Sequence[Row], *, name: str = "ratios") -> str:
    """Piles of marks on a scale of ratios, for each part and kind; circles tested, squares fitted, filled missed.

    Errors: ValueError when no row has a ratio.
    """
    drawn = [row for row in rows if row.ratio is not None and row.kind in _KINDS]
    if not drawn:
        raise ValueError("no row has a ratio")
    headline = [row for row in drawn if row.block in HEADLINE and row.kind is Kind.PREDICTED]
    near = sum(row.is_near for row in headline)
    takeaway = (
        f"Of {len(headline)} figures of kinetics and biomarkers kept for testing, {near} come out within 2-fold."
        if headline
        else "No figure of kinetics or biomarkers was kept for testing."
    )
    note = textwrap.wrap(
        "Circles: kept for testing. Squares: used for fitting. Filled: missed. Shaded: within 2-fold. At the edge: "
        "beyond the scale, or no effect or the other sign where one was seen.",
        60,
    )
    title = textwrap.wrap(takeaway, 45)
    lanes, bottom = _lanes(drawn)
    head = 0.3 + 0.2 * len(title) + 0.16 * len(note)
    height = head + bottom + 0.55
    with drawing(height) as figure:
        for n, line in enumerate(title):
            figure.text(0.02, 1 - (0.2 + 0.2 * n) / height, line, fontsize=FONT + 1, fontweight="bold")
        for n, line in enumerate(note):
            figure.text(0.02, 1 - (0.2 + 0.2 * len(title) + 0.16 * n) / height, line, fontsize=SMALL, color=QUIET)
        axes = figure.add_axes((0.2, 0.5 / height, 0.76, bottom / height))
        axes.set_xscale("log")
        axes.set_xlim(1 / SHOWN_FOLD, SHOWN_FOLD)
        axes.set_ylim(bottom, 0)
        axes.axvspan(1 / NEAR_FOLD, NEAR_FOLD, color=FAINT, linewidth=0, zorder=0, alpha=0.6)
        axes.axvline(1.0, color=QUIET, linewidth=0.8, zorder=1)
        for heading, words, base, own in lanes:
            place = axes.get_yaxis_transform()
            if heading:
                top = base - _tallest(own) * _MARK - 0.12
                axes.text(-0.25, top, heading, transform=place, fontsize=FONT, fontweight="bold", va="center")
            axes.text(-0.25, base - _MARK / 2, words, transform=place, fontsize=SMALL, color=QUIET, va="center")
            axes.axhline(base + 0.02, color=FAINT, linewidth=0.8, zorder=1)
            _draw_pile(axes, base, own)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xticks(list(TICKS), list(TICKS.values()))
        axes.minorticks_off()
        axes.set_xlabel("simulated / observed", fontsize=FONT)
        return svg_text(figure, name=name, title=takeaway, description=_words(drawn))


def _bin(row: Row) -> int:
    return round(math.log(on_scale(row.ratio or 0.0)) / _BIN)


def _tallest(rows: Sequence[Row]) -> int:
    bins = [_bin(row) for row in rows]
    return max(bins.count(each) for each in bins)


def _lanes(drawn: Sequence[Row]) -> tuple[list[tuple[str, str, float, list[Row]]], float]:
    """Heading of a block where it begins, words of the kind, foot of the pile [inch], rows; and where all ends."""
    found: list[tuple[str, str, float, list[Row]]] = []
    at = 0.0
    for block in Block:
        heading = block.value
        for kind in _KINDS:
            own = [row for row in drawn if row.block is block and row.kind is kind]
            if own:
                at += (_BLOCK_GAP if heading else _LANE_GAP) + _MARK * max(_tallest(own), 1.4)
                found.append((heading, _WORDS[kind], at, own))
                heading = ""
    return found, at + 0.08


def _draw_pile(axes: Any, base: float, rows: Sequence[Row]) -> None:
    colour = PALETTE[0].colour
    height: dict[int, int] = {}
    for row in sorted(rows, key=lambda each: (_bin(each), each.is_missed, each.study, each.quantity)):
        bin = _bin(row)
        at = base - _MARK * (height.get(bin, 0) + 0.5)
        height[bin] = height.get(bin, 0) + 1
        fill = colour if row.is_missed else "white"
        axes.plot(
            [math.exp(bin * _BIN)], [at], MARKERS[row.kind], color=colour, markerfacecolor=fill, markersize=5.0,
            markeredgewidth=1.0, zorder=3, clip_on=False,
        )  # fmt: skip


def _words(drawn: Sequence[Row]) -> str:
    """The figure for someone who cannot see it."""
    told = [
        f"{block.value}, {_WORDS[kind]}: {sum(row.is_near for row in own)} of {len(own)} within 2-fold"
        for block in Block
        for kind in _KINDS
        if (own := [row for row in drawn if row.block is block and row.kind is kind])
    ]
    return f"{'; '.join(told)}."
