"""One impulse as a page: an animation with a pause, a still figure for paper, nothing loaded from anywhere.

The animation plays once; it waits for a click where a person has asked for less motion, and is left out where scripts
do not run or the page is printed.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import numpy as np

from cobalamin.nerve.cable import NODE, Fibre, Journey
from cobalamin.nerve.comparison import Comparison
from cobalamin.plot.fibre import HIGHEST, LOWEST, describe, draw_fibre

FRAMES = 110
POINTS = 150
PAUSE = 60
"""Between two frames on the screen [ms]."""
LEFT, RIGHT = 70.0, 706.0
TOP, BOTTOM = 32.0, 150.0
AXON, PANEL, FOOT = 160.0, 215.0, 30.0
THICKEST = 26.0
"""Of the drawn fibre with a healthy sheath; the axon is 8."""
COLOURS = ("#0072B2", "#D55E00")


def render_fibre_page(seen: Comparison) -> str:
    """The whole page."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = resources.files(__package__ or "").joinpath("fibre.html.j2").read_text(encoding="utf-8")
    length = float(max(seen.healthy.node_position[-1], seen.changed.node_position[-1]))
    duration = float(seen.changed.time[-1])
    count = min(FRAMES, len(seen.changed.time))
    both = (("healthy", seen.healthy, seen.whole_fibre), ("this fibre", seen.changed, seen.fibre))
    panels = [
        {
            "id": f"line-{n}", "name": name, "top": n * PANEL, "colour": COLOURS[n],
            "sheaths": _sheaths(fibre, length),
        }
        for n, (name, _, fibre) in enumerate(both)
    ]  # fmt: skip
    data = {
        "lines": [{"id": f"line-{n}"} | _frames(journey, count, length) for n, (_, journey, _) in enumerate(both)],
        "zero": _height(0.0), "scale": (BOTTOM - TOP) / (HIGHEST - LOWEST), "count": count,
        "step": duration / count, "pause": PAUSE, "rest": count // 3,
    }  # fmt: skip
    return environment.from_string(template).render(
        seen=seen,
        figure=Markup(draw_fibre(seen)),
        description=describe(seen),
        data=Markup(json.dumps(data, separators=(",", ":"))),
        panels=panels,
        ticks=[(f"{mv:g}", _height(mv)) for mv in (-80.0, -40.0, 0.0, 40.0)],
        axon_y=AXON,
        stage_height=2 * PANEL + FOOT,
        length=length,
        frames=count,
        slower=_round(PAUSE * count / duration),
        facts=_facts(seen),
    )


def _height(millivolts: float) -> float:
    return BOTTOM - (millivolts - LOWEST) * (BOTTOM - TOP) / (HIGHEST - LOWEST)


def _across(position: np.ndarray | float, length: float) -> Any:
    return LEFT + position / length * (RIGHT - LEFT)


def _round(times: float) -> str:
    size = 10 ** (len(f"{times:.0f}") - 1)
    return f"{round(times / size) * size:,}"


def _frames(journey: Journey, count: int, length: float) -> dict[str, Any]:
    """Potential [mV] at points along the fibre, in whole numbers, and where the points lie on the screen."""
    shown = np.linspace(0, len(journey.time) - 1, count).round().astype(int)
    places = np.linspace(journey.position[0], journey.position[-1], POINTS)
    rows = [np.interp(places, journey.position, journey.potential[n]).round().astype(int).tolist() for n in shown]
    return {"x": np.round(_across(places, length), 1).tolist(), "frames": rows}


def _sheaths(fibre: Fibre, length: float) -> list[tuple[float, float, float]]:
    """Left edge, width and thickness on the screen of every internode that has a sheath."""
    assert fibre.kind[0] == NODE
    found: list[tuple[float, float, float]] = []
    for n, internode in enumerate(fibre.internodes):
        if internode.sheath > 0:
            left, right = _across(fibre.node_position[n : n + 2], length)
            thick = 8 + (THICKEST - 8) * internode.sheath
            found.append((round(left + 1.2, 1), round(max(right - left - 2.4, 1.0), 1), round(thick, 1)))
    return found


def _facts(seen: Comparison) -> list[tuple[str, str]]:
    change = seen.change
    as_healthy = "as healthy"
    facts = [
        ("diameter", f"{change.diameter:g} µm"),
        ("sheath", as_healthy if change.myelin == 1 else f"{change.myelin:g} of its healthy thickness"),
        ("space under it", as_healthy if change.seal == 1 else f"{change.seal:g} times as wide as healthy"),
        ("internodes", as_healthy if change.internode == 1 else f"{change.internode:g} of their healthy length"),
    ]
    if seen.bare is not None:
        facts.append(("bare stretch", f"{seen.bare[0]:.1f} to {seen.bare[1]:.1f} mm, {change.bare} internodes"))
        facts.append(("channels there", f"{change.channels:g} of those at a node"))
    return facts
