"""The whole body as a drawing and as a table, both read off its flows: nothing here is typed from the model.

Organs are rooms, compartments are boxes, flows are arrows. Rooms that B12 reaches stand in the order it reaches them;
rooms that only read what others hold come last.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cobalamin.body.graph import Body, Compartment, Flow
from cobalamin.body.gut import FORMS
from cobalamin.plot.palette import QUIET
from cobalamin.plot.shapes import Box, arrow, picture, rectangle, words, words_in

NAME = "body"
WIDTH = 900.0
BOX_WIDTH, BOX_HEIGHT = 122.0, 32.0
GAP, MARGIN, ROOM_GAP, HEAD = 12.0, 14.0, 22.0, 24.0
ROW_GAP = 62.0
SIDE_BY_SIDE = int((WIDTH - 2 * MARGIN) // (BOX_WIDTH + 2 * GAP + 8.0))
"""Rooms, or boxes of a room that has a row to itself, that fit beside each other."""
FLOW_COLOUR, BACK_COLOUR = "#0072B2", "#B04A00"


@dataclass(frozen=True, kw_only=True)
class FlowRow:
    """One flow for a table: from where to where, its law in words and symbols, and where that comes from."""

    name: str
    source: str
    target: str
    about: str
    equation: str
    source_ids: tuple[str, ...]


def flow_rows(body: Body) -> list[FlowRow]:
    """Every flow of the body as a table row, in its order; "outside" stands for what is no compartment."""
    return [
        FlowRow(
            name=flow.name,
            source=flow.source or "outside",
            target=flow.target or "outside",
            about=flow.about,
            equation=_equation(flow),
            source_ids=flow.source_ids,
        )
        for flow in body.flows
    ]


def _equation(flow: Flow) -> str:
    """The second paragraph of the law's docstring, up to its sources."""
    text = inspect.cleandoc(flow.law.__doc__ or "").partition("\n\n")[2]
    return " ".join(text.rpartition("Source:")[0].split())


def draw_body(body: Body) -> str:
    """The body as an SVG element, 900 units wide, made for a page or a screen that can scroll."""
    boxes = _merged(body)
    rooms = _rooms(boxes)
    rows = _rows(body, rooms)
    places: dict[str, Box] = {}
    frames: list[str] = []
    inside: list[str] = []
    top = MARGIN + 34.0
    for row in rows:
        top += ROW_GAP + _place_row(row, rooms, boxes, top, places, frames, inside)
    # Arrows run over the rooms and under the boxes, so that no name is crossed out.
    parts = [*frames, *_arrows(body, places, rows), *inside, _legend()]
    description = " ".join(
        f"{room.capitalize()}: {', '.join(_label(name) for name in names)}." for room, names in rooms.items()
    )
    return picture(NAME, WIDTH, top - ROW_GAP + MARGIN, "The body: compartments and flows", description, parts)


def merged_name(compartment: str) -> str:
    """The name without the form of cobalamin, so that three boxes of one place become one."""
    return next(
        (compartment.removesuffix(f"_{form}") for form in FORMS if compartment.endswith(f"_{form}")), compartment
    )


def _merged(body: Body) -> dict[str, Compartment]:
    found: dict[str, Compartment] = {}
    for compartment in body.compartments:
        found.setdefault(merged_name(compartment.name), compartment)
    return found


def _label(name: str) -> str:
    return name.partition(".")[2].replace("_", " ")


def _rooms(boxes: Mapping[str, Compartment]) -> dict[str, list[str]]:
    rooms: dict[str, list[str]] = {}
    for name in boxes:
        rooms.setdefault(name.partition(".")[0], []).append(name)
    return rooms


def _rows(body: Body, rooms: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Rooms by the number of steps that B12 needs to reach them; unreached rooms in a last row."""
    first = next(iter(rooms))
    steps = {first: 0}
    waiting = [first]
    while waiting:
        room = waiting.pop(0)
        for flow in body.flows:
            if flow.source and flow.target and flow.source.startswith(f"{room}."):
                reached = flow.target.partition(".")[0]
                if reached not in steps:
                    steps[reached] = steps[room] + 1
                    waiting.append(reached)
    depth = max(steps.values())
    rows = [[room for room in rooms if steps.get(room) == n] for n in range(depth + 1)]
    rows.append([room for room in rooms if room not in steps])
    return [part for row in rows if row for part in _in_lines(row)]


def _in_lines(row: Sequence[str]) -> list[list[str]]:
    """A row that is too wide as several of about equal length."""
    lines = -(-len(row) // SIDE_BY_SIDE)
    length = -(-len(row) // lines)
    return [list(row[n : n + length]) for n in range(0, len(row), length)]


def _place_row(
    row: Sequence[str],
    rooms: Mapping[str, Sequence[str]],
    boxes: Mapping[str, Compartment],
    top: float,
    places: dict[str, Box],
    frames: list[str],
    inside: list[str],
) -> float:
    """Draw the rooms of one row and note where each box stands; returns the height of the row."""
    across = {room: min(len(rooms[room]), SIDE_BY_SIDE) if len(row) == 1 else 1 for room in row}
    widths = {room: n * BOX_WIDTH + (n - 1) * 2.6 * GAP + 2 * GAP for room, n in across.items()}
    spare = (WIDTH - 2 * MARGIN - sum(widths.values())) / max(len(row) - 1, 1)
    gap = min(max(spare, 8.0), 3 * ROOM_GAP)
    left = (WIDTH - sum(widths.values()) - gap * (len(row) - 1)) / 2
    tallest = 0.0
    for room in row:
        down = -(-len(rooms[room]) // across[room])
        height = HEAD + down * BOX_HEIGHT + (down - 1) * GAP + GAP
        frame = Box(x=left, y=top, width=widths[room], height=height)
        frames.append(rectangle(frame, fill="#f5f5f3", edge=QUIET, corner=8))
        inside.append(words(frame.x + GAP, frame.y + 16, room, size=12, bold=True))
        for n, name in enumerate(rooms[room]):
            column, line = n % across[room], n // across[room]
            box = Box(
                x=left + GAP + column * (BOX_WIDTH + 2.6 * GAP),
                y=top + HEAD + line * (BOX_HEIGHT + GAP),
                width=BOX_WIDTH,
                height=BOX_HEIGHT,
            )
            places[name] = box
            kind = boxes[name]
            fill = "#e6e6e6" if kind.sink else "#ffffff"
            inside.append(rectangle(box, fill=fill, edge="#1a1a1a", about=f"{kind.name}: {kind.about} [{kind.unit}]"))
            inside.append(words_in(box, _label(name), size=11, characters=19))
        tallest, left = max(tallest, height), left + widths[room] + gap
    return tallest


def _arrows(body: Body, places: Mapping[str, Box], rows: Sequence[Sequence[str]]) -> list[str]:
    """One arrow for each pair of boxes, and a stub for what comes from or goes outside."""
    drawn: dict[tuple[str | None, str | None], list[Flow]] = {}
    for flow in body.flows:
        ends = (flow.source and merged_name(flow.source), flow.target and merged_name(flow.target))
        drawn.setdefault(ends, []).append(flow)
    parts: list[str] = []
    fan: dict[str, int] = {}
    for (source, target), flows in drawn.items():
        about = "; ".join(dict.fromkeys(flow.about for flow in flows))
        if source is None and target is not None:
            box = places[target]
            path = f"M{box.x - 11:.1f} {box.y + 8:.1f}H{box.x - 1:.1f}"
            parts.append(arrow(NAME, path, colour=QUIET, about=about))
        elif target is None and source is not None:
            box = places[source]
            path = f"M{box.right:.1f} {box.bottom - 8:.1f}h10"
            parts.append(arrow(NAME, path, colour=QUIET, about=about))
        elif source is not None and target is not None:
            step = fan[source] = fan.get(source, 0) + 1
            a, b = places[source], places[target]
            if _room(source) == _room(target):
                parts.append(_within(a, b, about))
            else:
                beside = _row_of(source, rows) == _row_of(target, rows)
                parts.append(_between(a, b, step, about, beside=beside))
    return parts


def _room(name: str) -> str:
    return name.partition(".")[0]


def _row_of(name: str, rows: Sequence[Sequence[str]]) -> int:
    return next(n for n, row in enumerate(rows) if _room(name) in row)


def _within(a: Box, b: Box, about: str) -> str:
    """An arrow between two boxes of one room, side by side or in a stack."""
    onward = (a.y, a.x) < (b.y, b.x)
    if a.y == b.y and abs(a.x - b.x) < a.width + 3 * GAP:
        start, end = (a.right, b.x - 1) if onward else (a.x, b.right + 1)
        path = f"M{start:.1f} {a.middle_y:.1f}H{end:.1f}"
    elif a.y == b.y:  # over the boxes between them
        edge = a.y if onward else a.bottom
        bow = edge - 16 if onward else edge + 16
        path = f"M{a.middle_x + 22:.1f} {edge:.1f}C{a.middle_x + 40:.1f} {bow:.1f} {b.middle_x - 60:.1f} {bow:.1f} "
        path += f"{b.middle_x - 24:.1f} {edge - 1 if onward else edge + 1:.1f}"
    elif abs(a.y - b.y) < a.height + 2 * GAP:
        x = a.middle_x + (-8 if onward else 8)
        start, end = (a.bottom, b.y - 1) if onward else (a.y, b.bottom + 1)
        path = f"M{x:.1f} {start:.1f}V{end:.1f}"
    else:  # past the boxes between them
        side, bow = (a.right, 14) if onward else (a.x, -14)
        path = f"M{side:.1f} {a.middle_y:.1f}C{side + bow:.1f} {a.middle_y:.1f} {side + bow:.1f} {b.middle_y:.1f} "
        path += f"{side + (1 if onward else -1):.1f} {b.middle_y:.1f}"
    return arrow(NAME, path, colour=FLOW_COLOUR if onward else BACK_COLOUR, dashed=not onward, about=about)


def _between(a: Box, b: Box, step: int, about: str, *, beside: bool) -> str:
    """An arrow from room to room: down a row or along it is onward, up is back."""
    onward = beside or a.y < b.y
    if beside:
        right = a.x < b.x
        start, end = (a.right, b.x - 1) if right else (a.x, b.right + 1)
        y0, y1 = a.middle_y - 9 + (step * 5) % 20, b.middle_y - 8 + (step * 7) % 17
        bend = (start + end) / 2
        path = f"M{start:.1f} {y0:.1f}C{bend:.1f} {y0:.1f} {bend:.1f} {y1:.1f} {end:.1f} {y1:.1f}"
    else:
        shift = ((step * 17) % 70) - 35.0
        start, end = (a.bottom, b.y - 1) if onward else (a.y, b.bottom + 1)
        x0, x1, middle = a.middle_x + shift, b.middle_x + shift * 0.8, (start + end) / 2
        path = f"M{x0:.1f} {start:.1f}C{x0:.1f} {middle:.1f} {x1:.1f} {middle:.1f} {x1:.1f} {end:.1f}"
    return arrow(NAME, path, colour=FLOW_COLOUR if onward else BACK_COLOUR, dashed=not onward, about=about)


def _legend() -> str:
    """What the three sorts of arrow mean, at the top."""
    y = MARGIN + 6
    samples = (
        (FLOW_COLOUR, False, "onward"),
        (BACK_COLOUR, True, "back"),
        (QUIET, False, "from or to the outside, or made and used up"),
    )
    x, parts = MARGIN, []
    for colour, dashed, text in samples:
        parts.append(arrow(NAME, f"M{x:.1f} {y:.1f}h26", colour=colour, dashed=dashed))
        parts.append(words(x + 32, y + 4, text, size=11))
        x += 46 + 6.4 * len(text)
    return "".join(parts)
