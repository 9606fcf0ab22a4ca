"""Neuropathy scores: the published grids and sums by hand, nothing in health, never less for more trouble."""

from __future__ import annotations

import doctest

import numpy as np
import pytest

from cobalamin.body import scores
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.body.scores import INTENSITY_BY_FREQUENCY, NOT_PRODUCED, SCORES, Made, symptom_points
from cobalamin.evidence import citation
from cobalamin.evidence.normal_limits import limit
from cobalamin.parameters import parameter, typical, view

INPUTS = sorted({name for score in SCORES.values() for name in score.inputs})
HEALTHY = {name: OBSERVATIONS[name].healthy for name in INPUTS}
WORST = {
    name: 50.0 if name == "vibration_threshold" else 10.0 if OBSERVATIONS[name].healthy == 0 else 0.0 for name in INPUTS
}
RAW = view(typical() | dict.fromkeys(("burning_share", "aching_share", "shooting_share", "allodynia_share"), 1.0))
"""With every quality of pain as strong as the pain."""


def test_published_sizes() -> None:
    sizes = {"ntss6": (6, 21.96), "tss": (4, 14.64), "mnsi_examination": (5, 10), "tcns": (13, 19)}
    assert {name: (len(score.items), score.maximum) for name, score in SCORES.items()} == sizes


def test_published_grid_of_a_symptom() -> None:
    """Rows absent, mild, moderate, severe; columns occasional, often, continuous."""
    assert INTENSITY_BY_FREQUENCY.tolist() == [[0, 0, 0], [1, 1.33, 1.66], [2, 2.33, 2.66], [3, 3.33, 3.66]]
    by_hand = {0: 0, 0.9: 0, 1: 1, 2.9: 1, 3: 1.33, 4: 2.33, 5.9: 2.33, 6: 2.66, 7: 3.66, 10: 3.66}
    assert symptom_points(np.array(list(by_hand)), RAW).tolist() == list(by_hand.values())


@pytest.mark.parametrize("name", SCORES)
def test_nothing_in_health(name: str) -> None:
    assert SCORES[name](HEALTHY) == 0


@pytest.mark.parametrize("name", SCORES)
def test_the_worst_reaches_all_that_is_produced(name: str) -> None:
    score = SCORES[name]
    assert score(WORST, RAW) == pytest.approx(score.reachable)
    lacking = sum(item.maximum for item in score.items if item.made is Made.NOT_PRODUCED)
    assert score.reachable + lacking == pytest.approx(score.maximum)


@pytest.mark.parametrize("name", SCORES)
def test_never_less_for_more_trouble(name: str) -> None:
    worse = np.linspace(0, 1, 41)
    score = SCORES[name]
    for input_name in score.inputs:
        values = HEALTHY | {input_name: HEALTHY[input_name] + worse * (WORST[input_name] - HEALTHY[input_name])}
        assert (np.diff(score(values)) >= 0).all(), input_name
        assert score(values)[-1] > 0, input_name


def test_sums_by_hand() -> None:
    person = HEALTHY | {"numbness": 5.0, "tingling": 7.5, "foot_pain": 5.0}
    # numbness moderate often, tingling severe continuous, burning 4.5, aching 3.5, shooting 3, touch 2
    assert SCORES["ntss6"](person) == pytest.approx(2.33 + 3.66 + 2.33 + 1.33 + 1.33 + 1.0)
    assert SCORES["tss"](person) == pytest.approx(1.33 + 2.33 + 3.66 + 2.33)
    examined = HEALTHY | {"ankle_reflex": 0.1, "knee_reflex": 0.4, "vibration_threshold": 5.0, "dorsal_column": 0.5}
    assert SCORES["mnsi_examination"](examined) == pytest.approx(2 * 1 + 2 * 0.5 + 2 * 0.5)
    # knee reduced twice, ankle absent twice, touch, vibration, position
    assert SCORES["tcns"](examined) == 2 * 1 + 2 * 2 + 3
    assert SCORES["tcns"](examined | {"tingling_hands": 2.0, "numbness_hands": 2.0}) == 10


def test_any_shape_and_what_is_missing_stays_missing() -> None:
    values = {name: np.full((3, 2), value) for name, value in WORST.items()}
    values["numbness"] = values["numbness"].copy()
    values["numbness"][1, 1] = np.nan
    for name, score in SCORES.items():
        made = score(values)
        assert made.shape == (3, 2)
        assert np.isnan(made).sum() == ("numbness" in score.inputs), name


def test_a_brisk_reflex_counts_as_a_healthy_one() -> None:
    assert SCORES["tcns"](HEALTHY | {"knee_reflex": 2.0}) == 0


def test_what_is_not_produced_is_named() -> None:
    assert NOT_PRODUCED["mnsi_examination"] == ("appearance of the foot, both sides", "ulcer, both sides")
    assert NOT_PRODUCED["ntss6"] == NOT_PRODUCED["tss"] == NOT_PRODUCED["tcns"] == ()


def test_vibration_is_reduced_at_the_limit_of_the_healthy() -> None:
    bound = limit("vibration_threshold", 50, 170, "female").value
    assert parameter("vibration_reduced_above").value == pytest.approx(bound, rel=0.01)


def test_every_score_has_a_source() -> None:
    for score in SCORES.values():
        assert all(citation(source) for source in score.sources)


def test_examples_of_the_docstrings_run() -> None:
    assert doctest.testmod(scores).failed == 0
