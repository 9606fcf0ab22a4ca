"""Tissues: a fast exchangeable pool, a deep pool, and the places where what is lost is counted.

The exchangeable pool (kidney, spleen, marrow, part of muscle) feeds the enzymes and loads haptocorrin. The sinks let
anyone check that what came in is in the body or has left it.
"""

from __future__ import annotations

from typing import Any

from cobalamin.body.graph import Organ

tissues = Organ("tissue")
flow = tissues.flow
compartment = tissues.compartment

compartment("tissue.exchangeable", "nmol", 563.0, "B12 of tissues in exchange with plasma")
compartment("tissue.deep", "nmol", 306.0, "B12 of slow tissues")
compartment("excreta.urine", "nmol", 0.0, "B12 lost in urine", sink=True)
compartment("excreta.faeces", "nmol", 0.0, "B12 lost in faeces", sink=True)
compartment("excreta.turnover", "nmol", 0.0, "B12 lost through skin, shed cells and metabolites", sink=True)
compartment("excreta.inactive", "nmol", 0.0, "B12 turned into inactive analogues by nitrous oxide", sink=True)


@flow(source="tissue.exchangeable", target="plasma.holohaptocorrin")
def haptocorrin_loading(body: Any, k: Any, now: Any) -> Any:
    """Haptocorrin leaves the exchangeable tissue already loaded, saturating with the pool.

    k_load (1 + c) / (P / P0 + c) x carrier [1/d]; carrier = 1 - loss x m / (m + half), m = metformin [mg/d]
    Saturation compresses serum B12 against stores, as seen in vegans. Metformin lowers the carrier: serum falls,
    methylmalonate does not follow; the reason is open.
    Source: derived_parameters, kin_epic_vegan, kin_metf_hi
    """
    pool = body.tissue.exchangeable / k.tissue_reference
    c = k.haptocorrin_loading_half
    m = now.metformin_mg_per_day
    carrier = 1 - k.metformin_carrier_loss * m / (m + k.metformin_half_dose)
    return k.haptocorrin_loading * (1 + c) / (pool + c) * carrier


@flow(source="tissue.exchangeable", target="plasma.unbound_methylcobalamin")
def tissue_release(body: Any, k: Any, now: Any) -> Any:
    """Release from exchangeable tissue to plasma.

    k_release [1/d]
    Source: kin_surf_spleen3mo, kin_surf_muscle3mo, derived_parameters
    """
    return k.tissue_release


@flow(source="tissue.exchangeable", target="tissue.deep")
def storage(body: Any, k: Any, now: Any) -> Any:
    """Exchange from fast to deep tissue.

    k_deep [1/d]
    Source: kin_plasma_phase, derived_parameters
    """
    return k.tissue_to_deep


@flow(source="tissue.deep", target="tissue.exchangeable")
def mobilisation(body: Any, k: Any, now: Any) -> Any:
    """Exchange from deep to fast tissue.

    k_back [1/d]
    Source: kin_plasma_t_half_term, derived_parameters
    """
    return k.deep_to_tissue


@flow(source="tissue.exchangeable", target="excreta.turnover")
def tissue_turnover(body: Any, k: Any, now: Any) -> Any:
    """Other first-order loss from exchangeable tissue.

    k_other [1/d]
    Source: kin_loss_pct_iom
    """
    return k.other_loss


@flow(source="tissue.deep", target="excreta.turnover")
def deep_turnover(body: Any, k: Any, now: Any) -> Any:
    """Other first-order loss from deep tissue.

    k_other [1/d]
    Source: kin_loss_pct_iom
    """
    return k.other_loss


@flow(source="tissue.exchangeable", target="excreta.inactive")
def analogue_formation(body: Any, k: Any, now: Any) -> Any:
    """Nitrous oxide turns tissue cobalamin into inactive analogues, so that mutase follows over weeks.

    k_analogue n [1/d], n = concentration times share of the day; no dose-effect claim
    Source: guess
    """
    return k.nitrous_oxide_analogue_formation * now.nitrous_oxide
