"""Statements on the driver's own cursor: what every command runs skips what SQLAlchemy does anew for each execution.

SQLAlchemy still writes the SQL, keeps the connections and ends the transactions; its listeners hear of these statements too.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import exc
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg as postgresql

from engine.model.columns import Hexadecimal, UtcDateTime, Word, fixed_width, in_utc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import sqlalchemy as sa
    from sqlalchemy.engine import Dialect
    from sqlalchemy.types import TypeEngine

DIALECTS: Mapping[str, Dialect] = {
    "sqlite": sqlite.dialect(),
    "postgresql": postgresql.dialect(paramstyle="numeric_dollar"),  # type: ignore[no-untyped-call]
}
"""With values by position, in the notation that the drivers pass on to the database as it is."""

CURSOR = "anumat_cursor"
"""Where a connection of PostgreSQL keeps its cursor."""


def fetch(connection: sa.Connection, text: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a SELECT and return its rows as the driver gives them."""
    with named_as_sqlalchemy_does(connection):
        return _executed(connection, text, values).fetchall()  # type: ignore[no-any-return]


def run(connection: sa.Connection, text: str, values: Sequence[Any]) -> None:
    """Run a statement that returns no rows."""
    with named_as_sqlalchemy_does(connection):
        _executed(connection, text, values)


def run_many(connection: sa.Connection, text: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run a statement that returns no rows once for each row of values."""
    with named_as_sqlalchemy_does(connection):
        cursor = _cursor(connection)
        connection.engine.dispatch.before_cursor_execute(connection, cursor, text, rows, None, True)  # noqa: FBT003
        cursor.executemany(text, rows)


def bind_converter(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """Return what turns values of a column, other than None, into the driver's; None when they are the same."""
    if isinstance(kind, Hexadecimal):
        return bytes.fromhex
    if isinstance(kind, UtcDateTime):
        return fixed_width if dialect.name == "sqlite" else in_utc
    converter: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return converter


def result_converter(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """Return what turns the driver's values into those of a column; None when they are the same."""
    if isinstance(kind, Hexadecimal):
        return bytes.hex
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat if dialect.name == "sqlite" else in_utc
    if isinstance(kind, Word):
        return kind.words
    converter: Callable[[Any], Any] | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return converter


@contextmanager
def pipelined(connection: sa.Connection) -> Iterator[None]:
    """Send the statements in the block without waiting for the answer to each; errors come at its end at the latest.

    Only for statements whose answers nobody looks at. SQLite answers at once.
    """
    if connection.dialect.name == "sqlite":
        yield
        return
    with named_as_sqlalchemy_does(connection), connection.connection.driver_connection.pipeline():  # type: ignore[union-attr]
        yield


class named_as_sqlalchemy_does:  # noqa: N801 (it is used like the functions of contextlib)
    """Raise the driver's own errors as SQLAlchemy raises those of its statements, and drop a connection that broke."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        """Do nothing yet."""

    def __exit__(self, _kind: object, error: object, _traceback: object) -> None:
        if not isinstance(error, sqlite3.Error | psycopg.Error):
            return
        connection = self._connection
        is_broken = connection.dialect.is_disconnect(error, connection.connection.driver_connection, None)  # type: ignore[arg-type]  # errors of the drivers are what it is made for
        if is_broken:
            connection.invalidate(error)
            connection.engine.dispose()  # the pool's other connections broke with it
        raise exc.DBAPIError.instance(
            None, None, error, Exception, connection_invalidated=is_broken, dialect=connection.dialect
        ) from error


def _executed(connection: sa.Connection, text: str, values: Sequence[Any]) -> Any:
    cursor = _cursor(connection)
    connection.engine.dispatch.before_cursor_execute(connection, cursor, text, values, None, False)  # noqa: FBT003
    cursor.execute(text, values)
    return cursor


def _cursor(connection: sa.Connection) -> Any:
    if not connection.in_transaction():
        connection.begin()
    driver: Any = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        return driver.cursor()
    # Making a cursor costs psycopg as much as running a statement: each connection of the pool keeps one.
    cursor = connection.info.get(CURSOR)
    if cursor is None or cursor.connection is not driver:
        cursor = connection.info[CURSOR] = psycopg.RawCursor(driver)
    return cursor
