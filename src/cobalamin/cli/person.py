"""Commands about one person: check and simulate."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cobalamin.cli.shared import Json, PersonFile, progress, read, say, target_file, write
from cobalamin.errors import InputError

app = typer.Typer()


@app.command()
def check(person: PersonFile) -> None:
    """Read a person file and say in sentences what was understood and assumed."""
    from cobalamin.person import describe

    for sentence in describe(read(person)):
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
    from cobalamin.report.onset import onset_sentence
    from cobalamin.simulate import chosen_plans, sample_days
    from cobalamin.simulate import simulate as run
    from cobalamin.units import parse_duration

    target = target_file(output, (".csv", ".parquet", ".nc"), "--output")
    if target is None and not as_json:
        raise InputError("simulate needs --output or --json", allowed="--output FILE.csv, .parquet or .nc, or --json")
    who = read(person)
    days = sample_days(parse_duration(until, what="--until"), parse_duration(every, what="--every", positive=True))
    parsed = [parse(text, where="--regimen") for text in regimen or []]
    plans = chosen_plans(who, plan or [], [(str(each), each) for each in parsed])
    changes = dict(_setting(text) for text in change or [])
    for notice in (*who.notices, *(n for each in parsed for n in each.notices)):
        say(f"note: {notice}")
    if who.labs or who.symptoms or who.findings:
        say("simulate is the typical person with this history: laboratory values, symptoms and findings are not used.")
    with progress("simulating"):
        result = run(who, days=days, plans=plans, changes=changes)
    if result.attrs["warning"]:
        say(result.attrs["warning"])
    for name in result["plan"].values:
        say(onset_sentence(result, str(name)))
    if result.attrs["stopped"]:
        say(f"stopped: {result.attrs['stopped']}")
    if target is not None:
        write(target, encode(result, target.suffix.lower()))
        say(f"wrote {target}")
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
