"""When timers are due: ISO 8601 and cron."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.bpmn.process_model import TimerKind
from engine.runtime.cron import next_time
from engine.runtime.timers import FOR_EVER, Schedule, add_duration, instant, next_schedule, schedule

NOW = datetime(2026, 1, 31, 8, tzinfo=UTC)
ZONE = "Asia/Bangkok"


def test_a_time_without_an_offset_is_local():
    assert instant("2026-02-01T09:00:00", ZONE) == datetime(2026, 2, 1, 2, tzinfo=UTC)
    assert instant("2026-02-01", ZONE) == datetime(2026, 1, 31, 17, tzinfo=UTC)
    assert instant("2026-02-01T09:00:00@Europe/Berlin", ZONE) == datetime(2026, 2, 1, 8, tzinfo=UTC)


def test_months_end_at_the_last_day_that_exists():
    assert add_duration(NOW, "P1M") == datetime(2026, 2, 28, 8, tzinfo=UTC)
    assert add_duration(NOW, "P1Y1DT0.5S") == datetime(2027, 2, 1, 8, 0, 0, 500000, tzinfo=UTC)
    assert add_duration(NOW, "-P1W") == datetime(2026, 1, 24, 8, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "P", "PT", "1H", "P1H", "tomorrow", "P99999999999Y"])
def test_a_malformed_duration_is_refused(text):
    with pytest.raises(ValueError, match=r"duration|calendar"):
        add_duration(NOW, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R5/PT10S", Schedule(datetime(2026, 1, 31, 8, 0, 10, tzinfo=UTC), 5, "PT10S")),
        ("R/PT10M", Schedule(datetime(2026, 1, 31, 8, 10, tzinfo=UTC), FOR_EVER, "PT10M")),
        ("R/2026-01-01T00:05:00Z/PT10M", Schedule(datetime(2026, 1, 31, 8, 5, tzinfo=UTC), FOR_EVER, "PT10M")),
        ("R3/2026-02-01T00:00:00Z/P1D", Schedule(datetime(2026, 2, 1, tzinfo=UTC), 3, "P1D")),
        ("R/PT1H/2026-01-31T10:30:00Z", Schedule(datetime(2026, 1, 31, 9, tzinfo=UTC), 2, "PT1H")),
        ("R-1/PT1H", Schedule(datetime(2026, 1, 31, 9, tzinfo=UTC), FOR_EVER, "PT1H")),
        ("R0/PT1H", None),
    ],
)
def test_a_cycle_is_due_first(text, expected):
    assert schedule(TimerKind.CYCLE, text, NOW, ZONE) == expected


@pytest.mark.parametrize("text", ["R5", "R5/PT0S", "R5/x", "5/PT1H", "* *", "61 * * * * *"])
def test_a_malformed_cycle_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        schedule(TimerKind.CYCLE, text, NOW, ZONE)


def test_a_counted_cycle_makes_up_for_missed_times_and_an_endless_one_does_not():
    late = datetime(2026, 1, 31, 12, 30, tzinfo=UTC)

    assert next_schedule(NOW, 3, "PT1H", late, ZONE) == Schedule(datetime(2026, 1, 31, 9, tzinfo=UTC), 2, "PT1H")
    assert next_schedule(NOW, FOR_EVER, "PT1H", late, ZONE) == Schedule(datetime(2026, 1, 31, 13, tzinfo=UTC), FOR_EVER, "PT1H")
    assert next_schedule(NOW, 1, "PT1H", late, ZONE) is None
    assert next_schedule(NOW, None, None, late, ZONE) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0 0 9 * * MON-FRI", datetime(2026, 2, 2, 2, tzinfo=UTC)),
        ("0 */15 * * * *", datetime(2026, 1, 31, 8, 15, tzinfo=UTC)),
        ("@daily", datetime(2026, 1, 31, 17, tzinfo=UTC)),
        ("0 0 0 L * *", datetime(2026, 2, 27, 17, tzinfo=UTC)),
        ("30 0 0 29 FEB ?", datetime(2028, 2, 28, 17, 0, 30, tzinfo=UTC)),
        ("0 0 12 * * 5#1", datetime(2026, 2, 6, 5, tzinfo=UTC)),
        ("0 0 12 15W * *", datetime(2026, 2, 16, 5, tzinfo=UTC)),
        ("0 0 12 * * FRIL", datetime(2026, 2, 27, 5, tzinfo=UTC)),
    ],
)
def test_a_cron_expression_is_due_next(text, expected):
    assert next_time(text, NOW, ZONE) == expected
