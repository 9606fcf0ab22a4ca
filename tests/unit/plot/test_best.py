"""The figure, table and console of dosings: allowed or not is a shape, and the answer is named."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from cobalamin.body.observe import Licence
from cobalamin.plan.best_model import BestRegimen, Candidate, Missed
from cobalamin.plan.model import NO_CHANGE, Chance
from cobalamin.plot.best import draw_pareto, takeaway
from cobalamin.report.best_console import print_best
from cobalamin.report.best_table import best_table


def candidate(name: str, burden: float, value: float, *, reason: str = "", interval: float | None = None) -> Candidate:
    return Candidate(
        name=name,
        regimen_text="" if name == NO_CHANGE else f"{name} [text]",
        kind="none" if name == NO_CHANGE else "oral",
        route="orally",
        burden_hours_a_year=burden,
        amount_mg=burden,
        probability=Chance(value=value, low=0.9 * value, high=min(1.05 * value, 1.0), licence=Licence.FORECAST),
        at_6_months=value,
        at_24_months=value,
        allowed=not reason,
        reason=reason,
        licensed=interval is not None,
        source_ids=("us_oral",),
        interval_days=interval,
    )


NOTHING = candidate(NO_CHANGE, 0.0, 0.01, reason="A lack is likely.")
WEEKLY = candidate("2 mg by mouth weekly", 0.9, 0.8)
TABLETS = candidate("250 ug by mouth daily", 6.1, 0.97)
SPRAY = candidate("spray", 1.8, 0.3, reason="Not for the start.")
NEEDLE = candidate("injections every 2 months", 14.0, 1.0, interval=60.875)


@pytest.fixture
def made() -> BestRegimen:
    return BestRegimen(
        best=TABLETS,
        candidates=(NOTHING, WEEKLY, TABLETS, SPRAY, NEEDLE),
        sentence="Of the dosings that are open here, 250 ug [a day].",
        least_oral=TABLETS,
        least_often=NEEDLE,
        notes=("in range is about blood",),
        missed=(Missed(adherence=0.5, probability=TABLETS.probability),),
        by_mouth=TABLETS.name,
        share=0.95,
        adherence=1.0,
        self_injection=False,
        mma_limit_nmol_l=300.0,
        homocysteine_limit_umol_l=15.0,
        people=100,
        effective_size=80.0,
        seconds=1.0,
    )


def test_the_front_holds_what_none_beats(made: BestRegimen):
    assert made.front == (WEEKLY, TABLETS, NEEDLE)


def test_figure_names_the_front_and_tells_all_in_words(made: BestRegimen):
    svg = draw_pareto(made)
    assert svg.startswith("<svg")
    for name in ("2 mg by mouth weekly", "250 µg by mouth daily", "injections every 2 months", "95 %"):
        assert name in svg
    assert "not open for this person" in svg
    assert takeaway(made) in svg
    sizes = [float(size) for size in re.findall(r"font(?:-size)?: ?(?:bold )?([\d.]+)px", svg)]
    assert sizes
    assert min(sizes) >= 9.0


def test_allowed_or_not_is_a_shape(made: BestRegimen):
    everything = replace(made, candidates=tuple(replace(c, allowed=True, reason="") for c in made.candidates))
    crosses = "M -2.75 2.75"
    assert crosses in draw_pareto(made)
    assert crosses not in draw_pareto(everything)


def test_takeaway_without_an_answer_and_without_a_need(made: BestRegimen):
    assert takeaway(replace(made, best=None)) == "No dosing that is open here reaches 95 %"
    assert takeaway(replace(made, best=NOTHING)).startswith("No new dosing is needed")
    assert draw_pareto(replace(made, best=None, candidates=(NOTHING,), least_oral=None, least_often=None))


def test_table_has_the_answer_first_and_every_reason(made: BestRegimen):
    table = best_table(made)
    assert table.rows[0][0].text == "250 µg by mouth daily"
    assert table.rows[0][1][2].mark
    assert {len(cells) for _, cells in table.rows} == {len(table.columns)}
    assert "Not for the start." in [cells[2].small for _, cells in table.rows]
    assert len(best_table(made, only_open=True).rows) == 3


def test_console_fits_and_escapes(made: BestRegimen):
    out = io.StringIO()
    print_best(made, Console(file=out, width=80))
    text = out.getvalue()
    assert max(map(len, text.splitlines())) <= 80
    assert "[a day]" in text
    assert "(1) A lack is likely." in text
