"""A server that is killed at random moments under load: what it acknowledged is there exactly once, and nothing is half done.

`pytest tests/acceptance/killed --kills 50` goes on for longer than a whole run of the tests does.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from typing import TYPE_CHECKING

import psutil
import pytest
import sqlalchemy as sa

from engine.commands import Engine
from engine.model.batch_operation import BatchItemState, batch_items
from engine.model.continuation import continuations
from engine.model.history_act import history_acts, lines_of
from engine.model.process_instance import ProcessInstanceState, process_instances
from engine.model.timer import timers
from engine.model.variable import variables
from tests.acceptance.killed.load import VICTIMS, Load, furnish
from tests.acceptance.server import RunningServer
from tests.fixtures.keys import open_database
from tests.integration.stored_rows import check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ONCE = {"completed": "USER_TASK_COMPLETED", "worked": "JOB_COMPLETED", "published": "MESSAGE_CORRELATED"}
"""What may have happened once in each case, for each kind of answer."""


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Return an engine beside the server's, on the same database."""
    database = open_database(database_url)
    yield Engine(database)
    database.dispose()


@pytest.mark.slow
def test_what_a_killed_server_acknowledged_is_there_exactly_once(
    database_url: str, engine: Engine, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    seed = time.time_ns()
    chance, token = random.Random(seed), furnish(engine)  # noqa: S311 (when to kill)
    kills: int = pytestconfig.getoption("--kills")
    processes = "1" if engine.database.is_sqlite or kills == 1 else "2"
    server = RunningServer(
        tmp_path, database_url, ANUMAT_DEMO="0", ANUMAT_SECRET_KEY="of the test", ANUMAT_SERVER_PROCESSES=processes
    )
    load = Load(server.port, token, seed)

    try:
        for number in range(kills):
            load.start(number)
            load.wait_for_answers(chance.randint(1, 40))
            if number == 0:
                load.cancel_many()
            load.wait_for_answers(chance.randint(1, 40))
            time.sleep(chance.uniform(0.0, 0.05))
            kill_at_once(server)
            load.stop()
            check(engine)
            server.restart()
        load.finish()
    finally:
        kill_at_once(server)

    print(f"seed {seed}: { ({kind: len(found) for kind, found in load.answers.acknowledged.items()}) }")
    check(engine)
    assert_exactly_once(engine, load)


def kill_at_once(server: RunningServer) -> None:
    """Send SIGKILL to the process that serves and to the one that watches it, without a chance to tidy up."""
    if server.process.poll() is None:
        for member in (*psutil.Process(server.process.pid).children(recursive=True), psutil.Process(server.process.pid)):
            member.kill()
    server.process.wait()


def assert_exactly_once(engine: Engine, load: Load) -> None:
    """Compare the rows with the answers."""
    answers = load.answers.acknowledged
    with engine.database.reading() as connection:
        cases = dict(connection.execute(sa.select(process_instances.c.key, process_instances.c.state)).all())
        where = (variables.c.name == "orderId", variables.c.scope_key == process_instances.c.key)
        query = sa.select(variables.c.value, process_instances.c.key).where(*where, process_instances.c.process_id == "worked")
        numbered = connection.execute(query).all()
        acts = connection.execute(sa.select(history_acts.c.process_instance_key, history_acts.c.events))
        happened = Counter((line.type, key) for key, events in acts for line in lines_of(events))
        called = connection.execute(sa.select(process_instances.c.parent_process_instance_key)).scalars().all()
        items = Counter(connection.execute(sa.select(batch_items.c.state)).scalars())
        owed = connection.scalar(sa.select(sa.func.count()).select_from(continuations))
        waiting = connection.scalar(sa.select(sa.func.count()).where(timers.c.process_id == "worked"))

    started = Counter(number.strip('"') for number, _ in numbered)
    assert set(answers["started"]) <= set(started)
    assert set(started.values()) <= {1}
    for _, key in numbered:
        assert cases[key] is ProcessInstanceState.COMPLETED
        assert {kind: happened[kind, key] for kind in (*ONCE.values(), "TIMER_FIRED")} == dict.fromkeys(
            (*ONCE.values(), "TIMER_FIRED"), 1
        )
    for kind in ("completed", "worked"):
        assert set(answers[kind].values()) <= {1}, f"{kind} twice"
        assert len(answers[kind]) <= len(numbered)
    assert Counter(called) == {None: len(numbered) + VICTIMS, **{key: 1 for _, key in numbered}}
    assert items == {BatchItemState.COMPLETED: VICTIMS}
    assert sum(number for (kind, _), number in happened.items() if kind == "PROCESS_INSTANCE_CANCELED") == VICTIMS
    assert (owed, waiting) == (0, 0)
    assert len(answers["started"]) > 0
    assert load.answers.unanswered > 0
