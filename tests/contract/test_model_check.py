"""`cobalamin model check --fast`: wrong input, a missing extra, and whom it asks about.

What it finds and prints is tested in `numerical/test_fast_reference.py`, where the reference is compiled anyway.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from cobalamin.cli import main
from cobalamin.validate.solver_check import cases

VEGAN = '[person]\nage = 40\nsex = "female"\ndiet = "vegan"\ndiet_since = "1 year"\n'


@pytest.fixture
def vegan(tmp_path: Path) -> str:
    path = tmp_path / "vegan.toml"
    path.write_text(VEGAN)
    return str(path)


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        ([], "--fast"),
        (["--fast", "--error", "0"], "error target"),
        (["--fast", "--error", "nan"], "error target"),
        (["--fast", "--until", "12"], "unit missing"),
        (["--fast", "--every", "0 days"], "--every"),
        (["--fast", "nobody.toml"], "no such file"),
    ],
)
def test_wrong_input(arguments: list[str], fragment: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "check", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert fragment in captured.err
    assert captured.err.count("\n") == 1


def test_without_the_extra(vegan: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "diffrax" else find(name, *more)
    )
    assert main(["model", "check", vegan, "--fast", "--until", "1 week"]) == 1
    assert "extra 'reference'" in capsys.readouterr().err


def test_the_built_in_set() -> None:
    """It covers a change of diet, tablets, injections, metformin, diabetes and drugs."""
    rows = [case.row for case in cases([], until=84.0)]
    inputs = {name for row in rows for _, values in row.inputs for name, value in values.items() if value > 0}
    assert {"metformin_mg_per_day", "diabetes", "pregabalin_mg_per_day", "duloxetine_mg_per_day"} <= inputs
    assert any(row.daily for row in rows)
    assert any(len(row.impulses) > 5 for row in rows)
    eaten = [np.ptp([values["diet_absorbed"] for _, values in row.inputs]) for row in rows]
    assert max(eaten) > 1.0
