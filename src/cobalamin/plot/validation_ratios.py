"""Simulated over observed by part of the model, a mark a study: how near, at one glance."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, kw_only=True)
class _Study:
    """One study in one part: the geometric mean of its ratios, and whether half of them or more are missed."""

    name: str
    block: Block
    kind: Kind
    ratio: float
    is_missed: bool

    @property
    def bin(self) -> int:
        """The pile that it lies on."""
        return round(math.log(self.ratio) / _BIN)

    @property
    def is_near(self) -> bool:
        """Whether it lies within 2-fold."""
        return 1 / NEAR_FOLD <= self.ratio <= NEAR_FOLD


def _studies(rows: Sequence[Row]) -> list[_Study]:
    """In the order of the rows; ratios beyond the scale count as its edge."""
    groups: dict[tuple[str, Block, Kind], list[Row]] = {}
    for row in rows:
        if row.ratio is not None and row.kind in _KINDS:
            groups.setdefault((row.study, row.block, row.kind), []).append(row)
    found: list[_Study] = []
    for (name, block, kind), own in groups.items():
        mean = sum(math.log(on_scale(row.ratio or 0.0)) for row in own) / len(own)
        missed = 2 * sum(row.is_missed for row in own) >= len(own)
        found.append(_Study(name=name, block=block, kind=kind, ratio=math.exp(mean), is_missed=missed))
    return found


def draw_ratios(rows: Sequence[Row], *, name: str = "ratios") -> str:
    """Piles of marks on a scale of ratios, for each part and kind; circles tested, squares fitted.

    Errors: ValueError when no row has a ratio.
    """
    drawn = _studies(rows)
    if not drawn:
        raise ValueError("no row has a ratio")
    headline = [each for each in drawn if each.block in HEADLINE and each.kind is Kind.PREDICTED]
    near = sum(each.is_near for each in headline)
    takeaway = (
        f"{near} of {len(headline)} tests of kinetics and biomarkers lie within 2-fold, a study and part counted once."
        if headline
        else "No figure of kinetics or biomarkers was kept for testing."
    )
    note = textwrap.wrap(
        "A mark: the geometric mean of one study in one part. Circles: kept for testing. Squares: used for fitting. "
        "Filled: half of its figures or more are missed. Shaded: within 2-fold. A ratio beyond the scale, and no "
        "effect or the other sign where one was seen, count as the edge.",
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


def _tallest(studies: Sequence[_Study]) -> int:
    bins = [each.bin for each in studies]
    return max(bins.count(each) for each in bins)


def _lanes(drawn: Sequence[_Study]) -> tuple[list[tuple[str, str, float, list[_Study]]], float]:
    """Heading of a block where it begins, words of the kind, foot of the piles [inch], studies; and where all ends."""
    found: list[tuple[str, str, float, list[_Study]]] = []
    at = 0.0
    for block in Block:
        heading = block.value
        for kind in _KINDS:
            own = [each for each in drawn if each.block is block and each.kind is kind]
            if own:
                at += (_BLOCK_GAP if heading else _LANE_GAP) + _MARK * max(_tallest(own), 1.4)
                found.append((heading, _WORDS[kind], at, own))
                heading = ""
    return found, at + 0.08


def _draw_pile(axes: Any, base: float, studies: Sequence[_Study]) -> None:
    colour = PALETTE[0].colour
    height: dict[int, int] = {}
    for each in sorted(studies, key=lambda one: (one.bin, one.is_missed, one.name)):
        at = base - _MARK * (height.get(each.bin, 0) + 0.5)
        height[each.bin] = height.get(each.bin, 0) + 1
        fill = colour if each.is_missed else "white"
        axes.plot(
            [math.exp(each.bin * _BIN)], [at], MARKERS[each.kind], color=colour, markerfacecolor=fill, markersize=5.0,
            markeredgewidth=1.0, zorder=3, clip_on=False,
        )  # fmt: skip


def _words(drawn: Sequence[_Study]) -> str:
    """The figure for someone who cannot see it."""
    told = [
        f"{block.value}, {_WORDS[kind]}: {sum(each.is_near for each in own)} of {len(own)} studies within 2-fold"
        for block in Block
        for kind in _KINDS
        if (own := [each for each in drawn if each.block is block and each.kind is kind])
    ]
    return f"{'; '.join(told)}."
