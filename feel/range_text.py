"""Ranges from text, as the function range() reads them: endpoints are literals only (DMN 1.5 §10.3.4.1)."""

from __future__ import annotations

from typing import Final

from feel.errors import FeelSyntaxError
from feel.lexer import tokenize
from feel.nodes import Call, Literal, Name, Node
from feel.parser import parse
from feel.values.compare import less_or_equal
from feel.values.range import Range
from feel.values.temporal_text import date_from_text, date_time_from_text, duration_from_text, time_from_text

_WRONG: Final = object()
_READERS = {
    "date": date_from_text,
    "time": time_from_text,
    "date and time": date_time_from_text,
    "duration": duration_from_text,
}


def range_from_text(text: str) -> Range | None:
    """Return the range that `text` writes (grammar rules 66 and 67), None when it writes none.

    One endpoint may be left out where its bracket is open: "[2..)" is >= 2.
    """
    start_text, separator, end_text = _halves(text.strip())
    if not separator or not start_text[:1] or start_text[0] not in "[](" or not end_text[-1:] or end_text[-1] not in "[])":
        return None
    start_included, end_included = start_text[0] == "[", end_text[-1] == "]"
    start, end = _endpoint(start_text[1:]), _endpoint(end_text[:-1])
    if start is _WRONG or end is _WRONG or (start is None and start_included) or (end is None and end_included):
        return None
    if start is None and end is None:
        return None
    if start is not None and end is not None and not less_or_equal(start, end):
        return None
    return Range(start, end, start_included, end_included)


def _halves(text: str) -> tuple[str, str, str]:
    """Split at the two points between the endpoints, which no literal in front of them contains outside a string."""
    try:
        tokens = tokenize(text)
    except FeelSyntaxError:
        return "", "", ""
    for token in tokens:
        if token.kind == "symbol" and token.text == "..":
            return text[: token.start], "..", text[token.end :]
    return text, "", ""


def _endpoint(text: str) -> object:
    """Return the value of an endpoint, None for no text, _WRONG for anything that is no literal."""
    if not text.strip():
        return None
    try:
        value = _literal(parse(text, (("date and time",),), {}))
    except FeelSyntaxError:
        return _WRONG
    return _WRONG if value is None else value


def _literal(node: Node) -> object:
    """Return the value of a literal, or of date("...") and the like; None for anything else."""
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Call) and isinstance(node.callee, Name) and len(node.arguments) == 1:
        argument = node.arguments[0]
        read = _READERS.get(node.callee.name)
        if read is not None and isinstance(argument, Literal) and isinstance(argument.value, str):
            return read(argument.value)
    return None
