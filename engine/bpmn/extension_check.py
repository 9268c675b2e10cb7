"""Refuses extension elements and attributes whose meaning would be lost; leaves other tools' notes alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.extension_schema import (
    HARMLESS,
    MODELER_ATTRIBUTES,
    NOTES,
    OTHER_ENGINES,
    REFUSED_ZEEBE,
    ZEEBE,
    ZEEBE_CHILDREN,
    Extension,
)
from engine.bpmn.xml_tree import ZEEBE_NAMESPACE, attributes_of, extension_name, split_name

if TYPE_CHECKING:
    from lxml.etree import _Element as XmlElement

    from engine.bpmn.findings import Findings
    from engine.bpmn.schema import Kind


def check_attributes(element: XmlElement, name: str, findings: Findings) -> None:
    """Check the attributes of other namespaces on a BPMN element."""
    for attribute, _ in attributes_of(element):
        namespace, local = split_name(attribute)
        if namespace == ZEEBE_NAMESPACE and local not in MODELER_ATTRIBUTES:
            message = f"zeebe:{local} on {name} is unknown; its meaning would be lost."
            findings.refuse(element, "unknown-extension", message, "zeebe")
        elif namespace != ZEEBE_NAMESPACE:
            _check_foreign(element, namespace, local, name, findings)


def check_extensions(extensions: XmlElement, name: str, kind: Kind, findings: Findings) -> None:
    """Check the children of a BPMN element's extensionElements."""
    seen: set[str] = set()
    for child in extensions:
        namespace, local = extension_name(child)
        if namespace == ZEEBE_NAMESPACE:
            _check_zeebe(child, local, name, kind, findings)
            if local in seen and local != "userTaskForm":
                findings.refuse(child, "duplicate-extension", f"{name} has zeebe:{local} twice.", "zeebe")
            seen.add(local)
        else:
            _check_foreign(child, namespace, local, name, findings)


def _check_zeebe(element: XmlElement, local: str, name: str, kind: Kind, findings: Findings) -> None:
    extension = ZEEBE.get(local)
    if reason := REFUSED_ZEEBE.get(local):
        findings.refuse(element, "unknown-extension", f"zeebe:{local} on {name}: {reason}.", "zeebe")
    elif extension is None:
        message = f"zeebe:{local} on {name} is unknown; its meaning would be lost."
        findings.refuse(element, "unknown-extension", message, "zeebe")
    elif not extension.extends & kind.bases:
        findings.refuse(element, "misplaced-extension", f"zeebe:{local} has no meaning on {name}.", "zeebe")
    else:
        _check_content(element, local, extension, findings)


def _check_content(element: XmlElement, local: str, extension: Extension, findings: Findings) -> None:
    for attribute, _ in attributes_of(element):
        if not (attribute.startswith("{") or attribute in extension.attributes or attribute in MODELER_ATTRIBUTES):
            message = f"{attribute} of zeebe:{local} is unknown; its meaning would be lost."
            findings.refuse(element, "unknown-extension", message, "zeebe")
    for child in element:
        namespace, child_local = extension_name(child)
        if namespace != ZEEBE_NAMESPACE:
            continue
        if child_local in extension.children:
            _check_content(child, child_local, ZEEBE_CHILDREN[child_local], findings)
        else:
            findings.refuse(child, "unknown-extension", f"zeebe:{child_local} has no meaning in zeebe:{local}.", "zeebe")


def _check_foreign(element: XmlElement, namespace: str, local: str, name: str, findings: Findings) -> None:
    """Refuse what another engine would run; warn once of each namespace that nobody here knows."""
    engine = OTHER_ENGINES.get(namespace)
    if engine is None:
        if namespace and not namespace.startswith(NOTES):
            message = f"Extensions of {namespace} have no meaning here, such as {local} on {name}; they are left alone."
            findings.warn_once(namespace, element, "foreign-extension", message, "§8.3.3")
    elif local not in HARMLESS.get(engine, frozenset()):
        message = f"{engine}:{local} on {name} is of another engine and does not run here; say it with BPMN or zeebe elements."
        findings.refuse(element, "other-engine", message, "dialect")
