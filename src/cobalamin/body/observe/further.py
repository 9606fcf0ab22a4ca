"""Observations beyond the agreed columns that no data fix: pages about populations may show them as illustrations."""

from __future__ import annotations

from typing import Any

from cobalamin.body.arithmetic import power
from cobalamin.body.observe.nerve import corticospinal_function
from cobalamin.body.observe.registry import Group, Licence

further = Group()
observation = further.observation


@observation("corticospinal", "1", healthy=1.0, licence=Licence.ILLUSTRATION, about="corticospinal function")
def corticospinal(body: Any, k: Any, now: Any) -> Any:
    """Axons x not blocked. Source: mech_kalita_mep, guess"""
    return corticospinal_function(body, k)


@observation("small_fibre", "1", healthy=1.0, licence=Licence.ILLUSTRATION, about="small fibres, relative")
def small_fibre(body: Any, k: Any, now: Any) -> Any:
    """Axons^n. Source: guess"""
    return power(body.nerve.axons_alive, k.small_fibre_exponent)


@observation("autonomic", "1", healthy=1.0, licence=Licence.ILLUSTRATION, about="autonomic fibres, relative")
def autonomic(body: Any, k: Any, now: Any) -> Any:
    """Axons^n. Source: guess"""
    return power(body.nerve.axons_alive, k.autonomic_exponent)


@observation("ferritin_ug_l", "ug/L", healthy=90.0, licence=Licence.ILLUSTRATION, about="ferritin")
def ferritin(body: Any, k: Any, now: Any) -> Any:
    """Baseline x iron store [ug/L]. Source: guess"""
    return k.ferritin_baseline * body.marrow.iron_store
