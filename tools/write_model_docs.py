"""Write `docs/generated/` from the model itself: drawings, equations, observations, parameters and sources.

    python tools/write_model_docs.py

Run it after a change of the body, the parameters or the evidence, and commit the result; a test compares them.
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from flow_pages import body_page, cited, drawings, organ_page, quantities_page, reading
from page_text import anchor, cell, code, listed, opened, page, source_link, table
from typeset import equation, traced

from cobalamin.body import BODY
from cobalamin.body.inputs import INPUTS
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.evidence import Fact, Verified, citation, derivations, facts
from cobalamin.parameters import Grade, Parameter, parameters
from cobalamin.report.provenance import feeds_of_fact, feeds_of_parameter, grade_shares
from cobalamin.report.reads import FLOW, OBSERVATION, unused

FOLDER = Path(__file__).resolve().parents[1] / "docs/generated"
MOST_NAMED = 3


def observations_page() -> str:
    """Everything that can be measured or asked with its equation, and the inputs from outside."""
    lines: list[str] = []
    for o in OBSERVATIONS.values():
        unit = "" if o.unit == "1" else f" {cell(o.unit)}"
        lines += [
            f"### {cell(o.about[:1].upper() + o.about[1:])}",
            "",
            f"{o.healthy:g}{unit} in the healthy adult; {o.licence.value}. {anchor('observation', o.name)}",
            "",
            "$$",
            equation("y", traced().observations[o.name]),
            "$$",
            "",
            *reading(traced().observations[o.name]),
            *cited(o.source_ids),
            *([f"- Written beside the code: {code(o.equation)}"] if o.equation else []),
            "",
        ]
    lines += ["## Inputs from outside", ""]
    lines += table(
        ["input", "unit", "healthy omnivore", "range", "what it is"],
        [
            [anchor("input", i.name), cell(i.unit), f"{i.replete:g}", f"{i.low:g} to {i.high:g}", cell(i.about)]
            for i in INPUTS
        ],
    )
    about = (
        "No state is a measurement: what a laboratory, an examiner or a person reports is a function of the states. "
        "$x$ is an amount in the body, $k$ a parameter, $w$ an input; words without a letter are "
        "[parts that several laws share](quantities.md).\n\n## What can be observed"
    )
    return page("Observations and inputs", about, lines)


def _fed(p: Parameter) -> str:
    feeds = feeds_of_parameter(p.name)
    told = [
        f"{kind}: {listed(map(code, names), MOST_NAMED)}" if kind in (FLOW, OBSERVATION) else f"{kind} ({len(names)})"
        for kind, names in feeds.items()
    ]
    return "; ".join(told) or "nothing"


def parameters_page() -> str:
    """Every parameter by block with what it feeds, and the share of each grade."""
    everything = list(parameters().values())
    shares = grade_shares(everything)
    counted = ", ".join(
        f"{sum(p.grade is grade for p in everything)} {grade.value} ({shares[grade]:.0f} %)" for grade in Grade
    )
    lines: list[str] = []
    for block, inside in groupby(everything, key=lambda p: p.block):
        members = list(inside)
        guesses = sum(p.grade is Grade.GUESS for p in members)
        heading = block.replace("_", " ").replace("b6", "B6")
        lines += [
            f"## {heading[:1].upper()}{heading[1:]}",
            "",
            f"{len(members)} parameters, {guesses} of them a guess.",
        ]
        lines += [""]
        lines += table(
            ["parameter", "value; valid range", "spread", "grade", "source", "what it is, and what it feeds"],
            [
                [
                    anchor("parameter", p.name),
                    f"**{p.value:g}**; {p.low:g} to {p.high:g}" + ("" if p.unit == "1" else f" {cell(p.unit)}"),
                    f"{p.spread:g}",
                    p.grade.value,
                    source_link(p.source),
                    f"{cell(p.note)}{'. ' if p.note else ''}Feeds {_fed(p)}.",
                ]
                for p in members
            ],
        )
    idle = f" Nothing reads {', '.join(map(code, unused()))}." if unused() else ""
    about = (
        f"{len(everything)} parameters: {counted}. The value is that of the median person; spread is the standard "
        "deviation of its logarithm between people; outside the valid range the program refuses. `cobalamin model "
        f"parameter NAME` shows one with all that it feeds.{idle}"
    )
    return page("Parameters", about, lines)


def _figure(it: Fact) -> str:
    if it.verified is Verified.MEMORY:
        return "not shown"
    middle = "" if it.value is None else f"{it.value:g}"
    span = " to ".join(f"{x:g}" for x in (it.low, it.high) if x is not None)
    shown = f"{middle} ({span})" if middle and span else middle or span
    return cell(f"{shown} {it.unit}" if shown and it.unit != "1" else shown)


def _named_by(id: str) -> str:
    return "; ".join(f"{kind}: {listed(map(code, names), MOST_NAMED)}" for kind, names in feeds_of_fact(id).items())


def sources_page() -> str:
    """Every fact and every derivation by id, with what names it."""
    lines = ["## Derivations", ""]
    for name, it in derivations().items():
        lines += [f"### {name.replace('_', ' ').capitalize()}", "", f"{cell(it.what)} {anchor('source', name)}", ""]
        lines += [f"- Rests on: {cell(it.rests_on)}"]
        lines += [f"- Known misses: {cell(it.misses)}"] if it.misses else []
        lines += [f"- Named by {_named_by(name) or 'nothing'}.", ""]
    lines += ["## Facts", ""]
    lines += table(
        ["id", "what", "figure", "in whom", "source", "use", "named by"],
        [
            [
                anchor("source", i.id),
                cell(i.quantity),
                _figure(i),
                cell(i.population),
                opened(citation(i.id), "" if i.verified is Verified.MEMORY else i.link),
                i.use.value,
                _named_by(i.id),
            ]
            for i in facts().values()
        ],
    )
    about = (
        f"{len(facts())} facts and {len(derivations())} derivations that parameters, flows, warnings and examples "
        "cite, and what names each. A figure that nobody has read in its source is not shown."
    )
    return page("Sources", about, lines)


def pages() -> dict[str, str]:
    """File name -> text of every generated page and drawing; a few seconds."""
    return {
        "flows.md": body_page(),
        **{f"body_{organ.name}.md": organ_page(organ) for organ in BODY.organs},
        "quantities.md": quantities_page(),
        "observations.md": observations_page(),
        "parameters.md": parameters_page(),
        "sources.md": sources_page(),
        **drawings(),
    }


def main() -> None:
    """Write the pages, and remove those that are no longer made."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in FOLDER.iterdir():
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"docs/generated: {len(made)} files", file=sys.stderr)


if __name__ == "__main__":
    main()
