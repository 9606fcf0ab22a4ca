"""Pages from templates: one environment, so that every page escapes, refuses what is missing and looks alike."""

from __future__ import annotations

from importlib import resources
from typing import Any

from cobalamin.report.words import micro


def render(template: str, **values: Any) -> str:
    """A page from a template of this folder; `css` is that of all pages.

    Arguments:
        template: file name.
        values: what the template places; text is escaped unless it is markup.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["micro"] = micro
    return environment.from_string(_text(template)).render(css=Markup(_text("page.css")), **values)


def _text(file: str) -> str:
    return resources.files(__package__ or "cobalamin.report").joinpath(file).read_text(encoding="utf-8")
