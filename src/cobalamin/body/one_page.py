"""The B12 kinetics on one page: the teaching twin of gut, plasma, liver and tissues, tested equal to the whole body.

Read it top to bottom and you know how the body handles B12. What is given is cyanocobalamin. Left out are the few
nanomoles of nerve and cord, metformin and nitrous oxide.

    diet, tablets -> gut wall -> transcobalamin -> liver, tissues -> haptocorrin, bile -> gut wall again, or faeces
    injections -> depot -> unbound -> urine, both carriers, liver, tissues
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cobalamin.parameters import typical, view

MICROGRAM = 1000 / 1355.37  # nmol in 1 ug of cobalamin
LONG_AGO = -150 * 365.25  # days; long enough for every store to settle
POOLS = ("early", "late", "passive", "depot", "dose", "own", "apo", "holo", "haptocorrin", "liver", "fast", "deep")
HEALTHY = (0.6, 0.6, 0.0, 0.0, 0.0, 0.05, 0.2, 0.22, 0.8, 1000.0, 490.0, 290.0)  # nmol; only where the search starts


@dataclass(frozen=True, kw_only=True)
class Course:
    """Serum B12 [pmol/L] and B12 of the body [ug] on the asked days, one value a day."""

    serum_pmol_l: Any
    body_ug: Any


def rates(time: float, pools: Any, k: Any, diet: float, uptake: float, kidneys: float = 1.0) -> tuple[float, ...]:
    """Change of each pool [nmol/d]: everything that flows in minus everything that flows out.

    Arguments:
        pools: nmol, in the order of `POOLS`; k: parameters.
        diet: B12 of the diet that enters the gut wall [nmol/d].
        uptake: receptor uptake in the gut, 1 in health, 0 without intrinsic factor; kidneys: filtration, 1 in health.
    """
    early, late, passive, depot, dose, own, apo, holo, haptocorrin, liver, fast, deep = pools

    # Gut wall: two equal waits, then out on transcobalamin while some is free, else unbound.
    wait = k.enterocyte_transit
    exported = wait * late
    on_carrier = exported * apo / (apo + k.apotranscobalamin_export_half)
    diffused = k.passive_transit * passive

    # Unbound B12 is lost in urine, bound to either carrier, or taken up through a small and a wide door.
    filtered, total = k.renal_clearance_unbound / k.unbound_volume, dose + own
    door = k.saturable_uptake_capacity / (total + k.saturable_uptake_half)
    wide_dose = filtered / (1 / k.tissue_share_cyanocobalamin - 1)
    wide_own = filtered / (1 / k.tissue_share_methylcobalamin - 1)
    bind = k.transcobalamin_binding * apo
    load = k.haptocorrin_turnover * k.haptocorrin_plasma_capacity / (total + k.haptocorrin_binding_half)
    leaves = filtered * kidneys + bind + load + door
    taken = door * total + wide_dose * dose + wide_own * own
    freed = k.depot_release_cyanocobalamin * depot

    # Transcobalamin delivers within hours, less eagerly when full; haptocorrin circulates for days, then the liver.
    full = k.holotranscobalamin_uptake_saturation
    delivered = k.holotranscobalamin_uptake * (1 + full) / (1 + full * holo / k.holotranscobalamin_reference) * holo
    cleared = k.haptocorrin_turnover * haptocorrin
    made = k.apotranscobalamin_turnover * (k.apotranscobalamin_level - apo)

    # Tissues send B12 out on new haptocorrin, the more slowly the fuller they are.
    saturation = (1 + k.haptocorrin_loading_half) / (fast / k.tissue_reference + k.haptocorrin_loading_half)
    loaded = k.haptocorrin_loading * saturation * fast
    inward, outward = k.tissue_to_deep * fast, k.deep_to_tissue * deep

    # Bile: without intrinsic factor hardly any of it returns, so the stores empty faster than on a diet without B12.
    bile = k.bile_secretion * liver
    returned = bile * (k.bile_return_without_factor + (k.bile_return - k.bile_return_without_factor) * uptake)

    back = k.liver_release * liver + k.tissue_release * fast
    to_liver = k.liver_share_of_uptake * delivered + k.liver_share_of_unbound_uptake * taken + cleared
    to_fast = (1 - k.liver_share_of_uptake) * delivered + (1 - k.liver_share_of_unbound_uptake) * taken + outward
    return (
        diet + returned - wait * early,
        wait * early - exported,
        -diffused,
        -freed,
        diffused + freed - (leaves + wide_dose) * dose,
        back + exported - on_carrier - (leaves + wide_own) * own,
        made - on_carrier - bind * total,
        on_carrier + bind * total - delivered,
        load * total + loaded - cleared,
        to_liver - bile - (k.liver_release + k.other_loss) * liver,
        to_fast - inward - loaded - (k.tissue_release + k.other_loss) * fast,
        inward - outward - k.other_loss * deep,
    )


def course(
    days: Any, *, diet_absorbed: float = 1.65, uptake: float = 1.0, injections_ug: Mapping[float, float] | None = None
) -> Course:
    """Serum and stores of the median person on `days`, who was healthy until day 0.

    Arguments: rising days [d]; from day 0 the diet [nmol/d] and the receptor uptake; injections as {day: ug}.

    >>> bool(course([0.0]).serum_pmol_l[0] > 250)
    True
    """
    import numpy as np
    from scipy.integrate import solve_ivp

    k, doses = view(typical()), dict(injections_ug or {})
    stops = sorted({0.0, float(days[-1]), *doses})
    settled = solve_ivp(rates, (LONG_AGO, 0.0), HEALTHY, "BDF", args=(k, 1.65, 1.0), rtol=1e-8, atol=1e-9)
    pools, asked, found = settled.y[:, -1], np.asarray(days, dtype=np.float64), np.full((len(POOLS), len(days)), np.nan)
    for begin, end in zip(stops, [*stops[1:], stops[-1] + 1.0], strict=True):
        now = (asked >= begin) & (asked < end)
        before = pools.copy()
        pools[POOLS.index("depot")] += doses.get(begin, 0.0) * MICROGRAM
        at = np.append(asked[now], end)
        path = solve_ivp(rates, (begin, end), pools, "BDF", at, args=(k, diet_absorbed, uptake), rtol=1e-7, atol=1e-9)
        found[:, now], pools = path.y[:, :-1], path.y[:, -1]
        found[:, asked == begin] = before[:, None]  # a sample on a day of injection is taken before it
    dose, own, _, holo, haptocorrin, *stores = found[4:]
    serum = 1000 * ((holo + haptocorrin) / k.plasma_volume + (dose + own) / k.unbound_volume)
    return Course(serum_pmol_l=serum, body_ug=(dose + own + holo + haptocorrin + sum(stores)) / MICROGRAM)
