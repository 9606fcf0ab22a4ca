"""The credibility matrix on the console: misses first, then one line a part of the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cobalamin.report.document import Table as Worded
from cobalamin.report.licences import CONTEXT_OF_USE
from cobalamin.report.validation_words import (
    NOTHING,
    SIDE_WORDS,
    measures_table,
    number,
    plural,
    say_baseline,
    say_measures,
    say_outcome,
    seen_and_made,
    worst_table,
)
from cobalamin.validate.matrix import Matrix
from cobalamin.validate.measures import GROUPS, Judged
from cobalamin.validate.row import Kind

if TYPE_CHECKING:
    from rich.console import Console


_FIRST = 12
"""Least width of the column that names a row."""
_COLUMNS = ("part", "studies", "rows", "fold error", "in 2-fold", "in 90 %", "right way", "missed", "wrong way")
"""Short headings of `measures_table`, so that it fits 80 columns."""


def print_matrix(matrix: Matrix, console: Console, *, kinds: Sequence[Kind] = ()) -> None:
    """Print what is missed, the measures, the baseline, and the context of use.

    Arguments:
        kinds: of the rows that are all printed; default: the furthest off of each study kept for testing.
    """
    for name, reason in matrix.failed.items():
        console.print(f"{name} failed: {reason}", style="bold red", markup=False)
    tested = [each for each in matrix.ordered(Kind.PREDICTED) if each.row.is_missed]
    title = f"Missed, {SIDE_WORDS[Kind.PREDICTED]}: {plural(len(tested), 'figure')}"
    _print(console, title, worst_table(matrix, Kind.PREDICTED))
    for kind in kinds:
        own = matrix.ordered(kind)
        _print(console, f"{kind.value.capitalize()}: {plural(len(own), 'figure')}, misses first", _narrow(own))
    for kind, words in SIDE_WORDS.items():
        _print(console, words.capitalize(), replace(measures_table(matrix, kind), columns=_COLUMNS))
    words, blocks = GROUPS[0]
    console.print(f"{words.capitalize()}: {say_measures(matrix.measured(Kind.PREDICTED, blocks), Kind.PREDICTED)}")
    for words, own in GROUPS:
        found = matrix.against_baseline(own)
        if found.model is not None:
            style = "bold" if found.baseline_wins else ""
            console.print(f"Beside no model, {words}: {say_baseline(found)}", style=style)
    console.print(CONTEXT_OF_USE, style="italic")


def _narrow(judged: Sequence[Judged]) -> Worded:
    """What fits a console: the page has the rest."""
    rows: list[tuple[str, ...]] = []
    for each in judged:
        row = each.row
        between = NOTHING if each.interval_90 is None else " to ".join(map(number, each.interval_90))
        figure = f"{row.study}: {row.quantity}"
        rows.append((figure, row.unit, *seen_and_made(row), between, say_outcome(row)))
    return Worded(columns=("figure", "unit", "observed", "simulated", "90 % interval", "outcome"), rows=rows)


def _print(console: Console, title: str, worded: Worded) -> None:
    from rich.box import SIMPLE
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=SIMPLE, padding=(0, 1, 0, 0))
    for place, column in enumerate(worded.columns):
        table.add_column(column, min_width=_FIRST if place == 0 else None, overflow="fold")
    for row in worded.rows:
        table.add_row(*(escape(cell) for cell in row))
    console.print(table)
