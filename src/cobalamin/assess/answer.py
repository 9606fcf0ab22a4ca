"""From a person to the answer: particles, probabilities, causes, tests, rules, and the words for them."""

from __future__ import annotations

import datetime
import time
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from cobalamin import __version__
from cobalamin.assess.causes import other_causes
from cobalamin.assess.deficiency import answers, probabilities, reference_range
from cobalamin.assess.lack import lack_of
from cobalamin.assess.model import AssessReport, CauseLine, LivedBand, MarkerCard
from cobalamin.assess.next_test import TREAT_WITH_SIGNS, TREAT_WITHOUT, next_tests
from cobalamin.assess.published_check import published_check
from cobalamin.assess.rules import applied_rules
from cobalamin.assess.sentences import (
    answer_sentence,
    cause_sentence,
    first_lines,
    marker_sentence,
    reversible_sentences,
    tests_sentence,
    treat_sentence,
    warnings_of,
)
from cobalamin.assess.urgent import nerve_signs, urgent_signs
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.errors import OutsideValidity
from cobalamin.infer.attribution import Attribution, attribute, together
from cobalamin.infer.complaints import LEVEL_WORDS, level_of
from cobalamin.infer.forecast import IMPOSSIBLE, PARTICLES, Posterior, posterior
from cobalamin.infer.measurement import Result
from cobalamin.infer.misfit import misfits
from cobalamin.infer.particles import Particles
from cobalamin.infer.resampling import systematic
from cobalamin.person import Person, describe
from cobalamin.simulate import build_row
from cobalamin.units import DAYS_PER_YEAR, Censor

Array = npt.NDArray[np.float64]
LIVED: tuple[str, ...] = ("body_b12_ug", "serum_b12_pmol_l", "mma_nmol_l")
LIVED_PARTICLES = 240
LIVED_YEARS = 20.0


def assess(person: Person, *, particles: int = PARTICLES, seed: int = 0) -> AssessReport:
    """Is B12 lacking, is it the cause, which test would tell, and what must not wait.

    Arguments:
        person: who; labs, findings and symptoms count with their days.
        particles: possible selves that are followed.
        seed: of their numbers.

    Errors: OutsideValidity when nearly no life with this history stays in the recorded human range.

    Example: assess(read_person("examples/strict_vegan.toml")).answer
    """
    began = time.perf_counter()
    extra = other_causes(person)
    found = posterior(person, particles=particles, seed=seed, extra_causes=extra)
    if found.impossible > IMPOSSIBLE:
        raise OutsideValidity(
            "with this history nearly nobody would have stayed above a haemoglobin of 3 g/dL: care would have been "
            "needed before; shorten `since` or list the B12 that was given",
            where=person.source,
        )
    chance = probabilities(found)
    parts = attribute(found)
    lacking = answers(found)
    deficient = lacking["functional"] | lacking["guideline"]
    hemoglobin = _hemoglobin(person, found)
    lack = lack_of(person, body_b12_ug=found.quantiles(found.of("body_b12_ug"), [0.5])[0])
    signs = urgent_signs(person, hemoglobin, lack=lack)
    treat_from = TREAT_WITH_SIGNS if nerve_signs(person) else TREAT_WITHOUT
    probability = found.mean(deficient)
    treats = probability >= treat_from or any(sign.id in ("r_neuro_now", "rf_n2o", "r_preg") for sign in signs)
    tests = next_tests(found, deficient, treat_from=treat_from, seed=seed)
    causes = _causes(parts)
    share = together(parts)
    check = published_check(person, found, deficient, parts)
    return AssessReport(
        answer=answer_sentence(person, chance, share, parts, signs, treats=treats),
        first_lines=first_lines(person, signs, treats=treats, hemoglobin=hemoglobin, tests=tests),
        urgent=signs,
        rules=applied_rules(person),
        probabilities=chance,
        treat=treat_sentence(person, probability, treat_from, share, parts, treats=treats),
        share=share,
        parts=parts,
        level=LEVEL_WORDS[level_of(person, found.known.complaints)] if parts else "",
        causes=causes,
        unmodelled=max((part.unmodelled for part in parts), default=None),
        tests=tests,
        tests_note=tests_sentence(tests, treats=treats),
        reversible=reversible_sentences(person, parts),
        markers=_markers(person, found),
        lived=_lived(found, seed),
        conflicts=tuple(conflict.sentence() for conflict in found.conflicts),
        check=check,
        contraction=_contraction(found),
        person_sentences=tuple(s for s in describe(person) if not s.startswith(("Assumed:", "Note:"))),
        assumptions=person.assumptions,
        notices=(*person.notices, *found.known.notices, *misfits(found)),
        warnings=warnings_of(person, found),
        effective_sample_size=found.effective_size,
        particles=len(found.sample.particles),
        method=found.method,
        seconds=time.perf_counter() - began,
        version=__version__,
        date=datetime.date.today().isoformat(),
    )


def _hemoglobin(person: Person, found: Posterior) -> float:
    """The latest measured haemoglobin up to day 0, else the middle of the particles [g/dL]."""
    measured = [lab for lab in person.labs if lab.test == "hemoglobin" and lab.day <= 0]
    if measured:
        return max(measured, key=lambda lab: lab.day).value
    return found.quantiles(found.of("hemoglobin_g_dl"), [0.5])[0]


def _causes(parts: Sequence[Attribution]) -> tuple[CauseLine, ...]:
    """Causes beside B12 with the largest part that any complaint gives them."""
    largest: dict[str, CauseLine] = {}
    for part in parts:
        for each in part.others:
            line = CauseLine(
                name=each.cause.name,
                part=min(each.part, 1.0),
                test=each.cause.test,
                urgency=each.cause.urgency,
                sentence=cause_sentence(each.cause, each.part),
            )
            if line.name not in largest or largest[line.name].part < line.part:
                largest[line.name] = line
    return tuple(sorted(largest.values(), key=lambda line: -line.part))


def _markers(person: Person, found: Posterior) -> tuple[MarkerCard, ...]:
    """The latest value of every marker that the body gives."""
    made: list[MarkerCard] = []
    for name, results in found.known.by_observation().items():
        result = results[-1]
        low, high = reference_range(found, name)
        made.append(
            MarkerCard(
                observation=name,
                label=result.label,
                unit=result.unit,
                value=_printed(result),
                number=result.value,
                date=_date(person, result.day),
                low=low,
                high=high,
                expected=_three(found, name, found.weights),
                before=_three(found, name, found.prior_weights),
                sentence=marker_sentence(result, low, high),
            )
        )
    return tuple(made)


def _three(found: Posterior, name: str, weights: Array) -> tuple[float, float, float]:
    low, middle, high = found.quantiles(found.of(name), (0.05, 0.5, 0.95), weights=weights)
    return low, middle, high


def _printed(result: Result) -> str:
    sign = {Censor.BELOW: "<", Censor.ABOVE: ">"}.get(result.censor, "")
    return f"{sign}{result.value:.4g}"


def _date(person: Person, day: float) -> str:
    return "" if person.date is None else (person.date + datetime.timedelta(days=day)).isoformat()


def _lived(found: Posterior, seed: int) -> tuple[LivedBand, ...]:
    """Levels over the years, over particles drawn by their weight."""
    from cobalamin.solve import fast

    numbers = systematic(found.weights, LIVED_PARTICLES, np.random.default_rng([seed, 17]).random())
    chosen: Particles = found.sample.particles.take(numbers)
    rows = [build_row(request, horizon=1.0)[0] for request in found.space.requests(chosen)]
    years = min(LIVED_YEARS, max(-found.space.person.history_begins() / DAYS_PER_YEAR + 1.0, 2.0))
    first = max(-years * DAYS_PER_YEAR, max(row.start for row in rows))
    days = np.linspace(first, 0.0, 81)
    values = fast.observe(rows, days, LIVED)
    return tuple(
        LivedBand(
            observation=name,
            unit=OBSERVATIONS[name].unit,
            days=tuple(map(float, days)),
            low=tuple(map(float, np.quantile(values[n], 0.1, axis=1))),
            median=tuple(map(float, np.quantile(values[n], 0.5, axis=1))),
            high=tuple(map(float, np.quantile(values[n], 0.9, axis=1))),
        )
        for n, name in enumerate(LIVED)
    )


def _contraction(found: Posterior) -> Mapping[str, float]:
    """1 - posterior / prior variance of ln stores and of ln methylmalonate; negative values count as 0."""
    made: dict[str, float] = {}
    for name in ("body_b12_ug", "mma_nmol_l", "serum_b12_pmol_l"):
        log = np.log(np.maximum(found.of(name), 1e-6))
        after, before = (found.mean((log - found.mean(log, weights=w)) ** 2, weights=w) for w in _both(found))
        made[name] = max(1.0 - after / before, 0.0) if before > 0 else 0.0
    return made


def _both(found: Posterior) -> tuple[Array, Array]:
    return found.weights, found.prior_weights
