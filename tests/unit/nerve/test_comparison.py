"""One impulse for people to look at: the sentence, the figures, the page, and wrong wishes."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from cobalamin.cli import main
from cobalamin.errors import InputError
from cobalamin.nerve.comparison import Change, Comparison, compare
from cobalamin.plot.fibre import COLUMNS, ROWS, SHADES, draw_console, draw_fibre, grid, png
from cobalamin.report.fibre_page import render_fibre_page


@pytest.fixture(scope="module")
def thin() -> Comparison:
    return compare(Change(myelin=0.3))


@pytest.fixture(scope="module")
def blocked() -> Comparison:
    return compare(Change(bare=2))


def test_thin_sheath_conducts_slowly(thin: Comparison) -> None:
    assert not thin.is_blocked
    assert 0.7 < thin.velocity / thin.healthy_velocity < 0.8
    assert thin.takeaway.startswith(f"Conducted: {thin.velocity:.1f} m/s, ")


def test_bare_stretch_without_channels_blocks_where_it_lies(blocked: Comparison) -> None:
    assert blocked.is_blocked
    assert blocked.bare is not None
    assert blocked.bare[0] - 1.2 < blocked.reached < blocked.bare[1]
    assert f"stops {blocked.reached:.1f} mm from the start, at the bare stretch" in blocked.takeaway


def test_bare_stretch_with_channels_conducts() -> None:
    assert not compare(Change(bare=2, channels=0.1)).is_blocked


def test_healthy_fibre_is_compared_with_nothing() -> None:
    seen = compare(Change(diameter=5.7))
    assert seen.velocity == pytest.approx(seen.healthy_velocity)
    assert seen.takeaway == f"Conducted: a healthy 5.7 µm fibre conducts at {seen.velocity:.1f} m/s."


def test_slope_on_the_grid_is_the_velocity(thin: Comparison) -> None:
    """The brightest cell of each row moves by velocity x time."""
    duration, length = float(thin.changed.time[-1]), float(thin.changed.node_position[-1])
    cells = grid(thin.changed, rows=200, columns=200, duration=duration, length=length)
    # A distance is reached in the first row where its potential is above zero.
    reached = np.argmax(cells > 0, axis=0) * duration / 200
    inner = slice(40, 160)
    slope = np.polyfit(reached[inner], np.linspace(0, length, 200)[inner], 1)[0]
    assert slope == pytest.approx(thin.velocity, rel=0.05)


def test_console_is_narrow_and_can_be_plain(thin: Comparison, blocked: Comparison) -> None:
    for seen in (thin, blocked):
        text = draw_console(seen)
        assert max(map(len, text.splitlines())) <= 80
        assert SHADES[-1] in text
        assert draw_console(seen, plain=True).isascii()
    assert len(draw_console(blocked).splitlines()) == ROWS + 5
    assert "bare" in draw_console(blocked)
    assert COLUMNS > 30


def test_figure_says_it_in_words(blocked: Comparison) -> None:
    svg = draw_fibre(blocked)
    for word in ("time, ms", "distance, mm", "membrane potential, mV", "no range", "bare", "<desc"):
        assert word in svg
    assert png(blocked).startswith(b"\x89PNG")


class Reader(HTMLParser):
    """Tags and their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_page_stands_alone_and_can_be_stopped(blocked: Comparison) -> None:
    html = render_fibre_page(blocked)
    tags = Reader(html).tags
    loaded = [v for _, attrs in tags for k, v in attrs.items() if k in {"src", "href", "xlink:href"} and v]
    assert all(value.startswith(("data:", "#")) for value in loaded)
    assert ("button", {"type": "button", "id": "play"}) in tags
    slider = next(attrs for tag, attrs in tags if tag == "input")
    assert slider["type"] == "range"
    assert any(attrs.get("for") == slider["id"] for tag, attrs in tags if tag == "label")
    assert "prefers-reduced-motion" in html
    assert re.search(r"@media print \{ #moving \{ display: none; \}", html)
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"myelin": 2.0}, "myelin: '2'; allowed: 0 to 1"),
        ({"seal": 0.5}, "seal: '0.5'; allowed: 1 to 20"),
        ({"internode": float("nan")}, "internode: 'nan'"),
        ({"bare": 40}, "allowed: 0 to 12"),
        ({"bare": 1, "channels": -1.0}, "channels: '-1'; allowed: 0 to 1"),
        ({"channels": 0.1}, "--bare 1 or more"),
        ({"diameter": 30.0}, "allowed: 1 to 16 um"),
    ],
)
def test_wrong_wishes_name_the_range(options: dict[str, float], words: str) -> None:
    with pytest.raises(InputError, match=re.escape(words)):
        Change(**options)  # type: ignore[arg-type]


def test_command_writes_or_says_why_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "fibre.html"
    assert main(["nerve", "fibre", "--myelin", "0.5", "--output", str(page)]) == 0
    out = capsys.readouterr()
    assert out.out.startswith("Conducted: ")
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    page.unlink()
    for wrong in (["--myelin", "7"], ["--bare", "2.5"], ["--seal", "x"], ["--output", str(tmp_path / "a.gif")]):
        assert main(["nerve", "fibre", "--output", str(page), *wrong]) == 2
        error = capsys.readouterr().err
        assert error.count("\n") == 1
        assert error.startswith("cobalamin: ")
    assert not list(tmp_path.iterdir())
