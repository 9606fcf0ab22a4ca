"""The page of the checks of the assessment: simulated people, another law of nerve injury, and a survey."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cobalamin import __version__
from cobalamin.plot.assessment_checks import draw_ranks, draw_reliability
from cobalamin.plot.quantities import quantity
from cobalamin.report.document import Document, Heading, Paragraph, Part, Picture, Table, to_markdown
from cobalamin.report.licences import CONTEXT_OF_USE

TITLE = "How well the assessment knows what it does not know"
WITHIN = 0.05
"""Distance of a coverage from what it says that is accepted."""


def assessment_document(results: Mapping[str, Any]) -> Document:
    """The whole page."""
    return Document(
        title=TITLE,
        use=CONTEXT_OF_USE,
        parts=(*_same(results["same_model"]), *_other(results["other_nerve_law"]), *_survey(results["survey"])),
        foot=f"cobalamin {__version__}; written by tools/write_assessment.py.",
    )


def write_page(results: Mapping[str, Any], docs: Path) -> None:
    """Write the page and its figures into the folder of the documentation."""
    document = assessment_document(results)
    page = to_markdown(document, comment="Written by tools/write_assessment.py; do not edit.")
    (docs / "assessment.md").write_text(page, encoding="utf-8")
    for each in document.pictures:
        (docs / "images" / f"{each.name}.svg").write_text(f"{each.svg.strip()}\n", encoding="utf-8")


def _ranked(part: Mapping[str, Any]) -> Table:
    rows: list[tuple[str, ...]] = []
    for name, covered in part["coverage"].items():
        shares = [f"{100 * covered[str(level)]:.0f} %" for level in (50, 80, 90)]
        rows.append((quantity(name).label, *shares, f"{part['uniform'][name]:.2f}"))
    return Table(columns=("level", "in 50 %", "in 80 %", "in 90 %", "p that ranks are uniform"), rows=rows)


def off(part: Mapping[str, Any]) -> list[str]:
    """Levels whose coverage is further than `WITHIN` from what it says, in words."""
    return [
        f"{quantity(name).label} in {level} %: {100 * share:.0f} %"
        for name, covered in part["coverage"].items()
        for level, share in covered.items()
        if abs(share - int(level) / 100) > WITHIN + 1e-9
    ]


def _same(part: Mapping[str, Any]) -> Iterator[Part]:
    yield Heading(text="The same model: verification")
    wrong = off(part)
    told = f"Further off than 5 points: {'; '.join(wrong)}." if wrong else "No coverage is further off than 5 points."
    yield Paragraph(
        text=f"{part['people']} people were drawn from the assessment's own prior, measured with its noise and asked "
        "for "
        f"two complaints; their true levels were hidden. {told} Half of the assessments rest on more than "
        f"{part['effective_size']['median']} effective particles of {part['particles']} and more; the weakest on "
        f"{part['effective_size']['least']}. This verifies the calculation and is no evidence about people."
    )
    yield _ranked(part)
    yield Picture(
        name="assessment_ranks",
        svg=draw_ranks(part, name="assessment_ranks", heading="The truth falls anywhere among the selves"),
        shows="histograms of the rank of the truth",
    )
    yield from _chances(part, "assessment_lack", "assessment_cause")


def _chances(part: Mapping[str, Any], lack: str, cause: str) -> Iterator[Part]:
    for key, name, words in (
        ("functional", lack, "probability of deficiency (function)"),
        ("parts", cause, "part of lack of B12 in a complaint"),
    ):
        seen = part[key]
        yield Paragraph(
            text=f"The {words}: stated on average {seen['predicted']:.2f}, true in {seen['observed']:.2f} of "
            f"{seen['people']}; Brier score {seen['brier']:.3f}"
            + (f", area under the curve {seen['auc']:.2f}." if seen["auc"] is not None else ".")
        )
        heading = "What was said of deficiency" if key == "functional" else "What was said of the cause"
        yield Picture(
            name=name,
            svg=draw_reliability(seen, name=name, heading=f"{heading}, and what was true"),
            shows=f"{words}: stated and true",
        )


def _other(part: Mapping[str, Any]) -> Iterator[Part]:
    yield Heading(text="Another law of nerve injury")
    wrong = off(part)
    told = f"Further off than 5 points: {'; '.join(wrong)}." if wrong else "No coverage is further off than 5 points."
    yield Paragraph(
        text="The same people, assessed without the law of nerve injury that made their truth. What blood says should "
        "hold; "
        f"what is said of the cause leans on laws that are wrong here. {told}"
    )
    yield _ranked(part)
    yield from _chances(part, "assessment_lack_other", "assessment_cause_other")


def _survey(part: Mapping[str, Any] | None) -> Iterator[Part]:
    yield Heading(text="People of a survey: methylmalonate, hidden")
    if part is None:
        yield Paragraph(text="Not run: the survey's data were not at hand.")
        return
    model = part["model"]
    better = all(
        model["log_score"] > each["log_score"] and model["auc"] > each["auc"] for each in part["regressions"].values()
    )
    yield Paragraph(
        text=f"Methylmalonate of {part['participants']} people of NHANES 2003-2004 was predicted from everything else "
        "that a "
        f"clinician would know. Regressions were fitted to {part['fitted_on']} people of 1999-2002. "
        f"{part['raised']} values are raised for age and kidneys. "
        + ("The model is better than both regressions." if better else "The model is not better in everything.")
    )
    rows = [("this model", model), *part["regressions"].items()]
    yield Table(
        columns=("method", "log score (higher is better)", "area under the curve", "in the 90 % interval"),
        rows=[(name, f"{s['log_score']:.3f}", f"{s['auc']:.3f}", f"{100 * s['coverage']:.0f} %") for name, s in rows],
    )
