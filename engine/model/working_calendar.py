"""The office's calendar: which hours of which days are worked, and how much of a span of time they are.

`holidays_th.csv` holds the holidays of the Thai civil service that fall on weekdays, 2023 to 2027. Source: the Cabinet's
announcements as collected by the `holidays` project (PyPI, release 0.109, categories public and government), without Labour
Day, which government offices do not keep. Days of 2027 that follow the moon, and substitutes not yet announced, are computed.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

HOLIDAYS = Path(__file__).parent / "holidays_th.csv"
OFFICE_HOURS = ((time(8, 30), time(12)), (time(13), time(16, 30)))
"""Of the Thai civil service, the hour of noon left out."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Monday to Friday, without holidays, in `zone`."""

    holidays: frozenset[date] = frozenset()
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Bangkok"))
    hours: tuple[tuple[time, time], ...] = OFFICE_HOURS

    @property
    def day_length(self) -> timedelta:
        """How long a whole working day is."""
        return sum((_on(date.min, end) - _on(date.min, start) for start, end in self.hours), timedelta())

    def is_working_day(self, day: date) -> bool:
        """Tell whether the office is open."""
        return day.weekday() < _SATURDAY and day not in self.holidays

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """Return how much of the time from `start` to `end` is worked; nothing when `end` is not later."""
        first, last = (at.astimezone(self.zone).replace(tzinfo=None) for at in (start, end))
        if last <= first:
            return timedelta()
        between = (last.date() - first.date()).days
        if between == 0:
            return self._worked(first.date(), first, last)
        whole = sum(self.is_working_day(first.date() + timedelta(days=number)) for number in range(1, between))
        midnight = datetime.combine(first.date() + timedelta(days=1), time())
        return (
            self._worked(first.date(), first, midnight)
            + whole * self.day_length
            + self._worked(last.date(), datetime.combine(last.date(), time()), last)
        )

    def _worked(self, day: date, start: datetime, end: datetime) -> timedelta:
        if not self.is_working_day(day):
            return timedelta()
        spans = ((max(start, _on(day, opens)), min(end, _on(day, closes))) for opens, closes in self.hours)
        return sum((until - since for since, until in spans if until > since), timedelta())


@cache
def thai_calendar() -> WorkingCalendar:
    """Return the calendar of the Thai civil service."""
    with HOLIDAYS.open(encoding="utf-8", newline="") as source:
        return WorkingCalendar(frozenset(date.fromisoformat(row["date"]) for row in csv.DictReader(source)))


def _on(day: date, at: time) -> datetime:
    return datetime.combine(day, at)
