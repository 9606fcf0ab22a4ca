"""An impulse that travels along a fibre: distance across, time downward, potential as shade or colour.

The healthy fibre stands beside the changed one on the same scales, so that a slope is a velocity and a slope that ends
is a block. One simulated fibre has no interval; the figure says so.
"""

from __future__ import annotations

import io
import textwrap
from typing import Any

import numpy as np

from cobalamin.nerve.cable import Journey
from cobalamin.nerve.comparison import Comparison
from cobalamin.plot.palette import QUIET
from cobalamin.plot.svg import FONT, SMALL, drawing, svg_text

LOWEST, HIGHEST = -90.0, 40.0
"""Ends of the colour scale [mV]."""
COLOURS = "cividis"
"""Even in lightness, also for the colour-blind and in grey."""
TITLE_CHARACTERS = 45
HEIGHT = 4.4
NOTE = "One simulated fibre, stimulated at its left end. The fibres of a nerve differ; no range is shown here."
SHADES = (" ", "·", "░", "▒", "▓", "█")
PLAIN_SHADES = (" ", ".", ":", "+", "#", "@")
ROWS, COLUMNS = 14, 33


def grid(journey: Journey, *, rows: int, columns: int, duration: float, length: float) -> np.ndarray:
    """Highest potential in each cell of time x distance [mV]."""
    across = np.minimum((journey.position / length * columns).astype(int), columns - 1)
    frames = journey.potential[journey.time <= duration]
    cells = np.full((rows, columns), np.nan)
    for row in range(rows):
        first, last = row * len(frames) // rows, -(-(row + 1) * len(frames) // rows)
        np.fmax.at(cells[row], across, frames[first:last].max(axis=0))
    for row in cells:  # a cell between two compartments takes its neighbours' mean
        known = np.isfinite(row)
        row[~known] = np.interp(np.flatnonzero(~known), np.flatnonzero(known), row[known])
    return cells


def _extent(seen: Comparison) -> tuple[float, float]:
    length = max(seen.healthy.node_position[-1], seen.changed.node_position[-1])
    return float(seen.changed.time[-1]), float(length)


def draw_console(seen: Comparison, *, plain: bool = False) -> str:
    """Both journeys in characters, 76 wide; `plain` for terminals without block characters."""
    shades = PLAIN_SHADES if plain else SHADES
    side, corner, rule = ("|", "+", "-") if plain else ("│", "└", "─")
    duration, length = _extent(seen)
    halves = [
        grid(journey, rows=ROWS, columns=COLUMNS, duration=duration, length=length)
        for journey in (seen.healthy, seen.changed)
    ]
    lines = [f"{'ms':>5} {'healthy':<{COLUMNS + 1}} {'this fibre':<{COLUMNS}}".rstrip()]
    for row in range(ROWS):
        time = f"{duration * row / ROWS:5.1f}" if row % 3 == 0 else " " * 5
        text = [side + "".join(shades[_shade(value, len(shades))] for value in half[row]) for half in halves]
        lines.append(f"{time} {' '.join(text)}".rstrip())
    axis = corner + rule * COLUMNS
    lines.append(f"{'':5} {axis} {axis}")
    ends = f"0{f'{length:.0f} mm':>{COLUMNS}}"
    lines.append(f"{'':5} {ends} {ends}")
    if seen.bare is not None:
        first, last = (round(x / length * COLUMNS) for x in seen.bare)
        mark = (" " * (1 + first) + ("=" if plain else "━") * max(last - first, 1)).ljust(COLUMNS + 1)
        lines.append(f"{'':5} {'':{COLUMNS + 1}} {mark.rstrip()} bare")
    steps = np.linspace(LOWEST, HIGHEST, len(shades) + 1)
    key = "  ".join(f"{shade} {steps[n]:.0f}" for n, shade in enumerate(shades) if n)
    lines.append(f"{'':5} membrane potential, from mV: {key}")
    return "\n".join(lines)


def _shade(value: float, count: int) -> int:
    return int(np.clip((value - LOWEST) / (HIGHEST - LOWEST) * count, 0, count - 1))


def draw_fibre(seen: Comparison) -> str:
    """The figure as an SVG element."""
    with drawing(HEIGHT) as figure:
        _fill(figure, seen)
        return svg_text(figure, name="fibre", title=seen.takeaway, description=describe(seen))


def png(seen: Comparison) -> bytes:
    """The figure as a PNG file."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with drawing(HEIGHT) as figure:
        _fill(figure, seen)
        FigureCanvasAgg(figure)
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=200, metadata={"Software": None})
        return out.getvalue()


def describe(seen: Comparison) -> str:
    """The figure for someone who cannot see it."""
    duration, length = _extent(seen)
    bare = "" if seen.bare is None else f" Bare from {seen.bare[0]:.1f} to {seen.bare[1]:.1f} mm."
    return (
        f"Two panels, the healthy fibre and this one: distance along {length:.0f} mm from left to right, time over "
        f"{duration:.1f} ms downward, membrane potential as colour. The impulse is a bright band; the steeper it "
        f"falls, the slower it travels. {seen.takeaway}{bare} {NOTE}"
    )


def _fill(figure: Any, seen: Comparison) -> None:
    duration, length = _extent(seen)
    height = figure.get_figheight()
    lines = textwrap.wrap(seen.takeaway, TITLE_CHARACTERS)
    for n, line in enumerate(lines):
        figure.text(0.02, 1 - (0.2 + 0.18 * n) / height, line, fontsize=FONT + 0.5, fontweight="bold")
    top = 0.2 + 0.18 * len(lines) + 0.2
    bottom, low = 1.4, 1.4 / height
    tall = (height - bottom - top) / height
    image = None
    for n, (name, journey) in enumerate((("healthy", seen.healthy), ("this fibre", seen.changed))):
        axes = figure.add_axes((0.115 + n * 0.455, low, 0.405, tall))
        cells = grid(journey, rows=220, columns=240, duration=duration, length=length)
        image = axes.imshow(
            cells, aspect="auto", extent=(0, length, duration, 0), cmap=COLOURS, vmin=LOWEST, vmax=HIGHEST,
            interpolation="nearest",
        )  # fmt: skip
        axes.set_title(name, fontsize=FONT, loc="left", pad=3)
        axes.set_xlabel("distance, mm", fontsize=FONT, labelpad=1)
        if n:
            axes.set_yticklabels([])
            _mark_bare(axes, seen)
        else:
            axes.set_ylabel("time, ms", fontsize=FONT, labelpad=2)
    scale = figure.add_axes((0.115, 0.75 / height, 0.85, 0.1 / height))
    bar = figure.colorbar(image, cax=scale, orientation="horizontal", ticks=[-80, -40, 0, 40])
    bar.set_label("membrane potential, mV", fontsize=FONT, labelpad=1)
    bar.outline.set_visible(False)
    for n, line in enumerate(textwrap.wrap(NOTE, 62)):
        figure.text(0.02, (0.22 - 0.15 * n) / height, line, fontsize=SMALL, color=QUIET)


def _mark_bare(axes: Any, seen: Comparison) -> None:
    """Two thin lines around the stretch without a sheath."""
    if seen.bare is None:
        return
    for x in seen.bare:
        axes.axvline(x, color="white", linewidth=0.9, dashes=(3, 2))
    axes.annotate(
        "bare", (seen.bare[1], 1.0), xycoords=("data", "axes fraction"), xytext=(3, -3),
        textcoords="offset points", ha="left", va="top", color="white", fontsize=SMALL,
    )  # fmt: skip
