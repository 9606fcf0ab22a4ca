"""Observed beside simulated, one row a published figure: what was kept for testing first, misses on top."""

from __future__ import annotations

import math
from collections.abc import Sequence

from cobalamin.plot.palette import QUIET, TEXT
from cobalamin.plot.svg import FONT, SMALL, drawing, svg_text
from cobalamin.validate.row import Kind, Row

ROW_HEIGHT = 0.2
SHOWN_FOLD = 8.0
"""Ratios beyond this are drawn at the edge, as an open mark."""
_COLOUR = {Kind.PREDICTED: "#0072B2", Kind.FITTED: "#D55E00", Kind.BUILT_IN: QUIET, Kind.VERIFICATION: QUIET}
_MARK = {Kind.PREDICTED: "o", Kind.FITTED: "s", Kind.BUILT_IN: "^", Kind.VERIFICATION: "v"}


def ratio(row: Row) -> float | None:
    """Simulated / observed; None where one of them is missing or not of the same sign."""
    if row.observed is None or row.simulated is None or row.observed * row.simulated <= 0:
        return None
    return row.simulated / row.observed


def draw_validation(rows: Sequence[Row]) -> str:
    """Simulated over observed on a log scale, with the simulated interval; the order of `rows` is kept.

    Rows without a ratio (directions, differences around zero) are not drawn; the table has them.
    """
    drawn = [(row, found) for row in rows if (found := ratio(row)) is not None]
    height = 1.1 + ROW_HEIGHT * len(drawn)
    with drawing(height, width=7.6) as figure:
        axes = figure.add_axes((0.56, 0.5 / height, 0.42, 1 - 1.1 / height))
        axes.set_xscale("log")
        axes.set_xlim(1 / SHOWN_FOLD, SHOWN_FOLD)
        axes.set_ylim(len(drawn) - 0.5, -0.5)
        axes.axvspan(0.5, 2.0, color="#EEEEEE", linewidth=0, zorder=0)
        axes.axvline(1.0, color=QUIET, linewidth=0.8, zorder=1)
        for place, (row, found) in enumerate(drawn):
            _draw_row(axes, place, row, found)
        axes.set_yticks([])
        axes.set_xticks([0.125, 0.25, 0.5, 1, 2, 4, 8], ["1/8", "1/4", "1/2", "1", "2", "4", "8"])
        axes.minorticks_off()
        axes.set_xlabel("simulated / observed (grey: within 2-fold)", fontsize=FONT)
        inside = sum(0.5 <= found <= 2.0 for row, found in drawn if row.kind is Kind.PREDICTED)
        tested = sum(row.kind is Kind.PREDICTED for row, _ in drawn)
        takeaway = f"Of {tested} figures kept for testing that have a ratio, {inside} come out within 2-fold."
        figure.text(0.01, 1 - 0.22 / height, takeaway, fontsize=FONT + 1, weight="bold", color=TEXT)
        figure.text(
            0.01, 1 - 0.42 / height,
            "Blue circles: predicted. Orange squares: fitted. Grey triangles: built in, or a check of the computation.",
            fontsize=SMALL, color=QUIET,
        )  # fmt: skip
        return svg_text(figure, name="validation", title=takeaway, description="One mark a published figure.")


def _draw_row(axes: object, place: int, row: Row, found: float) -> None:
    colour, shown = _COLOUR[row.kind], min(max(found, 1 / SHOWN_FOLD), SHOWN_FOLD)
    if row.simulated_low is not None and row.simulated_high is not None and row.observed:
        ends = sorted(end / row.observed for end in (row.simulated_low, row.simulated_high))
        if ends[1] > 0:
            low = min(max(ends[0], 1 / SHOWN_FOLD), SHOWN_FOLD)
            high = min(max(ends[1], 1 / SHOWN_FOLD), SHOWN_FOLD)
            axes.plot([low, high], [place, place], color=colour, linewidth=1.1)  # type: ignore[attr-defined]
    fill = colour if math.isclose(shown, found) else "white"
    axes.plot([shown], [place], _MARK[row.kind], color=colour, markerfacecolor=fill, markersize=5)  # type: ignore[attr-defined]
    text = f"{row.study}: {row.quantity}"
    axes.annotate(  # type: ignore[attr-defined]
        text if len(text) <= 78 else f"{text[:77]}…", (0, place), xycoords=("axes fraction", "data"), xytext=(-6, 0),
        textcoords="offset points", ha="right", va="center", fontsize=5.6, color=TEXT,
    )  # fmt: skip
