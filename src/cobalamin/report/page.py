"""The printable page: one file, no network, no script; readable on a phone, on paper and by a screen reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cobalamin.evidence import citation
from cobalamin.parameters import Grade
from cobalamin.plan.best_model import BestRegimen
from cobalamin.plan.compared import CompareTable
from cobalamin.plan.model import MARKER_DAYS, MARKERS, PLACEBO, PlanReport, Range, SafetyWarning, Severity
from cobalamin.plot.best import draw_pareto
from cobalamin.plot.comparison import draw_comparison
from cobalamin.plot.happened import draw_happened
from cobalamin.plot.palette import NO_CHANGE_STYLE, PlanStyle, plan_styles
from cobalamin.plot.quantities import Quantity, quantity, say_between, say_days, say_number, say_value
from cobalamin.plot.trajectory import draw_markers, draw_nerve, draw_symptoms
from cobalamin.report.best_table import best_table
from cobalamin.report.chances import chance_table
from cobalamin.report.compared_table import compared_table, sources_of_table
from cobalamin.report.licences import CONTEXT_OF_USE, LICENCE_WORDS, NATURAL_COURSE_WORDS
from cobalamin.report.tables import VITAMIN_B6_NOTE, conduction_table, harm_table, responder_table
from cobalamin.report.template import render
from cobalamin.report.words import (
    NOTHING,
    alike,
    common_note,
    month_of,
    say_doses,
    say_range,
    say_time,
    sentence,
)

ON_THE_SHEET = frozenset(
    (
        *("b12_injections_first", "b12_worse_before_better", "b12_symptoms_return", "b12_high_level_on_treatment"),
        "metformin_goes_on",
    )
)
"""Notes that stand on the sheet for the visit."""
MOST_ON_THE_SHEET = 6
"""Warnings that fit on the sheet; the others stand under Safety."""
_GRADE_WORDS = {
    Grade.DATA: "were read in a source",
    Grade.DERIVED: "were computed from sources",
    Grade.GUESS: "are guesses",
}


def render_plan_page(
    report: PlanReport, *, compared: CompareTable | None = None, best: BestRegimen | None = None
) -> str:
    """The whole answer as one HTML page that loads nothing from anywhere.

    Arguments:
        report: the plans.
        compared: B12 beside conventional drugs; None leaves it out.
        best: the least burdensome dosing; None leaves it out.
    """
    from markupsafe import Markup

    drawn = tuple(next(iter(report.series.values())).plans) if report.series else ()
    styles = plan_styles(drawn) | {plan.name: NO_CHANGE_STYLE for plan in report.plans if plan.name not in drawn}

    def safe(figures: Mapping[str, str]) -> dict[str, Markup]:
        return {name: Markup(svg) for name, svg in figures.items()}

    return render(
        "page.html.j2",
        **(_values(report) | _further(compared, best, {each.id for each in report.sources})),
        report=report,
        comparison=Markup(draw_comparison(report)),
        markers=safe(draw_markers(report)),
        nerve=safe(draw_nerve(report)),
        symptoms=safe(draw_symptoms(report)),
        happened=[Markup(draw_happened(each)) for each in report.happened],
        swatch=lambda name: Markup(swatch(styles[name])),
    )


def _values(report: PlanReport) -> dict[str, Any]:
    """Words and numbers for the template, which itself only places them."""
    kind = quantity(report.worst_symptom or "pain_nrs")
    symptom = kind.label if report.worst_symptom else ""
    day0 = say_range(report.worst_symptom_day0, kind)
    return {
        "between": _between,
        "bewares": (bewares := _bewares(report))[:MOST_ON_THE_SHEET],
        "more_bewares": len(bewares[MOST_ON_THE_SHEET:]),
        "chances": chance_table(report),
        "notes": [(plan.name, plan.note, plan.source_ids) for plan in report.plans if plan.note],
        "borrowed": any(row.borrowed for row in report.harms),
        "conduction": conduction_table(report),
        "common_note": common_note(report.plans),
        "context_of_use": CONTEXT_OF_USE,
        "day0": "" if day0 == NOTHING or not symptom else day0,
        "days": MARKER_DAYS,
        "ended": any(each.low is None and not each.lost for plan in report.plans for each in plan.residual.values()),
        "first": _first,
        "grades": say_grades(report.grade_shares),
        "groups": alike(report.plans),
        "harm": harm_table(report),
        "harm_forecast": any(not row.certainty for row in report.harms),
        "vitamin_b6_note": VITAMIN_B6_NOTE if any(row.certainty for row in report.harms) else "",
        "horizon": say_days(report.horizon_days),
        "licences": {licence.value: words for licence, words in LICENCE_WORDS.items()},
        "marker_names": MARKERS,
        "month_of": month_of,
        "natural_course_words": NATURAL_COURSE_WORDS,
        "quantity": quantity,
        "responders": responder_table(report),
        "residual": list(dict.fromkeys(name for plan in report.plans for name in plan.residual)),
        "say_doses": say_doses,
        "say_range": say_range,
        "say_time": say_time,
        "say_value": say_value,
        "seconds": say_number(report.seconds),
        "sentence": sentence,
        "symptom": symptom,
        "warned": _warned(report),
    }


def _warned(report: PlanReport) -> list[tuple[tuple[SafetyWarning, ...], list[str]]]:
    """Warnings with the plans that have all of them, so that nothing is told twice."""
    told: dict[tuple[SafetyWarning, ...], list[str]] = {}
    for plan in report.plans:
        if plan.warnings:
            told.setdefault(plan.warnings, []).append(plan.name)
    return list(told.items())


def _further(compared: CompareTable | None, best: BestRegimen | None, known: set[str]) -> dict[str, Any]:
    """What the page holds where it was asked for, with the sources that only it names."""
    from markupsafe import Markup

    named = () if compared is None else sources_of_table(compared)
    ids = {} if best is None else {id: citation(id) for each in best.candidates for id in each.source_ids}
    more = {id: words for id, words in {**dict(named), **ids}.items() if id not in known}
    return {
        "best": None if best is None else best_table(best),
        "best_sentence": "" if best is None else best.sentence,
        "best_notes": () if best is None else best.notes,
        "compared": None if compared is None else compared_table(compared),
        "further_sources": more,
        "pareto": "" if best is None else Markup(draw_pareto(best)),
        "source_ids": known | set(more),
    }


def _bewares(report: PlanReport) -> list[tuple[SafetyWarning, str]]:
    """What the sheet tells of safety: all that weighs more than a note, and what people on B12 should know."""
    told: dict[SafetyWarning, list[str]] = {}
    for plan in report.plans:
        for warning in plan.warnings:
            if plan.name != PLACEBO and (warning.severity is not Severity.NOTE or warning.id in ON_THE_SHEET):
                told.setdefault(warning, []).append(plan.name)
    first = sorted(told.items(), key=lambda item: _weight(item[0]))
    return [(warning, ", ".join(names)) for warning, names in first]


def _weight(warning: SafetyWarning) -> int:
    """Place on the sheet: what must not be, what leaves a lack or needs a watch, what all should know, the rest."""
    if warning.severity is Severity.STOP:
        return 0
    if warning.severity is Severity.CAUTION and warning.id.startswith(("b12_", "nitrous_oxide_")):
        return 1
    return 2 if warning.id in ON_THE_SHEET else 3


def _first(value: Range | None, kind: Quantity) -> str:
    """The line of a cell: the median of a forecast, the range of a scenario."""
    if value is None or value.median is None:
        return say_range(value, kind)
    return say_value(value.median, kind)


def _between(value: Range | None, kind: Quantity) -> str:
    """The small print of a cell: the interval of a forecast."""
    if value is None or value.median is None or value.low is None or value.high is None:
        return ""
    return say_between(value.low, value.high, kind)


def say_grades(shares: Mapping[Grade, float]) -> str:
    """How well the parameters are founded, in one phrase.

    >>> say_grades({Grade.DATA: 0.6, Grade.GUESS: 0.4})
    '60 % were read in a source, 40 % are guesses'
    """
    return ", ".join(f"{100 * shares[g]:.0f} % {words}" for g, words in _GRADE_WORDS.items() if shares.get(g))


def swatch(look: PlanStyle) -> str:
    """A short sample of a plan's line, so that the table and the figures are read together; hidden from readers."""
    dashes = f' stroke-dasharray="{" ".join(f"{d:g}" for d in look.dashes)}"' if look.dashes else ""
    line = f'<path d="M0 4H34" fill="none" stroke="{look.colour}" stroke-width="3"{dashes}/>'
    return f'<svg class="swatch" viewBox="0 0 34 8" aria-hidden="true">{line}</svg>'
