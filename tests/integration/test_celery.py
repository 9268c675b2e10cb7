"""With a broker configured a Celery worker does the jobs, and beat finds what a lost message left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import redis

from engine.commands import SYSTEM, CreateUser, Engine
from tests.fixtures.databases import ON_BOTH_DATABASES, sqlite_copy
from tests.fixtures.keys import open_database
from tests.integration.diagrams import diagram, service_task
from tests.integration.office import Office
from worker.wake import celery_wake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.store.database import Database
    from tests.fixtures.postgres import PostgresCluster

ROOT = Path(__file__).parents[2]
PATIENCE_S = 180


class Place:
    """A database and a broker, with processes of ours that work on them; they take longer to start than to do what they are for."""

    def __init__(self, database: Database, broker_url: str, folder: Path) -> None:
        self.broker_url = broker_url
        self._environment = {
            **os.environ,
            "ANUMAT_DATABASE_URL": database.url.render_as_string(hide_password=False),
            "ANUMAT_BROKER_URL": broker_url,
            "ANUMAT_DATA_DIR": str(folder),
        }

    @contextmanager
    def running(self, *arguments: str) -> Iterator[None]:
        """Run one of our processes until the block ends."""
        process = subprocess.Popen([sys.executable, "-m", "app.cli", *arguments], cwd=ROOT, env=self._environment)
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


@pytest.fixture(scope="module", params=ON_BOTH_DATABASES)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Open a database for all tests, with somebody in the commission and a process that lists who is."""
    if request.param == "postgres":
        cluster: PostgresCluster = request.getfixturevalue("postgres_cluster")
        url = cluster.url(cluster.create(request.getfixturevalue("postgres_template")))
    else:
        url = sqlite_copy(request.getfixturevalue("sqlite_template"), tmp_path_factory.mktemp("celery"))
    database = open_database(url)
    office = Office(Engine(database))
    office.engine.execute(CreateUser("somchai", "สมชาย", groups=("commission",)), SYSTEM)
    office.deploy(diagram("votes", "start -> list -> end", list=service_task("anumat.group-members", group="commission")))
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def place(database: Database, redis_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Return a place where a worker runs, and nothing else."""
    broker_url = f"{redis_server}/0"
    with redis.Redis.from_url(broker_url) as broker:
        broker.flushall()
        place = Place(database, broker_url, tmp_path_factory.mktemp("worker"))
        with place.running("worker", "--concurrency=1"):
            yield place
        broker.flushall()


@pytest.fixture
def office(database: Database) -> Office:
    """Use the real clock: other processes have no other."""
    return Office(Engine(database))


def test_a_woken_worker_does_the_job(office: Office, place: Place) -> None:
    office.engine.wake_drain = celery_wake(place.broker_url)

    key = office.start("votes")
    has_ended = office.engine.wait_for_end(key, PATIENCE_S)

    assert has_ended
    assert office.variable(key, "members") == '["somchai"]'


def test_beat_finds_what_a_lost_message_left(office: Office, place: Place) -> None:
    key = office.start("votes")

    with place.running("beat"):
        has_ended = office.engine.wait_for_end(key, PATIENCE_S)

    assert has_ended
