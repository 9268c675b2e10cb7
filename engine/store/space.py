"""How much room the database takes, and giving back what deleted rows took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.model.tables import metadata

if TYPE_CHECKING:
    from engine.store.database import Database


def space_of(database: Database) -> int:
    """Return the size of the database's tables in bytes."""
    with database.reading() as connection:
        if database.is_sqlite:
            pages, size = (connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("page_count", "page_size"))
            return int(pages) * int(size)
        names = ", ".join(f"'\"{table.name}\"'" for table in metadata.sorted_tables)
        query = f"SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(ARRAY[{names}]) AS name"  # noqa: S608 (our own names)
        return int(connection.exec_driver_sql(query).scalar_one())


def give_back_space(database: Database) -> None:
    """Give the room of deleted rows back to the disk; whoever works waits, so do it at night.

    On SQLite everybody waits until the file is written anew; on PostgreSQL each table is locked while it is.
    """
    statements = ["VACUUM"] if database.is_sqlite else [f'VACUUM FULL "{table.name}"' for table in metadata.sorted_tables]
    _outside_transactions(database, statements)


def reuse_space(database: Database) -> None:
    """Let the room of deleted rows be used again, beside the work; SQLite does so by itself."""
    if not database.is_sqlite:
        _outside_transactions(database, [f'VACUUM "{table.name}"' for table in metadata.sorted_tables])


def _outside_transactions(database: Database, statements: list[str]) -> None:
    if database.is_sqlite:
        raw = database.engine.raw_connection()
        try:
            for statement in statements:
                raw.cursor().execute(statement)
        finally:
            raw.close()
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
