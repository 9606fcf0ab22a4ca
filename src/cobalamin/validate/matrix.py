"""The credibility matrix: every study run, every row judged, and the numbers of every part of the model.

Each study runs by itself in one of several processes and gives the same rows whatever their number. A study that fails
is named and leaves the others alone.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from typing import Any

from cobalamin.body.fingerprint import body_hash
from cobalamin.errors import CobalaminError
from cobalamin.validate.baseline import Sort, baseline_of, baselines, sort_of
from cobalamin.validate.interval import Disagreement, ParameterSpread, Pool, disagreements, interval_90, no_spread
from cobalamin.validate.measures import (
    GROUPS,
    AgainstBaseline,
    Judged,
    Measures,
    against_baseline,
    measures,
    of_kind,
)
from cobalamin.validate.row import Block, Kind, Row
from cobalamin.validate.studies import rows_of, studies

WORKERS = 2
SIDES: Mapping[str, Kind] = {"calibration": Kind.FITTED, "validation": Kind.PREDICTED}
"""Name of a side in the JSON -> its kind."""
MEASURED = ("geometric_mean_fold_error", "within_2_fold", "coverage_90")
ORDER = (Kind.PREDICTED, Kind.FITTED, Kind.VERIFICATION, Kind.BUILT_IN)
"""Kinds from the most to the least telling."""

Ran = tuple[str, tuple[Row, ...], str]
"""Module of a study, its rows, and the reason where it failed."""


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """Everything that was found.

    Attributes:
        judged: rows in the order of the studies.
        disagreement: between studies, by pool.
        failed: module of a study -> reason.
        studies: modules that were run, failed ones counted.
        body: hash of the body that was run.
    """

    judged: tuple[Judged, ...]
    disagreement: Mapping[Pool, Disagreement]
    failed: Mapping[str, str] = field(default_factory=dict)
    studies: int
    body: str

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows alone."""
        return tuple(each.row for each in self.judged)

    def measured(self, kind: Kind, blocks: Sequence[Block]) -> Measures:
        """Of one kind in these blocks."""
        return measures(of_kind(self.judged, kind, blocks))

    def against_baseline(self, blocks: Sequence[Block]) -> AgainstBaseline:
        """Of the predicted rows in these blocks."""
        return against_baseline(of_kind(self.judged, Kind.PREDICTED, blocks))

    def against_baseline_by_sort(self) -> dict[Sort, AgainstBaseline]:
        """The same by sort of quantity, for sorts that earlier studies reported."""
        groups: dict[Sort, list[Judged]] = {}
        for each in self.ordered(Kind.PREDICTED):
            sort = sort_of(each.row)
            if sort is not None and each.baseline is not None:
                groups.setdefault(sort, []).append(each)
        return {sort: against_baseline(own) for sort, own in groups.items()}

    def ordered(self, kind: Kind | None = None, blocks: Sequence[Block] = tuple(Block)) -> list[Judged]:
        """Kinds in `ORDER`, misses first, then by block, the wrong way round first and by how far off."""
        own = [e for e in self.judged if e.row.block in blocks and (kind is None or e.row.kind is kind)]
        return sorted(own, key=_far_first)

    def check_complete(self) -> None:
        """Errors: CobalaminError names the studies that failed."""
        if self.failed:
            told = "; ".join(f"{name}: {reason}" for name, reason in self.failed.items())
            raise CobalaminError(f"{len(self.failed)} of {self.studies} studies failed: {told}")


def _far_first(each: Judged) -> tuple[int, bool, int, bool, float, str, str]:
    row, block = each.row, list(Block).index(each.row.block)
    far = -(each.log_fold or 0.0)
    return ORDER.index(row.kind), not row.is_missed, block, not row.has_wrong_sign, far, row.study, row.quantity


def _run(name: str) -> Ran:
    try:
        return name, rows_of(name), ""
    except Exception as error:  # whatever a study raises is its own: the others are still worth having
        return name, (), f"{type(error).__name__}: {error}"


def run_studies(
    names: Sequence[str] | None = None, *, workers: int = WORKERS, tell: Callable[[str, int, int], None] | None = None
) -> list[Ran]:
    """Rows of every study, in the order of the names.

    Arguments:
        names: modules; default: all.
        workers: processes; 1 runs here.
        tell: called with name, number and total after every study.
    """
    asked = tuple(studies() if names is None else names)

    def told(found: Any) -> list[Ran]:
        done: list[Ran] = []
        for number, each in enumerate(found, start=1):
            if tell is not None:
                tell(each[0], number, len(asked))
            done.append(each)
        return done

    if workers == 1 or len(asked) < 2:
        return told(map(_run, asked))
    # A process that starts clean inherits no thread of this one.
    with ProcessPoolExecutor(min(workers, len(asked)), multiprocessing.get_context("spawn")) as pool:
        return told(pool.map(_run, asked))


def judge(ran: Sequence[Ran], *, spread: ParameterSpread = no_spread) -> Matrix:
    """The matrix of what was run.

    Arguments:
        ran: from `run_studies`.
        spread: standard deviation that the posterior of the fit leaves open in each simulated value, on the scale of
            the row (`cobalamin.validate.interval`); default: none known.
    """
    rows = [row for _, own, _ in ran for row in own]
    disagreement, earlier = disagreements(rows, spread), baselines(rows)
    return Matrix(
        judged=tuple(
            Judged(row=row, interval_90=interval_90(row, disagreement, spread), baseline=baseline_of(row, earlier))
            for row in rows
        ),
        disagreement=disagreement,
        failed={name: reason for name, _, reason in ran if reason},
        studies=len(ran),
        body=body_hash(),
    )


def row_to_json(each: Judged) -> dict[str, Any]:
    """One row with its verdict."""
    row = each.row
    return {
        "study": row.study,
        "quantity": row.quantity,
        "unit": row.unit,
        "observed": row.observed,
        "low": row.low,
        "high": row.high,
        "simulated": row.simulated,
        "simulated_low": row.simulated_low,
        "simulated_high": row.simulated_high,
        "use": row.use.value,
        "kind": row.kind.value,
        "source": row.source,
        "block": row.block.value,
        "verdict": row.verdict.value,
        "missed": row.is_missed,
        "wrong_sign": row.has_wrong_sign,
        "fold_error": row.fold_error,
        "interval_90": None if each.interval_90 is None else list(each.interval_90),
        "covered": each.is_covered,
        "baseline": each.baseline,
        "note": row.note,
    }


def to_json(matrix: Matrix, kinds: Sequence[Kind] = tuple(Kind)) -> dict[str, Any]:
    """One object: the measures of the headline, the same by block, the baseline, and the rows, misses first.

    Arguments:
        kinds: of the rows that are told; the measures are of all.
    """
    groups = {words: _group(matrix, blocks) for words, blocks in GROUPS}
    headline = groups.pop(GROUPS[0][0])
    return {
        **{name: headline[name] for name in MEASURED},
        "headline": headline,
        "blocks": groups,
        "baseline": {words: asdict(matrix.against_baseline(blocks)) for words, blocks in GROUPS},
        "baseline_wins": [
            {"block": sort.block.value, "quantity": sort.what, "unit": sort.unit, **asdict(found)}
            for sort, found in matrix.against_baseline_by_sort().items()
            if found.baseline_wins
        ],
        "disagreement": [
            {"block": pool.block.value, "scale": pool.scale.value, "unit": pool.unit, **asdict(found)}
            for pool, found in matrix.disagreement.items()
        ],
        "body": matrix.body,
        "studies": matrix.studies,
        "failed": dict(matrix.failed),
        "rows": [row_to_json(each) for each in matrix.ordered() if each.row.kind in kinds],
    }


def _group(matrix: Matrix, blocks: Sequence[Block]) -> dict[str, dict[str, Any]]:
    """Measure -> side -> number."""
    sides = {side: asdict(matrix.measured(kind, blocks)) for side, kind in SIDES.items()}
    return {name: {side: found[name] for side, found in sides.items()} for name in sides["validation"]}
