"""XML to boxed expressions."""

from collections.abc import Callable

from engine.dmn.boxed import (
    Binding,
    Boxed,
    Conditional,
    ContextEntry,
    ContextExpression,
    Filter,
    FunctionDefinition,
    Invocation,
    Iteration,
    IterationKind,
    ListExpression,
    LiteralExpression,
    Relation,
)
from engine.dmn.document import Element, child, children, local_name
from engine.dmn.errors import Finding
from engine.dmn.read_table import read_decision_table
from engine.dmn.read_text import normal_name, read_item, read_text, type_reference
from engine.safe_xml import line_of


def read_expression_in(parent: Element | None, findings: list[Finding]) -> Boxed | None:
    """Read the one boxed expression inside an element."""
    if parent is None:
        return None
    found = read_expressions_in(parent, findings)
    if len(found) > 1:
        findings.append(Finding(parent.get("id"), f"{local_name(parent)} holds several expressions.", line_of(parent)))
    return found[0] if found else None


def read_expressions_in(parent: Element, findings: list[Finding]) -> tuple[Boxed, ...]:
    """Read all boxed expressions directly inside an element."""
    elements = [element for element in children(parent) if local_name(element) in READERS]
    return tuple(READERS[local_name(element)](element, findings) for element in elements)


def is_expression(element: Element) -> bool:
    """Whether an element is a boxed expression."""
    return local_name(element) in READERS


def _literal(element: Element, findings: list[Finding]) -> Boxed:
    language = element.get("expressionLanguage")
    if language and "feel" not in language.casefold():
        findings.append(Finding(element.get("id"), f"The expression language {language} is not FEEL.", line_of(element)))
    if child(element, "importedValues") is not None:
        findings.append(Finding(element.get("id"), "Imported values are not supported.", line_of(element)))
    return LiteralExpression(
        read_text(element),
        id=element.get("id"),
        type_ref=type_reference(element),
        line=line_of(element),
    )


def _context(element: Element, findings: list[Finding]) -> Boxed:
    entries = []
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        item = None if variable is None else read_item(variable)
        entries.append(ContextEntry(item, read_expression_in(entry, findings)))
    if any(entry.variable is None for entry in entries[:-1]):
        findings.append(Finding(element.get("id"), "Only the last entry of a context may be without a name.", line_of(element)))
    return ContextExpression(tuple(entries), id=element.get("id"), type_ref=type_reference(element), line=line_of(element))


def _invocation(element: Element, findings: list[Finding]) -> Boxed:
    bindings = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        if parameter is None:
            findings.append(Finding(element.get("id"), "A binding names no parameter.", line_of(binding)))
        else:
            bindings.append(Binding(read_item(parameter), read_expression_in(binding, findings)))
    function = read_expression_in(element, findings)
    return Invocation(function, tuple(bindings), id=element.get("id"), type_ref=type_reference(element), line=line_of(element))


def _list(element: Element, findings: list[Finding]) -> Boxed:
    items = read_expressions_in(element, findings)
    return ListExpression(items, id=element.get("id"), type_ref=type_reference(element), line=line_of(element))


def _relation(element: Element, findings: list[Finding]) -> Boxed:
    columns = tuple(read_item(column) for column in children(element, "column"))
    rows = tuple(read_expressions_in(row, findings) for row in children(element, "row"))
    if any(len(row) != len(columns) for row in rows):
        findings.append(Finding(element.get("id"), "A row has not as many cells as there are columns.", line_of(element)))
    return Relation(columns, rows, id=element.get("id"), type_ref=type_reference(element), line=line_of(element))


def read_function(element: Element, findings: list[Finding]) -> FunctionDefinition:
    """Read a function definition, boxed or the logic of a business knowledge model."""
    return FunctionDefinition(
        tuple(read_item(parameter) for parameter in children(element, "formalParameter")),
        read_expression_in(element, findings),
        element.get("kind", "FEEL"),
        id=element.get("id"),
        type_ref=type_reference(element),
        line=line_of(element),
    )


def _conditional(element: Element, findings: list[Finding]) -> Boxed:
    condition, then, otherwise = (read_expression_in(child(element, name), findings) for name in ("if", "then", "else"))
    return Conditional(
        condition, then, otherwise, id=element.get("id"), type_ref=type_reference(element), line=line_of(element)
    )


def _filter(element: Element, findings: list[Finding]) -> Boxed:
    collection, match = (read_expression_in(child(element, name), findings) for name in ("in", "match"))
    return Filter(collection, match, id=element.get("id"), type_ref=type_reference(element), line=line_of(element))


def _iteration(element: Element, findings: list[Finding]) -> Boxed:
    kind = IterationKind(local_name(element))
    body = child(element, "return" if kind is IterationKind.FOR else "satisfies")
    return Iteration(
        kind,
        normal_name(element.get("iteratorVariable")),
        read_expression_in(child(element, "in"), findings),
        read_expression_in(body, findings),
        id=element.get("id"),
        type_ref=type_reference(element),
        line=line_of(element),
    )


def _decision_table(element: Element, findings: list[Finding]) -> Boxed:
    return read_decision_table(element, findings)


READERS: dict[str, Callable[[Element, list[Finding]], Boxed]] = {
    "literalExpression": _literal,
    "context": _context,
    "invocation": _invocation,
    "list": _list,
    "relation": _relation,
    "functionDefinition": read_function,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iteration,
    "some": _iteration,
    "every": _iteration,
    "decisionTable": _decision_table,
}
