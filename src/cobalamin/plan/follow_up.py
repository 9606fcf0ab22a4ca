"""Forecasts of day 0 beside what was measured since, so that a reader sees how far to trust the next one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cobalamin.body.observe import OBSERVATIONS
from cobalamin.infer.forecast import posterior
from cobalamin.infer.measurement import measured_again, noises
from cobalamin.person import Person
from cobalamin.person.later import last_record
from cobalamin.plan.model import Band, Happened, Series
from cobalamin.plan.selves import selves_of
from cobalamin.plan.summary import quantiles
from cobalamin.units import Censor

_POINTS = 60


def happened(person: Person, *, particles: int, seed: int) -> tuple[Happened, ...]:
    """What was forecast on day 0 of the file for one sample under what was really taken, beside every later sample.

    Arguments:
        person: as the file tells, with day 0 as it says.
        particles: possible selves.
        seed: of their numbers.
    """
    later = [lab for lab in person.labs if lab.day > 0 and lab.observation in noises() and lab.censor is Censor.NONE]
    if not later:
        return ()
    before = replace(
        person,
        labs=tuple(lab for lab in person.labs if lab.day <= 0),
        findings=tuple(f for f in person.findings if f.day <= 0),
    )
    selves = selves_of(posterior(before, particles=particles, seed=seed), count=particles, seed=seed)
    end = last_record(person)
    # Whole days: a sample in the morning comes before the tablet of that day.
    days = np.unique(np.concatenate([np.round(np.linspace(0.0, end, _POINTS)), [lab.day for lab in later]]))
    names = tuple(dict.fromkeys(lab.observation for lab in later))
    values = selves.follow(None, days, names).astype(np.float64)
    normal = np.random.default_rng([seed, 43]).standard_normal(values.shape[1:])
    made: list[Happened] = []
    for n, name in enumerate(names):
        samples = [lab for lab in later if lab.observation == name]
        one = measured_again(values[n], name, normal)
        low, middle, high = quantiles(one, selves.weights, (0.1, 0.5, 0.9))
        at = [int(np.searchsorted(days, lab.day)) for lab in samples]
        inside = sum(low[k] <= lab.value <= high[k] for k, lab in zip(at, samples, strict=True))
        band = Band(low=tuple(map(float, low)), median=tuple(map(float, middle)), high=tuple(map(float, high)))
        series = Series(
            observation=name,
            licence=OBSERVATIONS[name].licence,
            days=tuple(map(float, days)),
            plans={"as taken": band},
        )
        made.append(
            Happened(
                series=series,
                days=tuple(lab.day for lab in samples),
                values=tuple(lab.value for lab in samples),
                inside=int(inside),
            )
        )
    return tuple(made)
