"""`cobalamin model`: the body drawn, tabulated, exported, checked, and its parameters."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cobalamin.cli.sensitivity import sensitivity
from cobalamin.cli.shared import Json, PersonFile, print_table, progress, read, say, target_file, write
from cobalamin.cli.validation import validate
from cobalamin.errors import CobalaminError, InputError

app = typer.Typer(help="The body: its compartments, flows and parameters.", no_args_is_help=True)
app.command()(validate)
app.command()(sensitivity)


@app.command()
def show(
    svg: Annotated[str | None, typer.Option("--svg", metavar="FILE.svg", help="Draw the body.")] = None,
    as_json: Json = False,
) -> None:
    """The body as a table of its flows, and drawn from the same flows."""
    from cobalamin.body import BODY

    target = target_file(svg, (".svg",), "--svg")
    if target is not None:
        from cobalamin.plot.body import draw_body

        write(target, draw_body(BODY).encode())
    if as_json:
        import json

        rows = [
            {"flow": f.name, "source": f.source, "target": f.target, "unit": f.unit, "about": f.about,
             "sources": list(f.source_ids)}
            for f in BODY.flows
        ]  # fmt: skip
        json.dump({"compartments": list(BODY.names), "flows": rows}, sys.stdout)
        sys.stdout.write("\n")
    else:
        print_table(
            f"{len(BODY.names)} compartments, {len(BODY.flows)} flows",
            ("from", "to", "flow", "unit"),
            [(f.source or "outside", f.target or "outside", f.about, f.unit) for f in BODY.flows],
        )
    if target is not None:
        say(f"wrote {target}")


@app.command()
def flows(
    person: Annotated[str, typer.Option("--person", metavar="FILE", help="Person file (TOML).")],
    output: Annotated[str | None, typer.Option(help="File to write: .svg.")] = None,
) -> None:
    """Where the B12 of this person goes in one day: a table, and a Sankey diagram with --output."""
    from cobalamin.simulate import flows_today

    target = target_file(output, (".svg",), "--output")
    moved = flows_today(read(person))
    if target is not None:
        from cobalamin.plot.sankey import draw_sankey

        write(target, draw_sankey(moved).encode())
        say(f"wrote {target}")
    print_table(
        "B12 moved on day 0 [ug/d]",
        ("from", "to", "ug/d"),
        [(f.source, f.target, f"{f.amount_ug_per_day:.3g}") for f in moved],
    )


@app.command()
def export(
    person: PersonFile,
    output: Annotated[str, typer.Option(help="File to write: .xml or .sbml (SBML), or .omex (COMBINE archive).")],
    plan: Annotated[str | None, typer.Option(help="A plan of the file; default: no change.")] = None,
    regimen: Annotated[str | None, typer.Option(help="A regimen, in place of a plan.")] = None,
) -> None:
    """The body of the typical person with this history as a model for other simulators, from day 0 on."""
    from cobalamin.interop.model_file import ENDINGS, encode
    from cobalamin.regimen import parse
    from cobalamin.simulate import NO_CHANGE, chosen_plans

    target = target_file(output, ENDINGS, "--output")
    assert target is not None
    if plan is not None and regimen is not None:
        raise InputError("--plan and --regimen exclude each other", value=plan, allowed="one of them")
    who = read(person)
    parsed = None if regimen is None else parse(regimen, where="--regimen")
    named = [] if parsed is not None else [plan or NO_CHANGE]
    ((name, chosen),) = chosen_plans(who, named, [] if parsed is None else [(str(parsed), parsed)])
    for notice in (*who.notices, *(parsed.notices if parsed is not None else ())):
        say(f"note: {notice}")
    if who.labs or who.symptoms or who.findings:
        say("The model is the typical person with this history: laboratory values and findings are not used.")
    with progress("solving the history"):
        content = encode(who, target.suffix.lower(), plan_name=name, plan=chosen)
    write(target, content)
    say(f"wrote {target}")


@app.command()
def check(
    person: Annotated[
        list[str] | None, typer.Argument(metavar="[PERSON]...", help="Person files (TOML); default: a built-in set.")
    ] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Compare the fast solver with the reference.")] = False,
    until: Annotated[str, typer.Option(help="How far, such as '6 months'.")] = "12 weeks",
    every: Annotated[str, typer.Option(help="How often, such as '1 week'.")] = "1 week",
    error: Annotated[
        float | None,
        typer.Option(
            metavar="TARGET",
            help="Largest error wanted, as a share; the steps follow from it. Default: the usual steps, held to 0.005.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """The fast solver against the reference: the largest error of each observation, beside the speed."""
    from cobalamin.simulate import sample_days
    from cobalamin.units import parse_duration
    from cobalamin.validate.solver_check import cases, compare

    if not fast:
        raise InputError("model check needs to know what to check", allowed="--fast")
    days = sample_days(parse_duration(until, what="--until"), parse_duration(every, what="--every", positive=True))
    asked = cases([(name, read(name)) for name in person or []], until=float(days[-1]))
    with progress("comparing") as bar:
        found = compare(asked, days, target=error, tell=lambda what: bar.update(bar.task_ids[0], description=what))
    if as_json:
        import json

        json.dump(found.to_json(), sys.stdout, allow_nan=False)
        sys.stdout.write("\n")
    else:
        from rich.console import Console

        from cobalamin.report.solver_check import print_comparison

        print_comparison(found, Console())
    if not found.met:
        raise CobalaminError(f"the error target {found.target:g} is missed by {found.worst[0].observation}")


@app.command()
def parameter(name: Annotated[str, typer.Argument(metavar="NAME")], as_json: Json = False) -> None:
    """One number of the model: value, unit, spread, range, source, grade, and what it feeds."""
    from cobalamin.cli.provenance import parameter_fields, print_provenance
    from cobalamin.parameters import parameter

    print_provenance(parameter_fields(parameter(name)), as_json)


@app.command()
def parameters(
    grade: Annotated[str | None, typer.Option(help="Only of this grade: data, derived or guess.")] = None,
    block: Annotated[str | None, typer.Option(help="Only of this block, such as plasma.")] = None,
    as_json: Json = False,
) -> None:
    """All numbers of the model, or those of a grade or a block, and the share of each grade."""
    from cobalamin.cli.provenance import chosen_parameters, print_parameters

    print_parameters(chosen_parameters(grade=grade, block=block), as_json)
