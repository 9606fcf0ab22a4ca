"""What each plan would do for this person: rows over plans, rival nerve models and individuals, read into a report.

Markers, blood and stores carry a median and the interval over individuals with this history. Nerve and symptoms carry
a range over rival nerve models and no median. Natural course and placebo are one band beside every plan.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cobalamin import __version__
from cobalamin.body.alternatives import NERVE_ALTERNATIVES
from cobalamin.body.natural_course import natural_course
from cobalamin.body.observe import OBSERVATIONS, Licence
from cobalamin.errors import OutsideValidity, SolverError
from cobalamin.parameters import Grade, parameters, view
from cobalamin.person import Person, describe
from cobalamin.person.covariates import individual_constants, median_constants
from cobalamin.plan.model import (
    MARKER_DAYS,
    MARKERS,
    NO_CHANGE,
    RESIDUAL_DAY,
    Band,
    NaturalCourseBand,
    PlanOutcome,
    PlanReport,
    Range,
    Series,
    SourceLine,
)
from cobalamin.plan.safety import competing_causes, treat_now, warnings_for
from cobalamin.regimen import Regimen
from cobalamin.simulate import LOWEST_HEMOGLOBIN, Outcome, Request, chosen_plans, run
from cobalamin.units import Censor

SYMPTOMS: tuple[str, ...] = (
    *("pain_nrs", "tingling", "numbness", "weakness", "unsteadiness", "memory_trouble", "fatigue"),
)
SHOWN: tuple[str, ...] = (
    *("serum_b12_pmol_l", "holotc_pmol_l", "mma_nmol_l", "homocysteine_umol_l", "hemoglobin_g_dl", "mcv_fl"),
    *("sural_amplitude_uv", "sural_velocity_m_s", "tibial_sep_p37_ms", "dorsal_column"),
    *("pain_nrs", "tingling", "numbness", "unsteadiness"),
)
RESIDUAL: tuple[str, ...] = ("sural_amplitude_uv", "tibial_sep_p37_ms", "dorsal_column")
INDIVIDUALS = 20
LEAST_SCORE = 1.0
"""A simulated symptom below one point on day 0 is not followed: a share of nearly nothing means nothing."""
RELIEF_NOTE = "from the simulated symptom on day 0, without natural course and placebo"
_INTERVAL = (10.0, 90.0)
_DEFICIENT_STORE_SHARE = 0.35
LOW_SERUM_B12 = 133.0
"""Serum B12 [pmol/L] that confirms deficiency. Source: diag_nice_b12_low_pm"""
LIKELY_ENOUGH_SERUM_B12 = 258.0
"""Serum B12 [pmol/L] above which deficiency is unlikely. Source: diag_nice_b12_hi_pm"""
RAISED_METHYLMALONATE = 271.0
"""Methylmalonate [nmol/L] taken as raised, here for a warning only. Source: diag_lr_mma_271_376"""


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """Which rows belong to which plan."""

    plans: tuple[str, ...]
    variants: int
    individuals: int

    def blocks(self, plan: int) -> slice:
        """Rows of the typical person under the rival nerve models; the first is the default block."""
        start = plan * (self.variants + self.individuals)
        return slice(start, start + self.variants)

    def people(self, plan: int) -> slice:
        """Rows of the individuals."""
        start = plan * (self.variants + self.individuals) + self.variants
        return slice(start, start + self.individuals)


def horizon_days() -> npt.NDArray[np.float64]:
    """Sample days: weekly for half a year, then every two weeks to two years, and the days of the table."""
    days = {*np.arange(0, 183, 7.0), *np.arange(182, RESIDUAL_DAY, 14.0), *map(float, MARKER_DAYS), RESIDUAL_DAY}
    return np.array(sorted(days), dtype=np.float64)


def forecast(person: Person, *, individuals: int = INDIVIDUALS, seed: int = 0) -> PlanReport:
    """Run every plan of the person, and no change, for two years.

    Arguments:
        person: who, with `[[plan]]` tables.
        individuals: people with this history and spread, for the intervals of forecasts.
        seed: of the spread.

    Errors: OutsideValidity when the history alone leaves the recorded human range; SolverError when a row fails.

    Example:
        forecast(read_person("examples/pernicious_anaemia.toml")).takeaway
    """
    days = horizon_days()
    plans = chosen_plans(person)
    median = median_constants(person)
    blocks = [dict(median) | dict(change) for change in NERVE_ALTERNATIVES.values()]
    people = [individual_constants(median, seed=seed, person_id=f"individual {n}") for n in range(individuals)]
    requests = [
        Request(person=person, plan_name=name, plan=plan, constants=constants)
        for name, plan in plans
        for constants in (*blocks, *people)
    ]
    outcome = run(requests, days)
    if outcome.failed:
        raise SolverError("; ".join(outcome.failed.values()))
    rows = _Rows(plans=tuple(name for name, _ in plans), variants=len(blocks), individuals=individuals)
    _refuse_impossible_history(person, outcome, rows)
    return _report(person, plans, outcome, rows)


def _refuse_impossible_history(person: Person, outcome: Outcome, rows: _Rows) -> None:
    if outcome.stopped.get(rows.blocks(0).start) == 0.0:
        raise OutsideValidity(
            f"with this history haemoglobin would have fallen below {LOWEST_HEMOGLOBIN:g} g/dL before day 0: care "
            "would have been needed before; shorten `since` or list the B12 that was given",
            where=person.source,
        )


def _range_over(values: npt.NDArray[np.float64], name: str, typical: float) -> Range:
    """A forecast's median and interval, or a scenario's extremes."""
    observation = OBSERVATIONS[name]
    known = values[np.isfinite(values)]
    if known.size == 0:
        return Range(low=None, median=None, high=None, unit=observation.unit, licence=observation.licence)
    if observation.licence is Licence.FORECAST:
        low, high = (float(x) for x in np.percentile(known, _INTERVAL))
        middle = float(np.median(known)) if not math.isfinite(typical) else typical
        low, high = min(low, middle), max(high, middle)
        return Range(low=low, median=middle, high=high, unit=observation.unit, licence=observation.licence)
    low, high = float(known.min()), float(known.max())
    return Range(low=low, median=None, high=high, unit=observation.unit, licence=observation.licence)


def _value_on(outcome: Outcome, rows: _Rows, plan: int, name: str, day: float) -> Range:
    values = outcome.of(name)[int(np.argmin(np.abs(outcome.days - day)))]
    if not np.isfinite(values[rows.blocks(plan).start]):  # the run was stopped: survivors would flatter the plan
        unit, licence = OBSERVATIONS[name].unit, OBSERVATIONS[name].licence
        return Range(low=None, median=None, high=None, unit=unit, licence=licence)
    if OBSERVATIONS[name].licence is Licence.FORECAST:
        return _range_over(values[rows.people(plan)], name, float(values[rows.blocks(plan).start]))
    return _range_over(values[rows.blocks(plan)], name, math.nan)


def _band(outcome: Outcome, rows: _Rows, plan: int, name: str) -> Band:
    values = outcome.of(name)
    typical = values[:, rows.blocks(plan).start]
    if OBSERVATIONS[name].licence is Licence.FORECAST:
        spread = values[:, rows.people(plan)]
        with np.errstate(all="ignore"):
            low, high = _percentiles(spread)
        low, high = np.fmin(low, typical), np.fmax(high, typical)
        return Band(low=tuple(map(float, low)), median=tuple(map(float, typical)), high=tuple(map(float, high)))
    over = values[:, rows.blocks(plan)]
    return Band(low=tuple(map(float, over.min(axis=1))), median=None, high=tuple(map(float, over.max(axis=1))))


def _percentiles(spread: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Interval over the people whose run has not been stopped."""
    low, high = np.full(len(spread), np.nan), np.full(len(spread), np.nan)
    for n, row in enumerate(spread):
        known = row[np.isfinite(row)]
        if known.size:
            low[n], high[n] = np.percentile(known, _INTERVAL)
    return low, high


def time_to_relief(days: npt.NDArray[np.float64], score: npt.NDArray[np.float64], share: float) -> float | None:
    """First day on which a score has fallen by `share` of its value on day 0, interpolated; None if never."""
    goal = score[0] * (1 - share)
    below = np.flatnonzero(score <= goal)
    if below.size == 0:
        return None
    n = int(below[0])
    if n == 0:
        return float(days[0])
    a, b = score[n - 1], score[n]
    return float(days[n - 1] + (days[n] - days[n - 1]) * (a - goal) / (a - b))


def _relief(outcome: Outcome, rows: _Rows, plan: int, symptom: str, share: float) -> Range:
    scores = outcome.of(symptom)[:, rows.blocks(plan)]
    times = [time_to_relief(outcome.days, scores[:, n], share) for n in range(scores.shape[1])]
    reached = [t for t in times if t is not None]
    high = max(reached) if reached and len(reached) == len(times) else None
    return Range(low=min(reached) if reached else None, median=None, high=high, unit="d", licence=Licence.SCENARIO)


def worst_symptom(person: Person, outcome: Outcome, rows: _Rows) -> str | None:
    """The worst symptom that the person names and the simulated self has under every nerve model, else None."""
    for symptom in sorted(person.symptoms, key=lambda s: -s.severity):
        name = symptom.observation
        if name in SYMPTOMS and outcome.of(name)[0, rows.blocks(0)].min() >= LEAST_SCORE:
            return name
    return None


def _doses(outcome: Outcome, row: int) -> dict[str, int]:
    """Doses from day 0 to the horizon, by substance; gas and diet apart."""
    counted: dict[str, int] = {}
    for course in outcome.courses[row]:
        ahead = [day for day in course.days() if 0 <= day < RESIDUAL_DAY] if course.end_day > 0 else []
        if ahead:
            counted[course.substance] = counted.get(course.substance, 0) + len(ahead)
    return counted


def _known_hemoglobin(person: Person, outcome: Outcome, rows: _Rows) -> float:
    """The latest measured haemoglobin, else the simulated one [g/dL]."""
    measured = [lab for lab in person.labs if lab.test.startswith("hemoglobin") and lab.day <= 0]
    if measured:
        return max(measured, key=lambda lab: lab.day).value
    return float(outcome.of("hemoglobin_g_dl")[0, rows.blocks(0).start])


def _is_deficient(person: Person, outcome: Outcome, rows: _Rows) -> bool:
    first = outcome.of("body_b12_ug")[0, rows.blocks(0).start]
    store = first / OBSERVATIONS["body_b12_ug"].healthy
    known = {lab.test: lab.value for lab in person.labs if lab.day <= 0 and lab.censor is Censor.NONE}
    b12, mma = known.get("serum_b12", math.inf), known.get("mma", 0.0)
    measured = b12 < LOW_SERUM_B12 or (b12 < LIKELY_ENOUGH_SERUM_B12 and mma > RAISED_METHYLMALONATE)
    return bool(store < _DEFICIENT_STORE_SHARE) or measured or any(c.ends_absorption for c in person.conditions)


def _report(person: Person, plans: Sequence[tuple[str, Regimen | None]], outcome: Outcome, rows: _Rows) -> PlanReport:
    nerve_off = person.has("pregnancy")
    symptom = None if nerve_off else worst_symptom(person, outcome, rows)
    hemoglobin, deficient = _known_hemoglobin(person, outcome, rows), _is_deficient(person, outcome, rows)
    outcomes: list[PlanOutcome] = []
    for n, (name, plan) in enumerate(plans):
        residual = () if nerve_off else (*RESIDUAL, *((symptom,) if symptom else ()))
        outcomes.append(
            PlanOutcome(
                name=name,
                regimen_text="" if plan is None else str(plan),
                relief_30=_relief(outcome, rows, n, symptom, 0.3) if symptom else None,
                relief_50=_relief(outcome, rows, n, symptom, 0.5) if symptom else None,
                markers={m: {d: _value_on(outcome, rows, n, m, d) for d in MARKER_DAYS} for m in MARKERS},
                residual={m: _value_on(outcome, rows, n, m, RESIDUAL_DAY) for m in residual},
                doses_taken=_doses(outcome, rows.blocks(n).start),
                relief_note=RELIEF_NOTE if symptom else "",
                warnings=warnings_for(
                    person, outcome.courses[rows.blocks(n).start], hemoglobin=hemoglobin, deficient=deficient
                ),
            )
        )
    shown = [name for name in SHOWN if not (nerve_off and OBSERVATIONS[name].licence is not Licence.FORECAST)]
    pain = not nerve_off and float(outcome.of("pain_nrs")[0, rows.blocks(0).start]) >= LEAST_SCORE
    sentences = describe(person)
    return PlanReport(
        takeaway=_takeaway(outcomes, symptom, nerve_off, _value_on(outcome, rows, 0, "mma_nmol_l", 0.0)),
        person_sentences=tuple(s for s in sentences if not s.startswith(("Assumed:", "Note:"))),
        assumptions=person.assumptions,
        notices=(*person.notices, *_unused_notices(person), *_stopped_notices(outcome, rows)),
        worst_symptom=symptom,
        worst_symptom_day0=_value_on(outcome, rows, 0, symptom, 0.0) if symptom else None,
        plans=tuple(outcomes),
        series={
            name: Series(
                observation=name,
                licence=OBSERVATIONS[name].licence,
                days=tuple(map(float, outcome.days)),
                plans={plan: _band(outcome, rows, n, name) for n, plan in enumerate(rows.plans)},
            )
            for name in shown
        },
        natural_course=_natural_band(person, outcome) if pain else None,
        sources=_sources(outcomes),
        seconds=outcome.seconds,
        solver_note="Fast solver, held within 0.3 % of the reference solver on every observation by the tests.",
        version=__version__,
        treat_now=treat_now(person, hemoglobin),
        competing_causes=competing_causes(person),
        grade_shares=_grade_shares(),
        date=datetime.date.today().isoformat(),
    )


def _unused_notices(person: Person) -> tuple[str, ...]:
    """Say that what was measured did not shape the simulation."""
    if not (person.labs or person.symptoms or person.findings):
        return ()
    return (
        "Laboratory values, findings and the strength of symptoms do not shape this simulation yet: it shows people "
        "with this history, and the person's own values may lie outside the interval.",
    )


def _stopped_notices(outcome: Outcome, rows: _Rows) -> tuple[str, ...]:
    """Runs that left the recorded human range are named and counted, never filled."""
    found: list[str] = []
    for n, plan in enumerate(rows.plans):
        day = outcome.stopped.get(rows.blocks(n).start)
        if day is not None:
            found.append(
                f"Plan {plan!r} stops at day {day:g}: care would have been needed before (haemoglobin below 3 g/dL)."
            )
        people = sum(1 for r in range(rows.people(n).start, rows.people(n).stop) if r in outcome.stopped)
        if people:
            found.append(
                f"Plan {plan!r}: {people} of {rows.individuals} individuals stop before the end for that reason."
            )
    return tuple(found)


def _natural_band(person: Person, outcome: Outcome) -> NaturalCourseBand:
    change = natural_course(outcome.days, view(median_constants(person)))
    return NaturalCourseBand(
        days=tuple(map(float, outcome.days)),
        low=tuple(map(float, change.low)),
        median=tuple(map(float, change.median)),
        high=tuple(map(float, change.high)),
    )


def _grade_shares() -> dict[Grade, float]:
    everything = parameters().values()
    return {grade: sum(p.grade is grade for p in everything) / len(everything) for grade in Grade}


def _sources(outcomes: Sequence[PlanOutcome]) -> tuple[SourceLine, ...]:
    """Sources of the warnings, then of the parameters that were read or derived, with what they feed."""
    from cobalamin.evidence import citation

    feeds: dict[str, list[str]] = {}
    for outcome in outcomes:
        for warning in outcome.warnings:
            feeds.setdefault(warning.source_id, []).append("a warning")
    for p in parameters().values():
        if p.grade is not Grade.GUESS:
            feeds.setdefault(p.source, []).append(p.name)
    lines: list[SourceLine] = []
    for source, names in feeds.items():
        unique = list(dict.fromkeys(names))
        used = ", ".join(unique[:4]) + (f" and {len(unique) - 4} more" if len(unique) > 4 else "")
        lines.append(SourceLine(id=source, citation=citation(source), used_for=used))
    return tuple(lines)


def _takeaway(outcomes: Sequence[PlanOutcome], symptom: str | None, nerve_off: bool, untreated_now: Range) -> str:
    """The answer in one sentence, without a promise."""
    if nerve_off:
        return "In pregnancy this page shows markers only; read them against pregnancy's own references."
    quickest = [o for o in outcomes if o.name != NO_CHANGE and o.markers["mma_nmol_l"][91].median is not None]
    if not quickest:
        return "There is no plan in the file: this is what happens if nothing changes."
    now = untreated_now.median or 0.0
    kept = outcomes[0].markers["mma_nmol_l"][91].median
    against = now if kept is None else kept  # a run without change may have stopped for lack of care
    lowering = [o.name for o in quickest if (o.markers["mma_nmol_l"][91].median or against) < 0.9 * against]
    if lowering:
        blood = f"By 3 months methylmalonate falls on {_listed(lowering, len(quickest))}"
    else:
        blood = "No plan changes methylmalonate much by 3 months"
    if symptom is None:
        return blood + "; the simulated self has none of the named symptoms to follow."
    word = symptom.removesuffix("_nrs").replace("_", " ")
    sure = [o.name for o in quickest if o.relief_30 and o.relief_30.high is not None]
    possible = [o.name for o in quickest if o.relief_30 and o.relief_30.low is not None]
    if sure:
        plans = _listed(sure, len(quickest))
        return f"{blood}; {word} eases by 30 % on {plans} in every rival nerve model: a scenario, no promise."
    if possible:
        return f"{blood}; whether {word} eases by 30 % depends on the rival nerve model, so no time is promised."
    return f"{blood}; within two years no plan by itself eases the simulated {word} by 30 %, natural course apart."


def _listed(names: Sequence[str], of: int) -> str:
    """Up to two names, or their number."""
    if len(names) > 2:
        return "every plan" if len(names) == of else f"{len(names)} of {of} plans"
    return " and ".join(f"'{name}'" for name in names)
