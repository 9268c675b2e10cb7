"""Regions of a decision table in words: each column with the FEEL test that its values pass."""

from collections.abc import Callable, Iterable, Mapping

from engine.dmn.checks.axes import Axis
from engine.dmn.domains import DISCRETE, FIRST, LAST, Cut, Domain, Kind, Span
from feel.values.duration import DaysTimeDuration, YearsMonthsDuration
from feel.values.temporal import Date, DateTime, Time
from feel.values.text import text_of

SHOWN = 6

# How a point on the line of a kind is written: a constructor of FEEL with its text, or a plain word.
CONSTRUCTED: Mapping[Kind, Callable[[int], tuple[str, object]]] = {
    Kind.BOOLEAN: lambda point: ("", "true" if point else "false"),
    Kind.DATE: lambda point: ("date", Date.of_days(point)),
    Kind.YEARS_MONTHS: lambda point: ("duration", YearsMonthsDuration(point)),
    Kind.DAYS_TIME: lambda point: ("duration", DaysTimeDuration(point)),
    Kind.LOCAL_TIME: lambda point: ("time", Time.of_nanos(point)),
    Kind.ZONED_TIME: lambda point: ("time", Time.of_nanos(point, 0)),
    Kind.LOCAL_DATE_TIME: lambda point: ("date and time", DateTime.of_local(point)),
    Kind.ZONED_DATE_TIME: lambda point: ("date and time", DateTime.of_local(point, 0)),
}


def region_text(columns: Iterable[tuple[Axis, tuple[Span, ...] | None]]) -> str:
    """Describe a region by its columns; None is any value."""
    parts = [
        f"{axis.name}: {spans_text(axis.universe, spans)}" for axis, spans in columns if axis.universe and spans is not None
    ]
    return "; ".join(parts)


def spans_text(universe: Domain, spans: tuple[Span, ...]) -> str:
    """Write spans as FEEL tests: the values, ranges and comparisons, or not(...) where all but a few values are meant."""
    inside = Domain(universe.kind, spans)
    outside = inside.complement().spans
    if universe.kind is Kind.STRING and outside and all(_is_point(span) for span in outside):
        return f"not({_joined(universe.kind, outside)})"
    return _joined(universe.kind, spans)


def _joined(kind: Kind, spans: tuple[Span, ...]) -> str:
    shown = [_span_text(kind, span) for span in spans[:SHOWN]]
    return ", ".join([*shown, "…"] if len(spans) > SHOWN else shown)


def _span_text(kind: Kind, span: Span) -> str:
    low, high = span
    if _is_point(span) or (kind in DISCRETE and _length(span) == 1):
        return _value_text(kind, low[1])
    if kind is Kind.BOOLEAN or (low == FIRST and high == LAST):
        return "-"
    if low == FIRST:
        return f"{'<=' if high[2] else '<'} {_value_text(kind, high[1])}"
    if high == LAST:
        return f"{'>' if low[2] else '>='} {_value_text(kind, low[1])}"
    opening, closing = "(" if low[2] else "[", "]" if high[2] else ")"
    return f"{opening}{_value_text(kind, low[1])}..{_value_text(kind, high[1])}{closing}"


def _is_point(span: Span) -> bool:
    low, high = span
    return len(low) > 1 and len(high) > 1 and low[1] == high[1]


def _length(span: Span) -> int | None:
    low, high = _number(span[0]), _number(span[1])
    return None if low is None or high is None else high - low


def _number(cut: Cut) -> int | None:
    return cut[1] if len(cut) > 1 and isinstance(cut[1], int) else None


def _value_text(kind: Kind, point: object) -> str:
    if not isinstance(point, int) or kind is Kind.NUMBER:
        return text_of(point, quoted=True)
    name, value = CONSTRUCTED[kind](point)
    return f'{name}("{value}")' if name else str(value)
