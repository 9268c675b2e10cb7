"""Searching what lies in no table of its own: rows in memory, filtered, sorted and paged as `search` does it in SQL."""

from __future__ import annotations

import base64
import operator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, TypeVar

from engine.errors import RequestInvalid
from engine.queries.search import Operator, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from engine.queries.search import Condition, Search, SearchRequest

Row = TypeVar("Row")

HOLDS: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQ: operator.eq,
    Operator.NEQ: operator.ne,
    Operator.EXISTS: lambda value, operand: (value is not None) is operand,
    Operator.GT: lambda value, operand: value is not None and bool(value > operand),
    Operator.GTE: lambda value, operand: value is not None and bool(value >= operand),
    Operator.LT: lambda value, operand: value is not None and bool(value < operand),
    Operator.LTE: lambda value, operand: value is not None and bool(value <= operand),
    Operator.IN: lambda value, operand: value in operand,
    Operator.NOT_IN: lambda value, operand: value not in operand,
    Operator.LIKE: lambda value, operand: value is not None and fnmatchcase(str(value), operand.replace("[", "[[]")),
}


def page_of(rows: Sequence[Row], search: Search[Row], request: SearchRequest) -> Page[Row]:
    """Return a page of rows, in their own order unless sorted; raise RequestInvalid for what cannot be asked."""
    found = [row for row in rows if _fits(row, request)]
    for criterion in reversed(request.sort):
        column = search.column(criterion.field)
        if column is None:
            raise RequestInvalid(f"Results cannot be sorted by {criterion.field!r}.", "sort")
        if not column.is_constant:
            found = _sorted(found, criterion.field, is_descending=criterion.is_descending)
    start, end = _span(request)
    page = found[start:end]
    ends = (_cursor(start), _cursor(start + len(page))) if page else (None, None)
    return Page(tuple(page), len(found), has_more_total=False, start_cursor=ends[0], end_cursor=ends[1])


def _fits(row: object, request: SearchRequest) -> bool:
    some = request.alternatives
    return _all(row, request.conditions) and (not some or any(_all(row, group) for group in some))


def _all(row: object, conditions: Sequence[Condition]) -> bool:
    return all(HOLDS[each.operator](getattr(row, each.field, None), each.value) for each in conditions)


def _sorted(rows: list[Row], name: str, *, is_descending: bool) -> list[Row]:
    """Return the rows in order of a field, those without it last."""
    full = [row for row in rows if getattr(row, name) is not None]
    full.sort(key=lambda row: getattr(row, name), reverse=is_descending)
    return full + [row for row in rows if getattr(row, name) is None]


def _span(request: SearchRequest) -> tuple[int, int]:
    if request.before is not None:
        end = _place(request.before)
        return max(end - request.limit, 0), end
    start = request.offset if request.after is None else _place(request.after)
    return start, start + request.limit


def _cursor(place: int) -> str:
    return base64.urlsafe_b64encode(str(place).encode()).decode()


def _place(cursor: str) -> int:
    try:
        return int(base64.urlsafe_b64decode(cursor.encode()))
    except ValueError:
        raise RequestInvalid("The cursor does not belong to this search; use one of its last answer.", "page") from None
