"""What kind and type a value is, and the conversions that FEEL applies by itself (DMN 1.5 §10.3.2.9.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from feel.values.duration import DaysTimeDuration, YearsMonthsDuration
from feel.values.function import Function
from feel.values.number import number_from_float
from feel.values.range import Range
from feel.values.temporal import Date, DateTime, Time
from feel.values.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NULL,
    NUMBER,
    STRING,
    TIME,
    YEARS_MONTHS,
    ContextType,
    FunctionType,
    ListType,
    RangeType,
    SimpleType,
    Type,
    conforms,
)

_SIMPLE: Mapping[type, SimpleType] = {
    type(None): NULL,
    bool: BOOLEAN,
    int: NUMBER,
    Decimal: NUMBER,
    str: STRING,
    Date: DATE,
    Time: TIME,
    DateTime: DATE_TIME,
    DaysTimeDuration: DAYS_TIME,
    YearsMonthsDuration: YEARS_MONTHS,
}
NATIVE_TYPES = frozenset({*_SIMPLE, list, dict, Range, Function})


def adopt(value: object) -> object:
    """Return a value that came from Python code as FEEL's own: floats, dates, tuples, other mappings; else its text."""
    if type(value) in NATIVE_TYPES:
        return value
    match value:
        case Function():
            return value
        case Enum():
            return adopt(value.value)
        case float():
            return number_from_float(value)
        case datetime():
            return DateTime.of_python(value)
        case date():
            return Date.of_python(value)
        case Mapping():
            return dict(value)
        case tuple() | list() | set() | frozenset():
            return list(value)
        case int():
            return int(value)
        case Decimal():
            return Decimal(value)
        case _:
            return str(value)


def kind_of(value: object) -> str:
    """Return the kind of a value as a word for messages: number, string, list, context, range, function, ..."""
    simple = _SIMPLE.get(type(value))
    if simple is not None:
        return "null" if simple is NULL else simple.name
    match value:
        case list():
            return "list"
        case dict():
            return "context"
        case Range():
            return "range"
        case Function():
            return "function"
        case _:
            return kind_of(adopt(value))


def type_of(value: object) -> Type:
    """Return the most special type of `value`; a list of unlike items is a list of Any (DMN 1.5 §10.3.2.9)."""
    simple = _SIMPLE.get(type(value))
    if simple is not None:
        return simple
    match value:
        case list():
            return ListType(_common_type(value))
        case dict():
            return ContextType(tuple((str(name), type_of(member)) for name, member in value.items()))
        case Range():
            return RangeType(type_of(value.start) if value.start is not None else type_of(value.end))
        case Function():
            return value.type
        case _:
            return type_of(adopt(value))


def is_instance(value: object, wanted: Type) -> bool:
    """Tell whether `value` conforms to the type `wanted`; null conforms to every type here (DMN 1.5 §10.3.2.9.2)."""
    if wanted == ANY or value is None:
        return True
    match wanted:
        case SimpleType():
            return _SIMPLE.get(type(value)) is wanted or (type(value) not in NATIVE_TYPES and type_of(value) == wanted)
        case ListType(element=element):
            return isinstance(value, list) and all(is_instance(item, element) for item in value)
        case ContextType():
            return isinstance(value, dict) and all(
                name in value and is_instance(value[name], member) for name, member in wanted.members
            )
        case RangeType(element=element):
            return isinstance(value, Range) and is_instance(value.start, element) and is_instance(value.end, element)
        case FunctionType():
            return isinstance(value, Function) and conforms(value.type, wanted)


def coerce(value: object, wanted: Type) -> object:
    """Return `value` for a place that wants type `wanted`: as it is, converted, or None.

    The conversions (DMN 1.5 §10.3.2.9.4): to a singleton list, out of one, from a date to its midnight in UTC. Null stays null.
    """
    if is_instance(value, wanted):
        return value
    if isinstance(wanted, ListType):
        return [value] if not isinstance(value, list) and is_instance(value, wanted.element) else None
    if isinstance(value, list) and len(value) == 1 and not isinstance(value[0], list):
        return coerce(value[0], wanted)
    if isinstance(value, Date) and wanted == DATE_TIME:
        return DateTime(value, Time(0, 0, 0, 0, 0))
    return None


def _common_type(items: list[object]) -> Type:
    common: Type | None = None
    for item in items:
        own = type_of(item)
        if common is None or conforms(common, own):
            common = own
        elif not conforms(own, common):
            return ANY
    return NULL if common is None else common
