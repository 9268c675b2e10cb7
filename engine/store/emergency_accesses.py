"""Emergency accesses, read from the chains of accesses: of a case, and those that are open over all cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.emergency_access import IS_OPEN, EmergencyAccess, EmergencyEvent, accesses_in
from engine.model.history_event import OF_EMERGENCIES, access_events
from engine.model.process_instance import process_instances
from engine.store.access_events import read_access_key
from engine.store.sealed import opened_event

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

_event, _instance = access_events.c, process_instances.c


def chain_length(connection: sa.Connection, root_key: int) -> int:
    """Return how many events a chain of accesses has; read it before the accesses, and nothing can come between unseen."""
    query = sa.select(sa.func.coalesce(sa.func.max(_event.sequence), 0)).where(_event.process_instance_key == root_key)
    return int(connection.execute(query).scalar_one())


def accesses_of(connection: sa.Connection, root_keys: Collection[int]) -> list[EmergencyAccess]:
    """Return the emergency accesses to these cases, by case and order of asking."""
    where = (_event.process_instance_key.in_(sorted(root_keys)), OF_EMERGENCIES)
    key = read_access_key(connection)
    query = sa.select(access_events).where(*where).order_by(_event.process_instance_key, _event.sequence)
    chains: dict[int, list[EmergencyAccess]] = {}
    events = [opened_event(connection, row, key) for row in connection.execute(query).all()]
    for root_key in sorted(root_keys):
        chains[root_key] = accesses_in(event for event in events if event.process_instance_key == root_key)
    return [access for accesses in chains.values() for access in accesses]


def cases_with_accesses(connection: sa.Connection, since: datetime | None, *, asked_by: str | None = None) -> list[int]:
    """Return the cases to which emergency access was asked for since then (None: ever), by key."""
    where: list[sa.ColumnElement[bool] | sa.TextClause] = [OF_EMERGENCIES, _event.type == EmergencyEvent.REQUESTED.value]
    if since is not None:
        where.append(_event.at >= since)
    if asked_by is not None:
        where.append(_event.actor == asked_by)
    query = sa.select(_event.process_instance_key).where(*where).distinct().order_by(_event.process_instance_key)
    return list(connection.execute(query).scalars())


def lapsed_accesses(connection: sa.Connection, now: datetime) -> list[EmergencyAccess]:
    """Return the accesses whose time is over without the record saying so."""
    found = accesses_of(connection, cases_with_accesses(connection, None))
    return [each for each in found if each.state in IS_OPEN and not each.is_open(now)]


def root_of(connection: sa.Connection, process_instance_key: int) -> int | None:
    """Return the case of a process instance; None: there is no such process instance."""
    query = sa.select(_instance.root_process_instance_key).where(_instance.key == process_instance_key)
    key: int | None = connection.execute(query).scalar_one_or_none()
    return key


def access_in_force(
    connection: sa.Connection, user_name: str, process_instance_key: int, now: datetime
) -> EmergencyAccess | None:
    """Return the emergency access by which a person may read the case of a process instance now."""
    root_key = root_of(connection, process_instance_key)
    found = [] if root_key is None else accesses_of(connection, [root_key])
    return next((each for each in found if each.requested_by == user_name and each.is_in_force(now)), None)
