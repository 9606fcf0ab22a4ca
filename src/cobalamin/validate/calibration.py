"""Calibration: constants of the population from the figures set aside for it, with what remains unknown.

The unknowns are the medians and spreads of `infer/priors.toml`; the figures are those of `validate/figures.py`. Lives
and their derivatives are worked out by two processes side by side; what a process gives depends on nothing but the
population, so the result does not depend on how many there are.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cobalamin.evidence import Use, split
from cobalamin.evidence.nhanes import distributions
from cobalamin.infer.lives import Case, reference_slopes, solved, total_slopes, with_references, worked_out
from cobalamin.infer.priors import Prior, What, numbers, priors
from cobalamin.parameters import committed_parameters, parameters, population
from cobalamin.validate.experiment import Subject
from cobalamin.validate.figures import (
    StudyFigure,
    SurveyFigure,
    counts_people,
    expected_error,
    mean_of_people,
    renewed,
    survey_figures,
    survey_slope,
    survey_value,
    typical_subject,
)
from cobalamin.validate.row import Block, Kind
from cobalamin.validate.studies import studies
from cobalamin.validate.survey import OBSERVED
from cobalamin.validate.target import Arm, Target

Array = npt.NDArray[np.float64]
WORKERS = 2
_CHUNK = 24
_TINY = 1e-4
_STEPPED = ("d", "weeks", "1")
"""Units of figures that go in steps: days on a grid, ranks."""
FITTED_BLOCKS = (Block.KINETICS, Block.BIOMARKERS)


def every_target() -> tuple[Target, ...]:
    """Figures of every study that measures B12, markers or blood, and that changes smoothly with the constants."""
    found: list[Target] = []
    for name in studies():
        module = importlib.import_module(f"cobalamin.validate.studies.{name}")
        make: Callable[[], tuple[Target, ...]] | None = getattr(module, "targets", None)
        for target in make() if make is not None else ():
            if target.block in FITTED_BLOCKS and target.seen.observed and target.unit not in _STEPPED:
                found.append(target)
    return tuple(found)


def calibration_targets() -> tuple[Target, ...]:
    """Those of studies called `calibrate`, as far as they were not set apart as built in."""
    return tuple(
        target
        for target in every_target()
        if target.kind in (None, Kind.FITTED) and split().get(target.study) is Use.CALIBRATE
    )


def data_hash(targets: Sequence[Target]) -> str:
    """Of every figure with its interval, of the survey set aside for fitting, and of the beliefs before."""
    figures = [[t.study, t.quantity, t.unit, t.seen.observed, t.seen.low, t.seen.high] for t in targets]
    survey = [
        [d.by, d.group, d.observation, sorted(d.values.items())] for d in distributions() if d.use is Use.CALIBRATE
    ]
    before = [[p.key, p.median, p.sd] for p in priors()]
    return hashlib.sha256(json.dumps([figures, survey, before]).encode()).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True)
class Lives:
    """Everything that is run: lives of studies first, then of the survey.

    Attributes:
        cases: all lives.
        subjects: of the lives of studies, in order.
        studies: figures of studies.
        survey: figures of the survey.
        first: number of the first life of the survey.
        noise: by observation, shape (participant,).
        weights: shape (participant,).
    """

    cases: tuple[Case, ...]
    subjects: tuple[Subject, ...]
    studies: tuple[StudyFigure, ...]
    survey: tuple[SurveyFigure, ...]
    first: int
    noise: Mapping[str, Array]
    weights: Array


def lives_of(targets: Sequence[Target]) -> Lives:
    """Lives and figures; targets whose measure is a share of people, which one person does not have, are left out."""
    cases: list[Case] = []
    subjects: list[Subject] = []
    place: dict[Arm, int] = {}
    figures: list[StudyFigure] = []
    for target in targets:
        assert target.seen.observed is not None
        if counts_people(target):
            continue
        for arm in target.arms:
            if arm not in place:
                case, subject = typical_subject(arm, len(cases))
                place[arm] = len(cases)
                cases.append(case)
                subjects.append(subject)
        signed = target.seen.observed < 0 or (target.seen.low is not None and target.seen.low < 0)
        figures.append(
            StudyFigure(
                target=target,
                cases=tuple(place[arm] for arm in target.arms),
                offset=0.0,
                error=expected_error(target, signed=signed),
                signed=signed,
            )
        )
    people, survey, noise, weights = survey_figures()
    return Lives(
        cases=(*cases, *people),
        subjects=tuple(subjects),
        studies=tuple(figures),
        survey=tuple(survey),
        first=len(cases),
        noise=noise,
        weights=weights,
    )


_CASES: tuple[Case, ...] = ()


def _in_worker(
    asked: tuple[Sequence[int], Mapping[str, float], Mapping[str, float], Sequence[str], frozenset[str], Array | None],
) -> list[tuple[Array, Array]]:
    numbers_, values, spreads, names, built, references = asked
    cases = [_CASES[n] for n in numbers_]
    with population(values, spreads):
        if references is None:
            return [(output, np.empty(0)) for output in solved(cases)]
        return [total_slopes(case, names, built, references) for case in cases]


class Problem:
    """The misfits of a population, for `infer.posterior`."""

    def __init__(self, lives: Lives, unknowns: Sequence[Prior], pool: ProcessPoolExecutor) -> None:
        """
        Arguments:
            lives: what is run and what it is held to.
            unknowns: what may change.
            pool: made after `_CASES` was set, see `ready`.
        """
        self.lives, self.unknowns, self.pool = lives, tuple(unknowns), pool
        self.figures = lives.studies
        self.names = tuple(sorted({p.name for p in unknowns}))
        self._built: frozenset[str] | None = None

    @property
    def weights(self) -> Array:
        """A study counts like sqrt(its figures); so does a group of the survey, whose figures hang together."""
        names = [f.target.study for f in self.figures] + [f"{f.seen.by} {f.seen.group}" for f in self.lives.survey]
        counts = Counter(names)
        return np.array([1.0 / np.sqrt(counts[name]) for name in names])

    def numbers(self, x: Array) -> tuple[dict[str, float], dict[str, float]]:
        """Medians, references with them, and spreads."""
        values, spreads = numbers(x, self.unknowns)
        return with_references(values), spreads

    def _built_names(self) -> frozenset[str]:
        if self._built is None:
            chosen = (*self.lives.cases[: self.lives.first], *self.lives.cases[self.lives.first :: 40])
            self._built = worked_out(chosen, self.names)
        return self._built

    def _run(self, x: Array, *, slopes: bool) -> tuple[list[Array], list[Array]]:
        values, spreads = self.numbers(x)
        references, built = None, frozenset[str]()
        if slopes:
            with population(values, spreads):
                built = self._built_names()
                references = reference_slopes(self.names, built)
        count = len(self.lives.cases)
        chunk = _CHUNK if slopes else count // WORKERS + 1
        chunks = [range(first, min(first + chunk, count)) for first in range(0, count, chunk)]
        asked = [(list(c), values, spreads, self.names, built, references) for c in chunks]
        found = [pair for part in self.pool.map(_in_worker, asked) for pair in part]
        return [output for output, _ in found], [slope for _, slope in found]

    def _statistics(self, outputs: Sequence[Array]) -> list[float]:
        made: list[float] = []
        for figure in self.figures:
            own = [outputs[n] for n in figure.cases]
            subjects = [self.lives.subjects[n] for n in figure.cases]
            days = [np.array(self.lives.cases[n].days) for n in figure.cases]
            made.append(figure.statistic(own, subjects, days))
        return made

    def _survey(self, outputs: Sequence[Array]) -> dict[str, Array]:
        people = outputs[self.lives.first :]
        return {
            name: np.array([output[0, n] for output in people]) * self.lives.noise[name]
            for n, name in enumerate(OBSERVED)
        }

    def simulated(self, x: Array) -> tuple[list[float], list[float]]:
        """What the typical persons give for each study figure, and the percentiles of the survey."""
        outputs, _ = self._run(x, slopes=False)
        measured = self._survey(outputs)
        survey = [survey_value(f, measured[f.seen.observation], self.lives.weights) for f in self.lives.survey]
        return self._statistics(outputs), survey

    def misfits(self, x: Array) -> Array:
        """Differences from the figures in units of their expected size, shape (figure,)."""
        typical, survey = self.simulated(x)
        return self._misfits(typical, survey)

    def _misfits(self, typical: Sequence[float], survey: Sequence[float]) -> Array:
        own = [f.misfit(value) for f, value in zip(self.figures, typical, strict=True)]
        others = [
            np.log(value / f.seen.values[f.percentile]) / f.error
            for f, value in zip(self.lives.survey, survey, strict=True)
        ]
        return np.array([*own, *others])

    def slopes(self, x: Array) -> tuple[Array, Array]:
        """The misfits and their derivatives, shapes (figure,) and (figure, unknown)."""
        values, spreads = self.numbers(x)
        outputs, by_name = self._run(x, slopes=True)
        scale = self._scales(values, spreads)
        rows: list[Array] = []
        typical = self._statistics(outputs)
        for figure, value in zip(self.figures, typical, strict=True):
            rows.append(self._study_slope(figure, value, outputs, by_name, scale))
        measured = self._survey(outputs)
        survey = [survey_value(f, measured[f.seen.observation], self.lives.weights) for f in self.lives.survey]
        people = range(self.lives.first, len(self.lives.cases))
        relative = {
            name: np.stack(
                [self._by_unknown(n, scale)(by_name[n][:, 0, k]) / outputs[n][0, k] for n in people], axis=-1
            )
            for k, name in enumerate(OBSERVED)
        }
        for f in self.lives.survey:
            name = f.seen.observation
            # Who is about to die has no derivative, and moves no percentile.
            slopes = np.where(np.isfinite(relative[name]), relative[name], 0.0)
            rows.append(survey_slope(f, measured[name], slopes, self.lives.weights) / f.error)
        made = np.stack(rows)
        return self._misfits(typical, survey), np.where(np.isfinite(made), made, 0.0)

    def _scales(self, values: Mapping[str, float], spreads: Mapping[str, float]) -> list[tuple[int, What, float]]:
        """Of every unknown: its parameter, what it is, and d ln(number) / dx (0 where its range ends)."""
        found: list[tuple[int, What, float]] = []
        for p in self.unknowns:
            free = True
            if p.what is What.VALUE:
                known = parameters()[p.name]
                free = known.low < values[p.name] < known.high
            number = p.sd if p.what is What.VALUE else p.sd * spreads[p.name]
            found.append((self.names.index(p.name), p.what, number if free else 0.0))
        return found

    def _by_unknown(self, case: int, scale: Sequence[tuple[int, What, float]]) -> Callable[[Array], Array]:
        """From derivatives by ln(parameter) of an individual, shape (name, ...), to derivatives by unknowns."""
        life = self.lives.cases[case]
        normal = [life.normal(self.names[n]) if what is What.SPREAD else 1.0 for n, what, _ in scale]
        factors = np.array([z * number for z, (_, _, number) in zip(normal, scale, strict=True)])
        places = [n for n, _, _ in scale]
        return lambda by_name: (by_name[places].T * factors).T

    def _study_slope(
        self,
        figure: StudyFigure,
        value: float,
        outputs: Sequence[Array],
        by_name: Sequence[Array],
        scale: Sequence[tuple[int, What, float]],
    ) -> Array:
        own = [outputs[n] for n in figure.cases]
        changes = [self._by_unknown(n, scale)(by_name[n]) for n in figure.cases]
        subjects = [self.lives.subjects[n] for n in figure.cases]
        days = [np.array(self.lives.cases[n].days) for n in figure.cases]
        slope = np.zeros(len(self.unknowns))
        for u in range(len(self.unknowns)):
            if not any(np.any(change[u]) for change in changes):
                continue
            ends = [
                figure.statistic([o + sign * _TINY * c[u] for o, c in zip(own, changes, strict=True)], subjects, days)
                for sign in (-1.0, 1.0)
            ]
            slope[u] = (ends[1] - ends[0]) / (2 * _TINY)
        if figure.signed:
            return slope / figure.error
        return slope / max(value, 1e-12) / figure.error

    def renew(self, x: Array) -> None:
        """Work out again how the mean of each study's people differs from its typical person."""
        values, spreads = self.numbers(x)
        typical, _ = self.simulated(x)
        means = list(
            self.pool.map(_mean_in_worker, [(n, values, spreads) for n in range(len(self.figures))], chunksize=4)
        )
        self.figures = tuple(
            renewed(f, t, m) if np.isfinite(m) else f for f, t, m in zip(self.figures, typical, means, strict=True)
        )


@dataclass(frozen=True, kw_only=True)
class Matched:
    """A constant that one share of people fixes alone, found after the fit.

    Attributes:
        name: of the parameter; the share falls as it rises.
        study, quantity: of the target, the quantity by its beginning.
    """

    name: str
    study: str
    quantity: str


MATCHED = (
    Matched(
        name="intrinsic_factor_partial_gastrectomy",
        study="Hu 2013",
        quantity="low B12 within 4 years of distal gastrectomy",
    ),
)
_HALVINGS = 12


def matched(each: Matched, values: Mapping[str, float], spreads: Mapping[str, float]) -> float:
    """The value of the constant at which the virtual people have the reported share, by bisection in its range.

    Errors: StopIteration when no target for fitting has this name.
    """
    target = next(t for t in calibration_targets() if t.study == each.study and t.quantity.startswith(each.quantity))
    assert target.seen.observed is not None
    low, high = committed_parameters()[each.name].low, committed_parameters()[each.name].high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        with population({**values, each.name: middle}, spreads):
            share = mean_of_people(target)
        low, high = (low, middle) if share < target.seen.observed else (middle, high)
    return (low + high) / 2


_TARGETS: tuple[Target, ...] = ()


def _mean_in_worker(asked: tuple[int, Mapping[str, float], Mapping[str, float]]) -> float:
    number, values, spreads = asked
    with population(values, spreads):
        return mean_of_people(_TARGETS[number])


@contextmanager
def ready(targets: Sequence[Target], unknowns: Sequence[Prior] | None = None) -> Iterator[Problem]:
    """The problem, with its processes, which inherit the lives."""
    global _CASES, _TARGETS
    lives = lives_of(targets)
    _CASES, _TARGETS = lives.cases, tuple(f.target for f in lives.studies)
    with ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("fork")) as pool:
        yield Problem(lives, priors() if unknowns is None else unknowns, pool)
