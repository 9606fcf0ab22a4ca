"""Pages of the body: the drawing, and organ by organ every compartment and every flow with its equation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from page_text import anchor, cell, code, page, parameter_with_value, quantity_link, source_link, table
from typeset import Quantity, equation, names_in, traced, words

from cobalamin.body import BODY
from cobalamin.body.graph import Body, Flow, Organ
from cobalamin.body.inputs import INPUTS
from cobalamin.plot.body import draw_body, flow_rows

TITLES = {
    "drugs": "Drugs for nerve pain",
    "harm": "Unwanted effects",
    "methylation": "Enzymes and markers",
    "nerve": "Peripheral nerve",
    "cord": "Spinal cord",
    "vitamin_b6": "Vitamin B6",
}
LEGEND = (
    "$x$ is an amount in the body, $k$ a parameter of the person, $w$ what acts from outside; words without a letter "
    "are [parts that several laws share](quantities.md). $K$ [1/d] multiplies what is in the compartment that a flow "
    "leaves; $u$ is an inflow."
)


def title_of(organ: str) -> str:
    """An organ for a heading."""
    return TITLES.get(organ, organ.capitalize())


def reading(expression: Any) -> Iterable[str]:
    """What an equation reads: parameters with values, shared parts, inputs."""
    constants, parts, inputs = (sorted(names_in(expression, kind)) for kind in ("k", "q", "w"))
    if constants:
        yield f"- Parameters: {' · '.join(map(parameter_with_value, constants))}"
    if parts:
        yield f"- Parts: {' · '.join(map(quantity_link, parts))}"
    if inputs:
        about = {each.name: each.about for each in INPUTS}
        yield f"- From outside: {' · '.join(f'{code(name)} ({cell(about[name])})' for name in inputs)}"


def cited(ids: Iterable[str]) -> Iterable[str]:
    """Sources of an equation."""
    linked = [source_link(id) for id in ids]
    if linked:
        yield f"- Sources: {', '.join(linked)}"


def _flow(flow: Flow, in_words: str) -> list[str]:
    left = "K" if flow.first_order else "u"
    ends = f"From {code(flow.source or '') or 'outside'} to {code(flow.target or '') or 'the outside'}"
    carrier = f", using up {code(flow.carrier)}" if flow.carrier else ""
    return [
        f"### {flow.name.replace('_', ' ').capitalize()}",
        "",
        f"{cell(flow.about)} {ends}{carrier} [{flow.unit}]. {anchor('flow', flow.name)}",
        "",
        "$$",
        equation(left, traced().flows[flow.name]),
        "$$",
        "",
        *reading(traced().flows[flow.name]),
        *cited(flow.source_ids),
        *([f"- Written beside the code: {code(in_words)}"] if in_words else []),
        "",
    ]


def _around(organ: Organ) -> Body:
    """The organ with all its flows, and of other organs only what these flows touch."""
    inside = [c.name for c in organ.compartments]
    flows = BODY.flows_of(inside)
    touched = {end for flow in flows for end in (flow.source, flow.target, flow.carrier) if end}
    made: list[Organ] = []
    for each in (organ, *(other for other in BODY.organs if other is not organ)):
        part = Organ(each.name)
        part.compartments = [c for c in each.compartments if c.name in touched or c.name in inside]
        part.flows = [f for f in each.flows if f in flows]
        made.append(part)
    return Body([part for part in made if part.compartments or part.flows])


def drawings() -> dict[str, str]:
    """File name -> SVG of the whole body and of every organ with what it exchanges."""
    return {"body.svg": draw_body(BODY) + "\n"} | {
        f"body_{organ.name}.svg": draw_body(_around(organ)) + "\n" for organ in BODY.organs
    }


def organ_page(organ: Organ) -> str:
    """One organ: drawing, compartments, flows."""
    in_words = {row.name: row.equation for row in flow_rows(BODY)}
    drawing = f"![{title_of(organ.name)} and what it exchanges](body_{organ.name}.svg)"
    lines = [drawing, "", "## Compartments", ""] if organ.compartments else ["## Compartments", ""]
    lines += table(
        ["compartment", "unit", "healthy adult", "holds"],
        [[anchor("compartment", c.name), cell(c.unit), f"{c.healthy:g}", cell(c.about)] for c in organ.compartments],
    )
    lines += ["## Flows", "", LEGEND, ""]
    for flow in organ.flows:
        lines += _flow(flow, in_words[flow.name])
    about = f"{len(organ.compartments)} compartments and {len(organ.flows)} flows, each equation traced from the code."
    return page(title_of(organ.name), about, lines)


def body_page() -> str:
    """The whole body, and the way to every organ."""
    lines = ["![The body: compartments and flows](body.svg)", ""]
    lines += table(
        ["organ", "compartments", "flows"],
        [[f"[{title_of(o.name)}](body_{o.name}.md)", str(len(o.compartments)), str(len(o.flows))] for o in BODY.organs],
    )
    lines += ["```{toctree}", ":hidden:", "", *(f"body_{organ.name}" for organ in BODY.organs), "quantities", "```"]
    about = (
        f"{len(BODY.compartments)} compartments and {len(BODY.flows)} flows; the drawing, the equations and the tables "
        f"are read off the code that the solvers run. Of each organ, its page shows every flow with its equation, the "
        f"parameters that it reads and their sources. Together they are $dx/dt = u(x) + K(x)\\,x$."
    )
    return page("Compartments and flows", about, lines)


def _quantity(each: Quantity) -> list[str]:
    left = words(each.name)
    if each.arguments:
        left += rf"\left({', '.join(map(words, each.arguments))}\right)"
    about = each.about if each.about[:1].isupper() else ""
    return [
        f"### {each.name.replace('_', ' ').capitalize()}",
        "",
        f"{cell(about)} {anchor('quantity', each.name)}".strip(),
        "",
        "$$",
        equation(left, each.expression),
        "$$",
        "",
        *reading(each.expression),
        "",
    ]


def quantities_page() -> str:
    """Parts that several laws share, by the module they stand in."""
    modules: dict[str, list[Quantity]] = {}
    for each in traced().quantities.values():
        modules.setdefault(each.module, []).append(each)
    lines = [LEGEND.replace(" [1/d] multiplies", " multiplies"), ""]
    for module, inside in modules.items():
        lines += [f"## {title_of(module.replace('observe.', 'observed: ').replace('_', ' '))}", ""]
        for each in inside:
            lines += _quantity(each)
    about = f"{len(traced().quantities)} functions of the body that laws and observations call by name."
    return page("Parts that several laws share", about, lines)
