"""Run the blocks of the tutorial and the how-to pages in order, and write under each what it printed.

    python tools/run_pages.py             # all pages
    python tools/run_pages.py tutorial    # one

A page is run in an empty folder that holds the examples. In a page

- a block `sh` holds `cobalamin` commands, a block `python` runs in one namespace for the page;
- `<!-- file: NAME -->` before any block writes the block into a file;
- `<!-- output -->` before a block `text` has it filled with what the last block printed, `<!-- output: N lines -->`
  with the first N lines of it;
- `<!-- figure: NAME -->` takes a file that a block wrote over into `docs/images`;
- a block `console` is shown and not run (a page of the tests runs what is too long for it).
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from cobalamin.cli import main as cobalamin

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
IMAGES = DOCS / "images"
COLUMNS = 88
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_MARK = re.compile(r"<!-- (file|output|figure)(?:: ([^>]*?))? -->\n\s*$")
_FIGURE = re.compile(r"<!-- figure: (\S+) -->")


@dataclass(frozen=True, kw_only=True)
class Ran:
    """A page that was run.

    Attributes:
        text: of the page, with what its blocks printed.
        figures: file name -> content.
    """

    text: str
    figures: dict[str, bytes]


def pages() -> list[Path]:
    """The pages that are run."""
    return [DOCS / "tutorial.md", *sorted((DOCS / "howto").glob("*.md"))]


@contextlib.contextmanager
def _printed() -> Iterator[io.StringIO]:
    """Everything that is printed, on a screen of a fixed width without colours."""
    out = io.StringIO()
    screen = {"COLUMNS": str(COLUMNS), "NO_COLOR": "1", "TERM": "dumb"}
    with (
        mock.patch.dict(os.environ, screen),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
    ):
        yield out


def _run_commands(block: str, where: str) -> str:
    with _printed() as out:
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if not words:
                continue
            if words[0] != "cobalamin":
                raise SystemExit(
                    f"{where}: a block `sh` holds cobalamin commands: {line!r}; use `console` to show others"
                )
            if (code := cobalamin(words[1:])) != 0:
                raise SystemExit(f"{where}: {line!r} ended with exit code {code}:\n{out.getvalue()}")
    return out.getvalue()


def _run_python(block: str, names: dict[str, Any], where: str) -> str:
    with _printed() as out:
        try:
            exec(compile(block, where, "exec"), names)
        except Exception as error:
            raise SystemExit(f"{where}: {type(error).__name__}: {error}") from error
    return out.getvalue()


def _shown(printed: str, wish: str | None) -> str:
    lines = [line.rstrip() for line in printed.strip("\n").splitlines()]
    most = int(wish.split()[0]) if wish else len(lines)
    return "\n".join([*lines[:most], *(["..."] if len(lines) > most else [])]) + "\n"


def run(page: Path) -> Ran:
    """Run a page. Errors: SystemExit names the page and the block that failed; nothing was written."""
    text, made, printed = page.read_text(encoding="utf-8"), "", ""
    names: dict[str, Any] = {"__name__": "__page__"}
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        os.chdir(folder)
        try:
            end = 0
            for number, fence in enumerate(_FENCE.finditer(text), start=1):
                language, block = fence[1], fence[2]
                made += text[end : fence.start()]
                mark = _MARK.search(text[: fence.start()])
                where = f"{page.relative_to(ROOT)} block {number}"
                if mark and mark[1] == "file":
                    Path(mark[2]).write_text(block, encoding="utf-8")
                elif mark and mark[1] == "output":
                    block = _shown(printed, mark[2])
                elif language == "sh":
                    printed = _run_commands(block, where)
                elif language == "python":
                    printed = _run_python(block, names, where)
                made += f"```{language}\n{block}```"
                end = fence.end()
            figures = {name: Path(name).read_bytes() for name in _FIGURE.findall(text)}
        finally:
            os.chdir(before)
    return Ran(text=made + text[end:], figures=figures)


def main() -> None:
    """Run pages and write what they printed."""
    wanted = sys.argv[1:]
    for page in pages():
        if wanted and page.stem not in wanted:
            continue
        ran = run(page)
        page.write_text(ran.text, encoding="utf-8")
        for name, content in ran.figures.items():
            (IMAGES / name).write_bytes(content)
        print(f"{page.relative_to(ROOT)}: run", file=sys.stderr)


if __name__ == "__main__":
    main()
