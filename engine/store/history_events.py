"""What happened to a process instance, as far as commands ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.history_act import HistoryAct, history_acts
from engine.model.process_instance import process_instances
from engine.store.sealed import opened_act

if TYPE_CHECKING:
    from collections.abc import Collection

    from engine.model.history_event import HistoryEvent

_act = history_acts.c
AT_ONCE = 100
_WITH_KEY = sa.select(history_acts, process_instances.c.wrapped_key).join(
    process_instances, process_instances.c.key == _act.process_instance_key
)


def last_event_of(connection: sa.Connection, process_instance_key: int, types: Collection[str]) -> HistoryEvent | None:
    """Return the latest event of one of the types."""
    query = _WITH_KEY.where(_act.process_instance_key == process_instance_key).order_by(_act.sequence.desc())
    with connection.execute(query.execution_options(yield_per=AT_ONCE)) as found:
        for *act, wrapped_key in found:
            for event in reversed(opened_act(connection, HistoryAct(*act), wrapped_key)):
                if event.type in types:
                    return event
    return None


def first_event_besides(
    connection: sa.Connection, process_instance_key: int, types: Collection[str], *, after: int
) -> HistoryEvent | None:
    """Return the earliest event after the sequence number `after` that is of none of the types."""
    begun = sa.select(sa.func.max(_act.sequence)).where(
        _act.process_instance_key == process_instance_key, _act.sequence <= after
    )
    where = (_act.process_instance_key == process_instance_key, _act.sequence >= begun.scalar_subquery())
    query = _WITH_KEY.where(*where).order_by(_act.sequence)
    with connection.execute(query.execution_options(yield_per=AT_ONCE)) as found:
        for *act, wrapped_key in found:
            for event in opened_act(connection, HistoryAct(*act), wrapped_key):
                if event.sequence > after and event.type not in types:
                    return event
    return None
