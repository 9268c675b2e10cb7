"""Dates, times and durations (DMN 1.5 §10.3.2.3, tables 57, 59, 65, 66 and 72)."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

import feel
from tests.unit.feel.builders import evaluate, written


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('date("2024-02-29")', "2024-02-29"),
        ('date("2023-02-29")', "null"),
        ('date("-0044-03-15")', "-0044-03-15"),
        ('date("999999999-12-31")', "999999999-12-31"),
        ('date("1000000000-01-01")', "null"),
        ('date("02024-01-01")', "null"),
        ('date("2024-1-1")', "null"),
        ("date(2024, 2, 29)", "2024-02-29"),
        ("date(2024, 13, 1)", "null"),
        ('date(date and time("2024-02-29T10:00:00Z"))', "2024-02-29"),
        ('time("10:30:00")', "10:30:00"),
        ('time("10:30:00.123456789")', "10:30:00.123456789"),
        ('time("10:30:00+07:00")', "10:30:00+07:00"),
        ('time("10:30:00z")', "10:30:00Z"),
        ('time("10:30:00@Asia/Bangkok")', "10:30:00@Asia/Bangkok"),
        ('time("10:30:00@Asia/Nowhere")', "null"),
        ('time("25:00:00")', "null"),
        ('time("10:30")', "null"),
        ('time(10, 30, 1.5, duration("PT7H"))', "10:30:01.5+07:00"),
        ("time(10, 30, 0, null)", "10:30:00"),
        ("time(10, 60, 0)", "null"),
        ('date and time("2024-02-29")', "2024-02-29T00:00:00"),
        ('date and time("2024-12-31T24:00:00")', "2025-01-01T00:00:00"),
        ('date and time("2024-02-29T10:30:00@Asia/Bangkok")', "2024-02-29T10:30:00@Asia/Bangkok"),
        ('date and time(date("2024-02-29"), time("10:30:00+07:00"))', "2024-02-29T10:30:00+07:00"),
        ('date and time(2024, 2, 29, 10, 30, 0, "Asia/Bangkok")', "2024-02-29T10:30:00@Asia/Bangkok"),
        ('date and time(@"2024-02-29T10:30:00", "Asia/Bangkok")', "2024-02-29T10:30:00@Asia/Bangkok"),
        ('date and time(@"2024-02-29T10:30:00", "Asia/Nowhere")', "null"),
        ('date and time(@"2024-02-29T10:30:00", @"11:00:00Z")', "2024-02-29T11:00:00Z"),
        ('date and time(@"2024-02-29")', "null"),
        ('date and time(2024, 2, 29, 10, 30, 0, "Asia/Nowhere")', "null"),
        ('date(@"2024-02-29")', "2024-02-29"),
        ('time(@"10:30:00")', "10:30:00"),
        ('time(@"2024-02-29T10:30:00")', "10:30:00"),
        ('time(@"2024-02-29")', "00:00:00Z"),
        ('time(10, 0, 0, @"PT19H")', "null"),
        ('time("10:30:00+02:75")', "null"),
        ('time("10:30:00+00:00:30")', "10:30:00+00:00:30"),
        ('duration(@"P1D")', "null"),
        ('date and time(@"2024-02-29T10:30:00Z", "Asia/Bangkok")', "2024-02-29T17:30:00@Asia/Bangkok"),
        ('duration("P1DT25H")', "P2DT1H"),
        ('duration("-PT1M1.5S")', "-PT1M1.5S"),
        ('duration("P13M")', "P1Y1M"),
        ('duration("P0D")', "PT0S"),
        ('duration("P1Y1D")', "null"),
        ('duration("P")', "null"),
        ('duration("PT")', "null"),
        ('@"no date"', "null"),
    ],
)
def test_temporal_values_are_read_from_text_and_from_components(text: str, value: str) -> None:
    assert written(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('@"2024-01-31" + @"P1M"', "2024-02-29"),
        ('@"2024-02-29" - @"P1Y"', "2023-02-28"),
        ('@"2024-02-28" + @"P2D"', "2024-03-01"),
        ('@"2024-03-01" - @"PT1S"', "2024-02-29"),
        ('@"P1D" + @"2024-02-28"', "2024-02-29"),
        ('@"2024-03-01" - @"2024-02-01"', "P29D"),
        ('@"2024-03-01T12:00:00" - @"2024-03-01T11:30:00"', "PT30M"),
        ('@"2024-03-01T12:00:00+07:00" - @"2024-03-01T12:00:00Z"', "-PT7H"),
        ('@"2024-03-01T12:00:00+01:00" - @"2024-03-01"', "PT11H"),
        ('@"2024-03-01T12:00:00" - @"2024-03-01"', "null"),
        ('@"2024-03-31T01:30:00@Europe/Berlin" + @"PT1H"', "2024-03-31T03:30:00@Europe/Berlin"),
        ('@"23:30:00" + @"PT1H"', "00:30:00"),
        ('@"00:30:00" - @"PT1H"', "23:30:00"),
        ('@"10:30:00" - @"10:00:00"', "PT30M"),
        ('@"10:30:00" - @"10:00:00Z"', "null"),
        ('@"P1Y" + @"P1M"', "P1Y1M"),
        ('@"P1Y" + @"P1D"', "null"),
        ('@"PT1H" * 1.5', "PT1H30M"),
        ('2 * @"P1M"', "P2M"),
        ('@"P1Y" / 5', "P2M"),
        ('@"PT1H" / @"PT30M"', "2"),
        ('@"P1Y" / @"P1M"', "12"),
        ('@"PT1H" / 0', "null"),
        ('@"2024-01-01" + 1', "null"),
        ('@"2024-01-01" + @"2024-01-01"', "null"),
        ('date(999999999, 12, 31) + @"P1D"', "null"),
        ('years and months duration(@"2011-12-22", @"2013-08-24")', "P1Y8M"),
        ('years and months duration(@"2013-08-24", @"2011-12-22")', "-P1Y8M"),
        ('years and months duration(@"2024-01-31", @"2024-02-29")', "P0M"),
    ],
)
def test_durations_are_added_subtracted_and_scaled(text: str, value: str) -> None:
    assert written(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('@"2026-11-22".year', "2026"),
        ('@"2026-11-22".weekday', "7"),
        ('@"2026-11-22T10:30:01.5+07:00".second', "1.5"),
        ('@"2026-11-22T10:30:01+07:00".time offset', "PT7H"),
        ('@"2026-11-22T10:30:01@Asia/Bangkok".timezone', '"Asia/Bangkok"'),
        ('@"2026-11-22T10:30:01".time offset', "null"),
        ('@"10:30:01".hour', "10"),
        ('@"P1Y2M".months', "2"),
        ('@"-P1DT2H".hours', "-2"),
        ('@"P1Y".days', "null"),
        ('[@"2026-11-22", @"2025-01-01"].year', "[2026, 2025]"),
    ],
)
def test_temporal_values_have_properties(text: str, value: str) -> None:
    assert written(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('@"2024-01-01" < @"2024-01-02"', "true"),
        ('@"2024-01-01T00:00:00Z" = @"2024-01-01T07:00:00+07:00"', "true"),
        ('@"2024-01-01T07:00:00@Asia/Bangkok" = @"2024-01-01T00:00:00Z"', "true"),
        ('@"2024-01-01T07:00:00" < @"2024-01-01T08:00:00+07:00"', "true"),
        ('@"10:00:00+01:00" = @"09:00:00Z"', "true"),
        ('@"2024-01-01" = @"2024-01-01T00:00:00"', "null"),
        ('@"P1Y" < @"P13M"', "true"),
        ('@"P1Y" < @"P400D"', "null"),
        ('is(@"10:00:00Z", @"10:00:00+00:00")', "true"),
        ('is(@"10:00:00Z", @"11:00:00+01:00")', "false"),
        ('is(@"10:00:00Z", @"10:00:00")', "false"),
    ],
)
def test_temporal_values_compare_on_one_clock(text: str, value: str) -> None:
    assert written(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("day of year(date(2019, 9, 17))", "260"),
        ('day of week(@"2026-11-22")', '"Sunday"'),
        ('month of year(@"2026-11-22T00:00:00")', '"November"'),
        ("week of year(date(2003, 12, 29))", "1"),
        ("week of year(date(2005, 1, 1))", "53"),
        ('week of year(@"2005-01-03T00:00:00")', "1"),
        ('day of year(@"2024-12-31T00:00:00")', "366"),
        ('day of week(@"2026-11-22T00:00:00")', '"Sunday"'),
        ('last day of month(@"2024-02-01")', "2024-02-29"),
    ],
)
def test_the_calendar_answers(text: str, value: str) -> None:
    assert written(text) == value


def test_now_is_one_moment_in_the_zone_of_the_evaluation() -> None:
    moments = iter([datetime(2026, 11, 22, 20, 0, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)])
    evaluation = feel.Evaluation(now=lambda: next(moments))

    text = "[string(now()), string(today()), string(now())]"

    assert feel.compile(text).evaluate({}, evaluation) == [
        "2026-11-23T03:00:00@Asia/Bangkok",
        "2026-11-23",
        "2026-11-23T03:00:00@Asia/Bangkok",
    ]


def test_dates_of_python_are_taken_as_feels() -> None:
    context = {"born": date(2000, 2, 29), "at": datetime(2026, 11, 22, 8, 0, tzinfo=timezone(timedelta(hours=7)))}

    assert written('born + @"P1Y"', context) == "2001-02-28"
    assert written("at", context) == "2026-11-22T08:00:00+07:00"


def test_feels_dates_turn_into_those_of_python() -> None:
    assert feel.Date(2026, 11, 22).to_python() == date(2026, 11, 22)
    moment = evaluate('@"2026-11-22T08:00:00@Asia/Bangkok"')
    assert isinstance(moment, feel.DateTime)
    assert moment.to_python() == datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("days", [-365_242_000_000, -719_529, -1, 0, 59, 11_016, 2_932_896, 365_000_000_000])
def test_every_day_has_one_date(days: int) -> None:
    day = feel.Date.of_days(days)

    assert day is not None
    assert day.days == days
