"""The inbox: user tasks that are mine, that a group of mine may take, and that I have done, with their case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.identity import app_users
from engine.model.process_definition import process_definitions
from engine.model.process_instance import ProcessInstanceState, process_instances
from engine.model.user_task import UserTaskState, user_tasks
from engine.queries.rows import as_rows
from engine.queries.visibility import candidate_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.sql.elements import ColumnElement

    from engine.identity.actor import Actor

COUNTED_AT_MOST = 1_000
OPEN = (UserTaskState.CREATED,)


class Tab(StrEnum):
    """The inbox's tabs that hold user tasks."""

    MINE = "mine"
    GROUP = "group"
    DONE = "done"


class Due(StrEnum):
    """Filters by due date."""

    OVERDUE = "overdue"
    SOON = "soon"


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What the inbox shows; `text` is looked for in the case number, the subject and the task's name."""

    process_id: str | None = None
    unit: str | None = None
    text: str | None = None
    due: Due | None = None
    due_before: datetime | None = None
    """The end of `due`: now for OVERDUE, the end of the window for SOON."""


@dataclass(frozen=True, slots=True)
class TaskListRow:
    """One row of the inbox; the case is the root process instance."""

    key: int
    name: str
    element_id: str
    process_definition_key: int
    process_id: str
    process_name: str | None
    case_key: int
    case_number: str | None
    subject: str | None
    initiator: str | None
    initiator_name: str | None
    owner_unit: str | None
    confidentiality: str | None
    assignee: str | None
    created_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    priority: int


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """How much is in each tab, counted to COUNTED_AT_MOST; `overdue` is part of `mine`."""

    mine: int
    group: int
    proposed: int
    done: int
    overdue: int


_task, _case, _definition = user_tasks.c, process_instances.alias("root_case"), process_definitions.c


def task_list(
    connection: sa.Connection, actor: Actor, tab: Tab, chosen: TaskFilter, *, limit: int = 50, offset: int = 0
) -> tuple[list[TaskListRow], int]:
    """Return a page of a tab and how many rows it has in all (counted to COUNTED_AT_MOST).

    Open tasks: those with a due date first, earliest first (so overdue ones lead), then by priority and age.
    Done ones: the latest first.
    """
    where = sa.and_(_in_tab(actor, tab), *_chosen(chosen))
    source = user_tasks.join(_case, _task.root_process_instance_key == _case.c.key)
    counted = sa.select(sa.literal(1)).select_from(source).where(where).limit(COUNTED_AT_MOST + 1).subquery()
    total = connection.execute(sa.select(sa.func.count()).select_from(counted)).scalar_one()
    joined = source.join(process_definitions, _task.process_definition_key == _definition.key).join(
        app_users, app_users.c.user_name == _case.c.initiator, isouter=True
    )
    rows = connection.execute(
        sa.select(*_columns()).select_from(joined).where(where).order_by(*_order(tab)).limit(limit).offset(offset)
    )
    return as_rows(TaskListRow, rows), total


def inbox_counts(connection: sa.Connection, actor: Actor, now: datetime) -> InboxCounts:
    """Return how much is in each tab, with one statement."""
    instance = process_instances.c
    proposed = sa.and_(instance.initiator == actor.user_name, instance.parent_process_instance_key.is_(None))
    row = connection.execute(
        sa.select(
            _count(user_tasks, _in_tab(actor, Tab.MINE)),
            _count(user_tasks, _in_tab(actor, Tab.GROUP)),
            _count(process_instances, proposed),
            _count(user_tasks, _in_tab(actor, Tab.DONE)),
            _count(user_tasks, sa.and_(_in_tab(actor, Tab.MINE), _task.due_at < now)),
        )
    ).one()
    return InboxCounts(*row)


def task_processes(connection: sa.Connection, actor: Actor) -> list[tuple[str, str]]:
    """Return (process id, name) of the processes with open tasks for the actor, by name: the inbox's filter."""
    mine = sa.or_(_in_tab(actor, Tab.MINE), _in_tab(actor, Tab.GROUP))
    statement = (
        sa.select(_task.process_id, sa.func.max(_definition.name))
        .join(process_definitions, _task.process_definition_key == _definition.key)
        .where(mine)
        .group_by(_task.process_id)
    )
    return sorted(((row[0], row[1] or row[0]) for row in connection.execute(statement)), key=lambda pair: pair[1])


def task_units(connection: sa.Connection, actor: Actor) -> list[str]:
    """Return the codes of the units whose cases have open tasks for the actor: the inbox's filter."""
    mine = sa.or_(_in_tab(actor, Tab.MINE), _in_tab(actor, Tab.GROUP))
    source = user_tasks.join(_case, _task.root_process_instance_key == _case.c.key)
    statement = sa.select(_case.c.owner_unit).select_from(source).where(mine, _case.c.owner_unit.is_not(None)).distinct()
    return sorted(connection.execute(statement).scalars())


def next_task(connection: sa.Connection, actor: Actor, besides: int) -> TaskListRow | None:
    """Return the first of the actor's own tasks but one, to go on with after that one is done."""
    rows, _ = task_list(connection, actor, Tab.MINE, TaskFilter(), limit=2)
    return next((row for row in rows if row.key != besides), None)


def _in_tab(actor: Actor, tab: Tab) -> ColumnElement[bool]:
    match tab:
        case Tab.MINE:
            return sa.and_(_task.assignee == actor.user_name, _is_offered())
        case Tab.GROUP:
            return sa.and_(_task.assignee.is_(None), _is_offered(), candidate_of(actor))
        case Tab.DONE:
            return sa.and_(_task.completed_by == actor.user_name, _task.state == UserTaskState.COMPLETED)


def _is_offered() -> ColumnElement[bool]:
    """Return the condition that the task is open and no operator holds its process instance."""
    instance = process_instances.alias("own_instance")
    is_held = sa.exists().where(
        instance.c.key == _task.process_instance_key, instance.c.state == ProcessInstanceState.SUSPENDED
    )
    return sa.and_(_task.state.in_(OPEN), ~is_held)


def _chosen(chosen: TaskFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.process_id:
        conditions.append(_task.process_id == chosen.process_id)
    if chosen.unit:
        conditions.append(_case.c.owner_unit == chosen.unit)
    if chosen.due is not None and chosen.due_before is not None:
        conditions.append(_task.due_at < chosen.due_before)
    if chosen.text:
        texts = (_case.c.business_id, _case.c.subject, _task.name)
        conditions.append(sa.or_(*(text.icontains(chosen.text, autoescape=True) for text in texts)))
    return conditions


def _columns() -> tuple[ColumnElement[Any], ...]:
    return (
        _task.key,
        _task.name,
        _task.element_id,
        _task.process_definition_key,
        _task.process_id,
        _definition.name,
        _case.c.key,
        _case.c.business_id,
        _case.c.subject,
        _case.c.initiator,
        app_users.c.name,
        _case.c.owner_unit,
        _case.c.confidentiality,
        _task.assignee,
        _task.created_at,
        _task.due_at,
        _task.ended_at,
        _task.priority,
    )


def _order(tab: Tab) -> tuple[ColumnElement[Any], ...]:
    if tab is Tab.DONE:
        return (_task.ended_at.desc(), _task.key.desc())
    return (_task.due_at.is_(None), _task.due_at, _task.priority.desc(), _task.created_at, _task.key)


def _count(table: sa.Table, condition: ColumnElement[bool]) -> sa.ScalarSelect[int]:
    counted = sa.select(sa.literal(1)).select_from(table).where(condition).limit(COUNTED_AT_MOST + 1).subquery()
    return sa.select(sa.func.count()).select_from(counted).scalar_subquery()
