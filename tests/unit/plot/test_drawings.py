"""The body and its day are drawn from the flows, whole and readable."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from cobalamin.body import BODY
from cobalamin.body.day import FlowAmount, one_day_flows
from cobalamin.body.graph import Body, Organ
from cobalamin.body.inputs import replete_inputs, view_inputs
from cobalamin.parameters import typical, view
from cobalamin.plot.body import draw_body, flow_rows, merged_name
from cobalamin.plot.sankey import LEAST, draw_sankey, sankey_rows

LEAST_PIXELS = 9.0


def words_of(svg: str) -> str:
    return " ".join(
        "".join(text.itertext()) for text in ElementTree.fromstring(svg).iter() if text.tag.endswith("text")
    )


def font_sizes(svg: str) -> list[float]:
    return [float(size) for size in re.findall(r'font-size="([\d.]+)"', svg)]


def test_body_shows_every_organ_and_compartment():
    svg = draw_body(BODY)
    shown = words_of(svg)
    for compartment in BODY.compartments:
        assert compartment.organ in shown
        for word in merged_name(compartment.name).partition(".")[2].split("_"):
            assert word in shown, compartment.name
    assert min(font_sizes(svg)) >= LEAST_PIXELS


def test_body_shows_every_flow_as_an_arrow():
    svg = draw_body(BODY)
    told = " ".join(title.text or "" for title in ElementTree.fromstring(svg).iter() if title.tag.endswith("title"))
    for flow in BODY.flows:
        if not flow.name.endswith(("hydroxocobalamin", "methylcobalamin")):
            assert flow.about in told, flow.name


def test_drawing_follows_the_body_it_is_given():
    organ = Organ("pond")
    organ.compartment("pond.water", "L", 1.0, "water")

    @organ.flow(target="pond.water", unit="L/d")
    def rain(body, k, now):
        """Rain.

        r [L/d]
        Source: guess
        """
        return 1.0

    body = Body((organ,))
    assert "pond" in words_of(draw_body(body))
    (row,) = flow_rows(body)
    assert (row.source, row.target, row.equation, row.source_ids) == ("outside", "pond.water", "r [L/d]", ("guess",))


def test_table_has_a_row_and_an_equation_for_every_flow():
    rows = flow_rows(BODY)
    assert [row.name for row in rows] == [flow.name for flow in BODY.flows]
    assert all(row.about and row.equation for row in rows)


@pytest.fixture
def day() -> list[FlowAmount]:
    return one_day_flows(BODY.healthy(), view(typical()), view_inputs(replete_inputs()))


def test_day_shows_every_place_and_number(day: list[FlowAmount]):
    shown = words_of(draw_sankey(day))
    for source, target, amount, _ in sankey_rows(day):
        assert source in shown
        assert target in shown
        assert amount in shown
    assert "µg" in shown
    assert min(font_sizes(draw_sankey(day))) >= LEAST_PIXELS


def test_width_is_proportional_and_the_smallest_still_shows(day: list[FlowAmount]):
    pairs = re.findall(r'stroke-width="([\d.]+)" stroke-opacity[^>]*><title>[^<]*: ([\d.]+) µg', draw_sankey(day))
    assert len(pairs) == len(day)
    ratios = [float(width) / float(amount) for width, amount in pairs if float(amount) >= 2.0]
    assert max(ratios) / min(ratios) < 1.05  # the numbers are rounded to two digits
    assert min(float(width) for width, _ in pairs) >= LEAST


def test_huge_loss_does_not_hide_the_rest():
    flows = [
        FlowAmount(source="tablets", target="gut wall", amount_ug_per_day=11.0, label="in"),
        FlowAmount(source="tablets", target="faeces", amount_ug_per_day=989.0, label="lost"),
        FlowAmount(source="gut wall", target="transcobalamin", amount_ug_per_day=11.0, label="on"),
        FlowAmount(source="transcobalamin", target="liver", amount_ug_per_day=11.0, label="to"),
    ]
    assert "989 (not to scale)" in words_of(draw_sankey(flows))


def test_unknown_place_is_refused():
    with pytest.raises(ValueError, match="moon"):
        draw_sankey([FlowAmount(source="diet", target="moon", amount_ug_per_day=1.0, label="away")])
