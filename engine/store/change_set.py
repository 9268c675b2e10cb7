"""Everything that one command writes, collected first and then written with one statement a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model import json_text
from engine.model.continuation import Continuation, continuations
from engine.model.decision_instance import DecisionInstance, decision_instances
from engine.model.element_instance import ElementInstance, element_instances
from engine.model.event_subscription import EventSubscription, event_subscriptions
from engine.model.history_act import HistoryAct, history_acts
from engine.model.incident import Incident, IncidentState, incidents
from engine.model.input_chunk import input_chunks
from engine.model.job import JOB_MOVES, Job, JobState, jobs
from engine.model.process_instance import ProcessInstance, process_instances
from engine.model.timer import Timer, timers
from engine.model.user_task import (
    USER_TASK_MOVES,
    UserTask,
    UserTaskState,
    user_tasks,
)
from engine.model.variable import Variable, variables
from engine.model.waiting_token import WaitingToken, waiting_tokens
from engine.store.driver import pipelined
from engine.store.rows import delete_by_key, insert, upsert, upsert_rows
from engine.store.user_tasks import insert_candidates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

CANCELABLE_JOBS = [state for state, moves in JOB_MOVES.items() if JobState.CANCELED in moves]
CANCELABLE_USER_TASKS = [state for state, moves in USER_TASK_MOVES.items() if UserTaskState.CANCELED in moves]


@dataclass(slots=True)
class ChangeSet:
    """Rows to insert, update and delete; entities that are in a list are written as they are when `write` runs."""

    at: datetime
    process_instances: list[ProcessInstance] = field(default_factory=list)
    element_instances: list[ElementInstance] = field(default_factory=list)
    variables: list[Variable] = field(default_factory=list)
    waiting_tokens: list[WaitingToken] = field(default_factory=list)
    user_tasks: dict[int, UserTask] = field(default_factory=dict)
    """By element instance."""
    new_user_tasks: list[UserTask] = field(default_factory=list)
    canceled_user_tasks: set[int] = field(default_factory=set)
    """Element instances whose user tasks, as stored, are withdrawn; likewise the following sets."""
    jobs: dict[int, Job] = field(default_factory=dict)
    canceled_jobs: set[int] = field(default_factory=set)
    timers: dict[int, Timer] = field(default_factory=dict)
    fired_timers: set[int] = field(default_factory=set)
    canceled_timers: dict[frozenset[str] | None, set[int]] = field(default_factory=dict)
    """Element ids (None: all of them) to the element instances whose timers, as stored, are withdrawn."""
    subscriptions: dict[int, EventSubscription] = field(default_factory=dict)
    closed_subscriptions: set[int] = field(default_factory=set)
    canceled_subscriptions: dict[frozenset[str] | None, set[int]] = field(default_factory=dict)
    conditions: dict[int, bool] = field(default_factory=dict)
    """Condition subscriptions, as stored, and whether they hold now."""
    incidents: dict[int, Incident] = field(default_factory=dict)
    resolved_incidents: dict[int, str] = field(default_factory=dict)
    """Incident, as stored, to who resolved it."""
    continuations: list[Continuation] = field(default_factory=list)
    decision_instances: list[DecisionInstance] = field(default_factory=list)
    input_chunks: list[Mapping[str, object]] = field(default_factory=list)
    deleted_input_chunks: set[int] = field(default_factory=set)
    history: list[HistoryAct] = field(default_factory=list)


def write(connection: sa.Connection, changes: ChangeSet) -> None:
    """Write the changes: what is taken away first, so that what comes in its place stays."""
    with pipelined(connection):
        _write(connection, changes)


def _write(connection: sa.Connection, changes: ChangeSet) -> None:
    _withdraw(connection, changes)
    _close_waits(connection, changes)
    upsert(connection, process_instances, changes.process_instances)
    upsert(connection, element_instances, changes.element_instances)
    upsert_rows(connection, variables, [_variable_row(variable) for variable in changes.variables])
    _write_waiting_tokens(connection, changes.waiting_tokens)
    upsert(connection, user_tasks, list(changes.user_tasks.values()))
    insert_candidates(connection, changes.new_user_tasks)
    upsert(connection, jobs, list(changes.jobs.values()))
    insert(connection, timers, list(changes.timers.values()))
    insert(connection, event_subscriptions, list(changes.subscriptions.values()))
    upsert(connection, incidents, list(changes.incidents.values()))
    insert(connection, continuations, changes.continuations)
    insert(connection, decision_instances, changes.decision_instances)
    upsert_rows(connection, input_chunks, changes.input_chunks)
    insert(connection, history_acts, changes.history)


def _withdraw(connection: sa.Connection, changes: ChangeSet) -> None:
    if changes.canceled_user_tasks:
        task = user_tasks.c
        where = sa.and_(task.element_instance_key.in_(changes.canceled_user_tasks), task.state.in_(CANCELABLE_USER_TASKS))
        connection.execute(user_tasks.update().where(where).values(state=UserTaskState.CANCELED, ended_at=changes.at))
    if changes.canceled_jobs:
        job = jobs.c
        where = sa.and_(job.element_instance_key.in_(changes.canceled_jobs), job.state.in_(CANCELABLE_JOBS))
        connection.execute(jobs.update().where(where).values(state=JobState.CANCELED, ended_at=changes.at))
    for key, by in changes.resolved_incidents.items():
        statement = incidents.update().where(incidents.c.key == key, incidents.c.state == IncidentState.ACTIVE)
        connection.execute(statement.values(state=IncidentState.RESOLVED, resolved_at=changes.at, resolved_by=by))
    if changes.deleted_input_chunks:
        connection.execute(sa.delete(input_chunks).where(input_chunks.c.body_key.in_(changes.deleted_input_chunks)))


def _close_waits(connection: sa.Connection, changes: ChangeSet) -> None:
    delete_by_key(connection, timers, changes.fired_timers)
    _delete_of_elements(connection, timers, changes.canceled_timers)
    delete_by_key(connection, event_subscriptions, changes.closed_subscriptions)
    _delete_of_elements(connection, event_subscriptions, changes.canceled_subscriptions)
    for is_true in (True, False):
        keys = [key for key, value in changes.conditions.items() if value is is_true]
        if keys:
            statement = event_subscriptions.update().where(event_subscriptions.c.key.in_(keys))
            connection.execute(statement.values(is_true=is_true))


def _delete_of_elements(connection: sa.Connection, table: sa.Table, canceled: Mapping[frozenset[str] | None, set[int]]) -> None:
    for element_ids, hosts in canceled.items():
        where = [table.c.element_instance_key.in_(hosts)]
        if element_ids is not None:
            where.append(table.c.element_id.in_(element_ids))
        connection.execute(sa.delete(table).where(*where))


def _write_waiting_tokens(connection: sa.Connection, tokens: list[WaitingToken]) -> None:
    upsert(connection, waiting_tokens, [token for token in tokens if token.count > 0])
    for token in tokens:
        if token.count == 0:
            where = [column == getattr(token, column.name) for column in waiting_tokens.primary_key]
            connection.execute(sa.delete(waiting_tokens).where(*where))


def _variable_row(variable: Variable) -> dict[str, Any]:
    text = json_text.dumps(variable.value)
    return {
        "key": variable.key,
        "process_instance_key": variable.process_instance_key,
        "scope_key": variable.scope_key,
        "name": variable.name,
        "value": text,
        "size": len(text),
    }
