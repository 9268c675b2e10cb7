"""One case on the stage, called processes included: what waits, what was done, what it knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.bpmn.process_model import ElementType
from engine.model import json_text
from engine.model.element_instance import ElementInstanceState, element_instances
from engine.model.incident import incidents
from engine.model.job import jobs
from engine.model.process_instance import ProcessInstanceState, process_instances
from engine.model.user_task import UserTaskState, user_tasks
from engine.model.variable import variables

if TYPE_CHECKING:
    from tests.processes.stage import Stage


@dataclass(frozen=True)
class Case:
    """A root process instance with everything that it called."""

    stage: Stage
    key: int

    @property
    def number(self) -> str:
        return str(self._instances()[0].business_id)

    @property
    def is_completed(self) -> bool:
        return self._instances()[0].state is ProcessInstanceState.COMPLETED

    def waiting(self) -> list[str]:
        """Return the element ids of what waits, the innermost only."""
        table = element_instances
        is_leaf = sa.and_(table.c.active_children == 0, table.c.element_type != ElementType.CALL_ACTIVITY)
        query = sa.select(table.c.element_id).where(self._mine(table), table.c.state == ElementInstanceState.ACTIVE, is_leaf)
        return sorted(row.element_id for row in self.stage.rows(query))

    def do(self, element_id: str, by: str, /, **values: object) -> None:
        """Complete the open user task of the element that is this person's to do; no job may fail afterwards."""
        tasks = [task for task in self.open_tasks(element_id) if task.assignee in {None, by}]
        if not tasks:
            raise AssertionError(f"{element_id} is not open for {by}; waiting: {self.waiting()}; {self.failures()}")
        self.stage.do(tasks[0].key, by, values)
        if found := self.failures():
            raise AssertionError(f"after {element_id}: {found}")

    def open_tasks(self, element_id: str | None = None) -> list[sa.Row]:
        """Return the rows of open user tasks, by key."""
        where = [user_tasks.c.root_process_instance_key == self.key, user_tasks.c.state == UserTaskState.CREATED]
        if element_id is not None:
            where.append(user_tasks.c.element_id == element_id)
        return self.stage.rows(sa.select(user_tasks).where(*where).order_by(user_tasks.c.key))

    def value(self, name: str) -> object:
        """Return a variable of the process scope."""
        query = sa.select(variables.c.value).where(variables.c.scope_key == self.key, variables.c.name == name)
        found = self.stage.rows(query)
        return json_text.loads(found[0].value) if found else None

    def path(self) -> set[str]:
        """Return the ids of every element that completed."""
        table = element_instances
        query = sa.select(table.c.element_id).where(self._mine(table), table.c.state == ElementInstanceState.COMPLETED)
        return {row.element_id for row in self.stage.rows(query)}

    def failures(self) -> list[str]:
        """Return what incidents and failed jobs say."""
        found = self.stage.rows(sa.select(incidents.c.element_id, incidents.c.error_message).where(self._mine(incidents)))
        failed = sa.select(jobs.c.element_id, jobs.c.error_message).where(
            self._mine(jobs), jobs.c.error_message != "", jobs.c.error_code.is_(None)
        )
        return [f"{element_id}: {message}" for element_id, message in (*found, *self.stage.rows(failed))]

    def _mine(self, table: sa.Table) -> sa.ColumnElement[bool]:
        return table.c.process_instance_key.in_([row.key for row in self._instances()])

    def _instances(self) -> list[sa.Row]:
        where = process_instances.c.root_process_instance_key == self.key
        return self.stage.rows(sa.select(process_instances).where(where).order_by(process_instances.c.key))
