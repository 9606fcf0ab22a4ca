"""Particles: possible selves of one person, each a point of standard normal numbers and what may be hidden.

A particle is one z ~ N(0, 1) a parameter in which people differ, one a latent time, and one of the things that may be
hidden under one of the rival laws of nerve injury. `Space` says which numbers there are; `Particles` holds many points
and their weights; `Space.request` makes the life that a point stands for.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from cobalamin.body.alternatives import NERVE_ALTERNATIVES
from cobalamin.infer.hidden import Hidden, hidden_of, with_hidden
from cobalamin.parameters import parameters
from cobalamin.person import Person
from cobalamin.person.covariates import median_constants
from cobalamin.simulate import Request
from cobalamin.units import DAYS_PER_YEAR

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]

HIDDEN_TIME = "time that something hidden has been there"
UNKNOWN_ONSET = "onset of "
ONSET_YEARS = (0.25, 15.0)
"""Bounds of an onset that nobody knows, every logarithm alike [years]. Source: guess"""
BLOCKS: tuple[str, ...] = tuple(NERVE_ALTERNATIVES)


def column(seed: int, name: str, count: int) -> Array:
    """`count` standard normal numbers of one name, from the seed and the name alone, shape (particle,).

    A name that is added changes no other's numbers.
    """
    digest = hashlib.sha256(f"{seed}|particles|{name}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big")).standard_normal(count)


@dataclass(frozen=True, kw_only=True)
class Particles:
    """Points of a space.

    Attributes:
        z: shape (particle, name).
        hidden: number of what is hidden, shape (particle,).
        block: number of the law of nerve injury, shape (particle,).
    """

    z: Array
    hidden: Integers
    block: Integers

    def __len__(self) -> int:
        return len(self.z)

    def take(self, numbers: Integers) -> Particles:
        """Some of them, in this order."""
        return Particles(z=self.z[numbers], hidden=self.hidden[numbers], block=self.block[numbers])


def together(parts: Sequence[Particles]) -> Particles:
    """All particles of several rounds."""
    return Particles(
        z=np.concatenate([p.z for p in parts]),
        hidden=np.concatenate([p.hidden for p in parts]),
        block=np.concatenate([p.block for p in parts]),
    )


@dataclass(frozen=True, kw_only=True)
class Space:
    """What is not known of one person.

    Attributes:
        person: as the file tells.
        names: of the standard normal numbers, parameters first.
        hidden: what may be there unnoticed, nothing first.
        blocks: laws of nerve injury that take turns, as places in `BLOCKS`.
    """

    person: Person
    names: tuple[str, ...]
    hidden: tuple[Hidden, ...]
    blocks: tuple[int, ...] = tuple(range(len(BLOCKS)))

    @cached_property
    def medians(self) -> dict[str, float]:
        """Constants of the typical person with these covariates."""
        return median_constants(self.person)

    @cached_property
    def varying(self) -> tuple[str, ...]:
        """Parameters in which people differ."""
        return tuple(name for name in self.names if name in parameters())

    @property
    def shares(self) -> Array:
        """A priori shares of what is hidden."""
        return np.array([each.share for each in self.hidden])

    def draw(self, count: int, *, seed: int, shares: Array | None = None) -> Particles:
        """Particles from the prior, but for the shares of what is hidden.

        Arguments:
            count: how many.
            seed: of all their numbers.
            shares: of what is hidden; default a priori.
        """
        z = np.stack([column(seed, name, count) for name in self.names], axis=1)
        chosen = self.shares if shares is None else shares
        block = np.array(self.blocks, dtype=np.intp)[np.arange(count) % len(self.blocks)]
        return Particles(z=z, hidden=_dealt(chosen, count, seed), block=block)

    def constants(self, particles: Particles) -> list[dict[str, float]]:
        """Constants of every particle: median x exp(spread z), within each parameter's valid range."""
        varying = self.varying
        p = [parameters()[name] for name in varying]
        median = np.array([self.medians[name] for name in varying])
        spread = np.array([each.spread for each in p])
        values = np.clip(
            median * np.exp(spread * particles.z[:, : len(varying)]),
            [each.low for each in p],
            [each.high for each in p],
        )
        changes = list(NERVE_ALTERNATIVES.values())
        return [
            self.medians | dict(zip(varying, row, strict=True)) | dict(changes[block])
            for row, block in zip(values.tolist(), particles.block, strict=True)
        ]

    def lives(self, particles: Particles) -> list[Person]:
        """The person with what is hidden, and with times that nobody knows, for every particle."""
        place = {name: n for n, name in enumerate(self.names)}
        made: list[Person] = []
        for z, number in zip(particles.z, particles.hidden, strict=True):
            person = self._with_onsets(z, place)
            hidden = self.hidden[number]
            if hidden.name:
                low, high = hidden.years
                share = NormalDist().cdf(z[place[HIDDEN_TIME]])
                person = with_hidden(person, hidden.name, low + (high - low) * share)
            made.append(person)
        return made

    def _with_onsets(self, z: Array, place: Mapping[str, int]) -> Person:
        if not any(c.onset_unknown for c in self.person.conditions):
            return self.person
        low, high = (math.log(years) for years in ONSET_YEARS)
        found = []
        for c in self.person.conditions:
            if c.onset_unknown:
                years = math.exp(low + (high - low) * NormalDist().cdf(z[place[UNKNOWN_ONSET + c.name]]))
                c = replace(c, since_day=-min(years, self.person.age) * DAYS_PER_YEAR)
            found.append(c)
        return replace(self.person, conditions=tuple(found))

    def requests(self, particles: Particles) -> list[Request]:
        """The lives that the particles stand for, as rows of a simulation."""
        pairs = zip(self.lives(particles), self.constants(particles), strict=True)
        return [Request(person=person, constants=constants) for person, constants in pairs]


def _dealt(shares: Array, count: int, seed: int) -> Integers:
    """Numbers dealt out by their shares, evenly (systematic), in an order of their own."""
    start = np.random.default_rng([seed, 1]).random()
    at = (np.arange(count) + start) / count
    numbers = np.searchsorted(np.cumsum(shares / shares.sum()), at).clip(0, len(shares) - 1)
    return np.random.default_rng([seed, 2]).permutation(numbers).astype(np.intp)


def space_of(person: Person, blocks: Sequence[str] = BLOCKS) -> Space:
    """What is not known of this person, apart from what the laboratory says; `blocks` are the laws that take turns."""
    medians = median_constants(person)
    names = [name for name, p in parameters().items() if p.spread > 0 and medians[name] > 0]
    hidden = hidden_of(person)
    if len(hidden) > 1:
        names.append(HIDDEN_TIME)
    names += [UNKNOWN_ONSET + c.name for c in person.conditions if c.onset_unknown]
    places = tuple(BLOCKS.index(name) for name in blocks)
    return Space(person=person, names=tuple(names), hidden=hidden, blocks=places)
