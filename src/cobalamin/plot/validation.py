"""Observed beside simulated, one entry a published figure, misses first, both intervals, on a scale of ratios."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cobalamin.plot.palette import FAINT, PALETTE, QUIET
from cobalamin.plot.svg import FONT, SMALL, drawing, svg_text
from cobalamin.validate.measures import Judged
from cobalamin.validate.row import NEAR_FOLD, Kind, Row

SHOWN_FOLD = 8.0
"""Ratios beyond this are drawn at the edge, as an open mark."""
MOST_OF_A_STUDY = 6
"""Figures of one study that are drawn."""
_LABEL_CHARACTERS = 60
_LINE, _MARKS, _GAP = 0.16, 0.13, 0.1
_MARGIN = 0.035
TICKS = {1 / 8: "1/8", 1 / 4: "1/4", 1 / 2: "1/2", 1.0: "1", 2.0: "2", 4.0: "4", 8.0: "8"}
MARKERS = {Kind.PREDICTED: "o", Kind.FITTED: "s", Kind.VERIFICATION: "^", Kind.BUILT_IN: "D"}
"""Kind -> mark, so that kinds are told apart without colour."""
_OUR, _THEIR = PALETTE[0].colour, QUIET


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """One heading, or one row with its label, at a height below the top [inch]."""

    lines: tuple[str, ...]
    each: Judged | None
    top: float

    @property
    def centre(self) -> float:
        """Height of the marks below the top [inch]."""
        return self.top + _LINE * len(self.lines) + _MARKS


def draw_validation(judged: Sequence[Judged], *, name: str, what: str) -> str:
    """Simulated over observed on a log scale, with both intervals; misses first, else in the order of `judged`.

    Arguments:
        judged: those without a ratio (directions, nothing seen) are left out and counted in a note.
        name: prefix of the ids of the figure.
        what: words for these figures, such as "figures kept for testing".

    Errors: ValueError when no row has a ratio.
    """
    drawn = [each for each in judged if each.row.ratio is not None]
    if not drawn:
        raise ValueError("no row has a ratio")
    shown = _first_of_each(drawn)
    near = sum(each.row.is_near for each in drawn)
    takeaway = f"Of {len(drawn)} {what} with a ratio, {near} come out within 2-fold."
    left_out = f"{len(judged) - len(drawn)} directions or figures of 0"
    if len(shown) < len(drawn):
        left_out += f", and {len(drawn) - len(shown)} figures of studies with more than {MOST_OF_A_STUDY}"
    notes = (
        "Blue: simulated / observed. Thick: what the size of the study leaves open, 95 %. Thin: where nine of ten "
        "reported values should fall. Grey bar: the reported interval. Open mark: beyond the scale, or no effect or "
        f"the other sign where one was seen. Shaded: within 2-fold. Left out: {left_out}."
    )
    title, note = textwrap.wrap(takeaway, 45), textwrap.wrap(notes, _LABEL_CHARACTERS)
    entries, bottom = _entries(drawn, shown, 0.3 + 0.2 * len(title) + _LINE * len(note))
    height = bottom + 0.55
    with drawing(height) as figure:
        for n, line in enumerate(title):
            figure.text(0.02, 1 - (0.2 + 0.2 * n) / height, line, fontsize=FONT + 1, fontweight="bold")
        for n, line in enumerate(note):
            figure.text(0.02, 1 - (0.2 + 0.2 * len(title) + _LINE * n) / height, line, fontsize=SMALL, color=QUIET)
        top = entries[0].top
        axes = figure.add_axes((_MARGIN, 0.5 / height, 1 - 2 * _MARGIN, (bottom - top) / height))
        axes.set_xscale("log")
        axes.set_xlim(1 / SHOWN_FOLD, SHOWN_FOLD)
        axes.set_ylim(bottom, top)
        axes.axvspan(1 / NEAR_FOLD, NEAR_FOLD, color=FAINT, linewidth=0, zorder=0, alpha=0.6)
        axes.axvline(1.0, color=QUIET, linewidth=0.8, zorder=1)
        for entry in entries:
            _draw(axes, entry)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xticks(list(TICKS), list(TICKS.values()))
        axes.minorticks_off()
        axes.set_xlabel("simulated / observed", fontsize=FONT)
        return svg_text(figure, name=name, title=takeaway, description=_words(drawn))


def _first_of_each(drawn: Sequence[Judged]) -> list[Judged]:
    """The first figures of every study, so that a long table leaves room for the others; misses before the rest."""
    count: Counter[str] = Counter()
    kept: list[Judged] = []
    for each in sorted(drawn, key=lambda e: not e.row.is_missed):
        count[each.row.study] += 1
        if count[each.row.study] <= MOST_OF_A_STUDY:
            kept.append(each)
    return kept


def _entries(drawn: Sequence[Judged], shown: Sequence[Judged], top: float) -> tuple[list[_Entry], float]:
    """Headings and rows from the top down, and where they end."""
    entries: list[_Entry] = []
    for heading, missed in (("Missed", True), ("Agrees", False)):
        group = [each for each in shown if each.row.is_missed is missed]
        if not group:
            continue
        count = sum(each.row.is_missed is missed for each in drawn)
        entries.append(_Entry(lines=(f"{heading} ({count})",), each=None, top=top))
        top += _LINE + _GAP
        for each in group:
            lines = tuple(textwrap.wrap(f"{each.row.study}: {each.row.quantity}", _LABEL_CHARACTERS))
            entries.append(_Entry(lines=lines, each=each, top=top))
            top += _LINE * len(lines) + 2 * _MARKS + _GAP
    return entries, top


def on_scale(value: float) -> float:
    """The ratio, or the edge of the scale where it lies beyond."""
    return min(max(value, 1 / SHOWN_FOLD), SHOWN_FOLD)


def _interval(row: Row, low: float | None, high: float | None) -> tuple[float, float] | None:
    """Ends as ratios within the scale; None for no interval, or one that lies on the other side of 0."""
    if low is None or high is None or not row.observed:
        return None
    ends = sorted((low / row.observed, high / row.observed))
    return (on_scale(ends[0]), on_scale(ends[1])) if ends[1] > 0 else None


def _draw(axes: Any, entry: _Entry) -> None:
    for n, line in enumerate(entry.lines):
        axes.text(
            1 / SHOWN_FOLD, entry.top + _LINE * (n + 0.5), line, fontsize=SMALL if entry.each else FONT,
            fontweight="normal" if entry.each else "bold", va="center", ha="left", zorder=2,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.8},
        )  # fmt: skip
    if entry.each is None:
        return
    row = entry.each.row
    theirs, ours = _interval(row, row.low, row.high), _interval(row, row.simulated_low, row.simulated_high)
    if theirs is not None:
        axes.plot(theirs, [entry.centre] * 2, color=_THEIR, linewidth=5, alpha=0.45, solid_capstyle="butt", zorder=2)
    if entry.each.interval_90 is not None:
        wide = _interval(row, *entry.each.interval_90)
        if wide is not None:
            axes.plot(wide, [entry.centre] * 2, color=_OUR, linewidth=0.8, zorder=3)
    if ours is not None:
        axes.plot(ours, [entry.centre] * 2, color=_OUR, linewidth=2.4, zorder=3)
    shown = on_scale(row.ratio or 0.0)
    fill = _OUR if shown == row.ratio else "white"
    axes.plot(
        [shown], [entry.centre], MARKERS[row.kind], color=_OUR, markerfacecolor=fill, markersize=5.5, zorder=4,
        clip_on=False,
    )  # fmt: skip


def _words(drawn: Sequence[Judged]) -> str:
    """The figure for someone who cannot see it."""
    far = [each.row for each in drawn if not each.row.is_near]
    told = "; ".join(f"{row.study}, {row.quantity}: {row.ratio:.2g}" for row in far) or "none"
    return f"Simulated over observed beyond 2-fold: {told}. All others lie within it; the table has every number."
