"""Searching: typed conditions, sorting, and paging by offset or by cursor over one resource's columns."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import sqlalchemy as sa

from engine.errors import RequestInvalid
from engine.model import json_text
from engine.model.columns import GREATEST_KEY, UtcDateTime
from engine.queries.sorting import beyond, ordering

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy.sql.elements import ColumnElement

Row = TypeVar("Row")

COUNTED_AT_MOST = 10_000
"""Counting further than this would cost more than anybody reads."""
LARGEST_PAGE = 10_000


class Kind(StrEnum):
    """What a column's values are."""

    KEY = "key"
    TEXT = "text"
    INTEGER = "integer"
    TIME = "time"
    BOOLEAN = "boolean"
    TEXTS = "texts"
    """A list of texts as JSON; asked for several, it has all of them."""


class Operator(StrEnum):
    """How a column is compared; `like` knows the wildcards * and ?, which a backslash makes plain."""

    EQ = "$eq"
    NEQ = "$neq"
    EXISTS = "$exists"
    GT = "$gt"
    GTE = "$gte"
    LT = "$lt"
    LTE = "$lte"
    IN = "$in"
    NOT_IN = "$notIn"
    LIKE = "$like"


@dataclass(frozen=True, slots=True)
class Column:
    """One column that can be searched; `within` wraps a condition on it (an EXISTS over another table)."""

    expression: ColumnElement[Any]
    kind: Kind = Kind.TEXT
    within: Callable[[ColumnElement[bool]], ColumnElement[bool]] | None = None
    """Conditions with the same `within` are about the same row of the other table."""
    is_sortable: bool = True
    is_constant: bool = False
    """The same in every row, so that sorting by it changes nothing."""
    sorts_as: str | None = None
    """The column whose order this one has."""


def constant(value: object, kind: Kind = Kind.TEXT) -> Column:
    """Return a column that says the same of every row."""
    types: dict[Kind, sa.types.TypeEngine[Any]] = {Kind.BOOLEAN: sa.Boolean(), Kind.TIME: UtcDateTime()}
    type_ = types.get(kind, sa.Text())
    return Column(sa.cast(sa.literal(value, type_), type_), kind, is_constant=True)


TENANT = "<default>"
_EVERYWHERE: Mapping[str, Column] = MappingProxyType({"tenant_id": constant(TENANT)})
"""What every resource has: there is one tenant."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison; for IN and NOT_IN the value is a list."""

    field: str
    operator: Operator
    value: Any


@dataclass(frozen=True, slots=True)
class SortBy:
    """One sort criterion; empty values come last either way."""

    field: str
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is wanted: all `conditions`, and one of the `alternatives` if there are any."""

    conditions: tuple[Condition, ...] = ()
    alternatives: tuple[tuple[Condition, ...], ...] = ()
    sort: tuple[SortBy, ...] = ()
    limit: int = 100
    offset: int = 0
    after: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """A page of rows; cursors are None on an empty page."""

    items: tuple[Row, ...]
    total: int
    has_more_total: bool
    start_cursor: str | None
    end_cursor: str | None


@dataclass(frozen=True, slots=True)
class Search(Generic[Row]):
    """One searchable resource: `row` is a frozen dataclass whose fields are names in `columns`."""

    row: type[Row]
    source: sa.FromClause
    columns: Mapping[str, Column]
    key: str
    """The column that ends every order: unique, or made so by `parts`."""
    parts: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        """Return what can be searched by this name."""
        return self.columns.get(name) or _EVERYWHERE.get(name)

    def page(self, connection: sa.Connection, request: SearchRequest, *visible: ColumnElement[bool]) -> Page[Row]:
        """Return one page: two statements, ordered as asked and then by key; raise RequestInvalid for what cannot be asked."""
        where = self._where(request, visible)
        counted = sa.select(sa.literal(1)).select_from(self.source).where(*where).limit(COUNTED_AT_MOST + 1).subquery()
        total = connection.execute(sa.select(sa.func.count()).select_from(counted)).scalar_one()
        rows = self._rows(connection, request, where)
        order = self._order(request.sort)
        return Page(
            items=tuple(rows),
            total=min(total, COUNTED_AT_MOST),
            has_more_total=total > COUNTED_AT_MOST,
            start_cursor=self._cursor(rows[0], order) if rows else None,
            end_cursor=self._cursor(rows[-1], order) if rows else None,
        )

    def one(self, connection: sa.Connection, key: int, *visible: ColumnElement[bool]) -> Row | None:
        """Return the row with this key if it is visible."""
        found = connection.execute(self._select().where(self.columns[self.key].expression == key, *visible)).first()
        return None if found is None else self.row(*found)

    def keys(self, connection: sa.Connection, request: SearchRequest, *visible: ColumnElement[bool]) -> list[int]:
        """Return the keys of all that the request's conditions choose, in order of key; raise RequestInvalid."""
        query = self.chosen(request, *visible).order_by(self.columns[self.key].expression)
        return list(connection.execute(query).scalars())

    def chosen(self, request: SearchRequest, *visible: ColumnElement[bool]) -> sa.Select[Any]:
        """Return the question after the keys of all that the request's conditions choose; raise RequestInvalid."""
        key = self.columns[self.key].expression
        return sa.select(key).select_from(self.source).where(*self._where(request, visible))

    def _where(self, request: SearchRequest, visible: Sequence[ColumnElement[bool]]) -> list[ColumnElement[bool]]:
        where = [*visible, *self._clauses(request.conditions)]
        if request.alternatives:
            where.append(sa.or_(*(sa.and_(sa.true(), *self._clauses(group)) for group in request.alternatives)))
        return where

    def _rows(self, connection: sa.Connection, request: SearchRequest, where: Sequence[ColumnElement[bool]]) -> list[Row]:
        order = self._order(request.sort)
        backwards = request.before is not None
        if request.before is not None and request.after is not None:
            raise RequestInvalid("A page is asked for by `after` or by `before`, not by both.", "page")
        cursor = request.after if request.before is None else request.before
        statement = self._select().where(*where)
        if cursor is not None:
            statement = statement.where(beyond(self._expressions(order), self._read_cursor(cursor, order), backwards=backwards))
        for expression, is_descending in self._expressions(order):
            statement = statement.order_by(
                *ordering(expression, is_descending=is_descending != backwards, empty_first=backwards)
            )
        found = connection.execute(statement.limit(min(request.limit, LARGEST_PAGE)).offset(request.offset)).all()
        rows = [self.row(*row) for row in found]
        return rows[::-1] if backwards else rows

    def _select(self) -> sa.Select[Any]:
        names = [field.name for field in fields(self.row)]  # type: ignore[arg-type]  # every row type is a dataclass
        return sa.select(*(self.columns[name].expression for name in names)).select_from(self.source)

    def _order(self, sort: Sequence[SortBy]) -> tuple[SortBy, ...]:
        order: list[SortBy] = []
        for criterion in sort:
            column = self.column(criterion.field)
            if column is None or not column.is_sortable or column.within is not None:
                raise RequestInvalid(f"Results cannot be sorted by {criterion.field!r}.", "sort")
            if not column.is_constant:
                order.append(SortBy(column.sorts_as or criterion.field, criterion.is_descending))
        return (*order, SortBy(self.key), *map(SortBy, self.parts))

    def _expressions(self, order: Sequence[SortBy]) -> list[tuple[ColumnElement[Any], bool]]:
        return [(_ordered(self.columns[criterion.field]), criterion.is_descending) for criterion in order]

    def _clauses(self, conditions: Sequence[Condition]) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        elsewhere: dict[Callable[[ColumnElement[bool]], ColumnElement[bool]], list[ColumnElement[bool]]] = {}
        for condition in conditions:
            column = self.column(condition.field)
            if column is None:
                raise RequestInvalid(f"Results cannot be filtered by {condition.field!r}.", f"filter.{condition.field}")
            clause = COMPARISONS[condition.operator](column.expression, condition.value)
            (found if column.within is None else elsewhere.setdefault(column.within, [])).append(clause)
        return found + [within(sa.and_(*clauses)) for within, clauses in elsewhere.items()]

    def _cursor(self, row: Row, order: Sequence[SortBy]) -> str:
        values = [getattr(row, criterion.field) for criterion in order]
        text = json_text.dumps([value.isoformat() if isinstance(value, datetime) else value for value in values])
        return base64.b64encode(text.encode()).decode()

    def _read_cursor(self, cursor: str, order: Sequence[SortBy]) -> list[Any]:
        try:
            values: Any = json_text.loads(base64.b64decode(cursor.encode(), validate=True))
            return [
                _cursor_value(value, self.columns[criterion.field].kind) for value, criterion in zip(values, order, strict=True)
            ]
        except (ValueError, TypeError, binascii.Error):
            raise RequestInvalid("The cursor does not belong to this search; use one of its last answer.", "page") from None


COMPARISONS: Mapping[Operator, Callable[[ColumnElement[Any], Any], ColumnElement[bool]]] = {
    Operator.EQ: lambda column, value: column == value,
    Operator.NEQ: lambda column, value: sa.or_(column != value, column.is_(None)),
    Operator.EXISTS: lambda column, value: column.is_not(None) if value else column.is_(None),
    Operator.GT: lambda column, value: column > value,
    Operator.GTE: lambda column, value: column >= value,
    Operator.LT: lambda column, value: column < value,
    Operator.LTE: lambda column, value: column <= value,
    Operator.IN: lambda column, value: column.in_(value),
    Operator.NOT_IN: lambda column, value: sa.or_(column.not_in(value), column.is_(None)),
    Operator.LIKE: lambda column, value: sa.cast(column, sa.Text).like(_pattern(value), escape="\\"),
}
"""NEQ and NOT_IN hold for empty values too, as the API's filters do."""


def _pattern(text: str) -> str:
    """Return SQL's pattern for one with * and ? as wildcards."""
    out, letters = [], iter(text)
    for letter in letters:
        if letter == "\\":
            plain = next(letters, "\\")
            out.append("\\" + plain if plain in "%_\\" else plain)
        elif letter in "%_":
            out.append("\\" + letter)
        else:
            out.append({"*": "%", "?": "_"}.get(letter, letter))
    return "".join(out)


def _ordered(column: Column) -> ColumnElement[Any]:
    """Return what a column is ordered and compared by: truth values have no order in SQL."""
    return sa.cast(column.expression, sa.Integer) if column.kind is Kind.BOOLEAN else column.expression


def _cursor_value(value: Any, kind: Kind) -> Any:
    """Return a cursor's value as the column compares it; raise TypeError or ValueError for one that no cursor of ours has."""
    if value is None:
        return None
    match kind:
        case Kind.TIME:
            return datetime.fromisoformat(value)
        case Kind.KEY | Kind.INTEGER | Kind.BOOLEAN if isinstance(value, int) and abs(value) <= GREATEST_KEY:
            return int(value)
        case Kind.TEXT | Kind.TEXTS if isinstance(value, str):
            return value
        case _:
            raise TypeError(kind)
