"""The page of the sensitivity analysis, the part of the credibility page about licences, and lines for the console."""

from __future__ import annotations

from collections.abc import Iterator

from cobalamin import __version__
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.infer.findings import Share, measurements, shares_of
from cobalamin.infer.licences import CARRIES, KNOWN, computed
from cobalamin.infer.measurements import CHOSEN
from cobalamin.infer.sensitivity import CALIBRATED, NERVE_BLOCK, Question, Scale, settings
from cobalamin.parameters import Grade
from cobalamin.plot.sensitivity import draw_sensitivity
from cobalamin.report.document import Bullets, Document, Heading, Paragraph, Part, Picture, Table, to_markdown
from cobalamin.report.licences import CONTEXT_OF_USE

TITLE = "What the forecasts rest on"
DRAWN = "lack after injections"
"""Scenario of the figure."""
_NAMED = 3
"""Inputs of an output that a table names."""
_LEAST = 0.05


def sensitivity_document() -> Document:
    """The whole page."""
    return Document(
        title=TITLE,
        use=CONTEXT_OF_USE,
        parts=(*_about(), *_tables(), *licence_parts(), *_measurements()),
        foot=f"cobalamin {__version__}, run by `make sensitivity`.",
    )


def sensitivity_files() -> dict[str, bytes]:
    """Path in the folder of the documentation -> content."""
    document = sensitivity_document()
    page = to_markdown(document, comment="Written by tools/write_sensitivity.py; do not edit.")
    figures = {f"images/{each.name}.svg": f"{each.svg.strip()}\n" for each in document.pictures}
    return {path: text.encode() for path, text in {"sensitivity.md": page, **figures}.items()}


def _about() -> Iterator[Part]:
    told = settings()
    by_grade = ", ".join(f"{told.by_grade[grade]:g} for {grade.value}" for grade in Grade)
    yield Paragraph(
        text="Two questions are kept apart. **Between people**: every parameter varies as it does from person to "
        "person. **What is not known of the middle of people**: the median of every parameter varies, calibrated ones "
        "together as the fit left them, all others by a standard deviation of the logarithm by grade "
        f"({by_grade}; half the spread between people where that is less, and a guess stays a guess), and the rival "
        "laws of nerve injury take turns."
    )
    yield Paragraph(
        text="A total effect is the share of the variance that would be left if all other inputs were known; what "
        "inputs do only together counts for each of them, so that total effects may add up to more than 1. Inputs "
        f"are screened one at a time; those that matter are followed by pick and freeze from {told.base} base points. "
        "Intervals in brackets are 90 % intervals of the sampling."
    )
    yield Picture(
        name="sensitivity", svg=draw_sensitivity(DRAWN), shows="variance of each main output by what stands behind it"
    )


def named(share: Share) -> str:
    """An input with its grade."""
    if share.input in (CALIBRATED, NERVE_BLOCK):
        return share.input
    return f"`{share.input}` ({share.grade})"


def _tables() -> Iterator[Part]:
    for question in Question:
        yield Heading(text=question.value.capitalize())
        for scenario in settings().scenarios.values():
            yield Heading(text=scenario.words[:1].upper() + scenario.words[1:], level=3)
            rows: list[tuple[str, str, str]] = []
            for output, scale in settings().outputs.items():
                own = [s for s in shares_of(output, question, scenario.name) if s.total >= _LEAST][:_NAMED]
                told = ", ".join(f"{named(s)} {s.total:.2f} [{s.total_low:.2f} to {s.total_high:.2f}]" for s in own)
                rows.append((OBSERVATIONS[output].about, _sd(own, output, scale), told or "none carries a twentieth"))
            yield Table(columns=("output", "standard deviation", "inputs, with total effect"), rows=rows)


def _sd(own: list[Share], output: str, scale: Scale) -> str:
    if not own:
        return ""
    unit = OBSERVATIONS[output].unit
    return (
        f"{100 * own[0].sd:.2g} %" if scale is Scale.LOGARITHM else f"{own[0].sd:.2g}" + ("" if unit == "1" else unit)
    )


def licence_parts() -> tuple[Part, ...]:
    """Which licence follows for each main output, and from what; for the credibility page too."""
    found = computed()
    rows = []
    for output, each in found.items():
        o = OBSERVATIONS[output]
        why = f"{_input(each.input)} carries {100 * each.share:.0f} % of the variance ({each.scenario})"
        rows.append((o.about, o.declared.value, each.licence.value, o.licence.value, why))
    return (
        Heading(text="Licences, computed"),
        Paragraph(
            text="An output is at most a scenario where a guess that no figure fixes, or the choice between rival "
            f"laws, carries more than {100 * CARRIES:.0f} % of the variance of a forecast for one person in some "
            f"scenario, unless the output is known to {100 * KNOWN:.0f} % all in all. The stricter of this and of what "
            "kind of thing it is holds, on every page and in every file. Outputs that are not in this table "
            "have the licence of their kind."
        ),
        Table(columns=("output", "by its kind", "by its variance", "holds", "because"), rows=rows),
    )


def _input(name: str) -> str:
    return f"the {name}" if name == NERVE_BLOCK else name if name == CALIBRATED else f"`{name}`"


def _measurements() -> Iterator[Part]:
    yield Heading(text=f"{_count()} measurements that would narrow the forecasts most")
    yield Paragraph(
        text="Chosen one after the other from a list, by the variance of all main outputs in all scenarios that is "
        "left on average. Everything is taken as linear and normal around the medians, under the first law of nerve "
        "injury, with the error that a study of about 50 people would leave."
    )
    yield Table(
        columns=("measurement", "its error", "variance left on average", "narrows most"),
        rows=[
            (
                row["words"],
                row["error"],
                f"{100 * float(row['left']):.0f} %",
                f"{OBSERVATIONS[row['output']].about}, {row['scenario']}: "
                f"{100 * float(row['taken']):.0f} % less variance",
            )
            for row in measurements()
        ],
    )
    yield Bullets(
        items=[
            "A measurement that a person file can hold changes nothing here: this is about the middle of people.",
            "Between rival laws of nerve injury no single number decides; what would is a course over months.",
        ]
    )


def _count() -> str:
    return {5: "Five"}.get(CHOSEN, str(CHOSEN))
