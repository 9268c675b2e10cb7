"""BPMN XML as a tree: read safely, whatever the bytes are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.bpmn.findings import BpmnError, Finding
from engine.safe_xml import XmlLimits, XmlRefused, read_root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as XmlElement

BPMN_NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE_NAMESPACE = "http://camunda.org/schema/zeebe/1.0"
MODELER_NAMESPACE = "http://camunda.org/schema/modeler/1.0"

LIMITS = XmlLimits(bytes=10 * 1024 * 1024, depth=64, elements=150_000)

_BPMN = f"{{{BPMN_NAMESPACE}}}"
_BREAK_IN_THAI = re.compile(r"(?<=[\u0e00-\u0e7f])[ \t]*[\r\n]+[ \t]*(?=[\u0e00-\u0e7f])")


def read_document(xml: bytes) -> XmlElement:
    """Return the `definitions` element; raise BpmnError for anything that is not a BPMN 2.0 document.

    No entity is expanded, no DTD is accepted, nothing is fetched, and size, depth and number of elements are bounded.
    """
    try:
        root = read_root(xml, LIMITS)
    except XmlRefused as refused:
        raise _refusal(refused.rule, refused.message, refused.line) from refused
    if root.tag != _BPMN + "definitions":
        raise _refusal("not-bpmn", f"The root element is {root.tag}; it must be definitions of BPMN 2.0 ({BPMN_NAMESPACE}).")
    return root


def _refusal(rule: str, message: str, line: int | None = None) -> BpmnError:
    return BpmnError((Finding(None, rule, message, None, line),))


def bpmn_name(element: XmlElement) -> str | None:
    """Return the local name of an element of the BPMN namespace, None for any other."""
    tag = element.tag
    return tag[len(_BPMN) :] if isinstance(tag, str) and tag.startswith(_BPMN) else None


def extension_name(element: XmlElement) -> tuple[str, str]:
    """Return an element's namespace and its name in it; both empty for a comment or an entity."""
    tag: object = element.tag
    return split_name(tag) if isinstance(tag, str) else ("", "")


def split_name(name: str) -> tuple[str, str]:
    """Split lxml's `{namespace}local`; the namespace is empty when there is none."""
    namespace, _, local = name.rpartition("}")
    return namespace.removeprefix("{"), local


def attributes_of(element: XmlElement) -> Iterator[tuple[str, str]]:
    """Yield the attributes by their names as lxml writes them."""
    for name, value in element.attrib.items():
        yield str(name), str(value)


def bpmn_children(parent: XmlElement, *names: str) -> Iterator[XmlElement]:
    """Yield the BPMN children with one of the names, in document order."""
    return parent.iterchildren(*(_BPMN + name for name in names))


def bpmn_child(parent: XmlElement, name: str) -> XmlElement | None:
    """Return the first BPMN child with that name, if there is one."""
    return parent.find(_BPMN + name)


def name_of(element: XmlElement) -> str | None:
    """Return the element's name in one line.

    A line break in a name is a hint for the picture. Thai writes no space between words, so between two Thai letters it leaves none.
    """
    name = _BREAK_IN_THAI.sub("", element.get("name") or "")
    return " ".join(name.split()) or None


def text_of(element: XmlElement | None) -> str:
    """Return an element's own text, not its children's, without the white space around it; empty when it is absent."""
    if element is None:
        return ""
    return "".join([element.text or "", *(child.tail or "" for child in element)]).strip()


def child_text(parent: XmlElement, name: str) -> str:
    """Return the text of the first BPMN child with that name; empty when it is absent."""
    return text_of(bpmn_child(parent, name))


def local_part(reference: str | None) -> str:
    """Return the id in a QName such as `tns:flow1`; an NCName never holds a colon."""
    return (reference or "").strip().rpartition(":")[2]
