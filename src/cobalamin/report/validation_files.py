"""The files of the credibility matrix: the table, the page of the documentation, and its figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from cobalamin.report.document import Part, to_markdown
from cobalamin.report.validation import validation_document
from cobalamin.validate.matrix import Matrix, row_to_json

_INTERVAL = "interval_90"


def table(matrix: Matrix) -> str:
    """Every row as CSV, in the order of the studies; the first line holds the hash of the body that was run."""
    text = io.StringIO()
    text.write(f"# body {matrix.body}\n")
    writer = csv.writer(text, lineterminator="\n")
    rows = [_flat(row_to_json(each)) for each in matrix.judged]
    writer.writerow(rows[0] if rows else [])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return text.getvalue()


def _flat(row: dict[str, object]) -> dict[str, object]:
    """The interval as two columns, and the note last."""
    between, note = row.pop(_INTERVAL), row.pop("note")
    low, high = between if isinstance(between, list) else (None, None)
    return row | {f"{_INTERVAL}_low": low, f"{_INTERVAL}_high": high, "note": note}


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def validation_files(matrix: Matrix, *, commands: Sequence[str], licences: Sequence[Part] = ()) -> dict[str, bytes]:
    """Path in the folder -> content: all of them, rendered before any is written.

    Arguments:
        commands, licences: as in `validation_document`.
    """
    document = validation_document(matrix, commands=commands, licences=licences)
    page = to_markdown(document, comment="Written by `cobalamin model validate`; do not edit.")
    figures = {f"images/{each.name}.svg": f"{each.svg.strip()}\n" for each in document.pictures}
    texts = {"validation.csv": table(matrix), "validation.md": page, **figures}
    return {path: text.encode() for path, text in texts.items()}
