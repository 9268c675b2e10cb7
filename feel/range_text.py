"""Ranges from text, as the function range() reads them: endpoints are literals only (DMN 1.5 §10.3.4.1)."""

from __future__ import annotations

from feel.errors import FeelSyntaxError
from feel.nodes import Call, Interval, Literal, Name, Node
from feel.parser import parse
from feel.values.compare import less_or_equal
from feel.values.range import Range
from feel.values.temporal_text import date_from_text, date_time_from_text, duration_from_text, time_from_text

_READERS = {
    "date": date_from_text,
    "time": time_from_text,
    "date and time": date_time_from_text,
    "duration": duration_from_text,
}


def range_from_text(text: str) -> Range | None:
    """Return the range that `text` writes between brackets, None when it writes none or its endpoints are not in order."""
    try:
        tree = parse(text, ("date and time",), {})
    except FeelSyntaxError:
        return None
    if not isinstance(tree, Interval) or tree.start is None or tree.end is None or tree.start is tree.end:
        return None
    start, end = _literal(tree.start), _literal(tree.end)
    if start is None or end is None or not less_or_equal(start, end):
        return None
    return Range(start, end, tree.start_included, tree.end_included)


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
