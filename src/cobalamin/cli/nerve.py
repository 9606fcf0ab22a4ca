"""`cobalamin nerve`: one impulse along one fibre."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cobalamin.cli.shared import say, target_file, write

app = typer.Typer(help="One nerve fibre and its impulse.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keeps `fibre` a word of its own while it is the only command."""


@app.command()
def fibre(
    myelin: Annotated[float, typer.Option(help="Thickness of the sheath; 1 healthy, 0 none.")] = 1.0,
    diameter: Annotated[float, typer.Option(help="Diameter of the fibre with its healthy sheath [um].")] = 10.0,
    seal: Annotated[float, typer.Option(help="Width of the space under the sheath; 1 healthy, more is looser.")] = 1.0,
    internode: Annotated[float, typer.Option(help="Length of an internode; 1 healthy.")] = 1.0,
    bare: Annotated[int, typer.Option(help="Internodes in the middle that have lost their sheath.")] = 0,
    channels: Annotated[float, typer.Option(help="Channels of the bare axon; 1 as many as at a node.")] = 0.0,
    output: Annotated[
        str | None, typer.Option(help="File to write: .svg or .png (figure), .html (with an animation).")
    ] = None,
) -> None:
    """Send one impulse along a changed fibre, beside the same fibre when healthy."""
    from cobalamin.nerve.comparison import Change, compare
    from cobalamin.plot.fibre import SHADES, draw_console, draw_fibre, png

    target = target_file(output, (".svg", ".png", ".html", ".htm"), "--output")
    change = Change(
        diameter=diameter, myelin=myelin, seal=seal, internode=internode, bare=bare, channels=channels
    )  # fmt: skip
    seen = compare(change)
    print(seen.takeaway)
    print(draw_console(seen, plain=not _can_print("".join(SHADES))))
    if target is None:
        return
    if target.suffix.lower() == ".png":
        content = png(seen)
    elif target.suffix.lower() == ".svg":
        content = draw_fibre(seen).encode()
    else:
        from cobalamin.report.fibre_page import render_fibre_page

        content = render_fibre_page(seen).encode()
    write(target, content)
    say(f"wrote {target}")


def _can_print(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
