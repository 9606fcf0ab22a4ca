"""Pain: excitability of injured fibres, ectopic firing, central gain, and a score that lags behind.

Only the boundaries of ectopic firing come from a mechanistic model; how firing becomes a score is a fit to trial arms.
Placebo, regression to the mean and natural course are no part of the body: see `natural_course.py`.
"""

from __future__ import annotations

from typing import Any

from cobalamin.body.arithmetic import log, maximum, normal_cdf
from cobalamin.body.conduction import conducting
from cobalamin.body.drugs import pain_left
from cobalamin.body.graph import Organ
from cobalamin.body.myelin import cobalamin_supply
from cobalamin.body.nerve import toxic_injury

pain = Organ("pain")
flow = pain.flow
compartment = pain.compartment

compartment("pain.excitability", "1", 1.0, "sodium over leak conductance of injured fibres, relative")
compartment("pain.central_gain", "1", 0.0, "central sensitisation")
compartment("pain.score", "1", 0.0, "pain, 0 to 10")


def excitability_target(body: Any, k: Any) -> Any:
    """Excitability that the state of the nerve leads to; 1 in health.

    (1 + e_d d + e_X X + e_g G / (A + G) + e_t (diabetes + other)) (1 - s S), s = 0 unless the animal effect is on
    Source: mech_coggan_switch, guess
    """
    axons = body.nerve
    injured = axons.axons_regrowable / maximum(axons.axons_regrowable + axons.axons_alive, 1e-6)
    raised = (
        1
        + k.excitability_demyelination * axons.myelin_demyelinated
        + k.excitability_injury * axons.trophic_injury
        + k.excitability_sprouts * injured
        + k.excitability_toxic * toxic_injury(body)
    )
    return raised * (1 - k.pharmacological_excitability_shift * cobalamin_supply(body, k))


def ectopic_firing(body: Any, k: Any) -> Any:
    """Share of fibres that fire by themselves: those beyond the threshold, not blocked, alive or sprouting.

    max(Phi(ln(E / theta) / s) - Phi(-ln(theta) / s), 0) (1 - block) (A + G / 2)
    Source: mech_coggan_switch, mech_vanhees_rate, guess
    """
    beyond = normal_cdf(log(maximum(body.pain.excitability, 0.05) / k.firing_threshold) / k.firing_spread)
    healthy = normal_cdf(-log(k.firing_threshold) / k.firing_spread)
    fibres = body.nerve.axons_alive + 0.5 * body.nerve.axons_regrowable
    return maximum(beyond - healthy, 0) * conducting(body.nerve.myelin_demyelinated, k) * fibres


@flow(target="pain.excitability", unit="1/d")
def excitability_rise(body: Any, k: Any, now: Any) -> Any:
    """Channels follow the state of the nerve within days.

    k_E target [1/d]
    Source: mech_sa_review, guess
    """
    return k.excitability_rate * excitability_target(body, k)


@flow(source="pain.excitability")
def excitability_decay(body: Any, k: Any, now: Any) -> Any:
    """Turnover of channels.

    k_E [1/d]
    Source: guess
    """
    return k.excitability_rate


@flow(target="pain.central_gain", unit="1/d")
def sensitisation(body: Any, k: Any, now: Any) -> Any:
    """Ectopic firing sensitises the cord over weeks.

    k_C f / (f + F) [1/d], f = ectopic firing + firing of causes that B12 does not touch (zoster, a nerve root)
    Source: guess
    """
    firing = ectopic_firing(body, k) + now.other_pain_drive
    return k.central_rate * firing / (firing + k.central_half_firing)


@flow(source="pain.central_gain")
def desensitisation(body: Any, k: Any, now: Any) -> Any:
    """Sensitisation fades over weeks once firing stops.

    k_C [1/d]
    Source: guess
    """
    return k.central_rate


@flow(target="pain.score", unit="1/d")
def pain_rise(body: Any, k: Any, now: Any) -> Any:
    """Pain that firing, gain and drugs lead to.

    k_P 10 D / (D + D50) [1/d], D = f (1 + g C) (share left by drugs), f with the firing of other causes
    Source: mech_vanhees_rate, mech_sa_review, guess
    """
    firing = ectopic_firing(body, k) + now.other_pain_drive
    drive = firing * (1 + k.central_gain_strength * body.pain.central_gain) * pain_left(body, k)
    return k.score_rate * 10 * drive / (drive + k.score_half_drive)


@flow(source="pain.score")
def pain_fade(body: Any, k: Any, now: Any) -> Any:
    """The score follows within days.

    k_P [1/d]
    Source: guess
    """
    return k.score_rate
