"""A short hash of what the body computes, so that a committed result says which body it belongs to.

Code counts without comments and docstrings, parameters without notes and sources: rewording changes no result.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from cobalamin.parameters import parameters

_NO_PART_OF_A_RUN = {"alternatives.py", "day.py", "fingerprint.py", "natural_course.py", "one_page.py", "responders.py"}


def code_without_words(text: str) -> str:
    """The syntax tree of a module without docstrings, as text.

    >>> code_without_words("'About.'; x = 1  # one") == code_without_words("x = 1")
    True
    """
    tree = ast.parse(text)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _is_text(each)]  # pyright: ignore[reportAttributeAccessIssue]
    return ast.dump(tree)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _modules(folder: Traversable) -> Iterator[Traversable]:
    """Modules of the folder and of the packages in it, by name."""
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            yield from _modules(entry)
        elif entry.name.endswith(".py"):
            yield entry


@cache
def body_hash() -> str:
    """Twelve hexadecimal digits of the flows, the observations and the parameters."""
    digest = hashlib.sha256()
    for entry in _modules(resources.files(__package__ or "")):
        if entry.name not in _NO_PART_OF_A_RUN:
            digest.update(entry.name.encode() + code_without_words(entry.read_text(encoding="utf-8")).encode())
    for name, p in sorted(parameters().items()):
        digest.update(f"{name} {p.value!r} {p.spread!r} {p.low!r} {p.high!r}\n".encode())
    return digest.hexdigest()[:12]
