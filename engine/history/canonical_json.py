"""JSON in the canonical form of RFC 8785, in which everything that is hashed or signed is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from json import encoder
from typing import Any

from engine.model import json_text

_Append = Callable[[str], object]

_EXACT = 2**53
"""Whole numbers up to here a double carries exactly (RFC 8785 appendix D)."""
_EXACT_DIGITS = 15
"""Whole numbers of so many digits a double carries exactly, and ECMAScript writes them as they are."""
_SURROGATES = "\ud800"


def canonical(value: object) -> str:
    """Return the canonical text of a JSON value; a number that a double cannot carry becomes a text of its digits.

    RFC 8785 §3.2 (numbers as ECMAScript writes them, names sorted by UTF-16 units) and appendix D (large numbers as texts).
    Raises TypeError for what JSON cannot say, ValueError for infinite numbers and for lone surrogates.
    """
    if type(value) is str and value.isascii():
        return encoder.encode_basestring(value)  # what is most often asked for, by far
    if isinstance(value, Decimal):
        return number(value)
    return _plain(value) if _is_simple(value) else _careful(value)


def is_exact(value: object) -> bool:
    """Tell whether the canonical text keeps every number as a number."""
    if _is_simple(value) or isinstance(value, str | bool) or value is None:
        return True
    if isinstance(value, int | float | Decimal):
        return not number(value).startswith('"')
    if isinstance(value, Mapping):
        return all(map(is_exact, value.values()))
    return isinstance(value, list | tuple) and all(map(is_exact, value))


def number(value: Decimal | float) -> str:
    """Return a number as ECMAScript writes it (RFC 8785 §3.2.2.3), or as a JSON text when a double would change it."""
    exact = value if isinstance(value, Decimal) else Decimal(value)
    if not exact.is_finite():
        raise ValueError("JSON has no infinite numbers and no NaN.")
    if exact.adjusted() < _EXACT_DIGITS and exact == (whole := int(exact)):
        return str(whole)
    try:
        double = float(exact)
    except OverflowError:
        return _digits(exact)
    if not isinstance(value, float) and Decimal(repr(double)) != exact:
        return _digits(exact)
    return _ecmascript(double)


_plain = json_text.plain_writer(sort_keys=True)
# The encoder of the standard library writes what RFC 8785 asks for, as long as `_is_simple` holds.


def _is_simple(value: Any) -> bool:
    """Tell whether no number needs the rules of ECMAScript and no name those of UTF-16."""
    kind = type(value)
    if kind is str:
        return bool(value.isascii() or max(value) < _SURROGATES)
    if value is None or kind is bool:
        return True
    if kind is int:
        return bool(-_EXACT <= value <= _EXACT)
    if kind is dict:
        for name, inner in value.items():
            if type(name) is not str or not name.isascii():
                return False
            # Most values are plain texts: they need no call of their own.
            if (type(inner) is not str or not inner.isascii()) and not _is_simple(inner):
                return False
        return True
    return kind in (list, tuple) and all(map(_is_simple, value))


def _careful(value: object) -> str:
    parts: list[str] = []
    _write(value, parts.append)
    text = "".join(parts)
    text.encode()  # a lone surrogate is no text: UnicodeEncodeError is a ValueError
    return text


def _write(value: object, out: _Append) -> None:
    if isinstance(value, str):
        out(encoder.encode_basestring(value))
    elif value is None:
        out("null")
    elif isinstance(value, bool):
        out("true" if value else "false")
    elif isinstance(value, int | float | Decimal):
        out(number(value))
    elif isinstance(value, Mapping):
        _write_object(value, out)
    elif isinstance(value, list | tuple):
        _write_array(value, out)
    else:
        raise TypeError(f"A {type(value).__name__} cannot be written as JSON.")


def _write_object(value: Mapping[object, object], out: _Append) -> None:
    names = [name for name in value if isinstance(name, str)]
    if len(names) != len(value):
        raise TypeError("A JSON object has texts as names.")
    separator = "{"
    for name in sorted(names, key=lambda name: name.encode("utf-16-be", "surrogatepass")):
        out(separator + encoder.encode_basestring(name) + ":")
        _write(value[name], out)
        separator = ","
    out("{}" if separator == "{" else "}")


def _write_array(value: list[object] | tuple[object, ...], out: _Append) -> None:
    separator = "["
    for item in value:
        out(separator)
        _write(item, out)
        separator = ","
    out("[]" if separator == "[" else "]")


def _digits(value: Decimal) -> str:
    text = f"{value:f}"
    return f'"{text.rstrip("0").rstrip(".") if "." in text else text}"'


def _ecmascript(value: float) -> str:
    """Write a finite double as ECMAScript's Number::toString does (ECMA-262 §6.1.6.1.20)."""
    if value == 0:
        return "0"
    sign, digits, exponent = _shortest(value)
    point = exponent + 1
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    mantissa = digits if count == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{sign}{mantissa}e{exponent:+d}"


def _shortest(value: float) -> tuple[str, str, int]:
    """Return sign, shortest digits that read back as the same double, and the exponent of the first digit."""
    sign, digits, exponent = Decimal(repr(value)).as_tuple()
    text = "".join(map(str, digits))
    stripped = text.rstrip("0")
    return "-" if sign else "", stripped, int(exponent) + len(text) - 1
