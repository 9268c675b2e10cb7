"""Reads which message an element catches or throws, and by which key it finds its receiver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.correlation import correlation_key
from engine.bpmn.diagram_source import DiagramSource, extension, flag
from engine.bpmn.process_model import MessageDefinition, Value
from engine.bpmn.xml_tree import bpmn_child, bpmn_name, child_text, local_part

if TYPE_CHECKING:
    from lxml.etree import _Element as XmlElement

_UNNAMED = Value("")


def caught_message(source: DiagramSource, node: XmlElement, definition: XmlElement) -> MessageDefinition | None:
    """Return the message that an event definition or receive task waits for; `node` is the element that waits."""
    message = _referenced_message(source, definition)
    if message is None:
        source.refuse(node, "message-missing", f"{bpmn_name(node)} names no message.", "§10.5.5")
        return None
    name = known_by(source, message, "correlated", "§8.4.11")
    if name is None:
        return None
    if _starts_an_instance(node):
        return MessageDefinition(name)
    key = _message_key(source, message) or correlation_key(source, node, message, throwing=False)
    if key is None:
        _report_missing_key(source, node, message)
        key = Value("")
    return MessageDefinition(name, key)


def thrown_message(
    source: DiagramSource, node: XmlElement, definition: XmlElement, *, has_job: bool
) -> MessageDefinition | None:
    """Return the message that an event definition or send task throws.

    Its key is that of zeebe:publishMessage, else that by which the message is caught, evaluated where it is thrown.
    """
    message = _referenced_message(source, definition)
    if message is None:
        if has_job:
            return MessageDefinition(_UNNAMED)
        source.refuse(node, "message-missing", f"{bpmn_name(node)} has neither a message nor a job type.", "§10.5.5")
        return None
    if has_job and not (message.get("name") or "").strip():
        return MessageDefinition(_UNNAMED)
    name = known_by(source, message, "correlated", "§8.4.11")
    publish = extension(node, "publishMessage")
    if name is None:
        return None
    if publish is None:
        key = _message_key(source, message) or correlation_key(source, node, message, throwing=True)
        return MessageDefinition(name, key)
    return MessageDefinition(
        name,
        source.value(publish, publish.get("correlationKey")),
        source.value(publish, publish.get("messageId")),
        source.value(publish, publish.get("timeToLive")),
    )


def known_by(source: DiagramSource, element: XmlElement, how: str, clause: str) -> Value | None:
    """Return the name of a message or signal, else its id: BPMN makes the name optional, Camunda 8 does not."""
    if (element.get("name") or "").strip():
        return source.value(element, element.get("name"))
    kind = bpmn_name(element)
    if source.is_for_camunda_8:
        source.refuse(element, f"{kind}-name", f"The {kind} has no name, by which it is {how}.", clause)
        return None
    source.warn(element, f"{kind}-name", f"The {kind} has no name; it is {how} by its id.", clause)
    return Value(element.get("id", ""))


def _referenced_message(source: DiagramSource, definition: XmlElement) -> XmlElement | None:
    """Follow messageRef, else the operation's incoming message."""
    reference = definition.get("messageRef")
    operation_reference = definition.get("operationRef") or child_text(definition, "operationRef")
    operation = source.find(definition, operation_reference, ["operation"], "§8.4.11") if operation_reference else None
    if not reference and operation is not None:
        reference = child_text(operation, "inMessageRef")
    return source.find(definition, reference, ["message"], "§8.4.11") if reference else None


def _message_key(source: DiagramSource, message: XmlElement) -> Value | None:
    subscription = extension(message, "subscription")
    if subscription is None:
        return None
    if not (subscription.get("correlationKey") or "").strip():
        source.refuse(message, "correlation-key", "zeebe:subscription has no correlationKey.", "zeebe")
    return source.value(subscription, subscription.get("correlationKey"))


def _starts_an_instance(node: XmlElement) -> bool:
    """Tell whether the caught message makes a new instance, which no key can find yet."""
    name, parent = bpmn_name(node), node.getparent()
    if name == "startEvent":
        return parent is not None and bpmn_name(parent) == "process"
    if name == "receiveTask" and flag(node, "instantiate", default=False):
        return True
    return _follows_instantiating_gateway(node)


def _follows_instantiating_gateway(node: XmlElement) -> bool:
    """Look for an exclusive event-based gateway that starts instances; after a parallel one the later messages need keys."""
    parent = node.getparent()
    if parent is None:
        return False
    for gateway in parent.iterchildren("{*}eventBasedGateway"):
        if flag(gateway, "instantiate", default=False) and gateway.get("eventGatewayType", "Exclusive") == "Exclusive":
            targets = {
                local_part(flow.get("targetRef"))
                for flow in parent.iterchildren("{*}sequenceFlow")
                if flow.get("sourceRef") == gateway.get("id")
            }
            if node.get("id") in targets:
                return True
    return False


def _report_missing_key(source: DiagramSource, node: XmlElement, message: XmlElement) -> None:
    text = f"The message {message.get('name')!r} has no correlation key"
    if source.is_for_camunda_8 or bpmn_child(message, "extensionElements") is not None:
        source.refuse(node, "correlation-key", text + "; give it zeebe:subscription with one.", "zeebe")
    else:
        source.warn(
            node, "correlation-key", text + "; any message with this name and no key reaches any instance that waits.", "§8.4.2"
        )
