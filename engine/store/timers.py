"""Timers: which are due, and those of a process definition's start events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.columns import UtcDateTime, fixed_width
from engine.model.timer import Timer, timers
from engine.store.process_instances import is_running
from engine.store.question import Question
from engine.store.rows import insert, to_entity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_c = timers.c


def due_timers(connection: sa.Connection, now: datetime, limit: int) -> list[tuple[int, int | None]]:
    """Return (key, process instance key) of timers that are due, earliest first; those of suspended process instances wait."""
    return [(row[0], row[1]) for row in _DUE.rows(connection, now=fixed_width(now), at_most=limit)]


def next_timer_at(connection: sa.Connection) -> datetime | None:
    """Return when the next timer is due; None when there is none. Those of suspended process instances wait."""
    found: datetime | None = connection.execute(
        sa.select(_c.due_at).where(is_running(_c.process_instance_key)).order_by(_c.due_at).limit(1)
    ).scalar()
    return found


def find_timer(connection: sa.Connection, key: int) -> Timer | None:
    """Return a timer without a lock."""
    row = connection.execute(sa.select(timers).where(_c.key == key)).first()
    return None if row is None else to_entity(Timer, row)


def find_timers_of(connection: sa.Connection, process_instance_key: int, keys: Sequence[int], now: datetime) -> list[Timer]:
    """Return those of the timers that the locked process instance has and that are due, earliest first."""
    query = sa.select(timers).where(_c.key.in_(keys), _c.process_instance_key == process_instance_key, _c.due_at <= now)
    return [to_entity(Timer, row) for row in connection.execute(query.order_by(_c.due_at, _c.key))]


def lock_timer(connection: sa.Connection, key: int) -> Timer | None:
    """Lock and return a timer; None when it is gone or somebody else is firing it."""
    row = connection.execute(sa.select(timers).where(_c.key == key).with_for_update(skip_locked=True)).first()
    return None if row is None else to_entity(Timer, row)


def insert_timers(connection: sa.Connection, new: list[Timer]) -> None:
    """Insert timers."""
    insert(connection, timers, new)


def delete_timer(connection: sa.Connection, key: int) -> None:
    """Delete one timer."""
    connection.execute(sa.delete(timers).where(_c.key == key))


def postpone_timer(connection: sa.Connection, key: int, until: datetime) -> None:
    """Try a timer that could not be fired again later."""
    connection.execute(timers.update().where(_c.key == key).values(due_at=until, attempts=_c.attempts + 1))


def delete_start_timers(connection: sa.Connection, process_ids: list[str]) -> None:
    """Delete the timers of the start events of all versions of these processes."""
    where = sa.and_(_c.process_instance_key.is_(None), _c.process_id.in_(process_ids))
    connection.execute(sa.delete(timers).where(where))


_DUE = Question(
    sa.select(_c.key, _c.process_instance_key)
    .where(_c.due_at <= sa.bindparam("now", type_=UtcDateTime), is_running(_c.process_instance_key))
    .order_by(_c.due_at, _c.key)
    .limit(sa.bindparam("at_most", type_=sa.Integer))
)
