"""What happened to a process instance, as far as commands ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.history_event import history_events
from engine.model.process_instance import process_instances
from engine.store.sealed import opened_event

if TYPE_CHECKING:
    from collections.abc import Collection

    from engine.model.history_event import HistoryEvent

_event = history_events.c
_WITH_KEY = sa.select(history_events, process_instances.c.wrapped_key).join(
    process_instances, process_instances.c.key == _event.process_instance_key
)


def last_event_of(connection: sa.Connection, process_instance_key: int, types: Collection[str]) -> HistoryEvent | None:
    """Return the latest event of one of the types."""
    where = (_event.process_instance_key == process_instance_key, _event.type.in_(list(types)))
    row = connection.execute(_WITH_KEY.where(*where).order_by(_event.sequence.desc()).limit(1)).first()
    return None if row is None else opened_event(connection, row, row.wrapped_key)


def first_event_besides(
    connection: sa.Connection, process_instance_key: int, types: Collection[str], *, after: int
) -> HistoryEvent | None:
    """Return the earliest event after the sequence number `after` that is of none of the types."""
    where = (_event.process_instance_key == process_instance_key, _event.sequence > after, _event.type.not_in(list(types)))
    row = connection.execute(_WITH_KEY.where(*where).order_by(_event.sequence).limit(1)).first()
    return None if row is None else opened_event(connection, row, row.wrapped_key)
