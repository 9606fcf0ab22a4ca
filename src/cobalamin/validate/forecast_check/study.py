"""One simulated person: forecast of the next result, of the one after it, and of the nerve, beside what came.

A forecast of a result is one more sample with noise, over the selves that the first visit leaves possible, followed
under what was taken. The forecast of the second later visit is made twice: from the first visit, and again with the
results of the visit between.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cobalamin.body.alternatives import NERVE_ALTERNATIVES
from cobalamin.body.fingerprint import body_hash, code_without_words
from cobalamin.infer.forecast import posterior
from cobalamin.infer.measurement import measured_again, noises
from cobalamin.infer.particles import BLOCKS
from cobalamin.person import Person
from cobalamin.plan.selves import selves_of
from cobalamin.plan.summary import Summary, quantiles, stopped_at_lowest
from cobalamin.validate.forecast_check import people
from cobalamin.validate.forecast_check.people import LATER, NERVE_DAY, NERVES, Sample, visitor
from cobalamin.validate.row import Kind

PARTICLES = 1000
SAME, OTHER = "same_model", "other_nerve_law"
KINDS = {SAME: Kind.VERIFICATION, OTHER: Kind.PREDICTED}
"""Part of the check -> what agreement means."""
SHARES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
"""Points of a forecast that are kept; intervals of 50, 80 and 90 % lie between them."""
_TIMES = 8
"""Samples with noise that each self gives."""
Array = npt.NDArray[np.float64]


def input_hash() -> str:
    """Twelve hexadecimal digits of the body, the noise, the laws of injury and the code of this check."""
    digest = hashlib.sha256(f"{body_hash()} {PARTICLES} {SHARES} {_TIMES}".encode())
    for name, noise in sorted(noises().items()):
        digest.update(f"{name} {noise.within} {noise.bias} {noise.other_share} {noise.other_sd}\n".encode())
    digest.update(repr(sorted((name, sorted(law.items())) for name, law in NERVE_ALTERNATIVES.items())).encode())
    for code in (people, forecast):
        digest.update(code_without_words(inspect.getsource(code)).encode())
    return digest.hexdigest()[:12]


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What is forecast of one person.

    Attributes:
        points: by day, by observation of `LATER`: the `SHARES` of one more sample.
        ranges: observation of the nerve -> lowest and highest over the laws of injury on `NERVE_DAY`.
        effective_size: particles, if all counted alike.
    """

    points: tuple[dict[str, list[float]], ...]
    ranges: dict[str, list[float | None]]
    effective_size: float


def forecast(person: Person, days: Sequence[float], *, blocks: Sequence[str], seed: int) -> Forecast:
    """Forecast results on later days, given everything that is known of the person."""
    found = posterior(person, particles=PARTICLES, seed=seed, blocks=blocks)
    selves = selves_of(found, count=PARTICLES, seed=seed)
    asked = np.unique([0.0, *days, NERVE_DAY])
    names = (*LATER, *NERVES)
    values = stopped_at_lowest(selves.follow(None, asked, names), names)
    normal = np.random.default_rng([seed, 47]).standard_normal((len(asked), _TIMES * len(selves)))
    loads = np.repeat(selves.weights, _TIMES) / _TIMES
    samples = {
        name: measured_again(np.repeat(values[n].astype(np.float64), _TIMES, axis=-1), name, normal)
        for n, name in enumerate(LATER)
    }
    points = tuple(
        {
            name: [float(x) for x in quantiles(one[int(np.searchsorted(asked, day))], loads, SHARES)]
            for name, one in samples.items()
        }
        for day in days
    )
    summary = Summary(
        plans=("as taken",),
        names=names,
        days=asked,
        values=(values,),
        weights=selves.weights,
        block=selves.block,
        courses=((),),
    )
    ranges = [summary.value(name, 0, NERVE_DAY) for name in NERVES]
    return Forecast(
        points=points,
        ranges={name: [each.low, each.high] for name, each in zip(NERVES, ranges, strict=True)},
        effective_size=found.effective_size,
    )


def one_person(number: int, part: str, *, update: bool) -> dict[str, Any]:
    """Everything of one person in numbers, rounded; `update` adds the forecast after the visit between."""
    who = visitor(number)
    blocks = [name for name in BLOCKS if part == SAME or name != who.block]
    first = forecast(who.person, who.days, blocks=blocks, seed=number)
    row: dict[str, Any] = {
        "number": number,
        "history": who.history,
        "treatment": who.treatment,
        "block": who.block,
        "days": list(who.days),
        "known": [lab.test for lab in who.person.labs],
        "size": round(first.effective_size),
        "next": _beside(who.visits[0], first.points[0]),
        "second": _beside(who.visits[1], first.points[1]),
        "nerve": {name: _rounded([who.nerves[name], *first.ranges[name]]) for name in NERVES},
    }
    if update:
        after = forecast(who.with_visit(), who.days[1:], blocks=blocks, seed=number)
        row["updated"] = _beside(who.visits[1], after.points[0])
        row["updated_size"] = round(after.effective_size)
    return row


def _beside(samples: Sequence[Sample], points: dict[str, list[float]]) -> dict[str, dict[str, Any]]:
    """Observation -> what came and the points that were forecast."""
    return {
        s.observation: {
            "observed": float(f"{s.value:.4g}"),
            "ruled": s.ruled,
            "points": _rounded(points[s.observation]),
        }
        for s in samples
    }


def _rounded(values: Sequence[float | None]) -> list[float | None]:
    return [None if x is None or not np.isfinite(x) else float(f"{x:.4g}") for x in values]
