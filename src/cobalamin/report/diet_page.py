"""The printable page of a diet: one file, no network, no script."""

from __future__ import annotations

from cobalamin.evidence.intake_references import WHY_THEY_DIFFER
from cobalamin.plan.diet.model import DietAnswer, Span
from cobalamin.plan.diet.sentences import in_hundred, reached_words, span_ug, ug
from cobalamin.plan.diet.status import LEVELS
from cobalamin.plot.diet import draw_meals, draw_status
from cobalamin.plot.quantities import quantity, say_number
from cobalamin.report.licences import CONTEXT_OF_USE
from cobalamin.report.template import render
from cobalamin.report.words import micro, sentence


def render_diet_page(answer: DietAnswer) -> str:
    """The whole answer as one HTML page that loads nothing from anywhere."""
    from markupsafe import Markup

    return render(
        "diet.html.j2",
        answer=answer,
        meals=Markup(draw_meals(answer)),
        status=[Markup(draw_status(answer, name)) for name in LEVELS],
        levels=LEVELS,
        quantity=quantity,
        between=between,
        percent_between=percent_between,
        in_hundred=in_hundred,
        reached_words=reached_words,
        span_ug=lambda span: micro(span_ug(span)),
        ug=ug,
        sentence=sentence,
        context_of_use=CONTEXT_OF_USE,
        why_they_differ=WHY_THEY_DIFFER,
    )


def between(span: Span | None) -> str:
    """A level with its range: "283 (193 to 449)"; a dash where too few people are left.

    >>> between(Span(low=193.2, value=283.0, high=449.0))
    '283 (193 to 449)'
    """
    if span is None:
        return "–"
    return f"{say_number(span.value)} ({say_number(span.low)} to {say_number(span.high)})"


def percent_between(span: Span | None) -> str:
    """A percentage with its range; a dash where there is none.

    >>> percent_between(Span(low=9.2, value=9.2, high=35.0)), percent_between(None)
    ('9 % (9 to 35)', '–')
    """
    if span is None:
        return "–"
    low, value, high = (f"{each:.0f}" for each in (span.low, span.value, span.high))
    return f"{value} %" if low == high else f"{value} % ({low} to {high})"
