"""Dates, durations, digits and identity numbers as people read them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from web.presentation import formats

NOW = datetime(2024, 5, 17, 2, 30, tzinfo=UTC)  # 09:30 in Bangkok


def test_a_moment_is_written_in_bangkok_time_and_the_buddhist_era() -> None:
    assert formats.date_time_text(NOW) == "17 พ.ค. 2567 09:30 น."


def test_the_same_moment_in_english_is_written_in_the_common_era() -> None:
    assert formats.date_time_text(NOW, "en") == "17 May 2024, 09:30"


def test_an_evening_in_utc_is_already_the_next_day_in_bangkok() -> None:
    new_year = datetime(2024, 12, 31, 17, 0, tzinfo=UTC)

    assert formats.date_time_text(new_year) == "1 ม.ค. 2568 00:00 น."


def test_a_date_without_a_time_is_not_shifted_by_any_zone() -> None:
    assert formats.date_text(date(2024, 2, 29)) == "29 ก.พ. 2567"


def test_official_documents_write_the_month_in_full() -> None:
    assert formats.long_date_text(date(2024, 5, 17)) == "17 พฤษภาคม 2567"
    assert formats.long_date_text(date(2024, 5, 17), "en") == "17 May 2024"


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        formats.date_time_text(datetime(2024, 5, 17, 9, 30))  # noqa: DTZ001


def test_machines_read_moments_in_utc() -> None:
    assert formats.machine_time(NOW.astimezone(formats.BANGKOK)) == "2024-05-17T02:30:00Z"


@pytest.mark.parametrize(
    ("away", "thai", "english"),
    [
        (timedelta(days=2), "อีก 2 วัน", "in 2 days"),
        (timedelta(days=1), "อีก 1 วัน", "in 1 day"),
        (timedelta(hours=3, minutes=20), "อีก 3 ชั่วโมง", "in 3 hours"),
        (timedelta(minutes=1), "อีก 1 นาที", "in 1 minute"),
        (timedelta(seconds=20), "ถึงกำหนดแล้ว", "due now"),
        (timedelta(minutes=-45), "เกินกำหนด 45 นาที", "45 minutes overdue"),
        (timedelta(days=-2), "เกินกำหนด 2 วัน", "2 days overdue"),
    ],
)
def test_a_due_time_is_told_by_its_distance(away: timedelta, thai: str, english: str) -> None:
    assert formats.due_text(NOW + away, NOW) == thai
    assert formats.due_text(NOW + away, NOW, "en") == english


def test_beyond_a_day_the_calendar_counts_and_not_the_hours() -> None:
    tomorrow_evening = NOW + timedelta(hours=37)  # 22:30 of the next day

    assert formats.due_text(tomorrow_evening, NOW) == "อีก 1 วัน"
    assert formats.due_text(tomorrow_evening + timedelta(hours=2), NOW) == "อีก 2 วัน"


@pytest.mark.parametrize(
    ("away", "thai", "english"),
    [
        (timedelta(seconds=5), "เมื่อสักครู่", "just now"),
        (timedelta(minutes=5), "5 นาทีที่แล้ว", "5 minutes ago"),
        (timedelta(days=3), "3 วันที่แล้ว", "3 days ago"),
        (timedelta(days=-3), "อีก 3 วัน", "in 3 days"),
    ],
)
def test_the_past_is_told_by_its_distance(away: timedelta, thai: str, english: str) -> None:
    assert formats.ago_text(NOW - away, NOW) == thai
    assert formats.ago_text(NOW - away, NOW, "en") == english


@pytest.mark.parametrize(
    ("length", "thai", "english"),
    [
        (timedelta(days=2, hours=3, minutes=4), "2 วัน 3 ชั่วโมง", "2 days 3 hours"),
        (timedelta(days=3), "3 วัน", "3 days"),
        (timedelta(days=3, minutes=9), "3 วัน", "3 days"),
        (timedelta(hours=1, minutes=1), "1 ชั่วโมง 1 นาที", "1 hour 1 minute"),
        (timedelta(seconds=59), "ไม่ถึง 1 นาที", "less than a minute"),
    ],
)
def test_a_duration_shows_its_two_largest_units(length: timedelta, thai: str, english: str) -> None:
    assert formats.duration_text(length) == thai
    assert formats.duration_text(length, "en") == english


def test_only_a_near_future_is_due_soon() -> None:
    assert formats.is_due_soon(NOW + timedelta(hours=20), NOW)
    assert not formats.is_due_soon(NOW + timedelta(hours=25), NOW)
    assert not formats.is_due_soon(NOW - timedelta(seconds=1), NOW)


def test_digits_follow_the_reader() -> None:
    assert formats.in_digits("17 พ.ค. 2567", "thai") == "๑๗ พ.ค. ๒๕๖๗"
    assert formats.in_digits("๑๗ พ.ค. ๒๕๖๗", "arabic") == "17 พ.ค. 2567"


def test_a_masked_identity_number_shows_its_last_three_digits_only() -> None:
    assert formats.masked_national_id("1999900001010") == "x-xxxx-xxxxx-01-0"
    assert formats.masked_national_id("๑-๙๙๙๙-๐๐๐๐๑-๐๑-๐") == "x-xxxx-xxxxx-01-0"


def test_a_malformed_identity_number_is_hidden_whole() -> None:
    assert formats.masked_national_id("19999") == "xxxxx"
    assert formats.masked_national_id("a-bcde-fghij-kl-m") == "x" * 17


def test_a_full_identity_number_is_written_in_its_groups() -> None:
    assert formats.national_id_text("1999900001010") == "1-9999-00001-01-0"
