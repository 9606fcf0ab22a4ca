"""Gut: what of a meal or tablet enters the body, and the way through the gut wall.

Two routes run in parallel. Receptor uptake with intrinsic factor has a ceiling for each intake and needs hours to be
ready again; about one percent of any amount passes without it. Absorption of one intake is a closed form; the gut
wall then delays it by two transits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cobalamin.body.arithmetic import exp
from cobalamin.body.graph import Organ

gut = Organ("gut")
flow = gut.flow
compartment = gut.compartment

compartment("gut.enterocyte_early", "nmol", 0.677, "B12 newly taken up by the gut wall", daily=True)
compartment("gut.enterocyte_late", "nmol", 0.677, "B12 about to leave the gut wall", daily=True)
compartment("gut.passive_cyanocobalamin", "nmol", 0.0, "cyanocobalamin that diffuses through the gut wall", daily=True)
compartment(
    "gut.passive_hydroxocobalamin", "nmol", 0.0, "hydroxocobalamin that diffuses through the gut wall", daily=True
)
compartment(
    "gut.passive_methylcobalamin", "nmol", 0.0, "methylcobalamin that diffuses through the gut wall", daily=True
)


@dataclass(frozen=True, kw_only=True)
class Absorbed:
    """What becomes of one intake [nmol]: by receptor, by diffusion, and lost in faeces; the three add up to it."""

    receptor: Any
    passive: Any
    lost: Any


def ileal_uptake_factor(k: Any, now: Any) -> Any:
    """Share of normal receptor uptake that is left.

    intrinsic factor x ileum x (1 - k_max m / (m + k_half)), m = metformin [mg/d]; dimensionless, 0 to 1.
    Metformin is held small on purpose: the fall of serum B12 on it is not matched by a rise of methylmalonate.
    Source: kin_metf_hi, kin_metf_lo, kin_abs_plasma85_pa
    """
    m = now.metformin_mg_per_day
    calcium_block = k.metformin_uptake_loss * m / (m + k.metformin_half_dose)
    return now.intrinsic_factor * now.ileum * (1 - calcium_block)


def absorbed(
    amount: Any, hours_since_last: Any, k: Any, now: Any, *, released: Any = 1.0, passive: Any = 1.0
) -> Absorbed:
    """Absorption of one intake of `amount` [nmol], a closed form.

    With D = amount x released: receptor = f V r D / (K + D), r = 1 - exp(-t / recovery), f the uptake factor;
    passive = fraction x (D - receptor) x passive. Lost = the rest.

    Arguments:
        amount: B12 in the meal or tablet [nmol].
        hours_since_last: hours since the previous intake that used the receptors [h].
        k, now: constants of the person and inputs at this time.
        released: share that acid and pepsin free (1 for crystalline B12).
        passive: factor on diffusion (0.5 with a meal).
    Source: kin_abs_cn_1ug, kin_abs_cn_5ug, kin_abs_cn_25ug, kin_abs_recovery, kin_abs_passive_500, kin_abs_passive_food
    """
    free = amount * released
    ready = 1 - exp(-hours_since_last / k.ileal_recovery_hours)
    receptor = ileal_uptake_factor(k, now) * k.ileal_capacity * ready * free / (k.ileal_half_saturation + free)
    diffused = k.passive_fraction * passive * (free - receptor)
    return Absorbed(receptor=receptor, passive=diffused, lost=amount - receptor - diffused)


@flow(target="gut.enterocyte_early", unit="nmol/d")
def dietary_uptake(body: Any, k: Any, now: Any) -> Any:
    """Habitual diet, as the mean rate of its meals.

    diet_absorbed [nmol/d], the sum of `absorbed` over the meals of a day.
    Source: kin_abs_egg_ug, kin_abs_cn_1ug
    """
    return now.diet_absorbed


@flow(target="excreta.faeces", unit="nmol/d")
def dietary_loss(body: Any, k: Any, now: Any) -> Any:
    """B12 of the habitual diet that is not absorbed.

    diet_unabsorbed [nmol/d]
    Source: kin_abs_cn_1ug
    """
    return now.diet_unabsorbed


@flow(source="gut.enterocyte_early", target="gut.enterocyte_late")
def enterocyte_transit(body: Any, k: Any, now: Any) -> Any:
    """First of two equal transits through the gut wall (together 7 h).

    k_enterocyte [1/d]
    Source: kin_abs_tpeak, kin_abs_enter
    """
    return k.enterocyte_transit


def _carrier_share(body: Any, k: Any) -> Any:
    """Share of exported B12 that finds free transcobalamin: apo / (apo + half)."""
    apo = body.plasma.apotranscobalamin
    return apo / (apo + k.apotranscobalamin_export_half)


@flow(source="gut.enterocyte_late", target="plasma.holotranscobalamin", carrier="plasma.apotranscobalamin")
def export_on_transcobalamin(body: Any, k: Any, now: Any) -> Any:
    """Export from the gut wall bound to transcobalamin, as long as free carrier lasts.

    k_enterocyte apo / (apo + half) [1/d]
    Source: kin_abs_tpeak, kin_tc_regen
    """
    return k.enterocyte_transit * _carrier_share(body, k)


@flow(source="gut.enterocyte_late", target="plasma.unbound_methylcobalamin")
def export_unbound(body: Any, k: Any, now: Any) -> Any:
    """Export from the gut wall when free transcobalamin is used up.

    k_enterocyte half / (apo + half) [1/d]
    Source: kin_tc_regen
    """
    return k.enterocyte_transit * (1 - _carrier_share(body, k))


@flow(source="plasma.apotranscobalamin")
def carrier_used_by_gut(body: Any, k: Any, now: Any) -> Any:
    """Free transcobalamin taken by export from the gut wall, one for one.

    k_enterocyte late / (apo + half) [1/d]
    Source: kin_tc_regen
    """
    apo = body.plasma.apotranscobalamin
    return k.enterocyte_transit * body.gut.enterocyte_late / (apo + k.apotranscobalamin_export_half)


def _declare_passive(form: str) -> None:
    def passive(body: Any, k: Any, now: Any) -> Any:
        return k.passive_transit

    passive.__name__ = f"passive_{form}"
    passive.__doc__ = f"""Diffusion of {form} through the gut wall into plasma, unbound.

    k_passive [1/d], mean 5 h; large doses peak in plasma within 3 to 6 h
    Source: kin_abs_tpeak_high
    """
    flow(source=f"gut.passive_{form}", target=f"plasma.unbound_{form}")(passive)


FORMS: tuple[str, ...] = ("cyanocobalamin", "hydroxocobalamin", "methylcobalamin")
"""Forms of cobalamin that differ in kinetics; adenosylcobalamin shares those of methylcobalamin."""

for _form in FORMS:
    _declare_passive(_form)
