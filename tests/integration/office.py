"""A small office to try things in: an engine on a database, a few people, and short ways to say what they do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.commands import SYSTEM, Actor, CompleteUserTask, Deploy, DeployedFile, Engine, StartInstance
from engine.history.event_hash import with_hashes
from engine.identity.permissions import permissions_of
from engine.model.checkpoint import ChainKind
from engine.model.element_instance import ElementInstanceState, element_instances
from engine.model.history_act import history_acts, lines_of
from engine.model.incident import Incident, incidents
from engine.model.job import Job, jobs
from engine.model.process_instance import ProcessInstance, process_instances
from engine.model.user_task import UserTask, UserTaskState, user_tasks
from engine.model.variable import variables
from engine.store.history_reading import events_of
from engine.store.rows import to_entity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.model.history_event import HistoryEvent


def person(user_name: str, *groups: str, **facts: Any) -> Actor:
    """Return an actor in these groups."""
    return Actor(user_name, groups=frozenset(groups), permissions=permissions_of(groups), name=user_name, **facts)


@dataclass
class Office:
    """An engine with short names for what tests do all the time."""

    engine: Engine

    def deploy(self, *files: bytes, **named: bytes) -> None:
        """Deploy BPMN files, and others by name (rules_dmn=...)."""
        deployed = [DeployedFile(f"{index}.bpmn", content) for index, content in enumerate(files)]
        deployed += [DeployedFile(name.replace("_", "."), content) for name, content in named.items()]
        self.engine.execute(Deploy(tuple(deployed)), SYSTEM)

    def start(self, process_id: str, by: Actor = SYSTEM, **values: object) -> int:
        """Start an instance and return its key."""
        return self.engine.execute(StartInstance(process_id, variables=values), by).process_instance_key

    def complete(self, process_instance_key: int, element_id: str, by: Actor = SYSTEM, **values: object) -> None:
        """Complete the one open user task of the element."""
        (task,) = self.open_user_tasks(process_instance_key, element_id)
        self.engine.execute(CompleteUserTask(task.key, values), by)

    def complete_first(self, process_instance_key: int, element_id: str, by: Actor = SYSTEM, **values: object) -> None:
        """Complete the oldest of the open user tasks of the element."""
        task, *_ = self.open_user_tasks(process_instance_key, element_id)
        self.engine.execute(CompleteUserTask(task.key, values), by)

    def open_user_tasks(self, process_instance_key: int, element_id: str | None = None) -> list[UserTask]:
        """Return the open user tasks, by key."""
        where = [user_tasks.c.process_instance_key == process_instance_key, user_tasks.c.state == UserTaskState.CREATED]
        if element_id is not None:
            where.append(user_tasks.c.element_id == element_id)
        return [to_entity(UserTask, row) for row in self.rows(sa.select(user_tasks).where(*where).order_by(user_tasks.c.key))]

    def instance(self, key: int) -> ProcessInstance:
        """Return a process instance."""
        (row,) = self.rows(sa.select(process_instances).where(process_instances.c.key == key))
        return to_entity(ProcessInstance, row)

    def called_by(self, key: int) -> list[int]:
        """Return the keys of the process instances that an instance called."""
        query = sa.select(process_instances.c.key).where(process_instances.c.parent_process_instance_key == key)
        return [row[0] for row in self.rows(query.order_by(process_instances.c.key))]

    def jobs(self, process_instance_key: int) -> list[Job]:
        """Return all jobs of an instance."""
        return [
            to_entity(Job, row) for row in self.rows(sa.select(jobs).where(jobs.c.process_instance_key == process_instance_key))
        ]

    def incidents(self, process_instance_key: int) -> list[Incident]:
        """Return all incidents of an instance."""
        found = self.rows(sa.select(incidents).where(incidents.c.process_instance_key == process_instance_key))
        return [to_entity(Incident, row) for row in found]

    def history(self, process_instance_key: int) -> list[HistoryEvent]:
        """Return the history of an instance, every event with its hash."""
        with self.engine.reading() as connection:
            found = events_of(connection, ChainKind.CASE, [process_instance_key]).get(process_instance_key, [])
        for event, digest in with_hashes(found):
            event.hash = digest
        return found

    def count_events(self, event_type: str) -> int:
        """Count the events of a type in all histories."""
        lines = (line for (events,) in self.rows(sa.select(history_acts.c.events)) for line in lines_of(events))
        return sum(line.type == event_type for line in lines)

    def variable(self, process_instance_key: int, name: str) -> str | None:
        """Return the JSON text of a variable of the process scope."""
        query = sa.select(variables.c.value).where(variables.c.scope_key == process_instance_key, variables.c.name == name)
        found = self.rows(query)
        return found[0][0] if found else None

    def waiting_at(self, process_instance_key: int) -> list[str]:
        """Return the ids of elements with active instances that are no scopes with children."""
        table = element_instances
        query = sa.select(table.c.element_id).where(
            table.c.process_instance_key == process_instance_key,
            table.c.state == ElementInstanceState.ACTIVE,
            table.c.active_children == 0,
        )
        return sorted(row[0] for row in self.rows(query))

    def count(self, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
        """Count rows."""
        return int(self.rows(sa.select(sa.func.count()).select_from(table).where(*where))[0][0])

    def rows(self, query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        """Run a query."""
        with self.engine.reading() as connection:
            found: Sequence[sa.Row[Any]] = connection.execute(query).all()
        return found
