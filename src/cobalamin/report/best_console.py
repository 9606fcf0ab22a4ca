"""The least burdensome dosing on the console: the answer, the dosings, and what a reader must know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobalamin.plan.best_model import BestRegimen
from cobalamin.report.best_table import best_table
from cobalamin.report.words import micro, sentence

if TYPE_CHECKING:
    from rich.console import Console


def print_best(best: BestRegimen, console: Console) -> None:
    """Print the answer, a table of all dosings and the notes; fits 80 columns."""
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape
    from rich.table import Table

    console.print(f"\n[bold]{escape(micro(best.sentence))}[/bold]\n")
    made = best_table(best)
    table = Table(box=SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False, collapse_padding=True, show_edge=False)
    table.add_column(made.first, max_width=30, overflow="fold")
    for column in made.columns:
        table.add_column(column, max_width=26, overflow="fold")
    told: dict[str, int] = {}
    for heading, (chance, trouble, standing) in made.rows:
        place = escape(standing.text)
        if standing.text == "not here":  # the reason once, below, by number
            place = f"{place} ({told.setdefault(standing.small, len(told) + 1)})"
        elif standing.small:
            place = f"{place}, {escape(standing.small)}"
        probability = f"{chance.text} ({chance.small})"
        table.add_row(
            escape(heading.text),
            f"[bold]{probability}[/bold]" if chance.mark else probability,
            trouble.text,
            f"[bold]{place}[/bold]" if standing.mark else place,
        )
    console.print(table)
    console.print()
    for reason, number in told.items():
        console.print(f"({number}) {escape(reason)}")
    for note in best.notes:
        console.print(f"[dim]Note: {escape(sentence(note))}[/dim]")
