"""Conversion functions (DMN 1.5 §10.3.4.1, table 72)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from feel.builtins.registry import DomainError, builtin
from feel.range_text import range_from_text
from feel.values.calendar import is_date
from feel.values.duration import NANOS_PER_SECOND, DaysTimeDuration, YearsMonthsDuration
from feel.values.number import as_int, number_from_text
from feel.values.temporal import Date, DateTime, Time
from feel.values.temporal_text import (
    date_from_text,
    date_time_from_text,
    duration_from_text,
    time_from_text,
)
from feel.values.text import text_of
from feel.values.zones import MAX_OFFSET_S, zone_rules

if TYPE_CHECKING:
    from feel.evaluation import Evaluation
    from feel.values.range import Range

Number = Decimal | int
_Value = TypeVar("_Value")

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?", re.ASCII)
_GROUPING, _DECIMAL = frozenset({" ", ",", ".", None}), frozenset({",", ".", None})


@builtin("date", "from: string")
def date_of_string(_: Evaluation, text: str) -> Date:
    """Return the date that a string writes."""
    return _found(date_from_text(text), text)


@builtin("date", "from: date and time")
def date_of_moment(_: Evaluation, moment: DateTime) -> Date:
    """Return the date part."""
    return moment.date


@builtin("date", "year: number", "month: number", "day: number")
def date_of_numbers(_: Evaluation, year: Number, month: Number, day: Number) -> Date:
    """Return the date of these components; null when there is none."""
    numbers = as_int(year), as_int(month), as_int(day)
    if None in numbers or not is_date(*numbers):  # type: ignore[arg-type]
        raise DomainError("there is no such day")
    return Date(*numbers)  # type: ignore[arg-type]


@builtin("date and time", "from: string")
def moment_of_string(_: Evaluation, text: str) -> DateTime:
    """Return the date and time that a string writes; of a date, its midnight."""
    return _found(date_time_from_text(text), text)


@builtin("date and time", "date: date", "time: time")
def moment_of_date_and_time(_: Evaluation, date: Date, time: Time) -> DateTime:
    """Return the moment of a date and a time."""
    return DateTime(date, time)


@builtin("date and time", "date: date and time", "time: time")
def moment_of_moment_and_time(_: Evaluation, moment: DateTime, time: Time) -> DateTime:
    """Return the moment of the date of a moment and a time."""
    return DateTime(moment.date, time)


_SIX_NUMBERS = ("year: number", "month: number", "day: number", "hour: number", "minute: number", "second: number")


@builtin("date and time", *_SIX_NUMBERS, "offset?: days and time duration|null")
def moment_of_numbers(run: Evaluation, *components: object) -> DateTime:
    """Return the moment of these components."""
    year, month, day, hour, minute, second, *offset = components
    return DateTime(date_of_numbers(run, year, month, day), time_of_numbers(run, hour, minute, second, *offset))  # type: ignore[arg-type]


@builtin("date and time", *_SIX_NUMBERS, "timezone: string")
def moment_of_numbers_in_zone(run: Evaluation, *components: object) -> DateTime:
    """Return the moment of these components in an IANA zone."""
    *numbers, zone = components
    moment = moment_of_numbers(run, *numbers)
    return DateTime(moment.date, _with_zone(moment.time, str(zone)))


@builtin("date and time", "from: date and time", "timezone: string")
def moment_in_zone(_: Evaluation, moment: DateTime, zone: str) -> DateTime:
    """Return the same instant as the clocks of an IANA zone show it; a local moment is taken as one of that zone."""
    if zone_rules(zone) is None:
        raise DomainError(f"there is no time zone '{zone}'")
    return moment.in_zone(zone) if moment.is_zoned else DateTime(moment.date, _with_zone(moment.time, zone))


@builtin("time", "from: string")
def time_of_string(_: Evaluation, text: str) -> Time:
    """Return the time that a string writes."""
    return _found(time_from_text(text), text)


@builtin("time", "from: time")
def time_of_time(_: Evaluation, time: Time) -> Time:
    """Return the time itself."""
    return time


@builtin("time", "from: date and time")
def time_of_moment(_: Evaluation, moment: DateTime) -> Time:
    """Return the time part."""
    return moment.time


@builtin("time", "from: date")
def time_of_date(_: Evaluation, __: Date) -> Time:
    """Return midnight in UTC, which a date stands for (§10.3.2.3.5)."""
    return Time(0, 0, 0, 0, 0)


@builtin("time", "hour: number", "minute: number", "second: number", "offset?: days and time duration|null")
def time_of_numbers(
    _: Evaluation, hour: Number, minute: Number, second: Number, offset: DaysTimeDuration | None = None
) -> Time:
    """Return the time of these components; the second may have a fraction."""
    hours, minutes = as_int(hour), as_int(minute)
    nanos = int(Decimal(second) * NANOS_PER_SECOND) if -60 < second < 60 else -1
    if hours is None or minutes is None or not (0 <= hours < 24 and 0 <= minutes < 60 and nanos >= 0):
        raise DomainError("there is no such time")
    offset_s = None if offset is None else offset.nanoseconds // NANOS_PER_SECOND
    if offset_s is not None and abs(offset_s) > MAX_OFFSET_S:
        raise DomainError("an offset lies within 18 hours")
    return Time(hours, minutes, nanos // NANOS_PER_SECOND, nanos % NANOS_PER_SECOND, offset_s)


@builtin("number", "from: string")
def number_of_string(_: Evaluation, text: str) -> Decimal:
    """Return the number that a string writes."""
    return _number(text.strip(" "))


@builtin("number", "from: string", "grouping separator: string|null", "decimal separator: string|null")
def number_of_formatted(_: Evaluation, text: str, grouping: str | None, decimal: str | None) -> Decimal:
    """Return the number that a string writes with these separators."""
    if grouping not in _GROUPING or decimal not in _DECIMAL or (grouping == decimal and grouping is not None):
        raise DomainError("the separators are a space, a comma or a period, and not the same")
    if grouping is not None:
        text = text.replace(grouping, "")
    return _number(text if decimal is None else text.replace(decimal, "."))


@builtin("string", "from: any")
def string(run: Evaluation, value: object) -> str | None:
    """Return a value as text; null stays null."""
    if value is None:
        return None
    text = text_of(value)
    run.spend_text(len(text))
    return text


@builtin("duration", "from: string")
def duration_of_string(_: Evaluation, text: str) -> DaysTimeDuration | YearsMonthsDuration:
    """Return the duration that a string writes."""
    duration = duration_from_text(text)
    if duration is None:
        raise DomainError(f"'{text[:40]}' cannot be read")
    return duration


def years_and_months_duration(_: Evaluation, start: Date | DateTime, end: Date | DateTime) -> YearsMonthsDuration:
    """Return the whole months between two dates; of a moment its date counts alone."""
    first, last = _date_of(start), _date_of(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return YearsMonthsDuration(months)


for _start in ("date", "date and time"):
    for _end in ("date", "date and time"):
        builtin("years and months duration", f"from: {_start}", f"to: {_end}")(years_and_months_duration)


@builtin("range", "from: string")
def range_of_string(_: Evaluation, text: str) -> Range:
    """Return the range that a string writes, with literals as endpoints."""
    return _found(range_from_text(text), text)


def _found(value: _Value | None, text: str) -> _Value:
    if value is None:
        raise DomainError(f"'{text[:40]}' cannot be read")
    return value


def _number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise DomainError(f"'{text[:40]}' is no number")
    try:
        return number_from_text(text)
    except ArithmeticError:
        raise DomainError("the number is out of range") from None


def _with_zone(time: Time, zone: str) -> Time:
    if zone_rules(zone) is None:
        raise DomainError(f"there is no time zone '{zone}'")
    return Time(time.hour, time.minute, time.whole_second, time.nanosecond, None, zone)


def _date_of(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value
