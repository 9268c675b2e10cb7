"""A stage on which the process library is played: the real engine with its jobs and timers, people, and a clock that stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.library import library_paths
from engine.commands import (
    SYSTEM,
    Actor,
    CompleteUserTask,
    CreateUser,
    Deploy,
    DeployedFile,
    Engine,
    PublishMessage,
    StartInstance,
    StoreDocument,
    document_reference,
)
from engine.commands.builtin_handlers import handlers as built_in
from engine.commands.job_handlers import HandlerRegistry
from engine.commands.sweep import next_due_at, sweep
from engine.model.clock import FixedClock, PinnableClock
from engine.model.process_instance import process_instances
from processes.approval_chain.handlers import handlers as approval_chain
from processes.ins01_appointment.handlers import handlers as ins01
from processes.ins03_report_review.handlers import handlers as ins03
from processes.order_issuance.handlers import handlers as order_issuance
from tests.processes.case import Case
from tests.processes.cast import GROUPS, groups_of, person
from tests.processes.uploads import Upload
from tests.processes.world import World

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.store.database import Database

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HANDLERS = HandlerRegistry()
HANDLERS.include([built_in, approval_chain, ins01, ins03, order_issuance])


def prepare(database: Database) -> None:
    """Deploy the whole library together and create the people."""
    engine = Engine(database, handlers=HANDLERS, clock=PinnableClock(FixedClock(NOW)))
    files = [file for path in library_paths() for file in (path.rglob("*") if path.is_dir() else [Path(path)])]
    wanted = [file for file in files if file.suffix in {".bpmn", ".dmn", ".form"}]
    engine.execute(Deploy(tuple(DeployedFile(file.name, file.read_bytes()) for file in wanted)), SYSTEM)
    for user_name in GROUPS:
        engine.execute(CreateUser(user_name, name=user_name, groups=groups_of(user_name)), SYSTEM)


@dataclass
class Stage:
    """An engine with the library deployed; jobs run at once, timers when the test lets time pass."""

    engine: Engine
    clock: FixedClock

    @property
    def world(self) -> World:
        return World(self.engine)

    def start(self, process_id: str, by: str | None, /, **values: object) -> Case:
        """Start from the web form by a person, or without a form as another process or program would."""
        actor = SYSTEM if by is None else person(by)
        command = StartInstance(process_id, variables=self.attach(values, actor), is_submission=by is not None)
        started = self.engine.execute(command, actor)
        self.run()
        return Case(self, started.process_instance_key)

    def message(self, name: str, key: str, /, **values: object) -> None:
        """Publish a message as another system would."""
        self.engine.execute(PublishMessage(name, key, self.attach(values, SYSTEM)), SYSTEM)
        self.run()

    def newest_case(self) -> Case:
        """Return the case that was started last."""
        where = process_instances.c.parent_process_instance_key.is_(None)
        query = sa.select(process_instances.c.key).where(where).order_by(process_instances.c.key.desc()).limit(1)
        return Case(self, int(self.rows(query)[0][0]))

    def do(self, user_task_key: int, by: str, values: Mapping[str, object]) -> None:
        """Complete a user task as a person who has just given the password again."""
        actor = person(by)
        self.engine.execute(CompleteUserTask(user_task_key, self.attach(values, actor)), actor)
        self.run()

    def pass_time(self, **length: float) -> None:
        """Move the clock forward, stopping wherever something is due."""
        end = self.clock.now() + timedelta(**length)
        while (due := next_due_at(self.engine)) is not None and due <= end:
            self.clock.set(max(self.clock.now(), due))
            self.run()
        self.clock.set(end)

    def run(self) -> None:
        """Do what is due until nothing is left."""
        while sweep(self.engine, "stage"):
            pass

    def attach(self, values: Mapping[str, object], actor: Actor) -> dict[str, object]:
        """Upload the files among the values of a form, as the page does before it is sent."""
        return {
            name: [self._upload(item, actor) for item in value] if isinstance(value, list) else value
            for name, value in values.items()
        }

    def _upload(self, item: object, actor: Actor) -> object:
        if not isinstance(item, Upload):
            return item
        return document_reference(self.engine.execute(StoreDocument(item.name, item.content_type, item.data), actor))

    def rows(self, query: sa.Select) -> list[sa.Row]:
        """Run a query."""
        with self.engine.reading() as connection:
            return list(connection.execute(query).all())
