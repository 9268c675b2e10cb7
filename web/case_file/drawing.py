"""A process diagram on paper, with the path that the case took."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from web.case_file.paper import FAMILY, INK
from web.case_file.thai_lines import breakable

if TYPE_CHECKING:
    from collections.abc import Collection

    from engine.queries.diagram_layout import Edge, Layout, Shape
    from web.case_file.paper import Paper

DONE, ACTIVE, UNTOUCHED = (22, 101, 52), (183, 121, 31), (150, 158, 166)
DONE_FILL, ACTIVE_FILL, UNTOUCHED_FILL = (226, 243, 232), (253, 240, 214), (255, 255, 255)
LARGEST_SCALE, READABLE_SCALE = 0.34, 0.19
"""Millimetres a pixel of the modeler: how large a small diagram gets, and how small a large one may."""
SIDEWAYS = frozenset({"participant", "lane"})
CONTAINERS = SIDEWAYS | {"subProcess", "transaction", "adHocSubProcess"}
HINT = re.compile(r"(?<=[\u0e00-\u0e7f])[ ]*\n[ ]*(?=[\u0e00-\u0e7f])")
"""A line break inside a Thai name is a hint for the modeler's picture, and no space."""
ARROW_PX = 7.0
SMALLEST_PT, LARGEST_PT = 2.6, 8.5


@dataclass(frozen=True, slots=True)
class Path:
    """What happened on the diagram, by element id."""

    done: Collection[str]
    active: Collection[str]
    flows: Collection[str]


class Drawing:
    """One diagram, as large as the room on the page allows."""

    def __init__(self, paper: Paper, layout: Layout, path: Path) -> None:
        self._paper, self._layout, self._path = paper, layout, path
        self._left, self._top, right, bottom = layout.bounds()
        self._width, self._height = right - self._left + 20, bottom - self._top + 20
        self._scale, self._x, self._y = LARGEST_SCALE, 0.0, 0.0

    def is_readable(self, width: float, height: float) -> bool:
        """Tell whether names can be read when it is drawn in a box of this size (mm)."""
        return min(width / self._width, height / self._height) >= READABLE_SCALE

    def draw(self, x: float, y: float, width: float, height: float) -> float:
        """Draw within the box (mm); return the height that was used."""
        self._scale = min(width / self._width, height / self._height, LARGEST_SCALE)
        self._x, self._y = x, y
        for shape in sorted(self._layout.shapes, key=lambda shape: -shape.width * shape.height):
            if shape.kind in CONTAINERS:
                self._shape(shape)
        for edge in self._layout.edges:
            self._edge(edge)
        for shape in self._layout.shapes:
            if shape.kind not in CONTAINERS:
                self._shape(shape)
        self._paper.set_line_width(0.2)
        self._paper.plain()
        return self._height * self._scale

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return self._x + (x - self._left + 10) * self._scale, self._y + (y - self._top + 10) * self._scale

    def _edge(self, edge: Edge) -> None:
        is_taken = edge.element_id in self._path.flows
        self._paper.set_draw_color(*(DONE if is_taken else UNTOUCHED))
        self._paper.set_fill_color(*(DONE if is_taken else UNTOUCHED))
        self._paper.set_line_width(max(0.08, (2.4 if is_taken else 1.1) * self._scale))
        points = [self._at(*point) for point in edge.points]
        dash = (
            3 * self._scale
            if edge.kind in {"association", "messageFlow", "dataInputAssociation", "dataOutputAssociation"}
            else 0
        )
        self._paper.set_dash_pattern(dash=dash, gap=dash)
        for (x1, y1), (x2, y2) in itertools.pairwise(points):
            self._paper.line(x1, y1, x2, y2)
        self._paper.set_dash_pattern()
        if edge.kind == "sequenceFlow":
            self._arrow(points[-2], points[-1])

    def _arrow(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        (x1, y1), (x2, y2) = start, end
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1.0
        size = ARROW_PX * self._scale
        along_x, along_y = (x2 - x1) / length * size, (y2 - y1) / length * size
        base_x, base_y = x2 - along_x, y2 - along_y
        half_x, half_y = -along_y * 0.45, along_x * 0.45
        corners = [(x2, y2), (base_x + half_x, base_y + half_y), (base_x - half_x, base_y - half_y)]
        self._paper.polygon(corners, style="F")

    def _shape(self, shape: Shape) -> None:
        paper, key = self._paper, shape.element_id
        is_active, is_done = key in self._path.active, key in self._path.done
        paper.set_draw_color(*(ACTIVE if is_active else DONE if is_done else UNTOUCHED))
        paper.set_fill_color(*(ACTIVE_FILL if is_active else DONE_FILL if is_done else UNTOUCHED_FILL))
        paper.set_line_width(max(0.1, (2.2 if is_active or is_done else 1.2) * self._scale))
        x, y = self._at(shape.x, shape.y)
        width, height = shape.width * self._scale, shape.height * self._scale
        if shape.kind.endswith("Gateway"):
            middle_x, middle_y = x + width / 2, y + height / 2
            paper.polygon([(middle_x, y), (x + width, middle_y), (middle_x, y + height), (x, middle_y)], style="DF")
            self._sign(shape, x, y, width, height)
        elif shape.kind.endswith("Event"):
            paper.ellipse(x, y, width, height, style="DF")
            if shape.kind in {"intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}:
                paper.ellipse(x + width * 0.1, y + height * 0.1, width * 0.8, height * 0.8, style="D")
        elif shape.kind in {"participant", "lane", "textAnnotation"}:
            paper.rect(x, y, width, height, style="D")
        else:
            paper.rect(x, y, width, height, style="DF", round_corners=True, corner_radius=8 * self._scale)
        self._name(shape, x, y, width, height)

    def _sign(self, shape: Shape, x: float, y: float, width: float, height: float) -> None:
        """Draw the cross, plus or ring that tells gateways apart."""
        paper, a, b = self._paper, 0.34, 0.66
        across = [((a, a), (b, b)), ((a, b), (b, a))]
        upright = [((0.5, 0.28), (0.5, 0.72)), ((0.28, 0.5), (0.72, 0.5))]
        lines = {"exclusiveGateway": across, "parallelGateway": upright, "complexGateway": across + upright}
        for (x1, y1), (x2, y2) in lines.get(shape.kind, []):
            paper.line(x + width * x1, y + height * y1, x + width * x2, y + height * y2)
        if shape.kind == "inclusiveGateway":
            paper.ellipse(x + width * 0.28, y + height * 0.28, width * 0.44, height * 0.44, style="D")

    def _name(self, shape: Shape, x: float, y: float, width: float, height: float) -> None:
        name = " ".join(HINT.sub("", shape.name).split())
        if not name:
            return
        if shape.kind in SIDEWAYS:
            self._sideways(name, x, y, height)
            return
        is_inside = shape.label is None and not shape.kind.endswith(("Gateway", "Event"))
        if is_inside and shape.kind in CONTAINERS:
            height = min(height, 26 * self._scale)
        if not is_inside:
            box = shape.label or (shape.x - 35, shape.y + shape.height + 2, shape.width + 70, 30)
            (x, y), width, height = self._at(box[0] - 8, box[1]), (box[2] + 16) * self._scale, box[3] * self._scale
        self._text(name, (x, y, width, height), is_centred=is_inside)

    def _sideways(self, name: str, x: float, y: float, height: float) -> None:
        """Write the name of a lane from below to above at its left edge."""
        paper, middle_x, middle_y = self._paper, x + 15 * self._scale, y + height / 2
        paper.set_font(FAMILY, "", min(LARGEST_PT, max(12 * self._scale / 0.3528, SMALLEST_PT)))
        while paper.get_string_width(name) > height and len(name) > 8:
            name = f"{name[:-2].rstrip('…')}…"
        paper.set_text_color(*INK)
        with paper.rotation(90, middle_x, middle_y):
            paper.text(middle_x - paper.get_string_width(name) / 2, middle_y + paper.font_size * 0.3, name)

    def _text(self, name: str, box: tuple[float, float, float, float], *, is_centred: bool) -> None:
        """Write a name into a box, smaller when it would not fit."""
        x, y, width, height = box
        paper, size = self._paper, min(LARGEST_PT, 12 * self._scale / 0.3528)
        text = breakable(name)
        while True:
            paper.set_font(FAMILY, "", size)
            pitch = size * 0.3528 * 1.32
            lines = cast("list[str]", paper.multi_cell(width, pitch, text, align="C", dry_run=True, output="LINES", padding=0))
            if len(lines) * pitch <= height or size <= SMALLEST_PT or not is_centred:
                break
            size = max(size * 0.9, SMALLEST_PT)
        paper.set_text_color(*INK)
        paper.set_xy(x, y + max(0.0, (height - len(lines) * pitch) / 2) if is_centred else y)
        with paper.local_context():
            paper.c_margin = 0.3
            paper.multi_cell(width, pitch, text, align="C")
