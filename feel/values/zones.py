"""Time zones: offsets from UTC, and the rules of the IANA zones for any year."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from feel.values.calendar import DAYS_IN_ERA

MAX_OFFSET_S = 18 * 3600
SECONDS_PER_DAY = 86_400

_ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]*(/[A-Za-z0-9_+\-]+)*")
_REFERENCE_DAY = 1095  # 1972-12-31, the day at which XML Schema places a time of day
_FIRST_RULE_DAY, _LAST_RULE_DAY = -700_000, 2_900_000  # inside the years 1 to 9999


@lru_cache(maxsize=1024)
def zone_rules(name: str) -> ZoneInfo | None:
    """Return the rules of an IANA zone, None when there is none of that name."""
    if not _ZONE_NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def offset_at_local(name: str, local_s: int) -> int:
    """Return the offset in seconds of zone `name` when its clocks show `local_s` (seconds since 1970-01-01T00:00)."""
    rules = zone_rules(name)
    if rules is None:
        return 0
    return _offset_s(_python_moment(local_s).replace(tzinfo=rules))


def offset_at_instant(name: str, instant_s: int) -> int:
    """Return the offset in seconds of zone `name` at `instant_s` (seconds since 1970-01-01T00:00Z)."""
    rules = zone_rules(name)
    if rules is None:
        return 0
    return _offset_s(_python_moment(instant_s).replace(tzinfo=UTC).astimezone(rules))


def reference_offset(name: str) -> int:
    """Return the offset in seconds of zone `name` for a time that has no date."""
    return offset_at_local(name, _REFERENCE_DAY * SECONDS_PER_DAY)


def offset_text(offset_s: int) -> str:
    """Return an offset as XML Schema writes it: Z, +07:00, -03:30."""
    if offset_s == 0:
        return "Z"
    sign = "-" if offset_s < 0 else "+"
    minutes, seconds = divmod(abs(offset_s), 60)
    tail = f":{seconds:02}" if seconds else ""
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}{tail}"


def _offset_s(moment: datetime) -> int:
    offset = moment.utcoffset()
    return 0 if offset is None else int(offset.total_seconds())


def _python_moment(seconds: int) -> datetime:
    """Return the moment as a datetime, moved by whole eras of 400 years where Python's range ends."""
    days, rest = divmod(seconds, SECONDS_PER_DAY)
    if not _FIRST_RULE_DAY < days < _LAST_RULE_DAY:
        days = days % DAYS_IN_ERA + (DAYS_IN_ERA if days > 0 else -4 * DAYS_IN_ERA)
    return datetime(1970, 1, 1) + timedelta(days=days, seconds=rest)  # noqa: DTZ001 - a clock face, the caller adds the zone
