"""Nerve and cord: rest in health, rival laws of injury, sums that hold, and injury that is mostly axonal."""

from __future__ import annotations

from typing import Any

import pytest

from cobalamin.body import BODY, cord, nerve
from cobalamin.body.alternatives import NERVE_ALTERNATIVES
from cobalamin.body.injury import injury_drive
from cobalamin.body.inputs import replete_inputs, view_inputs
from cobalamin.body.observe import observe
from cobalamin.parameters import typical, view

K = view(typical())
REPLETE = view_inputs(replete_inputs())


def state(**changed: float) -> Any:
    """The healthy body with named compartments changed ("nerve.cobalamin" written nerve__cobalamin)."""
    values = dict(zip(BODY.names, BODY.healthy(), strict=True))
    values |= {name.replace("__", "."): value for name, value in changed.items()}
    return BODY.view(list(values.values()))


@pytest.mark.parametrize("block", ["trophic", "metabolite", "pool_threshold"])
def test_every_alternative_is_at_rest_in_health(block: str) -> None:
    k = view(typical() | dict(NERVE_ALTERNATIVES[block]))
    values = dict(zip(BODY.names, BODY.healthy(), strict=True))
    values["methylation.homocysteine"] = k.homocysteine_baseline
    values["methylation.methylmalonate"] = k.methylmalonate_baseline
    change = dict(zip(BODY.names, BODY.rates(list(values.values()), k, REPLETE), strict=True))
    for name in BODY.names:
        if name.startswith(("nerve.", "cord.", "brain.", "pain.")) and not name.endswith("cobalamin"):
            assert change[name] == pytest.approx(0.0, abs=1e-12), name


@pytest.mark.parametrize("block", ["trophic", "metabolite", "pool_threshold"])
def test_every_alternative_injures_where_b12_is_gone(block: str) -> None:
    k = view(typical() | dict(NERVE_ALTERNATIVES[block]))
    poor = state(
        nerve__cobalamin=0.02 * K.nerve_reference,
        methylation__homocysteine=62.0,
        methylation__methylmalonate=3030.0,
    )
    assert 0.4 < injury_drive(poor, k, REPLETE, nerve.TISSUE.pool(poor, k), 1.0) <= 1.0


def test_failing_kidneys_alone_injure_no_nerve() -> None:
    k = view(typical() | dict(NERVE_ALTERNATIVES["metabolite"]))
    kidneys = view_inputs(replete_inputs() | {"egfr": 0.3})
    share = 0.3 / K.kidney_full_clearance
    raised = state(
        methylation__homocysteine=K.homocysteine_baseline / share**K.homocysteine_kidney_exponent,
        methylation__methylmalonate=K.methylmalonate_baseline / share**K.methylmalonate_kidney_exponent,
    )
    assert injury_drive(raised, k, kidneys, 1.0, 1.0) == pytest.approx(0.0, abs=1e-9)
    assert injury_drive(raised, k, REPLETE, 1.0, 1.0) > 0.01


def test_weights_of_the_alternatives_name_parameters_and_add_up_to_one() -> None:
    for weights in NERVE_ALTERNATIVES.values():
        assert set(weights) <= set(typical())
        assert sum(weights.values()) == 1.0


def test_uptake_equals_turnover_at_the_reference_level() -> None:
    body = state(plasma__holotranscobalamin=K.holotranscobalamin_reference)
    gain = nerve.TISSUE.uptake(body, K) * K.holotranscobalamin_reference
    assert gain == pytest.approx(K.nerve_turnover * K.nerve_reference, rel=1e-12)


@pytest.mark.parametrize("organ", ["nerve", "cord"])
def test_internodes_and_axons_keep_their_sum(organ: str) -> None:
    groups = [{BODY.names[i] for i in group} for group in BODY.groups()]
    internodes = {f"{organ}.myelin_{kind}" for kind in ("intact", "demyelinated", "remyelinated")}
    assert internodes in groups
    for flow in BODY.flows_of(internodes):
        assert flow.source in internodes
        assert flow.target in internodes


def test_peripheral_injury_is_mostly_axonal() -> None:
    # Loss of axons outruns loss of sheaths; data leave 0.5 to 0.99 for the axonal share.
    share = K.nerve_axon_injury / (K.nerve_axon_injury + K.nerve_demyelination)
    assert 0.5 < share < 0.99


def test_lost_central_axons_do_not_return() -> None:
    assert all(flow.source != "cord.dorsal_axons_lost" for flow in BODY.flows)
    poor = state(cord__trophic_injury=0.5)
    assert 0 < cord.corticospinal_axon_loss(poor, K, REPLETE) < cord.dorsal_axon_loss(poor, K, REPLETE)


def test_animal_evidence_is_off_and_works_when_switched_on() -> None:
    treated = state(plasma__unbound_methylcobalamin=100.0)
    assert nerve.axon_regrowth(treated, K, REPLETE) == nerve.axon_regrowth(state(), K, REPLETE)
    on = view(typical() | {"animal_evidence": 1.0})
    assert nerve.axon_regrowth(treated, on, REPLETE) > nerve.axon_regrowth(state(), on, REPLETE)


def test_nitrous_oxide_acts_through_synthase_at_a_full_pool() -> None:
    exposed = state(methylation__synthase_intact=0.1)
    assert injury_drive(exposed, K, REPLETE, 1.0, 1.0) > 0.5


def test_knees_can_be_brisk_while_ankle_jerks_are_gone() -> None:
    both = state(nerve__axons_alive=0.45, cord__corticospinal_axons_alive=0.4)
    ankle, knee = observe(("ankle_reflex", "knee_reflex"), both, K, REPLETE)
    assert ankle < 0.4
    assert knee > 1.1


def test_hands_come_first_where_the_cuneate_tract_is_hit_harder() -> None:
    k = view(typical() | {"cervical_share": 2.0})
    sick = state(cord__myelin_demyelinated=0.25, cord__trophic_injury=0.4)
    feet, hands = observe(("tingling", "tingling_hands"), sick, k, REPLETE)
    assert hands > feet
    feet, hands = observe(("tingling", "tingling_hands"), sick, K, REPLETE)
    assert feet > hands
