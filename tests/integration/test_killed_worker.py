"""A worker that is killed in the middle of a job loses nothing: its lock expires and the job runs again."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from engine.commands.sweep import sweep
from engine.model.job import JobState
from engine.model.process_instance import ProcessInstanceState
from tests.integration.diagrams import diagram, service_task

if TYPE_CHECKING:
    from engine.commands.job_handlers import HandlerRegistry, JobContext
    from engine.model.clock import FixedClock
    from engine.store.database import Database
    from tests.integration.office import Office

WORKER = """
import sys, time
from engine.commands import Engine
from engine.commands.job_handlers import HandlerRegistry
from engine.commands.sweep import sweep
from tests.fixtures.keys import open_database

handlers = HandlerRegistry()

@handlers.handler("print")
def print_it(job):
    job.tools.reserve_number("prints")
    print("working", flush=True)
    time.sleep(600)

engine = Engine(open_database(sys.argv[1]), handlers=handlers)
while not sweep(engine, "first"):
    time.sleep(0.05)
"""


def test_a_job_whose_worker_was_killed_runs_again(
    office: Office, database: Database, clock: FixedClock, handlers: HandlerRegistry
) -> None:
    numbers: list[int] = []

    @handlers.handler("print")
    def print_it(job: JobContext) -> dict[str, object]:
        numbers.append(job.tools.reserve_number("prints"))
        return {"printed": True}

    clock.set(datetime.now(UTC))  # the worker's own clock is the real one
    office.deploy(diagram("letters", "start -> print -> end", print=service_task("print")))
    key = office.start("letters")

    url = database.url.render_as_string(hide_password=False)
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", WORKER, url], stdout=subprocess.PIPE, cwd=root) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"working\n"
        worker.kill()
    clock.set(datetime.now(UTC))
    while_locked = sweep(office.engine, "second")
    clock.set(datetime.now(UTC) + timedelta(minutes=5))
    sweep(office.engine, "second")

    assert while_locked == 0
    assert numbers == [1]
    assert [job.state for job in office.jobs(key)] == [JobState.COMPLETED]
    assert office.instance(key).state is ProcessInstanceState.COMPLETED
