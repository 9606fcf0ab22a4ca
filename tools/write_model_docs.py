"""Write the tables of `docs/generated/` from the model itself: flows, observations, parameters and sources.

    python tools/write_model_docs.py

Run it after a change of the body, the parameters or the evidence, and commit the result; a test compares them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from cobalamin.body import BODY
from cobalamin.body.graph import Flow
from cobalamin.body.inputs import INPUTS
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.evidence import Fact, Verified, citation, derivations, facts
from cobalamin.parameters import Grade, parameters

FOLDER = Path(__file__).resolve().parents[1] / "docs/generated"
NOTE = "<!-- Written by tools/write_model_docs.py; do not edit. -->"


def _cell(text: str) -> str:
    """Text that breaks no table and starts no markup."""
    text = " ".join(text.split())
    for mark in "\\|*_<>$[]":
        text = text.replace(mark, "\\" + mark)
    return text


def _code(text: str) -> str:
    plain = " ".join(text.split()).replace("`", "").replace("|", "\\|")
    return f"`{plain}`" if plain else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines] + [""]


def _page(title: str, about: str, lines: Iterable[str]) -> str:
    return "\n".join([NOTE, "", f"# {title}", "", about, "", *lines]).rstrip() + "\n"


def law_text(flow: Flow) -> str:
    """The equation of a flow: its docstring between the first sentence and the sources."""
    paragraphs = (flow.law.__doc__ or "").partition("\n\n")[2]
    return " ".join(paragraphs.rpartition("Source:")[0].split())


def flows_page() -> str:
    """Every compartment and every flow, organ by organ, in the order B12 travels."""
    lines: list[str] = []
    for organ in BODY.organs:
        lines += [f"## {organ.name}", ""]
        lines += _table(
            ["compartment", "unit", "holds"],
            [[_code(c.name), _cell(c.unit), _cell(c.about)] for c in organ.compartments],
        )
        lines += _table(
            ["flow", "from", "to", "law", "what it is", "sources"],
            [
                [
                    _code(f.name),
                    _code(f.source or "") or "outside",
                    _code(f.target or "") or "leaves",
                    _code(law_text(f)),
                    _cell(f.about),
                    ", ".join(map(_code, f.source_ids)),
                ]
                for f in organ.flows
            ],
        )
    about = (
        f"{len(BODY.compartments)} compartments and {len(BODY.flows)} flows. A law with a compartment to come from is "
        "a coefficient [1/d] that multiplies what is there; one from outside is an inflow [amount/d]."
    )
    return _page("Compartments and flows", about, lines)


def observations_page() -> str:
    """Everything that can be measured or asked, and the inputs from outside."""
    lines = _table(
        ["observation", "unit", "healthy", "licence", "what it is", "law", "sources"],
        [
            [
                _code(o.name),
                _cell(o.unit),
                f"{o.healthy:g}",
                o.licence.value,
                _cell(o.about),
                _code(o.equation),
                ", ".join(map(_code, o.source_ids)),
            ]
            for o in OBSERVATIONS.values()
        ],
    )
    lines += ["## Inputs from outside", ""]
    lines += _table(
        ["input", "unit", "healthy omnivore", "range", "what it is"],
        [[_code(i.name), _cell(i.unit), f"{i.replete:g}", f"{i.low:g} to {i.high:g}", _cell(i.about)] for i in INPUTS],
    )
    about = "No state is a measurement: what a laboratory, an examiner or a person reports is a function of the states."
    return _page("Observations and inputs", about, lines)


def parameters_page() -> str:
    """Every parameter by block, and the share of each grade."""
    everything = list(parameters().values())
    shares = {grade: sum(p.grade is grade for p in everything) for grade in Grade}
    counted = ", ".join(f"{count} {grade.value}" for grade, count in shares.items())
    lines: list[str] = []
    for block, inside in groupby(everything, key=lambda p: p.block):
        lines += [f"## {block}", ""]
        lines += _table(
            ["parameter", "value", "unit", "spread", "valid range", "grade", "source", "note"],
            [
                [
                    _code(p.name),
                    f"{p.value:g}",
                    _cell(p.unit),
                    f"{p.spread:g}",
                    f"{p.low:g} to {p.high:g}",
                    p.grade.value,
                    _code(p.source),
                    _cell(p.note),
                ]
                for p in inside
            ],
        )
    about = (
        f"{len(everything)} parameters: {counted}. The value is that of the median person; spread is the standard "
        "deviation of its logarithm between people; outside the valid range the program refuses."
    )
    return _page("Parameters", about, lines)


def _figure(it: Fact) -> str:
    if it.verified is Verified.MEMORY:
        return "not shown"
    middle = "" if it.value is None else f"{it.value:g}"
    span = " to ".join(f"{x:g}" for x in (it.low, it.high) if x is not None)
    shown = f"{middle} ({span})" if middle and span else middle or span
    return _cell(f"{shown} {it.unit}" if shown and it.unit != "1" else shown)


def sources_page() -> str:
    """Every fact and every derivation by id."""
    lines = ["## Derivations", ""]
    for name, it in derivations().items():
        lines += [f"### {name}", "", it.what, f"Rests on: {it.rests_on}"]
        lines += [f"Known misses: {it.misses}"] if it.misses else []
        lines += [""]
    lines += ["## Facts", ""]
    lines += _table(
        ["id", "what", "figure", "in whom", "source", "use"],
        [
            [_code(i.id), _cell(i.quantity), _figure(i), _cell(i.population), _cell(citation(i.id)), i.use.value]
            for i in facts().values()
        ],
    )
    about = (
        f"{len(facts())} facts and {len(derivations())} derivations that parameters, flows, warnings and examples "
        "cite. A figure that nobody has read in its source is not shown."
    )
    return _page("Sources", about, lines)


def pages() -> dict[str, str]:
    """File name -> text of every generated page."""
    return {
        "flows.md": flows_page(),
        "observations.md": observations_page(),
        "parameters.md": parameters_page(),
        "sources.md": sources_page(),
    }


def main() -> None:
    """Write the pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"docs/generated/{name}: {text.count(chr(10))} lines", file=sys.stderr)


if __name__ == "__main__":
    main()
