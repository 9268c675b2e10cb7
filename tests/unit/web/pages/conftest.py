"""The office that the tests of the pages visit."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from app.factory import create_app
from app.settings import read_settings
from engine.commands import Engine
from engine.model.clock import FixedClock, PinnableClock
from tests.fixtures.keys import open_database
from tests.unit.web.pages.office import PagesOffice, furnish
from web import bundles

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


class _CompiledTemplates(BytecodeCache):
    """What one application has compiled the next one need not: half the time of these tests would go into that."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], object] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


COMPILED = _CompiledTemplates()


@pytest.fixture
def clock() -> FixedClock:
    """Return a clock that moves only when the test says so."""
    return FixedClock(NOW)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, migrate: Callable[[str], None]) -> Path:
    """Return a database with the office's people and processes, that each test copies."""
    path = tmp_path_factory.mktemp("office") / "office.db"
    migrate(f"sqlite:///{path}")
    database = open_database(f"sqlite:///{path}")
    furnish(Engine(database, clock=PinnableClock(FixedClock(NOW))))
    database.dispose()
    return path


@pytest.fixture
def office(tmp_path: Path, furnished: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[PagesOffice]:
    """Give the test an office whose pages are answered by the real application."""
    for part in furnished.parent.glob("office.db*"):
        shutil.copy(part, tmp_path)
    monkeypatch.setattr(bundles, "_manifest", lambda _path: _AnyBundle())
    database = open_database(f"sqlite:///{tmp_path / 'office.db'}")
    engine = Engine(database, clock=PinnableClock(clock))
    settings = read_settings({"ANUMAT_DATA_DIR": str(tmp_path)})
    app = create_app(engine, settings, "a secret key for tests")
    app.jinja_env.bytecode_cache = COMPILED
    yield PagesOffice(app, engine)
    database.dispose()


class _AnyBundle(dict[str, str]):
    """The pages are tested without building their scripts."""

    def __missing__(self, name: str) -> str:
        return name
