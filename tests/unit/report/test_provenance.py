"""What a number feeds is found in the source, both ways, and nothing is lost."""

from __future__ import annotations

import doctest
import json

import pytest

from cobalamin.body import BODY
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.cli import main
from cobalamin.errors import InputError
from cobalamin.evidence import Verified, derivations, facts
from cobalamin.parameters import Grade, parameters
from cobalamin.report import provenance, reads
from cobalamin.report.provenance import behind_parameter, feeds_of_fact, feeds_of_parameter, grade_shares, mentions
from cobalamin.report.reads import flow_reads, observation_reads, readers, reads_of, unused


def test_a_law_tells_what_it_reads():
    found = reads_of(lambda body, k, now: k.enterocyte_transit * body.liver.cobalamin if now.egfr else 0)
    assert (found.states, found.inputs) == (("liver.cobalamin",), ("egfr",))
    assert found.constants == ("enterocyte_transit",)


def test_every_law_is_read_and_names_what_exists():
    assert set(flow_reads()) == {flow.name for flow in BODY.flows}
    assert set(observation_reads()) == set(OBSERVATIONS)
    for each in (*flow_reads().values(), *observation_reads().values()):
        assert set(each.constants) <= set(parameters())
        assert set(each.states) <= set(BODY.names)


def test_every_parameter_feeds_something_or_is_told_as_unused():
    assert set(readers()) == set(parameters())
    idle = [name for name, each in readers().items() if not each]
    assert tuple(idle) == unused()
    # The middle of three settings of the risk by vitamin B6: both ends are shown, the middle is not.
    assert [name for name in idle if not name.startswith("b6_")] == []


@pytest.mark.parametrize(
    ("name", "kind", "reader"),
    [
        ("homocysteine_baseline", "flows", "homocysteine_production"),
        ("nerve_turnover", "flows", "nerve_release"),
        ("pregabalin_clearance", "flows", "pregabalin_elimination"),
        ("tibial_velocity_baseline", "observations", "tibial_velocity_m_s"),
        ("homocysteine_female_factor", "covariates", "person.covariates.median_constants"),
        ("ileum_in_crohn", "conditions, diet and medicines", "person.influences._apply"),
        ("ileal_capacity", "other laws", "body.gut.absorbed"),
        ("metformin_uptake_loss", "conditions, diet and medicines", "person.influences.eat"),
        ("symptom_often_from", "scores", "body.scores.symptom_points"),
    ],
)
def test_a_reader_of_each_kind_is_found(name: str, kind: str, reader: str):
    assert reader in feeds_of_parameter(name)[kind]


def test_what_a_condition_sets_is_told():
    (found,) = [each for each in readers()["injury_chemotherapy"] if each.name == "person.influences._apply"]
    assert found.about.startswith("sets other_nerve_injury")


def test_a_fact_is_found_wherever_it_is_named():
    assert set(mentions()) == {*facts(), *derivations()}
    for p in parameters().values():
        assert p.name in feeds_of_fact(p.source)["parameters"]
    for flow in BODY.flows:
        assert all(flow.name in feeds_of_fact(id)["flows"] for id in flow.source_ids)
    assert "didangelos_2021" in feeds_of_fact("trials_didangelos_b12_rise")["published studies"]
    assert feeds_of_fact("diag_px_delay")["warnings"]


def test_what_stands_behind_a_parameter_begins_with_its_source():
    assert behind_parameter("ileal_capacity")[0] == parameters()["ileal_capacity"].source
    assert "kin_abs_cn_1ug" in behind_parameter("ileal_capacity")
    assert "cmp_pgb_v" in behind_parameter("pregabalin_volume")


def test_shares_of_grades_add_up():
    assert sum(grade_shares(list(parameters().values())).values()) == pytest.approx(100)
    assert grade_shares([]) == dict.fromkeys(Grade, 0.0)


def test_a_wrong_name_leads_to_the_nearest():
    with pytest.raises(InputError, match="did you mean 'ileal_capacity'"):
        feeds_of_parameter("ileal_capacty")
    with pytest.raises(InputError, match="did you mean 'kin_metf_lo'"):
        feeds_of_fact("kin_metf_low")


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    return code, *capsys.readouterr()


def test_one_parameter_on_the_command_line(capsys: pytest.CaptureFixture[str]):
    code, out, _ = said(capsys, "model", "parameter", "ileal_capacity")
    assert code == 0
    assert all(word in out for word in ("two thirds of people", "computed from sources", "body.gut.absorbed"))
    code, out, _ = said(capsys, "model", "parameter", "homocysteine_baseline", "--json")
    found = json.loads(out)
    assert "homocysteine_production" in found["feeds"]["flows"]
    assert found["value"] == parameters()["homocysteine_baseline"].value
    code, _, told = said(capsys, "model", "parameter", "ileal_capacty")
    assert code == 2
    assert "ileal_capacity" in told


def test_the_list_of_parameters_on_the_command_line(capsys: pytest.CaptureFixture[str]):
    _, out, _ = said(capsys, "model", "parameters", "--grade", "guess", "--block", "plasma", "--json")
    found = json.loads(out)
    wanted = {p.name for p in parameters().values() if p.grade is Grade.GUESS and p.block == "plasma"}
    assert {row["name"] for row in found["parameters"]} == wanted
    assert sum(found["share_percent"].values()) == pytest.approx(100 if wanted else 0)
    code, _, told = said(capsys, "model", "parameters", "--block", "plasmma")
    assert code == 2
    assert "did you mean 'plasma'" in told


def test_one_fact_on_the_command_line(capsys: pytest.CaptureFixture[str]):
    _, out, _ = said(capsys, "evidence", "fact", "trials_didangelos_b12_rise")
    assert all(word in out for word in ("https://doi.org/", "never fitted", "didangelos_2021"))
    recalled = next(it for it in facts().values() if it.verified is Verified.MEMORY)
    found = json.loads(said(capsys, "evidence", "fact", recalled.id, "--json")[1])
    assert (found["value"], found["low"], found["high"], found["link"]) == (None, None, None, "")
    assert "not shown" in found["note"]


@pytest.mark.parametrize("module", [provenance, reads])
def test_examples_of_the_docstrings_run(module: object):
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
