"""The command `assess`: is it B12, and which test would tell?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cobalamin.cli.shared import Json, PersonFile, Report, progress, read, say, say_reading, target_file, write
from cobalamin.errors import CobalaminError, InputError

if TYPE_CHECKING:
    from cobalamin.assess.model import AssessReport
    from cobalamin.person import Person

app = typer.Typer()
LEAST_PARTICLES, MOST_PARTICLES = 200, 100_000


@app.command()
def assess(
    person: PersonFile,
    report: Report = None,
    as_json: Json = False,
    particles: Annotated[int, typer.Option(help="Possible selves that are followed.")] = 4000,
    seed: Annotated[int, typer.Option(help="Of the random numbers; the same seed gives the same answer.")] = 0,
) -> None:
    """Is B12 the cause, which test would tell, and what must not wait; of a folder, for every FHIR bundle in it."""
    if not LEAST_PARTICLES <= particles <= MOST_PARTICLES:
        raise InputError("--particles", value=str(particles), allowed=f"{LEAST_PARTICLES} to {MOST_PARTICLES}")
    if seed < 0:
        raise InputError("--seed", value=str(seed), allowed="0 or more")
    target = target_file(report, (".html", ".htm"), "--report")
    if person != "-" and Path(person).is_dir():
        if target is not None:
            raise InputError("--report writes the page of one person", value=person, allowed="a file, no folder")
        _folder(Path(person), as_json=as_json, particles=particles, seed=seed)
        return
    who = read(person)
    with progress("following possible selves of this person"):
        answer = _run(who, particles, seed)
    if target is not None:
        from cobalamin.report.assess_page import render_assess_page

        write(target, render_assess_page(answer).encode())
    if as_json:
        import json

        from cobalamin.assess.model import to_json

        json.dump(to_json(answer), sys.stdout, allow_nan=False)
        sys.stdout.write("\n")
    else:
        _print(answer)
    if target is not None:
        say(f"wrote {target}")
    say(f"done in {answer.seconds:.1f} s")


def _run(who: Person, particles: int, seed: int) -> AssessReport:
    from cobalamin.assess.answer import assess as run

    return run(who, particles=particles, seed=seed)


def _print(answer: AssessReport) -> None:
    from rich.console import Console

    from cobalamin.report.assess_console import print_assessment

    print_assessment(answer, Console())


def _folder(folder: Path, *, as_json: bool, particles: int, seed: int) -> None:
    """Every bundle of a folder; a failed one is counted and named, and does not stop the others."""
    from cobalamin.assess.model import to_json
    from cobalamin.interop.fhir import persons_from_folder

    done: list[dict[str, object]] = []
    failed: list[dict[str, str]] = []
    count = 0
    for name, reading in persons_from_folder(folder):
        count += 1
        say(f"{name}:")
        try:
            if isinstance(reading, CobalaminError):
                raise reading
            say_reading(reading)
            answer = _run(reading.person, particles, seed)
        except CobalaminError as error:
            say(f"failed: {error}")
            failed.append({"file": name, "error": str(error)})
            continue
        if as_json:
            done.append({"file": name} | to_json(answer))
        else:
            print(f"\n=== {name}")
            _print(answer)
    if as_json:
        import json

        json.dump({"people": done, "failed": failed}, sys.stdout, allow_nan=False)
        sys.stdout.write("\n")
    say(f"{count} bundles, {len(failed)} failed")
