"""Cutting the power at one SQL statement of a command, and the whole state of a database before and after."""

from __future__ import annotations

import hashlib
import os
import random
from collections import Counter
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event

from engine.model.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from engine.store.database import Database

State = Counter[tuple[Any, ...]]
"""The rows of all tables, each with its table's name, in no order."""


class PowerCutError(Exception):
    """The process dies here."""


@contextmanager
def power_cut_at(database: Database, number: int) -> Iterator[list[State]]:
    """Fail at the statement with this number, from 0; beyond the last one at the commit, and give the state that it would make."""
    statements, reached = count(), list[State]()

    def cut(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        if not statement.startswith("BEGIN") and not reached and next(statements) >= number:
            raise PowerCutError

    def cut_commit(connection: sa.Connection) -> None:
        reached.append(Counter())  # reading the state is no statement of the command
        reached[0].update(state_seen_by(connection))
        raise PowerCutError

    event.listen(database.engine, "before_cursor_execute", cut)
    event.listen(database.engine, "commit", cut_commit)
    try:
        yield reached
    finally:
        event.remove(database.engine, "before_cursor_execute", cut)
        event.remove(database.engine, "commit", cut_commit)


def whole_state(database: Database) -> State:
    """Return every row of every table."""
    with database.engine.connect() as connection:
        return state_seen_by(connection)


def state_seen_by(connection: sa.Connection) -> State:
    """Return every row of every table as an open transaction sees them."""
    names = [table.name for table in metadata.sorted_tables]
    if connection.dialect.name == "sqlite":
        return Counter((name, *row) for name in names for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"'))
    rows = " UNION ALL ".join(f"SELECT '{name}', t::text FROM \"{name}\" t" for name in names)
    return Counter(map(tuple, connection.exec_driver_sql(rows)))


class Repeatable:
    """Keys and random bytes that can be given again: what is done twice from the same state then gives the same rows.

    Those of another first key are others, so that tests on one database do not meet.
    """

    def __init__(self, patch: pytest.MonkeyPatch, first_key: int) -> None:
        self._first_key, self._next_key, self._next_bytes = first_key, first_key, 0
        for module, name in ((os, "urandom"), (random, "_urandom")):
            patch.setattr(module, name, self.random_bytes)

    def __call__(self) -> int:
        """Return a key, greater than every one before."""
        self._next_key += 1
        return self._next_key

    def random_bytes(self, size: int) -> bytes:
        self._next_bytes += 1
        return hashlib.shake_256(f"{self._first_key} {self._next_bytes}".encode()).digest(size)

    def mark(self) -> tuple[int, int]:
        """Return where it is, to be given to `back_to`."""
        return self._next_key, self._next_bytes

    def back_to(self, mark: tuple[int, int]) -> None:
        self._next_key, self._next_bytes = mark
