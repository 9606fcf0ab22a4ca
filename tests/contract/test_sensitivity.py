"""The stored sensitivity analysis: known names, shares that can be, the licences that follow, and the command."""

from __future__ import annotations

import json

import pytest
from tests.contract.test_docs import ROOT

from cobalamin.body.observe import OBSERVATIONS, Licence
from cobalamin.body.observe.registry import computed_licences, stricter
from cobalamin.cli import main
from cobalamin.infer.findings import COLUMNS, grade_of, measurements, shares_of, stored
from cobalamin.infer.licences import computed, licence_text
from cobalamin.infer.measurements import CHOSEN
from cobalamin.infer.sensitivity import CALIBRATED, NERVE_BLOCK, Question, settings
from cobalamin.parameters import Grade, parameters
from cobalamin.report.sensitivity import sensitivity_files

RERUN = "run make sensitivity"


def test_every_output_has_shares_in_every_scenario() -> None:
    for question in Question:
        for scenario in settings().scenarios:
            for output in settings().outputs:
                own = shares_of(output, question, scenario)
                assert own or question is Question.MEDIANS, (question, scenario, output, RERUN)
                assert sum(s.first for s in own) < 1.5
                for s in own:
                    assert -0.2 < s.first < 1.3
                    assert 0.0 <= s.total < 1.6
                    assert s.total_low <= s.total_high


def test_inputs_are_parameters_with_their_grade() -> None:
    for s in stored():
        assert s.input in parameters() or s.input in (CALIBRATED, NERVE_BLOCK)
        assert s.grade == grade_of(s.input), f"{s.input}: {RERUN}"
    assert set(COLUMNS) >= {"question", "scenario", "output", "first", "total"}


def test_rival_laws_matter_to_nerve_and_not_to_blood() -> None:
    for s in stored():
        if s.input == NERVE_BLOCK:
            assert s.output not in {"serum_b12_pmol_l", "mma_nmol_l", "hemoglobin_g_dl", "body_b12_ug"}
    assert any(s.input == NERVE_BLOCK and s.output == "dorsal_column" for s in stored())


def test_licences_are_those_that_follow() -> None:
    text = (ROOT / "src/cobalamin/body/observe/licences.toml").read_text(encoding="utf-8")
    assert text == licence_text(), RERUN
    for name, each in computed().items():
        o = OBSERVATIONS[name]
        assert computed_licences()[name] is each.licence
        assert o.licence is stricter(o.declared, each.licence)


def test_the_stricter_licence_holds() -> None:
    assert stricter(Licence.FORECAST, Licence.SCENARIO) is Licence.SCENARIO
    assert stricter(Licence.ILLUSTRATION, Licence.FORECAST) is Licence.ILLUSTRATION
    assert stricter(Licence.FORECAST, Licence.FORECAST) is Licence.FORECAST


def test_nothing_of_nerve_or_pain_is_a_forecast() -> None:
    for name in ("sural_amplitude_uv", "dorsal_column", "pain_nrs", "tingling", "vibration_threshold"):
        assert OBSERVATIONS[name].licence is not Licence.FORECAST


def test_five_measurements_narrow_one_after_the_other() -> None:
    assert len(measurements()) == CHOSEN
    left = [float(row["left"]) for row in measurements()]
    assert left == sorted(left, reverse=True)
    assert 0 < left[-1] < left[0] < 1


def test_uncertainty_by_grade_grows() -> None:
    by_grade = settings().by_grade
    assert by_grade[Grade.DATA] < by_grade[Grade.DERIVED] < by_grade[Grade.GUESS]


def test_page_is_that_of_the_table() -> None:
    for path, content in sensitivity_files().items():
        assert (ROOT / "docs" / path).read_bytes() == content, f"{path}: {RERUN}"


def test_command_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "sensitivity", "--of", "mma_nmol_l", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["output"] == "mma_nmol_l"
    assert found["licence"] == OBSERVATIONS["mma_nmol_l"].licence.value
    assert found["shares"]


def test_command_names_the_nearest_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "sensitivity", "--of", "mma_nmol"]) == 2
    assert "mma_nmol_l" in capsys.readouterr().err
