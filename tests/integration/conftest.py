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
from tests.fixtures.keys import open_database
from tests.integration.attacker import Attacker, attack
from tests.integration.office import Office

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


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
def attacker(office: Office, database: Database, tmp_path: Path) -> Attacker:
    """Let somebody who may write to the database meet two cases that were worked on and sealed."""
    return attack(office, database, tmp_path)


@pytest.fixture
def every_element(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the test deploy what the runtime executes already though it is not released yet."""
    monkeypatch.setattr("engine.bpmn.supported", lambda _model: ())
