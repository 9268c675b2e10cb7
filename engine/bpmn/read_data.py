"""Reads data objects and data associations: here they name variables, and their assignments are mappings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.bpmn.process_model import Value, VariableMapping
from engine.bpmn.xml_tree import BPMN_NAMESPACE, bpmn_child, bpmn_children, bpmn_name, child_text, local_part, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element as XmlElement

    from engine.bpmn.diagram_source import DiagramSource

_ITEMS = ("dataObject", "dataObjectReference", "dataStoreReference", "dataStore", "property", "dataInput", "dataOutput")
_THROWING = ("intermediateThrowEvent", "endEvent", "sendTask")
_CATCHING = ("startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask")
_PLAIN_NAME = re.compile(r"[^\W\d]\w*")


def names_with_spaces(root: XmlElement) -> frozenset[str]:
    """Return the names of data items that FEEL could not tell apart from operators, such as `case number`."""
    names = (item.get("name", "") for item in root.iter(*(f"{{{BPMN_NAMESPACE}}}{name}" for name in _ITEMS)))
    return frozenset(name for name in names if name and not _PLAIN_NAME.fullmatch(name))


def variable_name(source: DiagramSource, at: XmlElement, reference: str) -> str | None:
    """Return the variable that a data item stands for: its name, else its id; a reference stands for its data object."""
    item = source.find(at, reference, [*_ITEMS, "inputDataItem", "outputDataItem"], "§10.4.1")
    if item is None:
        return None
    target = local_part(item.get("dataObjectRef") or item.get("dataStoreRef"))
    if bpmn_name(item) in {"dataObjectReference", "dataStoreReference"} and target in source.by_id:
        item = source.by_id[target]
    return item.get("name") or item.get("id")


def collection_name(source: DiagramSource, node: XmlElement, loop: XmlElement, name: str) -> str | None:
    """Return the variable behind loopDataInputRef or loopDataOutputRef: the activity's data item, or what an association ties it to."""
    reference = child_text(loop, name)
    if not reference:
        return None
    is_input = name == "loopDataInputRef"
    near, far = ("targetRef", "sourceRef") if is_input else ("sourceRef", "targetRef")
    for association in bpmn_children(node, "dataInputAssociation" if is_input else "dataOutputAssociation"):
        if local_part(child_text(association, near)) == local_part(reference) and child_text(association, far):
            return variable_name(source, association, child_text(association, far))
    return variable_name(source, loop, reference)


def read_assignments(source: DiagramSource, node: XmlElement, name: str) -> tuple[VariableMapping, ...]:
    """Return the mappings that the assignments and transformations of the node's data associations stand for."""
    found: list[VariableMapping] = []
    for association in bpmn_children(node, name):
        for reference in bpmn_children(association, "sourceRef", "targetRef"):
            variable_name(source, association, text_of(reference))
        for assignment in bpmn_children(association, "assignment"):
            _append(
                found, source.expression_value(assignment, "from"), _target(source, assignment, child_text(assignment, "to"))
            )
        if bpmn_child(association, "transformation") is not None:
            value = source.expression_value(association, "transformation")
            _append(found, value, _target(source, association, child_text(association, "targetRef")))
    return tuple(found)


def read_copies(source: DiagramSource, node: XmlElement, name: str) -> tuple[tuple[str, str], ...]:
    """Return what the node's data associations without an expression copy: from which variable to which.

    A data input or output without a name is the very variable at the other end: nothing to copy, but into what an event sends and
    out of what it brings. Nor is there where a loop walks through a collection.
    """
    is_input, kind = name == "dataInputAssociation", bpmn_name(node) or ""
    is_carried = kind in (_THROWING if is_input else _CATCHING)
    found: list[tuple[str, str]] = []
    for association in bpmn_children(node, name):
        if any(bpmn_child(association, part) is not None for part in ("assignment", "transformation")):
            continue
        near, far = child_text(association, "targetRef"), child_text(association, "sourceRef")
        near, far = (near, far) if is_input else (far, near)
        item = source.by_id.get(local_part(near))
        variable = variable_name(source, association, far) if far else None
        if item is None or variable is None or item.get("id") in _walked_through(node):
            continue
        own = item.get("name") or variable
        if own != variable or is_carried:
            found.append((variable, own) if is_input else (own, variable))
    return tuple(found)


def _walked_through(node: XmlElement) -> set[str]:
    loop = bpmn_child(node, "multiInstanceLoopCharacteristics")
    return set() if loop is None else {local_part(child_text(loop, f"loopData{way}Ref")) for way in ("Input", "Output")}


def _target(source: DiagramSource, at: XmlElement, text: str) -> tuple[str, ...] | None:
    reference = text.removeprefix("=").strip()
    if local_part(reference) in source.by_id:
        name = variable_name(source, at, reference)
        return (name,) if name else None
    path = tuple(part.strip() for part in reference.split("."))
    if all(_PLAIN_NAME.fullmatch(part) for part in path):
        return path
    source.refuse(at, "assignment", f"{text!r} names no variable to write to.", "§10.4.2")
    return None


def _append(found: list[VariableMapping], value: Value | None, target: tuple[str, ...] | None) -> None:
    if value is not None and target is not None:
        found.append(VariableMapping(value, target))
