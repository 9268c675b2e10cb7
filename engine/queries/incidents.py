"""Incidents: searched, and one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.errors import NotFound
from engine.model.incident import IncidentState, incidents
from engine.queries.search import Column, Kind, Page, Search, SearchRequest
from engine.queries.visibility import visible_within

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from engine.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """Something that an operator has to look at."""

    incident_key: int
    process_definition_id: str
    process_definition_key: int
    process_instance_key: int
    root_process_instance_key: int
    element_id: str
    element_instance_key: int
    job_key: int | None
    error_type: str
    error_message: str
    creation_time: datetime
    state: str


_incident = incidents.c
AT_ONCE = 5_000
"""Keys in one statement."""

SEARCH = Search(
    IncidentRow,
    incidents,
    {
        "incident_key": Column(_incident.key, Kind.KEY),
        "process_definition_id": Column(_incident.process_id),
        "process_definition_key": Column(_incident.process_definition_key, Kind.KEY),
        "process_instance_key": Column(_incident.process_instance_key, Kind.KEY),
        "root_process_instance_key": Column(_incident.root_process_instance_key, Kind.KEY),
        "element_id": Column(_incident.element_id),
        "element_instance_key": Column(_incident.element_instance_key, Kind.KEY),
        "job_key": Column(_incident.job_key, Kind.KEY),
        "error_type": Column(_incident.error_type),
        "error_message": Column(_incident.error_message),
        "creation_time": Column(_incident.created_at, Kind.TIME),
        "state": Column(_incident.state),
    },
    "incident_key",
)


def search_incidents(connection: sa.Connection, actor: Actor, request: SearchRequest) -> Page[IncidentRow]:
    """Return one page of the incidents of cases that the actor sees."""
    return SEARCH.page(connection, request, visible_within(actor, _incident.process_instance_key))


def search_incidents_below(
    connection: sa.Connection, actor: Actor, request: SearchRequest, instance_keys: tuple[str, str], key: int
) -> Page[IncidentRow]:
    """Return one page of the incidents with `key` in one of two key columns."""
    own, root = instance_keys
    below = sa.or_(SEARCH.columns[own].expression == key, SEARCH.columns[root].expression == key)
    return SEARCH.page(connection, request, below, visible_within(actor, _incident.process_instance_key))


def open_incidents_of(connection: sa.Connection, process_instance_keys: Sequence[int]) -> list[tuple[int, int]]:
    """Return (incident key, process instance key) of the open incidents of these process instances, by incident."""
    found: list[tuple[int, int]] = []
    for start in range(0, len(process_instance_keys), AT_ONCE):
        some = list(process_instance_keys[start : start + AT_ONCE])
        where = (_incident.state == IncidentState.ACTIVE, _incident.process_instance_key.in_(some))
        found += [
            (row[0], row[1])
            for row in connection.execute(sa.select(_incident.key, _incident.process_instance_key).where(*where))
        ]
    return sorted(found)


def incident(connection: sa.Connection, actor: Actor, key: int) -> IncidentRow:
    """Return one incident; raise NotFound, also when the actor may not see its case."""
    row = SEARCH.one(connection, key, visible_within(actor, _incident.process_instance_key))
    if row is None:
        raise NotFound("incident", key)
    return row
