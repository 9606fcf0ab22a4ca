"""Figures of the checks of the assessment: where the truth fell, and what came of a stated probability."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cobalamin.plot.palette import FAINT, QUIET
from cobalamin.plot.quantities import quantity
from cobalamin.plot.svg import FONT, SMALL, drawing, svg_text

BLUE = "#0072B2"
_PANEL = 1.05


def draw_ranks(part: Mapping[str, Any], *, name: str, heading: str) -> str:
    """Histograms of where the truth fell among the possible selves; flat where intervals are what they say."""
    shown: Mapping[str, list[int]] = part["histogram"]
    people = part["people"]
    expected = people / 10
    away = 1.96 * (expected * 0.9) ** 0.5
    with drawing(_PANEL * len(shown) + 0.95) as figure:
        height = figure.get_figheight()
        figure.text(0.02, 1 - 0.2 / height, heading, fontsize=FONT + 0.5, fontweight="bold")
        note = f"{people} simulated people; grey: 95 % of flat histograms lie there"
        figure.text(0.02, 1 - 0.4 / height, note, fontsize=SMALL, color=QUIET)
        for n, (observation, counts) in enumerate(shown.items()):
            bottom = (height - 0.55 - _PANEL * (n + 1) + 0.18) / height
            axes = figure.add_axes((0.42, bottom, 0.55, (_PANEL - 0.35) / height))
            axes.axhspan(expected - away, expected + away, color=FAINT, zorder=1)
            axes.bar([k / 10 + 0.05 for k in range(10)], counts, width=0.092, color=BLUE, zorder=2)
            axes.set_xlim(0, 1)
            axes.set_xticks([0, 0.5, 1] if n == len(shown) - 1 else [])
            axes.set_yticks([0, round(expected)])
            axes.tick_params(labelsize=SMALL)
            label = quantity(observation).label.partition(" (")[0]
            figure.text(0.02, bottom + 0.32 / height, label, fontsize=SMALL)
        figure.text(0.42, 0.08 / height, "share of selves below the truth", fontsize=SMALL, color=QUIET)
        words = "; ".join(f"{quantity(o).label}: {', '.join(map(str, c))}" for o, c in shown.items())
        return svg_text(figure, name=name, title=heading, description=f"People by tenth of the rank. {words}.")


def draw_reliability(part: Mapping[str, Any], *, name: str, heading: str) -> str:
    """What was observed against what was said, by bin of the stated probability; the diagonal is what it should be."""
    bins = part["bins"]
    with drawing(3.6) as figure:
        figure.text(0.02, 1 - 0.2 / 3.6, heading, fontsize=FONT + 0.5, fontweight="bold")
        note = "dot: people of one bin, its area their number; line: as stated"
        figure.text(0.02, 1 - 0.4 / 3.6, note, fontsize=SMALL, color=QUIET)
        axes = figure.add_axes((0.16, 0.15, 0.8, 0.68))
        axes.plot([0, 1], [0, 1], color=QUIET, linewidth=0.8)
        most = max((each["people"] for each in bins), default=1)
        for each in bins:
            size = 20 + 160 * each["people"] / most
            error = 1.96 * (each["observed"] * (1 - each["observed"]) / each["people"]) ** 0.5
            axes.errorbar(each["predicted"], each["observed"], yerr=error, color=BLUE, linewidth=1)
            axes.scatter([each["predicted"]], [each["observed"]], s=size, color=BLUE, zorder=3)
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(-0.02, 1.02)
        axes.set_xlabel("probability that was stated", fontsize=FONT)
        axes.set_ylabel("share of which it was true", fontsize=FONT)
        words = "; ".join(f"stated {b['predicted']:.2f}, true {b['observed']:.2f} ({b['people']})" for b in bins)
        return svg_text(figure, name=name, title=heading, description=words)
