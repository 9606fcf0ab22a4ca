"""What the fast solver reads off the body by tracing its laws: which parts depend on which."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from cobalamin.body import BODY
from cobalamin.body.graph import Body, Flow
from cobalamin.body.inputs import INPUT_NAMES, view_inputs
from cobalamin.parameters import parameters, view
from cobalamin.solve.scheme import Group
from cobalamin.solve.trace import Depends, Graph, Node

_ENTRIES = ("gut.", "plasma.depot", "plasma.unbound", "excreta.faeces")

DOSE_COMPARTMENTS: tuple[str, ...] = tuple(c.name for c in BODY.compartments if c.name.startswith(_ENTRIES))
"""Compartments that a dose can enter."""

DOSE_INDEX = np.array([BODY.index[name] for name in DOSE_COMPARTMENTS], dtype=np.int64)
"""Their body indices."""


@cache
def _law_nodes(body: Body) -> dict[str, Node]:
    """The law of every flow, traced."""
    graph = Graph()
    state = body.view(graph.reads("state", len(body.names), Depends.STATE))
    k = traced_constants(graph)
    now = traced_inputs(graph)
    return {f.name: graph.node(f.law(state, k, now)) for f in body.flows}


def traced_constants(graph: Graph) -> Any:
    """Parameters as nodes."""
    return view(dict(zip(parameters(), graph.reads("constants", len(parameters()), Depends.STRETCH), strict=True)))


def traced_inputs(graph: Graph) -> Any:
    """Inputs as nodes."""
    return view_inputs(graph.reads("inputs", len(INPUT_NAMES), Depends.STRETCH))


@cache
def compartments_read(body: Body, flows: Sequence[Flow]) -> set[int]:
    """Indices of the compartments that the laws of `flows` read."""
    nodes = _law_nodes(body)
    reads = set()
    for f in flows:
        reads |= nodes[f.name].graph.reads_of([nodes[f.name]])
    return {index for array, index in reads if array == "state"}


def constant_flows(body: Body, group: Group) -> tuple[bool, ...]:
    """For each internal flow of a group: whether its coefficient does not depend on the state."""
    nodes = _law_nodes(body)
    return tuple(nodes[f.name].depends < Depends.STATE for f in group.internal)


def upstream(body: Body, groups: Sequence[Group]) -> set[int]:
    """Members of the groups that a dose enters and of all groups whose amounts their laws read."""
    home = {i: g for g in groups for i in (*g.members, *g.sinks)}
    waiting = [home[body.index[name]] for name in DOSE_COMPARTMENTS]
    inside: set[int] = set()
    while waiting:
        group = waiting.pop()
        if not set(group.members) <= inside:
            inside |= set(group.members)
            waiting += [home[i] for i in compartments_read(body, (*group.internal, *group.inflows))]
    return inside
