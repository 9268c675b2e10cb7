"""Dates as people type them into a search: in either era, with either digits, in the order of day, month and year."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from forms.dates import FIRST_YEAR, LAST_YEAR
from web.presentation.formats import BANGKOK, BUDDHIST_ERA_OFFSET, in_digits

FIRST_BUDDHIST_YEAR = 2400
"""A greater year is one of the Buddhist era (ect-domain A.7)."""
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_TYPED = re.compile(r"(?P<day>\d{1,2})[/.\- ](?P<month>\d{1,2})[/.\- ](?P<year>\d{4})")


def typed_date(text: str) -> date | None:
    """Return the date that `text` means: `17/5/2567`, `17.05.2024`, `2024-05-17`; None for what is no date."""
    plain = in_digits(text.strip(), "arabic")
    found = _ISO.fullmatch(plain) or _TYPED.fullmatch(plain)
    if found is None:
        return None
    year = int(found["year"])
    if year > FIRST_BUDDHIST_YEAR:
        year -= BUDDHIST_ERA_OFFSET
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def start_of_day(day: date) -> datetime:
    """Return when the day begins in Bangkok, in UTC."""
    return datetime.combine(day, time(), BANGKOK).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """Return when the next day begins in Bangkok, in UTC."""
    return start_of_day(day + timedelta(days=1))
