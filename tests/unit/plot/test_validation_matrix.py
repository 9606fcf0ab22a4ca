"""Figures of the credibility matrix: misses first, every study there, kinds told apart without colour."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from cobalamin.plot.palette import PALETTE
from cobalamin.plot.validation import MARKERS
from cobalamin.plot.validation_matrix import draw_matrix
from cobalamin.plot.validation_ratios import draw_ratios
from cobalamin.validate.row import DIRECTION, Block, Kind, Row

TESTED, OTHER, FITTED = "Irving 2009", "Perkins 2010", "Misra 2007"


def row(study: str, simulated: float, block: Block = Block.KINETICS, unit: str = "1") -> Row:
    return Row(
        study=study, quantity="a", unit=unit, observed=1.0, low=0.9, high=1.1, simulated=simulated,
        kind=Kind.FITTED if study == FITTED else Kind.PREDICTED, source="guess", block=block,
    )  # fmt: skip


ROWS = [
    row(OTHER, 1.0),
    row(TESTED, 1.0),
    row(TESTED, 5.0),
    row(TESTED, 5.0, Block.NERVE),
    row(FITTED, 1.0, Block.PAIN),
]


def read(svg: str) -> str:
    return " ".join(" ".join(ET.fromstring(svg).itertext()).split())


def test_matrix_counts_and_orders() -> None:
    text = read(draw_matrix(ROWS, name="m", what="figures"))
    assert "Of 5 figures, 3 agree and 2 are missed." in text
    for cell in ("1/2", "0/1", "1/1"):
        assert cell in text
    body = text[text.index("Kept for testing: validation") :]
    assert body.index(TESTED) < body.index(OTHER) < body.index("Used for fitting") < body.index(FITTED)


def test_matrix_marks_what_is_all_missed_by_more_than_colour() -> None:
    svg = draw_matrix(ROWS, name="m", what="figures")
    assert PALETTE[1].colour.lower() in svg.lower()
    bold = re.findall(r"<text[^>]*(?:bold|700)[^>]*>\s*([^<]*)", svg)
    assert "0/1" in bold
    assert "1/1" not in bold


def test_ratios_count_a_study_and_part_once() -> None:
    """sqrt(1 x 5) = 2.24 is beyond 2-fold, so of the two tests of kinetics one is near."""
    text = read(draw_ratios(ROWS, name="r"))
    assert "1 of 2 tests of kinetics and biomarkers lie within 2-fold" in text
    assert "kinetics, tested: 1 of 2 studies within 2-fold" in text
    assert "pain, fitted: 1 of 1 studies within 2-fold" in text


def test_kinds_have_marks_of_their_own() -> None:
    assert len(set(MARKERS.values())) == len(Kind)


def test_the_same_twice_and_one_picture() -> None:
    for draw in (lambda: draw_matrix(ROWS, name="m", what="figures"), lambda: draw_ratios(ROWS, name="r")):
        assert draw() == draw()
        assert ET.fromstring(draw()).attrib["role"] == "img"


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="no row"):
        draw_matrix([], name="m", what="figures")
    with pytest.raises(ValueError, match="no row has a ratio"):
        draw_ratios([row(TESTED, 1.0, unit=DIRECTION)], name="r")
