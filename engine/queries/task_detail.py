"""One user task as its page shows it: the task, what was done before, and what the reader has typed so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.errors import NotFound
from engine.model.draft import user_task_drafts
from engine.model.identity import app_users
from engine.model.user_task import UserTaskState, user_tasks
from engine.queries.rows import as_rows
from engine.queries.visibility import visible_user_task

if TYPE_CHECKING:
    from datetime import datetime

    from engine.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A user task with everything that its page decides by."""

    key: int
    process_instance_key: int
    root_process_instance_key: int
    process_definition_key: int
    process_id: str
    element_id: str
    element_instance_key: int
    name: str
    state: str
    created_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    assignee: str | None
    assignee_name: str | None
    candidate_groups: list[str]
    candidate_users: list[str]
    form_key: int | None
    external_form_reference: str | None
    completed_by: str | None
    priority: int


@dataclass(frozen=True, slots=True)
class DoneTaskRow:
    """A user task of the case that was completed before."""

    key: int
    process_instance_key: int
    process_definition_key: int
    element_id: str
    element_instance_key: int
    name: str
    completed_by: str
    completed_by_name: str | None
    on_behalf_of: str | None
    capacity: str | None
    ended_at: datetime
    form_key: int | None


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has typed but not sent."""

    values: dict[str, Any]
    saved_at: datetime


_task = user_tasks.c
DONE_AT_MOST = 200


def task_detail(connection: sa.Connection, actor: Actor, key: int) -> TaskRow:
    """Return one user task; raise NotFound, also when the actor may not see it."""
    columns = [getattr(_task, name) if name != "assignee_name" else app_users.c.name for name in TaskRow.__slots__]
    source = user_tasks.join(app_users, app_users.c.user_name == _task.assignee, isouter=True)
    statement = sa.select(*columns).select_from(source).where(_task.key == key, visible_user_task(actor))
    row = connection.execute(statement).first()
    if row is None:
        raise NotFound("user task", key)
    return TaskRow(*row)


def done_tasks(connection: sa.Connection, root_key: int) -> list[DoneTaskRow]:
    """Return the completed user tasks of a case, the last DONE_AT_MOST of them, oldest first; no check of rights."""
    columns = [getattr(_task, name) if name != "completed_by_name" else app_users.c.name for name in DoneTaskRow.__slots__]
    source = user_tasks.join(app_users, app_users.c.user_name == _task.completed_by, isouter=True)
    statement = (
        sa.select(*columns)
        .select_from(source)
        .where(_task.root_process_instance_key == root_key, _task.state == UserTaskState.COMPLETED)
        .order_by(_task.ended_at.desc(), _task.key.desc())
        .limit(DONE_AT_MOST)
    )
    return as_rows(DoneTaskRow, connection.execute(statement))[::-1]


def draft(connection: sa.Connection, actor: Actor, user_task_key: int) -> Draft | None:
    """Return what the actor has typed into the user task's form but not sent."""
    where = sa.and_(user_task_drafts.c.user_task_key == user_task_key, user_task_drafts.c.user_name == actor.user_name)
    row = connection.execute(sa.select(user_task_drafts.c["values"], user_task_drafts.c.saved_at).where(where)).first()
    return None if row is None else Draft(row[0], row[1])
