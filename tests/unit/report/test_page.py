"""The page stands alone, says what it may, and can be used by keyboard, screen reader and printer."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from cobalamin.body.observe import Licence
from cobalamin.plan.model import PlanReport
from cobalamin.plot.quantities import quantity
from cobalamin.report.licences import CONTEXT_OF_USE, LICENCE_WORDS
from cobalamin.report.page import render_plan_page
from cobalamin.report.tables import VITAMIN_B6_NOTE
from cobalamin.report.words import say_time

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Reader(HTMLParser):
    """Tags, attributes and visible text; refuses tags that do not close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)

    def count(self, tag: str) -> int:
        return sum(1 for each, _ in self.tags if each == tag)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())


@pytest.fixture(scope="module")
def html(plan_report: PlanReport) -> str:
    return render_plan_page(plan_report)


@pytest.fixture(scope="module")
def page(html: str) -> Reader:
    return Reader(html)


def test_page_loads_nothing(html: str, page: Reader):
    assert page.count("script") == 0
    assert page.count("img") == 0
    assert "@import" not in html
    for tag, attributes in page.tags:
        for name, value in attributes.items():
            if name in {"src", "href", "xlink:href", "data", "srcset"}:
                assert (value or "").startswith(("#", "data:,")), f"{tag} {name}={value}"
    assert not re.search(r"url\((?!['\"]?#)", html)


def test_page_is_whole(page: Reader):
    assert page.open == []
    assert page.count("h1") == page.count("main") == page.count("title") - page.count("svg") + swatches(page) == 1
    ids = [attributes["id"] for _, attributes in page.tags if attributes.get("id")]
    assert len(ids) == len(set(ids))
    assert ("html", {"lang": "en"}) in page.tags


def swatches(page: Reader) -> int:
    return sum(1 for tag, attributes in page.tags if tag == "svg" and attributes.get("aria-hidden") == "true")


def test_links_within_the_page_lead_somewhere(page: Reader):
    ids = {attributes.get("id") for _, attributes in page.tags}
    for tag, attributes in page.tags:
        if tag == "a":
            assert (attributes["href"] or "")[1:] in ids


def test_every_figure_is_named_and_described(page: Reader):
    pictures = [attributes for tag, attributes in page.tags if tag == "svg" and attributes.get("aria-hidden") != "true"]
    ids = {attributes.get("id") for _, attributes in page.tags}
    assert len(pictures) == page.count("figure") > 0
    for attributes in pictures:
        assert attributes["role"] == "img"
        title, description = (attributes["aria-labelledby"] or "").split()
        assert {title, description} <= ids


def test_headings_go_down_one_level_at_a_time(page: Reader):
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_context_of_use_is_told_once(page: Reader):
    assert page.words.count(CONTEXT_OF_USE) == 1


def test_signs_to_treat_now_come_before_anything_else(page: Reader, plan_report: PlanReport):
    assert page.words.index("should not wait") < page.words.index("What was understood")
    calm = Reader(render_plan_page(replace(plan_report, treat_now=(), competing_causes=())))
    assert "should not wait" not in calm.words
    assert "only cause" not in calm.words


def test_everything_understood_is_shown(page: Reader, plan_report: PlanReport):
    for each in (*plan_report.assumptions, *plan_report.notices, *plan_report.competing_causes):
        assert each in page.words
    assert "1.73 m²" in page.words
    assert plan_report.version in page.words
    assert plan_report.date in page.words


def test_plans_relief_doses_and_warnings_are_shown(page: Reader, plan_report: PlanReport):
    for plan in plan_report.plans:
        assert plan.name in page.words
        for warning in plan.warnings:
            assert warning.sentence in page.words
            assert warning.source_id in page.words
    for words in ("3 to 9 weeks", "6 months to over 2 years", "not within 2 years", "19 doses of hydroxocobalamin"):
        assert words in page.words


def test_units_stand_beside_numbers(page: Reader, plan_report: PlanReport):
    for name in plan_report.series:
        assert quantity(name).unit in page.words
    assert not re.search(r"\d ug\b", page.words)


def test_licences_are_explained_and_scenarios_have_no_median(html: str, page: Reader, plan_report: PlanReport):
    for words in LICENCE_WORDS.values():
        assert words in page.words
    for name, series in plan_report.series.items():
        assert (f"{name}-median-" in html) == (series.licence is Licence.FORECAST)


def test_nothing_is_called_normal(page: Reader):
    assert not re.search(r"\b(ab)?normal\b", page.words, flags=re.IGNORECASE)


def test_a_decision_is_to_be_discussed(page: Reader):
    assert "discuss with your clinician" in page.words


def test_text_of_others_cannot_become_markup(html: str, plan_report: PlanReport):
    assert "&lt;of trials&gt;" in html
    evil = replace(plan_report, takeaway="<script>alert(1)</script>")
    assert "<script" not in render_plan_page(evil)


def test_page_without_symptom_or_nerve_still_stands(plan_report: PlanReport):
    blood = {name: each for name, each in plan_report.series.items() if each.licence is Licence.FORECAST}
    plans = tuple(replace(plan, relief_30=None, relief_50=None, residual={}) for plan in plan_report.plans)
    bare = replace(
        plan_report, series=blood, plans=plans, worst_symptom=None, worst_symptom_day0=None, natural_course=None,
        comparison=None, responders=(), harms=(), conduction=(),
    )  # fmt: skip
    page = Reader(render_plan_page(bare))
    assert page.open == []
    assert "30 % less" not in page.words
    assert "Symptoms" not in page.words


def test_conduction_harm_and_responders_have_their_sections(page: Reader):
    for words in (
        "below the reference limit", "age, height and sex", "Harm beside placebo", "22 of 100", "certainty very low",
        "how many have much less pain", "from a pain of 6 of 10", "no trial has counted them",
    ):  # fmt: skip
        assert words in page.words


def test_the_range_of_vitamin_b6_has_its_own_licence(plan_report: PlanReport, page: Reader):
    assert VITAMIN_B6_NOTE in page.words
    assert "each with kidneys of their own" in page.words
    drugs, vitamin = ([row for row in plan_report.harms if bool(row.certainty) is ranged] for ranged in (False, True))
    assert VITAMIN_B6_NOTE not in Reader(render_plan_page(replace(plan_report, harms=tuple(drugs)))).words
    alone = Reader(render_plan_page(replace(plan_report, harms=tuple(vitamin)))).words
    assert VITAMIN_B6_NOTE in alone
    assert "each with kidneys of their own" not in alone


def test_borrowed_rates_are_not_called_a_forecast(plan_report: PlanReport, page: Reader):
    lent = tuple(replace(row, borrowed=tuple(row.plans)) for row in plan_report.harms)
    words = Reader(render_plan_page(replace(plan_report, harms=lent))).words
    assert "borrowed in part" in words
    assert "Rates on gabapentin are those of pregabalin" in words
    assert "borrowed" not in page.words


def test_a_dash_under_what_remains_is_explained(plan_report: PlanReport, page: Reader):
    assert "A dash under what remains" not in page.words
    first, *rest = plan_report.plans
    ended = {name: replace(each, low=None, median=None, high=None) for name, each in first.residual.items()}
    stopped = replace(plan_report, plans=(replace(first, residual=ended), *rest))
    assert "A dash under what remains" in Reader(render_plan_page(stopped)).words
    lost = {name: replace(each, lost=0.9) for name, each in ended.items()}
    words = Reader(render_plan_page(replace(plan_report, plans=(replace(first, residual=lost), *rest)))).words
    assert "not recordable in 90 of 100" in words
    assert "A dash under" not in words


def test_plans_with_the_same_warnings_are_told_together(plan_report: PlanReport):
    warned = next(plan.warnings for plan in plan_report.plans if plan.warnings)
    first, second, *rest = plan_report.plans
    plans = (
        replace(first, warnings=warned),
        replace(second, warnings=warned),
        *(replace(p, warnings=()) for p in rest),
    )
    page = Reader(render_plan_page(replace(plan_report, plans=plans)))
    safety = page.words[page.words.index("Safety, plan by plan") :]
    assert safety.count(warned[0].sentence) == 1
    assert "no change, injections" in page.words.partition("Safety, plan by plan")[2]


def test_many_sources_are_folded_and_named_on_paper(page: Reader, plan_report: PlanReport):
    assert page.count("details") == page.count("summary") == 1
    assert f"All {len(plan_report.sources)} sources" in page.words
    for source in plan_report.sources:
        assert source.id in page.words


def test_time_that_was_not_asked_is_a_dash():
    assert say_time(None, 730.5) == "–"
