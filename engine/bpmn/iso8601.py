"""Whether a constant is a date-time, duration or repeating interval that a timer can follow."""

from __future__ import annotations

import re
from datetime import datetime

_DURATION = re.compile(r"[+-]?P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_DATE_TIME = re.compile(
    r"(?P<time>\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:\d{2})?)(\[[\w/+-]+\]|@[\w/+-]+)?"
)
_CRON_PART = re.compile(r"(?:[*?]|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>\d+))?")
_CRON_MACROS = frozenset({"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"})
_MONTHS = {
    name: number
    for number, name in enumerate(("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"), 1)
}
_WEEKDAYS = {name: number for number, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"))}
_CRON_FIELDS: tuple[tuple[int, int, dict[str, int]], ...] = (
    (0, 59, {}),
    (0, 59, {}),
    (0, 23, {}),
    (1, 31, {}),
    (1, 12, _MONTHS),
    (0, 7, _WEEKDAYS),
)
_DAY_OF_MONTH = 3


def is_duration(text: str) -> bool:
    """Tell whether `text` is an ISO 8601 duration such as PT1H or P1Y2M3DT4H."""
    return _DURATION.fullmatch(text) is not None


def is_date_time(text: str) -> bool:
    """Tell whether `text` is an ISO 8601 date or date-time, with or without offset and zone name."""
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        return False
    try:
        datetime.fromisoformat(match["time"])
    except ValueError:
        return False
    return True


def is_cycle(text: str) -> bool:
    """Tell whether `text` repeats: R3/PT1H, R/2026-11-22T08:00:00Z/P1D, or a cron expression that starts with seconds."""
    if text.startswith("R"):
        count, *parts = text[1:].split("/")
        return (not count or count.removeprefix("-").isdigit()) and _is_interval(parts)
    fields = text.split()
    if text in _CRON_MACROS:
        return True
    return len(fields) == len(_CRON_FIELDS) and all(_is_cron_field(field.upper(), at) for at, field in enumerate(fields))


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


def _is_cron_field(field: str, at: int) -> bool:
    return all((part == "L" and at == _DAY_OF_MONTH) or _is_cron_part(part, *_CRON_FIELDS[at]) for part in field.split(","))


def _is_cron_part(part: str, low: int, high: int, names: dict[str, int]) -> bool:
    match = _CRON_PART.fullmatch(part)
    if match is None or match["step"] == "0":
        return False
    if match["first"] is None:
        return True
    numbers = [
        names.get(text, int(text) if text.isdigit() else -1) for text in (match["first"], match["last"] or match["first"])
    ]
    return low <= numbers[0] <= numbers[1] <= high
