"""Fill the generated blocks of README.md: its command, one figure, counts, and misses.

    python tools/fill_readme.py             # run the command (half a minute)
    python tools/fill_readme.py --counts    # only the counts, and the misses that the last validation left

Nothing is written unless the command succeeds. Between the marks `<!-- name:begin -->` and `<!-- name:end -->` the file
belongs to this script.
"""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from cobalamin.body import BODY
from cobalamin.body.observe import OBSERVATIONS, Licence
from cobalamin.evidence import Verified, facts
from cobalamin.parameters import Grade, parameters

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
VALIDATION = ROOT / "docs/validation.md"
FIGURE = ROOT / "docs/images/demo.svg"
PERSON = "examples/metformin_diabetic_neuropathy.toml"
COLUMNS = 96
FIRST_SCREEN_LINES = 36
PANELS = ("serum_b12_pmol_l", "mma_nmol_l")
"""The figure to show, by preference; the first of the page where none of these is there."""


def block(text: str, name: str) -> str:
    """What stands between the marks of a block. Errors: SystemExit when there are no such marks."""
    begin, end = f"<!-- {name}:begin -->\n", f"<!-- {name}:end -->"
    if text.count(begin) != 1 or text.count(end) != 1:
        raise SystemExit(f"README.md needs the marks {begin.strip()} and {end} once each")
    return text.partition(begin)[2].partition(end)[0]


def with_block(text: str, name: str, content: str) -> str:
    """The text with a new content of one block."""
    old = block(text, name)
    begin = f"<!-- {name}:begin -->\n"
    return text.replace(begin + old, f"{begin}{content.strip()}\n")


def counts() -> str:
    """What the model is made of, in two sentences that are true today."""
    everything = parameters().values()
    grades = {grade: sum(p.grade is grade for p in everything) for grade in Grade}
    licences = {licence: sum(o.licence is licence for o in OBSERVATIONS.values()) for licence in Licence}
    recalled = sum(it.verified is Verified.MEMORY for it in facts().values())
    return (
        f"The body has {len(BODY.compartments)} compartments joined by {len(BODY.flows)} flows. Of its "
        f"{len(everything)} parameters {grades[Grade.DATA]} were read in a source, {grades[Grade.DERIVED]} "
        f"were derived from sources and {grades[Grade.GUESS]} are guesses, marked as such. Of its "
        f"{len(OBSERVATIONS)} outputs {licences[Licence.FORECAST]} can be forecasts and "
        f"{licences[Licence.SCENARIO]} scenarios; {licences[Licence.ILLUSTRATION]} are "
        f"illustrations. Behind it stand {len(facts())} facts with a source; "
        f"{recalled} of them are recalled, marked so, and never shown as fact."
    )


def misses() -> str:
    """How the model did on figures kept for testing, and which known misses hold, from the page of the validation."""
    page = VALIDATION.read_text(encoding="utf-8")
    found = re.search(r"^\*\*Kinetics and biomarkers\*\* \([^)]*\): (.*)$", page, re.MULTILINE)
    part = re.search(r"^## Known misses$(.*?)^## ", page, re.MULTILINE | re.DOTALL)
    if found is None or part is None:
        raise SystemExit(f"{VALIDATION.name} has no measures or no known misses: run make validate")
    lines = [line.strip("| ").split(" | ") for line in part[1].splitlines() if line.startswith("| ")][2:]
    open_ones = [cells[0] for cells in lines if cells[4] in ("missed", "not measured")]
    stay = [cells[0] for cells in lines if cells[4].startswith("missed, as")]
    return "\n".join(
        [
            f"Kinetics and biomarkers: {found[1]}",
            "",
            "Known misses that still hold or could not be measured:",
            "",
            *(f"- {each}" for each in open_ones),
            "",
            "Missed on purpose, because the rest of the evidence speaks against the finding:",
            "",
            *(f"- {each}" for each in stay),
        ]
    )


def run_demo() -> tuple[str, str]:
    """The text on the console and the page of the demo. Errors: SystemExit when the command fails."""
    environment = os.environ | {"COLUMNS": str(COLUMNS), "NO_COLOR": "1", "TERM": "dumb"}
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "plan.html"
        program = "from cobalamin.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", program, "plan", PERSON, "--report", str(page)],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0 or not page.is_file():
            raise SystemExit(f"the demo failed (exit code {done.returncode}), nothing was written:\n{done.stderr}")
        return done.stdout, page.read_text(encoding="utf-8")


def chosen_figure(page: str) -> str:
    """One figure of the page as a file of its own, on white. Errors: SystemExit when the page has none."""
    figures = [text for text in re.findall(r"<svg\b.*?</svg>", page, re.DOTALL) if "<title" in text]
    if not figures:
        raise SystemExit("the page of the demo has no figure with a title")
    named = [text for panel in PANELS for text in figures if panel in text.partition(">")[0]]
    figure = (named or figures)[0]
    head, sign, body = figure.partition(">")
    if "xmlns=" not in head:
        head += ' xmlns="http://www.w3.org/2000/svg"'
    if "xlink:" in body and "xmlns:xlink=" not in head:
        head += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    box = re.search(r'viewBox="\s*([-\d.]+)[ ,]+([-\d.]+)[ ,]+([\d.]+)[ ,]+([\d.]+)', head)
    paper = ""
    if box:
        x, y, width, height = box.groups()
        if " width=" not in head:
            head += f' width="{2 * float(width):g}" height="{2 * float(height):g}"'
        paper = f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="#ffffff"/>'
    return "\n".join(line.rstrip() for line in f"{head}{sign}{paper}{body}".splitlines()) + "\n"


def figure_title(figure: str) -> str:
    """The title of an SVG, as text that can stand in an image link."""
    found = re.search(r"<title[^>]*>(.*?)</title>", figure, re.DOTALL)
    title = " ".join(html.unescape(found[1]).split()) if found else "figure of the demo"
    return re.sub(r"[\[\]]", "", title)


def demo_block(text: str, title: str) -> str:
    """The picture, the first part of the text, and the rest folded away."""
    lines = [line.rstrip() for line in text.strip("\n").splitlines()]
    # At an empty line, and not between the heading of a table and the table.
    ends = [n for n in range(3, min(FIRST_SCREEN_LINES, len(lines))) if not lines[n] and all(lines[n - 3 : n])]
    cut = ends[-1] if len(lines) > FIRST_SCREEN_LINES and ends else len(lines)
    first, rest = "\n".join(lines[:cut]), "\n".join(lines[cut:]).strip("\n")
    shown = f"```text\n{first}\n```\n\n![{title}]({FIGURE.relative_to(ROOT).as_posix()})\n"
    if not rest:
        return shown
    return f"{shown}\n<details><summary>The rest of the output</summary>\n\n```text\n{rest}\n```\n\n</details>\n"


def main(arguments: list[str]) -> None:
    """Fill the blocks."""
    if arguments not in ([], ["--counts"]):
        raise SystemExit(f"unknown arguments {arguments}; allowed: --counts")
    text = with_block(README.read_text(encoding="utf-8"), "counts", counts())
    text = with_block(text, "misses", misses())
    if not arguments:
        output, page = run_demo()
        figure = chosen_figure(page)
        text = with_block(text, "demo", demo_block(output, figure_title(figure)))
        FIGURE.parent.mkdir(parents=True, exist_ok=True)
        FIGURE.write_text(figure, encoding="utf-8")
    README.write_text(text, encoding="utf-8")
    print("README.md is up to date", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
