"""Which measurements would narrow what the model foretells most, one after the other.

Everything is linear and normal around the medians: with C the covariance of ln(median) of all parameters and j the
change of a measured quantity by ln(median), a measurement with error s leaves

    C' = C - C j (j' C j + s^2)^-1 j' C

The measure is the sum over main outputs and scenarios of the variance left, each relative to what it was. The law of
nerve injury is that of the table's first law throughout: between laws a measurement says nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cobalamin.body.alternatives import NERVE_ALTERNATIVES
from cobalamin.infer.sensitivity import Question, calibrated, inputs_of, one_at_a_time, settings, uncertainty

Array = npt.NDArray[np.float64]
CHOSEN = 5


def updated(covariance: Array, slope: Array, error: float) -> Array:
    """Covariance after one measurement; shapes (input, input), (input,)."""
    gain = covariance @ slope
    return covariance - np.outer(gain, gain) / float(slope @ gain + error**2)


def covariance_of_medians(names: Sequence[str]) -> Array:
    """Covariance of ln(median): the posterior among calibrated parameters, by grade for all others."""
    made = np.diag([uncertainty(name) ** 2 for name in names])
    together, matrix = calibrated()
    places = [list(names).index(name) for name in together]
    made[np.ix_(places, places)] = matrix
    return made


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """One measurement, in the order of choice.

    Attributes:
        words: what is measured.
        error: its error, sd of ln or in the unit of the output.
        left: mean share of the variance of the main outputs that is left after it and those before.
        most: output and scenario that it narrows most, and the share of that variance it takes away.
    """

    words: str
    error: float
    left: float
    most: tuple[str, str, float]


def slopes_of_outputs() -> tuple[tuple[str, ...], dict[tuple[str, str], Array]]:
    """Parameters, and by (scenario, output) the change by ln(median), from one sd below to one above."""
    law = next(iter(NERVE_ALTERNATIVES))
    names = inputs_of(Question.MEDIANS)
    sds = np.array([uncertainty(name) for name in names])
    found: dict[tuple[str, str], Array] = {}
    for scenario in settings().scenarios.values():
        _, effects = one_at_a_time(scenario, Question.MEDIANS, law)
        for output, effect in effects.items():
            found[scenario.name, output] = np.nan_to_num(effect) / sds
    return names, found


def best(
    covariance: Array,
    outputs: Mapping[tuple[str, str], Array],
    candidates: Sequence[tuple[str, Array, float]],
    count: int = CHOSEN,
) -> list[Narrowed]:
    """The measurements that together leave the least variance, chosen one by one.

    Arguments:
        covariance: of the medians.
        outputs: (scenario, output) -> change by ln(median).
        candidates: words, change by ln(median), error.
        count: how many are chosen.
    """
    matter = {key: slope for key, slope in outputs.items() if slope @ covariance @ slope > 0}
    start = {key: float(slope @ covariance @ slope) for key, slope in matter.items()}

    def shares(matrix: Array) -> dict[tuple[str, str], float]:
        return {key: float(slope @ matrix @ slope) / start[key] for key, slope in matter.items()}

    found: list[Narrowed] = []
    left, rest = shares(covariance), list(candidates)
    for _ in range(min(count, len(rest))):
        tried = [updated(covariance, slope, error) for _, slope, error in rest]
        means = [float(np.mean(list(shares(each).values()))) for each in tried]
        which = int(np.argmin(means))
        covariance, now = tried[which], shares(tried[which])
        most = max(matter, key=lambda key: left[key] - now[key])
        words, _, error = rest.pop(which)
        found.append(
            Narrowed(words=words, error=error, left=means[which], most=(most[1], most[0], left[most] - now[most]))
        )
        left = now
    return found


def five_measurements() -> list[Narrowed]:
    """Of the measurements in `sensitivity.toml`."""
    names, outputs = slopes_of_outputs()
    candidates: list[tuple[str, Array, float]] = []
    for table in settings().measurements:
        if "parameter" in table:
            slope = np.zeros(len(names))
            slope[names.index(table["parameter"])] = 1.0
        else:
            slope = outputs[table["scenario"], table["output"]]
        candidates.append((table["words"], slope, float(table["error"])))
    return best(covariance_of_medians(names), outputs, candidates)
