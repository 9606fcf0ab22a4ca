"""Injury of nerve and cord by lack of B12: three rival laws side by side, because no human data choose between them.

A trophic imbalance of the tissue's own lack of B12, the metabolites in plasma, or a threshold of the pool; weights
are sets of parameters in `alternatives.py`.
"""

from __future__ import annotations

from typing import Any

from cobalamin.body.arithmetic import log, maximum, normal_cdf, power
from cobalamin.body.methylation import LEAST_ACTIVITY, kidney_clearance, occupancy


def trophic_law(activity: Any, k: Any) -> Any:
    """Injury at a synthase activity a of the nerve: (1 - a)^n, 0 in health, 1 without activity.

    Source: mech_tgx_agents, mech_tgx_ngf, guess
    """
    return power(maximum(1 - activity, 0), k.trophic_exponent)


def metabolite_law(body: Any, k: Any, now: Any, sensitivity: Any) -> Any:
    """Injury by homocysteine and methylmalonate above what kidneys alone would leave: x^n / (x^n + X^n).

    x = s (ln+ (H c_H / H0) + ln+ (M c_M / m0)), c the clearance by the kidneys against healthy ones: failing kidneys
    raise both markers without the disease of the cord; dimensionless.
    Source: diag_nh_mma_egfr, diag_nh_hcy_egfr, guess
    """
    markers = body.methylation
    homocysteine = markers.homocysteine * kidney_clearance(now, k, k.homocysteine_kidney_exponent)
    methylmalonate = markers.methylmalonate * kidney_clearance(now, k, k.methylmalonate_kidney_exponent)
    excess = log(maximum(homocysteine / k.homocysteine_baseline, 1)) + log(
        maximum(methylmalonate / k.methylmalonate_baseline, 1)
    )
    raised = power(sensitivity * excess, k.metabolite_injury_exponent)
    return raised / (raised + power(k.metabolite_injury_half, k.metabolite_injury_exponent))


def threshold_law(active_pool: Any, k: Any, sensitivity: Any) -> Any:
    """Injury once the active pool x falls below a threshold: max(Phi(ln(s p / x) / w) - Phi(ln(s p) / w), 0).

    The second term makes it zero at the healthy pool.
    Source: guess
    """
    threshold, width = k.injury_pool_threshold * sensitivity, k.injury_threshold_width
    below = normal_cdf(log(threshold / maximum(active_pool, LEAST_ACTIVITY)) / width)
    return maximum(below - normal_cdf(log(threshold) / width), 0)


def injury_drive(body: Any, k: Any, now: Any, pool: Any, sensitivity: Any) -> Any:
    """Injury that lack of B12 drives in nerve or cord, as the weighted sum of three rival laws; 0 to 1.

    w1 trophic + w2 metabolite + w3 threshold, weights from `alternatives.py`
    Source: mech_tgx_agents, guess
    """
    intact = body.methylation.synthase_intact
    trophic = trophic_law(occupancy(pool, sensitivity, k) * intact, k)
    metabolite = metabolite_law(body, k, now, sensitivity)
    threshold = threshold_law(pool * intact, k, sensitivity)
    return (
        k.injury_weight_trophic * trophic
        + k.injury_weight_metabolite * metabolite
        + k.injury_weight_pool_threshold * threshold
    )
