"""The page of the calibration: what was fitted to what, what each number became, and what the figures leave open."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobalamin import __version__
from cobalamin.evidence import split_date
from cobalamin.infer.priors import What, priors_date
from cobalamin.infer.result import FLAT, Calibrated, Calibration, covariance
from cobalamin.parameters import committed_parameters
from cobalamin.plot.calibration import draw_calibration
from cobalamin.report.document import Document, Heading, Paragraph, Part, Picture, Table, to_markdown
from cobalamin.report.licences import CONTEXT_OF_USE

TITLE = "Calibration"
TIED = 0.7
"""Size of a posterior correlation from which two numbers are told to hang together."""
_HEADINGS = {
    What.VALUE: "Medians of people",
    What.SPREAD: "Spreads between people (standard deviation of the logarithm)",
}


def calibration_document(calibration: Calibration) -> Document:
    """The whole page."""
    return Document(
        title=TITLE,
        use=CONTEXT_OF_USE,
        parts=(
            *_about(calibration),
            *_result(calibration),
            *_open(calibration),
            *_tied(calibration),
            *_starts(calibration),
        ),
        foot=f"cobalamin {__version__}, calibration {calibration.version} of {calibration.date.isoformat()}, figures "
        f"and priors {calibration.data_hash}.",
    )


def calibration_files(calibration: Calibration) -> dict[str, bytes]:
    """Path in the folder of the documentation -> content."""
    document = calibration_document(calibration)
    page = to_markdown(document, comment="Written by tools/calibrate.py; do not edit.")
    figures = {f"images/{each.name}.svg": f"{each.svg.strip()}\n" for each in document.pictures}
    return {path: text.encode() for path, text in {"calibration.md": page, **figures}.items()}


def _about(calibration: Calibration) -> Iterator[Part]:
    fixed = sum(each.identified for each in calibration.fitted.values())
    yield Paragraph(
        text=f"{len(calibration.fitted)} numbers of the population were fitted to {calibration.figures} figures of "
        f"{calibration.studies} studies and surveys that the split sets aside for calibration; {fixed} of them are "
        "identified. No figure of a study kept for testing was used. The split was decided study by study, by "
        f"{split_date().isoformat()}, and the beliefs before the fit are of {priors_date().isoformat()}."
    )
    yield Paragraph(
        text="The numbers are the mode of the posterior: log-normal priors, figures with an expected error made of "
        "sampling and of the disagreement between studies, and a loss that grows like the distance far out, so that "
        "a figure that the model cannot give does not bend the others. A study counts like the square root of its "
        "figures. Derivatives come from the solver's own steps. The intervals are those of Laplace: of a normal "
        "posterior with the curvature at the mode. Nothing was sampled, so there is no R-hat."
    )


def _result(calibration: Calibration) -> Iterator[Part]:
    yield Picture(
        name="calibration",
        svg=draw_calibration(calibration),
        shows="each number before and after the fit, with 95 % intervals",
    )
    for what in What:
        own = [each for each in calibration.fitted.values() if each.prior.what is what]
        if not own:
            continue
        yield Heading(text=_HEADINGS[what])
        yield Table(
            columns=("number", "before (95 %)", "after (95 %)", "what the figures say", "belief before rests on"),
            rows=[_line(each) for each in own],
        )


def _line(each: Calibrated) -> tuple[str, ...]:
    p = each.prior
    unit = committed_parameters()[p.name].unit if p.what is What.VALUE else "1"
    after = _between(each.number, each.sd) if each.identified else "as before"
    return (
        f"`{p.name}`" + ("" if unit == "1" else f", {unit}"),
        _between(p.median, p.sd),
        after,
        each.words,
        f"{p.why} (`{p.source}`)",
    )


def _between(middle: float, sd: float) -> str:
    low, high = (middle * float(np.exp(sign * 1.959964 * sd)) for sign in (-1, 1))
    return f"{middle:.3g} ({low:.2g} to {high:.2g})"


def _open(calibration: Calibration) -> Iterator[Part]:
    yield Heading(text="What the figures do not fix")
    prior = [each for each in calibration.fitted.values() if not each.identified]
    yield Paragraph(
        text="These stay at their prior, because the figures would shrink its variance by less than a tenth: "
        + (", ".join(f"`{each.prior.name}` ({each.prior.what.value})" for each in prior) or "none")
        + "."
    )
    sides = [
        each for each in calibration.fitted.values() if each.identified and min(each.rise_below, each.rise_above) < FLAT
    ]
    yield Paragraph(
        text="A profile holds a number two standard deviations from its mode and fits all others again; the cost rises "
        f"by 4 where the posterior is normal. It rises by less than {FLAT:g} on one side or both, so that the interval "
        "is too short there, for: " + (", ".join(f"`{each.prior.name}`" for each in sides) or "none") + "."
    )


def _tied(calibration: Calibration) -> Iterator[Part]:
    matrix = covariance()
    sd = np.sqrt(np.diag(matrix))
    correlation = matrix / np.outer(sd, sd)
    names = list(calibration.fitted)
    pairs = sorted(
        (
            (float(correlation[i, j]), names[i], names[j])
            for i in range(len(names))
            for j in range(i + 1, len(names))
            if abs(correlation[i, j]) >= TIED
        ),
        key=lambda pair: -abs(pair[0]),
    )
    yield Heading(text="Numbers that hang together")
    if not pairs:
        yield Paragraph(text=f"No two numbers have a posterior correlation of {TIED:g} or more in size.")
        return
    yield Paragraph(
        text="The figures fix a combination of these better than each of them: "
        + "; ".join(f"`{one}` and `{other}` ({size:+.2f})" for size, one, other in pairs)
        + "."
    )


def _starts(calibration: Calibration) -> Iterator[Part]:
    apart = sorted(
        ((each.starts, key) for key, each in calibration.fitted.items() if each.identified and each.starts > 1.0),
        reverse=True,
    )
    yield Heading(text="Several starts")
    yield Paragraph(
        text=f"The fit was begun {len(calibration.starts)} times, once from the priors and else from numbers drawn "
        "around them; the costs reached were "
        + ", ".join(f"{value:.2f}" for value in calibration.starts)
        + ". Between starts, these end more than one posterior standard deviation apart: "
        + (", ".join(f"`{key}` ({size:.1f})" for size, key in apart) or "none")
        + "."
    )
