"""Results that hardly fit the history that is told, so that a reader does not trust the one or the other too much."""

from __future__ import annotations

import numpy as np

from cobalamin.infer.forecast import Posterior
from cobalamin.infer.measurement import measured_again

NEAR_DAYS = 60.0
"""A result up to this long before day 0 is set against the level of day 0 [d]. Source: guess"""
_ENDS = (0.01, 0.99)


def misfits(found: Posterior) -> tuple[str, ...]:
    """One sentence for each latest result outside 98 of 100 new samples of the selves that all data leave possible.

    Arguments:
        found: the posterior.
    """
    said: list[str] = []
    normal = np.random.default_rng([0, 47]).standard_normal(len(found.weights))
    for name, results in found.known.by_observation().items():
        result = results[-1]
        if result.day < -NEAR_DAYS or result.day > 0 or name not in found.names or result.unit in ("uV", "ms", "m/s"):
            continue
        low, high = found.quantiles(measured_again(found.of(name), name, normal), _ENDS)
        if low <= result.value <= high:
            continue
        side = "below" if result.value < low else "above"
        said.append(
            f"{result.label} of {result.value:.4g} {result.unit} lies {side} what the history told here would give "
            f"({low:.3g} to {high:.3g}): doses missed, another time course, or a mistake of the laboratory are to be "
            "asked about; the forecast follows the history more than this value."
        )
    return tuple(said)
