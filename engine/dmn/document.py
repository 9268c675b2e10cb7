"""DMN XML as a tree: read safely, whatever the bytes are."""

from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from engine.dmn.errors import DmnError, Finding
from engine.safe_xml import XmlLimits, XmlRefused, read_root

LIMITS = XmlLimits(bytes=16 * 1024 * 1024, depth=100, elements=400_000)

Element = _Element

DMN_NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",  # 1.1
        "http://www.omg.org/spec/DMN/20180521/MODEL/",  # 1.2
        "https://www.omg.org/spec/DMN/20191111/MODEL/",  # 1.3
        "https://www.omg.org/spec/DMN/20211108/MODEL/",  # 1.4
        "https://www.omg.org/spec/DMN/20230324/MODEL/",  # 1.5
        "https://www.omg.org/spec/DMN/20240513/MODEL/",  # 1.6, a superset
    },
)


def read_document(xml: bytes) -> Element:
    """Return the `definitions` element; raise DmnError for anything that is not a DMN model.

    No entity is expanded, no DTD is accepted, nothing is fetched, and size and depth are bounded.
    """
    try:
        root = read_root(xml, LIMITS)
    except XmlRefused as refused:
        raise DmnError((Finding(None, refused.message, refused.line, refused.column),)) from refused
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in DMN_NAMESPACES:
        raise DmnError((Finding(None, f"The root element is {name.text}; it must be DMN definitions, version 1.1 to 1.5."),))
    return root


def local_name(element: Element) -> str:
    """Name an element without its namespace."""
    return etree.QName(element).localname


def children(parent: Element, *names: str) -> Iterator[Element]:
    """Yield the DMN children of an element, all or those with one of the names, in document order."""
    namespace = etree.QName(parent).namespace
    for element in parent:
        if isinstance(element.tag, str):
            name = etree.QName(element)
            if name.namespace == namespace and (not names or name.localname in names):
                yield element


def child(parent: Element, name: str) -> Element | None:
    """Return the first DMN child with that name, if there is one."""
    return next(children(parent, name), None)


def content_of(element: Element) -> str:
    """Return all text inside an element."""
    return "".join(str(part) for part in element.itertext())
