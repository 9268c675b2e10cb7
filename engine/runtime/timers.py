"""When a timer is due: ISO 8601 dates, durations and repeating intervals, and cron expressions."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.bpmn.process_model import TimerKind
from engine.runtime.cron import next_time

FOR_EVER = -1
_DURATION = re.compile(
    r"(?P<sign>[+-]?)P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?",
)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a timer is due first; `repetitions` counts that time too, -1: for ever, None: once."""

    due_at: datetime
    repetitions: int | None = None
    interval: str | None = None


def schedule(kind: TimerKind, text: str, now: datetime, zone: str) -> Schedule | None:
    """Return when a timer with this value is due; None for a cycle of no repetitions; raise ValueError for malformed text."""
    if kind is TimerKind.DATE:
        return Schedule(instant(text, zone))
    if kind is TimerKind.DURATION:
        return Schedule(add_duration(now, text))
    return _cycle(text, now, zone)


def next_schedule(due_at: datetime, repetitions: int | None, interval: str | None, now: datetime, zone: str) -> Schedule | None:
    """Return when a cycle is due after it fired; None when that was the last time.

    A counted cycle keeps its rhythm and makes up for missed times; an endless one leaves missed times out.
    """
    if interval is None or repetitions is None or repetitions in {0, 1}:
        return None
    left = FOR_EVER if repetitions == FOR_EVER else repetitions - 1
    due = _after(due_at, interval, zone)
    if left == FOR_EVER and due <= now:
        due = _after(now, interval, zone) if _is_cron(interval) else _catch_up(due, interval, now)
    return Schedule(due, left, interval)


def instant(text: str, zone: str) -> datetime:
    """Return the UTC time of an ISO 8601 date-time (a date means its first moment); raise ValueError.

    A time without offset is in `zone`; `@Asia/Bangkok` and `[Asia/Bangkok]` name another.
    """
    match = re.fullmatch(r"(?P<time>[^@\[]+)(?:@(?P<at>[\w/+-]+)|\[(?P<name>[\w/+-]+)\])?", text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no ISO 8601 time.")
    parsed = datetime.fromisoformat(match["time"])
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=ZoneInfo(match["at"] or match["name"] or zone))
    return parsed.astimezone(UTC)


def add_duration(start: datetime, text: str) -> datetime:
    """Return the time an ISO 8601 duration after `start`; months end at the last day that exists; raise ValueError."""
    match = _DURATION.fullmatch(text.strip())
    if match is None or text.strip()[-1] in "PT":
        raise ValueError(f"{text!r} is no ISO 8601 duration.")
    sign = -1 if match["sign"] == "-" else 1
    numbers = {name: float(number) for name, number in match.groupdict().items() if number and name != "sign"}
    months = sign * int(numbers.pop("years", 0) * 12 + numbers.pop("months", 0))
    try:
        return _add_months(start, months) + sign * timedelta(**numbers)
    except OverflowError as error:
        raise ValueError(f"{text!r} leads beyond the calendar.") from error


def _cycle(text: str, now: datetime, zone: str) -> Schedule | None:
    if _is_cron(text):
        return Schedule(_after(now, text, zone), FOR_EVER, text)
    head, *parts = text.strip().split("/")
    if not re.fullmatch(r"R(-1|\d*)", head) or not 1 <= len(parts) <= 2:
        raise ValueError(f"{text!r} is no ISO 8601 repeating interval and no cron expression.")
    until = instant(parts.pop(), zone) if len(parts) == 2 and parts[0].startswith("P") else None
    interval = parts[-1]
    repetitions = int(head[1:]) if head[1:] else FOR_EVER
    if add_duration(now, interval) <= now:
        raise ValueError(f"{text!r} repeats without a pause.")
    if until is not None:
        fitting = max(0, (until - now) // (add_duration(now, interval) - now))
        repetitions = fitting if repetitions == FOR_EVER else min(repetitions, fitting)
    if repetitions == 0:
        return None
    if len(parts) == 1:
        return Schedule(add_duration(now, interval), repetitions, interval)
    first = instant(parts[0], zone)
    if repetitions == FOR_EVER and first < now:
        first = _catch_up(first, interval, now)
    return Schedule(first, repetitions, interval)


def _is_cron(text: str) -> bool:
    return not text.strip().startswith(("R", "P", "-P"))


def _after(moment: datetime, interval: str, zone: str) -> datetime:
    return next_time(interval, moment, zone) if _is_cron(interval) else add_duration(moment, interval)


def _catch_up(due: datetime, interval: str, now: datetime) -> datetime:
    """Return the first time of the rhythm that is not before `now`, without counting every one that was missed."""
    step = add_duration(due, interval) - due
    due += (
        step * max(0, (now - due) // step - 1)
        if "Y" not in interval and "M" not in interval.split("T", maxsplit=1)[0]
        else timedelta()
    )
    while due < now:
        due = add_duration(due, interval)
    return due


def _add_months(start: datetime, months: int) -> datetime:
    if not months:
        return start
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    return start.replace(year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1]))
