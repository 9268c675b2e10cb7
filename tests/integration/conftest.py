"""An engine on each database, with nothing running in the background."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.commands import Engine
from engine.commands.job_handlers import HandlerRegistry
from engine.commands.verifying import Verifying
from engine.model.clock import FixedClock, PinnableClock
from engine.store.database import Database
from tests.fixtures.databases import ON_BOTH_DATABASES, sqlite_copy
from tests.fixtures.keys import open_database
from tests.fixtures.postgres import PostgresCluster
from tests.integration.attacker import Attacker, Installation, attack, installation
from tests.integration.office import Office

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture(params=ON_BOTH_DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """Run the test twice, on a fresh migrated database; on a copy of one that was worked in where somebody tampers with it."""
    meets = "attacked_" if "attacker" in request.fixturenames else ""
    url: str = request.getfixturevalue(f"{meets}{request.param}_url")
    return url


@pytest.fixture(scope="session")
def sqlite_installation(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Installation:
    """Return an installation on SQLite that each test of tampering copies."""
    folder = tmp_path_factory.mktemp("installation")
    url = sqlite_copy(sqlite_template, folder)
    return installation(url, folder / "anumat.db", folder / "checkpoints", NOW)


@pytest.fixture(scope="session")
def postgres_installation(
    tmp_path_factory: pytest.TempPathFactory, postgres_cluster: PostgresCluster, postgres_template: str
) -> Installation:
    """Return an installation on PostgreSQL that each test of tampering copies."""
    name = postgres_cluster.create(postgres_template)
    folder = tmp_path_factory.mktemp("installation")
    return installation(postgres_cluster.url(name), name, folder / "checkpoints", NOW)


@pytest.fixture
def attacked_sqlite_url(tmp_path: Path, sqlite_installation: Installation) -> str:
    """Give the test a copy of the installation on SQLite."""
    return sqlite_copy(sqlite_installation.database, tmp_path)


@pytest.fixture
def attacked_postgres_url(postgres_cluster: PostgresCluster, postgres_installation: Installation) -> Iterator[str]:
    """Give the test a copy of the installation on PostgreSQL."""
    name = postgres_cluster.create(postgres_installation.database)
    yield postgres_cluster.url(name)
    postgres_cluster.drop(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Open the test's database."""
    database = open_database(database_url)
    yield database
    database.dispose()


@pytest.fixture(autouse=True)
def nothing_to_find(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hold the record of every test's database against itself afterwards: whatever happened, nothing may look tampered with."""
    database = request.getfixturevalue("database") if "database" in request.fixturenames else None
    yield
    if database is not None:
        assert [finding.as_json() for finding in Verifying(database).everything()] == []


@pytest.fixture
def clock() -> FixedClock:
    """Return a clock that moves only when the test says so."""
    return FixedClock(NOW)


@pytest.fixture
def handlers() -> HandlerRegistry:
    """Return an empty registry for the test's own handlers."""
    return HandlerRegistry()


@pytest.fixture
def office(database: Database, clock: FixedClock, handlers: HandlerRegistry) -> Office:
    """Return an engine with short names for what tests do."""
    return Office(Engine(database, handlers=handlers, clock=PinnableClock(clock), allows_clock_control=True))


@pytest.fixture
def attacker(request: pytest.FixtureRequest, office: Office, database: Database, tmp_path: Path) -> Attacker:
    """Let somebody who may write to the database meet two cases that were worked on and sealed."""
    kind = "sqlite" if database.engine.dialect.name == "sqlite" else "postgres"
    return attack(request.getfixturevalue(f"{kind}_installation"), office, database, tmp_path)


@pytest.fixture
def every_element(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the test deploy what the runtime executes already though it is not released yet."""
    monkeypatch.setattr("engine.bpmn.supported", lambda _model: ())
