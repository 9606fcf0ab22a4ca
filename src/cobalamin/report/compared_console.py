"""The comparison of B12 with conventional drugs on the console: one narrow table a row that people ask about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobalamin.plan.compared import CompareTable
from cobalamin.report.compared_table import heading
from cobalamin.report.licences import CONTEXT_OF_USE
from cobalamin.report.words import micro

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_NAME_WIDTH = 18
_SURE_WIDTH = 9


def print_compared(table: CompareTable, console: Console, *, general: bool = False) -> None:
    """Print what the report says for this person, row by row, and how sure that is.

    Arguments:
        table: of `plan.compared.compared`.
        console: where to.
        general: print as well what is known in general, with the ids of the sources.
    """
    from rich.markup import escape

    for row, title in table.rows.items():
        console.print(f"\n[bold]{escape(title)}[/bold]")
        console.print(_of_row(table, row, general=general))
    console.print("\nCertainty: how sure the evidence is for a person like you.", style="dim")
    console.print("Discuss with your clinician before you start, stop or change a medicine.")
    console.print(escape(CONTEXT_OF_USE), style="italic")


def _of_row(table: CompareTable, row: str, *, general: bool) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape
    from rich.table import Table

    made = Table(box=SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False, collapse_padding=True, show_edge=False)
    made.add_column("treatment", width=_NAME_WIDTH, overflow="fold")
    made.add_column("for you", ratio=1, overflow="fold")
    made.add_column("certainty", width=_SURE_WIDTH, overflow="fold")
    for column in table.columns:
        cell = table.cells[column.key, row]
        told = escape(micro(cell.for_you))
        if general:
            told += f"\n[dim]In general: {escape(micro(cell.known.says))}"
            told += f" ({escape(', '.join(cell.sources))})[/dim]"
        made.add_row(escape(heading(column)), told, cell.certainty)
    return made
