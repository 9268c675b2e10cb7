"""How the diagram of a process definition is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.layout import Edge, Layout, Shape, layout
from engine.bpmn.xml_tree import read_document
from engine.queries.process_definitions import process_definition_xml

if TYPE_CHECKING:
    import sqlalchemy as sa

__all__ = ["Edge", "Layout", "Shape", "diagram_layout"]


def diagram_layout(connection: sa.Connection, process_definition_key: int) -> Layout:
    """Return the picture of the deployed file; without shapes when it holds none. Raises NotFound."""
    return layout(read_document(process_definition_xml(connection, process_definition_key)))
