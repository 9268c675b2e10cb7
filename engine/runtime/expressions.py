"""Evaluating what a diagram says, with the type that its place needs; anything else is an incident."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import feel
from engine.runtime import timers
from engine.runtime.effects import IncidentType
from engine.runtime.failures import CannotContinue
from engine.runtime.variables import NO_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from engine.bpmn.process_model import Value
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution


def evaluate(
    x: Execution, instance: ElementInstance, expression: feel.Expression, extra: Mapping[str, object] = NO_NAMES
) -> object:
    """Return the FEEL value of an expression as the element instance sees the variables."""
    warnings_before = len(x.evaluation.warnings)
    try:
        return expression.evaluate(x.context(instance, extra), x.evaluation)
    except feel.FeelError as error:
        raise CannotContinue(IncidentType.EXTRACT_VALUE_ERROR, f"{expression.text}: {error}") from error
    finally:
        del x.evaluation.warnings[warnings_before + 20 :]


def value(x: Execution, instance: ElementInstance, source: Value, extra: Mapping[str, object] = NO_NAMES) -> object:
    """Return a constant's text or an expression's FEEL value."""
    return source.text if source.expression is None else evaluate(x, instance, source.expression, extra)


def condition(
    x: Execution, instance: ElementInstance, expression: feel.Expression, extra: Mapping[str, object] = NO_NAMES
) -> bool:
    """Return whether a condition holds; raise CannotContinue unless it is true or false."""
    result = evaluate(x, instance, expression, extra)
    if not isinstance(result, bool):
        raise _wrong(x, expression.text, result, "true or false")
    return result


def text(x: Execution, instance: ElementInstance, source: Value, what: str) -> str:
    """Return a text; numbers are written out."""
    result = value(x, instance, source)
    if isinstance(result, int | Decimal) and not isinstance(result, bool):
        return format(result, "f") if isinstance(result, Decimal) else str(result)
    if not isinstance(result, str):
        raise _wrong(x, source.text, result, f"a text for the {what}")
    return result


def optional_text(x: Execution, instance: ElementInstance, source: Value | None, what: str) -> str | None:
    """Return a text; None when there is no value."""
    if source is None or value(x, instance, source) is None:
        return None
    return text(x, instance, source, what)


def texts(x: Execution, instance: ElementInstance, source: Value | None, what: str) -> tuple[str, ...]:
    """Return a list of texts; a constant is split at commas, an empty one and null give none."""
    if source is None:
        return ()
    result = value(x, instance, source)
    if result is None:
        return ()
    if isinstance(result, str):
        return tuple(part for part in (piece.strip() for piece in result.split(",")) if part)
    if isinstance(result, list) and all(isinstance(item, str) for item in result):
        return tuple(dict.fromkeys(item for item in result if item))
    raise _wrong(x, source.text, result, f"a list of texts for the {what}")


def whole_number(x: Execution, instance: ElementInstance, source: Value, what: str) -> int:
    """Return a whole number that is not negative; a text of digits counts as one."""
    result = value(x, instance, source)
    if isinstance(result, str) and result.strip().isdecimal():
        return int(result)
    if isinstance(result, int | Decimal) and not isinstance(result, bool) and result == int(result) and result >= 0:
        return int(result)
    raise _wrong(x, source.text, result, f"a whole number for the {what}")


def integer(x: Execution, instance: ElementInstance, source: Value, what: str, most: int) -> int:
    """Return a whole number between -`most` and `most`; a text of digits counts as one."""
    result = value(x, instance, source)
    if isinstance(result, str) and re.fullmatch(r"[+-]?[0-9]{1,19}", result.strip()):
        result = int(result)
    is_whole = isinstance(result, int | Decimal) and not isinstance(result, bool) and result == int(result)
    if not is_whole or abs(int(result)) > most:  # type: ignore[call-overload]
        raise _wrong(x, source.text, result, f"a whole number for the {what}")
    return int(result)  # type: ignore[call-overload, no-any-return]


def items(x: Execution, instance: ElementInstance, source: Value, what: str) -> list[object]:
    """Return a list."""
    result = value(x, instance, source)
    if not isinstance(result, list):
        raise _wrong(x, source.text, result, f"a list for the {what}")
    return result


def instant(x: Execution, instance: ElementInstance, source: Value | None, what: str) -> datetime | None:
    """Return a point in time; None when there is no value."""
    found = optional_time_text(x, instance, source)
    if found is None or source is None:
        return None
    try:
        return timers.instant(found, x.evaluation.zone)
    except ValueError as error:
        raise _wrong(x, source.text, found, f"an ISO 8601 time for the {what}") from error


def optional_time_text(x: Execution, instance: ElementInstance, source: Value | None) -> str | None:
    """Return an ISO 8601 text, also of FEEL's own temporal values; None when there is no value."""
    result = None if source is None else feel.to_json(value(x, instance, source))
    return result if isinstance(result, str) and result else None


def _wrong(x: Execution, source: str, result: object, expected: str) -> CannotContinue:
    shown = repr(feel.to_json(result))[:200] if result is not None else "null"
    reasons = "; ".join(dict.fromkeys(warning.message for warning in x.evaluation.warnings[-3:]))
    message = f"The expression {source!r} should give {expected}, but it gave {shown}." + (
        f" {reasons}" if reasons and result is None else ""
    )
    return CannotContinue(IncidentType.EXTRACT_VALUE_ERROR, message)
