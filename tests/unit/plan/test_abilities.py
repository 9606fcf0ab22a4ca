"""What B12 can and cannot do: from the numbers, without a promise, and nothing without a plan of B12 alone."""

from __future__ import annotations

from typing import Any

from cobalamin.assess.lack import Lack
from cobalamin.body.observe import Licence
from cobalamin.plan.abilities import abilities, gives_b12
from cobalamin.plan.model import NO_CHANGE, Chance, PlanOutcome, Range, ResidualDeficit

TABLETS = "cyanocobalamin 1 mg orally daily"


def chance(value: float, licence: Licence = Licence.SCENARIO) -> Chance:
    return Chance(value=value, low=max(value - 0.05, 0.0), high=min(value + 0.05, 1.0), licence=licence)


def outcome(name: str, taken: str, *, mma: float, relief: float, lost: float) -> PlanOutcome:
    value = Range(low=0.0, median=None, high=lost, unit="%", licence=Licence.SCENARIO)
    return PlanOutcome(
        name=name,
        regimen_text=taken,
        relief_30=None,
        relief_50=None,
        markers={},
        residual={},
        doses_taken={},
        chance_30={week: chance(relief) for week in (4, 12, 52)},
        mma_in_range=chance(mma, Licence.FORECAST),
        residual_deficit=ResidualDeficit(parts={"cord": value}, probability=chance(0.3)),
    )


def said(lack: Lack, **b12: Any) -> tuple[str, str]:
    without = outcome(NO_CHANGE, "", mma=0.2, relief=0.3, lost=40.0)
    made = {"mma": 0.95, "relief": 0.6, "lost": 10.0} | b12
    can, cannot = abilities([without, outcome("tablets", TABLETS, **made)], "tingling", lack=lack)
    return " ".join(can), " ".join(cannot)


def test_where_it_lacks_markers_and_loss_are_what_it_can_do():
    can, cannot = said(Lack.LIKELY)
    assert "95 of 100 (90 to 100) such people on 'tablets', 20 of 100 (15 to 25) with no change" in can
    assert "cord 0 to 10 % on 'tablets', 0 to 40 % with no change" in can
    assert "a scenario, no promise" in can
    assert "every fibre" in cannot


def test_what_it_does_not_change_is_what_it_cannot():
    can, cannot = said(Lack.LIKELY, mma=0.2, relief=0.31, lost=39.5)
    assert can == ""
    assert "Change much here" in cannot
    assert "Be counted on to ease the tingling" in cannot


def test_without_a_lack_no_easing_is_to_be_expected():
    _, cannot = said(Lack.NONE, mma=0.2, relief=0.3, lost=40.0)
    assert "no lack of B12 is known" in cannot


def test_only_a_plan_of_b12_alone_tells():
    both = f"{TABLETS} and pregabalin 75 mg orally twice daily"
    assert gives_b12(outcome("a", TABLETS, mma=0.9, relief=0.5, lost=1.0))
    assert not gives_b12(outcome("a", both, mma=0.9, relief=0.5, lost=1.0))
    without = outcome(NO_CHANGE, "", mma=0.2, relief=0.3, lost=40.0)
    mixed = outcome("a", both, mma=0.9, relief=0.5, lost=1.0)
    assert abilities([without, mixed], None, lack=Lack.LIKELY) == ((), ())
