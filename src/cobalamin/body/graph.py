"""Compartments and flows: the one idea of the body, and everything that can be read off it.

A compartment holds an amount. A flow takes from one compartment to another with a first-order coefficient [1/d], or
comes in from outside with an inflow [amount/d]. Every equation of the body is one decorated function:

    @flow(source="plasma.holotranscobalamin", target="liver.cobalamin")
    def hepatic_uptake(body, k, now): ...

From this list follow the right-hand side, the conservative groups, the drawing, the table and the exports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

Law = Callable[[Any, Any, Any], Any]


@dataclass(frozen=True, kw_only=True)
class Compartment:
    """A place that holds an amount.

    Attributes:
        name: "organ.substance".
        unit: unit of the amount.
        healthy: typical amount in a replete adult; scale for tolerances and start of the search for a steady state.
        about: one phrase for tables and drawings.
        sink: True for a place that only collects (urine, faeces), kept so that mass balance can be shown.
        daily: True when it follows doses within a day or two; over a stretch of identical days it repeats each day.
    """

    name: str
    unit: str
    healthy: float
    about: str
    sink: bool = False
    daily: bool = False

    @property
    def organ(self) -> str:
        """The part of the name before the dot."""
        return self.name.split(".", 1)[0]


@dataclass(frozen=True, kw_only=True)
class Flow:
    """One equation: a law, where it takes from and where it leads to.

    Attributes:
        carrier: compartment of which this flow uses up as much as it moves, by flows of the carrier's own.
    """

    name: str
    source: str | None
    target: str | None
    law: Law
    unit: str
    about: str
    carrier: str | None = None

    @property
    def first_order(self) -> bool:
        """True when the law is a coefficient that multiplies the source; False for an inflow from outside."""
        return self.source is not None

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Ids named after "Source:" in the docstring."""
        return source_ids(self.law)


def source_ids(law: Law) -> tuple[str, ...]:
    """Ids named after "Source:" in the docstring of a law."""
    text = (law.__doc__ or "").rpartition("Source:")[2]
    return tuple(word.strip(" .,;\n") for word in text.replace(",", " ").split() if word.strip(" .,;\n"))


class Organ:
    """A block of the body: its compartments and flows, in the order they are written."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.compartments: list[Compartment] = []
        self.flows: list[Flow] = []

    def compartment(
        self, name: str, unit: str, healthy: float, about: str, *, sink: bool = False, daily: bool = False
    ) -> Compartment:
        """Add a compartment called "organ.substance"."""
        made = Compartment(name=name, unit=unit, healthy=healthy, about=about, sink=sink, daily=daily)
        self.compartments.append(made)
        return made

    def flow(
        self,
        *,
        source: str | None = None,
        target: str | None = None,
        unit: str = "1/d",
        carrier: str | None = None,
    ) -> Callable[[Law], Law]:
        """Declare the decorated law as the flow from `source` to `target`.

        Without a source the law is an inflow in amount/d; without a target the amount leaves the body. `carrier` names
        the compartment that is used up one for one with what moves.
        """
        if source is None and target is None:
            raise ValueError("a flow needs a source or a target")

        def declare(law: Law) -> Law:
            about = (law.__doc__ or "").strip().split("\n", 1)[0]
            self.flows.append(
                Flow(name=law.__name__, source=source, target=target, law=law, unit=unit, about=about, carrier=carrier)
            )
            return law

        return declare


class Body:
    """All compartments and flows of the model, in the order B12 travels.

    The order of `compartments` is the order of the sweep: upstream first.
    """

    def __init__(self, organs: Sequence[Organ]) -> None:
        self.organs = tuple(organs)
        self.compartments = tuple(c for organ in organs for c in organ.compartments)
        self.flows = tuple(f for organ in organs for f in organ.flows)
        self.names = tuple(c.name for c in self.compartments)
        self.index: Mapping[str, int] = {name: i for i, name in enumerate(self.names)}
        self._check()

    def _check(self) -> None:
        if len(self.index) != len(self.names):
            raise ValueError("a compartment is declared twice")
        seen: set[str] = set()
        for f in self.flows:
            for end in (f.source, f.target, f.carrier):
                if end is not None and end not in self.index:
                    raise ValueError(f"flow {f.name} names the unknown compartment {end}")
            if f.source is not None and self.compartments[self.index[f.source]].sink:
                raise ValueError(f"flow {f.name} leaves the sink {f.source}")
            if f.name in seen:
                raise ValueError(f"two flows are called {f.name}")
            seen.add(f.name)

    def view(self, values: Sequence[Any]) -> SimpleNamespace:
        """Amounts as `body.organ.substance`, whatever the values are (floats, arrays, symbols)."""
        organs: dict[str, dict[str, Any]] = {}
        for name, value in zip(self.names, values, strict=True):
            organ, substance = name.split(".", 1)
            organs.setdefault(organ, {})[substance] = value
        return SimpleNamespace(**{organ: SimpleNamespace(**inner) for organ, inner in organs.items()})

    def rates(self, values: Sequence[Any], k: Any, now: Any) -> list[Any]:
        """dx/dt of every compartment [amount/d]: inflows plus coefficient times source, minus what leaves."""
        body = self.view(values)
        change: list[Any] = [0.0] * len(values)
        for f in self.flows:
            moved = f.law(body, k, now)
            if f.source is not None:
                moved = moved * values[self.index[f.source]]
                change[self.index[f.source]] = change[self.index[f.source]] - moved
            if f.target is not None:
                change[self.index[f.target]] = change[self.index[f.target]] + moved
        return change

    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Compartments joined by flows, as index tuples in body order; each group conserves what it holds."""
        leader = list(range(len(self.names)))

        def find(i: int) -> int:
            while leader[i] != i:
                i = leader[i]
            return i

        for f in self.flows:
            if f.source is not None and f.target is not None:
                a, b = find(self.index[f.source]), find(self.index[f.target])
                leader[max(a, b)] = min(a, b)
        joined: dict[int, list[int]] = {}
        for i in range(len(self.names)):
            joined.setdefault(find(i), []).append(i)
        return tuple(tuple(joined[i]) for i in sorted(joined))

    def healthy(self) -> list[float]:
        """Typical amounts of a replete adult."""
        return [c.healthy for c in self.compartments]

    def flows_of(self, compartments: Iterable[str]) -> tuple[Flow, ...]:
        """Flows that touch any of the named compartments."""
        wanted = set(compartments)
        return tuple(f for f in self.flows if f.source in wanted or f.target in wanted)
