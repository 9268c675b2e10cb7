"""How entities become rows and rows entities: by equal names, many rows in one statement."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.whole_rows import inserting, upserting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

T = TypeVar("T")
Upsert = sqlite.Insert | postgresql.Insert


def to_row(table: sa.Table, entity: object) -> dict[str, Any]:
    """Return the values of the entity's fields that are columns of the table."""
    return {name: getattr(entity, name) for name in _names(table)}


def to_entity(kind: type[T], row: sa.Row[Any]) -> T:
    """Build the entity from a row whose columns are its fields."""
    return kind(**row._mapping)  # noqa: SLF001 (the documented accessor of SQLAlchemy rows)


def insert(connection: sa.Connection, table: sa.Table, entities: Sequence[object]) -> None:
    """Insert the entities with one statement."""
    if entities:
        inserting(table, connection.dialect.name).write_entities(connection, entities)


def insert_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert whole rows with one statement."""
    if rows:
        inserting(table, connection.dialect.name).write_mappings(connection, rows)


def upsert(connection: sa.Connection, table: sa.Table, entities: Sequence[object]) -> None:
    """Insert new entities and update known ones by primary key, with one statement."""
    if entities:
        upserting(table, connection.dialect.name).write_entities(connection, entities)


def upsert_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert or update whole rows by primary key, with one statement."""
    if rows:
        upserting(table, connection.dialect.name).write_mappings(connection, rows)


def insert_or_ignore(connection: sa.Connection, table: sa.Table, row: Mapping[str, Any]) -> bool:
    """Insert the row unless an equal key is there; tell whether it was inserted."""
    statement = dialect_insert(table, connection.dialect.name).values(dict(row)).on_conflict_do_nothing()
    inserted = connection.execute(statement.returning(next(iter(table.primary_key))))
    return inserted.first() is not None


def delete_by_key(connection: sa.Connection, table: sa.Table, keys: Iterable[int]) -> None:
    """Delete rows by primary key, with one statement."""
    wanted = list(keys)
    if wanted:
        connection.execute(sa.delete(table).where(table.c.key.in_(wanted)))


def dialect_insert(table: sa.Table, dialect: str) -> Upsert:
    """Return an INSERT that knows ON CONFLICT."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@lru_cache(maxsize=256)
def _names(table: sa.Table) -> tuple[str, ...]:
    return tuple(table.c.keys())
