"""Working time by the office's calendar."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.model.working_calendar import thai_calendar

BANGKOK = ZoneInfo("Asia/Bangkok")


def at(text: str) -> datetime:
    """Return a time in Bangkok."""
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-23T09:00", "2026-11-23T10:30", 1.5),
        ("2026-11-23T11:00", "2026-11-23T14:00", 2),  # the hour of noon is free
        ("2026-11-23T16:00", "2026-11-24T09:00", 1),
        ("2026-11-20T16:00", "2026-11-23T09:00", 1),  # a weekend
        ("2026-11-21T09:00", "2026-11-22T20:00", 0),
        ("2026-12-09T15:30", "2026-12-11T09:30", 2),  # Constitution Day
        ("2026-12-04T08:30", "2026-12-08T16:30", 14),  # 5 December is a Saturday: Monday is its substitute
        ("2026-11-23T00:00", "2026-11-28T00:00", 35),
        ("2026-11-23T10:00", "2026-11-23T09:00", 0),
    ],
)
def test_only_office_hours_of_working_days_count(start: str, end: str, hours: float) -> None:
    assert thai_calendar().working_time(at(start), at(end)) == timedelta(hours=hours)


def test_the_zone_of_the_times_does_not_matter() -> None:
    start, end = at("2026-11-23T09:00"), at("2026-11-24T09:00")

    utc = ZoneInfo("UTC")

    assert thai_calendar().working_time(start.astimezone(utc), end.astimezone(utc)) == timedelta(hours=7)


def test_every_listed_holiday_is_a_weekday() -> None:
    assert all(day.weekday() < 5 for day in thai_calendar().holidays)
    assert len(thai_calendar().holidays) > 80
