"""XML from strangers as a tree: no entities, no document type, no network, and bounds on size, depth and number of elements."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as XmlElement

_BEFORE_ROOT = re.compile(rb"<!--.*?-->|<\?.*?\?>|<!DOCTYPE|<[A-Za-z_]", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class XmlLimits:
    """What a file may have at most."""

    bytes: int
    depth: int
    elements: int


class XmlRefused(Exception):  # noqa: N818 (an error is named by the fact it states)
    """A file is not well-formed, or has what is not accepted.

    `rule` is one of too-large, document-type, not-well-formed, too-deep, too-many; line and column count from 1.
    """

    def __init__(self, rule: str, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.line = line
        self.column = column


def read_root(xml: bytes, limits: XmlLimits) -> XmlElement:
    """Return the root element, without comments and processing instructions; raise XmlRefused."""
    if len(xml) > limits.bytes:
        raise XmlRefused("too-large", f"The file has {len(xml):,} bytes; at most {limits.bytes:,} are accepted.")
    root = None if _declares_document_type(xml) else _parse(xml)
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise XmlRefused("document-type", "A document type declaration (DTD, entities) is not accepted; remove it.")
    _check_bounds(root, limits)
    return root


def line_of(element: XmlElement) -> int | None:
    """Return the line on which an element starts."""
    line: object = element.sourceline
    return line if isinstance(line, int) else None


def _declares_document_type(xml: bytes) -> bool:
    """Look before the root element only, also in UTF-16: what stands there is never handed to the XML library."""
    text = xml.replace(b"\0", b"") if b"\0" in xml[:64] else xml
    for match in _BEFORE_ROOT.finditer(text):
        if not match.group().startswith((b"<!--", b"<?")):
            return match.group().upper() == b"<!DOCTYPE"
    return False


def _parse(xml: bytes) -> XmlElement:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line, column = getattr(error, "position", (None, None))
        raise XmlRefused("not-well-formed", f"The file is not well-formed XML: {error}", line, column) from error


def _check_bounds(root: XmlElement, limits: XmlLimits) -> None:
    depth = count = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > limits.depth:
            raise XmlRefused("too-deep", f"The elements are nested more than {limits.depth} levels deep.", line_of(element))
        if count > limits.elements:
            raise XmlRefused("too-many", f"The file has more than {limits.elements:,} XML elements.", line_of(element))
