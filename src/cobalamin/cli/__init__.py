"""The command line: reads, calls, prints. Exit codes: 0 done, 2 the input is wrong, 1 anything else.

A file a group of commands. Everything heavy is imported inside the command that needs it.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cobalamin import __version__
from cobalamin.cli import assess, diet, evidence, model, nerve, person, plan
from cobalamin.errors import CobalaminError

app = typer.Typer(
    name="cobalamin",
    help="A virtual patient for vitamin B12 and nerve health. For research, education and preparation of a clinical "
    "conversation; not a medical device, no diagnosis.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(assess.app)
app.add_typer(diet.app)
app.add_typer(person.app)
app.add_typer(plan.app)
app.add_typer(model.app, name="model")
app.add_typer(evidence.app, name="evidence")
app.add_typer(nerve.app, name="nerve")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; errors become one line on standard error and an exit code."""
    code = 0
    try:
        app(args=arguments, standalone_mode=False)
    except CobalaminError as error:
        print(f"cobalamin: {error}", file=sys.stderr)
        code = error.exit_code
    except typer.Exit as error:
        code = error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        print("cobalamin: stopped; nothing was written", file=sys.stderr)
        code = 1
    except Exception as error:
        if hasattr(error, "exit_code") and hasattr(error, "format_message"):
            print(f"cobalamin: {error.format_message()}", file=sys.stderr)  # type: ignore[attr-defined]
            code = 2
        else:
            print(f"cobalamin: {type(error).__name__}: {error}", file=sys.stderr)
            code = 1
    if arguments is None:
        sys.exit(code)
    return code


def _version(asked: bool) -> None:
    if asked:
        print(f"cobalamin {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
) -> None:
    """Nothing runs without a command."""
