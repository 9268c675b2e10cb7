"""The stage for the tests of the library: the whole library deployed once, a fresh copy of the database for each test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.commands import Engine
from engine.model.clock import FixedClock, PinnableClock
from tests.fixtures.keys import open_database
from tests.processes.stage import HANDLERS, NOW, Stage, prepare


@pytest.fixture(scope="session")
def library_template(tmp_path_factory: pytest.TempPathFactory, migrate: Callable[[str], None]) -> Path:
    """Return a SQLite file in which the library is deployed and the people exist."""
    path = tmp_path_factory.mktemp("library") / "library.db"
    migrate(f"sqlite:///{path}")
    database = open_database(f"sqlite:///{path}")
    prepare(database)
    database.dispose()
    return path


@pytest.fixture
def stage(tmp_path: Path, library_template: Path) -> Iterator[Stage]:
    """Return the stage on a database of its own."""
    for part in library_template.parent.glob("library.db*"):
        shutil.copy(part, tmp_path / part.name)
    database = open_database(f"sqlite:///{tmp_path / 'library.db'}")
    clock = FixedClock(NOW)
    yield Stage(Engine(database, handlers=HANDLERS, clock=PinnableClock(clock)), clock)
    database.dispose()
