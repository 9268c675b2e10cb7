"""DMN XML as a tree: read safely, whatever the bytes are."""

from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from engine.dmn.errors import DmnError, Finding

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 100
MAX_ELEMENTS = 400_000

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
    if len(xml) > MAX_BYTES:
        raise DmnError((Finding(None, f"The file has {len(xml)} bytes; at most {MAX_BYTES} are accepted."),))
    root = _parse(xml)
    if root.getroottree().docinfo.internalDTD is not None:
        raise DmnError((Finding(None, "A document type declaration is not accepted."),))
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in DMN_NAMESPACES:
        raise DmnError((Finding(None, f"The root element is {name.text}; it must be DMN definitions, version 1.1 to 1.5."),))
    _check_size(root)
    return root


def _parse(xml: bytes) -> Element:
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
        message = f"The file is not well-formed XML: {error}"
        raise DmnError((Finding(None, message, line, column),)) from error


def _check_size(root: Element) -> None:
    depth = count = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            what = f"more than {MAX_DEPTH} levels" if depth > MAX_DEPTH else f"more than {MAX_ELEMENTS} elements"
            raise DmnError((Finding(None, f"The document has {what}.", line_of(element)),))


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


def line_of(element: Element) -> int | None:
    """Return the line on which an element starts."""
    line: object = element.sourceline
    return line if isinstance(line, int) else None
