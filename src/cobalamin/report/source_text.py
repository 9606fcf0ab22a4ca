"""The source of the package as syntax trees: every function, and the top of every module, once read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable


@dataclass(frozen=True, kw_only=True)
class Place:
    """A function, or the top of a module, in the source of the package.

    Attributes:
        module: without the package, such as `person.covariates`.
        name: of the function with its class; "" for the top of the module.
        about: first line of the docstring, or the name in words.
        node: its syntax tree.
    """

    module: str
    name: str
    about: str
    node: ast.FunctionDef | ast.Module

    @property
    def label(self) -> str:
        """Module and function as a reader would look for them."""
        return f"{self.module}.{self.name}" if self.name else self.module


def _files(folder: Traversable, package: str = "") -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir() and not entry.name.startswith("_"):
            yield from _files(entry, f"{package}{entry.name}.")
        elif entry.name.endswith(".py"):
            yield f"{package}{entry.name}".removesuffix(".py").removesuffix(".__init__"), entry.read_text("utf-8")


def _functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield f"{prefix}{node.name}", node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{prefix}{node.name}.")


@cache
def places() -> tuple[Place, ...]:
    """Every function of the package, and the top of every module; parsed once, about a second."""
    found: list[Place] = []
    for module, text in _files(resources.files("cobalamin")):
        tree = ast.parse(text)
        found.append(Place(module=module, name="", about=_first_line(tree, module), node=tree))
        found += [
            Place(module=module, name=name, about=_first_line(node, node.name), node=node)
            for name, node in _functions(tree)
        ]
    return tuple(found)


def _first_line(node: ast.FunctionDef | ast.Module, name: str) -> str:
    text = (ast.get_docstring(node) or "").partition("\n")[0]
    return text or name.rpartition(".")[2].strip("_").replace("_", " ")


def own_nodes(place: Place) -> Iterator[ast.AST]:
    """Nodes of a place without those of the functions in it, which are places of their own."""
    waiting: list[ast.AST] = list(ast.iter_child_nodes(place.node))
    while waiting:
        node = waiting.pop()
        yield node
        if not (place.name == "" and isinstance(node, ast.FunctionDef)):
            waiting += list(ast.iter_child_nodes(node))
