"""One BPMN file while it is read: its elements by id, its expressions compiled once, and what was found wrong."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

import feel
from engine.bpmn.findings import Findings
from engine.bpmn.process_model import Value
from engine.bpmn.schema import kind_of
from engine.bpmn.schema_check import check_schema
from engine.bpmn.xml_tree import (
    MODELER_NAMESPACE,
    ZEEBE_NAMESPACE,
    bpmn_child,
    bpmn_name,
    local_part,
    read_document,
    text_of,
)
from engine.safe_xml import line_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as XmlElement

_ZEEBE = f"{{{ZEEBE_NAMESPACE}}}"
_FOREIGN_SYNTAX = ("${", "#{")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_TRUE = frozenset({"true", "1"})


class DiagramSource:
    """A checked BPMN document; the readers of the single elements share it."""

    def __init__(self, xml: bytes) -> None:
        self.root = read_document(xml)
        self.findings = Findings()
        self.by_id = check_schema(self.root, self.findings)
        self.findings.locate_with({key: line_of(element) or 0 for key, element in self.by_id.items()})
        self.is_for_camunda_8 = self.root.get(f"{{{MODELER_NAMESPACE}}}executionPlatform") == "Camunda Cloud"
        self.names: frozenset[str] = frozenset()
        """Names with spaces or operators that expressions may use: those of the data objects and properties."""
        self._expressions: dict[str, feel.Expression] = {}

    def refuse(self, at: XmlElement | str, rule: str, message: str, clause: str | None = None) -> None:
        """Record a reason to refuse the diagram."""
        self.findings.refuse(at, rule, message, clause)

    def warn(self, at: XmlElement | str, rule: str, message: str, clause: str | None = None) -> None:
        """Record something that runs, but perhaps not as its author thinks."""
        self.findings.warn(at, rule, message, clause)

    def find(self, at: XmlElement, reference: str | None, kinds: Iterable[str], clause: str) -> XmlElement | None:
        """Return the element that a QName refers to, when it is of one of the kinds; record a finding when it is not."""
        target_id = local_part(reference)
        target = self.by_id.get(target_id)
        wanted = set(kinds)
        if target is None:
            self.refuse(at, "missing-reference", f"There is no element with the id {target_id!r}.", clause)
            return None
        kind = kind_of(bpmn_name(target) or "")
        if kind is None or not kind.bases & wanted:
            found = bpmn_name(target)
            message = f"{target_id!r} is of type {found}; it must be {' or '.join(sorted(wanted))}."
            self.refuse(at, "wrong-reference", message, clause)
            return None
        return target

    def expression(self, at: XmlElement, text: str) -> feel.Expression | None:
        """Compile FEEL text without its `=`; record a finding with line and column when it is not FEEL."""
        if compiled := self._expressions.get(text):
            return compiled
        try:
            compiled = self._compiled(text)
        except feel.FeelSyntaxError as error:
            self.refuse(at, "expression", _syntax_message(text, error), "FEEL (DMN 1.5 §10.3)")
            return None
        self._expressions[text] = compiled
        return compiled

    def _compiled(self, text: str) -> feel.Expression:
        """Compile; line breaks inside string literals, which DMN does not allow and Camunda 8 does, mean themselves."""
        try:
            return feel.compile(text, self.names)
        except feel.FeelSyntaxError:
            escaped = _STRING.sub(lambda found: found[0].replace("\r", "\\r").replace("\n", "\\n"), text)
            if escaped != text:
                with suppress(feel.FeelSyntaxError):
                    return feel.compile(escaped, self.names)
            raise

    def value(self, at: XmlElement, text: str | None) -> Value | None:
        """Read an attribute: FEEL after `=`, else a constant; None when it is absent or blank."""
        stripped = (text or "").strip()
        if not stripped:
            return None
        if not stripped.startswith("="):
            return Value(stripped)
        compiled = self.expression(at, stripped[1:])
        return None if compiled is None else Value(stripped, compiled)

    def formal_expression(self, parent: XmlElement, name: str) -> feel.Expression | None:
        """Compile the FEEL in a child such as conditionExpression, written with or without `=`; None when it is absent."""
        element = bpmn_child(parent, name)
        if element is None:
            return None
        text = text_of(element)
        self.check_language(element)
        if not text:
            self.refuse(element, "expression", f"{name} is empty.", "§8.4.6")
            return None
        return self.expression(element, text.removeprefix("="))

    def expression_value(self, parent: XmlElement, name: str) -> Value | None:
        """Read an expression child as a value that is always FEEL, a bare number or text in quotes being FEEL too."""
        compiled = self.formal_expression(parent, name)
        return None if compiled is None else Value("=" + compiled.text, compiled)

    def check_language(self, element: XmlElement) -> None:
        """Refuse an expression that says it is written in another language than FEEL."""
        language = element.get("language", "")
        if language and not is_feel(language):
            message = f"The expression language {language} is not run; write FEEL."
            self.refuse(element, "expression-language", message, "§8.4.6")


def is_feel(language: str) -> bool:
    """Tell whether a language or script format names FEEL, as a word, MIME type or URI."""
    return "feel" in language.lower()


def extension(element: XmlElement, name: str) -> XmlElement | None:
    """Return the zeebe extension element with that name, if the element has it."""
    extensions = bpmn_child(element, "extensionElements")
    return None if extensions is None else extensions.find(_ZEEBE + name)


def extension_children(element: XmlElement, name: str, child: str) -> Iterator[XmlElement]:
    """Yield the children of a zeebe extension element, such as the inputs of ioMapping."""
    parent = extension(element, name)
    if parent is not None:
        yield from parent.iterchildren(_ZEEBE + child)


def flag(element: XmlElement, attribute: str, *, default: bool) -> bool:
    """Read a boolean attribute."""
    text = element.get(attribute)
    return default if text is None else text in _TRUE


def number(element: XmlElement, attribute: str, default: int) -> int:
    """Read a whole number; what is no number has been refused already and reads as the default."""
    try:
        return int(element.get(attribute, default))
    except ValueError:
        return default


def _syntax_message(text: str, error: feel.FeelSyntaxError) -> str:
    hint = " This looks like an expression of another engine; write FEEL." if text.strip().startswith(_FOREIGN_SYNTAX) else ""
    shown = text if len(text) <= 80 else text[:77] + "..."
    return f"{shown!r} is not FEEL: {error}.{hint}"
