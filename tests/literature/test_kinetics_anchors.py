"""Anchors that the B12 kinetics were fitted to: `fitted`, so agreement here is no validation.

Misses that are known stand beside the hits, as tests that must fail until the model explains them.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from cobalamin.body import BODY
from cobalamin.evidence import Verified, derivations, facts
from cobalamin.person import Person
from cobalamin.regimen import parse
from cobalamin.simulate import Outcome, Request, build_row
from cobalamin.solve import fast
from cobalamin.units import NANOMOLES_PER_MICROGRAM_COBALAMIN

SHARED = Path(os.environ.get("COBALAMIN_SHARED", Path(__file__).resolve().parents[2].parent / "shared"))
MISSES = {"kin_ur_cn_25", "kin_oh6_6mo", "kin_oh6_10mo", "kin_oh6_15mo"}
Follow = Callable[..., Outcome]
Make = Callable[..., Person]


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """One figure the kinetics were fitted to: value, share by which the model may miss it, fact id if there is one."""

    value: float
    allowed: float
    source: str

    def check(self, simulated: float) -> None:
        assert simulated == pytest.approx(self.value, rel=self.allowed), self.source


KUZMINSKI = "Kuzminski 1998, Blood 92:1191"
OMNIVORE_SERUM = Anchor(value=330.0, allowed=0.10, source="kinetics_starting_fit")
ANCHORS = {
    "holoTC of the omnivore": Anchor(value=72.0, allowed=0.25, source="kinetics_starting_fit"),
    "store of the omnivore": Anchor(value=2400.0, allowed=0.10, source="kin_store_total"),
    "oral 4 weeks": Anchor(value=2.0, allowed=0.25, source="kin_me_po_4w"),
    "oral 12 weeks": Anchor(value=2.8, allowed=0.25, source="kin_me_po_12w"),
    "4 weeks off": Anchor(value=1.8, allowed=0.25, source="kin_me_po_off4"),
    "gastrectomy": Anchor(value=148.0, allowed=0.25, source="kin_tg_median"),
    "vegan": Anchor(value=122.0, allowed=0.25, source="kin_epic_vegan"),
}
URINE = {
    ("cyanocobalamin", 100): Anchor(value=47.0, allowed=0.35, source="kin_ur_cn_100"),
    ("cyanocobalamin", 500): Anchor(value=60.0, allowed=0.35, source="kin_ur_cn_500"),
    ("cyanocobalamin", 1000): Anchor(value=69.0, allowed=0.35, source="kin_ur_cn_1000"),
    ("hydroxocobalamin", 500): Anchor(value=16.0, allowed=0.35, source="kin_ur_oh_500"),
    ("hydroxocobalamin", 1000): Anchor(value=27.0, allowed=0.35, source="kin_ur_oh_1000"),
}


def test_every_anchor_names_a_source() -> None:
    """The package ships only what its parameters and laws cite; the other figures stand in the shared tables."""
    named = {anchor.source for anchor in [OMNIVORE_SERUM, *ANCHORS.values(), *URINE.values()]} | MISSES
    assert not [name for name in named & set(facts()) if facts()[name].verified is Verified.MEMORY]
    left = named - set(facts()) - set(derivations())
    table = SHARED / "evidence/kinetics/facts.csv"
    if left and not table.is_file():
        pytest.skip(f"no evidence tables in {SHARED} (COBALAMIN_SHARED)")
    with table.open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert left <= set(rows)
    assert not [name for name in left if rows[name]["verified"] == "memory"]


@pytest.fixture(scope="module")
def omnivore(make_person: Make, follow: Follow) -> Outcome:
    plan = "methylcobalamin 1500 ug orally daily for 84 days"
    return follow(make_person(40), [plan], [0, 28, 84, 112])


def test_omnivore(omnivore: Outcome) -> None:
    OMNIVORE_SERUM.check(omnivore.of("serum_b12_pmol_l")[0, 0])
    ANCHORS["holoTC of the omnivore"].check(omnivore.of("holotc_pmol_l")[0, 0])
    ANCHORS["store of the omnivore"].check(omnivore.of("body_b12_ug")[0, 0])
    assert 0.4 < omnivore.of("liver_b12_ug")[0, 0] / omnivore.of("body_b12_ug")[0, 0] < 0.7


@pytest.mark.parametrize(("sample", "name"), [(1, "oral 4 weeks"), (2, "oral 12 weeks"), (3, "4 weeks off")])
def test_oral_methylcobalamin(omnivore: Outcome, sample: int, name: str) -> None:
    serum = omnivore.of("serum_b12_pmol_l")[:, 1]
    ANCHORS[name].check(serum[sample] / serum[0])


def test_total_gastrectomy_at_the_median_time_to_deficiency(make_person: Make, follow: Follow) -> None:
    person = make_person(60, condition=[{"name": "total gastrectomy", "since": "456 days", "untreated": True}])
    ANCHORS["gastrectomy"].check(follow(person, [], [0]).of("serum_b12_pmol_l")[0, 0])


def test_vegan_of_many_years(make_person: Make, follow: Follow) -> None:
    person = make_person(45, diet="vegan", diet_since="20 years")
    ANCHORS["vegan"].check(follow(person, [], [0]).of("serum_b12_pmol_l")[0, 0])


@pytest.fixture(scope="module")
def urine(make_person: Make) -> dict[tuple[str, int], float]:
    """Share [%] of one injection lost in urine within 72 h, beyond what is lost without it."""
    person = make_person(40)
    doses = [*URINE, ("cyanocobalamin", 25)]
    plans = [parse(f"{form} {amount} ug IM once") for form, amount in doses]
    requests = [Request(person=person), *(Request(person=person, plan_name="dose", plan=plan) for plan in plans)]
    rows = [build_row(request, horizon=4.0)[0] for request in requests]
    states = fast.solve(rows, np.array([0.0, 3.0])).states[:, BODY.index["excreta.urine"], :]
    lost = states[1] - states[0]
    return {
        dose: 100 * (lost[n + 1] - lost[0]) / (dose[1] * NANOMOLES_PER_MICROGRAM_COBALAMIN)
        for n, dose in enumerate(doses)
    }


@pytest.mark.parametrize("dose", URINE, ids=lambda dose: f"{dose[0]} {dose[1]} ug")
def test_loss_in_urine(urine: dict[tuple[str, int], float], dose: tuple[str, int]) -> None:
    URINE[dose].check(urine[dose])


def test_larger_doses_lose_a_larger_share(urine: dict[tuple[str, int], float]) -> None:
    shares = [urine["cyanocobalamin", amount] for amount in (25, 100, 500, 1000)]
    assert shares == sorted(shares)
    assert urine["hydroxocobalamin", 1000] < 0.5 * urine["cyanocobalamin", 1000]


@pytest.fixture(scope="module")
def kuzminski(make_person: Make, follow: Follow) -> Outcome:
    """Pernicious anaemia at about the serum B12 of the trial, then its two arms: tablets (1) and injections (2)."""
    ill = make_person(70, condition=[{"name": "pernicious anaemia", "since": "4.25 years", "untreated": True}])
    plans = [
        "cyanocobalamin 2 mg orally daily",
        "cyanocobalamin 1 mg IM on days 1, 3, 7, 10, 14, 21, 30, 60 and 90",
    ]
    return follow(ill, plans, [0, 120])


def test_tablets_in_pernicious_anaemia(kuzminski: Outcome) -> None:
    """Kuzminski 1998: 742 pmol/L after 120 days of 2 mg a day; methylmalonate back to its reference."""
    Anchor(value=742.0, allowed=0.25, source=KUZMINSKI).check(kuzminski.of("serum_b12_pmol_l")[1, 1])
    assert kuzminski.of("mma_nmol_l")[1, 1] < facts()["diag_kuz_ref_mma_lo"].high


def test_injections_end_lower_than_tablets(kuzminski: Outcome) -> None:
    """Kuzminski 1998: a month after the last injection serum B12 was a third of that on tablets."""
    serum = kuzminski.of("serum_b12_pmol_l")[1]
    assert serum[2] < 0.6 * serum[1]


def test_small_injections_are_kept(urine: dict[tuple[str, int], float]) -> None:
    """kin_ur_cn_25: 5 % of 25 ug are lost; the model may lose a few per cent more, but not a third."""
    assert urine["cyanocobalamin", 25] < 15.0


def test_trough_of_injections(kuzminski: Outcome) -> None:
    """Kuzminski 1998: 240 pmol/L a month after the last of nine injections."""
    Anchor(value=240.0, allowed=0.35, source=KUZMINSKI).check(kuzminski.of("serum_b12_pmol_l")[1, 2])


@pytest.fixture(scope="module")
def six_injections(make_person: Make, follow: Follow) -> Outcome:
    """Six injections in ten days to people with low B12; the start near the 137 pmol/L of the study."""
    low = make_person(60, condition=[{"name": "pernicious anaemia", "since": "2.1 years", "untreated": True}])
    return follow(low, ["hydroxocobalamin 1 mg IM every other day for 12 days"], [0, 183, 304, 456])


def test_hydroxocobalamin_lasts_for_months(six_injections: Outcome) -> None:
    """kin_oh6_10mo, kin_oh6_15mo: twice the start at ten months, above the start at fifteen."""
    assert len(next(c for c in six_injections.courses[1] if c.substance == "hydroxocobalamin").days()) == 6
    serum = six_injections.of("serum_b12_pmol_l")[:, 1]
    assert serum[0] == pytest.approx(137.0, rel=0.15)
    assert serum[2] / serum[0] == pytest.approx(2.0, rel=0.25)
    assert serum[3] > serum[0]


@pytest.mark.xfail(strict=True, reason="about 2.4 times the start at six months, above 3 times was measured")
def test_hydroxocobalamin_at_six_months(six_injections: Outcome) -> None:
    """kin_oh6_6mo"""
    serum = six_injections.of("serum_b12_pmol_l")[:, 1]
    assert serum[1] / serum[0] >= 3.0
