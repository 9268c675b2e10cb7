"""Refuses what BPMN 2.0 does not have: unknown elements and attributes, wrong places, values of the wrong type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.bpmn.extension_check import check_attributes, check_extensions
from engine.bpmn.schema import BOOLEANS, CHOICES, INTEGERS, NOT_EXECUTED, ONCE, Kind, kind_of
from engine.bpmn.xml_tree import attributes_of, bpmn_name, extension_name
from engine.safe_xml import line_of

if TYPE_CHECKING:
    from lxml.etree import _Element as XmlElement

    from engine.bpmn.findings import Findings

_INTEGER = re.compile(r"[+-]?\d{1,9}")
_BAD_ID = re.compile(r"[\s:]")
_OPAQUE = frozenset({"rendering", "auditing", "monitoring"})
"""Containers for what other tools keep there; BPMN gives their content no meaning of its own (§10.3.4, §10.9)."""


def check_schema(root: XmlElement, findings: Findings) -> dict[str, XmlElement]:
    """Check every BPMN element under `root`; return the elements by id.

    Extension elements are checked by name and place; what other namespaces say is left alone.
    """
    by_id: dict[str, XmlElement] = {}
    pending = [root]
    while pending:
        element = pending.pop()
        name = bpmn_name(element) or ""
        kind = kind_of(name)
        if kind is None:
            _report_unknown(element, name, findings)
            continue
        _check_id(element, by_id, findings)
        _check_attributes(element, name, kind, findings)
        if name not in _OPAQUE:
            pending.extend(reversed(_checked_children(element, name, kind, findings)))
    return by_id


def _report_unknown(element: XmlElement, name: str, findings: Findings) -> None:
    if name in NOT_EXECUTED:
        findings.warn(element, "not-executed", f"{name} is a drawing for people; it does not run.", "§9, §11")
    else:
        findings.refuse(element, "unknown-element", f"BPMN 2.0 has no element {name}.", "§8")


def _check_id(element: XmlElement, by_id: dict[str, XmlElement], findings: Findings) -> None:
    element_id = element.get("id")
    if element_id is None:
        return
    if not element_id or _BAD_ID.search(element_id):
        findings.refuse(element, "invalid-id", f"The id {element_id!r} is empty or holds white space or a colon.", "§8.3.1")
    elif element_id in by_id:
        line = line_of(by_id[element_id])
        findings.refuse(element, "duplicate-id", f"The id {element_id} is used twice, first in line {line}.", "§8.3.1")
    else:
        by_id[element_id] = element


def _check_attributes(element: XmlElement, name: str, kind: Kind, findings: Findings) -> None:
    foreign = False
    for attribute, value in attributes_of(element):
        if attribute.startswith("{"):
            foreign = True
        elif attribute not in kind.attributes:
            findings.refuse(element, "unknown-attribute", f"BPMN 2.0 has no attribute {attribute} on {name}.", "§8")
        elif reason := _wrong_value(attribute, value):
            findings.refuse(element, "wrong-value", f"{attribute} of {name} is {value!r}; it must be {reason}.", "§8")
    if foreign:
        check_attributes(element, name, findings)


def _wrong_value(attribute: str, value: str) -> str | None:
    if attribute in BOOLEANS:
        return None if value in {"true", "false", "1", "0"} else "true or false"
    if attribute in INTEGERS:
        return None if _INTEGER.fullmatch(value.strip()) else "a whole number"
    if choices := CHOICES.get(attribute):
        return None if value in choices else "one of " + ", ".join(sorted(choices))
    return None


def _checked_children(element: XmlElement, name: str, kind: Kind, findings: Findings) -> list[XmlElement]:
    children = []
    seen: set[str] = set()
    for child in element:
        child_name = bpmn_name(child)
        if child_name in ONCE and child_name in seen:
            findings.refuse(element, "repeated-element", f"{name} has {child_name} more than once.", "§8")
        seen.add(child_name or "")
        if child_name is None:
            _check_foreign_child(element, child, name, findings)
        elif child_name == "extensionElements":
            check_extensions(child, name, kind, findings)
        elif (child_kind := kind_of(child_name)) is None or child_kind.bases & kind.children:
            children.append(child)
        else:
            findings.refuse(child, "misplaced-element", f"{child_name} may not stand in {name}.", "§8")
    return children


def _check_foreign_child(element: XmlElement, child: XmlElement, name: str, findings: Findings) -> None:
    """Diagram interchange stands beside the BPMN elements of `definitions`; elsewhere BPMN wants extensionElements around it."""
    namespace, local = extension_name(child)
    if local and name != "definitions":
        message = f"{local} ({namespace}) stands in {name} without extensionElements around it, so its meaning is unknown."
        findings.refuse(element, "misplaced-element", message, "§8.3.3")
