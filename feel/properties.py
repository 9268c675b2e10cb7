"""The properties of contexts, temporal values and ranges (DMN 1.5 §10.3.2.15, tables 64 to 67)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from feel.values.duration import DaysTimeDuration, YearsMonthsDuration
from feel.values.inspect import NATIVE_TYPES, adopt
from feel.values.range import Range
from feel.values.temporal import Date, DateTime, Time

MISSING: Final = object()

_Properties = Mapping[str, Callable[..., object]]


def _offset(value: Time | DateTime) -> DaysTimeDuration | None:
    offset_s = value.effective_offset_s
    return None if offset_s is None else DaysTimeDuration.of_seconds(offset_s)


_DATE: _Properties = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(value.day),
    "weekday": lambda value: Decimal(value.weekday),
}
_TIME: _Properties = {
    "hour": lambda value: Decimal(value.hour),
    "minute": lambda value: Decimal(value.minute),
    "second": lambda value: value.second,
    "time offset": _offset,
    "timezone": lambda value: value.zone,
}
_OF_TYPE: Mapping[type, _Properties] = {
    Date: _DATE,
    Time: _TIME,
    YearsMonthsDuration: {
        "years": lambda value: Decimal(value.years),
        "months": lambda value: Decimal(value.months),
    },
    DaysTimeDuration: {
        "days": lambda value: Decimal(value.days),
        "hours": lambda value: Decimal(value.hours),
        "minutes": lambda value: Decimal(value.minutes),
        "seconds": lambda value: value.seconds,
    },
    Range: {
        "start": lambda value: value.start,
        "end": lambda value: value.end,
        "start included": lambda value: value.start_included,
        "end included": lambda value: value.end_included,
    },
}


def property_of(value: object, name: str) -> object:
    """Return the member or property `name` of a value, MISSING when it has none of that name."""
    if isinstance(value, dict):
        return adopt(value[name]) if name in value else MISSING
    if isinstance(value, DateTime):
        if name == "time offset":
            return _offset(value)
        return property_of(value.date if name in _DATE else value.time, name)
    properties = _OF_TYPE.get(type(value))
    if properties is not None:
        read = properties.get(name)
        return MISSING if read is None else read(value)
    return MISSING if type(value) in NATIVE_TYPES else property_of(adopt(value), name)
