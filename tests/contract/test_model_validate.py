"""`cobalamin model validate`: the JSON that others read, exit codes, whole files, the same numbers twice."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from cobalamin.cli import main
from cobalamin.validate import matrix
from cobalamin.validate.credibility import credibility
from cobalamin.validate.matrix import judge, run_studies, to_json
from cobalamin.validate.row import Block, Row
from cobalamin.validate.studies import rows_of

CHEAP = ("brown_2004", "coggan_2010", "felts_1997", "leishear_2012", "perkins_2010", "yajnik_2019")
MEASURES = ("geometric_mean_fold_error", "within_2_fold", "coverage_90")
CONTRACT = (
    *("study", "quantity", "unit", "observed", "low", "high", "simulated", "simulated_low", "simulated_high", "use"),
    *("kind", "source", "block", "verdict", "fold_error", "interval_90"),
)


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "studies", lambda: CHEAP)
    monkeypatch.setattr(matrix, "rows_of", _ran_once)


@cache
def _ran_once(name: str) -> tuple[Row, ...]:
    return rows_of(name)


def _broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def some(name: str) -> tuple[Row, ...]:
        if name == "felts_1997":
            raise ValueError("no map")
        return _ran_once(name)

    monkeypatch.setattr(matrix, "rows_of", some)


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "validate", "--json", "--workers", "1"]) == 0
    found = json.loads(capsys.readouterr().out)
    for holder in (found, *found["blocks"].values()):
        for name in MEASURES:
            assert set(holder[name]) == {"calibration", "validation"}
    assert set(found["blocks"]) == {block.value for block in Block}
    assert set(found["baseline"]) == {*found["blocks"], "kinetics and biomarkers"}
    assert found["failed"] == {}
    for row in found["rows"]:
        assert set(CONTRACT) <= set(row)
        if row["wrong_sign"]:
            assert row["missed"]
    kinds = [row["kind"] for row in found["rows"]]
    assert kinds[0] == "predicted"
    assert {"predicted", "fitted", "verification"} == set(kinds)
    tested = [row["missed"] for row in found["rows"] if row["kind"] == "predicted"]
    assert tested == sorted(tested, reverse=True), "misses first"
    # Two figures of anaemia are kept for testing; the share near is that of both, and both are told as missed.
    assert found["blocks"]["biomarkers"]["rows"] == {"calibration": 0, "validation": 2}
    anaemia = [row for row in found["rows"] if row["block"] == "biomarkers"]
    near = sum(row["fold_error"] <= 2.0 for row in anaemia) / len(anaemia)
    assert found["blocks"]["biomarkers"]["within_2_fold"]["validation"] == pytest.approx(near)


def test_rows_of_a_kind_alone_and_the_measures_of_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "validate", "--json", "--workers", "1", "--kind", "fitted"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {row["kind"] for row in found["rows"]} == {"fitted"}
    assert found["headline"]["rows"]["validation"] == 2


def test_console_tells_misses_first_and_what_it_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "validate", "--workers", "1"]) == 0
    text = capsys.readouterr().out
    assert text.index("Missed, kept for testing") < text.index("within")
    assert "no diagnosis" in " ".join(text.split())


def test_console_shows_every_row_of_a_kind_that_is_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["model", "validate", "--workers", "1", "--kind", "verification"]) == 0
    text = capsys.readouterr().out
    assert "Verification: 3 figures" in text
    assert text.count("same direction") == 3


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (["--workers", "0"], "--workers"),
        (["--kind", "guessed"], "guessed"),
        (["--output", "nowhere"], "no such folder"),
        (["--report", "page.txt"], "unknown file ending"),
        (["--report", "nowhere/page.html"], "folder does not exist"),
    ],
)
def test_wrong_input(
    arguments: list[str],
    fragment: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["model", "validate", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert fragment in captured.err
    assert list(tmp_path.iterdir()) == []


def test_a_study_that_fails_is_named_and_leaves_the_others(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _broken(monkeypatch)
    page = tmp_path / "page.html"
    arguments = ["model", "validate", "--json", "--workers", "1", "--output", str(tmp_path), "--report", str(page)]
    assert main(arguments) == 1
    captured = capsys.readouterr()
    found = json.loads(captured.out)
    assert found["failed"] == {"felts_1997": "ValueError: no map"}
    assert {"Brown 2004", "Coggan 2010", "Perkins 2010"} <= {row["study"] for row in found["rows"]}
    assert "1 of 6 studies failed: felts_1997: ValueError: no map" in captured.err
    assert list(tmp_path.iterdir()) == []


def test_files_and_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.html"
    folder = tmp_path / "docs"
    folder.mkdir()
    assert main(["model", "validate", "--workers", "1", "--output", str(folder), "--report", str(page)]) == 0
    capsys.readouterr()
    written = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}
    text, html = (folder / "validation.md").read_text(), page.read_text()
    assert {"validation.csv", "validation.md", "images/validation_matrix.svg"} <= written
    for name in written - {"validation.csv", "validation.md"}:
        assert name in text
    for told in credibility().must_not:
        assert told in text
    places = [text.index(f"## {words}") for words in ("In short", "Misses", "What it must not", "Credibility of each")]
    assert places == sorted(places)
    for output in credibility().outputs:
        assert f"### {output.name}" in text
        assert output.question in html
    assert "`cobalamin plan` can be run" in text
    assert "src=" not in html
    assert "http" not in html.partition("</style>")[2].replace("http://www.w3.org", "")


def test_every_output_is_told_as_built_or_not(tmp_path: Path) -> None:
    from cobalamin.report.document import to_markdown
    from cobalamin.report.validation import validation_document

    made = judge(run_studies(("coggan_2010", "felts_1997"), workers=1))
    text = to_markdown(validation_document(made, commands=("plan",)))
    built = [output.name for output in credibility().outputs if f"`cobalamin {output.name}` can be run" in text]
    missing = [output.name for output in credibility().outputs if f"`cobalamin {output.name}` is not built yet" in text]
    assert built == ["plan"]
    assert missing == [output.name for output in credibility().outputs if output.name != "plan"]


def test_the_same_bit_for_bit_whatever_the_number_of_workers() -> None:
    names = ("brown_2004", "coggan_2010", "felts_1997")
    one, two = (json.dumps(to_json(judge(run_studies(names, workers=workers)))) for workers in (1, 2))
    assert one == two
