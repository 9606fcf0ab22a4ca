"""How good the agreement is, in a few numbers: fold error, share within 2-fold, coverage, misses, wrong signs.

Every study has the weight 1, shared by those of its rows that enter the number. Kinetics and biomarkers make the
headline; every other block stands alone, because agreement about pain says nothing about kinetics.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cobalamin.validate.row import DIRECTION, Block, Kind, Row
from cobalamin.validate.weights import study_weights, weighted_mean

HEADLINE = (Block.KINETICS, Block.BIOMARKERS)
"""The blocks that are told together."""
GROUPS: tuple[tuple[str, tuple[Block, ...]], ...] = (
    ("kinetics and biomarkers", HEADLINE),
    *((block.value, (block,)) for block in Block),
)
"""Words -> blocks measured together."""


MOST_FOLD = 100.0
"""As which an effect counts that is absent or turned round where one was reported: its ratio has no meaning."""


def _log_fold(ratio: float) -> float:
    most = math.log(MOST_FOLD)
    return min(abs(math.log(ratio)), most) if ratio > 0 else most


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A row and what it is judged by.

    Attributes:
        row: what was reported and what the model gives.
        interval_90: where nine of ten reported values should fall; None where that is not known.
        baseline: what one would say without the model; None where nothing like it was reported before.
    """

    row: Row
    interval_90: tuple[float, float] | None = None
    baseline: float | None = None

    @property
    def is_covered(self) -> bool | None:
        """Whether the reported value lies inside the 90 % interval; None where there is no interval or no value."""
        if self.interval_90 is None or self.row.observed is None:
            return None
        return self.interval_90[0] <= self.row.observed <= self.interval_90[1]

    @property
    def log_fold(self) -> float | None:
        """|ln ratio| of the model, at most ln of `MOST_FOLD`; None for a row without a ratio."""
        return None if self.row.ratio is None else _log_fold(self.row.ratio)

    @property
    def baseline_log_fold(self) -> float | None:
        """The same of the baseline."""
        if self.baseline is None or not self.row.observed:
            return None
        return _log_fold(self.baseline / self.row.observed)


@dataclass(frozen=True, kw_only=True)
class Measures:
    """Of the rows of one kind in one group of blocks. None where no row tells.

    Attributes:
        rows, studies: how many.
        ratios: rows with a ratio of simulated to observed.
        geometric_mean_fold_error: exp of the mean of |ln ratio|; an effect that is absent or turned round counts as
            `MOST_FOLD`.
        within_2_fold: share of rows with a ratio; another sign is not within.
        intervals: rows with a 90 % interval.
        coverage_90: share of reported values inside it.
        directions, directions_right: rows of a direction.
        misses: rows in which model and report disagree.
        wrong_signs: those of them that go the other way.
    """

    rows: int
    studies: int
    ratios: int
    geometric_mean_fold_error: float | None
    within_2_fold: float | None
    intervals: int
    coverage_90: float | None
    directions: int
    directions_right: int
    misses: int
    wrong_signs: int


def of_kind(judged: Iterable[Judged], kind: Kind, blocks: Sequence[Block]) -> list[Judged]:
    """Rows of one kind in these blocks."""
    return [each for each in judged if each.row.kind is kind and each.row.block in blocks]


def _mean(pairs: Sequence[tuple[str, float]]) -> float | None:
    return weighted_mean([value for _, value in pairs], study_weights([study for study, _ in pairs]))


def measures(judged: Sequence[Judged]) -> Measures:
    """All numbers of these rows."""
    rows = [each.row for each in judged]
    ratios = [row for row in rows if row.ratio is not None]
    folds = [(each.row.study, fold) for each in judged if (fold := each.log_fold) is not None]
    covered = [(each.row.study, float(inside)) for each in judged if (inside := each.is_covered) is not None]
    ways = [row for row in rows if row.unit == DIRECTION]
    mean = _mean(folds)
    return Measures(
        rows=len(rows),
        studies=len({row.study for row in rows}),
        ratios=len(ratios),
        geometric_mean_fold_error=None if mean is None else math.exp(mean),
        within_2_fold=_mean([(row.study, float(row.is_near)) for row in ratios]),
        intervals=len(covered),
        coverage_90=_mean(covered),
        directions=len(ways),
        directions_right=sum(row.simulated == row.observed for row in ways),
        misses=sum(row.is_missed for row in rows),
        wrong_signs=sum(row.has_wrong_sign for row in rows),
    )


@dataclass(frozen=True, kw_only=True)
class AgainstBaseline:
    """Model and baseline on the same rows.

    Attributes:
        rows, studies: predicted, with a ratio of both.
        without: predicted rows with a ratio to which no earlier study reported anything alike.
        model, baseline: geometric mean fold errors; None without such rows.
        baseline_nearer: rows in which the baseline lies nearer.
    """

    rows: int
    studies: int
    without: int
    model: float | None
    baseline: float | None
    baseline_nearer: int

    @property
    def baseline_wins(self) -> bool:
        """Whether one would have done better without the model."""
        return self.model is not None and self.baseline is not None and self.baseline < self.model


def against_baseline(judged: Sequence[Judged]) -> AgainstBaseline:
    """Predicted rows alone; others are left out."""
    predicted = [each for each in judged if each.row.kind is Kind.PREDICTED and each.row.ratio is not None]
    both = [
        (each.row.study, ours, theirs)
        for each in predicted
        if (ours := each.log_fold) is not None and (theirs := each.baseline_log_fold) is not None
    ]
    model, baseline = _mean([(s, ours) for s, ours, _ in both]), _mean([(s, theirs) for s, _, theirs in both])
    return AgainstBaseline(
        rows=len(both),
        studies=len({study for study, _, _ in both}),
        without=sum(each.baseline is None for each in predicted),
        model=None if model is None else math.exp(model),
        baseline=None if baseline is None else math.exp(baseline),
        baseline_nearer=sum(theirs < ours for _, ours, theirs in both),
    )
