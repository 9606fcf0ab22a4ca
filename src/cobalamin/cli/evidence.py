"""`cobalamin evidence`: what stands behind a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cobalamin.cli.shared import Json, print_fields, print_table

if TYPE_CHECKING:
    from cobalamin.evidence.cards import Card

app = typer.Typer(help="The evidence behind a number.", no_args_is_help=True)


@app.command("fact")
def show_fact(id: Annotated[str, typer.Argument(metavar="ID")], as_json: Json = False) -> None:
    """One figure: value, unit, where it comes from, how it was read, and what it feeds."""
    from cobalamin.cli.provenance import fact_fields, print_provenance
    from cobalamin.evidence import fact

    print_provenance(fact_fields(fact(id)), as_json)


@app.command("card")
def show_card(name: Annotated[str, typer.Argument(metavar="[NAME]")] = "", as_json: Json = False) -> None:
    """What is said about a product, what is known, and what the model does with it; without NAME the list."""
    from dataclasses import asdict

    from cobalamin.evidence.cards import card, cards

    if name:
        found = card(name)
        print_fields(asdict(found) | {"citations": found.citations}, True) if as_json else _print_card(found)
        return
    if as_json:
        print_fields({name: each.title for name, each in cards().items()}, True)
        return
    print_table(
        "Evidence cards", ("name", "title", "certainty"), [(c.name, c.title, c.certainty) for c in cards().values()]
    )


def _print_card(found: Card) -> None:
    for heading, text in (
        (found.title, ""),
        ("It is said", found.claim),
        ("Evidence", found.says),
        ("Certainty", found.certainty),
        ("The model", found.model),
        *(("Source", line) for line in found.citations),
    ):
        print(f"{heading}: {text}" if text else heading)
