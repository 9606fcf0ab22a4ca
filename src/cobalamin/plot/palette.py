"""Colours and line styles that survive colour blindness, a grey printer and a small screen.

The darker colours of Okabe and Ito (2008), those with a contrast of 3:1 or more on white; each plan has its own dash
pattern and hatch as well, so that colour is never the only sign.
"""

from __future__ import annotations

from dataclasses import dataclass

from cobalamin.plan.model import NO_CHANGE

TEXT = "#1a1a1a"
QUIET = "#595959"
"""Axes, limits and notes: contrast 7:1 on white."""
NATURAL_COURSE = "#d4d4d4"
"""Filled band of placebo and natural course; its outline is `QUIET`."""
FAINT = "#e6e6e6"


@dataclass(frozen=True, kw_only=True)
class PlanStyle:
    """How one plan looks in every figure.

    Attributes:
        colour: line and outline.
        dashes: on and off lengths in points; () is a solid line.
        hatch: pattern of a scenario's band.
    """

    colour: str
    dashes: tuple[float, ...]
    hatch: str


NO_CHANGE_STYLE = PlanStyle(colour="#6b6b6b", dashes=(5, 3), hatch="")

_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000")
_DASHES: tuple[tuple[float, ...], ...] = ((), (7, 2, 1.5, 2), (1.5, 1.5), (9, 2.5), (6, 2, 1.5, 2, 1.5, 2))
_HATCHES = ("////", "\\\\\\\\", "||||", "xxxx", "----")

PALETTE: tuple[PlanStyle, ...] = tuple(
    PlanStyle(colour=colour, dashes=dashes, hatch=hatch)
    for colour, dashes, hatch in zip(_COLOURS, _DASHES, _HATCHES, strict=True)
)
"""Styles of plans in their order; a sixth plan begins again with another dash pattern."""


def plan_styles(names: tuple[str, ...]) -> dict[str, PlanStyle]:
    """The style of each plan by name, the same in all figures that show these plans in this order."""
    styles: dict[str, PlanStyle] = {}
    number = 0
    for name in names:
        if name == NO_CHANGE:
            styles[name] = NO_CHANGE_STYLE
            continue
        turn = number // len(PALETTE)
        look = PALETTE[(number + turn) % len(PALETTE)]
        styles[name] = PlanStyle(colour=PALETTE[number % len(PALETTE)].colour, dashes=look.dashes, hatch=look.hatch)
        number += 1
    return styles
