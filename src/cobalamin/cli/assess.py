"""The command `assess`: is it B12, and which test would tell?"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cobalamin.cli.shared import Json, PersonFile, Report, progress, read, say, target_file, write
from cobalamin.errors import InputError

app = typer.Typer()
MOST_PARTICLES = 100_000


@app.command()
def assess(
    person: PersonFile,
    report: Report = None,
    as_json: Json = False,
    particles: Annotated[int, typer.Option(help="Possible selves that are followed.")] = 4000,
    seed: Annotated[int, typer.Option(help="Of the random numbers; the same seed gives the same answer.")] = 0,
) -> None:
    """Is B12 the cause, which test would tell, and what must not wait."""
    if not 200 <= particles <= MOST_PARTICLES:
        raise InputError("--particles", value=str(particles), allowed=f"200 to {MOST_PARTICLES}")
    if seed < 0:
        raise InputError("--seed", value=str(seed), allowed="0 or more")
    target = target_file(report, (".html", ".htm"), "--report")
    who = read(person)
    from cobalamin.assess.answer import assess as run
    from cobalamin.assess.model import to_json

    with progress("following possible selves of this person"):
        answer = run(who, particles=particles, seed=seed)
    if target is not None:
        from cobalamin.report.assess_page import render_assess_page

        write(target, render_assess_page(answer).encode())
    if as_json:
        import json

        json.dump(to_json(answer), sys.stdout, allow_nan=False)
        sys.stdout.write("\n")
    else:
        from rich.console import Console

        from cobalamin.report.assess_console import print_assessment

        print_assessment(answer, Console())
    if target is not None:
        say(f"wrote {target}")
    say(f"done in {answer.seconds:.1f} s")
