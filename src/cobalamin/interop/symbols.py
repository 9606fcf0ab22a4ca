"""The body on symbols: the same laws that the solvers run, read as formulas.

Every law is called once with SymPy symbols. What several laws have in common is taken out and named: by the function
of the body that computes it where there is one (`synthase_activity`), else by a number.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cobalamin.body import (
    BODY,
    brain,
    conduction,
    cord,
    drugs,
    gut,
    injury,
    liver,
    marrow,
    methylation,
    myelin,
    nerve,
    pain,
    plasma,
    tissues,
)
from cobalamin.body.inputs import INPUT_NAMES, view_inputs
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.body.observe import nerve as observe_nerve
from cobalamin.body.observe import symptoms as observe_symptoms
from cobalamin.parameters import parameters, view

_BLOCKS = (
    *(gut, plasma, liver, tissues, methylation, marrow, injury, myelin, conduction, nerve, cord, brain, drugs, pain),
    *(observe_nerve, observe_symptoms),
)
_ARGUMENTS = {"body", "k", "now"}
_WORTH_A_NAME = 3
"""Operations from which a part that several laws share gets a name; a shorter one is written out each time."""


def state_id(compartment: str) -> str:
    """Id of a state: the name of its compartment with an underscore."""
    return compartment.replace(".", "_")


def constant_id(name: str) -> str:
    """Id of a constant: `k_name`, as the laws write `k.name`."""
    return f"k_{name}"


def input_id(name: str) -> str:
    """Id of an input: `now_name`, as the laws write `now.name`."""
    return f"now_{name}"


def flow_id(name: str) -> str:
    """Id of a flow, which stands for the amount it moves in a day."""
    return f"flow_{name}"


@dataclass(frozen=True, kw_only=True)
class Shared:
    """A part that several laws have in common.

    Attributes:
        name: its id.
        about: one phrase.
        expression: SymPy expression of states, constants, inputs and the shared parts before it.
    """

    name: str
    about: str
    expression: Any


@dataclass(frozen=True, kw_only=True)
class Formulas:
    """The body as SymPy expressions.

    Attributes:
        moved: amount that each flow moves in a day, by flow name: coefficient times source, or the inflow.
        observed: observations by name.
        shared: what they have in common, each after the parts it uses.
        used: names of all symbols that occur.
    """

    moved: Mapping[str, Any]
    observed: Mapping[str, Any]
    shared: tuple[Shared, ...]
    used: frozenset[str]


def _quantities() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Public functions of the body that need nothing but (body, k, now) and are neither flow nor observation."""
    laws = {flow.law for flow in BODY.flows} | {each.law for each in OBSERVATIONS.values()}
    for block in _BLOCKS:
        for name, function in inspect.getmembers(block, inspect.isfunction):
            taken = set(inspect.signature(function).parameters)
            own = function.__module__ == block.__name__ and not name.startswith("_")
            if own and "body" in taken <= _ARGUMENTS and function not in laws:
                yield name, function


@cache
def formulas() -> Formulas:
    """Every flow and observation as a formula; takes about two seconds, once a process.

    Example:
        >>> str(formulas().moved["urine_cyanocobalamin"])
        'k_renal_clearance_unbound*now_egfr*plasma_unbound_cyanocobalamin/k_unbound_volume'
    """
    import sympy

    def symbol(name: str) -> Any:
        return sympy.Symbol(name, real=True)

    states = [symbol(state_id(name)) for name in BODY.names]
    body = BODY.view(states)
    k = view({name: symbol(constant_id(name)) for name in parameters()})
    now = view_inputs([symbol(input_id(name)) for name in INPUT_NAMES])
    everything: dict[str, Any] = {}
    for flow in BODY.flows:
        law = sympy.sympify(flow.law(body, k, now))
        everything[flow_id(flow.name)] = law if flow.source is None else law * states[BODY.index[flow.source]]
    for name, each in OBSERVATIONS.items():
        everything[name] = sympy.sympify(each.law(body, k, now))
    quantities = dict(_quantities())
    given = {"body": body, "k": k, "now": now}
    for name, function in quantities.items():
        wanted = {argument: given[argument] for argument in inspect.signature(function).parameters}
        everything[f"quantity {name}"] = sympy.sympify(function(**wanted))
    parts, reduced = sympy.cse(list(everything.values()), symbols=sympy.numbered_symbols("part_", real=True))
    whole: dict[str, Any] = dict(zip(everything, reduced, strict=True))
    shared, written_out = _named_parts(parts, whole, quantities)
    moved = {flow.name: whole[flow_id(flow.name)].xreplace(written_out) for flow in BODY.flows}
    observed = {name: whole[name].xreplace(written_out) for name in OBSERVATIONS}
    return _without_unused(moved, observed, shared)


def _named_parts(
    parts: list[tuple[Any, Any]], whole: Mapping[str, Any], quantities: Mapping[str, Callable[..., Any]]
) -> tuple[list[Shared], dict[Any, Any]]:
    """The parts worth a name, and what to write in place of each part's symbol."""
    import sympy

    names = {whole[f"quantity {name}"]: name for name in reversed(list(quantities))}
    written_out: dict[Any, Any] = {}
    shared: list[Shared] = []
    for part, expression in parts:
        expression = expression.xreplace(written_out)
        name = names.get(part)
        if name is None and expression.count_ops() < _WORTH_A_NAME:
            written_out[part] = expression
            continue
        about = "shared by several equations"
        if name is not None:
            about = (quantities[name].__doc__ or "").strip().split("\n", 1)[0].rstrip(".")
        identifier = name or f"shared_{len(shared) + 1}"
        shared.append(Shared(name=identifier, about=about, expression=expression))
        written_out[part] = sympy.Symbol(identifier, real=True)
    return shared, written_out


def _without_unused(moved: dict[str, Any], observed: dict[str, Any], shared: list[Shared]) -> Formulas:
    """Formulas without the shared parts that only unused quantities needed."""
    used: set[str] = set()
    for expression in (*moved.values(), *observed.values()):
        used |= {symbol.name for symbol in expression.free_symbols}
    kept: list[Shared] = []
    for part in reversed(shared):
        if part.name in used:
            kept.append(part)
            used |= {symbol.name for symbol in part.expression.free_symbols}
    return Formulas(moved=moved, observed=observed, shared=tuple(reversed(kept)), used=frozenset(used))
