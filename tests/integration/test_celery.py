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

from engine.commands import SYSTEM, CreateUser, Engine
from tests.integration.diagrams import diagram, service_task
from tests.integration.office import Office
from worker.wake import celery_wake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.store.database import Database

ROOT = Path(__file__).parents[2]
PATIENCE_S = 180


@pytest.fixture
def run(database: Database, redis_url: str, tmp_path: Path) -> Callable[..., object]:
    """Return a context manager that runs one of our processes until the block ends."""

    @contextmanager
    def running(*arguments: str) -> Iterator[None]:
        environment = {
            **os.environ,
            "ANUMAT_DATABASE_URL": database.url.render_as_string(hide_password=False),
            "ANUMAT_BROKER_URL": redis_url,
            "ANUMAT_DATA_DIR": str(tmp_path),
        }
        process = subprocess.Popen([sys.executable, "-m", "app.cli", *arguments], cwd=ROOT, env=environment)
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)

    return running


@pytest.fixture
def office(database: Database) -> Office:
    """Use the real clock: other processes have no other."""
    office = Office(Engine(database))
    office.engine.execute(CreateUser("somchai", "สมชาย", groups=("commission",)), SYSTEM)
    office.deploy(diagram("votes", "start -> list -> end", list=service_task("anumat.group-members", group="commission")))
    return office


def test_a_woken_worker_does_the_job(office: Office, redis_url: str, run: Callable[..., object]) -> None:
    office.engine.wake_drain = celery_wake(redis_url)

    with run("worker", "--concurrency=1"):  # type: ignore[attr-defined]
        key = office.start("votes")
        has_ended = office.engine.wait_for_end(key, PATIENCE_S)

    assert has_ended
    assert office.variable(key, "members") == '["somchai"]'


def test_beat_finds_what_a_lost_message_left(office: Office, run: Callable[..., object]) -> None:
    key = office.start("votes")

    with run("worker", "--concurrency=1"), run("beat"):  # type: ignore[attr-defined]
        has_ended = office.engine.wait_for_end(key, PATIENCE_S)

    assert has_ended
