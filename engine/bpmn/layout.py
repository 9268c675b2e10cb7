"""Where the elements of a diagram are drawn: its diagram interchange (BPMN 2.0 §12), read without judging it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as XmlElement

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawn element; `kind` is the name of its XML element, such as userTask."""

    element_id: str
    kind: str
    name: str
    x: float
    y: float
    width: float
    height: float
    label: tuple[float, float, float, float] | None = None
    """Where its name stands when that is not inside: x, y, width, height."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A drawn flow."""

    element_id: str
    kind: str
    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """One picture."""

    shapes: tuple[Shape, ...] = ()
    edges: tuple[Edge, ...] = ()

    def bounds(self) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of everything."""
        boxes = [(shape.x, shape.y, shape.x + shape.width, shape.y + shape.height) for shape in self.shapes]
        boxes += [(x, y, x, y) for edge in self.edges for x, y in edge.points]
        boxes += [(x, y, x + width, y + height) for x, y, width, height in (s.label for s in self.shapes if s.label)]
        left, top, right, bottom = zip(*boxes, strict=True) if boxes else ((0.0,), (0.0,), (1.0,), (1.0,))
        return min(left), min(top), max(right), max(bottom)


def layout(root: XmlElement) -> Layout:
    """Return the first picture of a parsed file; what is drawn without a place that can be read is left out."""
    plane = next(root.iter("{*}BPMNPlane"), None)
    if plane is None:
        return Layout()
    elements = {element.get("id"): element for element in root.iter("{*}*") if element.get("id")}
    shapes = [_shape(item, elements.get(item.get("bpmnElement"))) for item in plane.iterfind("{*}BPMNShape")]
    edges = [_edge(item, elements.get(item.get("bpmnElement"))) for item in plane.iterfind("{*}BPMNEdge")]
    return Layout(tuple(filter(None, shapes)), tuple(filter(None, edges)))


def _shape(item: XmlElement, element: XmlElement | None) -> Shape | None:
    box = _box(item.find("{*}Bounds"))
    if box is None or element is None:
        return None
    label = _box(item.find("{*}BPMNLabel/{*}Bounds"))
    return Shape(element.get("id", ""), etree.QName(element).localname, element.get("name", ""), *box, label)


def _edge(item: XmlElement, element: XmlElement | None) -> Edge | None:
    points = [(_number(point, "x"), _number(point, "y")) for point in item.iterfind("{*}waypoint")]
    if element is None or len(points) < 2:
        return None
    return Edge(element.get("id", ""), etree.QName(element).localname, element.get("name", ""), tuple(points))


def _box(bounds: XmlElement | None) -> tuple[float, float, float, float] | None:
    if bounds is None:
        return None
    x, y, width, height = (_number(bounds, name) for name in ("x", "y", "width", "height"))
    return x, y, width, height


def _number(element: XmlElement, name: str) -> float:
    try:
        value = float(element.get(name, "0"))
    except ValueError:
        return 0.0
    return value if math.isfinite(value) else 0.0
