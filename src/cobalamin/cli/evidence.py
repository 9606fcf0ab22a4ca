"""`cobalamin evidence`: what stands behind a number."""

from __future__ import annotations

from typing import Annotated

import typer

from cobalamin.cli.shared import Json, print_fields

app = typer.Typer(help="The evidence behind a number.", no_args_is_help=True)


@app.command("fact")
def show_fact(id: Annotated[str, typer.Argument(metavar="ID")], as_json: Json = False) -> None:
    """One figure: value, unit, where it comes from and how it was read."""
    from dataclasses import asdict

    from cobalamin.evidence import fact

    print_fields(asdict(fact(id)), as_json)
