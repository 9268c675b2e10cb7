"""Temporal values from text, in the lexical space of XML Schema and with @zone (DMN 1.5 §10.3.4.1)."""

from __future__ import annotations

import re

from feel.values.calendar import is_date
from feel.values.duration import NANOS_PER_SECOND, DaysTimeDuration, YearsMonthsDuration
from feel.values.temporal import Date, DateTime, Time
from feel.values.zones import MAX_OFFSET_S, zone_rules

Temporal = Date | Time | DateTime | DaysTimeDuration | YearsMonthsDuration

_DATE = re.compile(r"(-?)([1-9][0-9]{4,8}|[0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,40}))?"
    r"(?:(Z|z)|([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?|@([A-Za-z0-9_+\-/]+))?",
    re.ASCII,
)
_DAYS_TIME = re.compile(
    r"(-?)P(?:(\d{1,12})D)?(?:T(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,12})(?:\.(\d{0,40}))?S)?)?", re.ASCII
)
_YEARS_MONTHS = re.compile(r"(-?)P(?:(\d{1,12})Y)?(?:(\d{1,12})M)?", re.ASCII)


def date_from_text(text: str) -> Date | None:
    """Return the date that `text` (2024-02-29) writes, None when it is none (DMN 1.5 §10.3.4.1)."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    year, month, day = int(found[2]), int(found[3]), int(found[4])
    if found[1]:
        year = -year
    return Date(year, month, day) if is_date(year, month, day) else None


def time_from_text(text: str) -> Time | None:
    """Return the time that `text` (08:30:00, with Z, +07:00 or @Asia/Bangkok) writes, None when it is none."""
    found = _TIME.fullmatch(text.removeprefix("T"))
    if not found:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3])
    nanos = _nanos(found[4])
    if hour == 24 and minute == second == nanos == 0:
        hour = 0
    if hour > 23 or minute > 59 or second > 59:
        return None
    if found[10]:
        return Time(hour, minute, second, nanos, None, found[10]) if zone_rules(found[10]) else None
    offset_s = _offset(found)
    if offset_s is not None and abs(offset_s) > MAX_OFFSET_S:
        return None
    return Time(hour, minute, second, nanos, offset_s)


def date_time_from_text(text: str) -> DateTime | None:
    """Return the date and time that `text` writes; a date alone is its midnight; None when it is neither."""
    date_text, separator, time_text = text.partition("T")
    date = date_from_text(date_text)
    if date is None:
        return None
    if not separator:
        return DateTime(date, Time(0, 0, 0))
    time = time_from_text(time_text) if time_text[:1].isdigit() else None
    if time is None:
        return None
    if time_text.startswith("24"):
        next_day = Date.of_days(date.days + 1)
        return None if next_day is None else DateTime(next_day, time)
    return DateTime(date, time)


def duration_from_text(text: str) -> DaysTimeDuration | YearsMonthsDuration | None:
    """Return the duration that `text` (P1DT2H, P1Y6M) writes, None when it is none."""
    if text[-1:] in {"P", "T"}:
        return None
    found = _YEARS_MONTHS.fullmatch(text)
    if found:
        months = int(found[2] or 0) * 12 + int(found[3] or 0)
        return YearsMonthsDuration(-months if found[1] else months)
    found = _DAYS_TIME.fullmatch(text)
    if not found:
        return None
    seconds = int(found[2] or 0) * 86_400 + int(found[3] or 0) * 3600 + int(found[4] or 0) * 60 + int(found[5] or 0)
    nanos = seconds * NANOS_PER_SECOND + _nanos(found[6])
    return DaysTimeDuration(-nanos if found[1] else nanos)


def temporal_from_text(text: str) -> Temporal | None:
    """Return the value of an at-literal (grammar rule 62): date, date and time, time or duration."""
    if text[:1] == "P" or text[:2] == "-P":
        return duration_from_text(text)
    if "T" in text[1:]:
        return date_time_from_text(text)
    return date_from_text(text) or time_from_text(text)


def _nanos(fraction: str | None) -> int:
    return int(fraction[:9].ljust(9, "0")) if fraction else 0


def _offset(found: re.Match[str]) -> int | None:
    if found[5]:
        return 0
    if not found[6]:
        return None
    hours, minutes, seconds = int(found[7]), int(found[8]), int(found[9] or 0)
    if minutes > 59 or seconds > 59:
        return MAX_OFFSET_S + 1
    offset_s = hours * 3600 + minutes * 60 + seconds
    return -offset_s if found[6] == "-" else offset_s
