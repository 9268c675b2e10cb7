"""Numbers: IEEE 754-2008 decimal128 (DMN 1.5 §10.3.2.3.1)."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import TypeGuard

CONTEXT = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)

NUMBER_TYPES = frozenset({int, Decimal})
ZERO = Decimal(0)
MAX_EXPONENT = 999_999_999


def is_number(value: object) -> TypeGuard[Decimal | int]:
    """Tell whether `value` is a number; a boolean is not."""
    return type(value) in NUMBER_TYPES


def number_from_text(text: str) -> Decimal:
    """Return the number that `text` (plain or scientific notation) writes, rounded to 34 digits; raise ArithmeticError."""
    return CONTEXT.create_decimal(text)


def number_from_float(value: float) -> Decimal | None:
    """Return the shortest decimal that reads as `value`; None for NaN and infinities."""
    return CONTEXT.create_decimal(repr(value)) if math.isfinite(value) else None


def as_int(value: object) -> int | None:
    """Return the integer part of a number (§10.3.4: positions and scales drop their fraction); None for others."""
    if type(value) is Decimal:
        return int(value) if abs(value) < MAX_EXPONENT * 1000 else None
    return value if type(value) is int else None


def whole(value: object) -> int | None:
    """Return a number without fraction as an int; None for any other value."""
    if type(value) is Decimal:
        return int(value) if value == value.to_integral_value() and abs(value) < MAX_EXPONENT * 1000 else None
    return value if type(value) is int else None


def number_text(value: Decimal | int) -> str:
    """Return `value` in plain digits without trailing zeros after the point; the scientific form beyond 34 digits."""
    if isinstance(value, int):
        return str(value)
    if value == 0:
        return "0"
    text = format(value, "f") if -40 < value.adjusted() < 34 else str(value)
    if "." in text and "E" not in text:
        return text.rstrip("0").rstrip(".")
    return text
