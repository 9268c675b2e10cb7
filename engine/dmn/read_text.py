"""XML to names, types and FEEL texts."""

from engine.dmn.boxed import InformationItem, Text
from engine.dmn.document import Element, child, content_of
from engine.safe_xml import line_of


def read_text(element: Element | None) -> Text | None:
    """Read the FEEL in an element's `text`; None when it is absent or blank."""
    holder = None if element is None else child(element, "text")
    if element is None or holder is None:
        return None
    raw = content_of(holder)
    text = raw.strip()
    if not text:
        return None
    skipped = raw[: len(raw) - len(raw.lstrip())].count("\n")
    return Text(text, element.get("id"), (line_of(holder) or 0) + skipped)


def read_item(element: Element) -> InformationItem:
    """Read a variable, parameter or column."""
    return InformationItem(normal_name(element.get("name")), type_reference(element), element.get("id"))


def normal_name(name: str | None) -> str:
    """Make runs of white space in a name one space, as FEEL reads names (DMN 1.5 §10.3.1.5)."""
    return " ".join((name or "").split())


def type_reference(element: Element) -> str | None:
    """Read a typeRef, an attribute or, where the schema has it so, an element."""
    reference = element.get("typeRef")
    if reference is None:
        holder = child(element, "typeRef")
        reference = None if holder is None else content_of(holder)
    return normal_name(reference) or None
