"""Reads BPMN's own correlation: the properties of a message's key, seen from the message and from the process (§8.4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.xml_tree import bpmn_children, child_text, local_part

if TYPE_CHECKING:
    from lxml.etree import _Element as XmlElement

    from engine.bpmn.diagram_source import DiagramSource
    from engine.bpmn.process_model import Value


def correlation_key(source: DiagramSource, node: XmlElement, message: XmlElement, *, throwing: bool) -> Value | None:
    """Return the key by which `node` throws or catches `message`; None when the diagram defines none.

    A catching element evaluates the dataPath of its process' correlationSubscription, a throwing one the messagePath.
    Both need exactly one correlation property for the message.
    """
    retrievals = [
        item
        for item in source.root.iter("{*}correlationPropertyRetrievalExpression")
        if local_part(item.get("messageRef")) == message.get("id")
    ]
    if not retrievals:
        return None
    if len(retrievals) > 1:
        source.refuse(
            message,
            "correlation-property",
            "A message with several correlation properties is not run; make one of them.",
            "§8.4.2",
        )
        return None
    if throwing:
        return source.expression_value(retrievals[0], "messagePath")
    property_element = retrievals[0].getparent()
    property_id = property_element.get("id") if property_element is not None else None
    binding = _binding(node, property_id)
    return source.expression_value(binding, "dataPath") if binding is not None and child_text(binding, "dataPath") else None


def _binding(node: XmlElement, property_id: str | None) -> XmlElement | None:
    process = next(node.iterancestors("{*}process"), None)
    if process is None:
        return None
    for subscription in bpmn_children(process, "correlationSubscription"):
        for binding in bpmn_children(subscription, "correlationPropertyBinding"):
            if local_part(binding.get("correlationPropertyRef")) == property_id:
                return binding
    return None
