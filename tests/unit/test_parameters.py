"""Every parameter: in range, with a unit, a grade that its source bears out, and used somewhere."""

from __future__ import annotations

import ast
import math
from pathlib import Path

import pytest

import cobalamin
from cobalamin.body import BODY
from cobalamin.body.gut import absorbed
from cobalamin.body.inputs import replete_inputs, view_inputs
from cobalamin.body.natural_course import natural_course
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.body.responders import responder_share
from cobalamin.body.scores import SCORES
from cobalamin.body.vitamin_b6 import SETTINGS, risk
from cobalamin.errors import CobalaminError, InputError
from cobalamin.evidence import Verified, derivations, facts
from cobalamin.parameters import Grade, _read, parameter, parameters, typical
from cobalamin.units import check_unit

SOURCE = Path(cobalamin.__file__).parent
NAMES = list(parameters())

UNUSED: dict[str, str] = {}
"""Parameters that no law, observation, covariate or condition reads, each with the reason it is kept."""


@pytest.mark.parametrize("name", NAMES)
def test_value_lies_in_its_range(name: str) -> None:
    p = parameters()[name]
    assert math.isfinite(p.value)
    assert p.low <= p.value <= p.high
    assert p.low < p.high
    assert p.spread >= 0
    assert p.low >= 0


@pytest.mark.parametrize("name", NAMES)
def test_unit_is_known(name: str) -> None:
    p = parameters()[name]
    assert check_unit(p.unit) == p.unit


@pytest.mark.parametrize("name", NAMES)
def test_spread_keeps_most_people_in_the_range(name: str) -> None:
    p = parameters()[name]
    if p.spread > 0:
        assert p.value * math.exp(p.spread) <= p.high
        assert p.value * math.exp(-p.spread) >= p.low


@pytest.mark.parametrize("name", NAMES)
def test_grade_fits_the_source(name: str) -> None:
    p = parameters()[name]
    assert p.grade in Grade
    if p.source in facts():
        recalled = facts()[p.source].verified is Verified.MEMORY
        assert not (recalled and p.grade is not Grade.GUESS), f"{p.source} was recalled, not read: grade guess"
        if recalled:
            assert "recalled" in p.note
    else:
        assert p.source in derivations(), p.source
        assert p.grade is not Grade.DATA, f"{p.source} is no published figure"
    if p.source == "guess":
        assert p.grade is Grade.GUESS


class Reading:
    """Stands in for `k` and notes every parameter that is read from it."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def __getattr__(self, name: str) -> float:
        self.seen.add(name)
        return typical()[name]


def read_by_the_laws() -> set[str]:
    """Parameters that flows, observations, scores, absorption, natural course and what trials count read."""
    k = Reading()
    now = view_inputs(replete_inputs() | {"metformin_mg_per_day": 1000.0, "gabapentin_mg_per_day": 900.0})
    body = BODY.view([max(x, 0.01) for x in BODY.healthy()])
    for flow in BODY.flows:
        flow.law(body, k, now)
    for each in OBSERVATIONS.values():
        each.law(body, k, now)
    for score in SCORES.values():
        score({name: OBSERVATIONS[name].healthy for name in score.inputs}, k)
    absorbed(1.0, 6.0, k, now)
    natural_course(7.0, k)
    responder_share(0.5, 2.0, k.trial_entry_score, k)
    for setting in SETTINGS:
        risk(setting, 100.0, 365.0, k)
    return k.seen


def read_by_the_person() -> set[str]:
    """Parameters that the text of `person` and of `simulate` names: `k.name` or `k["name"]`."""
    found: set[str] = set()
    for file in [*(SOURCE / "person").glob("*.py"), SOURCE / "simulate.py", *(SOURCE / "plan").glob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "k":
                found.add(node.attr)
            if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                found.add(str(node.slice.value))
    return found


def test_every_parameter_is_used() -> None:
    unused = set(NAMES) - read_by_the_laws() - read_by_the_person()
    assert unused == set(UNUSED)


def test_a_value_outside_the_range_is_refused_with_the_range() -> None:
    p = parameter("haptocorrin_turnover")
    with pytest.raises(InputError, match=f"{p.low:g} to {p.high:g}"):
        p.checked(p.high * 2)
    for wrong in (math.nan, math.inf):
        with pytest.raises(InputError):
            p.checked(wrong)


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(InputError, match="haptocorrin_turnover"):
        parameter("haptocorin_turnover")


def test_a_table_with_a_missing_or_unknown_field_is_refused() -> None:
    whole = 'value = 1\nunit = "1/d"\nspread = 0\nlow = 0\nhigh = 2\nsource = "guess"\ngrade = "guess"\n'
    assert _read("test", f"[rate]\n{whole}")["rate"].value == 1.0
    for wrong in (whole.replace("spread = 0\n", ""), whole + "colour = 1\n"):
        with pytest.raises(CobalaminError, match="rate"):
            _read("test", f"[rate]\n{wrong}")
    for wrong in (whole.replace("value = 1", "value = 3"), whole.replace("1/d", "1/dozen")):
        with pytest.raises(InputError):
            _read("test", f"[rate]\n{wrong}")
