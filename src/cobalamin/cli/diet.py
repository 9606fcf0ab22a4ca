"""The command `diet`: B12 of a food diary, what is absorbed, where it leads, and the fewest changes that suffice."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cobalamin.cli.shared import Json, Report, progress, read, say, target_file, write
from cobalamin.errors import InputError

if TYPE_CHECKING:
    from cobalamin.plan.diet.model import DietAnswer

app = typer.Typer()


@app.command()
def diet(
    diary: Annotated[
        str | None, typer.Argument(metavar="DIARY.csv", help="Food diary: meal, food, grams or portion; or b12_ug.")
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="PERSON", help="Who eats it; default a healthy woman of 40.")
    ] = None,
    report: Report = None,
    as_json: Json = False,
    search: Annotated[
        str | None, typer.Option("--search", metavar="TEXT", help="Show the foods of the table that match, and stop.")
    ] = None,
) -> None:
    """Vitamin B12 of a food diary: by meal, absorbed, over years, and the fewest changes that would be enough."""
    if search is not None:
        _search(search, as_json=as_json)
        return
    if diary is None:
        raise InputError("no diary is given", allowed="DIARY.csv, or --search TEXT")
    target = target_file(report, (".html", ".htm"), "--report")
    who = read(person) if person is not None else None
    from cobalamin.person.diary import read_rows

    rows = read_rows(Path(diary), where="diet")
    with progress("following people who eat this diet"):
        from cobalamin.plan.diet import diet_answer

        answer = diet_answer(rows, person=who)
    if target is not None:
        from cobalamin.report.diet_page import render_diet_page

        write(target, render_diet_page(answer).encode())
    _print(answer, as_json=as_json)
    if target is not None:
        say(f"wrote {target}")
    say(f"done in {answer.seconds:.1f} s")


def _print(answer: DietAnswer, *, as_json: bool) -> None:
    if as_json:
        import json

        from cobalamin.plan.diet import to_json

        json.dump(to_json(answer), sys.stdout, allow_nan=False)
        sys.stdout.write("\n")
        return
    from rich.console import Console

    from cobalamin.report.diet_console import print_diet

    print_diet(answer, Console())


def _search(text: str, *, as_json: bool) -> None:
    from cobalamin.evidence.foods import search_foods

    if not text.strip():
        raise InputError("--search", value=text, allowed="a word, such as 'oat milk'")
    found = search_foods(text)
    if as_json:
        import json

        names = ("name", "category", "ug_per_100g", "portion_g", "portion_text", "fortified", "source", "link", "note")
        json.dump({"foods": [{name: getattr(food, name) for name in names} for food in found]}, sys.stdout)
        sys.stdout.write("\n")
        return
    if not found:
        raise InputError("no food is alike", value=text, allowed="another word; a label's own b12_ug needs no table")
    from rich.console import Console

    from cobalamin.report.diet_console import print_foods

    print_foods(found, Console())
