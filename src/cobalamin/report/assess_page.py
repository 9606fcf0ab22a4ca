"""The printable page of an assessment: one file, no network, no script; its first sheet is the one for the visit."""

from __future__ import annotations

from importlib import resources

from cobalamin.assess.deficiency import DEFINITIONS
from cobalamin.assess.model import AssessReport
from cobalamin.assess.sentences import percent, span
from cobalamin.evidence import citation
from cobalamin.infer.complaints import LEVEL_WORDS
from cobalamin.plot.assessment import draw_lived, draw_values
from cobalamin.plot.quantities import quantity, say_number
from cobalamin.report.licences import CONTEXT_OF_USE
from cobalamin.report.words import micro, sentence


def render_assess_page(report: AssessReport) -> str:
    """The whole answer as one HTML page that loads nothing from anywhere."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["micro"] = micro
    return environment.from_string(_text("assess.html.j2")).render(
        report=report,
        css=Markup(_text("page.css")),
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


def _text(file: str) -> str:
    return resources.files(__package__ or "cobalamin.report").joinpath(file).read_text(encoding="utf-8")


def _citation(source: str) -> str:
    return "a judgement of this project" if source == "guess" else citation(source)


def _sources(report: AssessReport) -> list[tuple[str, str]]:
    """Ids that the page names, each with its citation, once."""
    ids = [source for _, source in report.reversible]
    ids += [sign.id for sign in report.urgent] + [rule.id for rule in report.rules]
    ids += [id.strip() for test in report.tests for id in test.card.source.split(",")]
    ids += ["diag_prev_nh_class", "diag_nice_b12_low_pm", "diag_sx_neuro_share", "nhanes_1999_2006"]
    return [(id, _citation(id)) for id in dict.fromkeys(ids) if id != "guess"]
