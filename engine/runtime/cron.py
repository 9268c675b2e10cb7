"""Cron expressions of six fields (second minute hour day month weekday), as timer cycles of zeebe take them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_MACROS = {
    "@yearly": "0 0 0 1 1 *",
    "@annually": "0 0 0 1 1 *",
    "@monthly": "0 0 0 1 * *",
    "@weekly": "0 0 0 * * 0",
    "@daily": "0 0 0 * * *",
    "@midnight": "0 0 0 * * *",
    "@hourly": "0 0 * * * *",
}
_MONTHS = {
    name: number
    for number, name in enumerate(["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], 1)
}
_WEEKDAYS = {name: number for number, name in enumerate(["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"])}
_YEARS_AHEAD = 8


@dataclass(frozen=True, slots=True)
class Cron:
    """The times of day that an expression allows, and its day, month and weekday fields."""

    seconds: tuple[int, ...]
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    months: frozenset[int]
    days: tuple[str, ...]
    weekdays: tuple[str, ...]


@lru_cache(maxsize=256)
def parse(text: str) -> Cron:
    """Read a cron expression or one of the macros such as @daily; raise ValueError.

    Days may be L (the last) or 15W (the weekday nearest to the 15th), weekdays 5#1 (the first Friday) or FRIL (the last).
    """
    fields = _MACROS.get(text.strip(), text).split()
    if len(fields) != 6:
        raise ValueError(f"{text!r} is no cron expression of six fields.")
    second, minute, hour, day, month, weekday = (field.upper() for field in fields)
    cron = Cron(
        tuple(sorted(_values(second, 0, 59, {}))),
        tuple(sorted(_values(minute, 0, 59, {}))),
        tuple(sorted(_values(hour, 0, 23, {}))),
        frozenset(_values(month, 1, 12, _MONTHS)),
        tuple(day.split(",")),
        tuple(weekday.split(",")),
    )
    for part in cron.days:
        _is_day_of_month(part, date(2024, 1, 1))
    for part in cron.weekdays:
        _is_weekday(part, date(2024, 1, 1))
    return cron


def next_time(text: str, after: datetime, zone: str) -> datetime:
    """Return the first UTC time after `after` that the expression means in `zone`; raise ValueError when none is near."""
    cron = parse(text)
    tz = ZoneInfo(zone)
    start = after.astimezone(tz).replace(tzinfo=None, microsecond=0) + timedelta(seconds=1)
    day = start.date()
    for _ in range(366 * _YEARS_AHEAD):
        if _is_day(cron, day):
            floor = start if day == start.date() else datetime.combine(day, datetime.min.time())
            found = _first_of_day(cron, floor)
            if found is not None:
                return found.replace(tzinfo=tz).astimezone(UTC)
        day += timedelta(days=1)
    raise ValueError(f"{text!r} names no time within {_YEARS_AHEAD} years.")


def _is_day(cron: Cron, day: date) -> bool:
    if day.month not in cron.months:
        return False
    return any(_is_day_of_month(part, day) for part in cron.days) and any(_is_weekday(part, day) for part in cron.weekdays)


def _is_day_of_month(part: str, day: date) -> bool:
    last = monthrange(day.year, day.month)[1]
    if part == "L":
        return day.day == last
    if part.endswith("W"):
        return day.day == _nearest_weekday(day, last if part == "LW" else min(_number(part[:-1], {}), last), last)
    return day.day in _values(part, 1, 31, {})


def _nearest_weekday(day: date, wanted: int, last: int) -> int:
    weekday = day.replace(day=wanted).isoweekday()
    if weekday == 6:
        return wanted - 1 if wanted > 1 else wanted + 2
    if weekday == 7:
        return wanted + 1 if wanted < last else wanted - 2
    return wanted


def _is_weekday(part: str, day: date) -> bool:
    weekday = day.isoweekday() % 7
    if "#" in part:
        name, _, number = part.partition("#")
        return weekday == _number(name, _WEEKDAYS) % 7 and (day.day - 1) // 7 + 1 == int(number)
    if len(part) > 1 and part.endswith("L"):
        return weekday == _number(part[:-1], _WEEKDAYS) % 7 and day.day + 7 > monthrange(day.year, day.month)[1]
    return weekday in {number % 7 for number in _values(part, 0, 7, _WEEKDAYS)}


def _first_of_day(cron: Cron, floor: datetime) -> datetime | None:
    times = (
        (hour, minute, second)
        for hour in cron.hours
        if hour >= floor.hour
        for minute in cron.minutes
        for second in cron.seconds
    )
    least = (floor.hour, floor.minute, floor.second)
    found = next((time for time in times if time >= least), None)
    return None if found is None else floor.replace(hour=found[0], minute=found[1], second=found[2])


def _values(field: str, low: int, high: int, names: dict[str, int]) -> set[int]:
    values: set[int] = set()
    for part in field.split(","):
        span, _, step_text = part.partition("/")
        step = int(step_text) if step_text else 1
        if span in {"*", "?"}:
            first, last = low, high
        else:
            first_text, dash, last_text = span.partition("-")
            first = _number(first_text, names)
            last = _number(last_text, names) if dash else (high if step_text else first)
        if not (low <= first <= last <= high and step > 0):
            raise ValueError(f"{part!r} is not within {low} to {high}.")
        values.update(range(first, last + 1, step))
    return values


def _number(text: str, names: dict[str, int]) -> int:
    return names[text] if text in names else int(text)
