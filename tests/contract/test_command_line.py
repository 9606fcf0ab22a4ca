"""The command line as other programs use it: exit codes, one clear line, nothing written, the promised columns."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest
import xarray

from cobalamin.body.observe import OBSERVATIONS
from cobalamin.body.scores import SCORES
from cobalamin.cli import main
from cobalamin.evidence import Verified, facts

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PERSON = '[person]\nage = 60\nsex = "female"\n'
PROMISED = [
    "serum_b12_pmol_l",
    "holotc_pmol_l",
    "mma_nmol_l",
    "homocysteine_umol_l",
    "hemoglobin_g_dl",
    "mcv_fl",
    "reticulocytes_pct",
    "body_b12_ug",
    "liver_b12_ug",
    "sam_sah_ratio",
    "myelin_pns",
    "myelin_cns",
    "axons_pns",
    "axons_cns",
    "sural_velocity_m_s",
    "sural_amplitude_uv",
    "tibial_sep_p37_ms",
    "visual_ep_p100_ms",
    "vibration_threshold",
    "dorsal_column",
    "cognition",
    "pain_nrs",
    "tingling",
    "numbness",
    "weakness",
    "unsteadiness",
    "memory_trouble",
    "fatigue",
]

WRONG_FILES = {
    "mistyped drug": (
        PERSON + '[[medicine]]\nregimen = "metfromin 500 mg orally daily"\nsince = "1 year"\n',
        "did you mean 'metformin'",
    ),
    "missing unit": (PERSON + '[[plan]]\nname = "a"\nregimen = "cyanocobalamin 1000 orally daily"\n', "a unit"),
    "negative age": ('[person]\nage = -3\nsex = "female"\n', "age is out of range: '-3'"),
    "a child": ('[person]\nage = 9\nsex = "female"\n', "children need urgent paediatric advice"),
    "lab without a number": (PERSON + '[[lab]]\ntest = "B12"\nvalue = "abc pmol/L"\n', "serum B12"),
    "not TOML": ("hello world", "not TOML"),
    "empty": ("", "empty"),
    "unknown key": (PERSON + "shoe_size = 40\n", "shoe_size"),
    "unknown diet": (PERSON + 'diet = "keto vegn"\n', "diet"),
    "absorption has ended": (
        PERSON + '[[condition]]\nname = "pernicious anaemia"\nsince = "4 years"\n',
        "untreated = true",
    ),
    "dose nobody studied": (
        PERSON + '[[plan]]\nname = "a"\nregimen = "cyanocobalamin 500 mg orally daily"\n',
        "10 times the largest studied",
    ),
    "duplicate plan": (
        PERSON + '[[plan]]\nname = "a"\nregimen = "B12 1 mg orally daily"\n' * 2,
        "a",
    ),
    "empty regimen": (PERSON + '[[plan]]\nname = "a"\nregimen = ""\n', "empty"),
    "infinite weight": (PERSON + 'weight = "inf kg"\n', "weight"),
    "interval of zero": (PERSON + '[[plan]]\nname = "a"\nregimen = "B12 1 mg IM every 0 days"\n', "0"),
}

WRONG_CALLS = {
    "no output": (["--until", "1 year"], "--output"),
    "unknown ending": (["--output", "x.xls"], ".csv, .parquet, .nc"),
    "missing folder": (["--output", "no/x.csv"], "folder does not exist"),
    "unknown parameter": (["--output", "x.csv", "--set", "bile_retrun=1"], "did you mean 'bile_return'"),
    "parameter out of range": (["--output", "x.csv", "--set", "bile_return=7"], "0.3 to 0.95"),
    "parameter not finite": (["--output", "x.csv", "--set", "bile_return=nan"], "nan"),
    "parameter not a number": (["--output", "x.csv", "--set", "bile_return=much"], "a number"),
    "unknown plan": (["--output", "x.csv", "--plan", "injections"], "unknown plan"),
    "plan asked for twice": (["--output", "x.csv", "--plan", "no change", "--plan", "no change"], "twice"),
    "until without unit": (["--output", "x.csv", "--until", "10"], "unit missing"),
    "negative until": (["--output", "x.csv", "--until", "-1 year"], "--until"),
    "every zero": (["--output", "x.csv", "--every", "0 days"], "--every"),
    "regimen with a mistyped drug": (["--output", "x.csv", "--regimen", "cyanocobalmin 1 mg daily"], "cyanocobalamin"),
    "unknown option": (["--output", "x.csv", "--frobnicate"], "--frobnicate"),
    "file name too long": (["--output", f"{'x' * 300}.csv"], "too long"),
    "folder that cannot be written": (["--output", "/proc/x.csv"], "can be written"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1, captured.err
    assert "Traceback" not in captured.err
    return captured.err


@pytest.mark.parametrize("command", ["plan", "simulate", "check"])
@pytest.mark.parametrize(("text", "fragment"), WRONG_FILES.values(), ids=WRONG_FILES)
def test_wrong_file(command: str, text: str, fragment: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "person.toml").write_text(text)
    more = ["--output", "x.csv"] if command == "simulate" else []
    assert main([command, "person.toml", *more]) == 2
    assert fragment in one_line(capsys)
    assert [each.name for each in folder.iterdir()] == ["person.toml"]


def test_directory_binary_and_missing_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "some").mkdir()
    (folder / "noise.toml").write_bytes(bytes(range(256)))
    for name, fragment in (("some", "directory"), ("noise.toml", "binary"), ("nothing.toml", "no such file")):
        assert main(["plan", name, "--report", "x.html"]) == 2
        assert fragment in one_line(capsys)
    assert not (folder / "x.html").exists()


@pytest.mark.parametrize(("arguments", "fragment"), WRONG_CALLS.values(), ids=WRONG_CALLS)
def test_wrong_call(arguments: list[str], fragment: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "person.toml").write_text(PERSON)
    assert main(["simulate", "person.toml", *arguments]) == 2
    assert fragment in one_line(capsys)
    assert [each.name for each in folder.iterdir()] == ["person.toml"]


def test_simulate_has_every_promised_column(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = EXAMPLES / "pernicious_anaemia.toml"
    assert main(["simulate", str(path), "--until", "1 year", "--every", "1 week", "--output", "out.csv"]) == 0
    assert "laboratory values, symptoms and findings are not used" in capsys.readouterr().err
    rows = list(csv.DictReader(io.StringIO((folder / "out.csv").read_text())))
    columns = list(rows[0])
    assert columns[:2] == ["plan", "day"]
    assert columns[2 : 2 + len(PROMISED)] == PROMISED
    assert columns[2:] == [*OBSERVATIONS, *SCORES]
    assert rows[0]["plan"] == "no change"
    assert [float(r["day"]) for r in rows[:3]] == [0, 7, 14]
    plans = list(dict.fromkeys(r["plan"] for r in rows))
    assert plans[0] == "no change"
    assert len(rows) == 53 * len(plans)


def test_every_format_holds_the_same_numbers(folder: Path) -> None:
    import polars
    import xarray

    (folder / "person.toml").write_text(PERSON)
    for ending in ("csv", "parquet", "nc"):
        call = ["simulate", "person.toml", "--until", "10 weeks", "--regimen", "B12 1 mg IM once"]
        assert main([*call, "--output", f"out.{ending}"]) == 0
    text = polars.read_csv(folder / "out.csv")
    parquet = polars.read_parquet(folder / "out.parquet")
    assert text.columns == parquet.columns
    assert text["plan"][0] == "cyanocobalamin 1 mg intramuscularly once"
    assert parquet["serum_b12_pmol_l"].to_list() == pytest.approx(text["serum_b12_pmol_l"].to_list(), rel=1e-7)
    with xarray.open_dataset(folder / "out.nc") as data:
        assert data["serum_b12_pmol_l"].attrs["unit"] == "pmol/L"
        assert data["serum_b12_pmol_l"].values[0, 0] == pytest.approx(text["serum_b12_pmol_l"].to_list(), rel=1e-6)


def test_standard_input_and_json(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Input:
        buffer = io.BytesIO(PERSON.encode())

    monkeypatch.setattr(sys, "stdin", Input())
    assert main(["simulate", "-", "--until", "4 weeks", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["columns"]["day"] == [0, 7, 14, 21, 28]
    assert document["licences"]["pain_nrs"] == "scenario"
    assert list(folder.iterdir()) == []


def test_plan_writes_page_and_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = EXAMPLES / "total_gastrectomy.toml"
    assert main(["plan", str(path), "--json", "--report", "page.html"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["plans"][0]["name"] == "no change"
    for plan in document["plans"]:
        assert all(value["median"] is None for value in plan["residual"].values() if value["licence"] == "scenario")
    page = (folder / "page.html").read_text()
    assert "<script" not in page
    assert "not a medical device" in page


def test_a_set_parameter_changes_the_result(folder: Path) -> None:
    (folder / "person.toml").write_text(PERSON)
    for name, more in (("a", []), ("b", ["--set", "bile_return=0.4"])):
        assert main(["simulate", "person.toml", "--until", "1 year", "--output", f"{name}.csv", *more]) == 0
    assert (folder / "a.csv").read_text() != (folder / "b.csv").read_text()


def test_help_names_what_it_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "not a medical device" in " ".join(capsys.readouterr().out.split())


def test_animal_evidence_is_labelled_in_the_data(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table that leaves the machine must carry the label: in the names of the plans, and in the attributes."""
    (folder / "person.toml").write_text(PERSON)
    for ending in ("csv", "nc"):
        target = folder / f"animals.{ending}"
        call = ["simulate", "person.toml", "--until", "60 days", "--every", "60 days", "--output", target.name]
        assert main([*call, "--set", "animal_evidence=1"]) == 0
        assert "as in rodents" in capsys.readouterr().err
    lines = (folder / "animals.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert lines
    assert all("(animal evidence)" in line for line in lines)
    with xarray.open_dataset(folder / "animals.nc") as stored:
        assert "No trial shows it in people" in stored.attrs["warning"]


def test_a_recalled_figure_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    recalled = next(f for f in facts().values() if f.verified is Verified.MEMORY and f.value is not None)
    for form in ([], ["--json"]):
        assert main(["evidence", "fact", recalled.id, *form]) == 0
        shown = capsys.readouterr().out
        assert "recalled, not read" in shown
        assert f"{recalled.value:g}" not in shown.replace(recalled.id, "").replace(recalled.quantity, "")
