"""Orders that studies of kinetics agree on; their figures are rows of the validation, as fitted or predicted.

What is in order here was used for fitting, so agreement is no validation.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cobalamin.body import BODY
from cobalamin.evidence import facts
from cobalamin.person import Person
from cobalamin.regimen import parse
from cobalamin.simulate import Outcome, Request, build_row
from cobalamin.solve import fast
from cobalamin.units import NANOMOLES_PER_MICROGRAM_COBALAMIN

Follow = Callable[..., Outcome]
Make = Callable[..., Person]
DOSES = (
    *(("cyanocobalamin", amount) for amount in (25, 100, 500, 1000)),
    *(("hydroxocobalamin", amount) for amount in (500, 1000)),
)


def test_about_half_of_the_store_is_in_the_liver(make_person: Make, follow: Follow) -> None:
    omnivore = follow(make_person(40), [], [0])
    assert 0.4 < omnivore.of("liver_b12_ug")[0, 0] / omnivore.of("body_b12_ug")[0, 0] < 0.7


@pytest.fixture(scope="module")
def urine(make_person: Make) -> dict[tuple[str, int], float]:
    """Share [%] of one injection lost in urine within 72 h, beyond what is lost without it."""
    person = make_person(40)
    plans = [parse(f"{form} {amount} ug IM once") for form, amount in DOSES]
    requests = [Request(person=person), *(Request(person=person, plan_name="dose", plan=plan) for plan in plans)]
    rows = [build_row(request, horizon=4.0)[0] for request in requests]
    states = fast.solve(rows, np.array([0.0, 3.0])).states[:, BODY.index["excreta.urine"], :]
    lost = states[1] - states[0]
    return {
        dose: 100 * (lost[n + 1] - lost[0]) / (dose[1] * NANOMOLES_PER_MICROGRAM_COBALAMIN)
        for n, dose in enumerate(DOSES)
    }


def test_larger_doses_lose_a_larger_share(urine: dict[tuple[str, int], float]) -> None:
    for form in ("cyanocobalamin", "hydroxocobalamin"):
        shares = [share for (name, _), share in urine.items() if name == form]
        assert shares == sorted(shares)


def test_hydroxocobalamin_is_kept_where_cyanocobalamin_is_lost(urine: dict[tuple[str, int], float]) -> None:
    """Glass 1961: of 1 mg 27 % against 69 %."""
    assert urine["hydroxocobalamin", 1000] < 0.5 * urine["cyanocobalamin", 1000]


@pytest.fixture(scope="module")
def kuzminski(make_person: Make, follow: Follow) -> Outcome:
    """Four years into pernicious anaemia, then the two arms of the trial: tablets (1) and injections (2)."""
    ill = make_person(70, condition=[{"name": "pernicious anaemia", "since": "4 years", "untreated": True}])
    plans = [
        "cyanocobalamin 2 mg orally daily",
        "cyanocobalamin 1 mg IM on days 1, 3, 7, 10, 14, 21, 30, 60 and 90",
    ]
    return follow(ill, plans, [0, 120])


def test_tablets_bring_methylmalonate_back_to_its_reference(kuzminski: Outcome) -> None:
    high = facts()["diag_kuz_ref_mma_lo"].high
    assert high is not None
    assert kuzminski.of("mma_nmol_l")[0, 1] > high > kuzminski.of("mma_nmol_l")[1, 1]


def test_injections_end_lower_than_tablets(kuzminski: Outcome) -> None:
    """Kuzminski 1998: a month after the last injection serum B12 was a third of that on tablets."""
    serum = kuzminski.of("serum_b12_pmol_l")[1]
    assert serum[2] < 0.75 * serum[1]


def test_hydroxocobalamin_lasts_for_months(make_person: Make, follow: Follow) -> None:
    """Glass 1966: six injections in ten days, and serum B12 is above its start fifteen months later."""
    low = make_person(60, condition=[{"name": "pernicious anaemia", "since": "2.1 years", "untreated": True}])
    found = follow(low, ["hydroxocobalamin 1 mg IM every other day for 12 days"], [0, 183, 304, 456])
    assert len(next(c for c in found.courses[1] if c.substance == "hydroxocobalamin").days()) == 6
    serum = found.of("serum_b12_pmol_l")[:, 1]
    assert serum[1] > serum[2] > serum[3] > serum[0]
