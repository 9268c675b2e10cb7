"""The order of a search in SQL, and what lies beyond a row in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.sql.elements import ColumnElement


def ordering(expression: ColumnElement[Any], *, is_descending: bool, empty_first: bool) -> tuple[ColumnElement[Any], ...]:
    """Return what SQL sorts by; empty values come last, or first where a page is read backwards."""
    empty = expression.is_(None)
    return (empty.desc() if empty_first else empty.asc(), expression.desc() if is_descending else expression.asc())


def beyond(order: Sequence[tuple[ColumnElement[Any], bool]], values: Sequence[Any], *, backwards: bool) -> ColumnElement[bool]:
    """Return the condition of rows that come after (or before) the row with these sort values."""
    ways: list[ColumnElement[bool]] = []
    equal: list[ColumnElement[bool]] = []
    for (expression, is_descending), value in zip(order, values, strict=True):
        ways.append(sa.and_(*equal, _past(expression, value, is_descending=is_descending, backwards=backwards)))
        equal.append(expression.is_(None) if value is None else expression == value)
    return sa.or_(*ways)


def _past(expression: ColumnElement[Any], value: Any, *, is_descending: bool, backwards: bool) -> ColumnElement[bool]:
    if value is None:
        return expression.is_not(None) if backwards else sa.false()
    strictly = expression < value if is_descending != backwards else expression > value
    return strictly if backwards else sa.or_(strictly, expression.is_(None))
