"""The connection to SQLite or PostgreSQL: how it is opened, how transactions begin, and what its failures mean."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import event, exc

from engine.errors import DatabaseUnavailable, ValueRefused
from engine.model.case_key import CaseKeys, no_master_keys
from engine.store.driver import named_as_sqlalchemy_does

if TYPE_CHECKING:
    from collections.abc import Iterator

CASE_KEYS = "anumat_case_keys"
"""The execution option by which a connection knows the keys of cases."""
SQLITE_BUSY_TIMEOUT_MS = 10_000
POOL_SIZE = 20
SERIALIZATION_STATES = frozenset({"40001", "40P01", "55P03"})
"""serialization_failure, deadlock_detected, lock_not_available."""
AWAY_STATES = frozenset({"57P01", "57P02", "57P03", "53100", "53300"})
"""The server shuts down, crashed, starts up, has no room on its disk, or no connection left."""
SQLITE_AWAY = ("unable to open database file", "disk I/O error", "database or disk is full", "readonly database")


class Database:
    """One database and its pool; `writing` is the only way to a transaction that may change something."""

    def __init__(self, url: str, case_keys: CaseKeys | None = None) -> None:
        """Open nothing yet; without `case_keys` what the history says about people can be neither written nor read."""
        self.url = sa.make_url(url)
        self.case_keys = case_keys or CaseKeys(no_master_keys)
        self.dialect_name = self.url.get_backend_name()
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url)
        self.engine.update_execution_options(**{CASE_KEYS: self.case_keys})
        # SQLite has one writer: queueing here is fair and costs nothing, its busy handler sleeps and guesses.
        self._writer = threading.Lock()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.dialect_name == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open a transaction that may write; the caller commits, everything else rolls back."""
        if not self.is_sqlite:
            with self.engine.connect() as connection:
                yield connection
            return
        with self._writer, self.engine.connect() as connection:
            yield connection.execution_options(anumat_writes=True)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a transaction that only reads; raise DatabaseUnavailable when the database is away, ValueRefused."""
        try:
            with self.engine.connect() as connection:
                # PostgreSQL gives every statement the newest state unless asked otherwise: BEGIN and ROLLBACK would be
                # two more conversations with the server, and no more.
                yield connection if self.is_sqlite else connection.execution_options(isolation_level="AUTOCOMMIT")
        except exc.DBAPIError as error:
            if is_away(error):
                raise DatabaseUnavailable from error
            if isinstance(error, exc.DataError):
                raise ValueRefused from error
            raise
        except OverflowError as error:
            if is_too_great(error):
                raise ValueRefused from error
            raise

    @contextmanager
    def snapshot(self) -> Iterator[sa.Connection]:
        """Open a transaction that sees one moment's state in all its statements; it only reads and waits for nobody."""
        with self.reading() as connection:
            # SQLite's WAL gives a snapshot to every read transaction; PostgreSQL has to be asked for one.
            yield connection if self.is_sqlite else connection.execution_options(isolation_level="REPEATABLE READ")

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def is_too_great(error: OverflowError) -> bool:
    """Tell whether SQLite's driver met a number beyond 64 bits; PostgreSQL says so by an error of its own."""
    return "SQLite INTEGER" in str(error)


def is_contention(error: exc.DBAPIError) -> bool:
    """Tell whether the transaction lost against another one and may simply be tried again."""
    state = getattr(error.orig, "sqlstate", None)
    return (
        state in SERIALIZATION_STATES
        or "database is locked" in str(error.orig)
        or "database table is locked" in str(error.orig)
    )


def is_away(error: exc.DBAPIError) -> bool:
    """Tell whether the database could not be reached, or can write nothing until somebody helps it."""
    if error.connection_invalidated:
        return True
    if not isinstance(error, exc.OperationalError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    if hasattr(error.orig, "sqlstate"):
        return state is None or state in AWAY_STATES or state.startswith("08")
    return any(text in str(error.orig) for text in SQLITE_AWAY)


@contextmanager
def statements_of(database: Database) -> Iterator[list[str]]:
    """Collect the SQL statements that run inside the block: for budgets in tests (BEGIN does not count)."""
    seen: list[str] = []

    def collect(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", collect)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", collect)


def _postgres_engine(url: sa.URL) -> sa.Engine:
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return sa.create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        connect_args={"connect_timeout": 5},
        isolation_level="READ COMMITTED",
    )


def _sqlite_engine(url: sa.URL) -> sa.Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        connect_args={"check_same_thread": False, "timeout": SQLITE_BUSY_TIMEOUT_MS / 1000},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: object, _record: object) -> None:
    # The driver's own transaction handling is switched off: BEGIN is ours, see _begin_sqlite.
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={SQLITE_BUSY_TIMEOUT_MS}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("anumat_writes", False)
    try:
        connection.connection.dbapi_connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")  # type: ignore[union-attr]
    except sqlite3.Error as error:
        raise named_as_sqlalchemy_does(connection, error) from error
