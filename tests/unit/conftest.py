"""Things that several units' tests share."""

from __future__ import annotations

import math

import pytest

from cobalamin.body.natural_course import natural_course
from cobalamin.body.observe import Licence
from cobalamin.parameters import Grade, typical, view
from cobalamin.plan.model import (
    CONDUCTION_DAYS,
    MARKER_DAYS,
    NO_CHANGE,
    Band,
    ConductionRow,
    HarmRow,
    NaturalCourseBand,
    PainComparison,
    PlanOutcome,
    PlanReport,
    Range,
    ResponderRow,
    SafetyWarning,
    Series,
    Severity,
    SourceLine,
)

PLANS = {
    NO_CHANGE: ("", 0.0),
    "injections": ("hydroxocobalamin 1 mg IM every other day for 2 weeks, then every 2 months", 1.0),
    "tablets": ("cyanocobalamin 1000 ug orally daily", 0.8),
    "pregabalin": ("pregabalin 75 mg orally twice daily for 1 week, then 150 mg twice daily", 0.0),
    "tablets and pregabalin": ("cyanocobalamin 1000 ug orally daily and pregabalin 75 mg orally twice daily", 0.8),
}
DAYS = tuple(7.0 * week for week in range(105))
FORECASTS = {
    "serum_b12_pmol_l": (175.0, 150.0, 760.0, 40.0),
    "holotc_pmol_l": (32.0, 26.0, 118.0, 10.0),
    "mma_nmol_l": (420.0, 505.0, 190.0, 30.0),
    "homocysteine_umol_l": (16.0, 17.5, 11.2, 20.0),
}
SCENARIOS = {
    "sural_amplitude_uv": (4.0, 3.0, 7.0),
    "dorsal_column": (0.82, 0.7, 0.93),
    "pain_nrs": (6.0, 6.6, 3.4),
    "tingling": (5.0, 6.0, 2.5),
}


def _way(start: float, end: float, time: float) -> list[float]:
    return [end + (start - end) * math.exp(-day / time) for day in DAYS]


def _forecast(name: str) -> Series:
    start, without, best, time = FORECASTS[name]
    plans = {}
    for plan, (_, effect) in PLANS.items():
        median = _way(start, without + (best - without) * effect, time if effect else 300.0)
        if name == "serum_b12_pmol_l" and plan == "injections":
            median = [
                x * (1 + 1.5 * math.exp(-(day % 61) / 9)) if day else x for x, day in zip(median, DAYS, strict=True)
            ]
        widths = [0.05 + 0.2 * (1 - math.exp(-day / 60)) for day in DAYS]
        plans[plan] = Band(
            low=tuple(x * math.exp(-w) for x, w in zip(median, widths, strict=True)),
            median=tuple(median),
            high=tuple(x * math.exp(w) for x, w in zip(median, widths, strict=True)),
        )
    return Series(observation=name, licence=Licence.FORECAST, days=DAYS, plans=plans)


def _scenario(name: str) -> Series:
    start, without, best = SCENARIOS[name]
    plans = {}
    for plan, (_, effect) in PLANS.items():
        target = without + (best - without) * effect
        if "pregabalin" in plan and name in ("pain_nrs", "tingling"):
            target -= 1.2
        slow, fast = _way(start, (start + target) / 2, 400.0), _way(start, target, 160.0)
        plans[plan] = Band(low=tuple(map(min, slow, fast)), median=None, high=tuple(map(max, slow, fast)))
    return Series(observation=name, licence=Licence.SCENARIO, days=DAYS, plans=plans)


def _at(series: Series, plan: str, day: float) -> Range:
    n = min(range(len(DAYS)), key=lambda i: abs(DAYS[i] - day))
    band, licence = series.plans[plan], series.licence
    return Range(
        low=band.low[n], median=band.median[n] if band.median else None, high=band.high[n], unit="", licence=licence
    )  # fmt: skip


def _relief(low: float | None, high: float | None) -> Range:
    return Range(low=low, median=None, high=high, unit="d", licence=Licence.SCENARIO)


def _points(low: float, high: float) -> Range:
    return Range(low=low, median=None, high=high, unit="1", licence=Licence.SCENARIO)


def _of_100(low: float, high: float, median: float | None = None) -> Range:
    licence = Licence.SCENARIO if median is None else Licence.FORECAST
    return Range(low=low, median=median, high=high, unit="%", licence=licence)


def _conduction() -> tuple[ConductionRow, ...]:
    """Amplitude that B12 lifts a little, and a velocity below its limit under every plan."""
    made = []
    for name, limit, ends in (("sural_amplitude_uv", 5.0, (4.0, 7.0)), ("sural_velocity_m_s", 41.6, (34.0, 39.0))):
        plans = {
            plan: {
                day: Range(
                    low=ends[0] + effect * (day > 100), median=None, high=ends[1], unit="", licence=Licence.SCENARIO
                )
                for day in CONDUCTION_DAYS
            }
            for plan, (_, effect) in PLANS.items()
        }
        studied = name == "sural_amplitude_uv"
        made.append(
            ConductionRow(
                observation=name, limit=limit, loss_is_above=False, studied=studied, limit_source="someone", plans=plans
            )
        )
    return tuple(made)


_DRUG = ("pregabalin", "tablets and pregabalin")
_HARMS = (
    HarmRow(
        harm="dizziness_pct",
        about="dizziness",
        day=91.0,
        placebo=4.05,
        plans={plan: _of_100(12.3, 35.9, 22.0) for plan in _DRUG},
    ),
    HarmRow(
        harm="weight_change_kg",
        about="weight gained since pregabalin began",
        day=730.0,
        placebo=None,
        plans={plan: _of_100(2.1, 9.6, 4.4) for plan in _DRUG},
    ),
    HarmRow(
        harm="b6_neuropathy_risk_low_pct",
        about="nerve damage by vitamin B6",
        day=730.0,
        placebo=None,
        plans={"tablets": _of_100(0.01, 14.6)},
        certainty="very low",
    ),
)
_RESPONDERS = (
    ResponderRow(
        relief=0.3,
        day=84.0,
        entry=6.0,
        placebo=_of_100(25.4, 47.9),
        plans={"injections": Range(low=None, median=None, high=None, unit="%", licence=Licence.SCENARIO)}
        | {"pregabalin": _of_100(41.0, 63.0)},
    ),
)


_WARNINGS = {
    "pregabalin": (
        SafetyWarning(
            id="drug_above_renal_limit",
            severity=Severity.CAUTION,
            sentence="Pregabalin: the dose must be lower when the kidneys filter less than 60 mL/min",
            source_id="cmp_pgb_renal",
        ),
    ),
    NO_CHANGE: (
        SafetyWarning(
            id="metformin_goes_on",
            severity=Severity.NOTE,
            sentence="Metformin goes on lowering serum B12",
            source_id="kin_metf_hi",
        ),
    ),
}


def _outcome(plan: str, series: dict[str, Series]) -> PlanOutcome:
    effect = PLANS[plan][1]
    relief = (_relief(21.0, 63.0), _relief(180.0, None)) if effect else (_relief(None, None), _relief(None, None))
    return PlanOutcome(
        name=plan,
        regimen_text=PLANS[plan][0],
        relief_30=relief[0],
        relief_50=relief[1],
        markers={name: {day: _at(series[name], plan, day) for day in MARKER_DAYS} for name in FORECASTS},
        residual={name: _at(series[name], plan, 730.0) for name in ("sural_amplitude_uv", "dorsal_column", "pain_nrs")},
        doses_taken={"hydroxocobalamin": 19} if plan == "injections" else {"cyanocobalamin": 730} if effect else {},
        warnings=_WARNINGS.get(plan, ()),
    )


@pytest.fixture(scope="session")
def plan_report() -> PlanReport:
    """A made-up answer with every part that a report can have."""
    series = {name: _forecast(name) for name in FORECASTS} | {name: _scenario(name) for name in SCENARIOS}
    course = [natural_course(day, view(typical())) for day in DAYS]
    return PlanReport(
        takeaway="Injections and tablets both correct the lack of B12 within weeks; pain may ease over months.",
        person_sentences=(
            "A woman of 66 years, 74 kg, 163 cm, eGFR 72 mL/min/1.73m2.",
            "Type 2 diabetes, for 12 years.",
            "Medicine: metformin 1000 mg orally twice daily, for 10 years.",
            "Lab 3 weeks ago: serum B12 175 pmol/L.",
            "Symptom: burning (feet), 6 of 10, for 18 months.",
        ),
        assumptions=("Assumed ancestry: not given; the general population is used",),
        notices=("Amlodipine is not modelled",),
        treat_now=("Loss of position sense with a positive Romberg sign: treat at once, do not wait for tests",),
        competing_causes=("Type 2 diabetes for 12 years can cause the same neuropathy",),
        worst_symptom="pain_nrs",
        worst_symptom_day0=Range(low=6.0, median=None, high=6.0, unit="1", licence=Licence.SCENARIO),
        plans=tuple(_outcome(plan, series) for plan in PLANS),
        series=series,
        natural_course=NaturalCourseBand(
            days=DAYS,
            low=tuple(float(c.low) for c in course),
            median=tuple(float(c.median) for c in course),
            high=tuple(float(c.high) for c in course),
        ),
        sources=(
            SourceLine(id="kin_metf_hi", citation="Aroda 2016, J Clin Endocrinol Metab", used_for="metformin"),
            SourceLine(id="cmp_pbo_change_dpn", citation="Pooled placebo arms <of trials>", used_for="natural course"),
        ),
        grade_shares={Grade.DATA: 0.5, Grade.DERIVED: 0.3, Grade.GUESS: 0.2},
        seconds=4.2,
        solver_note="Fast solver, error below 0.1 % of the reference",
        version="0.1.0",
        date="2025-11-03",
        comparison=PainComparison(
            b12="tablets",
            drug="pregabalin",
            both="tablets and pregabalin",
            analgesic="pregabalin",
            lack=True,
            other_cause="the pain of diabetic nerves",
            day=730.0,
            points_off={
                "tablets": _points(0.6, 2.9),
                "pregabalin": _points(0.3, 1.2),
                "tablets and pregabalin": _points(0.9, 3.8),
            },
            people=200,
        ),
        people=200,
        conduction=_conduction(),
        harms=_HARMS,
        responders=_RESPONDERS,
    )
