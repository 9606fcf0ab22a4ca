"""Enzymes and markers: how full the two cobalamin enzymes are, and what homocysteine and methylmalonate make of it.

One occupancy law turns any B12 pool into enzyme activity. Nitrous oxide adds a second factor, on methionine synthase
only. The one-carbon network between the enzymes is a set of closed maps of a published model; plasma levels are fitted
to people, because the published liver models do not give the homocysteine rise of B12 deficiency.
"""

from __future__ import annotations

from typing import Any

from cobalamin.body.arithmetic import maximum, minimum, power, saturation
from cobalamin.body.graph import Organ

methylation = Organ("methylation")
flow = methylation.flow
compartment = methylation.compartment

compartment("methylation.synthase_intact", "1", 1.0, "methionine synthase not oxidised by nitrous oxide, share")
compartment("methylation.folate", "1", 1.0, "tissue folate, relative to a sufficient diet")
compartment("methylation.homocysteine", "umol/L", 10.0, "total homocysteine in plasma")
compartment("methylation.methylmalonate", "nmol/L", 140.0, "methylmalonate in serum")

LEAST_ACTIVITY = 0.005
"""Floor of enzyme activity in quotients; keeps methylmalonate finite beyond the recorded human range."""


def occupancy(pool: Any, sensitivity: Any, k: Any) -> Any:
    """Holo-enzyme activity of a tissue whose B12 is `pool` times normal: 1 at pool 1, 0 at pool 0.

    x^n (1 + K) / (x^n + K), K = (half s)^n; s = 1 except where an organ is more or less sensitive; dimensionless.
    Fitted to vegans and to megaloblastic anaemia: no measured occupancy of human enzymes was found.
    Source: mech_guerra_thcy, mech_guerra_mma, mech_gilsing_vegan, mechanisms_report
    """
    half = power(k.occupancy_half_pool * sensitivity, k.occupancy_exponent)
    return saturation(pool, half, k.occupancy_exponent)


def tissue_pool(body: Any, k: Any) -> Any:
    """Exchangeable tissue B12 relative to the typical omnivore; dimensionless."""
    return body.tissue.exchangeable / k.tissue_reference


def mutase_activity(body: Any, k: Any) -> Any:
    """Methylmalonyl-CoA mutase activity of tissues; nitrous oxide reaches it only through the pool."""
    return maximum(occupancy(tissue_pool(body, k), 1, k), LEAST_ACTIVITY)


def synthase_activity(body: Any, k: Any) -> Any:
    """Methionine synthase activity of tissues: occupancy times the share not oxidised; dimensionless."""
    return occupancy(tissue_pool(body, k), 1, k) * body.methylation.synthase_intact


def methylation_capacity(activity: Any, k: Any) -> Any:
    """Methylation that a synthase activity a supports, in tissue without the liver's second pathway.

    a (1 + K) / (a + K) with a at most 1, so that more B12 than enough adds nothing; 1 at a = 1, 0 at a = 0.
    Source: mtr_scan_reed2008, mechanisms_report
    """
    return saturation(minimum(activity, 1), k.methylation_half_activity, 1)


def sam_sah_ratio(activity: Any, k: Any) -> Any:
    """SAM/SAH of tissue without the liver's second pathway, relative to healthy.

    r0 + (1 - r0) methylation(a); dimensionless, error of the map 0.014.
    Source: mtr_scan_reed2008
    """
    return k.sam_sah_floor + (1 - k.sam_sah_floor) * methylation_capacity(activity, k)


def thymidylate_map(activity: Any, k: Any) -> Any:
    """Thymidylate synthesis that a synthase activity supports, relative to healthy; error of the map 0.010.

    a^n (1 + K) / (a^n + K)
    Source: mtr_scan_reed2008
    """
    return saturation(activity, k.thymidylate_half_activity, k.thymidylate_exponent)


def methyl_folate_share(activity: Any, k: Any) -> Any:
    """Share of folate held as 5-methyltetrahydrofolate, the trap; error of the map 0.010.

    1 - (1 - s0) a^n (1 + K) / (a^n + K)
    Source: mtr_scan_reed2008, mech_reed2008_5mthf
    """
    free = saturation(minimum(activity, 1), k.methyl_folate_half_activity, k.methyl_folate_exponent)
    return 1 - (1 - k.methyl_folate_share_healthy) * free


def kidney_clearance(now: Any, k: Any, exponent: Any) -> Any:
    """Clearance of a marker relative to healthy kidneys: (min(egfr, full) / full)^n; no gain above `full`.

    Source: diag_nh_mma_egfr, diag_nh_hcy_egfr
    """
    return power(minimum(now.egfr / k.kidney_full_clearance, 1), exponent)


@flow(target="methylation.synthase_intact", unit="1/d")
def synthase_renewal(body: Any, k: Any, now: Any) -> Any:
    """New methionine synthase replaces what was oxidised, within about four days.

    k_renewal [1/d]
    Source: mech_n2o_recovery, kin_n2o_rat
    """
    return k.synthase_renewal


@flow(source="methylation.synthase_intact")
def synthase_turnover(body: Any, k: Any, now: Any) -> Any:
    """Turnover of methionine synthase.

    k_renewal [1/d]
    Source: mech_n2o_recovery
    """
    return k.synthase_renewal


@flow(source="methylation.synthase_intact")
def synthase_oxidation(body: Any, k: Any, now: Any) -> Any:
    """Nitrous oxide oxidises the cobalamin of methionine synthase; the rate is recalled, so a scenario only.

    k_oxidation n [1/d], n = concentration times share of the day
    Source: guess
    """
    return k.nitrous_oxide_oxidation * now.nitrous_oxide


def _folic_acid(now: Any, k: Any) -> Any:
    return now.folic_acid_mg_per_day / k.folic_acid_reference_dose


@flow(target="methylation.folate", unit="1/d")
def folate_supply(body: Any, k: Any, now: Any) -> Any:
    """Folate from food and from folic acid.

    k_folate (food + f) [1/d], f = folic acid / 1 mg/d
    Source: mech_n2o_folate, mechanisms_report
    """
    return k.folate_turnover * (now.folate_intake + _folic_acid(now, k))


@flow(source="methylation.folate")
def folate_loss(body: Any, k: Any, now: Any) -> Any:
    """Loss of folate, faster while it is trapped as methylfolate, which cells do not hold.

    k_folate (1 + l (share - share0) / (1 - share0) + f) [1/d]
    Source: mech_n2o_folate, mechanisms_report
    """
    healthy = k.methyl_folate_share_healthy
    trapped = (methyl_folate_share(synthase_activity(body, k), k) - healthy) / (1 - healthy)
    return k.folate_turnover * (1 + k.folate_trap_loss * trapped + _folic_acid(now, k))


@flow(target="methylation.homocysteine", unit="umol/L/d")
def homocysteine_production(body: Any, k: Any, now: Any) -> Any:
    """Export of homocysteine to plasma.

    k_H H0 (1 + c) [umol/L/d]; H0 carries age, sex and genotype
    Source: mech_guerra_thcy, mechanisms_report
    """
    return k.homocysteine_turnover * k.homocysteine_baseline * (1 + k.homocysteine_other_clearance)


@flow(source="methylation.homocysteine")
def homocysteine_clearance(body: Any, k: Any, now: Any) -> Any:
    """Clearance of homocysteine by remethylation, which needs B12 and folate, and by the other routes.

    k_H (a F (1 + K) / (F + K) + c) egfr^n [1/d]
    Source: mech_guerra_thcy, diag_nh_hcy_egfr, diag_acc_hcy_folate
    """
    folate = saturation(body.methylation.folate, k.homocysteine_folate_half, 1)
    remethylation = synthase_activity(body, k) * folate
    kidney = kidney_clearance(now, k, k.homocysteine_kidney_exponent)
    return k.homocysteine_turnover * (remethylation + k.homocysteine_other_clearance) * kidney


@flow(target="methylation.methylmalonate", unit="nmol/L/d")
def methylmalonate_production(body: Any, k: Any, now: Any) -> Any:
    """Overflow of methylmalonate, rising as mutase empties.

    k_M (m0 + m1 (1/a - 1)) [nmol/L/d]; m0 carries age
    Source: mech_guerra_mma, diag_nh_mma_40_59, mechanisms_report
    """
    overflow = k.methylmalonate_overflow * (1 / mutase_activity(body, k) - 1)
    return k.methylmalonate_turnover * (k.methylmalonate_baseline + overflow)


@flow(source="methylation.methylmalonate")
def methylmalonate_clearance(body: Any, k: Any, now: Any) -> Any:
    """Renal clearance of methylmalonate.

    k_M egfr^n [1/d]
    Source: diag_nh_mma_egfr
    """
    return k.methylmalonate_turnover * kidney_clearance(now, k, k.methylmalonate_kidney_exponent)
