"""What each plan would do for this person: possible selves, followed under every plan, read into a report.

Markers, blood and stores carry a median and the interval over the selves that the person's data leave possible. Nerve
and symptoms carry a range over rival nerve models and selves, and no median. Natural course and placebo stand apart
from every plan.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from cobalamin import __version__
from cobalamin.assess.deficiency import probabilities, upper_limit
from cobalamin.assess.lack import RAISED_METHYLMALONATE, Lack, known_hemoglobin, still_lacks_b12
from cobalamin.assess.sentences import answer_sentence
from cobalamin.assess.urgent import competing_causes, treat_now, urgent_signs
from cobalamin.body.natural_course import natural_course
from cobalamin.body.observe import OBSERVATIONS, Licence
from cobalamin.infer.attribution import attribute, together
from cobalamin.infer.forecast import PARTICLES, Posterior
from cobalamin.infer.misfit import misfits
from cobalamin.parameters import Grade, parameters, view
from cobalamin.person import Person, describe
from cobalamin.person.covariates import ReliefBasis, median_constants, relief_basis
from cobalamin.person.later import last_record
from cobalamin.plan.abilities import abilities
from cobalamin.plan.arms import Arm, arms_of
from cobalamin.plan.comparison import PAIN, compare_pain
from cobalamin.plan.conduction import STUDIED, conduction_rows
from cobalamin.plan.follow_up import happened
from cobalamin.plan.harm import COUNTED, harm_rows
from cobalamin.plan.model import (
    MARKER_DAY,
    MARKER_DAYS,
    MARKERS,
    PLACEBO,
    RELIEF_WEEKS,
    RESIDUAL_DAY,
    NaturalCourseBand,
    PlanOutcome,
    PlanReport,
    Series,
)
from cobalamin.plan.outcomes import (
    PARTS,
    days_until_in_range,
    mma_in_range,
    relief_chances,
    residual_deficit,
)
from cobalamin.plan.responders import responder_rows
from cobalamin.plan.safety import warnings_for
from cobalamin.plan.selves import Selves, selves_of
from cobalamin.plan.sentences import (
    HARM_LEFT_OUT,
    ON_TREATMENT,
    UNLIKELY,
    adherence_notices,
    follow_up_notices,
    route_sentence,
    stopped_notices,
    surprise_notices,
    takeaway,
    treated,
)
from cobalamin.plan.sources import sources_of
from cobalamin.plan.summary import LEAST_SCORE, POTENTIAL_OF, Summary, stopped_at_lowest
from cobalamin.plan.today import chance_of_lack, known_today, lack_today
from cobalamin.units import DAYS_PER_WEEK

SYMPTOMS: tuple[str, ...] = (*(PAIN, "tingling", "numbness", "weakness", "unsteadiness", "memory_trouble", "fatigue"),)
SHOWN: tuple[str, ...] = (
    *("serum_b12_pmol_l", "holotc_pmol_l", "mma_nmol_l", "homocysteine_umol_l", "hemoglobin_g_dl", "mcv_fl"),
    *("sural_amplitude_uv", "sural_velocity_m_s", "tibial_sep_p37_ms", "dorsal_column"),
    *(PAIN, "tingling", "numbness", "unsteadiness"),
)
RESIDUAL: tuple[str, ...] = ("sural_amplitude_uv", "tibial_sep_p37_ms", "dorsal_column")
LEAST_PART = 0.10
"""Part of lack of B12 in the complaints below which it is called an unlikely cause. Source: guess"""
RELIEF_NOTE = "from the simulated symptom on day 0, without natural course and placebo"
FOLLOWED: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *(*SHOWN, *SYMPTOMS, *RESIDUAL, *STUDIED, *POTENTIAL_OF.values(), *PARTS.values(), "body_b12_ug"),
            *(f"{event}{kind}" for event in COUNTED for kind in ("_pct", "_excess_pct")),
            *("weight_change_kg", "b6_neuropathy_risk_low_pct", "b6_neuropathy_risk_high_pct"),
        )
    )
)
"""Observations that the report reads."""


YEAR_BEFORE = RESIDUAL_DAY - 365.0
"""Whole days only: a sample in the morning comes before the tablet of that day."""


def horizon_days() -> npt.NDArray[np.float64]:
    """Sample days: fine at first, weekly for half a year, then every two weeks to two years; and table days."""
    days = {1.0, 2.0, 4.0, 10.0, *np.arange(0, 183, 7.0), *np.arange(182, RESIDUAL_DAY, 14.0), RESIDUAL_DAY}
    days |= {*map(float, MARKER_DAYS), YEAR_BEFORE, MARKER_DAY, *(week * DAYS_PER_WEEK for week in RELIEF_WEEKS)}
    return np.array(sorted(days), dtype=np.float64)


def forecast(
    person: Person, *, found: Posterior | None = None, particles: int = PARTICLES, seed: int = 0
) -> PlanReport:
    """Follow every plan of the person, no change and placebo, for two years from the last record.

    Arguments:
        person: who, with `[[plan]]` tables; without any, the plans of the jurisdiction are offered.
        found: that of `known_today`, where it is there already.
        particles: possible selves, for every interval; the same on each plan.
        seed: of their numbers.

    Errors: OutsideValidity when the history alone leaves the recorded human range.

    Example:
        forecast(read_person("examples/pernicious_anaemia.toml")).takeaway
    """
    began = time.perf_counter()
    now = last_record(person)
    found = known_today(person, particles=particles, seed=seed) if found is None else found
    today = found.space.person
    selves = selves_of(found, count=particles, seed=seed)
    hemoglobin = known_hemoglobin(today, simulated=found.quantiles(found.of("hemoglobin_g_dl"), [0.5])[0])
    lack = lack_today(found)
    arms, excluded = arms_of(today, selves, lack=lack, hemoglobin=hemoglobin)
    summary = follow(selves, arms)
    report = _report(today, found, selves, arms, summary, lack=lack, hemoglobin=hemoglobin)
    barred = {each.source_id: "why a plan is not followed" for each in excluded if each.source_id}
    return replace(
        report,
        excluded=excluded,
        sources=sources_of(report.plans, barred),
        notices=(*follow_up_notices(person, now), *report.notices),
        happened=happened(person, particles=particles, seed=seed) if now > 0 else (),
        seconds=time.perf_counter() - began,
    )


def follow(selves: Selves, arms: Sequence[Arm], days: npt.NDArray[np.float64] | None = None) -> Summary:
    """Every arm followed with the same selves; default over `horizon_days`."""
    at = horizon_days() if days is None else days
    return Summary(
        plans=tuple(arm.name for arm in arms),
        names=FOLLOWED,
        days=at,
        values=tuple(stopped_at_lowest(selves.follow(arm.plan, at, FOLLOWED), FOLLOWED) for arm in arms),
        weights=selves.weights,
        block=selves.block,
        courses=tuple(selves.courses(arm.plan, horizon=float(at[-1]) + 1.0) for arm in arms),
    )


def worst_symptom(person: Person, summary: Summary) -> str | None:
    """The worst symptom that the person names and most selves have, else None."""
    for symptom in sorted(person.symptoms, key=lambda s: -s.severity):
        name = symptom.observation
        if name in SYMPTOMS and summary.middle(name, 0, 0.0) >= LEAST_SCORE:
            return name
    return None


def _doses(summary: Summary, plan: int) -> dict[str, int]:
    """Doses from day 0 to the horizon, by substance; gas and diet apart."""
    counted: dict[str, int] = {}
    for course in summary.courses[plan]:
        ahead = [day for day in course.days() if 0 <= day < RESIDUAL_DAY] if course.end_day > 0 else []
        if ahead:
            counted[course.substance] = counted.get(course.substance, 0) + len(ahead)
    return counted


def _outcome(
    person: Person,
    replete: Mapping[str, npt.NDArray[np.float64]],
    arm: Arm,
    summary: Summary,
    n: int,
    *,
    symptom: str | None,
    limit: float,
    hemoglobin: float,
    lack: Lack,
) -> PlanOutcome:
    nerve_off = person.has("pregnancy")
    residual = () if nerve_off else (*RESIDUAL, *((symptom,) if symptom else ()))
    told = symptom if symptom != PAIN or relief_basis(person) is not ReliefBasis.NONE else None
    return PlanOutcome(
        name=arm.name,
        regimen_text="" if arm.plan is None else str(arm.plan),
        relief_30=summary.relief(told, n, 0.3) if told else None,
        relief_50=summary.relief(told, n, 0.5) if told else None,
        markers={m: {d: summary.value(m, n, d) for d in MARKER_DAYS} for m in MARKERS},
        residual={m: summary.value(m, n, RESIDUAL_DAY) for m in residual},
        doses_taken=_doses(summary, n),
        relief_note=RELIEF_NOTE if symptom else "",
        warnings=warnings_for(
            person,
            summary.courses[n],
            hemoglobin=hemoglobin,
            deficient=lack is Lack.LIKELY,
            possible=lack is Lack.POSSIBLE,
            still_lacking=_still_lacks(summary, n, limit),
        ),
        chance_30=relief_chances(person, summary, symptom, n, 0.3) if symptom else {},
        chance_50=relief_chances(person, summary, symptom, n, 0.5) if symptom else {},
        mma_in_range=mma_in_range(summary, n, limit),
        mma_days=days_until_in_range(summary, n, limit),
        residual_deficit=None if nerve_off else residual_deficit(replete, summary, n),
        note=arm.note,
        source_ids=arm.source_ids,
    )


def _with_placebo(outcomes: list[PlanOutcome]) -> tuple[PlanOutcome, ...]:
    """Placebo as a plan of its own: what no change does, since natural course and placebo are one band on every arm."""
    first, *others = outcomes
    note = "nothing that acts is taken; placebo and natural course are one band, the same on every plan"
    return first, replace(first, name=PLACEBO, note=note), *others


def _report(
    person: Person,
    found: Posterior,
    selves: Selves,
    arms: Sequence[Arm],
    summary: Summary,
    *,
    lack: Lack,
    hemoglobin: float,
) -> PlanReport:
    nerve_off = person.has("pregnancy")
    symptom = None if nerve_off else worst_symptom(person, summary)
    limit = upper_limit(found, "mma_nmol_l")
    replete = {} if nerve_off else selves.replete(RESIDUAL_DAY, tuple(PARTS.values()))
    outcomes = [
        _outcome(person, replete, arm, summary, n, symptom=symptom, limit=limit, hemoglobin=hemoglobin, lack=lack)
        for n, arm in enumerate(arms)
    ]
    shown = [name for name in SHOWN if not (nerve_off and OBSERVATIONS[name].licence is not Licence.FORECAST)]
    pain = not nerve_off and summary.middle(PAIN, 0, 0.0) >= LEAST_SCORE
    course = _natural_band(person, summary.days) if pain else None
    urgent = treat_now(person, hemoglobin, lack=lack)
    barred = frozenset(each.name for each in outcomes if each.barred)
    harms = harm_rows(person, summary)
    left_out = (HARM_LEFT_OUT,) if nerve_off and harms else ()
    plans = [(arm.name, arm.plan) for arm in arms]
    unfit = misfits(found)
    can, cannot = abilities(outcomes, symptom, lack=lack, treated=treated(person))
    said = takeaway(
        person,
        outcomes,
        symptom,
        urgent=urgent,
        nerve_off=nerve_off,
        lack=lack,
        untreated_now=summary.value("mma_nmol_l", 0, 0.0),
        unfit=bool(unfit),
        unlikely=chance_of_lack(found) < UNLIKELY and not treated(person),
    )
    return PlanReport(
        takeaway=" ".join(filter(None, (said, route_sentence(person, outcomes, lack=lack)))),
        cause=_cause(person, found, hemoglobin, lack),
        person_sentences=tuple(s for s in describe(person) if not s.startswith(("Assumed:", "Note:"))),
        assumptions=person.assumptions,
        notices=(
            *(*person.notices, *found.known.notices, *adherence_notices(person), *unfit),
            *(*surprise_notices(found), *stopped_notices(summary), *left_out),
        ),
        worst_symptom=symptom,
        worst_symptom_day0=summary.value(symptom, 0, 0.0) if symptom else None,
        plans=_with_placebo(outcomes),
        series={
            name: Series(
                observation=name,
                licence=OBSERVATIONS[name].licence,
                days=tuple(map(float, summary.days)),
                plans={plan: summary.band(name, n) for n, plan in enumerate(summary.plans)},
                barred=barred,
            )
            for name in shown
        },
        natural_course=course,
        comparison=None if nerve_off else compare_pain(person, plans, summary, lack=lack, barred=barred),
        people=summary.people,
        conduction=() if nerve_off else conduction_rows(person, summary),
        harms=() if nerve_off else harms,
        responders=responder_rows(person, summary, course, lack=lack) if course else (),
        sources=(),
        seconds=0.0,
        solver_note="Fast solver, held within 0.3 % of the reference solver on every observation by the tests.",
        version=__version__,
        treat_now=urgent,
        competing_causes=competing_causes(person),
        grade_shares=_grade_shares(),
        date=datetime.date.today().isoformat(),
        effective_size=min(found.effective_size, float(summary.people)),
        method=found.method,
        mma_limit=limit,
        adherence=person.adherence,
        lack=lack,
        can=can,
        cannot=cannot,
    )


def _cause(person: Person, found: Posterior, hemoglobin: float, lack: Lack) -> str:
    """Whether it is B12, as the assessment says it."""
    parts = () if person.has("pregnancy") else attribute(found)
    if treated(person) and together(parts).high < LEAST_PART:
        parts = ()  # what is corrected today may have been the cause
    signs = urgent_signs(person, hemoglobin, lack=lack)
    said = answer_sentence(person, probabilities(found), together(parts), parts, signs, treats=False)
    return f"{ON_TREATMENT} {said}" if treated(person) else said


def _still_lacks(summary: Summary, plan: int, limit: float) -> bool:
    kidneys = min(RAISED_METHYLMALONATE / limit, 1.0)  # the end of the range for these kidneys may lie higher
    return still_lacks_b12(
        serum_b12_pmol_l=summary.middle("serum_b12_pmol_l", plan, RESIDUAL_DAY),
        mma_nmol_l=kidneys * summary.middle("mma_nmol_l", plan, RESIDUAL_DAY),
        body_b12_ug=summary.middle("body_b12_ug", plan, RESIDUAL_DAY),
        body_b12_before_ug=summary.middle("body_b12_ug", plan, YEAR_BEFORE),
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
