"""A plain document of headings, paragraphs, lists, tables and figures, as Markdown and as one page that loads nothing.

Words in backquotes are set as code in both, words between double stars strong.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources

from cobalamin.report.words import micro


@dataclass(frozen=True, kw_only=True)
class Heading:
    """Of level 2 or 3; `anchor` names it for links within the page."""

    text: str
    level: int = 2

    @property
    def anchor(self) -> str:
        """Letters and digits of the text with hyphens between, as Markdown renderers make it."""
        return re.sub(r"[^a-z0-9]+", "-", self.text.lower()).strip("-")


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Bullets:
    """A list without order."""

    items: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of cells; the first cell of a row names it.

    Attributes:
        columns: headings.
        rows: as many cells each.
        folded: summary under which a page folds the table; "" leaves it open.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    folded: str = ""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A figure.

    Attributes:
        name: of its file, without ending.
        svg: the figure itself.
        shows: words for who cannot see it.
        folded: summary under which a page folds it; "" leaves it open.
    """

    name: str
    svg: str
    shows: str
    folded: str = ""


Part = Heading | Paragraph | Bullets | Table | Picture


@dataclass(frozen=True, kw_only=True)
class Document:
    """The whole.

    Attributes:
        title: heading of the whole.
        use: context of use, printed under the title.
        parts: in order.
        foot: last line.
    """

    title: str
    use: str
    parts: Sequence[Part] = field(default_factory=tuple)
    foot: str = ""

    @property
    def pictures(self) -> list[Picture]:
        """All figures, in order."""
        return [part for part in self.parts if isinstance(part, Picture)]


def to_markdown(document: Document, *, images: str = "images", comment: str = "") -> str:
    """The document for Sphinx with MyST; figures are files in the folder `images`."""
    lines = [f"<!-- {comment} -->", ""] if comment else []
    lines += [f"# {document.title}", "", document.use, ""]
    for part in document.parts:
        lines += _markdown(part, images)
    lines += [document.foot, ""] if document.foot else []
    return "\n".join(lines)


def _markdown(part: Part, images: str) -> list[str]:
    match part:
        case Heading():
            return [f"{'#' * part.level} {part.text}", ""]
        case Paragraph():
            return [part.text, ""]
        case Bullets():
            return [*(f"- {item}" for item in part.items), ""]
        case Table():
            rows = [part.columns, ["---"] * len(part.columns), *part.rows]
            return [*(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows), ""]
        case Picture():
            return [f"```{{image}} {images}/{part.name}.svg", f":alt: {part.shows}", "```", ""]


def to_html(document: Document) -> str:
    """One page: no script, nothing loaded from anywhere, tables as cards on a small screen."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    folder = resources.files(__package__ or "")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["inline"] = lambda text: Markup(_inline(text))
    environment.tests["kind"] = lambda part, name: type(part).__name__ == name
    environment.filters["raw"] = Markup
    template = environment.from_string((folder / "document.html.j2").read_text(encoding="utf-8"))
    css = (folder / "page.css").read_text(encoding="utf-8")
    return template.render(document=document, css=Markup(css))


def _inline(text: str) -> str:
    """Escaped text, with words in backquotes as code, between double stars as strong, and the micro sign."""
    coded = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(micro(text)))
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", coded)
