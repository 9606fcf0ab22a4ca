"""The printable page of an assessment: one file, no network, no script; its first sheet is the one for the visit."""

from __future__ import annotations

from cobalamin.assess.deficiency import DEFINITIONS
from cobalamin.assess.model import AssessReport
from cobalamin.assess.sentences import percent, span
from cobalamin.evidence import citation
from cobalamin.infer.complaints import LEVEL_WORDS
from cobalamin.plot.assessment import draw_lived, draw_values
from cobalamin.plot.quantities import quantity, say_number
from cobalamin.report.licences import CONTEXT_OF_USE
from cobalamin.report.template import render
from cobalamin.report.words import sentence


def render_assess_page(report: AssessReport) -> str:
    """The whole answer as one HTML page that loads nothing from anywhere."""
    from markupsafe import Markup

    return render(
        "assess.html.j2",
        report=report,
        values=Markup(draw_values(report.markers)) if report.markers else None,
        lived=[Markup(draw_lived(band)) for band in report.lived],
        citation=_citation,
        context_of_use=CONTEXT_OF_USE,
        definitions=DEFINITIONS,
        level_words=LEVEL_WORDS,
        percent=percent,
        quantity=quantity,
        say_number=say_number,
        sentence=sentence,
        sources=_sources(report),
        span=span,
    )


def _citation(source: str) -> str:
    return "a judgement of this project" if source == "guess" else citation(source)


def _sources(report: AssessReport) -> list[tuple[str, str]]:
    """Ids that the page names, each with its citation, once."""
    ids = [source for _, source in report.reversible]
    ids += [sign.id for sign in report.urgent] + [rule.id for rule in report.rules]
    ids += [id.strip() for test in report.tests for id in test.card.source.split(",")]
    ids += ["diag_prev_nh_class", "diag_nice_b12_low_pm", "diag_sx_neuro_share", "nhanes_1999_2006"]
    return [(id, _citation(id)) for id in dict.fromkeys(ids) if id != "guess"]
