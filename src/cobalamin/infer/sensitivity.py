"""What the main outputs rest on: between people, and for what is not known of the middle of people.

Two questions are kept apart. **People**: every parameter varies by its spread between people. **Medians**: the median
of every parameter varies by what is not known of it, and the rival laws of nerve injury take turns; the references of
the typical omnivore follow to first order. Calibrated medians are not independent of each other, so they are drawn
together from their posterior and count as one input; all others vary independently.

Inputs are screened one at a time, then those that matter are followed by pick and freeze (`infer/sobol.py`).
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from cobalamin.body.alternatives import NERVE_ALTERNATIVES
from cobalamin.infer.lives import REFERENCES, reference_slopes, typical_omnivore, worked_out
from cobalamin.infer.priors import What
from cobalamin.infer.result import calibration, covariance, fitted
from cobalamin.infer.sobol import Shares, base_points, picked, shares
from cobalamin.parameters import Grade, parameters
from cobalamin.person import Person, person_from_mapping
from cobalamin.person.covariates import median_constants
from cobalamin.regimen import Regimen, parse
from cobalamin.simulate import Request, run

Array = npt.NDArray[np.float64]
NERVE_BLOCK = "rival law of nerve injury"
"""Name of the factor that says which law holds."""
CALIBRATED = "calibrated parameters together"
"""Name of the factor made of every median that figures fix."""
SCREENED = 0.005
"""Share of the variance of any output, one at a time, below which no input is followed further."""
COVERED = 0.95
"""Share of the variance of every output, one at a time, that the inputs which are followed carry, as far as `MOST_KEPT`
lets them."""
MOST_KEPT = 40
_FEW = 400


class Question(StrEnum):
    """What varies."""

    PEOPLE = "between people"
    MEDIANS = "what is not known of the middle of people"


class Scale(StrEnum):
    """Of what the variance is taken."""

    LOGARITHM = "ln"
    VALUE = "value"


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One person, what is done, and when it is looked at.

    Attributes:
        name, words: short, and in a sentence.
        person: the history.
        plan: from day 0; None changes nothing.
        day: of the outputs [d].
    """

    name: str
    words: str
    person: Person
    plan: Regimen | None
    day: float


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The file `sensitivity.toml`.

    Attributes:
        seed, base: of the sample; base points.
        by_grade: sd of ln(median) where nothing was fitted.
        known_better: sd of ln(median) of parameters that are known better than their grade says.
        scenarios: by name.
        outputs: observation -> scale.
        measurements: tables for `infer/measurements.py`.
    """

    seed: int
    base: int
    by_grade: Mapping[Grade, float]
    known_better: Mapping[str, float]
    scenarios: Mapping[str, Scenario]
    outputs: Mapping[str, Scale]
    measurements: tuple[Mapping[str, Any], ...]


@cache
def settings() -> Settings:
    """The settings, read once."""
    tables = tomllib.loads((resources.files(__package__ or "") / "sensitivity.toml").read_text(encoding="utf-8"))
    found: dict[str, Scenario] = {}
    for table in tables["scenario"]:
        found[table["name"]] = Scenario(
            name=table["name"],
            words=table["words"],
            person=person_from_mapping(table["person"], where=table["name"]),
            plan=parse(table["plan"]) if "plan" in table else None,
            day=float(table["day"]),
        )
    return Settings(
        seed=tables["seed"],
        base=tables["base"],
        by_grade={Grade(name): float(table["sd"]) for name, table in tables["uncertainty"].items()},
        known_better={name: float(table["sd"]) for name, table in tables["known_better"].items()},
        scenarios=found,
        outputs={table["name"]: Scale(table["scale"]) for table in tables["output"]},
        measurements=tuple(tables["measurement"]),
    )


def is_fitted(name: str) -> bool:
    """Whether figures fix the median of the parameter."""
    return any(each.identified and each.prior.what is What.VALUE for each in fitted(name))


def uncertainty(name: str) -> float:
    """sd of ln(median): of the posterior where the median was in the fit, else by grade; 0 where it cannot vary.

    Where people differ and the median was read or worked out, half of their spread at most: even a handful of people
    fix the middle better than that.
    """
    p = parameters()[name]
    if p.value <= 0 or p.low >= p.high or name in REFERENCES:
        return 0.0
    own = [each.sd for each in fitted(name) if each.prior.what is What.VALUE]
    if own:
        return own[0]
    if name in settings().known_better:
        return settings().known_better[name]
    by_grade = settings().by_grade[p.grade]
    return by_grade if p.grade is Grade.GUESS or p.spread <= 0 else min(by_grade, p.spread / 2)


def spread_of(question: Question, name: str) -> float:
    """sd of ln of one input under a question."""
    return parameters()[name].spread if question is Question.PEOPLE else uncertainty(name)


def inputs_of(question: Question) -> tuple[str, ...]:
    """Parameters that vary under a question, calibrated ones among them."""
    weights = {name for each in NERVE_ALTERNATIVES.values() for name in each}
    return tuple(
        n for n in parameters() if n not in weights and spread_of(question, n) > 0 and parameters()[n].value > 0
    )


@cache
def _references() -> tuple[tuple[str, ...], Array]:
    """Parameters on which the references of the typical omnivore depend, and d ln(reference) / d ln(parameter)."""
    names = inputs_of(Question.MEDIANS)
    return names, reference_slopes(names, worked_out([typical_omnivore()], names))


def calibrated() -> tuple[tuple[str, ...], Array]:
    """Parameters whose medians figures fix, and their posterior covariance of ln(median)."""
    everything = list(calibration().fitted.values())
    places = [n for n, each in enumerate(everything) if each.identified and each.prior.what is What.VALUE]
    return tuple(everything[n].prior.name for n in places), covariance()[np.ix_(places, places)]


def _constants(scenario: Scenario, logs: Mapping[str, float], question: Question, block: str) -> dict[str, float]:
    """Constants of the scenario's typical person with ln of some inputs changed."""
    made = median_constants(scenario.person) | dict(NERVE_ALTERNATIVES[block])
    moved: dict[str, float] = {}
    for name, change in logs.items():
        p = parameters()[name]
        before = made[name]
        made[name] = min(max(before * math.exp(change), p.low), p.high)
        moved[name] = math.log(made[name] / before) if before > 0 else 0.0
    if question is Question.MEDIANS:
        names, slopes = _references()
        change = slopes @ np.array([moved.get(name, 0.0) for name in names])
        for reference, each in zip(REFERENCES, change, strict=True):
            made[reference] *= math.exp(float(each))
    return made


def outputs_of(scenario: Scenario, constants: Sequence[Mapping[str, float]]) -> dict[str, Array]:
    """Main outputs on their scales, shape (life,); NaN where a life failed or was stopped."""
    days = np.array([0.0]) if scenario.day == 0 else np.array([0.0, scenario.day])
    found: dict[str, list[Array]] = {name: [] for name in settings().outputs}
    for first in range(0, len(constants), _FEW):
        asked = [
            Request(person=scenario.person, plan=scenario.plan, constants=c) for c in constants[first : first + _FEW]
        ]
        outcome = run(asked, days)
        for name, scale in settings().outputs.items():
            values = outcome.of(name)[-1].copy()
            values[list(outcome.failed)] = np.nan
            with np.errstate(all="ignore"):
                found[name].append(np.log(values) if scale is Scale.LOGARITHM else values)
    return {name: np.where(np.isfinite(v := np.concatenate(parts)), v, np.nan) for name, parts in found.items()}


def one_at_a_time(scenario: Scenario, question: Question, block: str) -> tuple[tuple[str, ...], dict[str, Array]]:
    """Inputs, and half the change of each output from one sd below to one above, shape (input,)."""
    names = inputs_of(question)
    moved = [
        _constants(scenario, {name: sign * spread_of(question, name)}, question, block)
        for name in names
        for sign in (-1.0, 1.0)
    ]
    values = outputs_of(scenario, moved)
    return names, {name: (each[1::2] - each[0::2]) / 2 for name, each in values.items()}


def kept_inputs(scenario: Scenario, question: Question) -> tuple[tuple[str, ...], float]:
    """Inputs that matter for some output under some law, calibrated ones apart, and the largest share of all others."""
    blocks = tuple(NERVE_ALTERNATIVES) if question is Question.MEDIANS else tuple(NERVE_ALTERNATIVES)[:1]
    names = inputs_of(question)
    together = calibrated()[0] if question is Question.MEDIANS else ()
    alone = np.array([name not in together for name in names])
    tables: list[Array] = []
    for block in blocks:
        for each in one_at_a_time(scenario, question, block)[1].values():
            squares = np.nan_to_num(each) ** 2 * alone
            if squares.sum() > 0:
                tables.append(squares / squares.sum())
    largest: dict[int, float] = {}
    for part in tables:
        order = np.argsort(-part, kind="stable")
        enough = int(np.searchsorted(np.cumsum(part[order]), COVERED)) + 1
        for n in order[:enough].tolist():
            if part[n] >= SCREENED:
                largest[n] = max(largest.get(n, 0.0), float(part[n]))
    kept = sorted(largest, key=lambda n: (-largest[n], n))[:MOST_KEPT]
    left = max((float(1.0 - part[kept].sum()) for part in tables), default=0.0)
    return tuple(names[n] for n in kept), left


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """One question in one scenario.

    Attributes:
        question, scenario: which.
        inputs: that were followed, the law of injury last where it varies.
        left: largest share, one at a time, of all inputs that were not followed.
        lives, lost: that were run, and that failed or were stopped.
        found: by output.
    """

    question: Question
    scenario: str
    inputs: tuple[str, ...]
    left: float
    lives: int
    lost: int
    found: Mapping[str, Shares]


def analyse(scenario: Scenario, question: Question) -> Analysis:
    """Screen, then pick and freeze. Errors: ValueError when hardly a base point is left."""
    from scipy.special import ndtri

    kept, left = kept_inputs(scenario, question)
    laws, made = tuple(NERVE_ALTERNATIVES), settings()
    varied, together, root = kept, tuple[str, ...](), np.zeros((0, 0))
    if question is Question.MEDIANS:
        together, matrix = calibrated()
        varied, root = (*kept, CALIBRATED, NERVE_BLOCK), np.linalg.cholesky(matrix)
    groups = [[n] for n in range(len(kept))]
    if question is Question.MEDIANS:
        groups += [list(range(len(kept), len(kept) + len(together))), [len(kept) + len(together)]]
    points = picked(*base_points(len(kept) + len(together) + 1, made.base, made.seed), groups)
    sds = np.array([spread_of(question, name) for name in kept])
    own = ndtri(points[:, : len(kept)]) * sds
    joint = ndtri(points[:, len(kept) : -1]) @ root.T
    law = (points[:, -1] * len(laws)).astype(int) if question is Question.MEDIANS else np.zeros(len(points), dtype=int)
    constants = [
        _constants(scenario, dict(zip((*kept, *together), row, strict=True)), question, laws[which])
        for row, which in zip(np.hstack([own, joint]).tolist(), law, strict=True)
    ]
    values = outputs_of(scenario, constants)
    return Analysis(
        question=question,
        scenario=scenario.name,
        inputs=varied,
        left=left,
        lives=len(constants),
        lost=int(np.isnan(values["serum_b12_pmol_l"]).sum()),
        found={name: shares(each, len(varied), seed=made.seed) for name, each in values.items()},
    )
