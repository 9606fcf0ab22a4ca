"""B12 against a gabapentinoid: the sentence follows from the person and the numbers, and all plans share one scale."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cobalamin.body.observe import Licence
from cobalamin.plan.model import PainComparison, PlanReport, Range
from cobalamin.plot.comparison import draw_comparison
from cobalamin.plot.takeaway import points, why


def off(low: float, high: float) -> Range:
    return Range(low=low, median=None, high=high, unit="1", licence=Licence.SCENARIO)


def compared(b12: Range, drug: Range, *, lack: bool, cause: str = "") -> PainComparison:
    return PainComparison(
        b12="tablets",
        drug="capsules",
        both=None,
        analgesic="gabapentin",
        lack=lack,
        other_cause=cause,
        day=730.5,
        points_off={"tablets": b12, "capsules": drug},
        people=200,
    )


@pytest.mark.parametrize(
    ("b12", "drug", "lack", "cause", "said"),
    [
        (off(2.9, 6.6), off(0.4, 1.5), True, "", "B12 treats the cause and takes 2.9 to 6.6 points off; gabapentin"),
        (off(0.0, 0.3), off(0.4, 1.5), True, "", "B12 mends a lack but takes less than 0.5 points off this pain"),
        (off(0.0, 0.0), off(0.3, 1.0), False, "", "B12 changes nothing, for this pain does not come from a lack"),
        (off(0.0, 0.0), off(1.0, 3.5), False, "the pain after shingles", "takes 1 to 3.5 points off beyond placebo."),
        (off(0.0, 1.0), off(1.0, 3.5), False, "", "B12 takes up to 1 points off, though no lack of it is known"),
        (
            off(0.0, 0.0),
            off(0.0, 0.0),
            False,
            "the pain of a compressed root",
            "no effect of gabapentin on the pain of",
        ),
    ],
)
def test_the_reason_follows_from_the_lack_and_the_size(b12: Range, drug: Range, lack: bool, cause: str, said: str):
    sentence = why(compared(b12, drug, lack=lack, cause=cause))
    assert said in sentence
    assert sentence.startswith("In the simulation, pain after 2 years: ")


def test_a_barred_plan_is_not_said_to_help():
    made = compared(off(2.9, 6.6), off(0.4, 1.5), lack=True)
    drug = why(replace(made, barred=frozenset({"capsules"})))
    assert "gabapentin has a 'do not' warning here" in drug
    assert "treats the symptom" not in drug
    b12 = why(replace(made, barred=frozenset({"tablets"})))
    assert "'tablets' has a 'do not' warning" in b12
    assert "treats the cause" not in b12
    assert "warning" not in why(made)


def test_a_possible_lack_is_no_certain_cause():
    sure = compared(off(2.9, 6.6), off(0.4, 1.5), lack=True)
    assert "B12 may treat the cause" in why(replace(sure, possible=True))
    assert "B12 may mend a lack" in why(replace(compared(off(0.0, 0.3), off(0.4, 1.5), lack=True), possible=True))
    assert "may" not in why(sure)


def test_the_figure_says_how_many_are_still_followed(plan_report: PlanReport):
    assert plan_report.comparison is not None
    fewer = replace(plan_report, comparison=replace(plan_report.comparison, followed=163))
    assert "the 163 still followed" in draw_comparison(fewer)


def test_points_that_are_not_known_are_not_invented():
    unknown = Range(low=None, median=None, high=None, unit="1", licence=Licence.SCENARIO)
    assert points(unknown) == "an unknown number of points"


def test_every_plan_compared_has_a_panel_with_one_scale_and_no_median(plan_report: PlanReport):
    svg = draw_comparison(plan_report)
    assert len(re.findall(r'id="pain-comparison-range-\d"', svg)) == 4
    assert len(re.findall(r'id="pain-comparison-natural-course"', svg)) == 1
    assert "median" not in svg
    assert "injections" not in re.sub(r"<title.*?</title>", "", svg)
    for word in ("no change", "tablets", "pregabalin", "placebo and natural course", "Scenario", "200 people"):
        assert word in svg
    assert re.findall(r">(10|5|0)</text>", svg).count("10") == 2  # the left column carries the scale of its row


def test_without_a_plan_of_both_three_panels_are_drawn(plan_report: PlanReport):
    assert plan_report.comparison is not None
    three = replace(plan_report, comparison=replace(plan_report.comparison, both=None))
    assert len(re.findall(r'id="pain-comparison-range-\d"', draw_comparison(three))) == 3


def test_nothing_to_compare_draws_nothing(plan_report: PlanReport):
    assert draw_comparison(replace(plan_report, comparison=None)) == ""
