"""What each plan would do for this person: rows over plans, rival nerve models and individuals, read into a report.

Markers, blood and stores carry a median and the interval over individuals with this history. Nerve and symptoms carry
a range over rival nerve models and individuals, and no median. Natural course and placebo stand apart from every plan.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cobalamin import __version__
from cobalamin.assess.lack import Lack, known_hemoglobin, lack_of, still_lacks_b12
from cobalamin.assess.urgent import competing_causes, treat_now
from cobalamin.body.natural_course import natural_course
from cobalamin.body.observe import OBSERVATIONS, Licence
from cobalamin.errors import OutsideValidity, SolverError
from cobalamin.parameters import Grade, parameters, view
from cobalamin.person import Person, describe
from cobalamin.person.covariates import median_constants
from cobalamin.plan.cohort import INDIVIDUALS, cohort_of
from cobalamin.plan.comparison import PAIN, compare_pain
from cobalamin.plan.conduction import conduction_rows
from cobalamin.plan.harm import harm_rows
from cobalamin.plan.model import (
    MARKER_DAYS,
    MARKERS,
    RESIDUAL_DAY,
    NaturalCourseBand,
    PlanOutcome,
    PlanReport,
    Series,
)
from cobalamin.plan.responders import responder_rows
from cobalamin.plan.safety import warnings_for
from cobalamin.plan.sentences import HARM_LEFT_OUT, stopped_notices, takeaway, unused_notices
from cobalamin.plan.sources import sources_of
from cobalamin.plan.summary import LEAST_SCORE, Summary
from cobalamin.regimen import Regimen
from cobalamin.simulate import LOWEST_HEMOGLOBIN, chosen_plans, run
from cobalamin.units import DAYS_PER_YEAR

SYMPTOMS: tuple[str, ...] = (*(PAIN, "tingling", "numbness", "weakness", "unsteadiness", "memory_trouble", "fatigue"),)
SHOWN: tuple[str, ...] = (
    *("serum_b12_pmol_l", "holotc_pmol_l", "mma_nmol_l", "homocysteine_umol_l", "hemoglobin_g_dl", "mcv_fl"),
    *("sural_amplitude_uv", "sural_velocity_m_s", "tibial_sep_p37_ms", "dorsal_column"),
    *(PAIN, "tingling", "numbness", "unsteadiness"),
)
RESIDUAL: tuple[str, ...] = ("sural_amplitude_uv", "tibial_sep_p37_ms", "dorsal_column")
RELIEF_NOTE = "from the simulated symptom on day 0, without natural course and placebo"


def horizon_days() -> npt.NDArray[np.float64]:
    """Sample days: weekly for half a year, then every two weeks to two years, and the days of the table."""
    days = {*np.arange(0, 183, 7.0), *np.arange(182, RESIDUAL_DAY, 14.0), *map(float, MARKER_DAYS), RESIDUAL_DAY}
    return np.array(sorted(days), dtype=np.float64)


def forecast(person: Person, *, individuals: int = INDIVIDUALS, seed: int = 0) -> PlanReport:
    """Run every plan of the person, and no change, for two years.

    Arguments:
        person: who, with `[[plan]]` tables.
        individuals: people with this history and spread, for every interval; the same on each plan.
        seed: of the spread.

    Errors: OutsideValidity when the history alone leaves the recorded human range; SolverError when a row fails.

    Example:
        forecast(read_person("examples/pernicious_anaemia.toml")).takeaway
    """
    plans = chosen_plans(person)
    cohort, requests = cohort_of(person, plans, individuals=individuals, seed=seed)
    outcome = run(requests, horizon_days())
    if outcome.failed:
        raise SolverError("; ".join(outcome.failed.values()))
    summary = Summary(outcome=outcome, cohort=cohort)
    _refuse_impossible_history(person, summary)
    return _report(person, plans, summary)


def _refuse_impossible_history(person: Person, summary: Summary) -> None:
    if summary.outcome.stopped.get(summary.cohort.typical(0).start) == 0.0:
        raise OutsideValidity(
            f"with this history haemoglobin would have fallen below {LOWEST_HEMOGLOBIN:g} g/dL before day 0: care "
            "would have been needed before; shorten `since` or list the B12 that was given",
            where=person.source,
        )


def worst_symptom(person: Person, summary: Summary) -> str | None:
    """The worst symptom that the person names and the simulated self has under every nerve model, else None."""
    for symptom in sorted(person.symptoms, key=lambda s: -s.severity):
        name = symptom.observation
        if name in SYMPTOMS and summary.outcome.of(name)[0, summary.cohort.typical(0)].min() >= LEAST_SCORE:
            return name
    return None


def _doses(summary: Summary, plan: int) -> dict[str, int]:
    """Doses from day 0 to the horizon, by substance; gas and diet apart."""
    counted: dict[str, int] = {}
    for course in summary.outcome.courses[summary.cohort.typical(plan).start]:
        ahead = [day for day in course.days() if 0 <= day < RESIDUAL_DAY] if course.end_day > 0 else []
        if ahead:
            counted[course.substance] = counted.get(course.substance, 0) + len(ahead)
    return counted


def _report(person: Person, plans: Sequence[tuple[str, Regimen | None]], summary: Summary) -> PlanReport:
    outcome, cohort = summary.outcome, summary.cohort
    nerve_off = person.has("pregnancy")
    symptom = None if nerve_off else worst_symptom(person, summary)
    hemoglobin = known_hemoglobin(person, simulated=summary.typical("hemoglobin_g_dl", 0, 0.0))
    lack = lack_of(person, body_b12_ug=summary.typical("body_b12_ug", 0, 0.0))
    residual = () if nerve_off else (*RESIDUAL, *((symptom,) if symptom else ()))
    outcomes = [
        PlanOutcome(
            name=name,
            regimen_text="" if plan is None else str(plan),
            relief_30=summary.relief(symptom, n, 0.3) if symptom else None,
            relief_50=summary.relief(symptom, n, 0.5) if symptom else None,
            markers={m: {d: summary.value(m, n, d) for d in MARKER_DAYS} for m in MARKERS},
            residual={m: summary.value(m, n, RESIDUAL_DAY) for m in residual},
            doses_taken=_doses(summary, n),
            relief_note=RELIEF_NOTE if symptom else "",
            warnings=warnings_for(
                person,
                outcome.courses[cohort.typical(n).start],
                hemoglobin=hemoglobin,
                deficient=lack is Lack.LIKELY,
                possible=lack is Lack.POSSIBLE,
                still_lacking=_still_lacks(summary, n),
            ),
        )
        for n, (name, plan) in enumerate(plans)
    ]
    shown = [name for name in SHOWN if not (nerve_off and OBSERVATIONS[name].licence is not Licence.FORECAST)]
    pain = not nerve_off and summary.typical(PAIN, 0, 0.0) >= LEAST_SCORE
    course = _natural_band(person, outcome.days) if pain else None
    urgent = treat_now(person, hemoglobin, lack=lack)
    barred = frozenset(each.name for each in outcomes if each.barred)
    harms = harm_rows(person, summary)
    left_out = (HARM_LEFT_OUT,) if nerve_off and harms else ()
    return PlanReport(
        takeaway=takeaway(
            person,
            outcomes,
            symptom,
            urgent=urgent,
            nerve_off=nerve_off,
            lack=lack,
            untreated_now=summary.value("mma_nmol_l", 0, 0.0),
        ),
        person_sentences=tuple(s for s in describe(person) if not s.startswith(("Assumed:", "Note:"))),
        assumptions=person.assumptions,
        notices=(*person.notices, *unused_notices(person), *stopped_notices(summary), *left_out),
        worst_symptom=symptom,
        worst_symptom_day0=summary.value(symptom, 0, 0.0) if symptom else None,
        plans=tuple(outcomes),
        series={
            name: Series(
                observation=name,
                licence=OBSERVATIONS[name].licence,
                days=tuple(map(float, outcome.days)),
                plans={plan: summary.band(name, n) for n, plan in enumerate(cohort.plans)},
                barred=barred,
            )
            for name in shown
        },
        natural_course=course,
        comparison=None if nerve_off else compare_pain(person, plans, summary, lack=lack, barred=barred),
        people=len(summary.possible),
        conduction=() if nerve_off else conduction_rows(person, summary),
        harms=() if nerve_off else harms,
        responders=responder_rows(person, summary, course, lack=lack) if course else (),
        sources=sources_of(outcomes),
        seconds=outcome.seconds,
        solver_note="Fast solver, held within 0.3 % of the reference solver on every observation by the tests.",
        version=__version__,
        treat_now=urgent,
        competing_causes=competing_causes(person),
        grade_shares=_grade_shares(),
        date=datetime.date.today().isoformat(),
    )


def _still_lacks(summary: Summary, plan: int) -> bool:
    return still_lacks_b12(
        serum_b12_pmol_l=summary.typical("serum_b12_pmol_l", plan, RESIDUAL_DAY),
        mma_nmol_l=summary.typical("mma_nmol_l", plan, RESIDUAL_DAY),
        body_b12_ug=summary.typical("body_b12_ug", plan, RESIDUAL_DAY),
        body_b12_before_ug=summary.typical("body_b12_ug", plan, RESIDUAL_DAY - DAYS_PER_YEAR),
    )


def _natural_band(person: Person, days: npt.NDArray[np.float64]) -> NaturalCourseBand:
    change = natural_course(days, view(median_constants(person)))
    return NaturalCourseBand(
        days=tuple(map(float, days)),
        low=tuple(map(float, change.low)),
        median=tuple(map(float, change.median)),
        high=tuple(map(float, change.high)),
    )


def _grade_shares() -> dict[Grade, float]:
    everything = parameters().values()
    return {grade: sum(p.grade is grade for p in everything) / len(everything) for grade in Grade}
