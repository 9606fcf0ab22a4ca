"""Where B12 goes in one day: bands as wide as the amounts, each with its number in micrograms a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from xml.sax.saxutils import escape

from cobalamin.body.day import COLUMNS, FlowAmount
from cobalamin.plot.palette import TEXT
from cobalamin.plot.quantities import say_number
from cobalamin.plot.shapes import Box, picture, rectangle, words

NAME = "day"
WIDTH, TOP, BAR = 860.0, 48.0, 13.0
MARGIN, LANE = 12.0, 14.0
SCALE_HEIGHT = 160.0
"""Height of the busiest column's flows [units]."""
MOST = 60.0
"""Greatest width of a band that passes the body by [units]; it says that it is not to scale."""
NOT_TO_SCALE = " (not to scale)"
LEAST = 1.6
"""Least width of a band [units]: thinner ones would vanish; their number tells the truth."""
NODE_GAP = 34.0
ONWARD, BACK, OUT = "#0072B2", "#D55E00", "#767676"
FONT = 11.0


@dataclass(frozen=True, kw_only=True)
class _Band:
    """One flow as it is drawn: which way it runs, how wide, and where its ends lie on the bars."""

    flow: FlowAmount
    width: float
    to_scale: bool
    steps: int
    colour: str
    start: tuple[float, float] = (0.0, 0.0)
    end: tuple[float, float] = (0.0, 0.0)
    lane: float | None = None

    @property
    def sides(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """(place, side of its bar) where the band begins and where it ends."""
        if self.steps < 0:
            return (self.flow.source, "left"), (self.flow.target, "right")
        return (self.flow.source, "right"), (self.flow.target, "left" if self.steps else "right")

    @property
    def level(self) -> int:
        """-1 for a lane above (back past a column), 1 for one below (onward past a column), 0 for neighbours."""
        return 1 if self.steps > 1 else -1 if self.steps < -1 else 0


def draw_sankey(flows: Sequence[FlowAmount], *, columns: Sequence[Sequence[str]] = COLUMNS) -> str:
    """One day of B12 as an SVG element, 860 units wide, for a page or a screen that can scroll.

    Arguments:
        flows: amounts between places, such as `body.day.one_day_flows` gives.
        columns: places from left to right; a place no flow touches is left out.

    Errors: ValueError when a flow names a place that stands in no column, or there are no flows.
    """
    used = {end for flow in flows for end in (flow.source, flow.target)}
    missing = used - {place for column in columns for place in column}
    if missing or not flows:
        raise ValueError(f"no column for {sorted(missing)}" if missing else "there are no flows to draw")
    shown = [column for column in ([place for place in column if place in used] for column in columns) if column]
    bands = _sized(flows, shown)
    above, below = (sum(band.width + LANE for band in bands if band.level == level) for level in (-1, 1))
    bars = _bars(shown, bands, TOP + above)
    floor = max(bar.bottom for bar in bars.values()) + 12
    bands = _placed(bands, bars, floor)
    parts = [_ribbon(band) for band in sorted(bands, key=lambda band: -band.width)]
    for place, bar in bars.items():
        parts.append(rectangle(bar, fill=TEXT, edge=TEXT, corner=1))
        last = place in shown[-1]
        x, anchor = (bar.right, "end") if last else (bar.x, "start")
        parts.append(words(x, bar.y - 6, place, size=FONT + 1, anchor=anchor, bold=True))
    parts += _numbers(bands, bars)
    parts.append(words(MARGIN, 20, "B12 in one day, in µg. Orange: on its way back. Grey: leaving.", size=FONT + 1))
    text = "; ".join(f"{f.source} to {f.target} {say_number(f.amount_ug_per_day)}" for f in flows)
    height = floor + below + MARGIN
    return picture(NAME, WIDTH, height, "Where B12 goes in one day", f"Micrograms a day: {text}.", parts)


def sankey_rows(flows: Iterable[FlowAmount]) -> list[tuple[str, str, str, str]]:
    """The same as rows for a table: from, to, ug a day, what it is."""
    return [(f.source, f.target, say_number(f.amount_ug_per_day), f.label) for f in flows]


def _sized(flows: Sequence[FlowAmount], shown: Sequence[Sequence[str]]) -> list[_Band]:
    """Bands with widths to one scale, set by the busiest place inside the body; a huge loss is cut short."""
    column_of = {place: n for n, column in enumerate(shown) for place in column}
    busiest = max(_through(column, flows, shown[0], shown[-1]) for column in shown)
    exits = {place for place in column_of if not any(flow.source == place for flow in flows)}
    bands: list[_Band] = []
    for flow in flows:
        steps = column_of[flow.target] - column_of[flow.source]
        exact = flow.amount_ug_per_day * SCALE_HEIGHT / busiest
        width = min(max(exact, LEAST), MOST) if abs(steps) > 1 else max(exact, LEAST)
        colour = BACK if steps < 0 else OUT if flow.target in exits else ONWARD
        bands.append(_Band(flow=flow, width=width, to_scale=exact <= width, steps=steps, colour=colour))
    return bands


def _through(column: Sequence[str], flows: Sequence[FlowAmount], first: Sequence[str], last: Sequence[str]) -> float:
    """What passes a column [ug/d], without what only passes by the body: from outside straight to an exit."""
    inside = [flow for flow in flows if not (flow.source in first and flow.target in last)]
    comes = sum(flow.amount_ug_per_day for flow in inside if flow.target in column)
    goes = sum(flow.amount_ug_per_day for flow in inside if flow.source in column)
    return max(comes, goes)


def _bars(shown: Sequence[Sequence[str]], bands: Sequence[_Band], top: float) -> dict[str, Box]:
    """Where each place stands: columns across, wider apart where more flows cross, places evenly down."""
    needed: dict[tuple[str, str], float] = {}
    for band in bands:
        for side in band.sides:
            needed[side] = needed.get(side, 0.0) + band.width
    sizes = {
        place: max(needed.get((place, "left"), 0.0), needed.get((place, "right"), 0.0), 10.0)
        for column in shown
        for place in column
    }
    tallest = max(sum(sizes[p] for p in column) + NODE_GAP * (len(column) - 1) for column in shown)
    between = [
        1.0 + 0.14 * sum(1 for b in bands if abs(b.steps) <= 1 and {b.flow.source, b.flow.target} & {*left, *right})
        for left, right in pairwise(shown)
    ]
    unit = (WIDTH - 2 * MARGIN - BAR) / sum(between)
    bars: dict[str, Box] = {}
    for n, column in enumerate(shown):
        spare = tallest - sum(sizes[p] for p in column)
        few = len(column) < 3
        gap = spare / (len(column) + 1 if few else len(column) - 1)
        y = top + (gap if few else 0.0)
        for place in column:
            bars[place] = Box(x=MARGIN + sum(between[:n]) * unit, y=y, width=BAR, height=sizes[place])
            y += sizes[place] + gap
    return bars


def _placed(bands: Sequence[_Band], bars: Mapping[str, Box], floor: float) -> list[_Band]:
    """Stack the ends of the bands on each side of each bar, in the order of where they lead, so that few cross."""
    filled = {(place, side): bar.y for place, bar in bars.items() for side in ("left", "right")}
    at: dict[tuple[int, int], tuple[float, float]] = {}
    ends = [(n, end) for n in range(len(bands)) for end in (0, 1)]

    def leads_to(item: tuple[int, int]) -> float:
        band = bands[item[0]]
        other = band.sides[1 - item[1]][0]
        return bars[other].middle_y + band.level * 1e4

    for n, end in sorted(ends, key=leads_to):
        band = bands[n]
        place, side = band.sides[end]
        x = bars[place].x if side == "left" else bars[place].right
        at[n, end] = (x, filled[place, side] + band.width / 2)
        filled[place, side] += band.width
    above, below = TOP, floor
    placed: list[_Band] = []
    for n, band in enumerate(bands):
        lane = None
        if band.level < 0:
            lane, above = above + band.width / 2, above + band.width + LANE
        elif band.level > 0:
            lane, below = below + band.width / 2, below + band.width + LANE
        placed.append(replace(band, start=at[n, 0], end=at[n, 1], lane=lane))
    return placed


def _bow(band: _Band) -> float:
    """How far a band between places of one column swings out."""
    return 32.0 + 0.7 * band.width


def _ribbon(band: _Band) -> str:
    (x0, y0), (x1, y1) = band.start, band.end
    if band.lane is None:
        bend = (x0 + x1) / 2 + (_bow(band) if band.steps == 0 else 0.0)
        path = f"M{x0:.1f} {y0:.1f}C{bend:.1f} {y0:.1f} {bend:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
    else:
        way = 1.0 if band.steps > 0 else -1.0
        reach, fall, rise = way * (26.0 + band.width), band.lane - y0, y1 - band.lane
        path = f"M{x0:.1f} {y0:.1f}c{reach:.1f} 0 {0.1 * reach:.1f} {fall:.1f} {1.1 * reach:.1f} {fall:.1f}"
        path += f"H{x1 - 1.1 * reach:.1f}c{reach:.1f} 0 {0.1 * reach:.1f} {rise:.1f} {1.1 * reach:.1f} {rise:.1f}"
    note = f"{escape(band.flow.label)}: {say_number(band.flow.amount_ug_per_day)} µg a day"
    return (
        f'<path d="{path}" fill="none" stroke="{band.colour}" stroke-width="{band.width:.1f}" stroke-opacity="0.5">'
        f"<title>{note}</title></path>"
    )


def _numbers(bands: Sequence[_Band], bars: Mapping[str, Box]) -> list[str]:
    """A number on every band, each where it covers no other number, no bar and no name."""
    taken = [Box(x=b.x - 2, y=b.y - 20, width=8.0 * len(place), height=22.0) for place, b in bars.items()]
    taken += [Box(x=b.x - 3, y=b.y, width=b.width + 6, height=b.height) for b in bars.values()]
    parts: list[str] = []
    for band in sorted(bands, key=lambda band: -band.width):
        text = say_number(band.flow.amount_ug_per_day) + ("" if band.to_scale or band.width == LEAST else NOT_TO_SCALE)
        wide = 6.6 * len(text) + 4
        places = [_along(band, share) for share in (0.5, 0.35, 0.65, 0.25, 0.75, 0.16, 0.84, 0.43, 0.57, 0.1, 0.9)]
        boxes = [Box(x=x - wide / 2, y=y - 7, width=wide, height=14) for x, y in places]
        spot = next((box for box in boxes if not any(_cover(box, other) for other in taken)), boxes[0])
        taken.append(spot)
        parts.append(
            f'<text x="{spot.middle_x:.1f}" y="{spot.middle_y + 4:.1f}" font-size="{FONT:g}" text-anchor="middle" '
            f'fill="{TEXT}" stroke="#ffffff" stroke-width="3" paint-order="stroke">{text}</text>'
        )
    return parts


def _along(band: _Band, share: float) -> tuple[float, float]:
    """A point on the band, as a share of its way."""
    (x0, y0), (x1, y1) = band.start, band.end
    if band.lane is not None:
        return x0 + (x1 - x0) * (0.2 + 0.6 * share), band.lane
    ease = 3 * share**2 - 2 * share**3
    bend = (x0 + x1) / 2 + (_bow(band) if band.steps == 0 else 0.0)
    x = (1 - share) ** 3 * x0 + 3 * share * (1 - share) * bend + share**3 * x1
    return x, y0 + (y1 - y0) * ease


def _cover(a: Box, b: Box) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom
