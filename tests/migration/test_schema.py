"""The revisions and the tables in the code say the same."""

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from engine.model.tables import metadata
from engine.store.migrations import is_current, upgrade
from tests.fixtures.keys import open_database


def test_upgrade_head_equals_the_metadata(empty_database_url: str) -> None:
    database = open_database(empty_database_url)

    upgrade(database)

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    database.dispose()


def test_upgrading_twice_changes_nothing(empty_database_url: str) -> None:
    database = open_database(empty_database_url)
    upgrade(database)

    upgrade(database)

    assert is_current(database)
    database.dispose()


def test_an_empty_database_is_not_current(empty_sqlite_url: str) -> None:
    database = open_database(empty_sqlite_url)

    assert not is_current(database)
    database.dispose()


def test_every_constraint_has_a_name() -> None:
    unnamed = [
        f"{table.name}: {constraint}"
        for table in metadata.tables.values()
        for constraint in table.constraints
        if not isinstance(constraint, sa.CheckConstraint) and constraint.name is None
    ]

    assert unnamed == []
