"""Values as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from feel.values.duration import DaysTimeDuration, YearsMonthsDuration
from feel.values.function import Function
from feel.values.inspect import adopt
from feel.values.number import number_text
from feel.values.range import Range
from feel.values.temporal import Date, DateTime, Time

if TYPE_CHECKING:
    from feel.evaluation import Evaluation

_TEMPORAL = (Date, Time, DateTime, DaysTimeDuration, YearsMonthsDuration)


def text_of(value: object, *, quoted: bool = False) -> str:
    """Return `value` as the built-in function string() gives it; strings inside lists and contexts are quoted."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False) if quoted else value
        case int() | Decimal():
            return number_text(value)
        case list():
            return "[" + ", ".join(text_of(item, quoted=True) for item in value) + "]"
        case dict():
            return "{" + ", ".join(f"{name}: {text_of(member, quoted=True)}" for name, member in value.items()) + "}"
        case Range():
            return _range_text(value)
        case Function():
            return repr(value)
        case _:
            return str(value) if isinstance(value, _TEMPORAL) else text_of(adopt(value), quoted=quoted)


def to_json(value: object, evaluation: Evaluation | None = None) -> object:
    """Return `value` for JSON: temporal values become their FEEL text, decimals stay, ranges and functions become null.

    Each of the latter leaves a warning in `evaluation`.
    """
    if value is None or isinstance(value, bool | int | str | Decimal):
        return value
    if isinstance(value, list | tuple):
        return [to_json(item, evaluation) for item in value]
    if isinstance(value, Mapping):
        return {str(name): to_json(member, evaluation) for name, member in value.items()}
    if isinstance(value, _TEMPORAL):
        return str(value)
    if isinstance(value, Range | Function):
        if evaluation is not None:
            evaluation.warn(f"A {type(value).__name__.lower()} has no form in JSON: it became null.")
        return None
    return to_json(adopt(value), evaluation)


def _range_text(value: Range) -> str:
    opening = "[" if value.start_included else "("
    closing = "]" if value.end_included else ")"
    start, end = ("" if endpoint is None else text_of(endpoint, quoted=True) for endpoint in (value.start, value.end))
    return f"{opening}{start}..{end}{closing}"
