"""Continuations: which are owed, claiming one, giving it back when it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.columns import UtcDateTime, fixed_width
from engine.model.continuation import HELD_KINDS, MAX_ATTEMPTS, Continuation, continuations
from engine.store.process_instances import is_running
from engine.store.question import Question
from engine.store.rows import insert, to_entity

if TYPE_CHECKING:
    from datetime import datetime

_c = continuations.c


def due_continuation_keys(connection: sa.Connection, now: datetime, limit: int) -> list[int]:
    """Return the keys of continuations that may be run, oldest first; steps of suspended process instances wait."""
    return [key for (key,) in _DUE.rows(connection, now=fixed_width(now), at_most=limit)]


def next_continuation_at(connection: sa.Connection) -> datetime | None:
    """Return when the next continuation may be run; None when there is none."""
    found = _NEXT.rows(connection)
    return found[0][0] if found else None


def revive_continuations(connection: sa.Connection, process_instance_key: int, now: datetime) -> list[int]:
    """Let the parked continuations of a process instance be run again; return their keys, oldest first."""
    parked = (_c.process_instance_key == process_instance_key, _c.attempts >= MAX_ATTEMPTS)
    keys = list(connection.execute(sa.select(_c.key).where(*parked).order_by(_c.key)).scalars())
    if keys:
        connection.execute(continuations.update().where(_c.key.in_(keys)).values(due_at=now, attempts=0))
    return keys


def held_continuation_keys(connection: sa.Connection, process_instance_key: int, limit: int) -> list[int]:
    """Return the keys of the steps that waited while the process instance was suspended, oldest first."""
    held = (_c.kind.in_(HELD_KINDS), _c.attempts < MAX_ATTEMPTS)
    query = sa.select(_c.key).where(_c.process_instance_key == process_instance_key, *held)
    return list(connection.execute(query.order_by(_c.due_at, _c.key).limit(limit)).scalars())


def claim_continuation(connection: sa.Connection, key: int) -> Continuation | None:
    """Lock and return a continuation; None when it is done or somebody else does it."""
    row = connection.execute(sa.select(continuations).where(_c.key == key).with_for_update(skip_locked=True)).first()
    return None if row is None else to_entity(Continuation, row)


def insert_continuations(connection: sa.Connection, owed: list[Continuation]) -> None:
    """Insert continuations."""
    insert(connection, continuations, owed)


def delete_continuation(connection: sa.Connection, key: int) -> None:
    """Delete a continuation, in the transaction that does it."""
    connection.execute(sa.delete(continuations).where(_c.key == key))


def postpone_continuation(connection: sa.Connection, key: int, until: datetime, error: str) -> int:
    """Note a failure and try again later; return how often it failed."""
    statement = continuations.update().where(_c.key == key).values(due_at=until, attempts=_c.attempts + 1, last_error=error)
    connection.execute(statement)
    attempts: int | None = connection.execute(sa.select(_c.attempts).where(_c.key == key)).scalar_one_or_none()
    return attempts or 0


def _may_run() -> sa.ColumnElement[bool]:
    is_other = sa.and_(*(_c.kind != kind for kind in sorted(HELD_KINDS)))
    is_not_held = sa.or_(is_other, is_running(_c.process_instance_key))
    return sa.and_(_c.attempts < MAX_ATTEMPTS, is_not_held)


_DUE = Question(
    sa.select(_c.key)
    .where(_c.due_at <= sa.bindparam("now", type_=UtcDateTime), _may_run())
    .order_by(_c.due_at, _c.key)
    .limit(sa.bindparam("at_most", type_=sa.Integer))
)
_NEXT = Question(sa.select(_c.due_at).where(_may_run()).order_by(_c.due_at).limit(1))
