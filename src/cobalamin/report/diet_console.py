"""A diet on the console: the answer first, then meals, reference values, the years ahead, changes, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobalamin.evidence.intake_references import WHY_THEY_DIFFER
from cobalamin.plan.diet.model import DietAnswer
from cobalamin.plan.diet.sentences import in_hundred, reached_words, span_ug, ug
from cobalamin.report.diet_page import between, percent_between
from cobalamin.report.licences import CONTEXT_OF_USE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.table import Table

    from cobalamin.evidence.foods import Food


def print_diet(answer: DietAnswer, console: Console) -> None:
    """Print the answer; every number has its range, and its source on the page and in the JSON."""
    from rich.markup import escape

    for n, each in enumerate(answer.answer):
        console.print(f"[bold]{escape(each)}[/bold]" if n == 0 else escape(each))
    console.print(escape(f"{answer.person}."), style="dim")
    for heading, table in (
        ("What each meal brings (ug of B12)", _meals(answer)),
        ("Reference values, side by side", _references(answer)),
        ("Where this diet leads (median, and four in five people)", _status(answer)),
    ):
        console.print(f"\n[bold]{heading}[/bold]")
        console.print(table)
    why = f"{WHY_THEY_DIFFER[0].upper()}{WHY_THEY_DIFFER[1:]}.{_recalled(answer)}"
    console.print(escape(f"Reference values: {why}"), style="dim")
    console.print("\n[bold]The fewest changes that would be enough[/bold]")
    console.print(escape(answer.changes_note))
    if answer.changes:
        console.print(_changes(answer))
        console.print("Which way suits is for you to discuss with your clinician.")
    cited = dict.fromkeys(food.source for food in answer.foods if food.source)
    console.print()
    for each in (*answer.notices, f"foods are from: {'; '.join(cited)}" if cited else ""):
        if each:
            console.print(f"[dim]Note: {escape(each)}[/dim]")
    console.print(f"\n{escape(CONTEXT_OF_USE)}", style="italic")


def print_foods(foods: Sequence[Food], console: Console) -> None:
    """Foods that a search found, with B12 for 100 g and the typical portion."""
    made = _table("Food", "ug in 100 g", "Portion", "Source")
    for food in foods:
        value = "no value" if food.ug_per_100g is None else ug(food.ug_per_100g)
        if food.active.why and food.ug_per_100g:
            value += f" (counts as {ug(food.ug_per_100g * food.active.value)}, at most "
            value += f"{ug(food.ug_per_100g * food.active.high)})"
        portion = f"{food.portion_g:g} g ({food.portion_text})" if food.portion_g else "–"
        _add(made, food.name, value, portion, food.source)
    console.print(made)


def _add(table: Table, *cells: str) -> None:
    """A row whose cells hold no markup: brackets are part of names."""
    from rich.markup import escape

    table.add_row(*(escape(cell) for cell in cells))


def _table(*columns: str) -> Table:
    from rich.table import Table

    made = Table(show_edge=False, pad_edge=False)
    for name in columns:
        made.add_column(name, overflow="fold")
    return made


def _meals(answer: DietAnswer) -> Table:
    made = _table("Day", "Meal", "Eaten", "Absorbed", "Share absorbed")
    for each in answer.meals:
        _add(
            made, each.day, each.meal, span_ug(each.eaten_ug), span_ug(each.absorbed_ug), percent_between(each.percent)
        )
    return made


def _references(answer: DietAnswer) -> Table:
    made = _table("Authority", "Kind", "For", "ug/d", "This diet is", "How read")
    for each in answer.reference_values:
        if each.value is not None:
            name, share = f"{each.authority} {each.year}", percent_between(each.percent)
            _add(made, name, each.kind, each.group, ug(each.value), share, each.verified)
    return made


def _recalled(answer: DietAnswer) -> str:
    names = dict.fromkeys(f"{each.authority} {each.kind}" for each in answer.reference_values if each.value is None)
    return f" Recalled, not read, and so without a figure: {', '.join(names)}." if names else ""


def _status(answer: DietAnswer) -> Table:
    made = _table("Years", "Serum B12 pmol/L", "Active B12 pmol/L", "MMA nmol/L", "Body ug", "MMA above 271 nmol/L")
    for each in answer.status:
        levels = (between(span) for span in each.values.values())
        _add(made, f"{each.year:g}", *levels, in_hundred(each.out_of_range["methylmalonate raised"]))
    return made


def _changes(answer: DietAnswer) -> Table:
    made = _table("Change", "Absorbed a day", "Reaches the recommended intake of", "MMA in range after 5 years")
    for each in answer.changes:
        parts = ", and ".join(each.parts)
        reaches = reached_words(each, answer.reference_values)
        _add(made, parts, span_ug(each.absorbed_ug), reaches, f"{100 * each.mma_in_range:.0f} of 100")
    return made
