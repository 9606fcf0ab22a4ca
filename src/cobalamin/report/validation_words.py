"""Numbers and verdicts of the credibility matrix in words, the same on the console and on the page."""

from __future__ import annotations

from collections.abc import Sequence

from cobalamin.report.document import Table
from cobalamin.validate.interval import Scale
from cobalamin.validate.matrix import Matrix
from cobalamin.validate.measures import GROUPS, AgainstBaseline, Judged, Measures
from cobalamin.validate.row import DIRECTION, Kind, Row

NOTHING = "–"
KIND_WORDS = {
    Kind.PREDICTED: "Kept for testing, not seen when the model was made: only these are validation.",
    Kind.FITTED: "Used for fitting, or from a study set aside for it: agreement is no evidence.",
    Kind.VERIFICATION: "The same published model, computed again.",
    Kind.BUILT_IN: "True by construction.",
}
SIDE_WORDS = {Kind.PREDICTED: "kept for testing", Kind.FITTED: "used for fitting"}
BLOCK_WORDS = {
    "kinetics and biomarkers": "B12 in serum, body and gut; homocysteine, methylmalonate and the blood count",
    "kinetics": "absorption, transport, stores and loss of B12, and its serum levels",
    "biomarkers": "homocysteine, methylmalonate and the blood count",
    "nerve": "conduction, signs, recovery and thinking",
    "pain": "pain on placebo and on drugs for nerve pain",
    "harm": "unwanted effects of drugs and of vitamin B6",
    "mechanism": "enzymes, methylation and single fibres, not measured in patients",
}  # fmt: skip
_SCALE_WORDS = {
    Scale.LOG: "as a factor", Scale.SHARE: "shares of people", Scale.ADDITIVE: "changes and differences",
}  # fmt: skip


def number(value: float | None) -> str:
    """Three digits or all before the point; a dash for nothing.

    >>> number(0.1234), number(12345.6), number(None)
    ('0.123', '12346', '–')
    """
    if value is None:
        return NOTHING
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def percent(share: float | None) -> str:
    """A share as a whole number of percent.

    >>> percent(0.876), percent(None)
    ('88 %', '–')
    """
    return NOTHING if share is None else f"{100 * share:.0f} %"


_WAYS = {1.0: "more", 0.0: "no change", -1.0: "less"}


def told(row: Row, value: float | None) -> str:
    """A value of a row without its unit; a direction in a word."""
    return _WAYS.get(value, NOTHING) if row.unit == DIRECTION and value is not None else number(value)


def seen_and_made(row: Row) -> tuple[str, str]:
    """What was reported and what the model gives, each with its interval where there is one."""
    if row.unit == DIRECTION:
        return told(row, row.observed), told(row, row.simulated)
    seen = with_interval(row.observed, row.low, row.high)
    return seen, with_interval(row.simulated, row.simulated_low, row.simulated_high)


def with_interval(value: float | None, low: float | None, high: float | None) -> str:
    """A value, and its bounds where there are any.

    >>> with_interval(1.0, 0.5, 2.0)
    '1 (0.5 to 2)'
    """
    return number(value) if low is None or high is None else f"{number(value)} ({number(low)} to {number(high)})"


def plural(count: int, word: str) -> str:
    """Count and word.

    >>> plural(1, "study"), plural(2, "study"), plural(3, "figure")
    ('1 study', '2 studies', '3 figures')
    """
    many = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{count} {word if count == 1 else many}"


def say_measures(found: Measures, kind: Kind) -> str:
    """What the numbers mean, in a few sentences."""
    if not found.rows:
        return f"No figure was {SIDE_WORDS[kind]}."
    parts = [f"{plural(found.rows, 'figure')} of {plural(found.studies, 'study')} {SIDE_WORDS[kind]}"]
    if found.geometric_mean_fold_error is not None:
        parts.append(
            f"the model is off by a factor of {found.geometric_mean_fold_error:.2f} in the geometric mean, and "
            f"{percent(found.within_2_fold)} lie within 2-fold"
        )
    if found.coverage_90 is not None:
        parts.append(f"{percent(found.coverage_90)} of the reported values lie inside the 90 % interval")
    if found.directions:
        parts.append(f"{found.directions_right} of {plural(found.directions, 'direction')} right")
    wrong = f", {found.wrong_signs} of them the wrong way round" if found.wrong_signs else ""
    parts.append(f"{found.misses} missed{wrong}")
    return f"{'; '.join(parts)}."


def say_baseline(found: AgainstBaseline) -> str:
    """Model and baseline on the same rows, and which is nearer."""
    if found.model is None or found.baseline is None:
        return "No earlier study reported the like, so there is nothing to compare with."
    verdict = "The baseline wins" if found.baseline_wins else "The model wins"
    return (
        f"{verdict}: the model is off by a factor of {found.model:.2f}, the mean of earlier studies by "
        f"{found.baseline:.2f}, on {plural(found.rows, 'figure')} of {plural(found.studies, 'study')}; the baseline is "
        f"nearer in {found.baseline_nearer}."
    )


def measures_table(matrix: Matrix, kind: Kind) -> Table:
    """One row a group of blocks."""
    rows: list[tuple[str, ...]] = []
    for words, blocks in GROUPS:
        found = matrix.measured(kind, blocks)
        ways = f"{found.directions_right} of {found.directions}" if found.directions else NOTHING
        rows.append(
            (
                words, str(found.studies), str(found.rows), number(found.geometric_mean_fold_error),
                percent(found.within_2_fold), percent(found.coverage_90), ways, str(found.misses),
                str(found.wrong_signs),
            )
        )  # fmt: skip
    columns = (
        *("part", "studies", "figures", "fold error", "within 2-fold", "in 90 % interval", "directions right"),
        *("missed", "wrong way"),
    )
    return Table(columns=columns, rows=rows)


def rows_table(judged: Sequence[Judged], *, folded: str = "") -> Table:
    """One row a published figure."""
    rows: list[tuple[str, ...]] = []
    for each in judged:
        row = each.row
        between = NOTHING if each.interval_90 is None else " to ".join(map(number, each.interval_90))
        outcome = say_outcome(row)
        noted = f"{outcome}; {row.note}" if row.note else outcome
        rows.append((row.study, row.quantity, *seen_and_made(row), between, row.unit, row.block.value, noted))
    columns = ("study", "quantity", "observed", "simulated", "90 % interval", "unit", "part", "outcome")
    return Table(columns=columns, rows=rows, folded=folded)


def say_outcome(row: Row) -> str:
    """The verdict, or that the model goes the other way."""
    return "wrong way round" if row.has_wrong_sign else row.verdict.value


def worst_table(matrix: Matrix, kind: Kind) -> Table:
    """One row a study and part in which a figure is missed, with the figure that is furthest off."""
    own = matrix.ordered(kind)
    rows: list[tuple[str, ...]] = []
    for place in dict.fromkeys((each.row.block, each.row.study) for each in own if each.row.is_missed):
        here = [each.row for each in own if (each.row.block, each.row.study) == place]
        missed, worst = f"{sum(row.is_missed for row in here)} of {len(here)}", here[0]
        unit = "" if worst.unit in (DIRECTION, "1") else f" {worst.unit}"
        seen, made = told(worst, worst.observed), told(worst, worst.simulated)
        rows.append((worst.study, worst.block.value, missed, worst.quantity, f"{seen}{unit}", made))
    return Table(columns=("study", "part", "missed", "furthest off", "observed", "simulated"), rows=rows)


def baseline_table(matrix: Matrix) -> Table:
    """One row a sort of quantity of which one would have said better without the model."""
    rows = [
        (
            sort.words, sort.block.value, number(found.model), number(found.baseline), str(found.rows),
            str(found.studies),
        )
        for sort, found in matrix.against_baseline_by_sort().items()
        if found.baseline_wins
    ]  # fmt: skip
    columns = ("sort of quantity", "part", "fold error, model", "fold error, earlier studies", "figures", "studies")
    return Table(columns=columns, rows=rows)


def disagreement_table(matrix: Matrix) -> Table:
    """tau by pool, in words that can be pictured."""
    rows: list[tuple[str, ...]] = []
    for pool, found in sorted(matrix.disagreement.items(), key=lambda item: (item[0].block.value, item[0].scale.value)):
        match pool.scale:
            case Scale.LOG:
                size = f"a factor of {Scale.LOG.back(found.tau, ''):.2f}"
            case Scale.SHARE:
                half = Scale.SHARE.to(50.0, "%")
                size = f"{Scale.SHARE.back(half + found.tau, '%') - 50:.0f} percentage points at one half"
            case Scale.ADDITIVE:
                unit = pool.unit or "% of the full scale"
                size = f"{found.tau if pool.unit else 100 * found.tau:.2g} {unit}"
        rows.append((pool.block.value, _SCALE_WORDS[pool.scale], size, str(found.rows), str(found.studies)))
    return Table(columns=("part", "compared", "one standard deviation", "figures", "studies"), rows=rows)
