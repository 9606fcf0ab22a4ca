"""Possible selves of one person on day 0, ready to be followed under any plan.

They are drawn from the posterior by their weight. Each has lived its whole life once; a plan takes the life up again
from the body of day 0. The same selves meet every plan, so that two plans differ by what they do and by nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cobalamin.body import BODY
from cobalamin.infer.forecast import Posterior, replete_row
from cobalamin.infer.resampling import systematic
from cobalamin.person.influences import courses_of
from cobalamin.regimen import Course, Regimen
from cobalamin.simulate import Request, build_row
from cobalamin.solve.protocol import Carried, Row

Array = npt.NDArray[np.float64]
Values = npt.NDArray[np.float32]
_TODAY = np.array([0.0])


@dataclass(frozen=True, kw_only=True)
class Selves:
    """Bodies of day 0.

    Attributes:
        posterior: what they were drawn from.
        numbers: their places among its particles, shape (self,).
        weights: adding up to 1, shape (self,).
        block: number of the law of nerve injury, shape (self,).
        requests: lives and constants.
        carried: bodies.
    """

    posterior: Posterior
    numbers: npt.NDArray[np.intp]
    weights: Array
    block: npt.NDArray[np.intp]
    requests: tuple[Request, ...]
    carried: tuple[Carried, ...]

    def __len__(self) -> int:
        return len(self.requests)

    def of(self, name: str) -> Array:
        """One observation on day 0, shape (self,)."""
        return self.posterior.of(name)[self.numbers]

    def replete_of(self, name: str) -> Array:
        """The same with B12 replete all life long."""
        return self.posterior.replete_of(name)[self.numbers]

    def courses(self, plan: Regimen | None, *, horizon: float) -> tuple[Course, ...]:
        """What the person takes under a plan, from the past on."""
        return courses_of(self.posterior.space.person, plan, horizon=horizon)

    def rows(self, plan: Regimen | None, *, horizon: float, adherence: float | None = None) -> list[Row]:
        """Lives taken up on day 0 under a plan.

        Arguments:
            plan: None changes nothing.
            horizon: last day [d].
            adherence: share of the doses that people take themselves; default as the file says.
        """
        known: dict[int, tuple[Course, ...]] = {}
        made: list[Row] = []
        for request, carried in zip(self.requests, self.carried, strict=True):
            person = request.person
            if id(person) not in known:
                known[id(person)] = courses_of(person, plan, horizon=horizon)
            courses = known[id(person)]
            if adherence is not None:
                request = replace(request, person=replace(person, adherence=adherence))
            made.append(build_row(request, horizon=horizon, carried=carried, courses=courses)[0])
        return made

    def replete(self, day: float, names: Sequence[str]) -> dict[str, Array]:
        """Observations on a later day of the same lives with B12 replete from the beginning, shape (self,) each."""
        from cobalamin.solve import fast

        rows = [replete_row(build_row(request, horizon=day + 1.0)[0]) for request in self.requests]
        values = fast.observe(rows, np.array([day]), names)[:, 0]
        return dict(zip(names, values, strict=True))

    def follow(
        self, plan: Regimen | None, days: Array, names: Sequence[str], *, adherence: float | None = None
    ) -> Values:
        """Observations under a plan, shape (observation, time, self).

        Arguments:
            plan: None changes nothing.
            days: ascending from 0 [d].
            names: observations or compartments.
            adherence: as in `rows`.
        """
        from cobalamin.solve import fast

        rows = self.rows(plan, horizon=float(days[-1]) + 1.0, adherence=adherence)
        values = np.empty((len(names), len(days), len(self)), dtype=np.float32)
        for part in fast.stream(rows, days, names):
            values[:, :, part.rows] = np.moveaxis(part.values, 0, 1)
        return values


def selves_of(found: Posterior, *, count: int, seed: int = 0) -> Selves:
    """Selves of a person, lived up to day 0.

    Arguments:
        found: the posterior.
        count: draws; a particle that is drawn more than once is followed once, with its weight.
        seed: of the draw.
    """
    from cobalamin.solve import fast

    drawn = systematic(found.weights, count, np.random.default_rng([seed, 41]).random())
    numbers, times = np.unique(drawn, return_counts=True)
    particles = found.sample.particles.take(numbers.astype(np.intp))
    requests = found.space.requests(particles)
    rows = [build_row(request, horizon=1.0)[0] for request in requests]
    bodies = fast.observe(rows, _TODAY, BODY.names)[:, 0].T
    return Selves(
        posterior=found,
        numbers=numbers.astype(np.intp),
        weights=times / count,
        block=particles.block,
        requests=tuple(requests),
        carried=tuple(_carried(body, row) for body, row in zip(bodies, rows, strict=True)),
    )


def _carried(body: Array, row: Row) -> Carried:
    """The body of day 0, and how long ago B12 was given; a dose of day 0 itself comes after it."""
    past = [dose for dose in row.impulses if dose.day < 0]
    injected = [-dose.day for dose in past if any(name.startswith("plasma.") for name in dose.amounts)]
    swallowed = [-dose.day for dose in past if not any(name.startswith("plasma.") for name in dose.amounts)]
    swallowed += [max(1.0 - daily.end_day, 1.0) for daily in row.daily if daily.first_day < 0]
    return Carried(
        amounts=tuple(map(float, body)),
        injected_ago=min(injected, default=np.inf),
        swallowed_ago=min(swallowed, default=np.inf),
    )
