"""The fast solver against the reference on every observation: the examples weekly, and daily tablets one by one."""

from __future__ import annotations

import datetime
import functools
import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from cobalamin.body.observe import OBSERVATIONS
from cobalamin.cli import main
from cobalamin.person import Person
from cobalamin.regimen import parse
from cobalamin.simulate import Request, build_row, observe_states
from cobalamin.solve import fast, reference
from cobalamin.solve.protocol import FloatArray, Row
from cobalamin.solve.rule import rule_for
from cobalamin.validate import solver_check

pytest.importorskip("diffrax", reason="the reference solver needs the extra `reference`")

TOOLS = Path(__file__).resolve().parents[2] / "tools"
ALLOWED = 0.003
WEEKS = np.arange(0.0, 26 * 7 + 1.0, 7.0)
ENOUGH = reference.Accuracy(relative=1e-6, absolute=1e-8)
"""Measured: halves of thousandths of a percent away from 1e-8 and 1e-10, at half the time."""
NAMES = tuple(OBSERVATIONS)
FLOOR = np.array([each.scale_floor for each in OBSERVATIONS.values()])[:, None]


def errors(ours: FloatArray, theirs: FloatArray) -> FloatArray:
    """|ours - theirs| / max(|theirs|, floor of the scale), shape (observation, time)."""
    return np.abs(ours - theirs) / np.maximum(np.abs(theirs), FLOOR)


def observed(states: FloatArray, days: FloatArray, row: Row) -> FloatArray:
    return observe_states(states[:, :, None], days, [row], NAMES)[:, :, 0]


def largest(found: FloatArray, days: FloatArray) -> str:
    """A table of the largest error of each observation and the day it occurs, worst first."""
    order = np.argsort(-found.max(axis=1))
    return "\n".join(f"{100 * found[n].max():8.4f} %  day {days[found[n].argmax()]:5g}  {NAMES[n]}" for n in order)


def requests_of(person: Person) -> list[Request]:
    """No change, and the first plan."""
    first = person.plans[0]
    return [Request(person=person), Request(person=person, plan_name=first.name, plan=first.regimen)]


@pytest.fixture(scope="module")
def fast_rows(people: dict[str, Person]) -> dict[tuple[str, int], tuple[Row, FloatArray]]:
    """Row and fast solution by example and arm, all in one batch."""
    keys = [(name, arm) for name in people for arm in (0, 1)]
    rows = [build_row(requests_of(people[name])[arm], horizon=float(WEEKS[-1]) + 1.0)[0] for name, arm in keys]
    solution = fast.solve(rows, WEEKS)
    assert not solution.failed
    return {key: (row, solution.states[:, :, r]) for r, (key, row) in enumerate(zip(keys, rows, strict=True))}


@pytest.mark.parametrize("arm", [0, 1], ids=["no change", "first plan"])
@pytest.mark.parametrize(
    "name",
    ["metformin_diabetic_neuropathy", "nitrous_oxide", "pernicious_anaemia", "strict_vegan", "total_gastrectomy"],
)
def test_every_observation_every_week(
    fast_rows: dict[tuple[str, int], tuple[Row, FloatArray]], name: str, arm: int
) -> None:
    row, ours = fast_rows[name, arm]
    solution = reference.solve([row], WEEKS, accuracy=ENOUGH)
    assert not solution.failed
    found = errors(observed(ours, WEEKS, row), observed(solution.states[:, :, 0], WEEKS, row))
    print(f"\n{row.label}\n{largest(found, WEEKS)}")
    assert found.max() <= ALLOWED, largest(found, WEEKS)


SAMPLES = np.array([0.0, 42.0, 91.0])


@functools.cache
def months_of_tablets() -> tuple[Row, dict[str, FloatArray]]:
    """A vegan on daily tablets for three months, by three ways of taking tablets into account."""
    from cobalamin.person import person_from_mapping

    person = person_from_mapping(
        {"person": {"age": 40, "sex": "female", "diet": "vegan", "diet_since": "6 years"}},
        where="test",
        today=datetime.date(2026, 11, 24),
    )
    plan = parse("cyanocobalamin 1000 ug orally daily")
    row = build_row(Request(person=person, plan_name="tablets", plan=plan), horizon=92.0)[0]
    ways = {
        "every tablet": reference.solve([row], SAMPLES, explicit_days=None, accuracy=ENOUGH),
        "tablets of the last 28 days": reference.solve([row], SAMPLES, explicit_days=28.0, accuracy=ENOUGH),
        "fast": fast.solve([row, row], SAMPLES),
    }
    assert not any(way.failed for way in ways.values())
    return row, {name: observed(way.states[:, :, 0], SAMPLES, row) for name, way in ways.items()}


def test_daily_tablets() -> None:
    """The fast solver jumps over identical days; the reference here sees every tablet."""
    _, found = months_of_tablets()
    off = errors(found["fast"], found["every tablet"])
    print(f"\nfast\n{largest(off, SAMPLES)}")
    assert off.max() <= ALLOWED, largest(off, SAMPLES)


def test_older_tablets_as_a_mean_rate() -> None:
    """Tablets older than 28 days as a mean rate cost the reference less than 1 %."""
    _, found = months_of_tablets()
    off = errors(found["tablets of the last 28 days"], found["every tablet"])
    print(f"\ntablets of the last 28 days\n{largest(off, SAMPLES)}")
    assert off.max() <= 0.01, largest(off, SAMPLES)


def test_samples_do_not_change_the_course(people: dict[str, Person]) -> None:
    """Asking more often must not change what is answered: the grid has more steps, the answer stays."""
    person = people["pernicious_anaemia"]
    row = build_row(requests_of(person)[1], horizon=200.0)[0]
    often, rarely = np.arange(0.0, 169.0, 3.0), np.array([0.0, 84.0, 168.0])
    many = fast.solve([row, row], often).states[:, :, 0]
    few = fast.solve([row, row], rarely).states[:, :, 0]
    found = errors(observed(few, rarely, row), observed(many[[0, 28, 56]], rarely, row))
    assert found.max() <= 2 * ALLOWED, largest(found, rarely)


@pytest.mark.parametrize(("name", "plan"), [("nitrous_oxide", "stop and injections"), ("strict_vegan", "50 ug daily")])
def test_stand_in_of_the_reference(people: dict[str, Person], name: str, plan: str) -> None:
    """CVODE, with which the model files are compared, follows the reference: every state, doses one by one."""
    pytest.importorskip("sksundae", reason="the stand-in needs the extra `peers`")
    spec = importlib.util.spec_from_file_location("compare_simulators", TOOLS / "compare_simulators.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    row, days = tool.row_of(people[name], plan), np.array([0.0, 1 / 24, 1.0, 3.0, 4.0 + 1 / 24, 10.0])
    solution = reference.solve([row], days, explicit_days=None, accuracy=ENOUGH)
    assert not solution.failed
    states = solution.states[:, :, 0]
    assert tool.errors(tool.stand_in(row, states[0], days), states).max() <= 5e-5


@pytest.fixture
def vegan(tmp_path: Path) -> str:
    path = tmp_path / "vegan.toml"
    path.write_text('[person]\nage = 40\nsex = "female"\ndiet = "vegan"\ndiet_since = "1 year"\n')
    return str(path)


def test_model_check(vegan: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "check", vegan, "--fast", "--until", "1 week", "--error", "0.01", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["met"] is True
    assert found["cases"] == 1
    assert {each["observation"] for each in found["worst"]} == set(OBSERVATIONS)
    shares = [each["share"] for each in found["worst"]]
    assert shares == sorted(shares, reverse=True)
    assert 0 < shares[0] <= 0.01
    pain = next(each for each in found["worst"] if each["observation"] == "pain_nrs")
    assert pain["in_points"]
    assert pain["error"] == pytest.approx(abs(pain["fast"] - pain["reference"]))
    assert found["worst"][0]["day"] in (0.0, 7.0)
    assert min(found["fast_steps"], found["reference_steps"], found["fast_seconds"], found["reference_seconds"]) > 0


def test_model_check_misses_a_target(
    vegan: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The steps of a coarse target cannot keep one ten thousand times finer."""
    monkeypatch.setattr(solver_check, "rule_for", lambda _: rule_for(0.1))
    monkeypatch.setattr(solver_check, "USUAL_TARGET", 0.0)
    assert main(["model", "check", vegan, "--fast", "--until", "1 week", "--error", "1e-5"]) == 1
    captured = capsys.readouterr()
    assert "missed" in captured.out
    assert "person-years/s" in captured.out
    assert captured.err.startswith("cobalamin: the error target")
