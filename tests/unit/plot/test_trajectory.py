"""Panels draw what their licence allows, say their units, and can be read on a phone and without colour."""

from __future__ import annotations

import doctest
import math
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from cobalamin.body.observe import OBSERVATIONS, Licence
from cobalamin.plan.model import NO_CHANGE, Band, PlanReport, Series
from cobalamin.plot.axes import alike
from cobalamin.plot.comparison import draw_comparison
from cobalamin.plot.palette import NO_CHANGE_STYLE, PALETTE, QUIET, TEXT, plan_styles
from cobalamin.plot.quantities import quantity, time_unit
from cobalamin.plot.svg import SMALL_SCREEN_SHARE
from cobalamin.plot.takeaway import takeaway, wants_log
from cobalamin.plot.trajectory import draw_markers, draw_nerve, draw_panel, draw_symptoms

LEAST_PIXELS = 9.0
LEAST_CONTRAST = 3.0


@pytest.fixture(scope="module")
def panels(plan_report: PlanReport) -> dict[str, str]:
    return draw_markers(plan_report) | draw_nerve(plan_report) | draw_symptoms(plan_report)


@pytest.fixture(scope="module")
def figures(plan_report: PlanReport, panels: dict[str, str]) -> dict[str, str]:
    return panels | {"pain-comparison": draw_comparison(plan_report)}


def constant(value: float, licence: Licence) -> Band:
    return Band(low=(value, value), median=(value, value) if licence is Licence.FORECAST else None, high=(value, value))


def test_every_series_has_a_panel(plan_report: PlanReport, panels: dict[str, str]):
    assert set(panels) == set(plan_report.series)


def test_forecast_has_a_median_and_a_scenario_has_none(plan_report: PlanReport, panels: dict[str, str]):
    for name, series in plan_report.series.items():
        assert ("-median-" in panels[name]) == (series.licence is Licence.FORECAST), name
        assert ("-range-" in panels[name]) == (series.licence is Licence.SCENARIO), name
        assert ("Scenario: range" in panels[name]) == (series.licence is Licence.SCENARIO), name
        assert ("Forecast: median" in panels[name]) == (series.licence is Licence.FORECAST), name


def test_natural_course_stands_apart_from_every_plan_and_only_beside_pain(panels: dict[str, str]):
    assert len(re.findall(r'<g id="pain_nrs-natural-course">', panels["pain_nrs"])) == 1
    assert "with any plan and with none" in panels["pain_nrs"]
    assert all("natural-course" not in svg for name, svg in panels.items() if name != "pain_nrs")


def test_unit_and_time_are_written(panels: dict[str, str]):
    for name, svg in panels.items():
        assert f"({quantity(name).unit}" in svg, name
        assert ">months<" in svg, name


def test_svg_is_sound_and_read_aloud(figures: dict[str, str]):
    seen: set[str] = set()
    for name, svg in figures.items():
        root = ElementTree.fromstring(svg)
        assert root.attrib["role"] == "img"
        children = [child.tag.rpartition("}")[2] for child in root][:2]
        assert children == ["title", "desc"], name
        ids = re.findall(r'\bid="([^"]+)"', svg)
        assert not seen & set(ids), "ids are shared between figures"
        seen |= set(ids)
        assert set(re.findall(r'(?:url\(|href=")#([^")]+)', svg)) <= set(ids)
        assert not re.search(r'(href|src)="https?:', svg)


def test_text_keeps_nine_pixels_on_a_phone(figures: dict[str, str]):
    for name, svg in figures.items():
        sizes = [float(size) for size in re.findall(r"font(?:-size)?: (?:\w+ )*?([\d.]+)px", svg)]
        assert sizes, name
        assert min(sizes) * SMALL_SCREEN_SHARE >= LEAST_PIXELS, name


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", [*(look.colour for look in PALETTE), NO_CHANGE_STYLE.colour, QUIET, TEXT])
def test_contrast_on_white(colour: str):
    assert 1.05 / (luminance(colour) + 0.05) >= LEAST_CONTRAST


def test_plans_differ_without_colour():
    styles = plan_styles((NO_CHANGE, *"abcdefgh"))
    assert len({look.dashes for look in PALETTE}) == len({look.hatch for look in PALETTE}) == len(PALETTE)
    assert len({(look.colour, look.dashes) for look in styles.values()}) == len(styles)


@pytest.mark.parametrize(("days", "unit"), [(84.0, "weeks"), (365.0, "months"), (730.5, "months"), (3652.5, "years")])
def test_time_axis_fits_the_span(days: float, unit: str):
    assert time_unit(days).plural == unit


def test_log_axis_for_a_wide_span_but_never_on_a_scale():
    for name, wide in (("serum_b12_pmol_l", True), ("pain_nrs", False)):
        licence = OBSERVATIONS[name].licence
        plans = {NO_CHANGE: constant(0.1, licence), "a": constant(9.0, licence)}
        series = Series(observation=name, licence=licence, days=(0.0, 84.0), plans=plans)
        assert wants_log(series) is wide
        assert ("log scale" in draw_panel(series)) is wide


def test_takeaway_names_plan_value_unit_and_no_change(plan_report: PlanReport):
    assert takeaway(plan_report.series["mma_nmol_l"]) == (
        "Methylmalonate (MMA) after 2 years: 190 nmol/L with injections, 497 with no change."
    )


def test_takeaway_says_when_ranges_overlap():
    plans = {
        NO_CHANGE: Band(low=(3.0, 3.0), median=None, high=(5.0, 5.0)),
        "a": Band(low=(4.0, 4.0), median=None, high=(6.0, 6.0)),
    }
    series = Series(observation="pain_nrs", licence=Licence.SCENARIO, days=(0.0, 84.0), plans=plans)
    assert takeaway(series) == "Pain after 3 months: 4 to 6 of 10 with a, 3 to 5 with no change; the ranges overlap."


def test_a_plan_with_a_do_not_is_not_named_as_what_helps():
    plans = {name: constant(value, Licence.SCENARIO) for name, value in ((NO_CHANGE, 6.0), ("bad", 1.0), ("good", 4.0))}
    series = Series(observation="tingling", licence=Licence.SCENARIO, days=(0.0, 84.0), plans=plans)
    assert "with bad" in takeaway(series)
    barred = takeaway(replace(series, barred=frozenset({"bad"})))
    assert "with good" in barred
    assert "bad" not in barred
    none = takeaway(replace(series, barred=frozenset({"bad", "good"})))
    assert none == "Tingling after 3 months: 6 of 10 with no change; every plan has a 'do not' warning."


def test_a_potential_that_is_lost_is_told_and_written_on_the_strip():
    whole = Band(low=(45.0, 42.0), median=None, high=(60.0, 50.0), lost=(0.3, 0.0))
    gone = Band(low=(45.0, math.nan), median=None, high=(60.0, math.nan), lost=(0.3, 0.83))
    plans = {NO_CHANGE: gone, "a": whole}
    series = Series(observation="tibial_sep_p37_ms", licence=Licence.SCENARIO, days=(0.0, 84.0), plans=plans)
    assert takeaway(series) == (
        "Tibial evoked potential (P37) after 3 months: 42 to 50 ms with a, not recordable in 83 of 100 with no change."
    )
    svg = draw_panel(series)
    assert "not recordable in 83 of 100" in re.sub(r"<(title|desc).*?</\1>", "", svg, flags=re.DOTALL)
    assert "care would" not in svg
    assert not re.search(r"\bnan\b", svg)
    assert "not recordable" not in draw_panel(replace(series, plans={NO_CHANGE: replace(whole, lost=(0.0, 0.0))}))


def test_life_that_ends_early_is_drawn_and_told(plan_report: PlanReport):
    series = plan_report.series["serum_b12_pmol_l"]
    band = series.plans[NO_CHANGE]
    half = len(series.days) // 2
    assert band.median is not None
    cut = replace(band, median=(*band.median[:half], *[math.nan] * (len(series.days) - half)))
    ended = replace(series, plans={**series.plans, NO_CHANGE: cut})
    svg = draw_panel(ended)
    assert "would have needed care before" in takeaway(ended)
    assert not re.search(r"\bnan\b", svg)


def test_lives_that_end_on_the_same_day_are_drawn_as_one():
    band = Band(low=(3.0, math.nan), median=None, high=(5.0, math.nan))
    longer = replace(band, low=(3.0, 3.0), high=(5.0, 5.0))
    plans = {NO_CHANGE: band, "a": replace(band), "b": longer}
    series = Series(observation="tingling", licence=Licence.SCENARIO, days=(0.0, 84.0), plans=plans)
    assert alike(series) == [[NO_CHANGE, "a"], ["b"]]


def test_examples_of_the_docstrings_run():
    from cobalamin.plot import quantities, takeaway

    assert sum(doctest.testmod(module).failed for module in (quantities, takeaway)) == 0


def test_one_plan_alone_is_drawn():
    series = Series(
        observation="sural_amplitude_uv",
        licence=Licence.SCENARIO,
        days=(0.0, 84.0),
        plans={NO_CHANGE: constant(4.0, Licence.SCENARIO)},
    )
    assert "<svg" in draw_panel(series)
