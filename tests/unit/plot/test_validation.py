"""The figure of published results: it counts what it must, and hides neither misses nor directions as agreement."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from cobalamin.plot.validation import draw_validation
from cobalamin.validate.measures import Judged
from cobalamin.validate.row import DIRECTION, Block, Kind, Row


def row(quantity: str, simulated: float, unit: str = "1") -> Judged:
    made = Row(
        study="Irving 2009", quantity=quantity, unit=unit, observed=1.0, low=0.9, high=1.1, simulated=simulated,
        simulated_low=simulated - 0.05, simulated_high=simulated + 0.05, kind=Kind.PREDICTED, source="guess",
        block=Block.PAIN,
    )  # fmt: skip
    return Judged(row=made, interval_90=(simulated - 0.2, simulated + 0.2))


ROWS = [row("near", 1.0), row("far", 5.0), row("turned round", -1.0), row("a way", 1.0, DIRECTION)]


def test_takeaway_counts_ratios_and_not_directions() -> None:
    text = draw_validation(ROWS, name="v", what="figures")
    assert "Of 3 figures with a ratio, 1 come out within 2-fold." in text
    read = " ".join(" ".join(ET.fromstring(text).itertext()).split())
    assert "Left out: 1 directions" in read


def test_misses_stand_before_the_rest_and_every_label_is_there() -> None:
    text = draw_validation(ROWS, name="v", what="figures")
    assert text.index("Missed (2)") < text.index("Irving 2009: far") < text.index("Agrees (1)")
    assert text.index("Agrees (1)") < text.index("Irving 2009: near")
    assert "Irving 2009: a way" not in text


def test_it_is_one_picture_with_a_title_and_words_and_the_same_each_time() -> None:
    text = draw_validation(ROWS, name="v", what="figures")
    root = ET.fromstring(text)
    assert root.attrib["role"] == "img"
    assert "Irving 2009, far: 5" in text
    assert text == draw_validation(ROWS, name="v", what="figures")


def test_rows_without_a_ratio_alone_are_refused() -> None:
    with pytest.raises(ValueError, match="no row"):
        draw_validation([ROWS[-1]], name="v", what="figures")
