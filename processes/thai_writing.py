"""How official Thai documents write digits, dates and identity numbers."""

from __future__ import annotations

import re
from datetime import date, datetime

from forms.dates import BANGKOK, BUDDHIST_ERA

_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_WORDS = re.compile(r"\S+")
_LATIN = re.compile(r"[A-Za-z]")
_MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)


def in_thai_digits(text: str) -> str:
    """Write Arabic digits as Thai ones, but not in words with Latin letters: case numbers and hashes stay comparable."""
    return _WORDS.sub(lambda word: word[0] if _LATIN.search(word[0]) else word[0].translate(_THAI_DIGITS), text)


def buddhist_year(at: datetime) -> int:
    """Return the year of the Buddhist era in Bangkok at the aware moment `at`."""
    return at.astimezone(BANGKOK).year + BUDDHIST_ERA


def long_date(at: datetime | date) -> str:
    """Write a day as official documents do, such as ๑๗ พฤษภาคม ๒๕๖๗; a moment counts in Bangkok."""
    day = at.astimezone(BANGKOK).date() if isinstance(at, datetime) else at
    return in_thai_digits(f"{day.day} {_MONTHS[day.month - 1]} {day.year + BUDDHIST_ERA}")


def masked_national_id(number: str) -> str:
    """Cover all but the last three digits of a 13-digit number: x-xxxx-xxxxx-12-3."""
    return f"x-xxxx-xxxxx-{number[10:12]}-{number[12]}" if len(number) == 13 else "x-xxxx-xxxxx-xx-x"
