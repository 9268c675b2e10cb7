"""A disk that is full: commands are refused as with a database that is away, nothing is half done, and room brings it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.commands import SYSTEM, StartInstance
from engine.errors import DatabaseUnavailable
from engine.model.process_instance import process_instances
from engine.store.database import Database
from engine.store.migrations import upgrade
from tests.fixtures.keys import open_database
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import Office

LARGE = {"evidence": "x" * 500_000}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Use SQLite only: it can be told how many pages the disk has room for."""
    database = open_database(f"sqlite:///{tmp_path / 'anumat.db'}")
    upgrade(database)
    yield database
    database.dispose()


@contextmanager
def full_disk(database: Database) -> Iterator[None]:
    """Let the file of the database grow no further while the block runs."""

    def limit(connection: sa.Connection, pages: int = 1) -> None:
        connection.connection.cursor().execute(f"PRAGMA max_page_count={pages}")

    sa.event.listen(database.engine, "begin", limit)
    yield
    sa.event.remove(database.engine, "begin", limit)
    with database.engine.connect() as connection:
        limit(connection, 1_000_000)


def test_a_full_disk_refuses_and_leaves_nothing_behind(office: Office, database: Database) -> None:
    office.deploy(diagram("leave", "start -> approve -> end", approve=user_task(groups="boss")))

    with full_disk(database), pytest.raises(DatabaseUnavailable):
        office.engine.execute(StartInstance("leave", variables=LARGE), SYSTEM)
    before = office.count(process_instances)
    office.engine.execute(StartInstance("leave", variables=LARGE), SYSTEM)

    assert (before, office.count(process_instances)) == (0, 1)
