"""The kernels of the fast solver: its steps and the observations, traced and compiled.

All work on arrays whose entry i holds one value for each lane: `state` and `marked` by compartment, `sums` of a
recorded day, `closed` (what a jump needs of it) and `former` (the record before), `constants` by parameter, `inputs`
by input followed by the mean intake into each dose compartment, `invariants` (what does not depend on the state,
worked out by `prepare` once a stretch), `history` (the last looks at the body, the oldest first) and `weights` between
them, `length` of the step (and for a jump the days since the recorded day), and `output`: observations, then
compartments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from cobalamin.body import BODY
from cobalamin.body.inputs import INPUT_NAMES
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.parameters import parameters
from cobalamin.solve.native import Compiled, Kernel, source
from cobalamin.solve.program import LOOKS
from cobalamin.solve.step import (
    DOWNSTREAM,
    LASTING,
    RECORD,
    UPSTREAM,
    close_day,
    downstream_step,
    jump,
    upstream_step,
)
from cobalamin.solve.structure import DOSE_COMPARTMENTS, traced_constants, traced_inputs
from cobalamin.solve.sweep import Moment
from cobalamin.solve.trace import LIBRARY, Depends, Graph, Node, Operation

OUTPUT_NAMES: tuple[str, ...] = (*OBSERVATIONS, *BODY.names)
"""What a sample can store: every observation, then every compartment."""


CLOSED = 2 * RECORD + len(LASTING)
"""Length of what is known of a recorded day."""


@dataclass(frozen=True, kw_only=True)
class Kernels:
    """Compiled kernels.

    Attributes:
        compiled: the machine code.
        sums, invariants: lengths of these arrays.
    """

    compiled: Compiled
    sums: int
    invariants: int

    def address(self, name: str) -> int:
        """Address of one of `prepare`, `upstream`, `close`, `jump`, `downstream`, `observe`."""
        return self.compiled.address(name)


def _members(
    array: str, indices: Sequence[int], values: Sequence[Any], graph: Graph
) -> tuple[tuple[str, int, Node], ...]:
    return tuple((array, i, graph.node(values[i])) for i in indices)


@dataclass(frozen=True, kw_only=True)
class _Traced:
    """The graph of all kernels and what each stores."""

    graph: Graph
    outputs: dict[str, tuple[tuple[str, int, Node], ...]]
    sums: int


_ARRAYS = {
    "upstream": ("state", "sums", "length", "invariants"),
    "close": ("state", "sums", "former", "length", "closed"),
    "jump": ("state", "closed", "length", "invariants"),
    "downstream": ("state", "marked", "length", "invariants"),
    "observe": ("state", "invariants", "history", "length"),
    "observe_all": ("state", "invariants", "history", "length"),
    "draw": ("history", "weights", "output"),
    "draw_all": ("history", "weights", "output"),
}


def _looked(values: Sequence[Node], mask: Node, graph: Graph) -> tuple[tuple[str, int, Node], ...]:
    """A look: the newest values join the history of the lanes whose mask is positive."""
    count = len(values)
    old = graph.reads("history", LOOKS * count, Depends.STATE)
    shifted = [*old[count:], *values]
    return tuple(("history", n, LIBRARY.where(mask > 0.0, new, old[n])) for n, new in enumerate(shifted))


def _drawn(count: int, graph: Graph) -> tuple[tuple[str, int, Node], ...]:
    """Values between looks: the history, weighted; at least half the lower one of its two ends, so never below zero."""
    old = graph.reads("history", LOOKS * count, Depends.STATE)
    weights = graph.reads("weights", LOOKS, Depends.STATE)
    drawn = []
    for n in range(count):
        looks = [old[m * count + n] for m in range(LOOKS)]
        value = sum((weight * look for weight, look in zip(weights, looks, strict=True)), 0.0)
        drawn.append(("output", n, LIBRARY.maximum(value, 0.5 * LIBRARY.minimum(looks[-2], looks[-1]))))
    return tuple(drawn)


def _traced() -> _Traced:
    graph = Graph()
    state = graph.reads("state", len(BODY.names), Depends.STATE)
    marked = graph.reads("marked", len(BODY.names), Depends.STATE)
    k, now = traced_constants(graph), traced_inputs(graph)
    h = graph.read("length", 0, Depends.STATE)
    at = Moment(h=h, k=k, now=now, xp=LIBRARY)
    new, summed = upstream_step(state, at)
    sums = graph.reads("sums", len(summed), Depends.STATE)
    intake = [graph.read("inputs", len(INPUT_NAMES) + n, Depends.STRETCH) for n in range(len(DOSE_COMPARTMENTS))]
    closed = graph.reads("closed", CLOSED, Depends.STATE)
    jumped = jump(state, closed, graph.read("length", 1, Depends.STATE), intake, at)
    former = graph.reads("former", RECORD, Depends.STATE)
    # A lane that waits has a step of length zero; the balance that a jump solves does not leave it as it is.
    jumped = [graph.node(a) if a is b else LIBRARY.where(h > 0.0, a, b) for a, b in zip(jumped, state, strict=True)]
    body = BODY.view(state)
    seen = [graph.node(each.law(body, k, now)) for each in OBSERVATIONS.values()]
    after = downstream_step(state, marked, at)
    reads = graph.reads_of([graph.node(after[i]) for i in DOWNSTREAM.members])
    seen_upstream = sorted(i for array, i in reads if array == "marked")
    outputs = {
        # Summed on every step, not only on recorded days: so rows on such a day and others step together.
        "upstream": _members("state", UPSTREAM.members, new, graph)
        + tuple(("sums", n, sums[n] + value) for n, value in enumerate(summed)),
        "close": _members("closed", range(CLOSED), close_day(state, sums, former, h, LIBRARY), graph),
        "jump": _members("state", UPSTREAM.members, jumped, graph),
        "downstream": _members("state", DOWNSTREAM.members, after, graph)
        + tuple(("marked", i, LIBRARY.where(h > 0.0, state[i], marked[i])) for i in seen_upstream),
        "observe": _looked(seen, h, graph),
        "observe_all": _looked([*seen, *state], h, graph),
        "draw": _drawn(len(seen), graph),
        "draw_all": _drawn(len(OUTPUT_NAMES), graph),
    }
    return _Traced(graph=graph, outputs=outputs, sums=len(sums))


def _invariants(traced: _Traced) -> list[int]:
    """Numbers of the operations without the state that an operation on the state, or an output, uses."""
    graph, found = traced.graph, dict[int, None]()
    for outputs in traced.outputs.values():
        nodes = [node for _, _, node in outputs]
        for number in graph.needed(nodes):
            if graph.operations[number].depends == Depends.STATE:
                used = graph.operations[number].operands
                found |= {n: None for n in used if graph.operations[n].depends == Depends.STRETCH}
        found |= {node.number: None for node in nodes if node.depends == Depends.STRETCH}
    return list(found)


def written() -> tuple[list[Kernel], int, int]:
    """All kernels before compilation, with the lengths of sums and invariants."""
    traced = _traced()
    numbers = _invariants(traced)
    slots = {number: slot for slot, number in enumerate(numbers)}
    replaced = Graph(operations=list(traced.graph.operations))
    for number, slot in slots.items():
        replaced.operations[number] = Operation("read", (), ("invariants", slot), Depends.STRETCH)
    prepare = Kernel(
        name="prepare",
        graph=traced.graph,
        arrays=("constants", "inputs", "invariants"),
        outputs=tuple(("invariants", slot, Node(traced.graph, number)) for number, slot in slots.items()),
    )
    steps = [
        Kernel(
            name=name,
            graph=replaced,
            arrays=_ARRAYS[name],
            outputs=tuple((array, i, Node(replaced, node.number)) for array, i, node in outputs),
        )
        for name, outputs in traced.outputs.items()
    ]
    return [prepare, *steps], traced.sums, len(numbers)


@cache
def kernels() -> Kernels:
    """The kernels, compiled or read from the cache folder on first use."""
    each, sums, invariants = written()
    return Kernels(compiled=Compiled(source(each)), sums=sums, invariants=invariants)


CONSTANT_NAMES: tuple[str, ...] = tuple(parameters())
"""Order of `constants`."""
