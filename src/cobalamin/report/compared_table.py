"""The comparison of B12 with conventional drugs as a table of the page, and as plain objects for other programs."""

from __future__ import annotations

from collections.abc import Iterable

from cobalamin.evidence import citation
from cobalamin.plan.compared import CompareCell, CompareColumn, CompareTable, Figure
from cobalamin.report.tables import Cell, Table
from cobalamin.report.words import micro

FIRST = "What people ask"
Json = dict[str, object]


def compared_table(table: CompareTable) -> Table:
    """Rows are what people ask, columns the treatments.

    A cell tells what the report says for this person; below it stand what is known in general, how sure that is, and
    what is often told. Its sources are ids, for `sources_of_table`.
    """
    rows = tuple(
        (Cell(text=title), tuple(_cell(table.cells[column.key, row]) for column in table.columns))
        for row, title in table.rows.items()
    )
    return Table(first=FIRST, columns=tuple(heading(column) for column in table.columns), rows=rows)


def heading(column: CompareColumn) -> str:
    """The treatment, with the plan that stands for it."""
    if column.plan is None:
        return column.title
    return f"{column.title} (plan '{column.plan.name}')"


def _cell(cell: CompareCell) -> Cell:
    return Cell(text=micro(cell.for_you), small=micro(in_general(cell)), sources=cell.sources)


def in_general(cell: CompareCell) -> str:
    """What is known in general, how sure it is and why, then what is often told."""
    known = cell.known
    parts = [f"In general: {known.says}", certainty(cell), known.belief]
    return " ".join(part for part in parts if part)


def certainty(cell: CompareCell) -> str:
    """How sure the cell is for this person, and why."""
    return f"Certainty: {cell.certainty}. {cell.because}"


def sources_of_table(table: CompareTable) -> tuple[tuple[str, str], ...]:
    """(id, citation) of every source of the table, each once, in the order of the cells."""
    ids = dict.fromkeys(id for row in table.rows for column in table.columns for id in _ids(table, column, row))
    return tuple((id, citation(id)) for id in ids)


def _ids(table: CompareTable, column: CompareColumn, row: str) -> Iterable[str]:
    return table.cells[column.key, row].sources


def to_json(table: CompareTable) -> Json:
    """The comparison as one object for `json.dumps`, under names that stay.

    `interval` is [low, high]; what is not reached within the horizon is null there, and so is the value of a scenario.
    """
    return {
        "treatments": [_column(column) for column in table.columns],
        "rows": [
            {
                "row": row,
                "title": title,
                "cells": {column.key: _json(table.cells[column.key, row]) for column in table.columns},
            }
            for row, title in table.rows.items()
        ],
        "sources": dict(sources_of_table(table)),
    }


def _column(column: CompareColumn) -> Json:
    left = column.excluded
    return {
        "treatment": column.key,
        "title": column.title,
        "plan": None if column.plan is None else column.plan.name,
        "beside_b12": column.beside_b12,
        "taken_already": column.taken,
        "not_followed": None if left is None else {"plan": left.name, "reason": left.reason, "source": left.source_id},
    }


def _json(cell: CompareCell) -> Json:
    known = cell.known
    return {
        "for_you": cell.for_you,
        "in_general": known.says,
        "certainty": cell.certainty,
        "because": cell.because,
        "certainty_in_general": known.certainty,
        "often_told": known.belief or None,
        "figures": [_figure(figure) for figure in cell.figures],
        "sources": list(cell.sources),
    }


def _figure(figure: Figure) -> Json:
    return {
        "what": figure.what,
        "value": figure.value,
        "interval": [figure.low, figure.high],
        "unit": figure.unit,
        "licence": figure.licence.value,
        "placebo": figure.placebo,
        "trial": figure.trial or None,
    }
