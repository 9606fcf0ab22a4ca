"""Spinal cord: a route of its own, with its own B12, sensitivity, sheath, internodes and axons that do not regrow.

Dorsal columns fail first; the corticospinal tract shares the injury with a lower share of it. Because cord and nerve
differ in sensitivity from person to person, hands first, or brisk knees with absent ankle jerks, can occur.
"""

from __future__ import annotations

from typing import Any

from cobalamin.body.graph import Organ
from cobalamin.body.myelin import MyelinatedTissue, declare_myelin

cord = Organ("cord")
flow = cord.flow
compartment = cord.compartment


def _stripping(body: Any, k: Any, now: Any) -> Any:
    """k_d X [1/d]"""
    return k.cord_demyelination * body.cord.trophic_injury


TISSUE = MyelinatedTissue(
    name="cord",
    words="the cord",
    stripping=_stripping,
    sheath_sources="mech_meschkat_loss, mech_plp_t12, mech_yeung_oligo, guess",
    stripping_sources="mech_kalita_sep, guess",
    remyelination_sources="mech_smith1981_start, mech_smith1981_end",
    maturation_sources="mech_smith1981_end, guess",
)

declare_myelin(cord, TISSUE)
compartment("cord.dorsal_axons_alive", "1", 1.0, "axons of the dorsal columns")
compartment("cord.dorsal_axons_lost", "1", 0.0, "axons of the dorsal columns lost for good")
compartment("cord.corticospinal_axons_alive", "1", 1.0, "axons of the corticospinal tract")
compartment("cord.corticospinal_axons_lost", "1", 0.0, "axons of the corticospinal tract lost for good")


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
