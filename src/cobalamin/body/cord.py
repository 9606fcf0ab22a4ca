"""Spinal cord: a route of its own, with its own B12, sensitivity, sheath, internodes and axons that do not regrow.

Dorsal columns fail first; the corticospinal tract shares the injury with a lower share of it. Because cord and nerve
differ in sensitivity from person to person, hands first, or brisk knees with absent ankle jerks, can occur.
"""

from __future__ import annotations

from typing import Any

from cobalamin.body.graph import Organ
from cobalamin.body.methylation import methylation_capacity, occupancy
from cobalamin.body.nerve import injury_drive, remyelination_rate, saturable_uptake, sheath_synthesis

cord = Organ("cord")
flow = cord.flow
compartment = cord.compartment

compartment("cord.cobalamin", "nmol", 2.0, "B12 of spinal cord and brain in exchange with plasma")
compartment("cord.trophic_injury", "1", 0.0, "injury by lack of B12, 0 none to 1 worst")
compartment("cord.sheath", "1", 1.0, "thickness of the myelin sheath, relative")
compartment("cord.myelin_intact", "1", 1.0, "internodes with their sheath")
compartment("cord.myelin_demyelinated", "1", 0.0, "bare internodes")
compartment("cord.myelin_remyelinated", "1", 0.0, "internodes with a new, short and thin sheath")
compartment("cord.dorsal_axons_alive", "1", 1.0, "axons of the dorsal columns")
compartment("cord.dorsal_axons_lost", "1", 0.0, "axons of the dorsal columns lost for good")
compartment("cord.corticospinal_axons_alive", "1", 1.0, "axons of the corticospinal tract")
compartment("cord.corticospinal_axons_lost", "1", 0.0, "axons of the corticospinal tract lost for good")


def cord_pool(body: Any, k: Any) -> Any:
    """B12 of the cord relative to healthy; dimensionless."""
    return body.cord.cobalamin / k.cord_reference


def cord_activity(body: Any, k: Any) -> Any:
    """Methionine synthase activity of the cord; dimensionless."""
    return occupancy(cord_pool(body, k), k.cord_sensitivity, k) * body.methylation.synthase_intact


@flow(source="plasma.holotranscobalamin", target="cord.cobalamin")
def cord_uptake(body: Any, k: Any, now: Any) -> Any:
    """Uptake of holotranscobalamin by the cord, partly saturable.

    k B0 ((1 - b) (1 + K / T0) / (T + K) + b / T0) [1/d]
    Source: guess
    """
    return saturable_uptake(body, k, k.cord_turnover, k.cord_reference)


@flow(source="cord.cobalamin", target="plasma.unbound_methylcobalamin")
def cord_release(body: Any, k: Any, now: Any) -> Any:
    """Release of B12 from the cord.

    k [1/d]
    Source: guess
    """
    return k.cord_turnover


@flow(source="cord.cobalamin", target="excreta.inactive")
def cord_analogue_formation(body: Any, k: Any, now: Any) -> Any:
    """Nitrous oxide turns cord cobalamin into inactive analogues.

    k_analogue n [1/d]
    Source: guess
    """
    return k.nitrous_oxide_analogue_formation * now.nitrous_oxide


@flow(target="cord.trophic_injury", unit="1/d")
def cord_injury_onset(body: Any, k: Any, now: Any) -> Any:
    """Injury follows its drive over one to two months.

    k_X drive [1/d]
    Source: mech_tgx_ngf, mech_tgx_recovery
    """
    return k.injury_rate * injury_drive(body, k, cord_pool(body, k), k.cord_sensitivity)


@flow(source="cord.trophic_injury")
def cord_injury_resolution(body: Any, k: Any, now: Any) -> Any:
    """Injury resolves over one to two months once the drive is gone.

    k_X [1/d]
    Source: mech_tgx_recovery
    """
    return k.injury_rate


@flow(target="cord.sheath", unit="1/d")
def cord_sheath_synthesis(body: Any, k: Any, now: Any) -> Any:
    """Upkeep of the central sheath.

    k_s S(M, u) [1/d]
    Source: mech_meschkat_loss, mech_plp_t12, guess
    """
    capacity = methylation_capacity(cord_activity(body, k), k)
    enzyme = occupancy(cord_pool(body, k), k.cord_sensitivity, k)
    return k.cord_sheath_turnover * sheath_synthesis(capacity, enzyme, k.cord_sheath_dependence, k)


@flow(source="cord.sheath")
def cord_sheath_turnover(body: Any, k: Any, now: Any) -> Any:
    """Turnover of the central sheath.

    k_s [1/d]
    Source: mech_meschkat_loss, mech_yeung_oligo
    """
    return k.cord_sheath_turnover


@flow(source="cord.myelin_intact", target="cord.myelin_demyelinated")
def cord_demyelination(body: Any, k: Any, now: Any) -> Any:
    """Loss of central sheaths.

    k_d X [1/d]
    Source: mech_kalita_sep, guess
    """
    return k.cord_demyelination * body.cord.trophic_injury


@flow(source="cord.myelin_remyelinated", target="cord.myelin_demyelinated")
def cord_new_sheath_loss(body: Any, k: Any, now: Any) -> Any:
    """Loss of new central sheaths, as fast as of old ones.

    k_d X [1/d]
    Source: guess
    """
    return k.cord_demyelination * body.cord.trophic_injury


@flow(source="cord.myelin_demyelinated", target="cord.myelin_remyelinated")
def cord_remyelination(body: Any, k: Any, now: Any) -> Any:
    """Remyelination by oligodendrocytes, begun in the second week and stable by three months.

    k (r0 + (1 - r0) M) exp(-b X) (1 + g S) [1/d]
    Source: mech_smith1981_start, mech_smith1981_end
    """
    capacity = methylation_capacity(cord_activity(body, k), k)
    return remyelination_rate(capacity, body.cord.trophic_injury, body, k, k.cord_remyelination)


@flow(source="cord.myelin_remyelinated", target="cord.myelin_intact")
def cord_sheath_maturation(body: Any, k: Any, now: Any) -> Any:
    """Thin central sheaths persist for years.

    k_m [1/d]
    Source: mech_smith1981_end, guess
    """
    return k.cord_sheath_maturation


def _axon_loss(body: Any, k: Any) -> Any:
    return k.cord_bare_axon_loss * body.cord.myelin_demyelinated + k.cord_axon_injury * body.cord.trophic_injury


@flow(source="cord.dorsal_axons_alive", target="cord.dorsal_axons_lost")
def dorsal_axon_loss(body: Any, k: Any, now: Any) -> Any:
    """Loss of dorsal-column axons; central axons do not regrow.

    k_d d + k_X X [1/d]
    Source: trials_ssep_residual, guess
    """
    return _axon_loss(body, k)


@flow(source="cord.corticospinal_axons_alive", target="cord.corticospinal_axons_lost")
def corticospinal_axon_loss(body: Any, k: Any, now: Any) -> Any:
    """Loss of corticospinal axons, a share of that of the dorsal columns.

    s (k_d d + k_X X) [1/d]
    Source: mech_kalita_mep, guess
    """
    return k.corticospinal_share * _axon_loss(body, k)
