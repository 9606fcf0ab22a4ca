"""Peripheral nerve: its sheaths, the injury by causes other than B12, and its axons, longest first.

Peripheral injury is mostly axonal; axons regrow while their empty tubes last. Axons are counted at the far end of the
longest path, the sole of the foot; what is nearer loses less (`reach`).
"""

from __future__ import annotations

from typing import Any

from cobalamin.body.arithmetic import power
from cobalamin.body.graph import Organ
from cobalamin.body.myelin import MyelinatedTissue, declare_myelin, regrowth_gain

nerve = Organ("nerve")
flow = nerve.flow
compartment = nerve.compartment


def toxic_injury(body: Any) -> Any:
    """Injury of nerves by causes other than B12, in units of typical diabetes."""
    return body.nerve.diabetic_injury + body.nerve.other_injury


def _stripping(body: Any, k: Any, now: Any) -> Any:
    """k_d X + k_t (diabetes + other) [1/d]"""
    return k.nerve_demyelination * body.nerve.trophic_injury + k.toxic_demyelination * toxic_injury(body)


TISSUE = MyelinatedTissue(
    name="nerve",
    words="peripheral nerve",
    stripping=_stripping,
    sheath_sources="mech_meschkat_loss, guess",
    stripping_sources="mech_kalita_ncs, guess",
    remyelination_sources="mech_smith1981_start, guess",
    maturation_sources="guess",
)

compartment("nerve.diabetic_injury", "1", 0.0, "injury by diabetes, 1 in long typical type 2 diabetes")
compartment("nerve.other_injury", "1", 0.0, "injury by other causes, in units of typical diabetes")
declare_myelin(nerve, TISSUE)
compartment("nerve.axons_alive", "1", 1.0, "axons that reach their target")
compartment("nerve.axons_regrowable", "1", 0.0, "lost axons whose tube still guides regrowth")
compartment("nerve.axons_lost", "1", 0.0, "axons that can no longer regrow")


def reach(body: Any, length: Any) -> Any:
    """Axons alive where the path is `length` times the longest: A^length; loss goes with length, so feet come first.

    Source: guess
    """
    return power(body.nerve.axons_alive, length)


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
    capacity = TISSUE.methylation(body, k)
    able = k.regrowth_floor + (1 - k.regrowth_floor) * capacity
    return k.axon_regrowth * able * regrowth_gain(body, k) / (1 + toxic_injury(body))


@flow(source="nerve.axons_regrowable", target="nerve.axons_lost")
def regrowth_window(body: Any, k: Any, now: Any) -> Any:
    """Empty tubes close over one to two years; what has not regrown by then is lost.

    k_w [1/d]
    Source: guess
    """
    return k.regrowth_window
