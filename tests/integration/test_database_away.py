"""A database that goes away and comes back: commands are refused in a way that says so, then work again."""

from collections.abc import Iterator

import psycopg
import pytest

from engine.commands import SYSTEM, StartInstance
from engine.errors import DatabaseUnavailable
from engine.model.process_instance import process_instances
from engine.store.database import Database
from tests.fixtures.keys import open_database
from tests.fixtures.postgres import PostgresCluster
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import Office

pytestmark = pytest.mark.postgres


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    """Use PostgreSQL only: SQLite is a file of this machine."""
    database = open_database(postgres_url)
    yield database
    database.dispose()


def test_a_broken_connection_is_replaced_without_anybody_noticing(
    office: Office, database: Database, postgres_cluster: PostgresCluster
) -> None:
    office.deploy(diagram("leave", "start -> approve -> end", approve=user_task(groups="boss")))
    office.start("leave")

    break_connections(database, postgres_cluster)
    office.start("leave")

    assert office.count(process_instances) == 2


def test_a_database_that_is_away_is_said_to_be_and_found_again(
    office: Office, database: Database, postgres_cluster: PostgresCluster
) -> None:
    office.deploy(diagram("leave", "start -> approve -> end", approve=user_task(groups="boss")))
    name = database.url.database
    postgres_cluster.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    break_connections(database, postgres_cluster)

    with pytest.raises(DatabaseUnavailable):
        office.engine.execute(StartInstance("leave"), SYSTEM)
    with pytest.raises(DatabaseUnavailable):
        office.engine.ping()
    postgres_cluster.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    office.start("leave")

    assert office.count(process_instances) == 1


def break_connections(database: Database, cluster: PostgresCluster) -> None:
    """End every connection to the database, as a restart of the server would."""
    url = database.url
    with psycopg.connect(
        host=str(url.query["host"]), port=int(str(url.query["port"])), user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [url.database],
        )
