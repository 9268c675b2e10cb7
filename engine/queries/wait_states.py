"""What element instances wait for: jobs, user tasks, timers, messages, signals and conditions in one list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.columns import UtcDateTime
from engine.model.element_instance import element_instances
from engine.model.event_subscription import event_subscriptions
from engine.model.job import JobState, jobs
from engine.model.process_instance import process_instances
from engine.model.timer import timers
from engine.model.user_task import UserTaskState, user_tasks
from engine.queries.element_instances import ELEMENT_TYPE
from engine.queries.search import Column, Kind, Page, Search, SearchRequest
from engine.queries.visibility import visible_within

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.sql.elements import ColumnElement

    from engine.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class WaitState:
    """One thing that an element instance waits for; what does not belong to its kind is None."""

    wait_key: int
    wait_state_type: str
    element_instance_key: int
    element_id: str
    element_type: str
    process_instance_key: int
    root_process_instance_key: int
    bpmn_process_id: str
    name: str | None
    """The job's type, the message's or signal's name, the condition's expression."""
    correlation_key: str | None
    kind: str | None
    listener_event: str | None
    number: int | None
    """The job's retries, the timer's repetitions."""
    due_at: datetime | None


_element, _instance = element_instances.c, process_instances.c
_TEXT, _NUMBER, _TIME = sa.Text(), sa.Integer(), UtcDateTime()
_OTHERS: dict[str, sa.types.TypeEngine[Any]] = {
    "name": _TEXT,
    "correlation_key": _TEXT,
    "kind": _TEXT,
    "listener_event": _TEXT,
    "number": _NUMBER,
    "due_at": _TIME,
}


def search_wait_states(connection: sa.Connection, actor: Actor, request: SearchRequest) -> Page[WaitState]:
    """Return a page of what the element instances of cases that the actor sees wait for."""
    return SEARCH.page(connection, request, visible_within(actor, _waits.c.process_instance_key))


def waiting_counts(connection: sa.Connection, process_instance_key: int) -> list[tuple[str, int]]:
    """Return (element id, number of its instances that wait for something) of a case, by element id; no check of rights."""
    query = (
        sa.select(_element.element_id, sa.func.count(sa.distinct(_element.key)))
        .select_from(element_instances.join(_waits, _waits.c.element_instance_key == _element.key))
        .where(_waits.c.process_instance_key == process_instance_key)
        .group_by(_element.element_id)
        .order_by(_element.element_id)
    )
    return [(element_id, number) for element_id, number in connection.execute(query)]


def _wait(table: sa.Table, type_: ColumnElement[Any], *where: ColumnElement[bool], **columns: Any) -> sa.Select[Any]:
    """Return one kind of what is waited for, with the columns that it has not left empty."""
    chosen: sa.Select[Any] = sa.select(
        table.c.key.label("wait_key"),
        sa.cast(type_, _TEXT).label("wait_state_type"),
        table.c.element_instance_key,
        table.c.process_instance_key,
        *(columns.get(name, sa.cast(sa.null(), empty)).label(name) for name, empty in _OTHERS.items()),
    )
    return chosen.where(table.c.element_instance_key.is_not(None), *where)


_job, _task, _timer, _subscription = jobs.c, user_tasks.c, timers.c, event_subscriptions.c
_waits = sa.union_all(
    _wait(
        jobs,
        sa.literal("JOB"),
        _job.state == JobState.CREATED,
        name=_job.type,
        kind=_job.kind,
        listener_event=_job.listener_event,
        number=_job.retries,
    ),
    _wait(user_tasks, sa.literal("USER_TASK"), _task.state == UserTaskState.CREATED, due_at=_task.due_at),
    _wait(timers, sa.literal("TIMER"), number=_timer.repetitions, due_at=_timer.due_at),
    _wait(
        event_subscriptions,
        sa.cast(_subscription.kind, sa.String),
        name=_subscription.name,
        correlation_key=_subscription.correlation_key,
    ),
).subquery("wait")

SEARCH = Search(
    WaitState,
    _waits.join(element_instances, _waits.c.element_instance_key == _element.key).join(
        process_instances, _element.process_instance_key == _instance.key
    ),
    {
        "wait_key": Column(_waits.c.wait_key, Kind.KEY),
        "wait_state_type": Column(_waits.c.wait_state_type),
        "element_instance_key": Column(_waits.c.element_instance_key, Kind.KEY),
        "element_id": Column(_element.element_id),
        "element_type": Column(ELEMENT_TYPE),
        "process_instance_key": Column(_waits.c.process_instance_key, Kind.KEY),
        "root_process_instance_key": Column(_instance.root_process_instance_key, Kind.KEY),
        "bpmn_process_id": Column(_instance.process_id),
        "name": Column(_waits.c.name),
        "correlation_key": Column(_waits.c.correlation_key),
        "kind": Column(_waits.c.kind),
        "listener_event": Column(_waits.c.listener_event),
        "number": Column(_waits.c.number, Kind.INTEGER),
        "due_at": Column(_waits.c.due_at, Kind.TIME),
    },
    "wait_key",
)
