"""The rules of a field: required, limits, pattern, kind of text, and the form's own rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from decimal import Context, Decimal
from typing import TYPE_CHECKING

import feel
from forms.characters import count
from forms.components import (
    Bound,
    CheckboxField,
    ChoiceField,
    DateTimeField,
    Field,
    FileField,
    NumberField,
    TextField,
)
from forms.dates import BANGKOK
from forms.identifiers import is_email, is_national_id, is_phone
from forms.iso import read_iso
from forms.messages import Problem
from forms.patterns import matches

if TYPE_CHECKING:
    from forms.scope import Evaluator, Scope

_EXACT = Context(prec=100)
_TEXT_CHECKS = {"email": is_email, "phone": is_phone, "national-id": is_national_id}
_REQUIRED = {ChoiceField: "required.choice", FileField: "required.file", CheckboxField: "required.checkbox"}


def broken_rule(field: Field, value: object, typed: object, scope: Scope, evaluator: Evaluator) -> Problem | None:
    """Return the first rule that a clean value breaks; `typed` is the same value as the form's own rule sees it."""
    if value is None or value == [] or value is False:
        return Problem(_REQUIRED.get(type(field), "required")) if field.required else None
    match field:
        case TextField():
            problem = _text(field, str(value), scope, evaluator)
        case NumberField():
            problem = _number(field, Decimal(str(value)), scope, evaluator)
        case DateTimeField(refuses_past=True):
            problem = _past(field, str(value), evaluator.now)
        case FileField():
            problem = _files(field, value if isinstance(value, list) else [])
        case _:
            problem = None
    if problem is None and field.rule is not None and not evaluator.is_true(field.rule, scope.with_names(value=typed)):
        return Problem("validate")
    return problem


def _text(field: TextField, text: str, scope: Scope, evaluator: Evaluator) -> Problem | None:
    limit = _limit(field.min_length, scope, evaluator)
    if limit is not None and count(text) < limit:
        return Problem("minLength", {"limit": _figure(limit), "actual": count(text)})
    limit = _limit(field.max_length, scope, evaluator)
    if limit is not None and count(text) > limit:
        return Problem("maxLength", {"limit": _figure(limit), "actual": count(text)})
    if field.validation_type and not _TEXT_CHECKS[field.validation_type](text):
        return Problem(field.validation_type)
    return Problem("pattern") if field.pattern and not matches(text, field.pattern, evaluator) else None


def _number(field: NumberField, number: Decimal, scope: Scope, evaluator: Evaluator) -> Problem | None:
    exponent = number.as_tuple().exponent
    if field.decimal_digits is not None and isinstance(exponent, int) and -exponent > field.decimal_digits:
        return Problem("digits", {"limit": field.decimal_digits}) if field.decimal_digits else Problem("integer")
    limit = _limit(field.minimum, scope, evaluator)
    if limit is not None and number < limit:
        return Problem("min", {"limit": _figure(limit)})
    limit = _limit(field.maximum, scope, evaluator)
    if limit is not None and number > limit:
        return Problem("max", {"limit": _figure(limit)})
    if field.increment and not _is_multiple(number, field.increment):
        return Problem("increment", {"limit": _figure(field.increment)})
    return None


def _past(field: DateTimeField, text: str, now: datetime) -> Problem | None:
    value = read_iso(text, field.kind)
    if isinstance(value, time):
        return None
    day = value.date() if isinstance(value, datetime) else value
    return Problem("past") if day < now.astimezone(BANGKOK).date() else None


def _files(field: FileField, references: list[object]) -> Problem | None:
    if len(references) > 1 and not field.multiple:
        return Problem("one_file")
    for reference in references:
        content = reference.get("metadata") if isinstance(reference, Mapping) else None
        metadata: Mapping[str, object] = content if isinstance(content, Mapping) else {}
        if field.accept and not any(_accepts(kind, metadata) for kind in field.accept):
            return Problem("accept", {"limit": ", ".join(field.accept)})
        size = metadata.get("size")
        if isinstance(size, int) and size > field.max_size_bytes:
            return Problem("size", {"limit": field.max_size_bytes // 1_000_000})
    return None


def _accepts(kind: str, metadata: Mapping[str, object]) -> bool:
    """Tell whether a file is of an accepted kind: an ending such as .pdf, or a type such as image/*."""
    name, content_type = str(metadata.get("fileName", "")).lower(), str(metadata.get("contentType", "")).lower()
    if kind.startswith("."):
        return name.endswith(kind)
    return content_type.startswith(kind[:-1]) if kind.endswith("/*") else content_type.split(";")[0] == kind


def _limit(bound: Bound, scope: Scope, evaluator: Evaluator) -> Decimal | None:
    """Return a limit that is a constant or the number an expression gives; null: no limit."""
    value = evaluator.value(bound, scope) if isinstance(bound, feel.Expression) else bound
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _figure(number: Decimal) -> str:
    return f"{number:,f}" if number == number.to_integral_value() else f"{number.normalize():f}"


def _is_multiple(number: Decimal, increment: Decimal) -> bool:
    ratio = _EXACT.divide(number, increment)
    return ratio == ratio.to_integral_value()
