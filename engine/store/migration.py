"""Where process instances stand, and carrying the rows of one over to another version of its process."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.element_instance import ElementInstance, ElementInstanceState, element_instances
from engine.model.event_subscription import EventSubscription, event_subscriptions
from engine.model.incident import IncidentState, incidents
from engine.model.job import JobState, jobs
from engine.model.timer import Timer, timers
from engine.model.user_task import user_tasks
from engine.model.waiting_token import WaitingToken, waiting_tokens
from engine.store.rows import insert, to_entity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from engine.model.process_definition import ProcessDefinition

AT_ONCE = 5_000
"""Keys in one statement."""
BPMN_ELEMENT = "BPMN_ELEMENT"
_element, _task = element_instances.c, user_tasks.c


class PositionKind(StrEnum):
    """In which way a process instance stands at an element."""

    ACTIVE = "ACTIVE"
    JOINING = "JOINING"
    """A token waits there for others."""
    UNDOABLE = "UNDOABLE"
    """It completed and can still be undone."""
    LISTENING = "LISTENING"
    """A listener's job is open."""
    UNDOING = "UNDOING"
    """The process itself, which undoes what an ended instance of the same version did."""


class Circumstance(StrEnum):
    """What goes on at an element of a process instance, and goes on after a migration."""

    INCIDENT = "INCIDENT"
    """It waits for an operator."""
    LOCKED_JOB = "LOCKED_JOB"
    """A worker holds its job."""
    CALLED = "CALLED"
    """A process that it called runs."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place where process instances stand; `flow_id` of a waiting token."""

    element_id: str
    kind: PositionKind
    flow_id: str | None = None


def positions_of(connection: sa.Connection, keys: Sequence[int]) -> dict[int, set[Position]]:
    """Return where each of the running process instances stands, the process itself included; a few statements for 5,000 keys."""
    found: dict[int, set[Position]] = {key: set() for key in keys}
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        for key, element_id, kind, flow_id in connection.execute(_positions(some)):
            found[key].add(Position(element_id, PositionKind(kind), flow_id))
    return found


def _positions(keys: Sequence[int]) -> sa.CompoundSelect[Any]:
    def places(kind: PositionKind, table: sa.Table, flow: Any, *where: sa.ColumnElement[bool]) -> sa.Select[Any]:
        columns = (
            table.c.process_instance_key,
            table.c.element_id,
            sa.literal(kind.value).label("kind"),
            flow.label("flow_id"),
        )
        return sa.select(*columns).where(table.c.process_instance_key.in_(keys), *where)

    nothing = sa.null()
    undoes = (_element.scope_key.is_(None), _element.compensates_key.is_not(None), _element.ended_at.is_(None))
    return sa.union(
        places(PositionKind.ACTIVE, element_instances, nothing, _element.ended_at.is_(None)),
        places(PositionKind.UNDOABLE, element_instances, nothing, _element.compensation_order.is_not(None)),
        places(PositionKind.UNDOING, element_instances, nothing, *undoes),
        places(PositionKind.JOINING, waiting_tokens, waiting_tokens.c.flow_id),
        places(PositionKind.LISTENING, jobs, nothing, jobs.c.state == JobState.CREATED, jobs.c.kind != BPMN_ELEMENT),
    )


def circumstances_of(connection: sa.Connection, keys: Sequence[int], now: datetime) -> list[tuple[int, str, Circumstance]]:
    """Return (process instance, element, circumstance), each once; one statement for up to 5,000 keys."""

    def found(circumstance: Circumstance, table: sa.Table, *where: sa.ColumnElement[bool]) -> sa.Select[Any]:
        columns = (table.c.process_instance_key, table.c.element_id, sa.literal(circumstance.value).label("circumstance"))
        return sa.select(*columns).where(table.c.process_instance_key.in_(keys), *where)

    is_held = (jobs.c.state == JobState.CREATED, jobs.c.deadline > now)
    query = sa.union(
        found(Circumstance.INCIDENT, incidents, incidents.c.state == IncidentState.ACTIVE),
        found(Circumstance.LOCKED_JOB, jobs, *is_held),
        found(
            Circumstance.CALLED,
            element_instances,
            _element.ended_at.is_(None),
            _element.called_process_instance_key.is_not(None),
        ),
    )
    return [(row[0], row[1], Circumstance(row[2])) for row in connection.execute(query)]


def take_waits(
    connection: sa.Connection, process_instance_key: int, host_id: str, event_ids: Collection[str]
) -> tuple[list[Timer], list[EventSubscription]]:
    """Delete and return the timers and subscriptions of these events that instances of `host_id` hold."""
    hosts = sa.select(_element.key).where(
        _element.process_instance_key == process_instance_key, _element.element_id == host_id, _element.ended_at.is_(None)
    )

    def taken(table: sa.Table) -> list[sa.Row[Any]]:
        where = (table.c.element_id.in_(list(event_ids)), table.c.element_instance_key.in_(hosts))
        rows = list(connection.execute(sa.select(table).where(table.c.process_instance_key == process_instance_key, *where)))
        connection.execute(sa.delete(table).where(table.c.process_instance_key == process_instance_key, *where))
        return rows

    found = [to_entity(Timer, row) for row in taken(timers)]
    return found, [to_entity(EventSubscription, row) for row in taken(event_subscriptions)]


def put_waits(connection: sa.Connection, found: Sequence[Timer], subscriptions: Sequence[EventSubscription]) -> None:
    """Insert timers and subscriptions as they were."""
    insert(connection, timers, found)
    insert(connection, event_subscriptions, subscriptions)


def carry_over(
    connection: sa.Connection, process_instance_key: int, target: ProcessDefinition, renamed: Mapping[str, str]
) -> None:
    """Let the rows of a locked process instance name the target's elements and definition: one statement a table."""
    version = {"process_definition_key": target.key, "process_id": target.process_id}
    numbered = {**version, "process_version": target.version}
    task, job, incident = user_tasks.c, jobs.c, incidents.c
    is_open = {
        element_instances: sa.or_(_element.ended_at.is_(None), _element.compensation_order.is_not(None)),
        user_tasks: sa.or_(task.ended_at.is_(None), task.element_id.in_(list(renamed))),
        jobs: job.state.in_([JobState.CREATED, JobState.FAILED, JobState.ERROR_THROWN]),
        incidents: incident.state == IncidentState.ACTIVE,
        timers: sa.true(),
        event_subscriptions: sa.true(),
    }
    columns: dict[sa.Table, dict[str, Any]] = {user_tasks: numbered, jobs: numbered, element_instances: {}}
    for table, where in is_open.items():
        values = columns.get(table, version) | ({"element_id": _renamed(table.c.element_id, renamed)} if renamed else {})
        if values:
            connection.execute(table.update().where(table.c.process_instance_key == process_instance_key, where).values(values))


def replace_waiting_tokens(
    connection: sa.Connection, process_instance_key: int, tokens: Iterable[WaitingToken]
) -> list[WaitingToken]:
    """Write all waiting tokens of a process instance anew; return them, those with the same place and flow added up."""
    connection.execute(sa.delete(waiting_tokens).where(waiting_tokens.c.process_instance_key == process_instance_key))
    summed: dict[tuple[int, str, str], WaitingToken] = {}
    for token in tokens:
        place = (token.scope_key, token.element_id, token.flow_id)
        if place in summed:
            summed[place].count += token.count
        else:
            summed[place] = token
    insert(connection, waiting_tokens, list(summed.values()))
    return list(summed.values())


def waiting_tokens_of(connection: sa.Connection, process_instance_key: int) -> list[WaitingToken]:
    """Return all tokens that wait in a process instance, by scope."""
    query = sa.select(waiting_tokens).where(waiting_tokens.c.process_instance_key == process_instance_key)
    return [to_entity(WaitingToken, row) for row in connection.execute(query.order_by(waiting_tokens.c.scope_key))]


def elements_with_open_user_tasks(connection: sa.Connection, process_instance_key: int) -> list[str]:
    """Return the ids of elements that have user tasks that are not over."""
    query = sa.select(_task.element_id).distinct().where(_is_open(process_instance_key)).order_by(_task.element_id)
    return list(connection.execute(query).scalars())


def follow_version(
    connection: sa.Connection, process_instance_key: int, element_id: str, columns: Mapping[str, object]
) -> dict[int, int | None]:
    """Give the element's open user tasks what another version says; return the form versions of those whose form changes."""
    mine = sa.and_(_is_open(process_instance_key), _task.element_id == element_id)
    changes = _task.form_key.is_distinct_from(columns["form_key"])
    query = sa.select(_task.key, _task.form_key).where(mine, changes).order_by(_task.key)
    before = {row[0]: row[1] for row in connection.execute(query)}
    differs = sa.or_(*(_task[name].is_distinct_from(value) for name, value in columns.items()))
    connection.execute(user_tasks.update().where(mine, differs).values(dict(columns)))
    return before


def put_forms(connection: sa.Connection, process_instance_key: int, forms: Mapping[int, int | None]) -> None:
    """Give open user tasks their former form versions: one statement for each version and 5,000 user tasks."""
    for form_key in set(forms.values()):
        keys = [key for key, form in forms.items() if form == form_key]
        for start in range(0, len(keys), AT_ONCE):
            where = (_is_open(process_instance_key), _task.key.in_(keys[start : start + AT_ONCE]))
            connection.execute(user_tasks.update().where(*where).values(form_key=form_key))


def active_instances(
    connection: sa.Connection, process_instance_key: int, element_ids: Collection[str]
) -> list[ElementInstance]:
    """Return the active instances of these elements, by key."""
    where = (_element.process_instance_key == process_instance_key, _element.state == ElementInstanceState.ACTIVE)
    return _instances(connection, *where, _element.element_id.in_(list(element_ids)))


def instances_with_memo(connection: sa.Connection, process_instance_key: int) -> list[ElementInstance]:
    """Return the living element instances that remember something, by key."""
    where = (_element.process_instance_key == process_instance_key, _element.ended_at.is_(None), _element.memo.is_not(None))
    return _instances(connection, *where)


def _instances(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[ElementInstance]:
    query = sa.select(element_instances).where(*where).order_by(_element.key)
    return [to_entity(ElementInstance, row) for row in connection.execute(query)]


def _is_open(process_instance_key: int) -> sa.ColumnElement[bool]:
    return sa.and_(_task.process_instance_key == process_instance_key, _task.ended_at.is_(None))


def _renamed(column: sa.ColumnElement[str], renamed: Mapping[str, str]) -> Any:
    return sa.case(*((column == before, sa.literal(after)) for before, after in renamed.items()), else_=column)
