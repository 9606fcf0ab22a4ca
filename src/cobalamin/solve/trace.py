"""Arithmetic written down instead of done: laws run on `Node`s and leave a graph of operations behind.

The graph holds each expression once (equal operations on equal operands are the same node), folds constants, and knows
of each node what it depends on: nothing, the person and the inputs of a stretch, or the state. What does not depend on
the state is worked out once a stretch and not once a step. `native.py` turns graphs into machine code.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any


class Depends(IntEnum):
    """What a value depends on."""

    NOTHING = 0
    STRETCH = 1
    STATE = 2


@dataclass(frozen=True)
class Operation:
    """One entry of a graph.

    Attributes:
        name: "constant", "read", or an operation of `Graph`.
        operands: node numbers.
        value: the constant, or (array, index) of a read.
        depends: what the value depends on.
    """

    name: str
    operands: tuple[int, ...]
    value: Any
    depends: Depends


_FOLDED = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b if b else math.copysign(math.inf, a) if a else math.nan,
    "minimum": min,
    "maximum": max,
    "exp": lambda a: math.exp(min(a, 709.0)),
    "log": lambda a: math.log(a) if a > 0 else -math.inf,
    "sqrt": math.sqrt,
    "not_below": lambda a, b: a >= b,
    "above": lambda a, b: a > b,
    "where": lambda c, a, b: a if c else b,
}


@dataclass
class Graph:
    """Operations in the order they were first written; a node refers to earlier ones only."""

    operations: list[Operation] = field(default_factory=list)
    known: dict[tuple[Any, ...], Node] = field(default_factory=dict)

    def _node(self, key: tuple[Any, ...], operation: Operation) -> Node:
        node = self.known.get(key)
        if node is None:
            node = self.known[key] = Node(self, len(self.operations))
            self.operations.append(operation)
        return node

    def constant(self, value: float) -> Node:
        """A number."""
        key = ("constant", struct.pack("<d", float(value)))
        return self._node(key, Operation("constant", (), float(value), Depends.NOTHING))

    def read(self, array: str, index: int, depends: Depends) -> Node:
        """Entry `index` of the array called `array`, one value for each row of the batch."""
        return self._node(("read", array, index), Operation("read", (), (array, index), depends))

    def reads(self, array: str, count: int, depends: Depends) -> list[Node]:
        """All entries of an array."""
        return [self.read(array, i, depends) for i in range(count)]

    def node(self, value: Any) -> Node:
        """`value` as a node of this graph."""
        return value if isinstance(value, Node) else self.constant(value)

    def apply(self, name: str, *values: Any) -> Node:
        """The node of an operation, simplified where that changes nothing but rounding."""
        nodes = [self.node(v) for v in values]
        found = [self.operations[n.number] for n in nodes]
        if all(o.name == "constant" for o in found):
            return self.constant(float(_FOLDED[name](*(o.value for o in found))))
        simple = self._simplified(name, nodes, found)
        if simple is not None:
            return simple
        if name in ("add", "mul") and nodes[0].number > nodes[1].number:
            nodes.reverse()
        if name in ("minimum", "maximum") and found[1].name == "constant":
            # The machine takes the second operand when one is not a number: it must not be hidden by a constant.
            nodes.reverse()
        numbers = tuple(n.number for n in nodes)
        depends = max(o.depends for o in found)
        return self._node((name, *numbers), Operation(name, numbers, None, depends))

    def _simplified(self, name: str, nodes: list[Node], found: list[Operation]) -> Node | None:
        constants = [o.value if o.name == "constant" else None for o in found]
        match name:
            case "add" if 0.0 in constants:
                return nodes[1 - constants.index(0.0)]
            case "sub" if constants[1] == 0.0:
                return nodes[0]
            case "sub" if nodes[0].number == nodes[1].number:
                return self.constant(0.0)
            case "mul" if 0.0 in constants:
                return self.constant(0.0)
            case "mul" if 1.0 in constants:
                return nodes[1 - constants.index(1.0)]
            case "div" if nodes[0].number == nodes[1].number:
                return self.constant(1.0)
            case "div" if constants[0] == 0.0:
                return self.constant(0.0)
            case "div" if constants[1] is not None:
                return self.apply("mul", nodes[0], 1 / constants[1])
            case "div" if found[1].depends < found[0].depends:
                # The reciprocal is worked out once a stretch.
                return self.apply("mul", nodes[0], self.apply("div", 1.0, nodes[1]))
            case "where" if nodes[1].number == nodes[2].number:
                return nodes[1]
            case "where" if constants[0] is not None:
                return nodes[1] if constants[0] else nodes[2]
            case "exp":
                return self._whole_power(found[0])
            case _:
                return None

    def _whole_power(self, argument: Operation) -> Node | None:
        """exp(n log x) for n = 2, 3, 4, 1/2 and 1/4 by multiplication and roots."""
        if argument.name != "mul":
            return None
        for exponent, logarithm in (argument.operands, argument.operands[::-1]):
            n, inner = self.operations[exponent], self.operations[logarithm]
            if n.name == "constant" and inner.name == "log":
                x = Node(self, inner.operands[0])
                match n.value:
                    case 2.0:
                        return x * x
                    case 3.0:
                        return x * x * x
                    case 4.0:
                        return (x * x) * (x * x)
                    case 0.5:
                        return self.apply("sqrt", x)
                    case 0.25:
                        return self.apply("sqrt", self.apply("sqrt", x))
        return None

    def needed(self, outputs: Sequence[Node]) -> list[int]:
        """Numbers of all operations that the outputs stand on, in order."""
        wanted: set[int] = set()
        open_ones = [n.number for n in outputs]
        while open_ones:
            number = open_ones.pop()
            if number not in wanted:
                wanted.add(number)
                open_ones.extend(self.operations[number].operands)
        return sorted(wanted)

    def reads_of(self, outputs: Sequence[Node]) -> set[tuple[str, int]]:
        """(array, index) of everything that the outputs read."""
        found = (self.operations[n] for n in self.needed(outputs))
        return {o.value for o in found if o.name == "read"}


class Library:
    """What a law may call, on nodes; named as modules are, because laws ask."""

    def __init__(self) -> None:
        self.__name__ = __name__

    @staticmethod
    def _apply(name: str, *values: Any) -> Node:
        graph = next(v.graph for v in values if isinstance(v, Node))
        return graph.apply(name, *values)

    def exp(self, x: Node) -> Node:
        return self._apply("exp", x)

    def log(self, x: Node) -> Node:
        return self._apply("log", x)

    def minimum(self, a: Any, b: Any) -> Node:
        return self._apply("minimum", a, b)

    def maximum(self, a: Any, b: Any) -> Node:
        return self._apply("maximum", a, b)

    def where(self, condition: Any, yes: Any, no: Any) -> Any:
        if not any(isinstance(v, Node) for v in (condition, yes, no)):
            return yes if condition else no
        return self._apply("where", condition, yes, no)


LIBRARY = Library()


@dataclass(frozen=True, eq=False)
class Node:
    """One value of a graph; behaves like a number."""

    graph: Graph
    number: int

    def __array_namespace__(self) -> Library:
        return LIBRARY

    @property
    def depends(self) -> Depends:
        """What the value depends on."""
        return self.graph.operations[self.number].depends

    def __add__(self, other: Any) -> Node:
        return self.graph.apply("add", self, other)

    def __radd__(self, other: Any) -> Node:
        return self.graph.apply("add", other, self)

    def __sub__(self, other: Any) -> Node:
        return self.graph.apply("sub", self, other)

    def __rsub__(self, other: Any) -> Node:
        return self.graph.apply("sub", other, self)

    def __mul__(self, other: Any) -> Node:
        return self.graph.apply("mul", self, other)

    def __rmul__(self, other: Any) -> Node:
        return self.graph.apply("mul", other, self)

    def __truediv__(self, other: Any) -> Node:
        return self.graph.apply("div", self, other)

    def __rtruediv__(self, other: Any) -> Node:
        return self.graph.apply("div", other, self)

    def __neg__(self) -> Node:
        return self.graph.apply("sub", 0.0, self)

    def __ge__(self, other: Any) -> Node:
        return self.graph.apply("not_below", self, other)

    def __gt__(self, other: Any) -> Node:
        return self.graph.apply("above", self, other)
