"""Reads the zeebe extension elements that many elements share: properties, mappings, jobs, listeners, bindings."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import feel
from engine.bpmn.diagram_source import DiagramSource, extension, extension_children
from engine.bpmn.process_model import (
    NOTHING,
    Binding,
    BindingType,
    JobDefinition,
    LinkedResource,
    Listener,
    ListenerEvent,
    Value,
    VariableMapping,
)
from engine.bpmn.xml_tree import ZEEBE_NAMESPACE, bpmn_child, bpmn_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element as XmlElement

_ZEEBE = f"{{{ZEEBE_NAMESPACE}}}"
_DEFAULT_RETRIES = Value("3")
_NOTHING_GIVEN = Value("=null", feel.compile("null"))
"""An input without a source: the activity has a variable of its own that hides the one outside."""
_OLD_EVENT_NAMES = {
    "create": "creating",
    "assignment": "assigning",
    "update": "updating",
    "complete": "completing",
    "cancel": "canceling",
}
_EXECUTION_EVENTS = frozenset({ListenerEvent.BEFORE_ALL, ListenerEvent.START, ListenerEvent.END, ListenerEvent.CANCEL})


def read_properties(node: XmlElement) -> Mapping[str, str]:
    """Return zeebe:properties by name."""
    found = {item.get("name", ""): item.get("value", "") for item in extension_children(node, "properties", "property")}
    return MappingProxyType(found) if found else NOTHING


def read_headers(node: XmlElement) -> Mapping[str, str]:
    """Return zeebe:taskHeaders by key."""
    return _headers(extension(node, "taskHeaders"))


def read_inputs(source: DiagramSource, node: XmlElement) -> tuple[VariableMapping, ...]:
    """Return the zeebe:input mappings in order."""
    return tuple(_mappings(source, node, "input"))


def read_outputs(source: DiagramSource, node: XmlElement) -> tuple[VariableMapping, ...]:
    """Return the zeebe:output mappings in order."""
    return tuple(_mappings(source, node, "output"))


def read_job(source: DiagramSource, node: XmlElement) -> JobDefinition | None:
    """Return what zeebe:taskDefinition asks a worker for; None when the element has none."""
    definition = extension(node, "taskDefinition")
    if definition is None:
        return None
    job_type = source.value(definition, definition.get("type"))
    if job_type is None:
        source.refuse(definition, "job-type", "zeebe:taskDefinition has no type.", "zeebe")
        return None
    retries = _retries(source, definition)
    return JobDefinition(job_type, retries, read_headers(node), _job_priority(source, node))


def read_listeners(source: DiagramSource, node: XmlElement) -> tuple[Listener, ...]:
    """Return execution listeners, then task listeners, each in order."""
    found = (
        _listener(source, item, kind)
        for kind in ("executionListener", "taskListener")
        for item in extension_children(node, kind + "s", kind)
    )
    listeners = tuple(listener for listener in found if listener is not None)
    is_multiple = bpmn_child(node, "multiInstanceLoopCharacteristics") is not None
    if not is_multiple and any(listener.event is ListenerEvent.BEFORE_ALL for listener in listeners):
        source.refuse(node, "listener", "A listener of beforeAll has a meaning on multi-instance activities only.", "zeebe")
    if bpmn_name(node) != "process" and any(listener.event is ListenerEvent.CANCEL for listener in listeners):
        source.refuse(node, "listener", "An execution listener of cancel has a meaning on the process only.", "zeebe")
    return listeners


def read_binding(source: DiagramSource, element: XmlElement) -> Binding:
    """Return which version a zeebe element means: bindingType and versionTag."""
    text = element.get("bindingType", BindingType.LATEST)
    version_tag = element.get("versionTag") or None
    if text not in set(BindingType):
        source.refuse(element, "binding", f"bindingType is {text!r}; it must be latest, deployment or versionTag.", "zeebe")
        return Binding()
    if (text == BindingType.VERSION_TAG) != (version_tag is not None):
        source.refuse(element, "binding", "bindingType versionTag and the attribute versionTag go together.", "zeebe")
    return Binding(BindingType(text), version_tag)


def read_linked_resources(source: DiagramSource, node: XmlElement) -> tuple[LinkedResource, ...]:
    """Return zeebe:linkedResources in order."""
    found = []
    for item in extension_children(node, "linkedResources", "linkedResource"):
        resource_id = source.value(item, item.get("resourceId"))
        names = item.get("resourceType", ""), item.get("linkName", "")
        if resource_id is None or not all(names):
            source.refuse(item, "linked-resource", "zeebe:linkedResource needs resourceId, resourceType and linkName.", "zeebe")
        else:
            found.append(LinkedResource(resource_id, *names, read_binding(source, item)))
    return tuple(found)


def _headers(element: XmlElement | None) -> Mapping[str, str]:
    if element is None:
        return NOTHING
    return MappingProxyType({item.get("key", ""): item.get("value", "") for item in element.iterchildren(_ZEEBE + "header")})


def _mappings(source: DiagramSource, node: XmlElement, kind: str) -> list[VariableMapping]:
    found = []
    for item in extension_children(node, "ioMapping", kind):
        target = tuple(part.strip() for part in item.get("target", "").split("."))
        value = source.value(item, item.get("source"))
        if not all(target):
            source.refuse(item, "mapping", f"zeebe:{kind} has no valid target: {item.get('target')!r}.", "zeebe")
        elif value is None and kind == "input" and not (item.get("source") or "").strip():
            found.append(VariableMapping(_NOTHING_GIVEN, target))
        elif value is None and not (item.get("source") or "").strip():
            source.refuse(item, "mapping", f"zeebe:{kind} to {item.get('target')} has no source.", "zeebe")
        elif value is not None:
            found.append(VariableMapping(value, target))
    return found


def _retries(source: DiagramSource, element: XmlElement) -> Value:
    value = source.value(element, element.get("retries")) or _DEFAULT_RETRIES
    if value.expression is None and not value.text.isdigit():
        source.refuse(element, "job-retries", f"retries is {value.text!r}; it must be a whole number or FEEL after =.", "zeebe")
    return value


def _job_priority(source: DiagramSource, node: XmlElement) -> Value | None:
    """Read the element's own priority, else that of the process around it."""
    current: XmlElement | None = node
    while current is not None:
        definition = extension(current, "jobPriorityDefinition")
        if definition is not None:
            return source.value(definition, definition.get("priority"))
        current = next(current.iterancestors("{*}process"), None)
    return None


def _listener(source: DiagramSource, item: XmlElement, kind: str) -> Listener | None:
    name = item.get("eventType", "")
    wants_execution = kind == "executionListener"
    event = name if wants_execution else _OLD_EVENT_NAMES.get(name, name)
    if event not in set(ListenerEvent) or (event in _EXECUTION_EVENTS) != wants_execution:
        source.refuse(item, "listener", f"zeebe:{kind} has no eventType {name!r}.", "zeebe")
        return None
    job_type = source.value(item, item.get("type"))
    if job_type is None:
        source.refuse(item, "listener", f"zeebe:{kind} for {name} has no job type.", "zeebe")
        return None
    return Listener(ListenerEvent(event), job_type, _retries(source, item), _headers(item.find(_ZEEBE + "taskHeaders")))
