"""Whether a constant is a date-time, duration or repeating interval that a timer can follow."""

from __future__ import annotations

import re
from datetime import datetime

_DURATION = re.compile(r"[+-]?P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_DATE_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:\d{2})?(\[[\w/+-]+\])?")
_CRON_FIELD = re.compile(r"[\d*/,\-?LW#A-Za-z]+")
_CRON_MACROS = frozenset({"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"})


def is_duration(text: str) -> bool:
    """Tell whether `text` is an ISO 8601 duration such as PT1H or P1Y2M3DT4H."""
    return _DURATION.fullmatch(text) is not None


def is_date_time(text: str) -> bool:
    """Tell whether `text` is an ISO 8601 date or date-time, with or without offset and zone name."""
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        return False
    try:
        datetime.fromisoformat(match.group(1) + (match.group(2) or "T00:00")[:9])
    except ValueError:
        return False
    return True


def is_cycle(text: str) -> bool:
    """Tell whether `text` repeats: R3/PT1H, R/2026-11-22T08:00:00Z/P1D, or a cron expression with seconds."""
    if text.startswith("R"):
        count, *parts = text[1:].split("/")
        return (count == "" or count.lstrip("-").isdigit()) and _is_interval(parts)
    fields = text.split()
    return text in _CRON_MACROS or (len(fields) == 6 and all(_CRON_FIELD.fullmatch(field) for field in fields))


def _is_interval(parts: list[str]) -> bool:
    match parts:
        case [duration]:
            return is_duration(duration)
        case [start, duration] if is_duration(duration):
            return is_date_time(start)
        case [duration, end]:
            return is_duration(duration) and is_date_time(end)
        case _:
            return False
