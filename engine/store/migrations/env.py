"""How Alembic runs our revisions: on the Database that it is handed, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context

from engine.model.tables import metadata

if TYPE_CHECKING:
    from engine.store.database import Database


def run() -> None:
    """Run the revisions; SQLite needs the writing kind of transaction."""
    database: Database = context.config.attributes["database"]
    with database.writing() as connection:
        context.configure(connection=connection, target_metadata=metadata, render_as_batch=database.is_sqlite)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
