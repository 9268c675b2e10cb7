"""Numeric functions (DMN 1.5 §10.3.4.5, table 76)."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    InvalidOperation,
)
from typing import TYPE_CHECKING

from feel.builtins.registry import DomainError, builtin
from feel.values.duration import DaysTimeDuration, YearsMonthsDuration
from feel.values.number import CONTEXT, ZERO, as_int, whole

if TYPE_CHECKING:
    from feel.evaluation import Evaluation

Number = Decimal | int

_MIN_SCALE, _MAX_SCALE = -6111, 6176
_WIDE = Context(prec=80, Emin=-20_000, Emax=20_000, traps=[InvalidOperation])


def rounded(n: Number, scale: Number, rounding: str) -> Decimal:
    """Return `n` with `scale` digits behind the point; raise DomainError outside the scales of decimal128."""
    digits = as_int(scale)
    if digits is None or not _MIN_SCALE <= digits <= _MAX_SCALE:
        raise DomainError(f"the scale must lie between {_MIN_SCALE} and {_MAX_SCALE}")
    value = Decimal(n)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -digits:
        return value
    return value.quantize(Decimal(1).scaleb(-digits, _WIDE), rounding=rounding, context=_WIDE)


@builtin("decimal", "n: number", "scale: number")
def decimal(_: Evaluation, n: Number, scale: Number) -> Decimal:
    """Return `n` with `scale` digits, ties to the even digit."""
    return rounded(n, scale, ROUND_HALF_EVEN)


@builtin("floor", "n: number", "scale?: number")
def floor(_: Evaluation, n: Number, scale: Number | None = None) -> Decimal:
    """Return `n` rounded down on the number line, to an integer or to `scale` digits."""
    return rounded(n, ZERO if scale is None else scale, ROUND_FLOOR)


@builtin("ceiling", "n: number", "scale?: number")
def ceiling(_: Evaluation, n: Number, scale: Number | None = None) -> Decimal:
    """Return `n` rounded up on the number line, to an integer or to `scale` digits."""
    return rounded(n, ZERO if scale is None else scale, ROUND_CEILING)


@builtin("round up", "n: number", "scale: number")
def round_up(_: Evaluation, n: Number, scale: Number) -> Decimal:
    """Return `n` rounded away from zero."""
    return rounded(n, scale, ROUND_UP)


@builtin("round down", "n: number", "scale: number")
def round_down(_: Evaluation, n: Number, scale: Number) -> Decimal:
    """Return `n` rounded towards zero."""
    return rounded(n, scale, ROUND_DOWN)


@builtin("round half up", "n: number", "scale: number")
def round_half_up(_: Evaluation, n: Number, scale: Number) -> Decimal:
    """Return `n` rounded to the nearest, ties away from zero."""
    return rounded(n, scale, ROUND_HALF_UP)


@builtin("round half down", "n: number", "scale: number")
def round_half_down(_: Evaluation, n: Number, scale: Number) -> Decimal:
    """Return `n` rounded to the nearest, ties towards zero."""
    return rounded(n, scale, ROUND_HALF_DOWN)


@builtin("abs", "n: number")
def absolute(_: Evaluation, n: Number) -> Decimal:
    """Return the number without its sign."""
    return CONTEXT.abs(n)


@builtin("abs", "n: days and time duration")
def absolute_days_time(_: Evaluation, n: DaysTimeDuration) -> DaysTimeDuration:
    """Return the duration without its sign."""
    return DaysTimeDuration(abs(n.nanoseconds))


@builtin("abs", "n: years and months duration")
def absolute_years_months(_: Evaluation, n: YearsMonthsDuration) -> YearsMonthsDuration:
    """Return the duration without its sign."""
    return YearsMonthsDuration(abs(n.total_months))


@builtin("modulo", "dividend: number", "divisor: number")
def modulo(_: Evaluation, dividend: Number, divisor: Number) -> Decimal:
    """Return dividend - divisor * floor(dividend / divisor): the remainder, with the sign of the divisor."""
    if divisor == 0:
        raise DomainError("the divisor is zero")
    try:
        rest = CONTEXT.remainder(dividend, divisor)
    except ArithmeticError:
        raise DomainError("the quotient has more than 34 digits") from None
    return CONTEXT.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest


@builtin("sqrt", "number: number")
def sqrt(_: Evaluation, number: Number) -> Decimal:
    """Return the square root; null for a negative number."""
    if number < 0:
        raise DomainError("the number is negative")
    return CONTEXT.sqrt(number)


@builtin("log", "number: number")
def log(_: Evaluation, number: Number) -> Decimal:
    """Return the natural logarithm; null unless the number is positive."""
    if number <= 0:
        raise DomainError("the number is not positive")
    return CONTEXT.ln(number)


@builtin("exp", "number: number")
def exp(_: Evaluation, number: Number) -> Decimal:
    """Return e to the power of the number; null when that is out of range."""
    try:
        return CONTEXT.exp(number)
    except ArithmeticError:
        raise DomainError("the result is out of range") from None


@builtin("even", "number: number")
def even(_: Evaluation, number: Number) -> bool:
    """Tell whether a number is a multiple of two; a fraction is not."""
    integer = whole(number)
    return integer % 2 == 0 if integer is not None else Decimal(number) % 2 == 0


@builtin("odd", "number: number")
def odd(run: Evaluation, number: Number) -> bool:
    """Tell the opposite of even()."""
    return not even(run, number)
