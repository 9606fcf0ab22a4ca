"""The command line: reads, calls, prints. Exit codes: 0 done, 2 the input is wrong, 1 anything else.

Everything heavy is imported inside the command that needs it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cobalamin import __version__
from cobalamin.errors import CobalaminError, InputError

if TYPE_CHECKING:
    from cobalamin.person import Person

app = typer.Typer(
    name="cobalamin",
    help="A virtual patient for vitamin B12 and nerve health. For research, education and preparation of a clinical "
    "conversation; not a medical device, no diagnosis.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
model = typer.Typer(help="The body: its compartments, flows and parameters.", no_args_is_help=True)
app.add_typer(model, name="model")
evidence = typer.Typer(help="The evidence behind a number.", no_args_is_help=True)
app.add_typer(evidence, name="evidence")

PersonFile = Annotated[str, typer.Argument(metavar="PERSON", help="Person file (TOML); - reads standard input.")]
Report = Annotated[str | None, typer.Option("--report", metavar="FILE.html", help="Write a self-contained page.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; errors become one line on standard error and an exit code."""
    code = 0
    try:
        app(args=arguments, standalone_mode=False)
    except CobalaminError as error:
        print(f"cobalamin: {error}", file=sys.stderr)
        code = error.exit_code
    except typer.Exit as error:
        code = error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        print("cobalamin: stopped; nothing was written", file=sys.stderr)
        code = 1
    except Exception as error:
        if hasattr(error, "exit_code") and hasattr(error, "format_message"):
            print(f"cobalamin: {error.format_message()}", file=sys.stderr)  # type: ignore[attr-defined]
            code = 2
        else:
            print(f"cobalamin: {type(error).__name__}: {error}", file=sys.stderr)
            code = 1
    if arguments is None:
        sys.exit(code)
    return code


def _version(asked: bool) -> None:
    if asked:
        print(f"cobalamin {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
) -> None:
    """Nothing runs without a command."""


def _say(sentence: str) -> None:
    """A line for the person at the screen; results go to standard output."""
    print(sentence, file=sys.stderr)


def _target(text: str | None, endings: tuple[str, ...], option: str) -> Path | None:
    """The file to write, checked before anything is computed."""
    if text is None:
        return None
    path = Path(text)
    if path.suffix.lower() not in endings:
        raise InputError(f"{option}: unknown file ending", value=text, allowed=", ".join(endings))
    if path.is_dir():
        raise InputError(f"{option} is a folder", value=text, allowed="a file name")
    if not path.parent.is_dir():
        raise InputError(f"{option}: the folder does not exist", value=str(path.parent), allowed="an existing folder")
    return path


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a file beside it takes the place of the old one."""
    import os
    import tempfile

    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise InputError("cannot write there", value=str(path), allowed="a folder that can be written") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _progress(sentence: str) -> Any:
    """A moving bar on standard error where a person looks at it."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    bar.add_task(sentence, total=None)
    return bar


def _read(person: str) -> Person:
    from cobalamin.person import read_person

    return read_person(person)


@app.command()
def check(person: PersonFile) -> None:
    """Read a person file and say in sentences what was understood and assumed."""
    from cobalamin.person import describe

    for sentence in describe(_read(person)):
        print(sentence)


@app.command()
def simulate(
    person: PersonFile,
    until: Annotated[str, typer.Option(help="How far, such as '10 years'.")] = "2 years",
    every: Annotated[str, typer.Option(help="How often, such as '1 week'.")] = "1 week",
    plan: Annotated[list[str] | None, typer.Option(help="Only this plan of the file; may be repeated.")] = None,
    regimen: Annotated[list[str] | None, typer.Option(help="A regimen to run; may be repeated.")] = None,
    output: Annotated[str | None, typer.Option(help="File to write: .csv, .parquet or .nc.")] = None,
    change: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Set a parameter of the model.")
    ] = None,
    as_json: Json = False,
) -> None:
    """The typical person with this history under each plan, as a table over time."""
    from cobalamin.interop.table import encode
    from cobalamin.regimen import parse
    from cobalamin.simulate import chosen_plans, sample_days
    from cobalamin.simulate import simulate as run
    from cobalamin.units import parse_duration

    target = _target(output, (".csv", ".parquet", ".nc"), "--output")
    if target is None and not as_json:
        raise InputError("simulate needs --output or --json", allowed="--output FILE.csv, .parquet or .nc, or --json")
    who = _read(person)
    days = sample_days(parse_duration(until, what="--until"), parse_duration(every, what="--every", positive=True))
    parsed = [parse(text, where="--regimen") for text in regimen or []]
    plans = chosen_plans(who, plan or [], [(str(each), each) for each in parsed])
    changes = dict(_setting(text) for text in change or [])
    for notice in (*who.notices, *(n for each in parsed for n in each.notices)):
        _say(f"note: {notice}")
    if who.labs or who.symptoms or who.findings:
        _say("simulate is the typical person with this history: laboratory values, symptoms and findings are not used.")
    with _progress("simulating"):
        result = run(who, days=days, plans=plans, changes=changes)
    if result.attrs["stopped"]:
        _say(f"stopped: {result.attrs['stopped']}")
    if target is not None:
        _write(target, encode(result, target.suffix.lower()))
        _say(f"wrote {target}")
    if as_json:
        sys.stdout.write(encode(result, ".json").decode())


def _setting(text: str) -> tuple[str, float]:
    name, sign, value = text.partition("=")
    if not sign:
        raise InputError("--set", value=text, allowed="NAME=VALUE")
    from cobalamin.parameters import parameter

    try:
        return parameter(name.strip()).name, float(value)
    except ValueError:
        raise InputError(f"--set {name}", value=value, allowed="a number") from None


@app.command()
def plan(person: PersonFile, report: Report = None, as_json: Json = False) -> None:
    """What each plan of the person would do, beside no change."""
    import time

    began = time.perf_counter()
    target = _target(report, (".html", ".htm"), "--report")
    who = _read(person)
    from cobalamin.plan.forecast import forecast
    from cobalamin.plan.model import to_json

    with _progress("simulating two years of every plan"):
        answer = forecast(who)
    if target is not None:
        from cobalamin.report.page import render_plan_page

        _write(target, render_plan_page(answer).encode())
    if as_json:
        import json

        json.dump(to_json(answer), sys.stdout, allow_nan=False)
        sys.stdout.write("\n")
    else:
        from rich.console import Console

        from cobalamin.report.console import print_plan_table

        print_plan_table(answer, Console())
    if target is not None:
        _say(f"wrote {target}")
    _say(f"done in {time.perf_counter() - began:.1f} s")


@model.command("show")
def model_show(
    svg: Annotated[str | None, typer.Option("--svg", metavar="FILE.svg", help="Draw the body.")] = None,
    as_json: Json = False,
) -> None:
    """The body as a table of its flows, and drawn from the same flows."""
    from cobalamin.body import BODY

    target = _target(svg, (".svg",), "--svg")
    if target is not None:
        from cobalamin.plot.body import draw_body

        _write(target, draw_body(BODY).encode())
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
        _print_table(
            f"{len(BODY.names)} compartments, {len(BODY.flows)} flows",
            ("from", "to", "flow", "unit"),
            [(f.source or "outside", f.target or "outside", f.about, f.unit) for f in BODY.flows],
        )
    if target is not None:
        _say(f"wrote {target}")


def _print_table(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console().print(table)


@model.command("flows")
def model_flows(
    person: Annotated[str, typer.Option("--person", metavar="FILE", help="Person file (TOML).")],
    output: Annotated[str | None, typer.Option(help="File to write: .svg.")] = None,
) -> None:
    """Where the B12 of this person goes in one day: a table, and a Sankey diagram with --output."""
    from cobalamin.simulate import flows_today

    target = _target(output, (".svg",), "--output")
    moved = flows_today(_read(person))
    if target is not None:
        from cobalamin.plot.sankey import draw_sankey

        _write(target, draw_sankey(moved).encode())
        _say(f"wrote {target}")
    _print_table(
        "B12 moved on day 0 [ug/d]",
        ("from", "to", "ug/d"),
        [(f.source, f.target, f"{f.amount_ug_per_day:.3g}") for f in moved],
    )


@model.command("export")
def model_export(
    person: PersonFile,
    output: Annotated[str, typer.Option(help="File to write: .xml or .sbml (SBML), or .omex (COMBINE archive).")],
    plan: Annotated[str | None, typer.Option(help="A plan of the file; default: no change.")] = None,
    regimen: Annotated[str | None, typer.Option(help="A regimen, in place of a plan.")] = None,
) -> None:
    """The body of the typical person with this history as a model for other simulators, from day 0 on."""
    from cobalamin.interop.model_file import ENDINGS, encode
    from cobalamin.regimen import parse
    from cobalamin.simulate import NO_CHANGE, chosen_plans

    target = _target(output, ENDINGS, "--output")
    assert target is not None
    if plan is not None and regimen is not None:
        raise InputError("--plan and --regimen exclude each other", value=plan, allowed="one of them")
    who = _read(person)
    parsed = None if regimen is None else parse(regimen, where="--regimen")
    named = [] if parsed is not None else [plan or NO_CHANGE]
    ((name, chosen),) = chosen_plans(who, named, [] if parsed is None else [(str(parsed), parsed)])
    for notice in (*who.notices, *(parsed.notices if parsed is not None else ())):
        _say(f"note: {notice}")
    if who.labs or who.symptoms or who.findings:
        _say("The model is the typical person with this history: laboratory values and findings are not used.")
    with _progress("solving the history"):
        content = encode(who, target.suffix.lower(), plan_name=name, plan=chosen)
    _write(target, content)
    _say(f"wrote {target}")


@model.command("check")
def model_check(
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
    asked = cases([(name, _read(name)) for name in person or []], until=float(days[-1]))
    with _progress("comparing") as bar:
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


@model.command("parameter")
def model_parameter(name: Annotated[str, typer.Argument(metavar="NAME")], as_json: Json = False) -> None:
    """One number of the model: value, unit, spread, range, source and grade."""
    from cobalamin.evidence import citation
    from cobalamin.parameters import parameter

    p = parameter(name)
    fields = {
        "parameter": p.name,
        "value": p.value,
        "unit": p.unit,
        "spread": p.spread,
        "low": p.low,
        "high": p.high,
        "grade": p.grade.value,
        "source": p.source,
        "citation": citation(p.source),
        "block": p.block,
        "note": p.note,
    }
    _print_fields(fields, as_json)


@evidence.command("fact")
def evidence_fact(id: Annotated[str, typer.Argument(metavar="ID")], as_json: Json = False) -> None:
    """One figure: value, unit, where it comes from and how it was read."""
    from dataclasses import asdict

    from cobalamin.evidence import fact

    _print_fields(asdict(fact(id)), as_json)


def _print_fields(fields: dict[str, Any], as_json: bool) -> None:
    if as_json:
        import json

        json.dump(fields, sys.stdout, default=str)
        sys.stdout.write("\n")
        return
    for name, value in fields.items():
        if value not in ("", None):
            print(f"{name:12} {value:g}" if isinstance(value, float) else f"{name:12} {value}")
