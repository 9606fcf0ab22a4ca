"""Peripheral nerve: its B12, the injury that lack of it drives, sheath, internodes and axons.

Three rival laws of injury stand side by side with weights, because no human data choose between them: a trophic
imbalance of the nerve's own lack of B12, the metabolites in plasma, or a threshold of the pool (`alternatives.py`).
Peripheral injury is mostly axonal; axons regrow while their empty tubes last.
"""

from __future__ import annotations

from typing import Any

from cobalamin.body.arithmetic import exp, log, maximum, minimum, normal_cdf, power
from cobalamin.body.graph import Organ
from cobalamin.body.methylation import LEAST_ACTIVITY, methylation_capacity, occupancy
from cobalamin.body.plasma import unbound_total

nerve = Organ("nerve")
flow = nerve.flow
compartment = nerve.compartment

compartment("nerve.cobalamin", "nmol", 2.0, "B12 of peripheral nerve")
compartment("nerve.trophic_injury", "1", 0.0, "injury by lack of B12, 0 none to 1 worst")
compartment("nerve.diabetic_injury", "1", 0.0, "injury by diabetes, 1 in long typical type 2 diabetes")
compartment("nerve.other_injury", "1", 0.0, "injury by other causes, in units of typical diabetes")
compartment("nerve.sheath", "1", 1.0, "thickness of the myelin sheath, relative")
compartment("nerve.myelin_intact", "1", 1.0, "internodes with their sheath")
compartment("nerve.myelin_demyelinated", "1", 0.0, "bare internodes")
compartment("nerve.myelin_remyelinated", "1", 0.0, "internodes with a new, short and thin sheath")
compartment("nerve.axons_alive", "1", 1.0, "axons that reach their target")
compartment("nerve.axons_regrowable", "1", 0.0, "lost axons whose tube still guides regrowth")
compartment("nerve.axons_lost", "1", 0.0, "axons that can no longer regrow")


def saturable_uptake(body: Any, k: Any, turnover: Any, reference: Any) -> Any:
    """Coefficient of uptake from holotranscobalamin T, partly saturable, equal to turnover at T = T0 and pool 1.

    k B0 ((1 - b) (1 + K / T0) / (T + K) + b / T0) [1/d]
    Source: guess
    """
    level, normal = body.plasma.holotranscobalamin, k.holotranscobalamin_reference
    half, linear = k.nerve_uptake_half, k.nerve_uptake_linear_share
    return turnover * reference * ((1 - linear) * (1 + half / normal) / (level + half) + linear / normal)


def trophic_law(activity: Any, k: Any) -> Any:
    """Injury at a synthase activity a of the nerve: (1 - a)^n, 0 in health, 1 without activity.

    Source: mech_tgx_agents, mech_tgx_ngf, guess
    """
    return power(maximum(1 - activity, 0), k.trophic_exponent)


def metabolite_law(body: Any, k: Any, sensitivity: Any) -> Any:
    """Injury by homocysteine and methylmalonate above their healthy level: x^n / (x^n + X^n).

    x = s (ln+ (H / H0) + ln+ (M / m0)); dimensionless.
    Source: guess
    """
    markers = body.methylation
    excess = log(maximum(markers.homocysteine / k.homocysteine_baseline, 1)) + log(
        maximum(markers.methylmalonate / k.methylmalonate_baseline, 1)
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


def injury_drive(body: Any, k: Any, pool: Any, sensitivity: Any) -> Any:
    """Injury that lack of B12 drives in nerve or cord, as the weighted sum of three rival laws; 0 to 1.

    w1 trophic + w2 metabolite + w3 threshold, weights from `alternatives.py`
    Source: mech_tgx_agents, guess
    """
    intact = body.methylation.synthase_intact
    trophic = trophic_law(occupancy(pool, sensitivity, k) * intact, k)
    metabolite = metabolite_law(body, k, sensitivity)
    threshold = threshold_law(pool * intact, k, sensitivity)
    return (
        k.injury_weight_trophic * trophic
        + k.injury_weight_metabolite * metabolite
        + k.injury_weight_pool_threshold * threshold
    )


def nerve_pool(body: Any, k: Any) -> Any:
    """B12 of peripheral nerve relative to healthy; dimensionless."""
    return body.nerve.cobalamin / k.nerve_reference


def nerve_activity(body: Any, k: Any) -> Any:
    """Methionine synthase activity of peripheral nerve; dimensionless."""
    return occupancy(nerve_pool(body, k), k.nerve_sensitivity, k) * body.methylation.synthase_intact


def sheath_synthesis(capacity: Any, enzyme: Any, dependence: Any, k: Any) -> Any:
    """Sheath that can be kept up, relative: 1 - w (1 - (s0 + (1 - s0) M) u^n), M methylation, u mutase, at most 1.

    Source: mech_meschkat_loss, guess
    """
    made = k.sheath_synthesis_floor + (1 - k.sheath_synthesis_floor) * capacity
    lipid = power(maximum(minimum(enzyme, 1), LEAST_ACTIVITY), k.sheath_mutase_exponent)
    return 1 - dependence * (1 - made * lipid)


def remyelination_rate(capacity: Any, injury: Any, body: Any, k: Any, rate: Any) -> Any:
    """Remyelination: slower without methylation and while injury goes on [1/d].

    k (r0 + (1 - r0) M) exp(-b X) (1 + g S), g = 0 unless the animal effect of high doses is switched on
    Source: mech_smith1981_start, mech_smith1981_end, guess
    """
    able = k.remyelination_floor + (1 - k.remyelination_floor) * capacity
    gain = 1 + k.pharmacological_remyelination_gain * cobalamin_supply(body, k)
    return rate * able * exp(-k.remyelination_block * injury) * gain


def cobalamin_supply(body: Any, k: Any) -> Any:
    """High dose of cobalamin present: unbound / (unbound + half), 0 to 1; used only by the optional pharmacology.

    Source: guess
    """
    unbound = unbound_total(body)
    return unbound / (unbound + k.pharmacological_half_amount)


def toxic_injury(body: Any) -> Any:
    """Injury of nerves by causes other than B12, in units of typical diabetes."""
    return body.nerve.diabetic_injury + body.nerve.other_injury


@flow(source="plasma.holotranscobalamin", target="nerve.cobalamin")
def nerve_uptake(body: Any, k: Any, now: Any) -> Any:
    """Uptake of holotranscobalamin by peripheral nerve, partly saturable.

    k B0 ((1 - b) (1 + K / T0) / (T + K) + b / T0) [1/d]
    Source: guess
    """
    return saturable_uptake(body, k, k.nerve_turnover, k.nerve_reference)


@flow(source="nerve.cobalamin", target="plasma.unbound_methylcobalamin")
def nerve_release(body: Any, k: Any, now: Any) -> Any:
    """Release of B12 from peripheral nerve.

    k [1/d]
    Source: guess
    """
    return k.nerve_turnover


@flow(source="nerve.cobalamin", target="excreta.inactive")
def nerve_analogue_formation(body: Any, k: Any, now: Any) -> Any:
    """Nitrous oxide turns nerve cobalamin into inactive analogues.

    k_analogue n [1/d]
    Source: guess
    """
    return k.nitrous_oxide_analogue_formation * now.nitrous_oxide


@flow(target="nerve.trophic_injury", unit="1/d")
def nerve_injury_onset(body: Any, k: Any, now: Any) -> Any:
    """Injury follows its drive over one to two months.

    k_X drive [1/d]
    Source: mech_tgx_ngf, mech_tgx_recovery
    """
    return k.injury_rate * injury_drive(body, k, nerve_pool(body, k), k.nerve_sensitivity)


@flow(source="nerve.trophic_injury")
def nerve_injury_resolution(body: Any, k: Any, now: Any) -> Any:
    """Injury resolves over one to two months once the drive is gone.

    k_X [1/d]
    Source: mech_tgx_recovery
    """
    return k.injury_rate


@flow(target="nerve.diabetic_injury", unit="1/d")
def diabetic_injury_onset(body: Any, k: Any, now: Any) -> Any:
    """Diabetes injures nerves over years, so that velocity falls along a line and not in the first year.

    k_D diabetes [1/d]
    Source: mech_dpn_sural, guess
    """
    return k.diabetic_injury_rate * now.diabetes


@flow(source="nerve.diabetic_injury")
def diabetic_injury_resolution(body: Any, k: Any, now: Any) -> Any:
    """Diabetic injury fades as slowly as it came.

    k_D [1/d]
    Source: guess
    """
    return k.diabetic_injury_rate


@flow(target="nerve.other_injury", unit="1/d")
def other_injury_onset(body: Any, k: Any, now: Any) -> Any:
    """Other causes (alcohol, drugs, vitamin B6) injure nerves over months.

    k_O other [1/d]
    Source: guess
    """
    return k.other_injury_rate * now.other_nerve_injury


@flow(source="nerve.other_injury")
def other_injury_resolution(body: Any, k: Any, now: Any) -> Any:
    """Injury by other causes fades over months.

    k_O [1/d]
    Source: guess
    """
    return k.other_injury_rate


@flow(target="nerve.sheath", unit="1/d")
def nerve_sheath_synthesis(body: Any, k: Any, now: Any) -> Any:
    """Upkeep of the peripheral sheath.

    k_s S(M, u) [1/d]
    Source: mech_meschkat_loss, guess
    """
    capacity = methylation_capacity(nerve_activity(body, k), k)
    enzyme = occupancy(nerve_pool(body, k), k.nerve_sensitivity, k)
    return k.nerve_sheath_turnover * sheath_synthesis(capacity, enzyme, k.nerve_sheath_dependence, k)


@flow(source="nerve.sheath")
def nerve_sheath_turnover(body: Any, k: Any, now: Any) -> Any:
    """Turnover of the peripheral sheath.

    k_s [1/d]
    Source: mech_meschkat_loss, guess
    """
    return k.nerve_sheath_turnover


def _stripping(body: Any, k: Any) -> Any:
    return k.nerve_demyelination * body.nerve.trophic_injury + k.toxic_demyelination * toxic_injury(body)


@flow(source="nerve.myelin_intact", target="nerve.myelin_demyelinated")
def nerve_demyelination(body: Any, k: Any, now: Any) -> Any:
    """Loss of sheaths.

    k_d X + k_t (diabetes + other) [1/d]
    Source: mech_kalita_ncs, guess
    """
    return _stripping(body, k)


@flow(source="nerve.myelin_remyelinated", target="nerve.myelin_demyelinated")
def nerve_new_sheath_loss(body: Any, k: Any, now: Any) -> Any:
    """Loss of new sheaths, as fast as of old ones.

    k_d X + k_t (diabetes + other) [1/d]
    Source: guess
    """
    return _stripping(body, k)


@flow(source="nerve.myelin_demyelinated", target="nerve.myelin_remyelinated")
def nerve_remyelination(body: Any, k: Any, now: Any) -> Any:
    """Remyelination by Schwann cells, within weeks.

    k (r0 + (1 - r0) M) exp(-b X) (1 + g S) [1/d]
    Source: mech_smith1981_start, guess
    """
    capacity = methylation_capacity(nerve_activity(body, k), k)
    return remyelination_rate(capacity, body.nerve.trophic_injury, body, k, k.nerve_remyelination)


@flow(source="nerve.myelin_remyelinated", target="nerve.myelin_intact")
def nerve_sheath_maturation(body: Any, k: Any, now: Any) -> Any:
    """Short internodes slowly become normal.

    k_m [1/d]
    Source: guess
    """
    return k.nerve_sheath_maturation


@flow(source="nerve.axons_alive", target="nerve.axons_regrowable")
def axon_loss(body: Any, k: Any, now: Any) -> Any:
    """Loss of axons with age, by lack of B12, after demyelination, and by other causes.

    k_0 age + k_X X + k_d d + k_t (diabetes + other) [1/d]
    Source: mech_kalita_ncs, mech_dpn_sural, guess
    """
    by_age = k.nerve_axon_ageing * now.ageing
    by_lack = k.nerve_axon_injury * body.nerve.trophic_injury
    by_bareness = k.bare_axon_loss * body.nerve.myelin_demyelinated
    return by_age + by_lack + by_bareness + k.toxic_axon_loss * toxic_injury(body)


@flow(source="nerve.axons_regrowable", target="nerve.axons_alive")
def axon_regrowth(body: Any, k: Any, now: Any) -> Any:
    """Regrowth at about 1 mm/d, slower without methylation and in diabetes.

    k_g (r0 + (1 - r0) M) / (1 + diabetes + other) (1 + g S) [1/d]
    Source: mech_regrowth, mech_n2o_axon, guess
    """
    capacity = methylation_capacity(nerve_activity(body, k), k)
    able = k.regrowth_floor + (1 - k.regrowth_floor) * capacity
    gain = 1 + k.pharmacological_remyelination_gain * cobalamin_supply(body, k)
    return k.axon_regrowth * able * gain / (1 + toxic_injury(body))


@flow(source="nerve.axons_regrowable", target="nerve.axons_lost")
def regrowth_window(body: Any, k: Any, now: Any) -> Any:
    """Empty tubes close over one to two years; what has not regrown by then is lost.

    k_w [1/d]
    Source: guess
    """
    return k.regrowth_window
