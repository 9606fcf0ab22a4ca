"""B12 against conventional drugs in the rows people ask about: what is known, and what the report says for this person.

A scenario is told as a range without a middle; where no plan of the report holds a drug, only what is known in general
is told. Nothing here ranks treatments or promises relief.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cobalamin.assess.lack import Lack
from cobalamin.errors import InputError
from cobalamin.evidence.compared import CERTAINTIES, Known, Treatment, known
from cobalamin.evidence.renal_dosing import renal_limit
from cobalamin.person import Person
from cobalamin.person.covariates import ReliefBasis, relief_basis
from cobalamin.plan.compared_figures import (
    Figure,
    between,
    chance_figure,
    full,
    harm_figure,
    range_figure,
    say_figure,
    until,
)
from cobalamin.plan.comparison import PAIN
from cobalamin.plan.model import (
    NO_CHANGE,
    PLACEBO,
    ExcludedPlan,
    PlanOutcome,
    PlanReport,
    SafetyWarning,
    Severity,
)
from cobalamin.plan.sentences import HARM_LEFT_OUT
from cobalamin.regimen import COBALAMIN_CLASS, SUBSTANCES, parse
from cobalamin.units import DAYS_PER_WEEK

B12 = "vitamin_b12"
B_COMPLEX = "b_complex"
TRICYCLIC = "tricyclic"
DULOXETINE = "duloxetine"
GABAPENTINOIDS = ("pregabalin", "gabapentin")
WEEK = 12
"""Week at which the chance of relief is told: the usual length of a trial."""
WARNINGS_TOLD = 2
"""Warnings that a cell names; the rest are counted and stand under Safety."""
AT_FIRST = ("b12_leber", "b12_anaphylaxis", "b12_cobalt_allergy", "b12_severe_anaemia_potassium")
"""Rules about B12 that speak of side effects."""
BY_THE_MODEL = ("nerve_fit", "guess")
BY_TRIALS = ("comparators_fit", "cmp_pbo_change_dpn")


@dataclass(frozen=True, kw_only=True)
class CompareCell:
    """What is known in general, and what the report says for this person.

    Attributes:
        known: the general sentence, with its certainty and sources.
        for_you: one to six sentences.
        certainty: for this person: that of what is known, or lower where trials were in other people.
        because: why.
        figures: every number of the report in `for_you`.
        sources: ids of both, each once.
    """

    known: Known
    for_you: str
    certainty: str
    because: str
    figures: tuple[Figure, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CompareColumn:
    """A treatment, and the plan of the report that stands for it.

    Attributes:
        key, title: of the treatment.
        plan: the first plan that holds it alone, else the first with B12 beside it; None for none.
        beside_b12: whether B12 is in that plan too.
        excluded: why it is not followed, where no plan holds it.
        taken: whether the person takes it already.
    """

    key: str
    title: str
    plan: PlanOutcome | None = None
    beside_b12: bool = False
    excluded: ExcludedPlan | None = None
    taken: bool = False


@dataclass(frozen=True, kw_only=True)
class CompareTable:
    """The comparison: columns, titles of rows by key, and a cell for every (treatment, row)."""

    columns: tuple[CompareColumn, ...]
    rows: Mapping[str, str]
    cells: Mapping[tuple[str, str], CompareCell]


@dataclass(frozen=True, kw_only=True)
class _Said:
    """A part of what is said for the person."""

    text: str
    figures: tuple[Figure, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Case:
    """One column in one person; `others` are conventional drugs that the person takes already."""

    person: Person
    report: PlanReport
    lack: Lack
    column: CompareColumn
    b12: PlanOutcome | None
    others: tuple[str, ...]

    @property
    def plan(self) -> PlanOutcome:
        assert self.column.plan is not None
        return self.column.plan

    @property
    def label(self) -> str:
        return f"On '{self.plan.name}'" + (" (B12 is in it too)" if self.column.beside_b12 else "")

    @property
    def is_b12(self) -> bool:
        return self.column.key in (B12, B_COMPLEX)

    @property
    def basis(self) -> ReliefBasis:
        return relief_basis(self.person)

    def outcome(self, name: str) -> PlanOutcome | None:
        return next((each for each in self.report.plans if each.name == name), None)


def compared(person: Person, report: PlanReport) -> CompareTable:
    """The comparison for this person.

    Arguments:
        person: who; as read from the file.
        report: of `plan.forecast.forecast` for the same person.

    Example:
        compared(person, forecast(person)).cells["pregabalin", "time_to_relief"].for_you
    """
    table = known()
    columns = tuple(_column(treatment, person, report) for treatment in table.treatments)
    b12 = next(column.plan for column in columns if column.key == B12)
    cells: dict[tuple[str, str], CompareCell] = {}
    for column in columns:
        others = tuple(c.title for c in columns if c.taken and c.key not in (B12, B_COMPLEX, column.key))
        case = _Case(person=person, report=report, lack=report.lack, column=column, b12=b12, others=others)
        for row in table.rows:
            general = table.cells[column.key, row]
            parts = _for_you(case, row)
            certainty, because = _certainty(case, row, general, any(part.figures for part in parts))
            sources = (*general.sources, *general.belief_sources, *(id for part in parts for id in part.sources))
            cells[column.key, row] = CompareCell(
                known=general,
                for_you=" ".join(part.text for part in parts if part.text),
                certainty=certainty,
                because=because,
                figures=tuple(figure for part in parts for figure in part.figures),
                sources=tuple(dict.fromkeys(id for id in sources if id)),
            )
    return CompareTable(columns=columns, rows=table.rows, cells=cells)


def _column(treatment: Treatment, person: Person, report: PlanReport) -> CompareColumn:
    """The plan that stands for a treatment: alone before beside B12, one without a "do not" before another."""
    alone = [*treatment.takes]
    beside = [] if "cobalamin" in treatment.takes[0] else [each | {"cobalamin"} for each in treatment.takes]
    held = [(plan, _holds(plan.regimen_text)) for plan in report.plans if plan.name not in (NO_CHANGE, PLACEBO)]
    found = [(plan, False) for plan, names in held if names in alone]
    found += [(plan, True) for plan, names in held if names in beside]
    found.sort(key=lambda each: (each[0].barred, each[1]))
    left = [each for wanted in (alone, beside) for each in report.excluded if _holds(each.regimen_text) in wanted]
    plan, together = found[0] if found else (None, False)
    now = [medicine for medicine in person.medicines if medicine.until_day is None or medicine.until_day > 0]
    return CompareColumn(
        key=treatment.key,
        title=treatment.title,
        plan=plan,
        beside_b12=together,
        excluded=left[0] if left and (plan is None or together) else None,
        taken=any(_holds(str(medicine.regimen)) in alone for medicine in now),
    )


def _holds(text: str) -> frozenset[str]:
    """What a regimen gives, every form of B12 as "cobalamin"; nothing for a text that is no regimen."""
    try:
        items = parse(text).taken if text else ()
    except InputError:
        return frozenset()
    names = {item.substance for item in items} | {p.substance for item in items for p in item.phases if p.substance}
    return frozenset("cobalamin" if SUBSTANCES[n].substance_class == COBALAMIN_CLASS else n for n in names)


def _for_you(case: _Case, row: str) -> list[_Said]:
    plan, left = case.column.plan, case.column.excluded
    first: list[_Said] = []
    if left is not None and row != "mechanism":
        words = "Not followed here:" if plan is None else "Not followed alone:"
        first.append(_Said(text=f"{words} {full(left.reason)}", sources=(left.source_id,)))
    if plan is not None and plan.barred and row != "mechanism":
        first.append(_Said(text=f"A safety rule says 'do not' to the plan '{plan.name}': see Safety."))
    if plan is not None or row in ("mechanism", "best_for"):
        return [*first, *_ROWS[row](case)]
    if case.column.taken:
        return [*first, _words("taken")]
    return first or [_words("not_here")]


def _mechanism(case: _Case) -> list[_Said]:
    said = [_words(f"{'b12' if case.is_b12 else 'drug'}_{case.lack.value.replace(' ', '_')}")]
    chance = None if case.column.plan is None else case.column.plan.mma_in_range
    if not case.is_b12 or chance is None or case.lack is Lack.NONE:
        return said
    figure = chance_figure("methylmalonate, which B12 clears, in range at 12 weeks", chance)
    text = f"{case.label}, people with {figure.what}: {between(figure)}, a forecast."
    return [*said, _Said(text=text, figures=(figure,), sources=("calibration",))]


def _best_for(case: _Case) -> list[_Said]:
    if case.column.excluded is not None and case.column.plan is None:
        return []
    if case.is_b12:
        other = [words for name, words in _PAINS.items() if case.person.has(name)]
        said = [_words(f"fits_{case.lack.value.replace(' ', '_')}")]
        return [*said, _words("not_reached", "cmp_vitb_cochrane", pain=" or ".join(other))] if other else said
    if case.basis is ReliefBasis.NONE:
        return [_words("advised_against", "nice_ng59") if case.column.key in GABAPENTINOIDS else _words("no_claim")]
    if case.column.key == TRICYCLIC:
        return [_words("untrusted", "cmp_ami_benefit_gap")]
    if case.basis is ReliefBasis.HERPETIC and case.column.key == DULOXETINE:
        return [_words("untried_herpetic")]
    return [_words(_BASIS[case.basis], "comparators_report")]


_BASIS = {
    ReliefBasis.DIABETIC: "tried_diabetic",
    ReliefBasis.HERPETIC: "tried_herpetic",
    ReliefBasis.EXTRAPOLATED: "untried",
}
_PAINS = {
    "diabetic neuropathy": "pain that diabetes itself causes",
    "post-herpetic neuralgia": "pain after shingles",
    "radicular back pain": "pain of a nerve root (sciatica)",
    "spinal stenosis": "pain of a narrow spinal canal",
}


def _time(case: _Case) -> list[_Said]:
    time = case.plan.relief_30
    if time is None:
        return [_words("no_symptom")]
    what = f"30 % less {_symptom(case.report)}"
    figure = Figure(what=what, value=time.median, low=time.low, high=time.high, unit="d", licence=time.licence)
    note = "a scenario: range over people and rival nerve models, placebo and natural course not counted"
    text = f"{case.label}: {what} {until(time, case.report.horizon_days)} ({note})."
    alone = [] if case.is_b12 or _is_pain(case.report) else [_words("pain_alone")]
    return [_Said(text=text, figures=(figure,), sources=_relief_sources(case)), *_untried(case), *alone]


def _chance_of_relief(case: _Case) -> list[_Said]:
    if WEEK not in case.plan.chance_30:
        return [_words("no_symptom")]
    reason = _untried(case)
    if reason and case.column.key == TRICYCLIC:
        return reason
    placebo = case.outcome(PLACEBO)
    who = [(case.plan, "")] + ([(placebo, ", on placebo")] if placebo is not None else [])
    figures: list[Figure] = []
    lines: list[str] = []
    for share in (30, 50):
        what = f"{share} % less {_symptom(case.report)} at {WEEK} weeks"
        made = [
            chance_figure(what + where, (each.chance_30 if share == 30 else each.chance_50)[WEEK])
            for each, where in who
        ]
        lines.append(f"{what} in {', on placebo in '.join(map(between, made))}")
        figures += made
    note = "a scenario; placebo and natural course are in both" if _is_pain(case.report) else "a scenario of the model"
    text = f"{case.label}: {'; '.join(lines)} ({note})."
    more = [] if _is_pain(case.report) else _pain_beside(case)
    return [_Said(text=text, figures=tuple(figures), sources=_relief_sources(case)), *reason, *more]


def _pain_beside(case: _Case) -> list[_Said]:
    """People with less pain, where another symptom is the worst."""
    figures: list[Figure] = []
    lines: list[str] = []
    for row in case.report.responders:
        what = f"{100 * row.relief:.0f} % less pain at {row.day / DAYS_PER_WEEK:.0f} weeks"
        told = [(row.plans[case.plan.name], ""), (row.placebo, ", on placebo")]
        if all(value.low is not None for value, _ in told):
            made = [range_figure(what + where, value, "of 100") for value, where in told]
            lines.append(f"{what} in {', on placebo in '.join(map(between, made))}")
            figures += made
    text = f"Pain, counted as trials do: {'; '.join(lines)} (a scenario)."
    return [_Said(text=text, figures=tuple(figures), sources=BY_TRIALS)] if lines else []


def _side_effects(case: _Case) -> list[_Said]:
    if case.person.has("pregnancy"):
        return [_Said(text=HARM_LEFT_OUT)]
    name = case.plan.name
    harms = [row for row in case.report.harms if name in row.plans and (row.certainty or not case.is_b12)]
    counted = [harm_figure(row, name) for row in harms if name not in row.unknown]
    figures = [figure for figure in counted if figure.low is not None and figure.high is not None]
    ended = [figure.what for figure in counted if figure not in figures]
    lines = [say_figure(figure) for figure in figures]
    unknown = [row.about for row in harms if name in row.unknown and not row.harm.endswith("_kg")]
    told = [f"{case.label}: {'; '.join(lines)}."] if lines else []
    told += [f"How often is not known, which is not none: {', '.join(unknown)}."] if unknown else []
    told += [f"No number, because care would have been needed before: {', '.join(ended)}."] if ended else []
    told += [f"Counted with {' and '.join(case.others)}, which you take already."] if lines and case.others else []
    sources = ("comparators_fit",) if any(not row.certainty for row in harms) else ()
    sources += ("cmp_b6_scf_2g", "guess") if any(row.certainty for row in harms) else ()
    more = [_words("borrowed")] if any(name in row.borrowed for row in harms) else []
    more += [_words("b6_range")] if any(row.certainty for row in harms) else []
    more += [] if harms else [_words("not_counted")]
    first = [each for each in case.plan.warnings if each.id in AT_FIRST]
    return [_Said(text=" ".join(told), figures=tuple(figures), sources=sources), *more, *_warned(first)]


def _long_term(case: _Case) -> list[_Said]:
    said = [] if case.lack is Lack.NONE else _what_is_lost(case)
    if not case.is_b12:
        said.append(_words("repairs_nothing"))
    limit = renal_limit(case.column.key, case.person.egfr_ml_min_1_73m2)
    if limit is not None:
        said.append(
            _words("kidneys", "renal_dosing", most=f"{limit.largest:g}", low=f"{limit.low:g}", high=f"{limit.high:g}")
        )
    against = [each for each in case.plan.warnings if each.severity is not Severity.NOTE and each.id not in AT_FIRST]
    return [*said, *_warned(against), _words("how_long")]


def _what_is_lost(case: _Case) -> list[_Said]:
    """Function of nerve and cord lost after two years: with the plan, with no change, and on B12 beside a drug."""
    plans = {f"'{case.plan.name}'": case.plan, NO_CHANGE: case.outcome(NO_CHANGE)}
    if case.b12 is not None and not case.is_b12 and not case.column.beside_b12:
        plans[f"B12 ('{case.b12.name}')"] = case.b12
    figures: list[Figure] = []
    lines: list[str] = []
    for words, plan in plans.items():
        if plan is None or plan.residual_deficit is None:
            continue
        parts = {part: value for part, value in plan.residual_deficit.parts.items() if value.low is not None}
        made = [range_figure(f"{part}, with {words}", value, "%") for part, value in parts.items()]
        told = ", ".join(f"{part} {between(each)}" for part, each in zip(parts, made, strict=True))
        lines.append(f"with {words} {told or 'no number, because care would have been needed before'}")
        figures += made
    text = f"Function lost to the lack after two years (a scenario): {'; '.join(lines)}."
    return [_Said(text=text, figures=tuple(figures), sources=BY_THE_MODEL)] if lines else []


def _warned(warnings: list[SafetyWarning]) -> list[_Said]:
    """The most severe warnings, and how many more there are."""
    told = [_Said(text=full(each.sentence), sources=(each.source_id,)) for each in warnings[:WARNINGS_TOLD]]
    more = len(warnings) - WARNINGS_TOLD
    return [*told, _Said(text=f"{more} more under Safety.")] if more > 0 else told


def _certainty(case: _Case, row: str, general: Known, figures: bool) -> tuple[str, str]:
    """How sure the cell is for this person, and why: lowered where trials were in another pain or of another drug."""
    at_most, why = general.certainty, ""
    if not case.is_b12 and row in ("best_for", "time_to_relief", "chance_of_relief"):
        if case.basis is ReliefBasis.NONE:
            at_most, why = "very low", "lower_no_claim"
        elif case.basis is ReliefBasis.EXTRAPOLATED or (
            case.basis is ReliefBasis.HERPETIC and case.column.key == DULOXETINE
        ):
            at_most, why = "low", "lower_untried"
    plan = case.column.plan
    if row == "side_effects" and plan and any(plan.name in harm.borrowed for harm in case.report.harms):
        at_most, why = "low", "lower_borrowed"
    if row == "long_term" and figures:
        at_most, why = "low", "lower_scenario"
    if CERTAINTIES.index(at_most) <= CERTAINTIES.index(general.certainty):
        return general.certainty, general.because
    return at_most, f"{general.because} {known().words[why]}"


_ROWS: Mapping[str, Callable[[_Case], list[_Said]]] = {
    "mechanism": _mechanism,
    "best_for": _best_for,
    "time_to_relief": _time,
    "chance_of_relief": _chance_of_relief,
    "side_effects": _side_effects,
    "long_term": _long_term,
}


def _relief_sources(case: _Case) -> tuple[str, ...]:
    holds_b12 = case.is_b12 or case.column.beside_b12
    return (*(BY_THE_MODEL if holds_b12 else ()), *BY_TRIALS)


def _untried(case: _Case) -> list[_Said]:
    """Why no trial stands behind relief of pain on this plan; nothing where trials do."""
    name, rows = case.plan.name, case.report.responders if _is_pain(case.report) else ()
    reason = next((row.unknown[name] for row in rows if name in row.unknown), "")
    reason = reason.replace("has counted them", "has counted such people")
    return [_Said(text=full(f"No trial stands behind such a number: {reason}"))] if reason else []


def _words(key: str, *sources: str, **names: str) -> _Said:
    return _Said(text=known().words[key].format(**names), sources=sources)


def _symptom(report: PlanReport) -> str:
    return (report.worst_symptom or PAIN).removesuffix("_nrs").replace("_", " ")


def _is_pain(report: PlanReport) -> bool:
    return report.worst_symptom == PAIN
