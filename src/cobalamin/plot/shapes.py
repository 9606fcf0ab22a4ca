"""Plain SVG shapes for drawings that are no charts: boxes, words, arrows."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from cobalamin.plot.palette import TEXT
from cobalamin.plot.svg import described, labels

FONT_FAMILY = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle in drawing units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle_x(self) -> float:
        """Centre from left to right."""
        return self.x + self.width / 2

    @property
    def middle_y(self) -> float:
        """Centre from top to bottom."""
        return self.y + self.height / 2

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.height

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width


def picture(name: str, width: float, height: float, title: str, description: str, parts: Sequence[str]) -> str:
    """An `<svg>` element with title, description and the arrow heads that `arrow` uses."""
    heads = "".join(
        f'<marker id="{name}-head-{colour[1:]}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6.5" '
        f'markerHeight="6.5" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5L8 4L0 7.5z" fill="{colour}"/>'
        f"</marker>"
        for colour in sorted({part.split('stroke="')[1][:7] for part in parts if "marker-end" in part})
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" {labels(name)} '
        f'style="font-family: {FONT_FAMILY}">{described(name, title, description)}<defs>{heads}</defs>'
        f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def rectangle(box: Box, *, fill: str, edge: str, corner: float = 4.0, about: str = "") -> str:
    """A rectangle with an optional note that shows on hover."""
    note = f"<title>{escape(about)}</title>" if about else ""
    return (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="{corner:g}" '
        f'fill="{fill}" stroke="{edge}">{note}</rect>'
    )


def words(
    x: float, y: float, text: str, *, size: float, anchor: str = "start", bold: bool = False, colour: str = TEXT
) -> str:
    """One line of text; `anchor` is start, middle or end as SVG has it."""
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}" fill="{colour}"{weight}>'
        f"{escape(text)}</text>"
    )


def words_in(box: Box, text: str, *, size: float, characters: int) -> str:
    """Text in the middle of a box, wrapped."""
    lines = textwrap.wrap(text, characters)
    top = box.middle_y - (len(lines) - 1) * size * 0.58 + size * 0.35
    return "".join(
        words(box.middle_x, top + n * size * 1.16, line, size=size, anchor="middle") for n, line in enumerate(lines)
    )


def arrow(name: str, path: str, *, colour: str, width: float = 1.1, dashed: bool = False, about: str = "") -> str:
    """A line with a head at its end along an SVG path."""
    dash = ' stroke-dasharray="4 2.5"' if dashed else ""
    note = f"<title>{escape(about)}</title>" if about else ""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dash} '
        f'marker-end="url(#{name}-head-{colour[1:]})">{note}</path>'
    )
