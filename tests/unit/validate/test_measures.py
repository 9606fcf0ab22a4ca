"""Measures on rows made by hand: study weights, fold error, coverage, wrong signs, and the mean of earlier studies."""

from __future__ import annotations

import math

import pytest

from cobalamin.validate.baseline import baseline_of, baselines, sort_of
from cobalamin.validate.measures import GROUPS, HEADLINE, MOST_FOLD, Judged, against_baseline, measures
from cobalamin.validate.row import DIRECTION, Block, Kind, Row
from cobalamin.validate.weights import study_weights, weighted_quantile

TESTED, OTHER = "Irving 2009", "Perkins 2010"
EARLIER, EARLIER_TOO = "Misra 2007", "Healton 1991"


def row(simulated: float, observed: float = 100.0, study: str = TESTED, **changed: object) -> Row:
    fields: dict[str, object] = {
        "study": study, "quantity": "serum B12", "unit": "pmol/L", "observed": observed, "simulated": simulated,
        "kind": Kind.PREDICTED if study in (TESTED, OTHER) else Kind.FITTED, "source": "guess",
        "block": Block.KINETICS,
    }  # fmt: skip
    return Row(**fields | changed)  # type: ignore[arg-type]


def judged(*rows: Row) -> list[Judged]:
    return [Judged(row=each) for each in rows]


def test_every_study_counts_once() -> None:
    """Three rows of 2-fold in one study and one of 8-fold in another: sqrt(2 x 8) = 4, half of the studies near."""
    found = measures(judged(row(200.0), row(50.0), row(200.0), row(800.0, study=OTHER)))
    assert found.geometric_mean_fold_error == pytest.approx(4.0)
    assert found.within_2_fold == pytest.approx(0.5)
    assert (found.rows, found.studies, found.ratios) == (4, 2, 4)


def test_weights_are_shared_by_the_rows_that_enter_a_number() -> None:
    """A row without a ratio takes no weight from the ratio beside it."""
    way = row(1.0, 1.0, unit=DIRECTION)
    assert measures(judged(row(200.0), way, row(800.0, study=OTHER))).geometric_mean_fold_error == pytest.approx(4.0)


def test_an_effect_that_is_absent_or_turned_round_counts_as_the_largest() -> None:
    absent = judged(row(1e-9, -2.0, unit="points of 10"), row(-2.0, -2.0, unit="points of 10"))
    turned = judged(row(1.0, -2.0, unit="points of 10"), row(-2.0, -2.0, unit="points of 10"))
    for each in (absent, turned):
        assert measures(each).geometric_mean_fold_error == pytest.approx(math.sqrt(MOST_FOLD))
        assert measures(each).within_2_fold == pytest.approx(0.5)


def test_coverage_counts_intervals_alone_and_studies_once() -> None:
    rows = [
        Judged(row=row(100.0), interval_90=(50.0, 200.0)),
        Judged(row=row(100.0), interval_90=(50.0, 99.0)),
        Judged(row=row(100.0, study=OTHER), interval_90=(50.0, 200.0)),
        Judged(row=row(100.0, study=OTHER), interval_90=None),
    ]
    found = measures(rows)
    assert found.coverage_90 == pytest.approx(0.75)
    assert found.intervals == 3


def test_the_ends_of_an_interval_are_inside() -> None:
    assert Judged(row=row(100.0), interval_90=(100.0, 100.0)).is_covered is True


def test_no_row_gives_no_number() -> None:
    found = measures([])
    assert found.geometric_mean_fold_error is None
    assert found.within_2_fold is None
    assert found.coverage_90 is None
    assert found.rows == 0


def test_wrong_signs_are_misses() -> None:
    turned = row(1.0, -1.0, unit=DIRECTION)
    other_side = row(
        -2.0, 5.0, unit="percentage points", low=-3.0, high=13.0, simulated_low=-3.0, simulated_high=-1.0
    )  # fmt: skip
    over_zero = row(-2.0, 5.0, unit="percentage points", simulated_low=-9.0, simulated_high=6.0)
    assert not other_side.verdict.is_miss
    assert [each.has_wrong_sign for each in (turned, other_side, over_zero)] == [True, True, False]
    assert all(each.is_missed for each in (turned, other_side))
    found = measures(judged(turned, other_side, over_zero))
    assert (found.wrong_signs, found.misses, found.directions, found.directions_right) == (2, 2, 1, 0)


def test_a_direction_that_stays_is_missed_but_not_the_wrong_way() -> None:
    still = row(0.0, 1.0, unit=DIRECTION)
    assert still.is_missed
    assert not still.has_wrong_sign


def test_kinetics_are_never_pooled_with_nerve_or_pain() -> None:
    for _, blocks in GROUPS:
        assert len(blocks) == 1 or set(blocks) == set(HEADLINE) == {Block.KINETICS, Block.BIOMARKERS}
    assert {block for _, blocks in GROUPS for block in blocks} == set(Block)


# Without a model


def test_baseline_is_the_geometric_mean_of_studies() -> None:
    """Study means of ln: 100 from two rows of one study, 400 from the other: 200."""
    rows = [row(1.0, 50.0, EARLIER), row(1.0, 200.0, EARLIER), row(1.0, 400.0, EARLIER_TOO)]
    known = baselines(rows)
    assert baseline_of(row(1.0), known) == pytest.approx(200.0)


def test_baseline_of_differences_is_the_mean() -> None:
    pain = {"unit": "points of 10", "quantity": "change of pain on placebo, 8 weeks", "block": Block.PAIN}
    rows = [row(-1.0, -1.0, EARLIER, **pain), row(-1.0, -2.0, EARLIER_TOO, **pain)]
    assert baseline_of(row(-1.0, -1.0, **pain), baselines(rows)) == pytest.approx(-1.5)


def test_baseline_does_not_see_what_is_kept_for_testing() -> None:
    assert baselines([row(1.0)]) == {}
    assert baseline_of(row(1.0, study=EARLIER), baselines([row(1.0, study=EARLIER)])) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("serum B12, median, megaloblastic anaemia", "serum B12 of one woman with a methylmalonate of 3600 nmol/L"),
        ("haematocrit normal, episodes with neurological involvement", "anaemia before 2 ug a day, young women"),
        ("homocysteine, mean, myeloneuropathy after nitrous oxide", "homocysteine, median, megaloblastic anaemia"),
    ],
)
def test_alike_quantities_are_one_sort(one: str, other: str) -> None:
    assert sort_of(row(1.0, quantity=one)) == sort_of(row(1.0, quantity=other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("total B12 in serum before, diabetes", "total B12 in serum after 1 mg a day by mouth for a year, diabetes"),
        ("total B12 in serum, old age", "active B12 in serum, old age"),
        ("change of pain on placebo, shingles", "change of pain on gabapentin 1800 mg a day, shingles"),
    ],
)
def test_other_quantities_are_other_sorts(one: str, other: str) -> None:
    assert sort_of(row(1.0, quantity=one)) != sort_of(row(1.0, quantity=other))


def test_model_and_baseline_are_compared_on_the_same_rows() -> None:
    rows = [
        Judged(row=row(200.0), baseline=400.0),
        Judged(row=row(800.0, study=OTHER), baseline=200.0),
        Judged(row=row(5000.0, study=OTHER)),
    ]
    found = against_baseline(rows)
    assert found.model == pytest.approx(4.0)
    assert found.baseline == pytest.approx(math.sqrt(8.0))
    assert found.baseline_wins
    assert (found.rows, found.studies, found.without, found.baseline_nearer) == (2, 2, 1, 1)


def test_without_anything_alike_nobody_wins() -> None:
    found = against_baseline(judged(row(200.0)))
    assert found.model is None
    assert not found.baseline_wins


def test_weighted_quantile_and_weights() -> None:
    assert study_weights(["a", "b", "a", "a"]) == [1 / 3, 1.0, 1 / 3, 1 / 3]
    assert weighted_quantile([1.0, 2.0, 10.0], [1.0, 1.0, 5.0], 0.5) == 10.0
    with pytest.raises(ValueError, match="no value"):
        weighted_quantile([], [], 0.5)
