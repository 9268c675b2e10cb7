"""INSERT of whole rows: its text made once for a table and a kind of database, because every command writes several."""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model import json_text
from engine.model.columns import Hexadecimal, UtcDateTime, fixed_width
from engine.store.driver import DIALECTS, bind_converter, run, run_many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Convert = Callable[[Any], Any]
    Row = list[Any]


class WholeRows:
    """An INSERT of one table that takes rows with a value for each column, one after the other."""

    def __init__(self, table: sa.Table, dialect: str, conflict: str) -> None:
        self._names = tuple(table.c.keys())
        self._converters = [
            (index, convert) for index, convert in enumerate(_converters(table, dialect)) if convert is not None
        ]
        self._text = self._insert(table.name, _quoted(self._names, dialect)) + conflict
        self._get = attrgetter(*self._names), itemgetter(*self._names)

    def write_entities(self, connection: sa.Connection, entities: Iterable[object]) -> None:
        """Write the fields of entities."""
        self._write(connection, [self._converted(row) for row in map(self._get[0], entities)])

    def write_mappings(self, connection: sa.Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write rows by column name."""
        self._write(connection, [self._converted(row) for row in map(self._get[1], rows)])

    def _converted(self, values: tuple[Any, ...]) -> Row:
        row = list(values)
        for index, convert in self._converters:
            if row[index] is not None:
                row[index] = convert(row[index])
        return row

    def _insert(self, table: str, columns: str) -> str:
        marks = ", ".join("?" * len(self._names))
        return f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 (names of our own tables)

    def _write(self, connection: sa.Connection, rows: list[Row]) -> None:
        run_many(connection, self._text, rows)


class WholeRowsAsJson(WholeRows):
    """The same with all rows in one value, for PostgreSQL.

    What the driver spends goes with the number of values, and it prepares a statement anew for every combination of rows,
    NULLs and sizes of numbers; this statement has one value and is always the same.
    """

    def __init__(self, table: sa.Table, dialect: str, conflict: str) -> None:
        super().__init__(table, dialect, conflict)
        self._key = itemgetter(*(self._names.index(column.name) for column in table.primary_key)) if conflict else id

    def _insert(self, table: str, columns: str) -> str:
        return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{table}, $1)"  # noqa: S608

    def _write(self, connection: sa.Connection, rows: list[Row]) -> None:
        # One statement may not update a row twice: what comes last counts, as it does one after the other.
        last = {self._key(row): row for row in rows}.values() if len(rows) > 1 else rows
        named = [dict(zip(self._names, row, strict=True)) for row in last]
        run(connection, self._text, (_encode(named),))


@lru_cache(maxsize=256)
def inserting(table: sa.Table, dialect: str) -> WholeRows:
    """Return the INSERT of new rows."""
    return _whole_rows(table, dialect, "")


@lru_cache(maxsize=256)
def upserting(table: sa.Table, dialect: str) -> WholeRows:
    """Return the INSERT that updates the rows whose primary key is there."""
    keys = [column.name for column in table.primary_key]
    changed = [_quoted([column.name], dialect) for column in table.c if not column.primary_key]
    changes = ", ".join(f"{name} = excluded.{name}" for name in changed)
    action = f"UPDATE SET {changes}" if changed else "NOTHING"
    return _whole_rows(table, dialect, f" ON CONFLICT ({_quoted(keys, dialect)}) DO {action}")


_encode = json_text.plain_writer(sort_keys=False)


def _whole_rows(table: sa.Table, dialect: str, conflict: str) -> WholeRows:
    return (WholeRows if dialect == "sqlite" else WholeRowsAsJson)(table, dialect, conflict)


def _quoted(names: Iterable[str], dialect: str) -> str:
    return ", ".join(map(DIALECTS[dialect].identifier_preparer.quote, names))


def _converters(table: sa.Table, dialect: str) -> list[Convert | None]:
    return [_converter(column.type, dialect) for column in table.c]


def _converter(kind: sa.types.TypeEngine[Any], dialect: str) -> Convert | None:
    convert = bind_converter(kind, DIALECTS[dialect])
    if dialect == "sqlite":
        return convert
    if isinstance(kind, Hexadecimal):
        return lambda digits: "\\x" + digits
    if isinstance(kind, sa.LargeBinary):
        return lambda content: "\\x" + content.hex()
    if isinstance(kind, UtcDateTime):
        return fixed_width
    return convert
