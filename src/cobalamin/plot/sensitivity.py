"""What a forecast rests on: variance of every main output as a bar, by what stands behind it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

from cobalamin.body.observe import OBSERVATIONS
from cobalamin.infer.findings import FIRM_TOGETHER, RIVAL, stored
from cobalamin.infer.sensitivity import Question, settings
from cobalamin.plot.palette import NATURAL_COURSE, PALETTE, QUIET
from cobalamin.plot.svg import FONT, SMALL, drawing, svg_text

_LINE, _FOOT = 0.34, 0.55


@dataclass(frozen=True, kw_only=True)
class _Kind:
    label: str
    colour: str
    hatch: str


PEOPLE = "people"
_KINDS: Mapping[str, _Kind] = {
    PEOPLE: _Kind(label="differences between people", colour=NATURAL_COURSE, hatch=""),
    FIRM_TOGETHER: _Kind(label="calibrated parameters", colour=PALETTE[0].colour, hatch=""),
    "read": _Kind(label="parameters read or worked out", colour=PALETTE[2].colour, hatch="...."),
    "guess": _Kind(label="guesses", colour=PALETTE[1].colour, hatch="////"),
    RIVAL: _Kind(label="choice between rival laws", colour="#000000", hatch=""),
}


def parts_of(output: str, scenario: str) -> dict[str, float]:
    """Share of the variance by what stands behind it; they add up to 1.

    Total effects of the medians are scaled to their sum, so that what inputs do only together is dealt out among them.
    """
    own = [s for s in stored() if s.output == output and s.scenario == scenario]
    variances = {s.question: s.sd**2 for s in own}
    whole = sum(variances.values())
    if whole <= 0:
        return {}
    medians = [s for s in own if s.question == Question.MEDIANS.value]
    effects = sum(max(s.total, 0.0) for s in medians)
    found = dict.fromkeys(_KINDS, 0.0)
    found[PEOPLE] = variances.get(Question.PEOPLE.value, 0.0) / whole
    for each in medians:
        kind = each.grade if each.grade in _KINDS else "read"
        found[kind] += max(each.total, 0.0) / effects * variances[Question.MEDIANS.value] / whole
    return found


def draw_sensitivity(scenario: str, *, name: str = "sensitivity") -> str:
    """One bar an output, for one scenario."""
    outputs = list(settings().outputs)
    parts = {output: parts_of(output, scenario) for output in outputs}
    doubtful = [o for o in outputs if parts[o] and parts[o]["guess"] + parts[o][RIVAL] > 0.5]
    takeaway = (
        f"Guesses and rival laws carry more than half of the variance in {len(doubtful)} of {len(outputs)} outputs."
    )
    title = textwrap.wrap(takeaway, 45)
    note = textwrap.wrap(f"Variance of a forecast for {settings().scenarios[scenario].words}.", 62)
    legend = 0.17 * len(_KINDS)
    head = 0.3 + 0.2 * len(title) + 0.16 * len(note) + legend
    body = _LINE * len(outputs)
    height = head + body + _FOOT
    with drawing(height) as figure:
        for n, line in enumerate(title):
            figure.text(0.02, 1 - (0.2 + 0.2 * n) / height, line, fontsize=FONT + 1, fontweight="bold")
        at = 0.2 + 0.2 * len(title)
        for n, line in enumerate(note):
            figure.text(0.02, 1 - (at + 0.16 * n) / height, line, fontsize=SMALL, color=QUIET)
        at += 0.16 * len(note) + 0.02
        from matplotlib.patches import Rectangle

        for n, kind in enumerate(_KINDS.values()):
            bottom = 1 - (at + 0.17 * n) / height
            figure.add_artist(
                Rectangle(
                    (0.03, bottom - 0.02 / height), 0.05, 0.11 / height, facecolor=kind.colour, hatch=kind.hatch,
                    edgecolor="white", linewidth=0.3, transform=figure.transFigure,
                )
            )  # fmt: skip
            figure.text(0.1, bottom, kind.label, fontsize=SMALL)
        axes = figure.add_axes((0.42, (_FOOT - 0.1) / height, 0.55, body / height))
        axes.set_xlim(0, 100)
        axes.set_ylim(len(outputs), 0)
        for n, output in enumerate(outputs):
            left = 0.0
            for kind, look in _KINDS.items():
                width = 100 * parts[output].get(kind, 0.0)
                axes.barh(
                    n + 0.5, width, left=left, height=0.66, color=look.colour, hatch=look.hatch, edgecolor="white",
                    linewidth=0.3,
                )  # fmt: skip
                left += width
            label = "\n".join(textwrap.wrap(OBSERVATIONS[output].about.split(",")[0], 27)[:2])
            axes.text(-2, n + 0.5, label, fontsize=SMALL, ha="right", va="center", linespacing=0.95)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("% of the variance", fontsize=FONT)
        return svg_text(figure, name=name, title=takeaway, description=_words(parts))


def _words(parts: Mapping[str, Mapping[str, float]]) -> str:
    """The figure for someone who cannot see it."""
    told = [
        f"{OBSERVATIONS[output].about}: "
        + ", ".join(f"{_KINDS[kind].label} {100 * share:.0f} %" for kind, share in own.items() if share >= 0.05)
        for output, own in parts.items()
    ]
    return f"{'; '.join(told)}."
