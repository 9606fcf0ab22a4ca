"""What parameters leave open, carried to the scale of a row, against closed forms."""

from __future__ import annotations

import math

import pytest

from cobalamin.validate import uncertainty
from cobalamin.validate.row import Block, Kind, Row
from cobalamin.validate.uncertainty import Of, parameter_spread


def row(unit: str, simulated: float, observed: float) -> Row:
    return Row(
        study="a study", quantity="a figure", unit=unit, observed=observed, simulated=simulated, kind=Kind.FITTED,
        source="guess", block=Block.KINETICS,
    )  # fmt: skip


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], tuple[Of, float]]:
    table: dict[tuple[str, str], tuple[Of, float]] = {}
    monkeypatch.setattr(uncertainty, "table", lambda: table)
    return table


def test_of_a_positive_value_it_is_the_sd_of_ln(known: dict[tuple[str, str], tuple[Of, float]]) -> None:
    known["a study", "a figure"] = (Of.LOGARITHM, 0.13)
    assert parameter_spread(row("pmol/L", 200.0, 250.0)) == pytest.approx(0.13, rel=1e-6)
    known["a study", "a figure"] = (Of.VALUE, 26.0)
    assert parameter_spread(row("pmol/L", 200.0, 250.0)) == pytest.approx(0.13, rel=1e-6)


def test_of_a_change_it_is_in_the_unit(known: dict[tuple[str, str], tuple[Of, float]]) -> None:
    known["a study", "a figure"] = (Of.VALUE, 5.0)
    assert parameter_spread(row("pmol/L", -40.0, -30.0)) == pytest.approx(5.0, rel=1e-6)


def test_of_a_share_it_is_on_the_scale_of_the_arcsine(known: dict[tuple[str, str], tuple[Of, float]]) -> None:
    """d asin sqrt(p) / dp = 1 / (2 sqrt(p (1 - p)))."""
    known["a study", "a figure"] = (Of.LOGARITHM, 0.1)
    p = 0.3
    assert parameter_spread(row("%", 30.0, 40.0)) == pytest.approx(0.1 * p / (2 * math.sqrt(p * (1 - p))), rel=1e-4)


def test_what_is_not_in_the_table_has_none(known: dict[tuple[str, str], tuple[Of, float]]) -> None:
    assert not known
    assert parameter_spread(row("pmol/L", 200.0, 250.0)) == 0.0
