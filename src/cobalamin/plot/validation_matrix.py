"""Studies by parts of the model: how many figures of each study agree in each part, validation first."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cobalamin.plot.palette import FAINT, PALETTE, QUIET, TEXT
from cobalamin.plot.svg import FONT, SMALL, WIDTH, drawing, svg_text
from cobalamin.validate.row import Block, Kind, Row

KIND_HEADINGS = {
    Kind.PREDICTED: "Kept for testing: validation",
    Kind.FITTED: "Used for fitting: no evidence",
    Kind.VERIFICATION: "The same model computed again",
    Kind.BUILT_IN: "True by construction",
}
_NAME_CHARACTERS = 26
_NAMES = 1.72
"""Width of the column of names [inch]."""
_LINE, _TOP = 0.21, 0.3
_FEW, _SOME, _NONE = "#d6e8f4", "white", PALETTE[1].colour
"""Fills of a cell: all figures agree, some are missed, all are missed."""


@dataclass(frozen=True, kw_only=True)
class _Cell:
    """Rows of one study in one part."""

    agree: int
    rows: int

    @property
    def words(self) -> str:
        """Agree of all: "3/5"."""
        return f"{self.agree}/{self.rows}"


def draw_matrix(rows: Sequence[Row], *, name: str, what: str) -> str:
    """One line a study, one column a part of the model; a cell holds figures that agree / figures compared.

    Arguments:
        name: prefix of the ids of the figure.
        what: words for these figures, such as "figures kept for testing".

    Errors: ValueError when there is no row.
    """
    if not rows:
        raise ValueError("no row")
    missed = sum(row.is_missed for row in rows)
    takeaway = f"Of {len(rows)} {what}, {len(rows) - missed} agree and {missed} are missed."
    note = textwrap.wrap(
        "A cell: figures that agree / figures compared. Pale: all agree. White with a thick edge: some are missed. "
        "Dark with white figures: all are missed.",
        60,
    )
    title = textwrap.wrap(takeaway, 45)
    lines = _lines(rows)
    head = _TOP + 0.2 * len(title) + 0.16 * len(note) + 0.35
    height = head + _LINE * len(lines) + 0.1
    with drawing(height) as figure:
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(height, 0)
        axes.axis("off")
        for n, line in enumerate(title):
            axes.text(0.1, 0.2 + 0.2 * n, line, fontsize=FONT + 1, fontweight="bold", va="center")
        for n, line in enumerate(note):
            axes.text(0.1, 0.22 + 0.2 * len(title) + 0.16 * n, line, fontsize=SMALL, color=QUIET, va="center")
        for n, block in enumerate(Block):  # on two lines by turns, so that words do not meet
            at = head - (0.1 if n % 2 else 0.26)
            axes.text(_centre(block), at, block.value, fontsize=SMALL, ha="center", va="center")
        for n, (heading, study, cells) in enumerate(lines):
            _draw_line(axes, head + _LINE * (n + 0.5), heading, study, cells)
        return svg_text(figure, name=name, title=takeaway, description=_words(rows))


def _centre(block: Block) -> float:
    step = (WIDTH - _NAMES - 0.12) / len(Block)
    return _NAMES + step * (list(Block).index(block) + 0.5)


def _lines(rows: Sequence[Row]) -> list[tuple[str, str, dict[Block, _Cell]]]:
    """Headings, and studies with their cells; those with most misses first within a kind."""
    found: list[tuple[str, str, dict[Block, _Cell]]] = []
    for kind, heading in KIND_HEADINGS.items():
        own = [row for row in rows if row.kind is kind]
        if not own:
            continue
        found.append((heading, "", {}))
        misses = {study: sum(row.is_missed for row in own if row.study == study) for study in {r.study for r in own}}
        for study in sorted(misses, key=lambda each: (-misses[each], each.lower())):
            cells: dict[Block, _Cell] = {}
            for block in Block:
                here = [row for row in own if row.study == study and row.block is block]
                if here:
                    cells[block] = _Cell(agree=sum(not row.is_missed for row in here), rows=len(here))
            found.append(("", study, cells))
    return found


def _draw_line(axes: Any, at: float, heading: str, study: str, cells: dict[Block, _Cell]) -> None:
    from matplotlib.patches import Rectangle

    if heading:
        axes.text(0.1, at, heading, fontsize=FONT, fontweight="bold", va="center")
        return
    axes.text(0.1, at, textwrap.shorten(study, _NAME_CHARACTERS, placeholder=" ..."), fontsize=SMALL, va="center")
    axes.plot([0.1, WIDTH - 0.05], [at + _LINE / 2] * 2, color=FAINT, linewidth=0.6, zorder=0)
    half = (WIDTH - _NAMES - 0.05) / len(Block) / 2 - 0.02
    for block, cell in cells.items():
        fill = _FEW if cell.agree == cell.rows else _SOME if cell.agree else _NONE
        edge = (TEXT, 1.3) if fill == _SOME else (fill, 0.0)
        axes.add_patch(
            Rectangle(
                (_centre(block) - half, at - 0.42 * _LINE),
                2 * half,
                0.84 * _LINE,
                facecolor=fill,
                edgecolor=edge[0],
                linewidth=edge[1],
            )
        )
        none = fill == _NONE
        axes.text(
            _centre(block), at, cell.words, fontsize=SMALL, ha="center", va="center_baseline",
            color="white" if none else TEXT, fontweight="bold" if none else "normal",
        )  # fmt: skip


def _words(rows: Sequence[Row]) -> str:
    """The figure for someone who cannot see it."""
    by_study = dict.fromkeys(row.study for row in rows if row.is_missed)
    told = "; ".join(by_study) or "none"
    return f"Studies with a figure that is missed: {told}. The table has every number."
