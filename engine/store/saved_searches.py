"""The searches that people keep under a name."""

from __future__ import annotations

import sqlalchemy as sa

from engine.model.case_search import SavedSearch, saved_searches
from engine.store.rows import dialect_insert, to_row


def write_saved_search(connection: sa.Connection, saved: SavedSearch) -> None:
    """Insert the search, or replace the one that the person has under this name."""
    statement = dialect_insert(saved_searches, connection.dialect.name).values(to_row(saved_searches, saved))
    changes = {"query": statement.excluded.query, "created_at": statement.excluded.created_at}
    connection.execute(statement.on_conflict_do_update(index_elements=["user_name", "name"], set_=changes))


def delete_saved_search(connection: sa.Connection, user_name: str, key: int) -> None:
    """Delete a search of this person."""
    own = saved_searches.c
    connection.execute(sa.delete(saved_searches).where(own.key == key, own.user_name == user_name))


def count_saved_searches(connection: sa.Connection, user_name: str) -> int:
    """Return how many searches the person keeps."""
    query = sa.select(sa.func.count()).select_from(saved_searches).where(saved_searches.c.user_name == user_name)
    return int(connection.execute(query).scalar_one())
