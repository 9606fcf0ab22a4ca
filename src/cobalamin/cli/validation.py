"""`cobalamin model validate`: every published study beside the model, and how far the numbers may be trusted."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cobalamin.cli.shared import Json, Report, progress, say, target_file, write
from cobalamin.errors import InputError
from cobalamin.validate.row import Kind

if TYPE_CHECKING:
    from cobalamin.validate.matrix import Matrix

Output = Annotated[
    str | None,
    typer.Option("--output", metavar="FOLDER", help="Write the table, the page of the documentation, and figures."),
]
Workers = Annotated[int, typer.Option(min=1, help="Processes; the numbers do not depend on it.")]
Kinds = Annotated[
    list[Kind] | None,
    typer.Option("--kind", help="Show every row of this kind; may be given again. The measures are of all."),
]


def validate(
    as_json: Json = False, output: Output = None, report: Report = None, workers: Workers = 2, kind: Kinds = None
) -> None:
    """The model against published studies: misses first, measures by part of the model, and the credibility tables."""
    from cobalamin.validate.matrix import judge, run_studies, to_json
    from cobalamin.validate.uncertainty import parameter_spread

    folder, page = _folder(output), target_file(report, (".html",), "--report")
    kinds = tuple(kind or ())
    with progress("running published studies") as bar:
        task = bar.task_ids[0]

        def tell(name: str, number: int, of: int) -> None:
            bar.update(task, description=f"{number} of {of}: {name}", completed=number, total=of)

        matrix = judge(run_studies(workers=workers, tell=tell), spread=parameter_spread)
    if as_json:
        import json

        json.dump(to_json(matrix, kinds or tuple(Kind)), sys.stdout, allow_nan=False)
        sys.stdout.write("\n")
    else:
        from rich.console import Console

        from cobalamin.report.validation_console import print_matrix

        print_matrix(matrix, Console(), kinds=kinds)
    if matrix.failed and (folder or page):
        say("Nothing was written, because a study failed.")
    elif folder or page:
        _write(matrix, folder, page)
    matrix.check_complete()


def _folder(text: str | None) -> Path | None:
    """The folder to write into, checked before anything is computed."""
    if text is None:
        return None
    path = Path(text)
    if not path.is_dir():
        raise InputError("--output: no such folder", value=text, allowed="an existing folder")
    try:
        tempfile.TemporaryFile(dir=path).close()
    except OSError as error:
        raise InputError("--output: cannot write there", value=text, allowed="a folder that can be written") from error
    return path


def _write(matrix: Matrix, folder: Path | None, page: Path | None) -> None:
    """Everything is rendered before anything is written."""
    from typer.main import get_command

    from cobalamin.cli import app
    from cobalamin.report.document import to_html
    from cobalamin.report.sensitivity import licence_parts
    from cobalamin.report.validation import validation_document
    from cobalamin.report.validation_files import validation_files

    commands = tuple(getattr(get_command(app), "commands", {}))
    licences = licence_parts()
    files: dict[Path, bytes] = {}
    if folder is not None:
        files |= {
            folder / name: text for name, text in validation_files(matrix, commands=commands, licences=licences).items()
        }
    if page is not None:
        files[page] = to_html(validation_document(matrix, commands=commands, licences=licences)).encode()
    for path, content in files.items():
        path.parent.mkdir(exist_ok=True)
        write(path, content)
    say(f"wrote {', '.join(str(path) for path in (folder, page) if path is not None)}")
