"""The database schema's revisions, run from the installed package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from engine.store.database import Database


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database to `revision`, creating it when it is empty; safe to call from several processes at once."""
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            # One number for all servers of this product: whoever comes second waits and finds nothing to do.
            connection.exec_driver_sql("SELECT pg_advisory_lock(7205759403792794)")
            connection.commit()
        try:
            command.upgrade(_config(database), revision)
        finally:
            if not database.is_sqlite:
                connection.exec_driver_sql("SELECT pg_advisory_unlock(7205759403792794)")
                connection.commit()


def is_current(database: Database) -> bool:
    """Tell whether the database has the newest revision."""
    head = ScriptDirectory.from_config(_config(database)).get_current_head()
    with database.reading() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def has_tables(database: Database) -> bool:
    """Tell whether the database was ever brought to a revision that has settings."""
    with database.reading() as connection:
        return sa.inspect(connection).has_table("setting")


def _config(database: Database) -> Config:
    config = Config(attributes={"database": database})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
