"""What a person did and was asked, in which capacity; and who read what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.history_act import history_acts
from engine.model.history_event import access_events, payload_of
from engine.model.identity import app_users
from engine.model.process_instance import process_instances
from engine.model.user_task import CandidateKind, user_task_candidates, user_tasks
from engine.queries.case_timeline import TimelineRow, timeline_rows, timeline_select
from engine.queries.rows import as_rows
from engine.queries.wanted_events import Wanted
from engine.store.access_events import read_access_key
from engine.store.sealed import opened_details
from engine.store.visibility import visible_within

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from engine.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` on, and before `before`."""

    since: datetime
    before: datetime


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A user task that somebody was asked to do by name, or did."""

    key: int
    process_instance_key: int
    process_definition_key: int
    element_id: str
    state: str
    created_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    completed_by: str | None
    on_behalf_of: str | None
    capacity: str | None


@dataclass(frozen=True, slots=True)
class CaseName:
    """The case that a process instance belongs to."""

    key: int
    number: str | None
    subject: str | None
    process_definition_key: int


@dataclass(frozen=True, slots=True)
class AccessRow:
    """Somebody read something; `process_instance_key` 0 is about no single case."""

    process_instance_key: int
    sequence: int
    type: str
    at: datetime
    actor: str
    actor_name: str | None
    capacity: str | None
    payload: dict[str, Any]
    is_erased: bool


_act, _task, _access, _instance = history_acts.c, user_tasks.c, access_events.c, process_instances.c


def acts_of(
    connection: sa.Connection, user_name: str, period: Period, types: Collection[str], *, limit: int, offset: int = 0
) -> list[TimelineRow]:
    """Return events of these types that a person caused or that were caused in their name, the latest first; no check of rights."""
    query = timeline_select().where(
        _act.at >= period.since, _act.at < period.before, sa.or_(_act.actor == user_name, _act.on_behalf_of == user_name)
    )
    return timeline_rows(connection, query, Wanted(types), limit=limit, offset=offset)


def asked_of(connection: sa.Connection, user_name: str, period: Period, *, limit: int, offset: int = 0) -> list[AskedRow]:
    """Return user tasks that were created in the period and assigned or offered to a person by name; no check of rights."""
    named = sa.exists().where(
        user_task_candidates.c.user_task_key == _task.key,
        user_task_candidates.c.kind == CandidateKind.USER,
        user_task_candidates.c.name == user_name,
    )
    mine = sa.or_(_task.assignee == user_name, _task.completed_by == user_name, named)
    columns = [
        getattr(_task, name) if name != "state" else sa.type_coerce(_task.state, sa.String) for name in AskedRow.__slots__
    ]
    query = sa.select(*columns).where(mine, _task.created_at >= period.since, _task.created_at < period.before)
    return as_rows(AskedRow, connection.execute(query.order_by(_task.key.desc()).limit(limit).offset(offset)))


def cases_of(connection: sa.Connection, process_instance_keys: Collection[int]) -> dict[int, CaseName]:
    """Return the case of each of these process instances; no check of rights."""
    root = process_instances.alias("root_of_row")
    query = (
        sa.select(_instance.key, root.c.key, root.c.business_id, root.c.subject, root.c.process_definition_key)
        .select_from(process_instances.join(root, root.c.key == _instance.root_process_instance_key))
        .where(_instance.key.in_(sorted(process_instance_keys)))
    )
    return {key: CaseName(*case) for key, *case in connection.execute(query)}


def seen_within(connection: sa.Connection, actor: Actor, process_instance_keys: Collection[int]) -> set[int]:
    """Return those of these process instances whose contents the actor sees: not of secret cases that are not opened."""
    where = (_instance.key.in_(sorted(process_instance_keys)), visible_within(actor, _instance.key))
    return set(connection.execute(sa.select(_instance.key).where(*where)).scalars())


def accesses(
    connection: sa.Connection,
    period: Period,
    *,
    user_name: str | None = None,
    types: Collection[str] | None = None,
    limit: int,
    offset: int = 0,
) -> list[AccessRow]:
    """Return who read what in the period, the latest first; no check of rights."""
    query = (
        sa.select(access_events, app_users.c.name.label("actor_name"))
        .select_from(access_events.join(app_users, app_users.c.user_name == _access.actor, isouter=True))
        .where(_access.at >= period.since, _access.at < period.before)
        .order_by(_access.at.desc(), _access.process_instance_key.desc(), _access.sequence.desc())
    )
    if user_name is not None:
        query = query.where(_access.actor == user_name)
    if types is not None:
        query = query.where(_access.type.in_(types))
    key = read_access_key(connection)
    return [_access_row(connection, row, key) for row in connection.execute(query.limit(limit).offset(offset))]


def _access_row(connection: sa.Connection, row: Any, key: bytes | None) -> AccessRow:
    details, _ = opened_details(connection, key, row.ciphertext)
    return AccessRow(
        process_instance_key=row.process_instance_key,
        sequence=row.sequence,
        type=row.type,
        at=row.at,
        actor=row.actor,
        actor_name=row.actor_name,
        capacity=row.capacity,
        payload=payload_of(row.facts, details),
        is_erased=details is None and row.sealed is not None,
    )
