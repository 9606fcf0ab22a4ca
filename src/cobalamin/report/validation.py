"""The credibility matrix as a document: headline, misses first, what it must not be used for, a table an output."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cobalamin import __version__
from cobalamin.evidence import Use
from cobalamin.evidence.nhanes import STUDY
from cobalamin.parameters import Grade, parameters
from cobalamin.plot.validation import draw_validation
from cobalamin.plot.validation_matrix import draw_matrix
from cobalamin.plot.validation_ratios import draw_ratios
from cobalamin.report.document import Bullets, Document, Heading, Paragraph, Part, Picture, Table
from cobalamin.report.licences import CONTEXT_OF_USE, LICENCE_WORDS
from cobalamin.report.page import say_grades
from cobalamin.report.validation_words import (
    BLOCK_WORDS,
    KIND_WORDS,
    NOTHING,
    SIDE_WORDS,
    baseline_table,
    disagreement_table,
    measures_table,
    number,
    percent,
    plural,
    rows_table,
    say_baseline,
    say_measures,
    told,
    worst_table,
)
from cobalamin.validate.credibility import Output, credibility
from cobalamin.validate.known_misses import KnownMiss, known_misses
from cobalamin.validate.matrix import ORDER, Matrix
from cobalamin.validate.measures import GROUPS, HEADLINE
from cobalamin.validate.not_produced import not_produced
from cobalamin.validate.row import Block, Kind, Row
from cobalamin.validate.survey import labels_by_age

TITLE = "How far the numbers may be trusted"
POPULATION_NEAR = 0.15
"""Share by which a percentile of a population may be off."""
_OPEN_ROWS = 14
"""Figures with more rows than this are folded on a page."""
_HEADINGS = Table(
    columns=("heading here", "ICH M15", "FDA guidance of 2023", "ASME V&V 40"),
    rows=(
        ("question of interest", "question of interest", "question of interest", "question of interest"),
        ("context of use", "context of use", "context of use", "context of use"),
        ("model influence", "model influence", "model influence", "model influence"),
        ("decision consequence", "consequence of a wrong decision", "decision consequence", "decision consequence"),
        ("model risk", "model risk", "model risk", "model risk"),
        ("computed again", "verification", "code verification", "verification: code"),
        ("solver error", "verification", "calculation verification", "verification: calculation"),
        ("used for fitting", "model evaluation", "model calibration evidence", "validation: model inputs"),
        ("kept for testing", "external validation", "in vivo and population-based evidence", "validation: comparison"),
        ("what is tested stands for what is asked", "applicability", "applicability", "applicability"),
    ),
)


def validation_document(matrix: Matrix, *, commands: Sequence[str], licences: Sequence[Part] = ()) -> Document:
    """The whole document.

    Arguments:
        commands: of the command line that exist, so that an output without one is told as not built.
        licences: what the variance of each output rests on and which licence follows, where it was computed.
    """
    return Document(
        title=TITLE,
        use=CONTEXT_OF_USE,
        parts=(
            *_failed(matrix),
            *_headline(matrix),
            *_misses(matrix),
            *_population(matrix),
            *_known(matrix),
            *_use(),
            *_numbers(matrix),
            *_baseline(matrix),
            *_credibility(matrix, commands),
            *licences,
            *_method(matrix),
            *_all_rows(matrix),
            *_not_produced(),
        ),
        foot=f"cobalamin {__version__}, body {matrix.body}, {plural(matrix.studies, 'study file')} run by "
        "`cobalamin model validate`.",
    )


def _failed(matrix: Matrix) -> Iterator[Part]:
    if matrix.failed:
        yield Heading(text="Studies that could not be run")
        yield Bullets(items=[f"{name}: {reason}" for name, reason in matrix.failed.items()])


def _headline(matrix: Matrix) -> Iterator[Part]:
    yield Heading(text="In short")
    yield Paragraph(
        text="Published figures beside what the same virtual study gives. Every study counts once, however many "
        "figures it has. Kinetics and biomarkers make the headline; nerve, pain and harm stand alone, because "
        "agreement of one part says nothing about another."
    )
    for words, blocks in GROUPS:
        if len(blocks) == 1 and blocks[0] in HEADLINE:
            continue
        yield Paragraph(
            text=f"**{words.capitalize()}** ({BLOCK_WORDS[words]}): "
            f"{say_measures(matrix.measured(Kind.PREDICTED, blocks), Kind.PREDICTED)}"
        )
    tested = [each.row for each in matrix.ordered(Kind.PREDICTED)]
    if any(row.ratio is not None for row in matrix.rows):
        svg = draw_ratios(matrix.rows, name="ratios")
        yield Picture(name="validation_ratios", svg=svg, shows="simulated over observed by part of the model")
    if tested:
        svg = draw_matrix(tested, name="matrix", what="figures kept for testing")
        yield Picture(name="validation_matrix", svg=svg, shows="studies kept for testing by part of the model")


def _misses(matrix: Matrix) -> Iterator[Part]:
    yield Heading(text="Misses")
    yield Paragraph(
        text="A figure is missed where the reported interval and the simulated one do not meet, where a reported value "
        "without an interval lies outside the simulated one, and where the model goes the wrong way. This is stricter "
        "than the 90 % interval, which also holds how far studies disagree with each other. "
        "Here stands one line a study and part, with the figure that is furthest off; every missed figure stands first "
        "in the tables at the end."
    )
    for kind in SIDE_WORDS:
        worst = worst_table(matrix, kind)
        yield Heading(text=f"Missed, {SIDE_WORDS[kind]}", level=3)
        yield worst if worst.rows else Paragraph(text="None.")


def _population(matrix: Matrix) -> Iterator[Part]:
    labels, study = labels_by_age(Use.VALIDATE), STUDY[Use.VALIDATE]
    own = [row for row in matrix.rows if row.study == study and row.quantity in labels and row.ratio is not None]
    if not own:
        return
    far = [row for row in own if abs((row.ratio or 1.0) - 1.0) > POPULATION_NEAR]
    yield Heading(text="Markers of a population")
    yield Paragraph(
        text=f"Percentiles 5, 50 and 95 of serum B12, methylmalonate, homocysteine, haemoglobin and the volume of red "
        f"cells by band of age, in the surveys kept for testing ({study}): {len(own) - len(far)} of {len(own)} lie "
        f"within {100 * POPULATION_NEAR:.0f} % of what was measured." + (" The others:" if far else "")
    )
    if far:
        yield Table(
            columns=("percentile", "unit", "observed", "simulated"),
            rows=[(row.quantity, row.unit, told(row, row.observed), told(row, row.simulated)) for row in far],
        )


def _known(matrix: Matrix) -> Iterator[Part]:
    yield Heading(text="Known misses")
    yield Paragraph(
        text="Misses of an early version, each with the figure that tells whether it still holds. Those that must stay "
        "are findings that a sound model does not give: one that hits them would be fitted to chance."
    )
    yield Table(
        columns=("miss", "figure", "observed", "simulated", "now", "what stands behind it"),
        rows=[_known_line(miss, miss.row_in(matrix.rows)) for miss in known_misses()],
    )


def _known_line(miss: KnownMiss, row: Row | None) -> tuple[str, ...]:
    if row is None:
        return miss.what, NOTHING, NOTHING, NOTHING, "not measured", miss.because
    state = "missed" if row.is_missed else "met"
    if miss.must_stay:
        state = "missed, as it must be" if row.is_missed else "met, which it should not be"
    figure = f"{row.study}: {row.quantity} ({row.unit}), {SIDE_WORDS.get(row.kind, row.kind.value)}"
    return miss.what, figure, told(row, row.observed), told(row, row.simulated), state, miss.because


def _numbers(matrix: Matrix) -> Iterator[Part]:
    yield Heading(text="The same in numbers")
    for kind in SIDE_WORDS:
        yield Heading(text=SIDE_WORDS[kind].capitalize(), level=3)
        yield Paragraph(text=KIND_WORDS[kind])
        yield measures_table(matrix, kind)


def _use() -> Iterator[Part]:
    told = credibility()
    yield Heading(text="What it must not be used for")
    yield Bullets(items=told.must_not)
    yield Heading(text="Context of use, assumptions, limits")
    yield Paragraph(text=told.context)
    yield Heading(text="Assumptions", level=3)
    yield Bullets(items=told.assumptions)
    every = parameters().values()
    shares = {grade: sum(each.grade is grade for each in every) / len(every) for grade in Grade}
    yield Paragraph(text=f"Of the {len(every)} parameters of the model, {say_grades(shares)}.")
    yield Heading(text="Limits of validity", level=3)
    yield Bullets(items=told.limits)
    yield Heading(text="What each sort of output may be used for", level=3)
    yield Bullets(items=[f"**{licence.value}**: {words}" for licence, words in LICENCE_WORDS.items()])


def _baseline(matrix: Matrix) -> Iterator[Part]:
    yield Heading(text="Beside no model")
    yield Paragraph(
        text="What one would say without a model: the mean of what studies used for fitting reported for the same sort "
        "of quantity. Where it lies nearer to the figures kept for testing, the model has added nothing there."
    )
    yield Bullets(items=[f"**{words}**: {say_baseline(matrix.against_baseline(own))}" for words, own in GROUPS])
    wins = baseline_table(matrix)
    yield Heading(text="Where the mean of earlier studies wins", level=3)
    yield wins if wins.rows else Paragraph(text="Nowhere.")


def _credibility(matrix: Matrix, commands: Sequence[str]) -> Iterator[Part]:
    yield Heading(text="Credibility of each output")
    yield Paragraph(
        text="Under the headings of ICH M15, of the guidance of the FDA on computational modelling (2023) and of ASME "
        "V&V 40, as we read them. Influence, consequence and risk are judgements of the authors; the evidence is "
        "computed."
    )
    yield _HEADINGS
    for output in credibility().outputs:
        yield Heading(text=output.name, level=3)
        yield Table(columns=("heading", "here"), rows=_output_rows(matrix, output, built=output.name in commands))


def _output_rows(matrix: Matrix, output: Output, *, built: bool) -> list[tuple[str, str]]:
    state = f"`cobalamin {output.name}` can be run." if built else f"`cobalamin {output.name}` is not built yet."
    rows = [
        ("state", state),
        ("question of interest", output.question),
        ("context of use", output.context_of_use),
        ("model influence", f"{output.influence.value.capitalize()}. {output.influence_why}"),
        ("decision consequence", f"{output.consequence.value.capitalize()}. {output.consequence_why}"),
        ("model risk", f"{output.risk.value.capitalize()}. {output.risk_why}"),
    ]
    for block in output.blocks:
        for kind, words in SIDE_WORDS.items():
            rows.append((f"evidence, {block.value}, {words}", say_measures(matrix.measured(kind, (block,)), kind)))
    rows += [("what would change the answer", each) for each in output.would_change]
    return rows


def _method(matrix: Matrix) -> Iterator[Part]:
    yield Heading(text="How it is measured")
    yield Bullets(
        items=[
            "Fold error: simulated / observed or its inverse, whichever is above 1; the geometric mean over studies. "
            "An effect that is absent or turned round counts as the largest.",
            "The simulated value is the mean over the rival nerve blocks, and its interval reaches from the lowest to "
            "the highest of them, each from drawing as many people as the study had.",
            "90 % interval: sampling error of a study of this size, once; what the fit leaves open in the parameters, "
            "where it is known; and how far studies disagree beyond that, estimated from figures used for fitting.",
            "A direction is 1 for more, -1 for less, 0 for no change. It has no ratio and no interval.",
            "The table is also a file, `validation.csv`.",
        ]
    )
    yield Heading(text="How far studies disagree with the model beyond sampling", level=3)
    yield disagreement_table(matrix)
    for kind in (Kind.VERIFICATION, Kind.BUILT_IN):
        found = matrix.measured(kind, tuple(Block))
        off = number(found.geometric_mean_fold_error)
        factor = "" if off == NOTHING else f", off by a factor of {off} in the geometric mean"
        yield Paragraph(
            text=f"{KIND_WORDS[kind]} {plural(found.rows, 'figure')} of {plural(found.studies, 'study')}{factor}; "
            f"{found.misses} missed."
        )
    yield Paragraph(text="Error of the solver itself: `cobalamin model check --fast`.")


def _all_rows(matrix: Matrix) -> Iterator[Part]:
    yield Heading(text="Every figure")
    for words, blocks in GROUPS:
        if len(blocks) == 1 and blocks[0] in HEADLINE:
            continue
        tested = matrix.ordered(Kind.PREDICTED, blocks)
        if not any(each.row.ratio is not None for each in tested):
            continue
        name = words.replace(" ", "_")
        what = f"figures of {words} kept for testing"
        shows = f"simulated over observed, {what}"
        folded = shows.capitalize() if len(tested) > _OPEN_ROWS else ""
        yield Picture(
            name=f"validation_{name}", svg=draw_validation(tested, name=name, what=what), shows=shows, folded=folded
        )
    others = [each.row for each in matrix.ordered() if each.row.kind is not Kind.PREDICTED]
    if others:
        svg = draw_matrix(others, name="others", what="figures not kept for testing")
        shows = "studies not kept for testing by part of the model"
        yield Picture(name="validation_others", svg=svg, shows=shows, folded=shows.capitalize())
    for kind in ORDER:
        own = matrix.ordered(kind)
        if own:
            yield Heading(text=f"{kind.value.capitalize()}: every figure", level=3)
            yield rows_table(own, folded=f"{plural(len(own), 'figure')}, {percent(_agree(matrix, kind))} agree")


def _agree(matrix: Matrix, kind: Kind) -> float:
    found = matrix.measured(kind, tuple(Block))
    return 1 - found.misses / found.rows


def _not_produced() -> Iterator[Part]:
    yield Heading(text="Not produced")
    rows = [(each.study, each.quantity, each.reason) for each in not_produced()]
    yield Table(columns=("study", "what", "why not"), rows=rows, folded=plural(len(rows), "result"))
