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

from engine.model import json_text
from engine.model.columns import Hexadecimal, JsonText, UtcDateTime, Word, fixed_width, in_utc

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

DRIVER_ERRORS = (sqlite3.Error, psycopg.Error)
CURSOR = "anumat_cursor"
"""Where a connection of PostgreSQL keeps its cursor."""


def fetch(connection: sa.Connection, text: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a SELECT and return its rows as the driver gives them."""
    try:
        return _executed(connection, text, values).fetchall()  # type: ignore[no-any-return]
    except DRIVER_ERRORS as error:
        raise named_as_sqlalchemy_does(connection, error) from error


def run(connection: sa.Connection, text: str, values: Sequence[Any]) -> None:
    """Run a statement that returns no rows."""
    try:
        _executed(connection, text, values)
    except DRIVER_ERRORS as error:
        raise named_as_sqlalchemy_does(connection, error) from error


def run_many(connection: sa.Connection, text: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run a statement that returns no rows once for each row of values."""
    try:
        cursor = _cursor(connection)
        _tell(connection, cursor, text, rows, is_many=True)
        cursor.executemany(text, rows)
    except DRIVER_ERRORS as error:
        raise named_as_sqlalchemy_does(connection, error) from error


def bind_converter(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """Return what turns values of a column, other than None, into the driver's; None when they are the same."""
    if isinstance(kind, Hexadecimal):
        return bytes.fromhex
    if isinstance(kind, UtcDateTime):
        return fixed_width if dialect.name == "sqlite" else in_utc
    if isinstance(kind, Word):
        return str
    if isinstance(kind, JsonText):
        return json_text.dumps
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
    if isinstance(kind, JsonText):
        return json_text.loads
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
    try:
        with connection.connection.driver_connection.pipeline():  # type: ignore[union-attr]
            yield
    except DRIVER_ERRORS as error:
        raise named_as_sqlalchemy_does(connection, error) from error


def named_as_sqlalchemy_does(connection: sa.Connection, error: sqlite3.Error | psycopg.Error) -> Exception:
    """Return what SQLAlchemy raises for an error of the driver's own; a connection that broke is dropped."""
    is_broken = connection.dialect.is_disconnect(error, connection.connection.driver_connection, None)  # type: ignore[arg-type]  # errors of the drivers are what it is made for
    if is_broken:
        connection.invalidate(error)
        connection.engine.dispose()  # the pool's other connections broke with it
    return exc.DBAPIError.instance(None, None, error, Exception, connection_invalidated=is_broken, dialect=connection.dialect)


def _executed(connection: sa.Connection, text: str, values: Sequence[Any]) -> Any:
    cursor = _cursor(connection)
    _tell(connection, cursor, text, values, is_many=False)
    cursor.execute(text, values)
    return cursor


def _tell(connection: sa.Connection, cursor: Any, text: str, values: Sequence[Any], *, is_many: bool) -> None:
    listeners = connection.engine.dispatch.before_cursor_execute
    if listeners:
        listeners(connection, cursor, text, values, None, is_many)


def _cursor(connection: sa.Connection) -> Any:
    if not connection.in_transaction():
        connection.begin()
    driver: Any = connection.connection.dbapi_connection
    if not isinstance(driver, psycopg.Connection):
        return driver.cursor()
    # Making a cursor costs psycopg as much as running a statement: each connection of the pool keeps one.
    cursor = connection.info.get(CURSOR)
    if cursor is None or cursor.connection is not driver:
        cursor = connection.info[CURSOR] = psycopg.RawCursor(driver)
    return cursor
