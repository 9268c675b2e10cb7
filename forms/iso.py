"""Dates and times as stored: ISO 8601, date-times in Bangkok time with their offset."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from forms.components import DateTimeKind
from forms.dates import BANGKOK, FIRST_YEAR, LAST_YEAR

_FORMS = {
    DateTimeKind.DATE: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    DateTimeKind.TIME: re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"),
    DateTimeKind.DATE_TIME: re.compile(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
    ),
}


def read_iso(text: str, kind: DateTimeKind) -> date | time | datetime:
    """Return the value of an ISO text; a date-time without offset is Bangkok time.

    Raises ValueError where it is none, or its year is implausible (such as a Buddhist year, which ISO does not have).
    """
    if not _FORMS[kind].fullmatch(text):
        raise ValueError(f"no ISO {kind}: {text!r}")
    match kind:
        case DateTimeKind.TIME:
            return time.fromisoformat(text)
        case DateTimeKind.DATE:
            value = date.fromisoformat(text)
        case _:
            value = moment = datetime.fromisoformat(text)
            value = moment.replace(tzinfo=BANGKOK) if moment.tzinfo is None else moment.astimezone(BANGKOK)
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"no plausible year: {text!r}")
    return value


def write_iso(value: date | time | datetime) -> str:
    """Return the text that is stored: seconds always, which FEEL asks for."""
    return value.isoformat() if type(value) is date else value.isoformat(timespec="seconds")  # type: ignore[call-arg]  # not a plain date
