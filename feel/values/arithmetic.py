"""Arithmetic among numbers, strings and temporal values (DMN 1.5 §10.3.2.15, tables 56 to 60).

Each operation returns None when the operands do not fit or the result is out of range.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

from feel.values.calendar import MAX_YEAR, MIN_YEAR, days_in_month
from feel.values.duration import DaysTimeDuration, YearsMonthsDuration
from feel.values.inspect import NATIVE_TYPES, adopt
from feel.values.number import CONTEXT, MAX_EXPONENT, is_number
from feel.values.temporal import NANOS_PER_DAY, Date, DateTime, Time

_MAX_NANOS = 10**13 * NANOS_PER_DAY
_MAX_MONTHS = 10**13


def add(left: object, right: object) -> object:
    """Return left + right: numbers, strings, durations, a temporal value and a duration in either order."""
    if is_number(left) and is_number(right):
        return _checked(CONTEXT.add, left, right)
    match left, right:
        case str(), str():
            return left + right
        case DaysTimeDuration(), DaysTimeDuration():
            return _days_time(left.nanoseconds + right.nanoseconds)
        case YearsMonthsDuration(), YearsMonthsDuration():
            return _years_months(left.total_months + right.total_months)
        case ((DaysTimeDuration() | YearsMonthsDuration()), (Date() | Time() | DateTime())):
            return _shift(right, left, 1)
        case ((Date() | Time() | DateTime()), (DaysTimeDuration() | YearsMonthsDuration())):
            return _shift(left, right, 1)
        case _:
            return _retry(add, left, right)


def subtract(left: object, right: object) -> object:
    """Return left - right: numbers, durations, temporal values of one kind, a duration off a temporal value."""
    if is_number(left) and is_number(right):
        return _checked(CONTEXT.subtract, left, right)
    match left, right:
        case DaysTimeDuration(), DaysTimeDuration():
            return _days_time(left.nanoseconds - right.nanoseconds)
        case YearsMonthsDuration(), YearsMonthsDuration():
            return _years_months(left.total_months - right.total_months)
        case ((Date() | Time() | DateTime()), (DaysTimeDuration() | YearsMonthsDuration())):
            return _shift(left, right, -1)
        case Date(), Date():
            return _days_time((left.days - right.days) * NANOS_PER_DAY)
        case Time(), Time():
            return _days_time(left.nanos_utc - right.nanos_utc) if left.is_zoned == right.is_zoned else None
        case ((Date() | DateTime()), (Date() | DateTime())):
            return _distance(_as_moment(left), _as_moment(right))
        case _:
            return _retry(subtract, left, right)


def multiply(left: object, right: object) -> object:
    """Return left * right: numbers, or a duration and a number in either order."""
    if is_number(left) and is_number(right):
        return _checked(CONTEXT.multiply, left, right)
    if is_number(left) and isinstance(right, DaysTimeDuration | YearsMonthsDuration):
        return multiply(right, left)
    if isinstance(left, DaysTimeDuration) and is_number(right):
        return _scaled_days_time(_checked(CONTEXT.multiply, Decimal(left.nanoseconds), right))
    if isinstance(left, YearsMonthsDuration) and is_number(right):
        return _scaled_years_months(_checked(CONTEXT.multiply, left.total_months, right))
    return _retry(multiply, left, right)


def divide(left: object, right: object) -> object:
    """Return left / right: numbers, a duration by a number, a duration by one of its kind; by zero is None."""
    if is_number(left) and is_number(right):
        return _checked(CONTEXT.divide, left, right)
    match left, right:
        case DaysTimeDuration(), DaysTimeDuration():
            return _checked(CONTEXT.divide, left.nanoseconds, right.nanoseconds)
        case YearsMonthsDuration(), YearsMonthsDuration():
            return _checked(CONTEXT.divide, left.total_months, right.total_months)
    if isinstance(left, DaysTimeDuration) and is_number(right):
        return _scaled_days_time(_checked(CONTEXT.divide, left.nanoseconds, right))
    if isinstance(left, YearsMonthsDuration) and is_number(right):
        return _scaled_years_months(_checked(CONTEXT.divide, left.total_months, right))
    return _retry(divide, left, right)


def power(left: object, right: object) -> object:
    """Return left ** right for numbers; the exponent lies within ±999,999,999."""
    if is_number(left) and is_number(right):
        return _power(left, right) if -MAX_EXPONENT <= right <= MAX_EXPONENT else None
    return _retry(power, left, right)


def negate(value: object) -> object:
    """Return -value for numbers and durations."""
    if is_number(value):
        return CONTEXT.minus(value)
    match value:
        case DaysTimeDuration():
            return DaysTimeDuration(-value.nanoseconds)
        case YearsMonthsDuration():
            return YearsMonthsDuration(-value.total_months)
        case _:
            adopted = adopt(value)
            return None if adopted is value else negate(adopted)


def plus_months(date: Date, months: int) -> Date | None:
    """Return the date that many months later, on the last day of the month where it has no such day."""
    count = date.year * 12 + date.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return Date(year, month, min(date.day, days_in_month(year, month))) if MIN_YEAR <= year <= MAX_YEAR else None


def _power(left: Decimal | int, right: Decimal | int) -> Decimal | None:
    if left == 0 and right == 0:
        return Decimal(1)
    return _checked(CONTEXT.power, left, right)


def _checked(operation: object, left: object, right: object) -> Decimal | None:
    try:
        result: Decimal = operation(left, right)  # type: ignore[operator]
    except ArithmeticError:
        return None
    return result


def _shift(value: Date | Time | DateTime, by: DaysTimeDuration | YearsMonthsDuration, sign: int) -> object:
    match value, by:
        case Date(), YearsMonthsDuration():
            return plus_months(value, sign * by.total_months)
        case Date(), DaysTimeDuration():
            return Date.of_days(value.days + sign * by.nanoseconds // NANOS_PER_DAY)
        case DateTime(), YearsMonthsDuration():
            date = plus_months(value.date, sign * by.total_months)
            return None if date is None else DateTime(date, value.time)
        case DateTime(), DaysTimeDuration():
            return value.plus_nanos(sign * by.nanoseconds)
        case Time(), DaysTimeDuration():
            return Time.of_nanos(value.nanos_of_day + sign * by.nanoseconds, value.offset_s, value.zone)
        case _:
            return None


def _as_moment(value: Date | DateTime) -> DateTime:
    """Return a date as its midnight in UTC (table 57)."""
    return value if isinstance(value, DateTime) else DateTime(value, Time(0, 0, 0, 0, 0))


def _distance(left: DateTime, right: DateTime) -> DaysTimeDuration | None:
    return _days_time(left.nanos_utc - right.nanos_utc) if left.is_zoned == right.is_zoned else None


def _days_time(nanoseconds: int) -> DaysTimeDuration | None:
    return DaysTimeDuration(nanoseconds) if abs(nanoseconds) <= _MAX_NANOS else None


def _years_months(months: int) -> YearsMonthsDuration | None:
    return YearsMonthsDuration(months) if abs(months) <= _MAX_MONTHS else None


def _scaled_days_time(nanoseconds: Decimal | None) -> DaysTimeDuration | None:
    if nanoseconds is None or abs(nanoseconds) > _MAX_NANOS:
        return None
    return DaysTimeDuration(int(nanoseconds.to_integral_value(rounding=ROUND_HALF_EVEN)))


def _scaled_years_months(months: Decimal | None) -> YearsMonthsDuration | None:
    if months is None or abs(months) > _MAX_MONTHS:
        return None
    return YearsMonthsDuration(int(months.to_integral_value(rounding=ROUND_DOWN)))


def _retry(operation: object, left: object, right: object) -> object:
    """Try again with values of Python code as FEEL's own, once."""
    if type(left) in NATIVE_TYPES and type(right) in NATIVE_TYPES:
        return None
    return operation(adopt(left), adopt(right))  # type: ignore[operator]
