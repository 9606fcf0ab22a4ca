"""Our model in other people's simulators: every state, every week and an hour after doses, for two years.

libRoadRunner and COPASI read the SBML and must follow the solution of the flows themselves. The reference solver takes
minutes for two years of tablets, so CVODE on the same flows stands in for it; that the two agree is a test of the
solvers. Tablets are followed for four to six months here; `tools/compare_simulators.py` has followed them for two
years against the reference.
"""

from __future__ import annotations

import doctest
import functools
import importlib
import importlib.util
import io
import pkgutil
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

import cobalamin.interop
from cobalamin.body import BODY
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.cli import main
from cobalamin.errors import InputError
from cobalamin.person import Person
from cobalamin.regimen import parse
from cobalamin.simulate import Request, build_row, observe_states
from cobalamin.solve import fast
from cobalamin.solve.protocol import FloatArray, Impulse, Row

libsbml = pytest.importorskip("libsbml", reason="model files need the extra `sbml`")
pytest.importorskip("sympy", reason="model files need the extra `sbml`")

from cobalamin.interop import identifiers, omex  # noqa: E402
from cobalamin.interop.doses import series_of  # noqa: E402
from cobalamin.interop.model_file import encode  # noqa: E402
from cobalamin.interop.sbml import EMPTY, document  # noqa: E402
from cobalamin.interop.symbols import formulas, state_id  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
ALLOWED = 1e-4


def _tool() -> ModuleType:
    """The comparison that `tools/compare_simulators.py` makes against the reference."""
    spec = importlib.util.spec_from_file_location("compare_simulators", ROOT / "tools/compare_simulators.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = _tool()
ARMS, HOUR, SCALE, STATES, errors = tool.ARMS, tool.HOUR, tool.SCALE, tool.STATES, tool.errors
SIMULATORS = {"libRoadRunner": ("roadrunner", tool.in_roadrunner), "COPASI": ("basico", tool.in_copasi)}
LAST_DAY = {"pernicious_anaemia": 119.0, "strict_vegan": 182.0}
"""Tablets are followed for less than two years here, because the stand-in stops at each of them."""


def careful(row: Row, start: FloatArray, days: FloatArray) -> FloatArray:
    """States at `days` by CVODE, shape (time, state); at a dose, the state before it."""
    pytest.importorskip("sksundae", reason="the stand-in for the reference needs the extra `peers`")
    return tool.stand_in(row, start, days)


def simulated(simulator: str, text: str, days: FloatArray, names: list[str]) -> FloatArray:
    """Values of the named elements at `days` in a simulator, shape (time, name)."""
    module, run = SIMULATORS[simulator]
    if importlib.util.find_spec(module) is None:
        pytest.skip("the comparison needs the extra `peers`")
    return run(text, days, names)


def largest(found: FloatArray, days: FloatArray) -> str:
    """The five worst states, with the day of the largest error of each."""
    order = np.argsort(-found.max(axis=0))[:5]
    return "\n".join(f"{found[:, n].max():.2e}  day {days[found[:, n].argmax()]:9.4f}  {BODY.names[n]}" for n in order)


# The people


@dataclass(frozen=True)
class Case:
    """One example under one plan: its row, the days to look at, the careful solution and the model file."""

    row: Row
    days: FloatArray
    states: FloatArray
    text: str


@pytest.fixture(scope="module")
def case(people: dict[str, Person]) -> Callable[[str], Case]:
    """case(name): made on first use; the states of day 0 of all come from one batch of the fast solver."""
    rows = {name: tool.row_of(people[name.partition(",")[0]], plan) for name, plan in ARMS.items()}
    solution = fast.solve(list(rows.values()), np.array([0.0]))
    assert not solution.failed
    starts = dict(zip(rows, solution.states[0].T, strict=True))

    @functools.cache
    def make(name: str) -> Case:
        row, days = rows[name], tool.sample_days(rows[name])
        days = days[days <= LAST_DAY.get(name, tool.TWO_YEARS)]
        start = np.where(starts[name] > EMPTY, starts[name], 0.0)
        return Case(row, days, careful(row, start, days), document(row, start))

    return make


# The simulators


@pytest.mark.parametrize("simulator", SIMULATORS)
@pytest.mark.parametrize("name", ARMS)
def test_every_state_follows(case: Callable[[str], Case], name: str, simulator: str) -> None:
    """At day 0 a simulator may show what a dose of that day has added, so the first sample is left out."""
    made = case(name)
    found = errors(simulated(simulator, made.text, made.days, STATES)[1:], made.states[1:])
    print(f"\n{simulator}: {made.row.label}\n{largest(found, made.days[1:])}")
    assert found.max() <= ALLOWED, largest(found, made.days[1:])


def test_observations_carry_their_names_and_values(case: Callable[[str], Case]) -> None:
    made = case("nitrous_oxide")
    days = made.days[1:]
    theirs = simulated("COPASI", made.text, made.days, list(OBSERVATIONS))[1:]
    ours = observe_states(made.states[1:, :, None], days, [made.row], list(OBSERVATIONS))[:, :, 0].T
    floor = np.array([each.scale_floor for each in OBSERVATIONS.values()])
    assert (np.abs(theirs - ours) <= 1e-4 * np.maximum(np.abs(ours), floor)).all()


@pytest.mark.parametrize("simulator", SIMULATORS)
def test_doses_at_one_moment_add_up(case: Callable[[str], Case], simulator: str) -> None:
    made = case("strict_vegan, no change")
    again = Impulse(day=3.0, amounts={"plasma.depot_hydroxocobalamin": 100.0, "gut.enterocyte_early": 1.0})
    often = tuple(Impulse(day=float(d), amounts={"plasma.depot_hydroxocobalamin": 50.0}) for d in (0, 1, 2, 3, 4))
    row = replace(made.row, impulses=(*often[:4], again, again, *often[4:]))
    days = np.array([0.0, 3.0 - HOUR, 3.0 + HOUR, 6.0])
    found = errors(
        simulated(simulator, document(row, made.states[0]), days, STATES), careful(row, made.states[0], days)
    )
    assert found[1:].max() <= ALLOWED, largest(found[1:], days[1:])


@pytest.mark.parametrize("simulator", SIMULATORS)
def test_a_short_session_is_not_stepped_over(people: dict[str, Person], simulator: str) -> None:
    """Two hours of nitrous oxide in a quiet month, from the amounts of health: a change of inputs is an event."""
    plan = parse("nitrous oxide 50 % inhaled for 2 hours every 3 weeks")
    row, _ = build_row(Request(person=people["total_gastrectomy"], plan_name="sessions", plan=plan), horizon=50.0)
    start, days = np.array(BODY.healthy()), np.array([0.0, HOUR, 20.0, 21.0 + 3 * HOUR, 40.0])
    theirs = simulated(simulator, document(row, start), days, STATES)
    found = errors(theirs, careful(row, start, days))
    assert found.max() <= ALLOWED, largest(found, days)
    intact = theirs[:, STATES.index("methylation_synthase_intact")]
    assert intact[3] < 0.95 * intact[2]


# The model


@pytest.mark.parametrize("name", ARMS)
def test_libsbml_finds_nothing_wrong(case: Callable[[str], Case], name: str) -> None:
    """No error and no warning of any kind, units of every equation included."""
    read = libsbml.readSBMLFromString(case(name).text)
    read.checkConsistency()
    found = [read.getError(n).getMessage() for n in range(read.getNumErrors())]
    assert not found, "\n".join(found)


def test_every_element_has_a_unit_and_says_what_it_is(case: Callable[[str], Case]) -> None:
    model = libsbml.readSBMLFromString(case("pernicious_anaemia").text).getModel()
    for each in (*model.getListOfParameters(), *model.getListOfSpecies()):
        unit = each.getSubstanceUnits() if each.getElementName() == "species" else each.getUnits()
        assert unit, each.getId()
        assert each.isSetNotes() or re.fullmatch(r"next_dose_\d+", each.getId()), each.getId()
    assert model.getTimeUnits() == "day"
    assert not re.search(r"<cn(?![^>]*sbml:units)", case("pernicious_anaemia").text), "a number without a unit"


def test_flows_are_reactions_or_parameters_and_nothing_is_lost(case: Callable[[str], Case]) -> None:
    model = libsbml.readSBMLFromString(case("pernicious_anaemia").text).getModel()
    for flow in BODY.flows:
        found = model.getElementBySId(f"flow_{flow.name}")
        assert found is not None, flow.name
        if found.getElementName() == "reaction":
            reactants = [r.getSpecies() for r in found.getListOfReactants()]
            products = [r.getSpecies() for r in found.getListOfProducts()]
            assert reactants == ([state_id(flow.source)] if flow.source else [])
            assert products == ([state_id(flow.target)] if flow.target else [])
    assert all(model.getElementBySId(state_id(name)) is not None for name in BODY.names)
    assert all(model.getParameter(name) is not None for name in OBSERVATIONS)


def test_shared_parts_have_the_names_of_the_body() -> None:
    names = {part.name for part in formulas().shared}
    assert {"unbound_total", "synthase_activity", "toxic_injury", "ectopic_firing", "effectiveness"} <= names


def test_identifiers_belong_to_elements_of_the_model(case: Callable[[str], Case]) -> None:
    model = libsbml.readSBMLFromString(case("pernicious_anaemia").text).getModel()
    for name in (*identifiers.SAME, *identifiers.PARTS, *identifiers.PROPERTY_OF):
        element = model.getElementBySId(name)
        assert element is not None, name
        assert element.getNumCVTerms() == 1, name
    (term,) = model.getSpecies("plasma_unbound_cyanocobalamin").getCVTerms()
    assert term.getResourceURI(0) == "https://identifiers.org/CHEBI:17439"


def test_without_events_nothing_is_given_and_inputs_stay(case: Callable[[str], Case]) -> None:
    made = case("nitrous_oxide")
    model = libsbml.readSBMLFromString(document(made.row, made.states[0], events=False)).getModel()
    assert model.getNumEvents() == 0
    assert model.getParameter("now_nitrous_oxide").getValue() == made.row.inputs[-1][1]["nitrous_oxide"]


# Doses


def series(text: str, people: dict[str, Person], horizon: float = 400.0) -> list[tuple[float, float, float]]:
    row, _ = build_row(Request(person=people["strict_vegan"], plan_name="x", plan=parse(text)), horizon=horizon)
    found = series_of(row)
    given = sorted(day for each in found for day in _days(each.first, each.interval, each.end, horizon))
    listed = [impulse.day for impulse in row.impulses if impulse.day >= 0]
    for daily in row.daily:
        days = np.arange(max(daily.first_day, 0.0), min(daily.end_day, horizon))
        listed += [float(day) + moment for day in days for moment in daily.times]
    assert np.allclose(given, sorted(listed), atol=1e-9), text
    return [(each.first, each.interval, round(each.end, 3)) for each in found]


def _days(first: float, interval: float, end: float, horizon: float) -> Iterator[float]:
    day = first
    while day < min(end, horizon):
        yield day
        if not interval:
            return
        day += interval


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("hydroxocobalamin 1 mg IM every other day for 2 weeks, then every 2 months", 2),
        ("hydroxocobalamin 1 mg IM weekly", 1),
        ("hydroxocobalamin 1 mg IM once", 1),
        ("hydroxocobalamin 1 mg IM days 1, 3, 7 and 10", 4),
        ("cyanocobalamin 1 mg orally twice a week", 2),
        ("cyanocobalamin 1 mg orally 3 times a week", 3),
        ("cyanocobalamin 1 mg orally daily", 1),
        ("cyanocobalamin 1 mg orally twice daily for 3 months", 2),
        ("hydroxocobalamin 1 mg IM daily for 7 days then weekly for 4 weeks then monthly", 3),
        ("hydroxocobalamin 1 mg IM once, then cyanocobalamin 2 mg orally daily", 2),
    ],
)
def test_regimens_become_few_events(people: dict[str, Person], text: str, events: int) -> None:
    assert len(series(text, people)) == events


def test_tablets_of_the_history_go_on_from_day_0(make_person: Callable[..., Person]) -> None:
    medicine = [{"regimen": "cyanocobalamin 50 ug orally twice daily", "since": "1 year"}]
    row, _ = build_row(Request(person=make_person(60, medicine=medicine)), horizon=100.0)
    assert [(each.first, each.interval) for each in series_of(row)] == [(0.0, 1.0), (0.5, 1.0)]


def test_series_have_day_and_interval(people: dict[str, Person]) -> None:
    assert series("hydroxocobalamin 1 mg IM weekly for 4 doses", people) == [(0.0, 7.0, 24.5)]


# The archive and the command


def test_archive_is_whole_and_its_simulation_runs(case: Callable[[str], Case]) -> None:
    made = case("strict_vegan, no change")
    content = omex.archive(made.text, title="a < b", description="c")
    assert content == omex.archive(made.text, title="a < b", description="c")
    with zipfile.ZipFile(io.BytesIO(content)) as folder:
        files = {name: folder.read(name) for name in folder.namelist()}
    manifest = ElementTree.fromstring(files["manifest.xml"])
    listed = {entry.attrib["location"]: entry.attrib for entry in manifest}
    assert set(listed) == {".", *(f"./{name}" for name in files)}
    assert [at for at, entry in listed.items() if entry.get("master") == "true"] == ["./simulation.sedml"]
    assert ElementTree.fromstring(files["metadata.rdf"])[0][0].text == "a < b"
    report = _run_as_described(files)
    assert list(report) == ["day", *OBSERVATIONS]
    assert np.allclose(report["day"], 7.0 * np.arange(105))
    careful_states = careful(made.row, made.states[0], report["day"][:27])
    ours = observe_states(careful_states[:, :, None], report["day"][:27], [made.row], list(OBSERVATIONS))[:, :, 0]
    for values, (name, each) in zip(ours, OBSERVATIONS.items(), strict=True):
        assert np.allclose(report[name][:27], values, rtol=1e-4, atol=1e-4 * each.scale_floor), name


def _run_as_described(files: dict[str, bytes]) -> dict[str, FloatArray]:
    """The report of a SED-ML file with one model and one uniform time course, run in libRoadRunner."""
    at = {"s": "http://sed-ml.org/sed-ml/level1/version4"}
    root = ElementTree.fromstring(files["simulation.sedml"])

    def one(path: str) -> dict[str, str]:
        (element,) = root.findall(path, at)
        return element.attrib

    model, task, course = one(".//s:model"), one(".//s:task"), one(".//s:uniformTimeCourse")
    assert (task["modelReference"], task["simulationReference"]) == (model["id"], course["id"])
    assert one(".//s:algorithm")["kisaoID"] == "KISAO:0000019"
    columns: dict[str, str] = {}
    for generator in root.findall(".//s:dataGenerator", at):
        (variable,) = generator.findall(".//s:variable", at)
        target = re.search(r"\[@id='(\w+)'\]$", variable.get("target", ""))
        columns[generator.attrib["id"]] = target[1] if target else "time"
    used = {curve.attrib["yDataReference"] for curve in root.findall(".//s:curve", at)}
    assert used <= set(columns)
    days = np.linspace(
        float(course["outputStartTime"]), float(course["outputEndTime"]), int(course["numberOfSteps"]) + 1
    )
    names = [name for name in columns.values() if name != "time"]
    values = dict(zip(names, simulated("libRoadRunner", files[model["source"]].decode(), days, names).T, strict=True))
    values["time"] = days
    sets = root.findall(".//s:dataSet", at)
    return {each.attrib["label"]: values[columns[each.attrib["dataReference"]]] for each in sets}


def test_command_writes_a_model_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "vegan.omex"
    person = EXAMPLES / "strict_vegan.toml"
    assert main(["model", "export", str(person), "--plan", "50 ug daily", "--output", str(target)]) == 0
    assert f"wrote {target}" in capsys.readouterr().err
    with zipfile.ZipFile(target) as folder:
        text = folder.read("model.xml").decode()
    assert "strict_vegan, plan &apos;50 ug daily&apos;" in text
    assert str(EXAMPLES) not in text
    assert "not a medical device" in text
    assert [path.name for path in tmp_path.iterdir()] == ["vegan.omex"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (["--output", "model.txt"], "allowed: .xml, .sbml, .omex"),
        (["--output", "nowhere/model.xml"], "the folder does not exist"),
        (["--output", "model.xml", "--plan", "50 ug dayly"], "did you mean '50 ug daily'"),
        (["--output", "model.xml", "--regimen", "cyanocobalamine 1 mg"], "cyanocobalamin"),
        (["--output", "model.xml", "--plan", "50 ug daily", "--regimen", "B12 1 mg IM once"], "exclude each other"),
        ([], "--output"),
    ],
)
def test_command_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, call: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["model", "export", str(EXAMPLES / "strict_vegan.toml"), *call]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert "Traceback" not in said
    assert not list(tmp_path.iterdir())


def test_the_page_about_model_files_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python blocks of docs/exchange.md, one after the other, where the examples are."""
    pytest.importorskip("roadrunner", reason="the page runs the model in libRoadRunner")
    (tmp_path / "examples").symlink_to(EXAMPLES)
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs/exchange.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    for block in re.findall(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE):
        exec(block, names)
    assert np.asarray(names["weekly"]).shape == (105, 3)
    assert names["weekly"][-1][1] > 1.5 * names["weekly"][0][1]


def test_unknown_ending_is_refused(people: dict[str, Person]) -> None:
    with pytest.raises(InputError, match=r"\.omex"):
        encode(people["strict_vegan"], ".zip")


MODULES = [module.name for module in pkgutil.iter_modules(cobalamin.interop.__path__, "cobalamin.interop.")]


@pytest.mark.parametrize("name", [*MODULES, "cobalamin.units"])
def test_examples_in_docstrings_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
