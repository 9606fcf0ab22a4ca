"""How likely a laboratory value or a measured finding is, given the level that a particle has.

ln(value) = ln(level) + b + e; b is shared by all results of one test, e by none. A share of results is ruled by
something else and lies anywhere near. A value that is only a bound counts by the probability beyond it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from cobalamin.evidence.nhanes import within_person
from cobalamin.units import Censor

Array = npt.NDArray[np.float64]
_FEW_NODES, _MANY_NODES = 11, 61
_FEW_RESULTS = 4
"""Results of one test up to which few nodes are enough: many results together fix the shared part sharply."""
_LEAST = 1e-12
"""A level below this counts as this, so that its logarithm exists."""


@dataclass(frozen=True, kw_only=True)
class Noise:
    """How results of one test scatter, as standard deviations of ln(value).

    Attributes:
        within: of each result, biology and method together.
        bias: shared by all results of one person.
        other_share: share of results that something outside the model rules.
        other_sd: of those.
        source: where it is from.
    """

    within: float
    bias: float
    other_share: float
    other_sd: float
    source: str

    @property
    def total(self) -> float:
        """Of a single result around the level, where nothing else rules it."""
        return float(np.hypot(self.within, self.bias))


@cache
def noises() -> Mapping[str, Noise]:
    """Observation -> noise, read once."""
    tables = tomllib.loads((resources.files(__package__ or "") / "measurement.toml").read_text(encoding="utf-8"))
    return {name: Noise(**(table | {"within": within_person()[table["within"]]})) for name, table in tables.items()}


@dataclass(frozen=True, kw_only=True)
class Result:
    """One value to be explained.

    Attributes:
        label: what it is called ("serum B12").
        observation: the observation it measures.
        value: in the unit of the observation.
        unit: of the value.
        censor: exact, or only a bound.
        day: of the sample [d].
    """

    label: str
    observation: str
    value: float
    unit: str
    censor: Censor
    day: float

    def words(self) -> str:
        """As a laboratory would print it."""
        sign = {Censor.BELOW: "<", Censor.ABOVE: ">"}.get(self.censor, "")
        return f"{self.label} {sign}{self.value:g} {self.unit}"


def _cumulative(x: Array) -> Array:
    from scipy.special import ndtr

    return ndtr(x)


def _one(gap: Array, sd: float, censor: Censor) -> Array:
    """Density of a gap ln(value / level), or the probability of a value beyond the bound."""
    if censor is Censor.BELOW:
        return _cumulative(gap / sd)
    if censor is Censor.ABOVE:
        return _cumulative(-gap / sd)
    return np.exp(-0.5 * (gap / sd) ** 2) / sd


def log_likelihood(results: Sequence[Result], levels: Array) -> Array:
    """ln of the likelihood of all results of one test, shape (particle,).

    Arguments:
        results: of the same observation.
        levels: what each particle has at the day of each result, shape (result, particle).

    ln sum_b w_b prod_i [(1 - o) N(r_i - b; s) + o N(r_i; S)], r_i = ln(value_i / level_i), b over equal steps of its
    normal law.
    """
    nodes = np.linspace(-3.5, 3.5, _FEW_NODES if len(results) <= _FEW_RESULTS else _MANY_NODES)
    loads = np.exp(-0.5 * nodes**2)
    loads /= loads.sum()
    noise = noises()[results[0].observation]
    gaps = np.log([r.value for r in results])[:, None] - np.log(np.maximum(levels, _LEAST))
    ruled = [_one(gap, noise.other_sd, r.censor) for gap, r in zip(gaps, results, strict=True)]
    whole: list[Array] = []
    for node, load in zip(nodes, loads, strict=True):
        log = np.full(levels.shape[1], np.log(load))
        for gap, other, r in zip(gaps, ruled, results, strict=True):
            own = _one(gap - node * noise.bias, noise.within, r.censor)
            log += np.log(np.maximum((1 - noise.other_share) * own + noise.other_share * other, 1e-300))
        whole.append(log)
    return np.logaddexp.reduce(np.stack(whole), axis=0)


def measured_again(levels: Array, observation: str, normal: Array) -> Array:
    """What one new result would be, given levels and standard normal numbers; nothing outside the model rules it."""
    return levels * np.exp(noises()[observation].total * normal)
