"""Observed beside simulated, one entry a published figure, misses first, both intervals, on a scale of ratios."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cobalamin.plot.palette import FAINT, PALETTE, QUIET
from cobalamin.plot.svg import FONT, SMALL, drawing, svg_text
from cobalamin.validate.row import NEAR_FOLD, Row

SHOWN_FOLD = 8.0
"""Ratios beyond this are drawn at the edge, as an open mark."""
_LABEL_CHARACTERS = 60
_LINE, _MARKS, _GAP = 0.16, 0.13, 0.1
_MARGIN = 0.035
_TICKS = {1 / 8: "1/8", 1 / 4: "1/4", 1 / 2: "1/2", 1.0: "1", 2.0: "2", 4.0: "4", 8.0: "8"}
_OUR, _THEIR = PALETTE[0].colour, QUIET


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """One heading, or one row with its label, at a height below the top [inch]."""

    lines: tuple[str, ...]
    row: Row | None
    top: float

    @property
    def centre(self) -> float:
        """Height of the marks below the top [inch]."""
        return self.top + _LINE * len(self.lines) + _MARKS


def draw_validation(rows: Sequence[Row], *, name: str, what: str) -> str:
    """Simulated over observed on a log scale, with both intervals; misses first, else in the order of `rows`.

    Arguments:
        rows: those without a ratio (directions, nothing seen) are left out and counted in a note.
        name: prefix of the ids of the figure.
        what: words for these figures, such as "figures kept for testing".

    Errors: ValueError when no row has a ratio.
    """
    drawn = [row for row in rows if row.ratio is not None]
    if not drawn:
        raise ValueError("no row has a ratio")
    near = sum(row.is_near for row in drawn)
    takeaway = f"Of {len(drawn)} {what} with a ratio, {near} come out within 2-fold."
    left_out = len(rows) - len(drawn)
    notes = (
        "Blue: simulated / observed, 95 %. Grey: the reported interval. Open mark: beyond the scale, or no effect or "
        f"the other sign where one was seen. Shaded: within 2-fold. Left out: {left_out} directions or figures of 0."
    )
    title, note = textwrap.wrap(takeaway, 45), textwrap.wrap(notes, _LABEL_CHARACTERS)
    entries, bottom = _entries(drawn, 0.3 + 0.2 * len(title) + _LINE * len(note))
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
        axes.set_xticks(list(_TICKS), list(_TICKS.values()))
        axes.minorticks_off()
        axes.set_xlabel("simulated / observed", fontsize=FONT)
        return svg_text(figure, name=name, title=takeaway, description=_words(drawn))


def _entries(drawn: Sequence[Row], top: float) -> tuple[list[_Entry], float]:
    """Headings and rows from the top down, and where they end."""
    entries: list[_Entry] = []
    groups = (
        ("Missed", [r for r in drawn if r.verdict.is_miss]),
        ("Agrees", [r for r in drawn if not r.verdict.is_miss]),
    )
    for heading, group in groups:
        if not group:
            continue
        entries.append(_Entry(lines=(f"{heading} ({len(group)})",), row=None, top=top))
        top += _LINE + _GAP
        for row in group:
            lines = tuple(textwrap.wrap(f"{row.study}: {row.quantity}", _LABEL_CHARACTERS))
            entries.append(_Entry(lines=lines, row=row, top=top))
            top += _LINE * len(lines) + 2 * _MARKS + _GAP
    return entries, top


def _on_scale(value: float) -> float:
    return min(max(value, 1 / SHOWN_FOLD), SHOWN_FOLD)


def _interval(row: Row, low: float | None, high: float | None) -> tuple[float, float] | None:
    """Ends as ratios within the scale; None for no interval, or one that lies on the other side of 0."""
    if low is None or high is None or not row.observed:
        return None
    ends = sorted((low / row.observed, high / row.observed))
    return (_on_scale(ends[0]), _on_scale(ends[1])) if ends[1] > 0 else None


def _draw(axes: Any, entry: _Entry) -> None:
    for n, line in enumerate(entry.lines):
        axes.text(
            1 / SHOWN_FOLD, entry.top + _LINE * (n + 0.5), line, fontsize=SMALL if entry.row else FONT,
            fontweight="normal" if entry.row else "bold", va="center", ha="left", zorder=2,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.8},
        )  # fmt: skip
    row = entry.row
    if row is None:
        return
    theirs, ours = _interval(row, row.low, row.high), _interval(row, row.simulated_low, row.simulated_high)
    if theirs is not None:
        axes.plot(theirs, [entry.centre] * 2, color=_THEIR, linewidth=5, alpha=0.45, solid_capstyle="butt", zorder=2)
    if ours is not None:
        axes.plot(ours, [entry.centre] * 2, color=_OUR, linewidth=1.4, zorder=3)
    shown = _on_scale(row.ratio or 0.0)
    fill = _OUR if shown == row.ratio else "white"
    axes.plot([shown], [entry.centre], "o", color=_OUR, markerfacecolor=fill, markersize=5.5, zorder=4, clip_on=False)


def _words(drawn: Sequence[Row]) -> str:
    """The figure for someone who cannot see it."""
    far = [row for row in drawn if not row.is_near]
    told = "; ".join(f"{row.study}, {row.quantity}: {row.ratio:.2g}" for row in far) or "none"
    return f"Simulated over observed beyond 2-fold: {told}. All others lie within it; the table has every number."
