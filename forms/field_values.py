"""Turning one submitted JSON value into the value that is stored, or saying why it is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Context, Decimal
from typing import TYPE_CHECKING, TypeGuard

from forms.characters import MAX_CODE_POINTS, arabic_digits, clean
from forms.components import CheckboxField, ChoiceField, DateTimeField, Field, FileField, NumberField, Option, TextField
from forms.identifiers import compact
from forms.iso import read_iso, write_iso
from forms.messages import Problem
from forms.numbers import read_number
from forms.options import token
from forms.texts import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_DIGITS = 34  # FEEL numbers are IEEE 754 decimal128
MAX_FILES = 50
_EXACT = Context(prec=2 * MAX_DIGITS)
MAX_FILE_REFERENCE = 10_000
DOCUMENT_TYPE = "camunda.document.type"


def coerce(field: Field, raw: object, options: Sequence[Option]) -> tuple[object, Problem | None]:
    """Return the clean value of `raw` for `field`, and the problem if it is of a wrong kind; blank is null."""
    result: tuple[object, Problem | None]
    match field:
        case TextField():
            result = _text(field, raw)
        case NumberField():
            result = _number(field, raw)
        case CheckboxField():
            result = (raw is True, None) if raw is None or isinstance(raw, bool) else (None, Problem("type.checkbox"))
        case ChoiceField():
            result = _choices(raw, options) if field.multiple else _choice(raw, options)
        case DateTimeField():
            result = _date_time(field, raw)
        case FileField():
            result = _files(raw)
        case _:
            result = raw, None
    return result


def _text(field: TextField, raw: object) -> tuple[object, Problem | None]:
    if raw is None:
        return None, None
    if not isinstance(raw, str):
        return None, Problem("type.text")
    if len(raw) > MAX_CODE_POINTS:
        return None, Problem("too_long")
    text = clean(raw)
    if field.type == "textfield":
        text = " ".join(text.split("\n"))
    if field.validation_type in {"phone", "national-id"}:
        text = compact(text)
    elif field.pattern and arabic_digits(field.pattern) == field.pattern:
        text = arabic_digits(text)
    return text or None, None


def _number(field: NumberField, raw: object) -> tuple[object, Problem | None]:
    if raw is None:
        return None, None
    if field.as_text and isinstance(raw, str):
        raw = read_number(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        return None, Problem("type.number")
    number = Decimal(str(raw)) if isinstance(raw, float) else Decimal(raw)
    digits, exponent = number.as_tuple().digits, number.as_tuple().exponent
    if not isinstance(exponent, int) or len(digits) > MAX_DIGITS or abs(exponent) > MAX_DIGITS:
        return None, Problem("type.number")
    value = int(number) if number == number.to_integral_value() else number.normalize(_EXACT)
    return (in_words(value) if field.as_text else value), None


def _choice(raw: object, options: Sequence[Option]) -> tuple[object, Problem | None]:
    if raw is None or raw == "":
        return None, None
    for option in options:
        if option.value == raw and isinstance(option.value, bool) == isinstance(raw, bool):
            return option.value, None
    for option in options:
        if isinstance(raw, str) and token(option.value) == raw:
            return option.value, None
    return None, Problem("type.choice")


def _choices(raw: object, options: Sequence[Option]) -> tuple[object, Problem | None]:
    if raw is None:
        return [], None
    if not isinstance(raw, list):
        return None, Problem("type.choice")
    chosen: list[object] = []
    for item in raw:
        value, problem = _choice(item, options)
        if problem:
            return None, problem
        if value is not None and value not in chosen:
            chosen.append(value)
    return chosen, None


def _date_time(field: DateTimeField, raw: object) -> tuple[object, Problem | None]:
    if raw is None or raw == "":
        return None, None
    try:
        if isinstance(raw, str):
            return write_iso(read_iso(raw.strip(), field.kind)), None
    except ValueError:
        pass
    return None, Problem(f"type.{field.kind}")


def _files(raw: object) -> tuple[object, Problem | None]:
    if raw is None:
        return [], None
    if not isinstance(raw, list) or len(raw) > MAX_FILES or not all(is_document_reference(item) for item in raw):
        return None, Problem("type.file")
    return [dict(item) for item in raw], None


def is_document_reference(item: object) -> TypeGuard[Mapping[str, object]]:
    """Tell whether a value has the form of a Camunda document reference."""
    return (
        isinstance(item, Mapping)
        and item.get(DOCUMENT_TYPE) == "camunda"
        and isinstance(item.get("documentId"), str)
        and isinstance(item.get("metadata", {}), Mapping)
        and len(json.dumps(item, default=str)) <= MAX_FILE_REFERENCE
    )
