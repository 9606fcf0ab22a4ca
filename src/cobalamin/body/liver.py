"""Liver: the main store, its bile and what comes back.

Bile carries B12 to the gut; with intrinsic factor three quarters return. The loop is why loss of intrinsic factor
empties the stores faster than a diet without B12.
"""

from __future__ import annotations

from typing import Any

from cobalamin.body.graph import Organ
from cobalamin.body.gut import ileal_uptake_factor

liver = Organ("liver")
flow = liver.flow
compartment = liver.compartment

compartment("liver.cobalamin", "nmol", 990.0, "B12 of the liver")


def biliary_return(k: Any, now: Any) -> Any:
    """Share of biliary B12 that is taken up again: passive + (full - passive) x uptake factor; dimensionless.

    Source: kin_bile_reabs_iom, kin_bile_noif
    """
    passive = k.bile_return_without_factor
    return passive + (k.bile_return - passive) * ileal_uptake_factor(k, now)


@flow(source="liver.cobalamin", target="gut.enterocyte_early")
def bile_reabsorbed(body: Any, k: Any, now: Any) -> Any:
    """Bile that is taken up again.

    k_bile r [1/d]
    Source: kin_bile_kholty, kin_bile_label, kin_bile_reabs_iom
    """
    return k.bile_secretion * biliary_return(k, now)


@flow(source="liver.cobalamin", target="excreta.faeces")
def bile_lost(body: Any, k: Any, now: Any) -> Any:
    """Bile that leaves with the faeces.

    k_bile (1 - r) [1/d]
    Source: kin_loss_faeces_pct, kin_bile_noif
    """
    return k.bile_secretion * (1 - biliary_return(k, now))


@flow(source="liver.cobalamin", target="plasma.unbound_methylcobalamin")
def hepatic_release(body: Any, k: Any, now: Any) -> Any:
    """Release from the liver to plasma.

    k_release [1/d]
    Source: kin_liver_t_half, derived_parameters
    """
    return k.liver_release


@flow(source="liver.cobalamin", target="excreta.turnover")
def hepatic_turnover(body: Any, k: Any, now: Any) -> Any:
    """Other first-order loss (skin, shed epithelium, metabolites).

    k_other [1/d]
    Source: kin_loss_pct_iom, kin_loss_vegan_equal
    """
    return k.other_loss
