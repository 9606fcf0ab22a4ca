"""Plasma: injection depots, unbound cobalamin by form, transcobalamin and haptocorrin.

Transcobalamin carries nearly all traffic within hours; haptocorrin carries most of the B12 and almost no traffic. It
leaves the exchangeable tissue already loaded: a fixed plasma capacity did not fit repeated dosing.
"""

from __future__ import annotations

from typing import Any

from cobalamin.body.graph import Organ
from cobalamin.body.gut import FORMS

plasma = Organ("plasma")
flow = plasma.flow
compartment = plasma.compartment

for _form in FORMS:
    compartment(f"plasma.depot_{_form}", "nmol", 0.0, f"{_form} at the site of injection", daily=True)
for _form in FORMS:
    compartment(f"plasma.unbound_{_form}", "nmol", 0.0, f"unbound {_form} in extracellular fluid", daily=True)
compartment("plasma.apotranscobalamin", "nmol", 4.6, "transcobalamin free of B12", daily=True)
compartment("plasma.holotranscobalamin", "nmol", 0.215, "B12 on transcobalamin (active B12)", daily=True)
compartment("plasma.holohaptocorrin", "nmol", 0.766, "B12 on haptocorrin")


def _absorption_from_depot(form: str) -> None:
    def depot(body: Any, k: Any, now: Any) -> Any:
        return getattr(k, f"depot_release_{form}")

    depot.__name__ = f"depot_{form}"
    depot.__doc__ = f"""Release of injected {form} from muscle or under the skin.

    k_depot [1/d], by form: hydroxocobalamin leaves slowly
    Source: kin_surf_im_gone, kin_me_im_tmax, kin_oh_site_t
    """
    flow(source=f"plasma.depot_{form}", target=f"plasma.unbound_{form}")(depot)


def _renal_loss(form: str) -> None:
    def urine(body: Any, k: Any, now: Any) -> Any:
        return k.renal_clearance_unbound / k.unbound_volume * now.egfr

    urine.__name__ = f"urine_{form}"
    urine.__doc__ = f"""Glomerular filtration of unbound {form}.

    GFR / V x egfr [1/d]
    Source: kin_ur_cn_1000, derived_parameters
    """
    flow(source=f"plasma.unbound_{form}", target="excreta.urine")(urine)


def _binding_to_transcobalamin(form: str) -> None:
    def bind(body: Any, k: Any, now: Any) -> Any:
        return k.transcobalamin_binding * body.plasma.apotranscobalamin

    bind.__name__ = f"binding_{form}"
    bind.__doc__ = f"""Binding of unbound {form} to free transcobalamin.

    k_bind apo [1/d]
    Source: kin_tc_30min, kin_bind_cap
    """
    flow(source=f"plasma.unbound_{form}", target="plasma.holotranscobalamin", carrier="plasma.apotranscobalamin")(bind)


def unbound_total(body: Any) -> Any:
    """Unbound cobalamin of all forms [nmol]."""
    p = body.plasma
    return p.unbound_cyanocobalamin + p.unbound_hydroxocobalamin + p.unbound_methylcobalamin


def _binding_to_haptocorrin(form: str) -> None:
    def bind(body: Any, k: Any, now: Any) -> Any:
        return (
            k.haptocorrin_turnover * k.haptocorrin_plasma_capacity / (unbound_total(body) + k.haptocorrin_binding_half)
        )

    bind.__name__ = f"haptocorrin_binding_{form}"
    bind.__doc__ = f"""Loading of new haptocorrin in plasma with unbound {form}.

    k_HC B / (unbound + half) [1/d], nearly linear in the clinical range
    Source: kin_bind_oh, derived_parameters
    """
    flow(source=f"plasma.unbound_{form}", target="plasma.holohaptocorrin")(bind)


def _tissue_uptake(form: str, organ: str) -> None:
    def uptake(body: Any, k: Any, now: Any) -> Any:
        share = getattr(k, f"tissue_share_{form}")
        to_liver = k.liver_share_of_unbound_uptake
        part = to_liver if organ == "liver" else 1 - to_liver
        linear = k.renal_clearance_unbound / k.unbound_volume * share / (1 - share)
        saturable = k.saturable_uptake_capacity / (unbound_total(body) + k.saturable_uptake_half)
        return part * (linear + saturable)

    target = "liver.cobalamin" if organ == "liver" else "tissue.exchangeable"
    uptake.__name__ = f"{organ}_uptake_{form}"
    uptake.__doc__ = f"""Uptake of unbound {form} into {organ}.

    part (GFR / V s / (1 - s) + V_sat / (unbound + half)) [1/d], s = share taken up of very large doses when the
    kidneys are healthy; the saturable part is why 25 ug are kept almost whole and 1000 ug mostly lost
    Source: kin_ur_cn_25, kin_ur_cn_100, kin_ur_cn_500, kin_ur_cn_1000, kin_ur_oh_1000, kin_me_uhd_urine
    """
    flow(source=f"plasma.unbound_{form}", target=target)(uptake)


for _form in FORMS:
    _absorption_from_depot(_form)
    _renal_loss(_form)
    _binding_to_transcobalamin(_form)
    _binding_to_haptocorrin(_form)
    _tissue_uptake(_form, "liver")
    _tissue_uptake(_form, "tissue")


@flow(target="plasma.apotranscobalamin", unit="nmol/d")
def transcobalamin_synthesis(body: Any, k: Any, now: Any) -> Any:
    """Synthesis of transcobalamin; remade within 8 h after a load.

    k_apo T0 [nmol/d]
    Source: kin_tc_regen, guess
    """
    return k.apotranscobalamin_turnover * k.apotranscobalamin_level


@flow(source="plasma.apotranscobalamin")
def transcobalamin_turnover(body: Any, k: Any, now: Any) -> Any:
    """Turnover of free transcobalamin.

    k_apo [1/d]
    Source: kin_tc_regen
    """
    return k.apotranscobalamin_turnover


@flow(source="plasma.apotranscobalamin")
def carrier_used_by_binding(body: Any, k: Any, now: Any) -> Any:
    """Free transcobalamin taken by unbound cobalamin, one for one.

    k_bind unbound [1/d]
    Source: kin_tc_30min
    """
    return k.transcobalamin_binding * unbound_total(body)


def receptor_uptake(body: Any, k: Any) -> Any:
    """Uptake of holotranscobalamin by the receptor of all cells, which saturates near the level of replete people.

    k_uptake (1 + s) / (1 + s H / H0) [1/d]; H0 is the typical omnivore's holotranscobalamin, s = H0 over the level at
    half saturation
    Source: kin_tc_30min, calibration
    """
    s = k.holotranscobalamin_uptake_saturation
    relative = body.plasma.holotranscobalamin / k.holotranscobalamin_reference
    return k.holotranscobalamin_uptake * (1 + s) / (1 + s * relative)


@flow(source="plasma.holotranscobalamin", target="liver.cobalamin")
def hepatic_uptake(body: Any, k: Any, now: Any) -> Any:
    """Receptor-mediated uptake of holotranscobalamin by the liver.

    uptake share [1/d], uptake = k_uptake (1 + s) / (1 + s H / H0)
    Source: kin_tc_30min, kin_liver_share_uptake, calibration
    """
    return receptor_uptake(body, k) * k.liver_share_of_uptake


@flow(source="plasma.holotranscobalamin", target="tissue.exchangeable")
def tissue_uptake(body: Any, k: Any, now: Any) -> Any:
    """Receptor-mediated uptake of holotranscobalamin by kidney, spleen, marrow and muscle.

    uptake (1 - share) [1/d], uptake = k_uptake (1 + s) / (1 + s H / H0)
    Source: kin_tc_30min, kin_surf_ratio, calibration
    """
    return receptor_uptake(body, k) * (1 - k.liver_share_of_uptake)


@flow(source="plasma.holohaptocorrin", target="liver.cobalamin")
def haptocorrin_clearance(body: Any, k: Any, now: Any) -> Any:
    """Uptake of holohaptocorrin by the liver.

    k_HC [1/d], half-life 9 to 10 d (recalled)
    Source: kin_hc_asialo, guess
    """
    return k.haptocorrin_turnover
