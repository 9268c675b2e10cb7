"""Sets of values of one kind, as unions of intervals on an ordered line: exact, so that tables can be indexed and checked."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from feel.values.duration import DaysTimeDuration, YearsMonthsDuration
from feel.values.number import is_number
from feel.values.temporal import Date, DateTime, Time


class Kind(StrEnum):
    """Values that compare with one another; zoned and local times do not mix on one line."""

    NUMBER = "number"
    STRING = "string"
    BOOLEAN = "boolean"
    DATE = "date"
    LOCAL_TIME = "local time"
    ZONED_TIME = "zoned time"
    LOCAL_DATE_TIME = "local date and time"
    ZONED_DATE_TIME = "zoned date and time"
    DAYS_TIME = "days and time duration"
    YEARS_MONTHS = "years and months duration"
    NULL = "null"


DISCRETE = frozenset({Kind.BOOLEAN, Kind.DATE, Kind.YEARS_MONTHS})

POINTS: Mapping[type, Callable[[Any], tuple[Kind, object]]] = {
    bool: lambda value: (Kind.BOOLEAN, int(value)),
    str: lambda value: (Kind.STRING, value),
    Date: lambda value: (Kind.DATE, value.days),
    Time: lambda value: (Kind.ZONED_TIME if value.is_zoned else Kind.LOCAL_TIME, value.nanos_utc),
    DateTime: lambda value: (Kind.ZONED_DATE_TIME if value.is_zoned else Kind.LOCAL_DATE_TIME, value.nanos_utc),
    DaysTimeDuration: lambda value: (Kind.DAYS_TIME, value.nanoseconds),
    YearsMonthsDuration: lambda value: (Kind.YEARS_MONTHS, value.total_months),
}

# A cut lies between points: (0,) before all, (1, point, 0) just before a point, (1, point, 1) just after it, (2,) after all.
Cut = tuple[object, ...]
Span = tuple[Cut, Cut]
FIRST: Cut = (0,)
LAST: Cut = (2,)


def point_of(value: object) -> tuple[Kind, object] | None:
    """Return the line and the point on it that a value has; None for a value that has no such place."""
    if is_number(value):
        return Kind.NUMBER, value
    read = POINTS.get(type(value))
    return None if read is None else read(value)


def span_of(kind: Kind, start: object, end: object, *, start_included: bool = True, end_included: bool = True) -> Span:
    """Return the points between two ends as a pair of cuts; None as an end is no bound."""
    low = FIRST if start is None else _cut(kind, start, after=not start_included)
    high = LAST if end is None else _cut(kind, end, after=end_included)
    return low, high


def _cut(kind: Kind, point: object, *, after: bool) -> Cut:
    if after and kind in DISCRETE and isinstance(point, int):
        return (1, point + 1, 0)
    return (1, point, int(after))


@dataclass(frozen=True, slots=True)
class Domain:
    """A set of values: disjoint spans in ascending order on the line of one kind, and whether null belongs to it."""

    kind: Kind
    spans: tuple[Span, ...]
    null: bool = False

    def union(self, other: "Domain") -> "Domain | None":
        """Return the values of both; None when they are of different kinds."""
        kinds = {self.kind, other.kind} - {Kind.NULL}
        if len(kinds) > 1:
            return None
        kind = kinds.pop() if kinds else Kind.NULL
        return Domain(kind, merged((*self.spans, *other.spans)), null=self.null or other.null)

    def complement(self) -> "Domain":
        """Return the values of the kind that are not in this set; FEEL's not() lets null pass unless null was named."""
        cuts = [FIRST, *(cut for span in self.spans for cut in span), LAST]
        pairs = zip(cuts[::2], cuts[1::2], strict=True)
        return Domain(self.kind, tuple((low, high) for low, high in pairs if low < high), null=not self.null)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in ascending order, those that touch joined, empty ones dropped."""
    result: list[Span] = []
    for low, high in sorted(span for span in spans if span[0] < span[1]):
        if result and low <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], high))
        else:
            result.append((low, high))
    return tuple(result)


def everything(kind: Kind) -> Domain:
    """Return all values of a kind."""
    if kind is Kind.BOOLEAN:
        return Domain(kind, (((1, 0, 0), (1, 2, 0)),))
    return Domain(kind, ((FIRST, LAST),))


def segment_at(cuts: list[Cut], point: object) -> int:
    """Return in which of the segments that the cuts bound the point lies; segment 0 is before the first cut."""
    return bisect_right(cuts, (1, point, 0))
