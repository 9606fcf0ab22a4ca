"""What every command needs: its common arguments, a line to say, a file to write whole, a bar, a table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cobalamin.errors import InputError

if TYPE_CHECKING:
    from cobalamin.interop.fhir import FhirReading
    from cobalamin.person import Person

PersonFile = Annotated[
    str, typer.Argument(metavar="PERSON", help="Person file (TOML) or FHIR bundle (JSON); - reads standard input.")
]
Report = Annotated[str | None, typer.Option("--report", metavar="FILE.html", help="Write a self-contained page.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")]


def say(sentence: str) -> None:
    """A line for the person at the screen; results go to standard output."""
    print(sentence, file=sys.stderr)


MOST_BUNDLE_BYTES = 100_000_000
LONGEST_NAME = 230
"""Bytes of a file name; most file systems take 255, and a file is written beside it first."""


def target_file(text: str | None, endings: tuple[str, ...], option: str) -> Path | None:
    """The file to write, checked before anything is computed."""
    import tempfile

    if text is None:
        return None
    path = Path(text)
    if len(path.name.encode()) > LONGEST_NAME:
        shown = f"{path.name[:40]}... ({len(path.name.encode())} bytes)"
        raise InputError(f"{option}: the file name is too long", value=shown, allowed=f"{LONGEST_NAME} bytes")
    if path.suffix.lower() not in endings:
        raise InputError(f"{option}: unknown file ending", value=text, allowed=", ".join(endings))
    if path.is_dir():
        raise InputError(f"{option} is a folder", value=text, allowed="a file name")
    if not path.parent.is_dir():
        raise InputError(f"{option}: the folder does not exist", value=str(path.parent), allowed="an existing folder")
    try:  # asking for rights is not enough: a file system may refuse whatever they say
        tempfile.TemporaryFile(dir=path.parent).close()
    except OSError as error:
        allowed = "a folder that can be written"
        raise InputError(f"{option}: cannot write there", value=text, allowed=allowed) from error
    return path


def write(path: Path, content: bytes) -> None:
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


def progress(sentence: str) -> Any:
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


def read(person: str) -> Person:
    """The person of a file, or of standard input: a person file (TOML), or a FHIR bundle (JSON).

    What a bundle holds that was ignored or could not be converted is said on standard error.
    """
    import datetime

    from cobalamin.interop.fhir import is_bundle, person_from_bundle
    from cobalamin.person.read import MOST_BYTES, bytes_of, person_from_toml

    content, where, base = bytes_of(person, most=MOST_BUNDLE_BYTES)
    if not is_bundle(content):
        if len(content) > MOST_BYTES:
            content = content[: MOST_BYTES + 1]
        return person_from_toml(content, where=where, base=base)
    reading = person_from_bundle(content, source=where, today=datetime.date.today())
    say_reading(reading)
    return reading.person


def say_reading(reading: FhirReading) -> None:
    """What of a bundle was used, what could not be converted, what was left aside, and why."""
    for sentence in reading.used:
        say(f"used: {sentence}")
    for sentence in reading.unconverted:
        say(f"could not be converted: {sentence}")
    for sentence in reading.ignored:
        say(f"ignored: {sentence}")


def print_table(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A table on standard output."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console().print(table)


def print_fields(fields: dict[str, Any], as_json: bool) -> None:
    """One thing's fields on standard output: a line each, or one JSON object."""
    if as_json:
        import json

        json.dump(fields, sys.stdout, default=str)
        sys.stdout.write("\n")
        return
    for name, value in fields.items():
        if value not in ("", None):
            print(f"{name:12} {value:g}" if isinstance(value, float) else f"{name:12} {value}")
