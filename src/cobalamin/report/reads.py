"""Who reads which number: every law run once with its reads noted, and the rest of the program read as text.

Flows and observations are plain arithmetic, so one run on the healthy body notes everything they can read. Covariates,
conditions, scores and plans branch on the person, so their source is searched instead. Nothing here is typed by hand:
a new law, or a new place that reads a parameter, is found by itself.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import CodeType, FrameType, MappingProxyType, SimpleNamespace
from typing import Any

from cobalamin.body import BODY
from cobalamin.body.graph import Law
from cobalamin.body.inputs import replete_inputs
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.parameters import parameters, typical
from cobalamin.report.source_text import Place, own_nodes, places

FLOW, OBSERVATION = "flows", "observations"
COVARIATE, CONDITION = "covariates", "conditions, diet and medicines"
_PLACES = {
    "person.covariates": COVARIATE,
    "person.influences": CONDITION,
    "body.scores": "scores",
    "body.one_page": "the teaching model on one page",
    "body": "other laws",
    "nerve": "the fibre model",
    "infer": "calibration",
    "validate": "published studies",
}
"""Part of the program -> what it stands for in the answer; what is not named here is the simulation itself."""
_OTHERS = "simulation and plans"
_LEAST_FIXED = 4
"""Letters that a pattern such as `f"{drug}_clearance"` must fix, so that it names parameters and not everything."""


@dataclass(frozen=True, kw_only=True)
class Reads:
    """What one law reads.

    Attributes:
        states: compartments.
        constants: parameters.
        inputs: influences from outside.
    """

    states: tuple[str, ...]
    constants: tuple[str, ...]
    inputs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, order=True)
class Reader:
    """One place that reads a parameter.

    Attributes:
        kind: flows, observations, covariates, ... .
        name: of the law, or of the function with its module.
        about: one sentence.
    """

    kind: str
    name: str
    about: str


class _Noted(SimpleNamespace):
    """Attributes that are noted when they are read."""

    def __init__(self, values: Mapping[str, Any], note: Callable[[str], None]) -> None:
        super().__init__(**values)
        self.__dict__["_note"] = note

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("_"):
            super().__getattribute__("__dict__")["_note"](name)
        return super().__getattribute__(name)


def _organs(note: Callable[[str], None]) -> SimpleNamespace:
    organs: dict[str, dict[str, float]] = {}
    for compartment in BODY.compartments:
        organ, substance = compartment.name.split(".", 1)
        organs.setdefault(organ, {})[substance] = compartment.healthy
    return SimpleNamespace(
        **{organ: _Noted(inside, lambda name, organ=organ: note(f"{organ}.{name}")) for organ, inside in organs.items()}
    )


def reads_of(law: Law) -> Reads:
    """What a law reads, from one run on the healthy body.

    >>> from cobalamin.body import BODY
    >>> reads_of(next(f.law for f in BODY.flows if f.name == "urine_cyanocobalamin")).inputs
    ('egfr',)
    """
    states: dict[str, None] = {}
    constants: dict[str, None] = {}
    inputs: dict[str, None] = {}
    law(
        _organs(lambda name: states.setdefault(name)),
        _Noted(typical(), lambda name: constants.setdefault(name)),
        _Noted(replete_inputs(), lambda name: inputs.setdefault(name)),
    )
    return Reads(states=tuple(states), constants=tuple(constants), inputs=tuple(inputs))


@dataclass(frozen=True, kw_only=True)
class _Traced:
    flows: Mapping[str, Reads]
    observations: Mapping[str, Reads]
    called: frozenset[tuple[str, str]]


@cache
def _traced() -> _Traced:
    called: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            called.add(frame.f_code)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        flows = {flow.name: reads_of(flow.law) for flow in BODY.flows}
        observations = {name: reads_of(each.law) for name, each in OBSERVATIONS.items()}
    finally:
        sys.setprofile(before)
    inside = frozenset((code.co_filename.replace("\\", "/"), code.co_qualname) for code in called)
    return _Traced(flows=MappingProxyType(flows), observations=MappingProxyType(observations), called=inside)


def flow_reads() -> Mapping[str, Reads]:
    """What every flow reads, by name of the flow."""
    return _traced().flows


def observation_reads() -> Mapping[str, Reads]:
    """What every observation reads, by name."""
    return _traced().observations


def _named(node: ast.AST, place: Place) -> Iterator[str]:
    """Names, or patterns of names, by which a node reads parameters."""
    match node:
        case ast.Attribute(value=ast.Name(id="k"), attr=name):
            yield re.escape(name)
        case ast.Subscript(value=ast.Name(id="k") | ast.Attribute(attr="constants"), slice=ast.Constant(value=str(n))):
            yield re.escape(n)
        case ast.Constant(value=str(name)) if place.module == "person.covariates":
            yield re.escape(name)
        case ast.Call(func=ast.Name(id="getattr"), args=[ast.Name(id="k"), ast.JoinedStr(values=parts)]):
            fixed = [part.value if isinstance(part, ast.Constant) else None for part in parts]
            if sum(len(text) for text in fixed if isinstance(text, str)) >= _LEAST_FIXED:
                yield "".join(r"\w+" if text is None else re.escape(str(text)) for text in fixed)
        case _:
            return


def _read_in(place: Place) -> Iterator[tuple[str, str]]:
    """(pattern of names, what is set from it) of everything a place reads; "" where it is no plain assignment."""
    told: set[int] = set()
    for node in own_nodes(place):
        match node:
            case ast.AugAssign(target=ast.Subscript(value=ast.Name(id="k" | "inputs"), slice=ast.Constant(value=aim))):
                pass
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id="inputs"), slice=ast.Constant(value=aim))]):
                pass
            case _:
                continue
        for inner in ast.walk(node.value):
            for pattern in _named(inner, place):
                told.add(id(inner))
                yield pattern, str(aim)
            if place.module == "person.covariates" and isinstance(inner, ast.Constant):
                told.add(id(inner))
    for node in own_nodes(place):
        if id(node) not in told:
            yield from ((pattern, "") for pattern in _named(node, place))


@cache
def _laws_by_name() -> Mapping[str, Place]:
    """Functions of the body that others may call, by name."""
    return {place.name: place for place in places() if place.module.startswith("body") and place.name}


def _read_through(place: Place) -> Iterator[str]:
    """Parameters that a function reads through the functions of the body that it calls; patterns are left out."""
    seen: set[str] = set()
    waiting = [place] if place.name else []
    while waiting:
        for node in own_nodes(waiting.pop()):
            match node:
                case ast.Call(func=ast.Name(id=name)) if name in _laws_by_name() and name not in seen:
                    seen.add(name)
                    called = _laws_by_name()[name]
                    waiting.append(called)
                    found = (pattern for inner in own_nodes(called) for pattern in _named(inner, called))
                    yield from (pattern for pattern in found if "\\" not in pattern)
                case _:
                    continue


def _kind(module: str) -> str:
    parts = module.split(".")
    tried = (".".join(parts[:n]) for n in range(len(parts), 0, -1))
    return next((_PLACES[name] for name in tried if name in _PLACES), _OTHERS)


@cache
def readers() -> Mapping[str, tuple[Reader, ...]]:
    """Every parameter with all that reads it: laws first, then the places that branch on the person."""
    found: dict[str, dict[Reader, None]] = {name: {} for name in parameters()}
    flows = {flow.name: flow.about for flow in BODY.flows}
    for name, reads in flow_reads().items():
        for constant in reads.constants:
            found[constant][Reader(kind=FLOW, name=name, about=flows[name])] = None
    for name, reads in observation_reads().items():
        for constant in reads.constants:
            found[constant][Reader(kind=OBSERVATION, name=name, about=OBSERVATIONS[name].about)] = None
    for place in places():
        if _runs_inside_a_law(place):
            continue
        kind = _kind(place.module)
        for pattern, aim in (*_read_in(place), *((pattern, "") for pattern in _read_through(place))):
            about = f"sets {aim}. {place.about}" if aim else place.about
            for name in [pattern] if pattern in found else [n for n in found if re.fullmatch(pattern, n)]:
                found[name][Reader(kind=kind, name=place.label, about=about)] = None
    return MappingProxyType({name: tuple(each) for name, each in found.items()})


def reads_directly(name: str) -> tuple[Place, ...]:
    """Functions whose own text names a parameter; laws that reach it through another function are left out."""
    return tuple(
        place
        for place in places()
        if any(re.fullmatch(pattern, name) for node in own_nodes(place) for pattern in _named(node, place))
    )


def _runs_inside_a_law(place: Place) -> bool:
    end = f"/{place.module.replace('.', '/')}"
    return any(
        name.partition(".<locals>")[0] == place.name and file.endswith((f"{end}.py", f"{end}/__init__.py"))
        for file, name in _traced().called
    )


def unused() -> tuple[str, ...]:
    """Parameters that nothing reads."""
    return tuple(name for name, each in readers().items() if not each)
