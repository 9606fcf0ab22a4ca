"""Derivatives of kernels, as kernels: the graph of a kernel is differentiated operation by operation, then compiled.

Of a kernel y = f(x) that reads and writes entries of arrays, `tangent` gives y and dy = f'(x) dx, and `adjoint` gives
x' = f'(x)^T y'. The derivative of an array stands in an array of the same shape called "d_" + its name. Each lane
carries a direction of its own, so that eight directions cost one pass.

Reference: Griewank and Walther 2008, Evaluating Derivatives (forward and reverse mode; elementary derivatives).
"""

from __future__ import annotations

from typing import Any

from cobalamin.solve.native import Kernel
from cobalamin.solve.trace import LIBRARY, Depends, Graph, Node, Operation

DERIVATIVE = "d_"
"""Begins the name of the array that holds the derivative of another one."""

FIXED = ("length", "weights")
"""Arrays that belong to the program and have no derivative."""


def _replayed(kernel: Kernel) -> tuple[Graph, dict[int, Node]]:
    """A new graph with the operations that the kernel needs, and its nodes by the old numbers."""
    graph, nodes = Graph(), dict[int, Node]()
    for number in kernel.graph.needed([node for _, _, node in kernel.outputs]):
        operation = kernel.graph.operations[number]
        if operation.name == "constant":
            nodes[number] = graph.constant(operation.value)
        elif operation.name == "read":
            nodes[number] = graph.read(operation.value[0], operation.value[1], Depends.STATE)
        else:
            nodes[number] = graph.apply(operation.name, *(nodes[o] for o in operation.operands))
    return graph, nodes


def _varies(array: str) -> bool:
    return array not in FIXED


def _arrays(kernel: Kernel) -> tuple[str, ...]:
    return (*kernel.arrays, *(DERIVATIVE + array for array in kernel.arrays if _varies(array)))


def _partials(operation: Operation, values: list[Node], result: Node) -> list[Any]:
    """Functions that multiply a number with the derivative of an operation by each operand; None where it is zero.

    Products with 0 or 1 are choices, so that what a branch not taken would give, infinite or undefined, never enters.
    """
    graph = result.graph
    match operation.name:
        case "add":
            return [lambda g: g, lambda g: g]
        case "sub":
            return [lambda g: g, lambda g: 0.0 - g]
        case "mul":
            a, b = values
            return [lambda g: g * b, lambda g: g * a]
        case "div":
            b = values[1]
            return [lambda g: g / b, lambda g: 0.0 - g / b * result]
        case "maximum" | "minimum":
            a, b = values
            first = a > b if operation.name == "maximum" else b > a
            return [lambda g: LIBRARY.where(first, g, 0.0), lambda g: LIBRARY.where(first, 0.0, g)]
        case "where":
            chosen = values[0]
            return [None, lambda g: LIBRARY.where(chosen, g, 0.0), lambda g: LIBRARY.where(chosen, 0.0, g)]
        case "exp":
            return [lambda g: g * result]
        case "log":
            return [lambda g: g / values[0]]
        case "sqrt":
            return [lambda g: 0.5 * g / result]
        case "above" | "not_below":
            return [None, None]
        case _:
            raise ValueError(f"no derivative of {operation.name}; graph of {len(graph.operations)} operations")


def tangent(kernel: Kernel) -> Kernel:
    """The kernel together with its derivative in the direction given: dy = f'(x) dx."""
    graph, nodes = _replayed(kernel)
    slopes: dict[int, Node | None] = {}
    for number, node in nodes.items():
        operation = kernel.graph.operations[number]
        slopes[number] = None
        if operation.name == "read" and _varies(operation.value[0]):
            array, index = operation.value
            slopes[number] = graph.read(DERIVATIVE + array, index, Depends.STATE)
        elif operation.operands:
            partials = _partials(operation, [nodes[o] for o in operation.operands], node)
            for operand, partial in zip(operation.operands, partials, strict=True):
                slope = slopes[operand]
                if slope is not None and partial is not None:
                    slopes[number] = _sum(slopes[number], partial(slope))
    outputs = [(array, index, nodes[node.number]) for array, index, node in kernel.outputs]
    outputs += [
        (DERIVATIVE + array, index, _or_zero(graph, slopes[node.number])) for array, index, node in kernel.outputs
    ]
    return Kernel(name=kernel.name + "_tangent", graph=graph, arrays=_arrays(kernel), outputs=tuple(outputs))


def adjoint(kernel: Kernel) -> Kernel:
    """The derivative of the kernel backwards: from what follows from a change of y to what follows from one of x.

    An entry that is only read gains; one that is written over has no other effect than through y.
    """
    graph, nodes = _replayed(kernel)
    gathered: dict[int, Node] = {}
    written: dict[tuple[str, int], None] = {}
    for array, index, node in kernel.outputs:
        written[array, index] = None
        _gather(gathered, node.number, graph.read(DERIVATIVE + array, index, Depends.STATE))
    back: dict[tuple[str, int], Node] = {}
    for number in reversed(nodes):
        operation, g = kernel.graph.operations[number], gathered.get(number)
        if g is None:
            continue
        if operation.name == "read" and _varies(operation.value[0]):
            back[operation.value] = g
        elif operation.operands:
            partials = _partials(operation, [nodes[o] for o in operation.operands], nodes[number])
            for operand, partial in zip(operation.operands, partials, strict=True):
                if partial is not None:
                    _gather(gathered, operand, partial(g))
    outputs: list[tuple[str, int, Node]] = []
    for array, index in {**written, **dict.fromkeys(back)}:
        gain = back.get((array, index))
        if (array, index) not in written:
            gain = _sum(graph.read(DERIVATIVE + array, index, Depends.STATE), gain)
        outputs.append((DERIVATIVE + array, index, _or_zero(graph, gain)))
    return Kernel(name=kernel.name + "_adjoint", graph=graph, arrays=_arrays(kernel), outputs=tuple(outputs))


def _sum(total: Node | None, more: Any) -> Any:
    return more if total is None else total if more is None else total + more


def _gather(gathered: dict[int, Node], number: int, more: Any) -> None:
    gathered[number] = _sum(gathered.get(number), more)


def _or_zero(graph: Graph, value: Any) -> Node:
    return graph.node(0.0 if value is None else value)
