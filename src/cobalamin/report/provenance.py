"""Both ways through the evidence: what a published figure feeds, and what stands behind a number of the model.

One index over the source and the tables of the package: whatever names an id of a fact or of a derivation is found.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from cobalamin.body import BODY
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.evidence import derivations, facts
from cobalamin.evidence.cards import cards
from cobalamin.evidence.safety import rules
from cobalamin.parameters import Grade, Parameter, parameter, parameters
from cobalamin.report.reads import FLOW, OBSERVATION, Reader, readers, reads_directly
from cobalamin.report.source_text import Place, own_nodes, places

PARAMETER, WARNING, CARD, STUDY = "parameters", "warnings", "cards", "published studies"
_SOURCE = re.compile(r"Source:([^.\n]*(?:\n[^.\n]*)*)")
_EXAMPLE = re.compile(r"^ *>>> .*$", re.MULTILINE)
_WORD = re.compile(r"\w+")
_AREAS = {
    "validate.studies": STUDY,
    "validate": "validation",
    "plan": WARNING,
    "person": "checks of a person",
    "body": "laws",
    "nerve": "the fibre model",
    "infer": "calibration",
    "report": "pages",
    "evidence": "tables",
}
_OTHERS = "the rest of the program"


@dataclass(frozen=True, kw_only=True, order=True)
class Mention:
    """One place that names an id.

    Attributes:
        kind: parameters, flows, observations, warnings, published studies, ... .
        name: of the thing that names it.
    """

    kind: str
    name: str


def _ids_in(text: str) -> Iterator[str]:
    """Ids that a text names; `guess` counts only after "Source:", because it is an ordinary word."""
    known = {*facts(), *derivations()}
    for word in _WORD.findall(text):
        if word in known and "_" in word:
            yield word
    for found in _SOURCE.findall(text):
        yield from (word for word in _WORD.findall(found) if word in known)


def _texts(place: Place) -> Iterator[str]:
    for node in own_nodes(place):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield _EXAMPLE.sub("", node.value)


def _mention(place: Place) -> Mention:
    parts = place.module.split(".")
    tried = (".".join(parts[:n]) for n in range(len(parts), 0, -1))
    kind = next((_AREAS[name] for name in tried if name in _AREAS), _OTHERS)
    return Mention(kind=kind, name=parts[-1] if kind == STUDY else place.label)


def _in_tables() -> Iterator[tuple[str, Mention]]:
    for p in parameters().values():
        for id in dict.fromkeys([p.source, *_ids_in(p.note)]):
            yield id, Mention(kind=PARAMETER, name=p.name)
    for flow in BODY.flows:
        yield from ((id, Mention(kind=FLOW, name=flow.name)) for id in flow.source_ids)
    for name, each in OBSERVATIONS.items():
        yield from ((id, Mention(kind=OBSERVATION, name=name)) for id in each.source_ids)
    for warning in rules().values():
        yield warning.source, Mention(kind=WARNING, name=warning.id)
    for card in cards().values():
        yield from ((id, Mention(kind=CARD, name=card.name)) for id in (*card.sources, *card.recalled))
    for name, it in derivations().items():
        for id in set(_ids_in(f"{it.what} {it.rests_on} {it.misses}")) - {name}:
            yield id, Mention(kind="derivations", name=name)
    for table in ("safety", "cards"):  # figures filled into their sentences
        text = (resources.files("cobalamin.evidence") / f"{table}.toml").read_text(encoding="utf-8")
        kind = CARD if table == "cards" else WARNING
        for block in re.findall(r"^\[(\w+)\]\n(.*?)(?=^\[|\Z)", text, re.MULTILINE | re.DOTALL):
            yield from ((id, Mention(kind=kind, name=block[0])) for id in _ids_in(block[1]))


@cache
def mentions() -> Mapping[str, tuple[Mention, ...]]:
    """Every id of a fact or of a derivation with all that names it, sorted by kind; about a second, once a process."""
    found: dict[str, set[Mention]] = {id: set() for id in (*facts(), *derivations())}
    for id, mention in _in_tables():
        if id in found:
            found[id].add(mention)
    laws = {*(flow.law.__name__ for flow in BODY.flows), *(each.law.__name__ for each in OBSERVATIONS.values())}
    for place in places():
        if place.module.startswith("body") and place.name.rpartition(".")[2] in laws:
            continue  # named already as a flow or an observation
        for text in _texts(place):
            for id in _ids_in(text):
                found[id].add(_mention(place))
    return MappingProxyType({id: tuple(sorted(each)) for id, each in found.items()})


def by_kind(found: tuple[Mention, ...] | tuple[Reader, ...]) -> dict[str, list[str]]:
    """Names by kind; flows and observations first, the other kinds in the order of the alphabet."""
    kinds: dict[str, dict[str, None]] = {}
    for each in sorted(found, key=lambda it: (it.kind not in (PARAMETER, FLOW, OBSERVATION), it.kind)):
        kinds.setdefault(each.kind, {})[each.name] = None
    return {kind: list(names) for kind, names in kinds.items()}


def feeds_of_fact(id: str) -> dict[str, list[str]]:
    """What names a fact or a derivation: parameters, flows, observations, warnings, published studies, ... .

    Errors: InputError for an unknown id, with the nearest one.
    """
    if id not in mentions():
        from cobalamin.evidence import citation

        citation(id)  # raises, and names the nearest
    return by_kind(mentions()[id])


def feeds_of_parameter(name: str) -> dict[str, list[str]]:
    """What reads a parameter: flows, observations, covariates, conditions, scores, ... ; {} where nothing does.

    Errors: InputError for an unknown name, with the nearest one.

    >>> feeds_of_parameter("sural_distance")
    {'observations': ['sural_distal_latency_ms']}
    """
    return by_kind(readers()[parameter(name).name])


def behind_parameter(name: str) -> tuple[str, ...]:
    """Ids that stand behind a parameter: its own source, then what the laws cite that read it directly.

    Errors: InputError for an unknown name, with the nearest one.
    """
    ids = [parameter(name).source]
    for place in reads_directly(name):
        if place.module.startswith("body"):
            ids += _ids_in("\n".join(_texts(place)))
    if len(ids) == 1:  # laws made in a loop carry their sources only once they are made
        own = {reader.name for reader in readers()[name] if reader.kind == FLOW}
        ids += [id for flow in BODY.flows if flow.name in own for id in flow.source_ids]
    return tuple(dict.fromkeys(ids))


def grade_shares(chosen: list[Parameter]) -> dict[Grade, float]:
    """Share of each grade among parameters [%]; 0 for all where there is none."""
    return {grade: 100 * sum(p.grade is grade for p in chosen) / max(len(chosen), 1) for grade in Grade}
