"""The drawing of the body holds every box, of the whole and of a part with many rooms."""

from __future__ import annotations

import re

from cobalamin.body import BODY
from cobalamin.plot.body import draw_body


def test_every_box_lies_inside_the_drawing():
    drawn = draw_body(BODY)
    _, _, width, height = map(float, re.findall(r'viewBox="([\d. -]+)"', drawn)[0].split())
    box = r'<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"'
    boxes = [tuple(map(float, found)) for found in re.findall(box, drawn)]
    assert len(boxes) > 50
    assert all(x >= 0 and y >= 0 and x + w <= width and y + h <= height for x, y, w, h in boxes)
