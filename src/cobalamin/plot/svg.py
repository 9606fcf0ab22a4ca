"""From a matplotlib figure to SVG text that can stand in a page: text as text, a title, a description, own ids."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.sax.saxutils import escape

from cobalamin.plot.palette import QUIET, TEXT

FONT = 10.0
"""Size of text in a figure, in its own units."""
SMALL = 9.1
"""Size of notes, and the least there is: 9 pixels on a small screen."""
SMALL_SCREEN_SHARE = 328 / 331
"""How much a figure of `WIDTH` shrinks on a screen 360 px wide with a margin of 16 px."""
WIDTH = 4.6
"""Width of a panel [inch of 72 units]: about the width of a phone, so that text keeps its size there."""

_SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "cobalamin",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": FONT,
    "hatch.linewidth": 0.5,
    "axes.edgecolor": QUIET,
    "axes.linewidth": 0.8,
    "text.color": TEXT,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": TEXT,
    "ytick.labelcolor": TEXT,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


@contextmanager
def drawing(height: float, *, width: float = WIDTH) -> Iterator[Any]:
    """An empty figure of this size [inch], with the look of all figures."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_SETTINGS):
        yield Figure(figsize=(width, height))


def svg_text(figure: Any, *, name: str, title: str, description: str) -> str:
    """The figure as one `<svg>` element without prolog, readable by a screen reader.

    Arguments:
        name: prefix of all ids, so that many figures can share a page.
        title, description: what the figure is, and what it shows in words.
    """
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    out = io.StringIO()
    FigureCanvasSVG(figure).print_svg(out, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = out.getvalue()
    text = text[text.index("<svg") :]
    # The style element would rule the whole page; a hundredth of a unit is finer than any screen.
    text = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>", "", text, flags=re.DOTALL)
    text = re.sub(r"(\d\.\d\d)\d+", r"\1", text)
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r'(url\(|href=")#', rf"\1#{name}-", text)
    head, _, body = text.partition(">")
    head = re.sub(r' (width|height|version)="[^"]*"', "", head)
    return f"{head} {labels(name)}>{described(name, title, description)}{body}"


def labels(name: str) -> str:
    """Attributes that make an `<svg>` one picture for a screen reader."""
    return f'role="img" aria-labelledby="{name}-title {name}-desc"'


def described(name: str, title: str, description: str) -> str:
    """The title and description that `labels` points to."""
    return f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
