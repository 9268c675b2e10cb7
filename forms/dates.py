"""Dates and times as people in Thailand type them: Buddhist era or Common era, Thai or Arabic digits."""

from __future__ import annotations

import re
from datetime import date, time
from zoneinfo import ZoneInfo

from forms.characters import arabic_digits

BANGKOK = ZoneInfo("Asia/Bangkok")
BUDDHIST_ERA = 543
FIRST_YEAR, LAST_YEAR = 1800, 2200  # of the Common era; a year outside is a slip of the keyboard
_FIRST_BUDDHIST_YEAR = 2400  # a greater year is of the Buddhist era

_MONTHS = (
    ("มกราคม", "มค", "January", "Jan"),
    ("กุมภาพันธ์", "กพ", "February", "Feb"),
    ("มีนาคม", "มีค", "March", "Mar"),
    ("เมษายน", "เมย", "April", "Apr"),
    ("พฤษภาคม", "พค", "May", "May"),
    ("มิถุนายน", "มิย", "June", "Jun"),
    ("กรกฎาคม", "กค", "July", "Jul"),
    ("สิงหาคม", "สค", "August", "Aug"),
    ("กันยายน", "กย", "September", "Sep"),
    ("ตุลาคม", "ตค", "October", "Oct"),
    ("พฤศจิกายน", "พย", "November", "Nov"),
    ("ธันวาคม", "ธค", "December", "Dec"),
)
_MONTH_NUMBERS = {name.lower(): number for number, names in enumerate(_MONTHS, start=1) for name in names}
_ERAS = re.compile(r"^(พ\.?ศ\.?|ค\.?ศ\.?|b\.?e\.?|a\.?d\.?|c\.?e\.?)\s*", re.IGNORECASE)
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]?([0-5][0-9])")


def read_date(day: str, month: str, year: str) -> date:
    """Return the date that three typed parts mean; raise ValueError where there is no such date.

    The month is a number or a Thai or English name, also shortened. A year above 2400, or after พ.ศ., is Buddhist.
    """
    typed_day, typed_month, typed_year = (arabic_digits(part).strip() for part in (day, month, year))
    return date(_read_year(typed_year), _read_month(typed_month), _whole(typed_day))


def read_time(text: str) -> time:
    """Return the time of day that was typed as 9:30, 09.30, 0930 or ๐๙.๓๐ น.; raise ValueError where it is none."""
    match = _TIME.fullmatch(arabic_digits(text).strip().removesuffix("น.").removesuffix("น").strip())
    if match is None:
        raise ValueError(f"no time of day: {text!r}")
    return time(int(match[1]), int(match[2]))


def _read_year(text: str) -> int:
    era = _ERAS.match(text)
    word = era[1].replace(".", "").lower() if era else ""
    year = _whole(_ERAS.sub("", text))
    if word in {"พศ", "be"} or (not word and year > _FIRST_BUDDHIST_YEAR):
        year -= BUDDHIST_ERA
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"no plausible year: {text!r}")
    return year


def _read_month(text: str) -> int:
    if text.isdigit():
        return _whole(text)
    name = text.replace(".", "").lower()
    if name in _MONTH_NUMBERS:
        return _MONTH_NUMBERS[name]
    raise ValueError(f"no month: {text!r}")


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise ValueError(f"no number: {text!r}")
    return int(text)
