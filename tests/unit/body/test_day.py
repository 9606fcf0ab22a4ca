"""One day of B12 is read off the flows: nothing forgotten, nothing invented."""

from __future__ import annotations

import pytest

from cobalamin.body import BODY
from cobalamin.body.day import COLUMNS, PLACES, one_day_flows
from cobalamin.body.gut import absorbed
from cobalamin.body.inputs import replete_inputs, view_inputs
from cobalamin.parameters import typical, view
from cobalamin.units import NANOMOLES_PER_MICROGRAM_COBALAMIN

K, NOW, STATES = view(typical()), view_inputs(replete_inputs()), BODY.healthy()


def test_every_compartment_of_b12_has_a_place():
    group = next(group for group in BODY.groups() if BODY.index["liver.cobalamin"] in group)
    placed = [compartment for members in PLACES.values() for compartment in members]
    assert sorted(placed) == sorted(BODY.names[i] for i in group)


def test_every_place_has_a_column():
    assert sorted(place for column in COLUMNS for place in column) == sorted(PLACES)


@pytest.mark.parametrize("place", ["liver", "transcobalamin", "faeces"])
def test_flows_add_up_to_the_change_of_a_place(place: str):
    day = one_day_flows(STATES, K, NOW)
    gained = sum(f.amount_ug_per_day for f in day if f.target == place)
    lost = sum(f.amount_ug_per_day for f in day if f.source == place)
    rates = BODY.rates(STATES, K, NOW)
    change = sum(rates[BODY.index[name]] for name in PLACES[place]) / NANOMOLES_PER_MICROGRAM_COBALAMIN
    assert gained - lost == pytest.approx(change, abs=1e-12)


def test_tablet_goes_to_gut_wall_and_faeces_and_is_all_there():
    nanomoles = 1000 * NANOMOLES_PER_MICROGRAM_COBALAMIN
    day = one_day_flows(STATES, K, NOW, tablets=absorbed(nanomoles, 24.0, K, NOW))
    taken = {f.target: f.amount_ug_per_day for f in day if f.source == "tablets"}
    assert set(taken) == {"gut wall", "faeces"}
    assert sum(taken.values()) == pytest.approx(1000.0)
