"""How dates, times, durations, digits and identity numbers are written for people, in Thai and in English."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Language = Literal["th", "en"]
Digits = Literal["arabic", "thai"]

BANGKOK = ZoneInfo("Asia/Bangkok")
BUDDHIST_ERA_OFFSET = 543

_THAI_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
_THAI_FULL_MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ENGLISH_FULL_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_TO_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ARABIC_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

_ISO_DURATION = re.compile(
    r"P(?:(?P<year>\d+)Y)?(?:(?P<month>\d+)M)?(?:(?P<week>\d+)W)?(?:(?P<day>\d+)D)?"
    r"(?:T(?:(?P<hour>\d+)H)?(?:(?P<minute>\d+)M)?)?"
)
_UNITS_S = (("day", 86_400), ("hour", 3_600), ("minute", 60))
_THAI_UNITS = {"year": "ปี", "month": "เดือน", "week": "สัปดาห์", "day": "วัน", "hour": "ชั่วโมง", "minute": "นาที"}


def date_text(value: date, language: Language = "th") -> str:
    """Write a date: `17 พ.ค. 2567`, in English `17 May 2024`. A datetime is taken in Bangkok time."""
    day = _bangkok(value).date() if isinstance(value, datetime) else value
    if language == "th":
        return f"{day.day} {_THAI_MONTHS[day.month - 1]} {day.year + BUDDHIST_ERA_OFFSET}"
    return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"


def long_date_text(value: date, language: Language = "th") -> str:
    """Write a date with the month in full, as official documents do: `17 พฤษภาคม 2567`."""
    day = _bangkok(value).date() if isinstance(value, datetime) else value
    if language == "th":
        return f"{day.day} {_THAI_FULL_MONTHS[day.month - 1]} {day.year + BUDDHIST_ERA_OFFSET}"
    return f"{day.day} {_ENGLISH_FULL_MONTHS[day.month - 1]} {day.year}"


def time_text(at: datetime, language: Language = "th") -> str:
    """Write the time of day in Bangkok: `09:30 น.`, in English `09:30`."""
    text = f"{_bangkok(at):%H:%M}"
    return f"{text} น." if language == "th" else text


def date_time_text(at: datetime, language: Language = "th") -> str:
    """Write a moment in Bangkok time: `17 พ.ค. 2567 09:30 น.`, in English `17 May 2024, 09:30`."""
    separator = " " if language == "th" else ", "
    return f"{date_text(at, language)}{separator}{time_text(at, language)}"


def machine_time(at: datetime) -> str:
    """Write a moment for the `datetime` attribute of a `time` element: ISO 8601 in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def duration_text(length: timedelta, language: Language = "th") -> str:
    """Write a length of time with its two largest units: `2 วัน 3 ชั่วโมง`; below a minute `ไม่ถึง 1 นาที`."""
    seconds = int(abs(length).total_seconds())
    parts = []
    for unit, size in _UNITS_S:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(_counted(count, unit, language))
        if len(parts) == 2 or (parts and not count):
            break
    if parts:
        return " ".join(parts)
    return "ไม่ถึง 1 นาที" if language == "th" else "less than a minute"


def working_time_text(length: timedelta, day_length: timedelta, language: Language = "th") -> str:
    """Write working time in working days and hours: `2 วันทำการ 3 ชั่วโมง`; below an hour its minutes."""
    days, rest = divmod(length, day_length)
    hours, minutes = divmod(int(rest.total_seconds()) // 60, 60)
    if not days and not hours:
        return _counted(minutes, "minute", language)
    parts = [f"{days} วันทำการ" if language == "th" else f"{days} working day{'' if days == 1 else 's'}"] if days else []
    return " ".join([*parts, *([_counted(hours, "hour", language)] if hours else [])])


def iso_duration_text(text: str, language: Language = "th") -> str | None:
    """Write an ISO 8601 duration for people: `P60D` is `60 วัน`, `P2M` `2 เดือน`; None for what is no duration."""
    found = _ISO_DURATION.fullmatch(text)
    if found is None or text in {"P", "PT"}:
        return None
    parts = [_counted(int(count), unit, language) for unit, count in found.groupdict().items() if count]
    return " ".join(parts) or None


def due_text(due_at: datetime, now: datetime, language: Language = "th") -> str:
    """Say how far a due time is: `อีก 2 วัน`, `ถึงกำหนดแล้ว`, `เกินกำหนด 2 วัน`.

    From 24 hours on whole calendar days in Bangkok count, below that hours, below an hour minutes.
    """
    distance = _distance(due_at, now, language)
    is_late = due_at < now
    if distance is None:
        return "ถึงกำหนดแล้ว" if language == "th" else "due now"
    if language == "th":
        return f"เกินกำหนด {distance}" if is_late else f"อีก {distance}"
    return f"{distance} overdue" if is_late else f"in {distance}"


def ago_text(at: datetime, now: datetime, language: Language = "th") -> str:
    """Say how long ago something was: `2 วันที่แล้ว`, `เมื่อสักครู่`; a future moment reads as in `due_text`."""
    distance = _distance(at, now, language)
    if distance is None:
        return "เมื่อสักครู่" if language == "th" else "just now"
    if at > now:
        return due_text(at, now, language)
    return f"{distance}ที่แล้ว" if language == "th" else f"{distance} ago"


def is_due_soon(due_at: datetime, now: datetime, within: timedelta = timedelta(days=1)) -> bool:
    """Tell whether a due time has not passed but is at most `within` away."""
    return now <= due_at <= now + within


def in_digits(text: str, digits: Digits) -> str:
    """Rewrite every digit of `text` as Thai or as Arabic digits."""
    return text.translate(_TO_THAI_DIGITS if digits == "thai" else _TO_ARABIC_DIGITS)


def typed_number(text: str) -> str:
    """Return the case number that somebody typed, with either digits."""
    return in_digits(text.strip(), "arabic")


def file_size_text(size: int) -> str:
    """Write a number of bytes: `1.2 MB`, `35 kB`, `812 B`."""
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f} MB"
    return f"{size // 1_000} kB" if size >= 1_000 else f"{size} B"


def national_id_text(number: str) -> str:
    """Write a 13-digit identity number in its groups: `1-9999-00001-01-0`. Anything else comes back as it was."""
    digits = _identity_digits(number)
    if digits is None:
        return number
    return f"{digits[0]}-{digits[1:5]}-{digits[5:10]}-{digits[10:12]}-{digits[12]}"


def masked_national_id(number: str) -> str:
    """Write an identity number with all but its last three digits hidden: `x-xxxx-xxxxx-01-0`.

    What is no 13-digit number is hidden whole, because it may hold a part of one.
    """
    digits = _identity_digits(number)
    if digits is None:
        return "x" * len(number)
    return f"x-xxxx-xxxxx-{digits[10:12]}-{digits[12]}"


def _identity_digits(number: str) -> str | None:
    digits = in_digits(number, "arabic").replace("-", "").replace(" ", "")
    return digits if len(digits) == 13 and digits.isdecimal() else None


def _bangkok(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone; store and pass aware datetimes")
    return at.astimezone(BANGKOK)


def _distance(at: datetime, now: datetime, language: Language) -> str | None:
    seconds = int(abs(at - now).total_seconds())
    if seconds < 60:
        return None
    if seconds >= 86_400:
        days = abs((_bangkok(at).date() - _bangkok(now).date()).days)
        return _counted(days, "day", language)
    unit, size = ("hour", 3_600) if seconds >= 3_600 else ("minute", 60)
    return _counted(seconds // size, unit, language)


def _counted(count: int, unit: str, language: Language) -> str:
    if language == "th":
        return f"{count} {_THAI_UNITS[unit]}"
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
