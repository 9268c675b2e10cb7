"""JSON text as variables and history store it: numbers are int or Decimal, never float, and integral decimals are written as integers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from json import encoder
from json.encoder import encode_basestring
from typing import Any

_Append = Callable[[str], object]

MAX_DIGITS = 400
"""A number longer than this is no number of a form or a decision; it is refused before it costs anything."""


@lru_cache(maxsize=1024)
def camel_case(name: str) -> str:
    """Return a name of Python as JSON writes it."""
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def loads(text: str | bytes) -> object:
    """Parse JSON text; whole numbers become int, others Decimal; raise ValueError when it is no JSON."""
    return _DECODER.decode(text if isinstance(text, str) else text.decode(json.detect_encoding(text)))


def dumps(value: object, *, sort_keys: bool = False) -> str:
    """Write JSON text without spaces; raise TypeError for what JSON cannot say, ValueError for numbers that are not finite."""
    parts: list[str] = []
    _write(value, parts.append, sort_keys)
    return "".join(parts)


def canonical(value: object) -> str:
    """Write JSON text with sorted keys, so that equal values have equal text (in the manner of RFC 8785)."""
    return dumps(value, sort_keys=True)


def plain_writer(*, sort_keys: bool) -> Callable[[object], str]:
    """Return what writes values without spaces as quickly as the standard library can, whose encoder is made once for it.

    It leaves numbers as Python writes them, and raises TypeError and ValueError as `dumps` does; json.JSONEncoder makes an
    encoder for every value.
    """
    skips, allows_nan = False, False
    encode: Any = encoder.c_make_encoder(  # type: ignore[attr-defined]  # the stubs leave it out
        None, _refuse, encode_basestring, None, ":", ",", sort_keys, skips, allows_nan
    )
    return lambda value: "".join(encode(value, 0))


def _refuse(value: object) -> object:
    raise TypeError(f"A {type(value).__name__} cannot be written as JSON.")


def _write(value: object, out: _Append, sort_keys: bool) -> None:  # noqa: FBT001 (an inner function on the hot path)
    if isinstance(value, str):
        out(encode_basestring(value))
    elif value is None:
        out("null")
    elif isinstance(value, bool):
        out("true" if value else "false")
    elif isinstance(value, int):
        out(str(int(value)))
    elif isinstance(value, list | tuple):
        _write_array(value, out, sort_keys)
    elif isinstance(value, Decimal):
        out(_number(value))
    elif isinstance(value, float):
        out(_number(Decimal(repr(value))))
    elif isinstance(value, Mapping):  # last: of all these questions it takes by far the longest
        _write_object(value, out, sort_keys)
    else:
        raise TypeError(f"A {type(value).__name__} cannot be written as JSON.")


def _write_object(value: Mapping[object, object], out: _Append, sort_keys: bool) -> None:  # noqa: FBT001
    separator = "{"
    for key in sorted(value, key=str) if sort_keys else value:
        if not isinstance(key, str):
            raise TypeError("A JSON object has texts as keys.")
        out(separator + encode_basestring(key) + ":")
        _write(value[key], out, sort_keys)
        separator = ","
    out("{}" if separator == "{" else "}")


def _write_array(value: list[object] | tuple[object, ...], out: _Append, sort_keys: bool) -> None:  # noqa: FBT001
    separator = "["
    for item in value:
        out(separator)
        _write(item, out, sort_keys)
        separator = ","
    out("[]" if separator == "[" else "]")


def _number(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError("JSON has no infinite numbers and no NaN.")
    if abs(value.adjusted()) > MAX_DIGITS:
        raise ValueError(f"A number may have {MAX_DIGITS} digits at most.")
    if value == value.to_integral_value():
        return str(int(value))
    # Not normalize(): that would round to the precision of the thread's decimal context.
    return f"{value:f}".rstrip("0")


def _decimal(text: str) -> int | Decimal:
    value = Decimal(text)
    if abs(value.adjusted()) > MAX_DIGITS:
        raise ValueError(f"A number may have {MAX_DIGITS} digits at most.")
    return int(value) if value == value.to_integral_value() else value


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueError(f"A number may have {MAX_DIGITS} digits at most.")
    return int(text)


def _no_constant(text: str) -> object:
    raise ValueError(f"{text} is no JSON number.")


_DECODER = json.JSONDecoder(parse_float=_decimal, parse_int=_integer, parse_constant=_no_constant)
# Made once: json.loads makes one for every text.
