"""The answer to "what would each treatment do?" as data: filled by the forecast, read by tables, figures and page.

Every number carries its unit and its licence. A scenario has no median: its low and high are the extremes over the
rival nerve blocks, each with four in five of its people, and not an interval of probability.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from cobalamin.assess.lack import Lack
from cobalamin.body.observe import Licence
from cobalamin.parameters import Grade

PLACEBO = "placebo"
"""Key of the placebo column beside the names of plans."""

NO_CHANGE = "no change"
"""Name of the plan that changes nothing; it always comes first."""

MARKER_DAYS: tuple[int, ...] = (30, 91, 365)
"""Days at which markers are tabulated: 1, 3 and 12 months."""

RESIDUAL_DAY = 730.0
"""Day at which what is left is tabulated: 2 years, in the morning before any dose of that day."""

RELIEF_WEEKS: tuple[int, ...] = (4, 12, 52)
"""Weeks at which the chance of relief is told."""

MARKER_DAY = 84.0
"""Day at which the chance of methylmalonate in range is told: 12 weeks."""

LEFT = 10.0
"""Lost function [%] from which a deficit is said to remain. Source: guess"""

CONDUCTION_DAYS: tuple[float, ...] = (0.0, 91.0, RESIDUAL_DAY)
"""Days of the nerve conduction table: today, 3 months, 2 years."""

MARKERS: tuple[str, ...] = ("serum_b12_pmol_l", "holotc_pmol_l", "mma_nmol_l", "homocysteine_umol_l")
"""Blood markers of the plan table, in the order of columns."""


def _licensed(licence: Licence, has_median: bool) -> None:
    if licence is not Licence.FORECAST and has_median:
        raise ValueError(f"a {licence.value} has no median")


@dataclass(frozen=True, kw_only=True)
class Range:
    """A number that is not known exactly.

    For a forecast: median and 80 % interval between people. For a scenario: the lowest and the highest of the rival
    nerve blocks' 80 % intervals between people, no median. For a time to an event, `high` None means "not within the
    horizon" for the slowest, and `low` and `high` None that it is reached by none. `lost` is the share of people in
    whom nothing can be recorded; they are not in the range, and there is none where they are most.

    Raises:
        ValueError: a scenario with a median, or low above high.
    """

    low: float | None
    median: float | None
    high: float | None
    unit: str
    licence: Licence
    lost: float = 0.0

    def __post_init__(self) -> None:
        _licensed(self.licence, self.median is not None)
        known = [x for x in (self.low, self.median, self.high) if x is not None]
        if any(math.isnan(x) for x in known) or known != sorted(known):
            raise ValueError(f"a range runs upward: {self.low}, {self.median}, {self.high}")


class Severity(Enum):
    """How much a safety warning weighs."""

    STOP = "do not"
    CAUTION = "caution"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True)
class SafetyWarning:
    """One thing about a plan that could harm, in one sentence, with the ids of its rule and of its source."""

    id: str
    severity: Severity
    sentence: str
    source_id: str


@dataclass(frozen=True, kw_only=True)
class Chance:
    """A probability: its best single value and its range, 0 to 1.

    For a forecast the range is that of the question and of the sample; for a scenario that of the rival nerve blocks
    and of placebo and natural course, and the value is a mean over them that is not told alone.
    """

    value: float
    low: float
    high: float
    licence: Licence

    def __post_init__(self) -> None:
        if not 0.0 <= self.low <= self.value <= self.high <= 1.0:
            raise ValueError(f"a chance runs upward from 0 to 1: {self.low}, {self.value}, {self.high}")


@dataclass(frozen=True, kw_only=True)
class ResidualDeficit:
    """What lack of B12 has taken and a plan has not brought back after 2 years.

    Attributes:
        parts: "peripheral nerve" and "cord" -> share of function lost beside the same self with B12 replete [%].
        probability: that more than `LEFT` of function is lost in either.
    """

    parts: Mapping[str, Range]
    probability: Chance


@dataclass(frozen=True, kw_only=True)
class ExcludedPlan:
    """A plan that is not followed, with the reason in words and the id of its source."""

    name: str
    regimen_text: str
    reason: str
    source_id: str


@dataclass(frozen=True, kw_only=True)
class PlanOutcome:
    """What one plan does.

    Attributes:
        name: name in the person file, or `NO_CHANGE`.
        regimen_text: what is taken, in the dosing language; "" for no change.
        relief_30, relief_50: days until the worst symptom has fallen by 30 % and 50 % of its score on day 0, without
            natural course and placebo; None where there is no symptom to follow.
        relief_note: one sentence about relief, such as "reached before any plan could act"; "" for none.
        markers: observation name -> day of `MARKER_DAYS` -> value.
        residual: observation name -> value after 2 years.
        doses_taken: substance -> number of doses within the horizon.
        warnings: most severe first.
        chance_30, chance_50: week of `RELIEF_WEEKS` -> chance that the worst symptom is less by 30 % and 50 %, with
            placebo and natural course where they are known; empty without a symptom to follow.
        mma_in_range: chance that methylmalonate is in the range for age and kidneys on `MARKER_DAY`.
        mma_days: days until it is, over those in whom it is not on day 0; None for a chance of nobody.
        residual_deficit: after 2 years; None where forecasts of nerve are off.
        note: about a plan that the program offers.
        source_ids: of a plan that the program offers.
    """

    name: str
    regimen_text: str
    relief_30: Range | None
    relief_50: Range | None
    markers: Mapping[str, Mapping[int, Range]]
    residual: Mapping[str, Range]
    doses_taken: Mapping[str, int]
    relief_note: str = ""
    warnings: tuple[SafetyWarning, ...] = ()
    chance_30: Mapping[int, Chance] = field(default_factory=lambda: MappingProxyType({}))
    chance_50: Mapping[int, Chance] = field(default_factory=lambda: MappingProxyType({}))
    mma_in_range: Chance | None = None
    mma_days: Range | None = None
    residual_deficit: ResidualDeficit | None = None
    note: str = ""
    source_ids: tuple[str, ...] = ()

    @property
    def barred(self) -> bool:
        """Whether a "do not" stands against it: such a plan is never named as one that helps."""
        return any(each.severity is Severity.STOP for each in self.warnings)


@dataclass(frozen=True, kw_only=True)
class Band:
    """Low, median and high over time, each as long as the days; median None for a scenario.

    `lost` is the share of people in whom nothing can be recorded, over time; None where that cannot be.
    """

    low: tuple[float, ...]
    median: tuple[float, ...] | None
    high: tuple[float, ...]
    lost: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        if len(self.low) != len(self.high) or len(self.median or self.low) != len(self.low):
            raise ValueError("low, median and high of a band differ in length")


@dataclass(frozen=True, kw_only=True)
class Series:
    """One observation over time under every plan.

    Attributes:
        observation: name in `OBSERVATIONS`; its unit is the observation's.
        licence: forecast (median and 80 % interval) or scenario (range over people and rival nerve blocks).
        days: days from day 0 [d], rising.
        plans: plan name -> band, `NO_CHANGE` first.
        barred: plans with a "do not" warning, which no takeaway names as what helps.
    """

    observation: str
    licence: Licence
    days: tuple[float, ...]
    plans: Mapping[str, Band]
    barred: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for name, band in self.plans.items():
            _licensed(self.licence, band.median is not None)
            if len(band.low) != len(self.days):
                raise ValueError(f"{self.observation}, plan {name}: {len(band.low)} values for {len(self.days)} days")


@dataclass(frozen=True, kw_only=True)
class NaturalCourseBand:
    """Change of pain that comes with any plan and with none [points of 0-10], negative is less pain."""

    days: tuple[float, ...]
    low: tuple[float, ...]
    median: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class PainComparison:
    """Pain on B12 against a gabapentinoid, and against both where a plan holds both; the bands are in the series.

    Attributes:
        b12, drug, both: names of the plans; both None where no plan joins the two.
        analgesic: the gabapentinoid.
        lack: whether the person lacks B12, or may lack it.
        possible: whether that lack is only possible.
        barred: plans with a "do not" warning.
        other_cause: what else keeps the pain up, in words; "" for nothing known.
        day: day of `points_off`: the last on which most people of every plan compared are still followed [d].
        points_off: plan name -> points of pain less than with no change in the same people, placebo not counted.
        people: individuals behind every range.
        followed: those who are still followed on `day` under every plan compared.
    """

    b12: str
    drug: str
    both: str | None
    analgesic: str
    lack: bool
    other_cause: str
    day: float
    points_off: Mapping[str, Range]
    people: int
    followed: int | None = None
    possible: bool = False
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class ConductionRow:
    """One quantity of an electrophysiologist's study under every plan, beside the limit of the healthy.

    Attributes:
        observation: name in `OBSERVATIONS`.
        limit: limit of the healthy of this age, height and sex, in the observation's unit.
        loss_is_above: True where a loss shows as a value above the limit (latencies), else below it.
        studied: whether the person lies within the ages and heights of the limit's source.
        limit_source: who says so.
        plans: plan name -> day of `CONDUCTION_DAYS` -> value.
    """

    observation: str
    limit: float
    loss_is_above: bool
    studied: bool
    limit_source: str
    plans: Mapping[str, Mapping[float, Range]]


@dataclass(frozen=True, kw_only=True)
class ObservedRate:
    """What one trial counted at the same dose [%], and on its placebo."""

    percent: float
    placebo: float
    study: str


@dataclass(frozen=True, kw_only=True)
class HarmRow:
    """One sort of harm under the plans that can do it, beside placebo.

    Attributes:
        harm: observation name, such as "dizziness_pct"; of vitamin B6 that of the low end of its range.
        about: what is counted, in words.
        day: when it is read [d].
        placebo: the same on placebo, mean of these people, in the unit of the plans; None where it does not apply.
        plans: plan name -> value; the middle of events is the mean of the people, each with own kidneys; low None where
            it is unknown, or where care was needed before.
        unknown: plans with a drug whose rate nobody read or modelled: unknown, not none.
        borrowed: plans whose rate is that of another drug, gabapentin's that of pregabalin.
        observed: plan name -> what a trial counted at that dose, where one did.
        certainty: "very low" where the range rests on no study with a denominator; "" else.
    """

    harm: str
    about: str
    day: float
    placebo: float | None
    plans: Mapping[str, Range]
    unknown: tuple[str, ...] = ()
    certainty: str = ""
    borrowed: tuple[str, ...] = ()
    observed: Mapping[str, ObservedRate] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, kw_only=True)
class ResponderRow:
    """People of 100 with at least this much less pain at the end of a trial's span, drug and placebo together.

    Attributes:
        relief: share of the pain that must go, 0.3 or 0.5.
        day: when it is read [d].
        entry: pain on day 0 that it is counted from [0 to 10].
        placebo: people with placebo and natural course alone [%].
        plans: plan name -> people [%].
        unknown: plan name, or `PLACEBO`, -> why nobody can count them.
    """

    relief: float
    day: float
    entry: float
    placebo: Range
    plans: Mapping[str, Range]
    unknown: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, kw_only=True)
class Happened:
    """One marker since day 0 of the file: what was forecast then, and what was measured.

    Attributes:
        series: forecast from what was known on day 0 of the file, under what was really taken.
        days, values: of the samples, in the series' unit.
        inside: how many of them lie within the forecast's 80 % interval, one sample's noise included.
    """

    series: Series
    days: tuple[float, ...]
    values: tuple[float, ...]
    inside: int


@dataclass(frozen=True, kw_only=True)
class SourceLine:
    """One source and the numbers of this answer that rest on it."""

    id: str
    citation: str
    used_for: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanReport:
    """Everything the plan table, the figures and the page show.

    Attributes:
        takeaway: the answer in one sentence.
        person_sentences: what was understood (`person.describe`, without assumptions and notices).
        assumptions, notices: one sentence each.
        treat_now: signs for which one treats at once and does not wait for tests; () for none.
        competing_causes: other causes of the neuropathy that the person has, one sentence each.
        worst_symptom: observation name of the symptom followed, or None.
        worst_symptom_day0: its score on day 0 (0-10), or None.
        plans: `NO_CHANGE` first.
        series: observation name -> series.
        natural_course: shown beside pain, apart from every plan and from no change; None without pain.
        comparison: B12 against a gabapentinoid; None without such plans or without pain.
        horizon_days: how far plans are followed [d].
        sources: in the order of use.
        grade_shares: grade of the parameters used -> share, adding up to 1.
        seconds: time the computation took [s].
        solver_note: solver and its error, one sentence.
        version: of the package.
        date: day of the answer, ISO, "" when not asked for.
        people: individuals on each plan behind the intervals.
        conduction: the nerve conduction study and evoked potentials; () where forecasts of nerve are off.
        harms: adverse events, weight and harm by vitamin B6; () where no plan can do any.
        responders: people with 30 % and 50 % less pain; () without pain.
        excluded: plans that are not followed, with reasons.
        cause: whether it is B12, in one paragraph, with what else it may be.
        happened: forecasts of day 0 beside what was measured since; () without follow-up.
        effective_size: selves that the answer rests on, if all counted alike.
        method: how they were found.
        mma_limit: upper end of methylmalonate for this age and these kidneys [nmol/L].
        adherence: share of the doses taken by oneself that are taken.
        can, cannot: what B12 can do for this person and what not, one sentence each.
        lack: how sure a lack of B12 is.
    """

    takeaway: str
    person_sentences: tuple[str, ...]
    assumptions: tuple[str, ...]
    notices: tuple[str, ...]
    worst_symptom: str | None
    worst_symptom_day0: Range | None
    plans: tuple[PlanOutcome, ...]
    series: Mapping[str, Series]
    natural_course: NaturalCourseBand | None
    sources: tuple[SourceLine, ...]
    seconds: float
    solver_note: str
    version: str
    treat_now: tuple[str, ...] = ()
    competing_causes: tuple[str, ...] = ()
    horizon_days: float = RESIDUAL_DAY
    grade_shares: Mapping[Grade, float] = field(default_factory=lambda: MappingProxyType({}))
    date: str = ""
    comparison: PainComparison | None = None
    people: int = 0
    conduction: tuple[ConductionRow, ...] = ()
    harms: tuple[HarmRow, ...] = ()
    responders: tuple[ResponderRow, ...] = ()
    excluded: tuple[ExcludedPlan, ...] = ()
    cause: str = ""
    happened: tuple[Happened, ...] = ()
    effective_size: float = 0.0
    method: str = ""
    mma_limit: float = 0.0
    adherence: float = 1.0
    can: tuple[str, ...] = ()
    cannot: tuple[str, ...] = ()
    lack: Lack = Lack.NONE
