"""Harm by drugs, vitamin B6 and counted responders: label rates, weak kidneys, both ends of a range, closed forms."""

from __future__ import annotations

import doctest
from typing import Any

import numpy as np
import pytest

from cobalamin.body import BODY, drugs, harm, vitamin_b6
from cobalamin.body.inputs import replete_inputs, view_inputs
from cobalamin.body.observe import observe
from cobalamin.body.responders import centre_of, mean_share, responder_share
from cobalamin.evidence.comparators import EventRate, event_rates
from cobalamin.parameters import parameters, typical, view

K = view(typical())
FLOWS = {flow.name: flow for flow in BODY.flows}


def state(**changed: float) -> Any:
    values = dict(zip(BODY.names, BODY.healthy(), strict=True))
    values |= {name.replace("__", "."): value for name, value in changed.items()}
    return BODY.view(list(values.values()))


def settled(drug: str, dose: float, *, egfr: float = 1.0) -> Any:
    """The body after months on a daily dose: amount and load in balance with it."""
    now = view_inputs({**replete_inputs(), f"{drug}_mg_per_day": dose, "egfr": egfr})
    taken = drugs.gabapentin_absorbed(dose, K) if drug == "gabapentin" else dose
    amounts = {f"drugs__{drug}": taken / drugs.elimination(drug, K, now)}
    body = state(**amounts)
    loads = {
        f"harm__{kind}_load": FLOWS[f"{kind}_load_rise"].law(body, K, now) / K.harm_rate
        for kind in ("gabapentinoid", "duloxetine")
    }
    return state(**amounts, **loads)


def percent(event: str, body: Any, k: Any = K) -> float:
    (value,) = observe((f"{event}_pct",), body, k, view_inputs(replete_inputs()))
    return value


def percent_of_people(event: str, body: Any) -> float:
    """Mean over people who differ in proneness, as a trial counts them."""
    z = np.random.default_rng(1).normal(size=4000)
    prone = view(typical() | {"harm_proneness": np.exp(parameters()["harm_proneness"].spread * z)})
    return float(np.mean(percent(event, body, prone)))


LABEL = [
    r
    for r in event_rates()
    if r.study == "Lyrica US label, table 3" and r.drug == "pregabalin" and r.event in harm.EVENTS
]


@pytest.mark.parametrize("rate", LABEL, ids=lambda rate: f"{rate.event} {rate.dose:g}")
def test_events_of_the_pregabalin_label_within_three_points(rate: EventRate) -> None:
    assert percent_of_people(rate.event, settled("pregabalin", rate.dose, egfr=0.82)) == pytest.approx(
        rate.percent, abs=3.0
    )


@pytest.mark.parametrize(
    ("event", "seen"), [("nausea", 22.6), ("somnolence", 16.7), ("dizziness", 9.1), ("stop_for_harm", 10.9)]
)
def test_events_of_duloxetine_within_three_points(event: str, seen: float) -> None:
    assert percent_of_people(event, settled("duloxetine", 60)) == pytest.approx(seen, abs=3.0)


def test_nothing_beyond_placebo_without_a_drug() -> None:
    for event in harm.EVENTS:
        excess, whole = observe((f"{event}_excess_pct", f"{event}_pct"), state(), K, view_inputs(replete_inputs()))
        assert excess == pytest.approx(0.0, abs=1e-12)
        assert whole == pytest.approx(100 * harm.background_share(event, K))


def test_weak_kidneys_do_what_a_higher_dose_does() -> None:
    weak, double = settled("pregabalin", 300, egfr=0.5), settled("pregabalin", 600)
    assert percent("dizziness", weak) == pytest.approx(percent("dizziness", double), rel=1e-9)
    assert percent("dizziness", weak) > percent("dizziness", settled("pregabalin", 300)) + 3


def test_two_drugs_add_up_on_the_logit_scale() -> None:
    one, other = settled("pregabalin", 300), settled("duloxetine", 60)
    both = state(harm__gabapentinoid_load=one.harm.gabapentinoid_load, harm__duloxetine_load=other.harm.duloxetine_load)

    def logit(body: Any) -> float:
        return float(np.log(percent("dizziness", body) / (100 - percent("dizziness", body))))

    assert logit(both) + logit(state()) == pytest.approx(logit(one) + logit(other))


def test_tricyclics_are_unknown_and_add_nothing() -> None:
    for drug in harm.UNKNOWN:
        assert percent("dizziness", settled(drug, 75)) == pytest.approx(percent("dizziness", state()))


def test_events_begin_within_three_to_four_weeks() -> None:
    reached = 1 - np.exp(-K.harm_rate * np.array([7.0, 21.0, 28.0]))
    assert reached[0] == pytest.approx(0.5, abs=0.03)
    assert reached[1] > 0.87
    assert reached[2] > 0.93


def test_weight_lies_between_the_two_sources_at_a_year() -> None:
    median = K.weight_gain_largest * (1 - np.exp(-K.weight_gain_rate * 365.25))
    spread = parameters()["weight_gain_largest"].spread
    assert 2.9 < median * np.exp(spread**2 / 2) < 4.3
    assert median * np.exp(-1.28 * spread) < 2.9
    assert median * np.exp(1.28 * spread) > 4.3


def test_risk_by_vitamin_b6_is_the_published_grid() -> None:
    for dose, years, low, high in (
        (12, 10, 0.0, 4.63),
        (100, 5, 1.16, 41.7),
        (50, 5, 0.068, 21.6),
        (500, 1, 5.2, 59.5),
    ):
        found = vitamin_b6.neuropathy_risk(dose, years * 365.25, K)
        assert 100 * np.array(found) == pytest.approx([low, high], abs=0.05)


def test_range_of_vitamin_b6_holds_its_centre_and_rises_with_dose_and_time() -> None:
    dose, days = np.meshgrid([0.0, 2.0, 10.0, 50.0, 200.0, 2000.0], [0.0, 30.0, 365.0, 3650.0], indexing="ij")
    low, centre, high = (np.asarray(vitamin_b6.risk(s, dose, days, K)) for s in vitamin_b6.SETTINGS)
    assert (low <= centre).all()
    assert (centre <= high).all()
    assert (high[0] == 0).all()
    for risk in (low, high):
        assert (np.diff(risk, axis=0) >= -1e-12).all()
        assert (np.diff(risk, axis=1) >= -1e-12).all()


def test_what_was_taken_gives_the_risk_of_a_constant_dose_and_stays_after_stopping() -> None:
    body = state(vitamin_b6__total=100.0 * 400, vitamin_b6__days=400.0)
    assert vitamin_b6.risk_so_far(body, K) == pytest.approx(vitamin_b6.neuropathy_risk(100.0, 400.0, K), rel=1e-4)
    off = view_inputs(replete_inputs())
    assert FLOWS["pyridoxine_taken"].law(body, K, off) == FLOWS["pyridoxine_days"].law(body, K, off) == 0


def test_centre_gives_the_mean_back() -> None:
    for share in (-0.05, 0.1, 0.3, 0.6):
        assert mean_share(centre_of(share, K), K) == pytest.approx(share, abs=1e-6)


def test_mean_share_is_the_mean_of_the_counted_changes() -> None:
    people = np.random.default_rng(1).normal(0.3, K.relief_share_spread, 400_000)
    assert mean_share(0.3, K) == pytest.approx(np.clip(people, -K.relief_share_worst, 1.0).mean(), abs=0.002)


def test_responders_of_arms_kept_for_testing_from_their_mean_change() -> None:
    # Pooled gastroretentive gabapentin: mean falls 37.0 and 29.1 %, people with 30 %: 54 and 41.
    shares = [100 * responder_share(0.3, fall, 1.0, K) for fall in (0.370, 0.291)]
    assert shares == pytest.approx([54, 41], abs=5)
    # More relief, more responders; fewer at 50 % than at 30 %.
    assert responder_share(0.5, 0.3, 1.0, K) < responder_share(0.3, 0.3, 1.0, K) < responder_share(0.3, 0.4, 1.0, K)


def test_example_of_the_docstring() -> None:
    assert doctest.testmod(vitamin_b6).failed == 0
