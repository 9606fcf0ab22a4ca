"""Markdown of the generated pages: tables, anchors, and links from one number to what stands behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cobalamin.parameters import parameters

NOTE = "<!-- Written by tools/write_model_docs.py; do not edit. -->"


def cell(text: str) -> str:
    """Text that breaks no table and starts no markup."""
    text = " ".join(text.split()).replace("`", "")
    for mark in "\\|*_<>$[]":
        text = text.replace(mark, "\\" + mark)
    return text


def code(text: str) -> str:
    """Text as code, "" for no text."""
    plain = " ".join(text.split()).replace("`", "").replace("|", "\\|")
    return f"`{plain}`" if plain else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines of a table."""
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines] + [""]


def page(title: str, about: str, lines: Iterable[str]) -> str:
    """A whole page."""
    return "\n".join([NOTE, "", f"# {title}", "", about, "", *lines]).rstrip() + "\n"


def anchor(kind: str, name: str) -> str:
    """A name that links can lead to."""
    return f"{code(name)}{{#{kind}-{slug(name)}}}"


def slug(name: str) -> str:
    """A name as part of an address."""
    return name.replace("_", "-").replace(".", "-").lower()


def parameter_link(name: str) -> str:
    """A parameter by name, linked to its row."""
    return f"[{code(name)}](parameters.md#parameter-{slug(name)})"


def parameter_with_value(name: str) -> str:
    """A parameter with its value, linked to its row."""
    p = parameters()[name]
    unit = "" if p.unit == "1" else f" {cell(p.unit)}"
    return f"{parameter_link(name)} {p.value:g}{unit}"


def source_link(id: str) -> str:
    """An id, linked to the entry of the fact or of the derivation."""
    return f"[{code(id)}](sources.md#source-{slug(id)})"


def quantity_link(name: str) -> str:
    """A part that several laws share, linked to its equation."""
    return f"[{name.replace('_', ' ')}](quantities.md#quantity-{slug(name)})"


def opened(text: str, address: str) -> str:
    """Text that leads to an address, or only the text where there is none."""
    return f"[{cell(text)}](<{address}>)" if address else cell(text)


def listed(names: Iterable[str], most: int) -> str:
    """The first names of a list, and how many more there are."""
    everything = list(names)
    rest = len(everything) - most
    return ", ".join(everything[:most]) + (f" and {rest} more" if rest > 0 else "")
