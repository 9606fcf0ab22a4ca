"""Virtual studies: people drawn from the spread of the parameters, asked in at a door, followed through the arms.

Every arm has the same people, so that arms differ by what is taken alone. Each person lives once under every rival
nerve block, because no human data choose between the blocks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from cobalamin.body.alternatives import NERVE_ALTERNATIVES
from cobalamin.errors import SolverError
from cobalamin.parameters import parameter
from cobalamin.person import Person, person_from_mapping
from cobalamin.person.covariates import individual_constants, median_constants, standard_normal
from cobalamin.regimen import parse
from cobalamin.simulate import NO_CHANGE, Outcome, Request, run

FloatArray = npt.NDArray[np.float64]
PEOPLE = 200
"""People of a virtual study before anyone is turned away; each lives under every nerve block."""
SEED = 20261122
_BATCH = 1024


@dataclass(frozen=True, kw_only=True)
class Draw:
    """Random numbers of one virtual person by name, so that a new name changes none of the others.

    Attributes:
        identity: study and number of the person.
        number: of the person, from 0.
    """

    identity: str
    number: int

    def around(self, name: str, mean: float, sd: float, low: float = -math.inf, high: float = math.inf) -> float:
        """A normal number, kept within [low, high]."""
        return min(max(mean + sd * standard_normal(SEED, self.identity, f"draw {name}"), low), high)

    def between(self, name: str, low: float, high: float) -> float:
        """A number from low to high, all equally likely."""
        z = standard_normal(SEED, self.identity, f"draw {name}")
        return low + (high - low) * 0.5 * (1 + math.erf(z / math.sqrt(2)))

    def one_of(self, name: str, weights: Mapping[str, float]) -> str:
        """A word, as often as its weight says."""
        left = self.between(name, 0.0, sum(weights.values()))
        for word, weight in weights.items():
            left -= weight
            if left < 0:
                return word
        return list(weights)[-1]


@dataclass(frozen=True, kw_only=True)
class TypicalDraw(Draw):
    """The middle of every number and the most frequent word: the typical person of a study."""

    def around(self, name: str, mean: float, sd: float, low: float = -math.inf, high: float = math.inf) -> float:
        """The mean, kept within [low, high]."""
        return min(max(mean, low), high)

    def between(self, name: str, low: float, high: float) -> float:
        """The middle."""
        return 0.5 * (low + high)

    def one_of(self, name: str, weights: Mapping[str, float]) -> str:
        """The most frequent word."""
        return max(weights, key=lambda word: weights[word])


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One virtual participant.

    Attributes:
        identity: the same in every arm and under every block.
        person: the history.
        block: name of the rival nerve block.
        constants: of the body.
    """

    identity: str
    person: Person
    block: str
    constants: Mapping[str, float]


def recruit(
    study: str,
    history: Callable[[Draw], Mapping[str, Any]],
    *,
    people: int = PEOPLE,
    blocks: Sequence[str] = tuple(NERVE_ALTERNATIVES),
    changes: Mapping[str, float] | None = None,
) -> tuple[Subject, ...]:
    """Virtual people with this history.

    Arguments:
        study: part of every identity, so that studies have different people.
        history: tells the life of one person, in the tables of a person file.
        people: how many, before anyone is turned away.
        blocks: rival nerve blocks; a study of blood alone needs one.
        changes: parameters set by hand, such as an optional effect that is off by default.

    Errors: InputError for a parameter that is unknown, or a value outside its valid range.
    """
    by_hand = {name: parameter(name).checked(value) for name, value in (changes or {}).items()}
    found: list[Subject] = []
    for number in range(people):
        identity = f"{study} {number}"
        person = person_from_mapping(history(Draw(identity=identity, number=number)), where=identity)
        own = individual_constants(median_constants(person), seed=SEED, person_id=identity) | by_hand
        found += [_under(block, identity, person, own) for block in blocks]
    return tuple(found)


def with_history(subject: Subject, history: Mapping[str, Any], changes: Mapping[str, float] | None) -> Subject:
    """The same individual under the same block with another life.

    Arguments:
        subject: who.
        history: the tables of a person file.
        changes: parameters set by hand, as for `recruit`, which has checked them.
    """
    person = person_from_mapping(history, where=subject.identity)
    own = individual_constants(median_constants(person), seed=SEED, person_id=subject.identity) | dict(changes or {})
    return _under(subject.block, subject.identity, person, own)


def _under(block: str, identity: str, person: Person, own: Mapping[str, float]) -> Subject:
    constants = dict(own) | dict(NERVE_ALTERNATIVES[block])
    return Subject(identity=identity, person=person, block=block, constants=constants)


@dataclass(frozen=True, kw_only=True)
class Followed:
    """People of one arm and what was measured in them.

    Attributes:
        subjects: shape (subject,).
        days: shape (time,) [d].
        values: by observation, shape (time, subject); NaN from the day on which a run left the recorded human range.
            Compartments that were asked for stand here too, under names such as "excreta.urine".
    """

    subjects: tuple[Subject, ...]
    days: FloatArray
    values: Mapping[str, FloatArray] = field(repr=False)

    def on(self, name: str, day: float = 0.0) -> FloatArray:
        """One observation on one of the days, shape (subject,).

        Errors: ValueError for a day that was not asked for.
        """
        (at,) = np.nonzero(np.isclose(self.days, day))
        if not at.size:
            raise ValueError(f"day {day:g} was not sampled: {self.days}")
        return self.values[name][int(at[0])]

    def change(self, name: str, day: float, *, since: float = 0.0) -> FloatArray:
        """The observation on `day` minus that on `since`, shape (subject,)."""
        return self.on(name, day) - self.on(name, since)

    @property
    def blocks(self) -> npt.NDArray[np.str_]:
        """Nerve block of every subject, shape (subject,)."""
        return np.array([subject.block for subject in self.subjects])


def follow(
    subjects: Sequence[Subject], plan: str | None, days: Sequence[float], *, compartments: Sequence[str] = ()
) -> Followed:
    """Give everyone the plan on day 0 and measure on these days.

    Arguments:
        subjects: at least one.
        plan: in the dosing language; None changes nothing.
        days: ascending from 0 [d].
        compartments: names such as "excreta.urine", whose contents [nmol] are measured too.

    Errors: SolverError names who could not be solved.
    """
    regimen = None if plan is None else parse(plan)
    asked = [
        Request(person=s.person, plan_name=plan or NO_CHANGE, plan=regimen, constants=s.constants) for s in subjects
    ]
    at = np.asarray(days, dtype=np.float64)
    parts: list[Outcome] = [
        run(asked[n : n + _BATCH], at, compartments=compartments) for n in range(0, len(asked), _BATCH)
    ]
    failed = [message for part in parts for message in part.failed.values()]
    if failed:
        raise SolverError("; ".join(failed[:3]))
    values = {name: np.concatenate([part.of(name) for part in parts], axis=1) for name in parts[0].names}
    for name in compartments:
        values[name] = np.concatenate([part.amounts[name] for part in parts], axis=1)
    return Followed(subjects=tuple(subjects), days=at, values=values)


def enrol(subjects: Sequence[Subject], criteria: Callable[[Followed], npt.NDArray[np.bool_]]) -> tuple[Subject, ...]:
    """Those who meet the criteria on day 0 and are within the recorded human range.

    Errors: ValueError when nobody is left under a block: the study then says nothing about it.
    """
    seen = follow(subjects, None, [0.0])
    asked = criteria(seen) & np.isfinite(seen.on("hemoglobin_g_dl"))
    kept = tuple(subject for subject, keep in zip(subjects, asked, strict=True) if keep)
    left_out = {s.block for s in subjects} - {s.block for s in kept}
    if left_out:
        raise ValueError(f"nobody meets the criteria under the nerve block {', '.join(sorted(left_out))}")
    return kept


def measurement_noise(followed: Followed, name: str, sd: float) -> FloatArray:
    """Differences between people that the body does not make, such as errors of a measurement, shape (subject,).

    The same person has the same under every block and in every arm; their mean is 0 under every block.
    """
    noise = sd * np.array([standard_normal(SEED, s.identity, f"noise {name}") for s in followed.subjects])
    blocks = followed.blocks
    for block in np.unique(blocks):
        noise[blocks == block] -= noise[blocks == block].mean()
    return noise
