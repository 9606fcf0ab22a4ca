"""Observations: everything that can be measured or asked, as functions of the states. No state is a measurement.

The order is the order of columns everywhere. Each observation says how far it may be trusted: a forecast, a scenario
(direction and range over rival nerve blocks) or an illustration (population pages only).
"""

from __future__ import annotations

from typing import Any

from cobalamin.body.observe import blood, drugs, electrophysiology, examination, further, nerve, symptoms
from cobalamin.body.observe.registry import TOP_OF_SCALE, Licence, Observation, in_order

__all__ = ["OBSERVATIONS", "TOP_OF_SCALE", "Licence", "Observation", "observe"]

OBSERVATIONS: dict[str, Observation] = in_order(
    blood.blood,
    nerve.nerve,
    symptoms.symptoms,
    further.further,
    electrophysiology.electrophysiology,
    examination.examination,
    drugs.drugs,
)
"""Observations by name, in the order of columns."""


def observe(names: tuple[str, ...], body: Any, k: Any, now: Any) -> list[Any]:
    """Values of the named observations, in the order of `names`."""
    return [OBSERVATIONS[name].law(body, k, now) for name in names]
