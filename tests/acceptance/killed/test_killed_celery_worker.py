"""A Celery worker that is killed at random moments under load: every case ends, and nothing is lost, doubled or half done.

`pytest tests/acceptance/killed/test_killed_celery_worker.py --kills 20` kills more often, and then the whole worker too, not only the
processes that do its work.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
import sqlalchemy as sa

from engine.commands import SYSTEM, CreateUser, Engine
from engine.model.continuation import continuations
from engine.model.history_act import history_acts, lines_of
from engine.model.notification import notifications
from engine.model.process_instance import ProcessInstanceState, process_instances
from engine.model.timer import timers
from tests.fixtures.keys import open_database
from tests.integration.diagrams import call, diagram, service_task, timer_catch
from tests.integration.office import Office
from tests.integration.stored_rows import check
from worker.wake import celery_wake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.store.database import Database

ROOT = Path(__file__).parents[3]
PATIENCE_S = 60.0
AT_MOST = 16
"""Cases for each time that the worker dies, and for the last one."""
ONCE = {"JOB_COMPLETED": 2, "TIMER_FIRED": 1, "CALLED_PROCESS_ENDED": 1, "PROCESS_INSTANCE_COMPLETED": 1}
"""What has to have happened in each case, and how often."""
LETTERS = diagram(
    "letters", "start -> fork -> tell -> join -> end", "fork -> list -> join", "fork -> pause -> join", "fork -> inner -> join",
    tell=service_task("anumat.notify", recipients="somchai"), list=service_task("anumat.group-members", group="commission"),
    pause=timer_catch("PT0.2S"), inner=call("called"),
)  # fmt: skip
CALLED = diagram("called", "start -> step -> end")

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.no_cover]


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    """Open a database that several processes may work on."""
    database = open_database(postgres_url)
    yield database
    database.dispose()


@pytest.fixture
def office(database: Database, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Start cases here and leave everything else to the workers."""
    monkeypatch.setattr("engine.commands.engine.INLINE_CONTINUATIONS", 0)
    office = Office(Engine(database))
    office.engine.wake_drain = celery_wake(redis_url)
    office.engine.execute(CreateUser("somchai", "สมชาย", groups=("commission",)), SYSTEM)
    office.deploy(LETTERS, CALLED)
    return office


class Workers:
    """A Celery worker with two processes, which may die at any moment."""

    def __init__(self, database: Database, broker_url: str, folder: Path) -> None:
        self._environment = {
            **os.environ,
            "ANUMAT_DATABASE_URL": database.url.render_as_string(hide_password=False),
            "ANUMAT_BROKER_URL": broker_url,
            "ANUMAT_DATA_DIR": str(folder),
            "ANUMAT_JOB_LOCK_SECONDS": "1",
        }
        self.start()

    def start(self) -> None:
        """Start the worker."""
        command = [sys.executable, "-m", "app.cli", "worker", "--concurrency=2"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, **quiet)

    def kill_one(self, chance: random.Random) -> None:
        """Kill one of the processes that do the work; the worker starts another."""
        chance.choice(psutil.Process(self._process.pid).children() or [self._process]).kill()

    def kill_all(self) -> None:
        """Kill the worker as the power does."""
        if self._process.poll() is None:
            for process in (*psutil.Process(self._process.pid).children(recursive=True), self._process):
                process.kill()
        self._process.wait()


def test_what_a_killed_worker_was_at_is_done_exactly_once(
    office: Office, database: Database, redis_url: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    seed = time.time_ns()
    chance = random.Random(seed)  # noqa: S311 (when to kill)
    kills: int = pytestconfig.getoption("--kills")
    stopping, cases = threading.Event(), list[int]()

    def load() -> None:
        while not stopping.is_set() and len(cases) < AT_MOST * (kills + 1):
            cases.append(office.start("letters", textTh=f"เรื่อง {len(cases)}"))
            stopping.wait(0.02)

    starting, workers = threading.Thread(target=load), Workers(database, redis_url, tmp_path)
    starting.start()
    try:
        for number in range(kills):
            wait_for(office, "TIMER_FIRED", AT_MOST * number + chance.randint(1, 5))
            workers.kill_one(chance)
            wait_for(office, "TIMER_FIRED", AT_MOST * number + chance.randint(6, 12))
            time.sleep(chance.uniform(0.0, 0.05))
            if number == kills - 1:
                workers.kill_one(chance)  # starting the whole worker again takes seconds
                continue
            workers.kill_all()
            check(office.engine)
            workers.start()
        stopping.set()
        starting.join()
        wait_for(office, "PROCESS_INSTANCE_COMPLETED", 2 * len(cases))
    finally:
        stopping.set()
        workers.kill_all()

    print(f"seed {seed}: {len(cases)} cases")
    check(office.engine)
    assert_exactly_once(office, cases)


def wait_for(office: Office, event_type: str, count: int) -> None:
    """Wait until so many events of a type have happened, asking for workers all the while, as beat does."""
    deadline = time.monotonic() + PATIENCE_S
    while office.count_events(event_type) < count and time.monotonic() < deadline:
        if office.engine.wake_drain is not None:
            office.engine.wake_drain()
        time.sleep(0.05)


def assert_exactly_once(office: Office, cases: list[int]) -> None:
    """Compare what is recorded and what people were told with the cases that were started."""
    acts = office.rows(sa.select(history_acts.c.process_instance_key, history_acts.c.events))
    happened = Counter((line.type, key) for key, events in acts for line in lines_of(events))
    states = Counter(row[0] for row in office.rows(sa.select(process_instances.c.state)))
    told = Counter(row[0] for row in office.rows(sa.select(notifications.c.text_th)))

    assert len(cases) > 0
    for key in cases:
        assert {kind: happened[kind, key] for kind in ONCE} == ONCE
        assert len(office.called_by(key)) == 1
    assert states == {ProcessInstanceState.COMPLETED: 2 * len(cases)}
    assert told == {f"เรื่อง {number}": 1 for number in range(len(cases))}
    assert (office.count(continuations), office.count(timers)) == (0, 0)
