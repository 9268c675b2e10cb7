"""Process instances: searched, and one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.errors import NotFound
from engine.model.batch_operation import batch_items
from engine.model.element_instance import element_instances
from engine.model.incident import IncidentState, incidents
from engine.model.job import JobState, jobs
from engine.model.process_definition import process_definitions
from engine.model.process_instance import process_instances
from engine.queries.element_instances import ELEMENT_STATE
from engine.queries.held_variables import HeldVariable, holds
from engine.queries.search import Column, Kind, Page, Search, SearchRequest
from engine.queries.visibility import visible_case

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.sql.elements import ColumnElement

    from engine.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class ProcessInstanceRow:
    """One process instance with the name of its definition."""

    process_instance_key: int
    process_definition_id: str
    process_definition_name: str | None
    process_definition_version: int
    process_definition_version_tag: str | None
    process_definition_key: int
    start_date: datetime
    end_date: datetime | None
    state: str
    has_incident: bool
    parent_process_instance_key: int | None
    parent_element_instance_key: int | None
    root_process_instance_key: int
    tags: tuple[str, ...]
    business_id: str | None
    suspended_date: datetime | None


_instance, _definition = process_instances.c, process_definitions.c


def _has_incident() -> ColumnElement[bool]:
    inside = sa.or_(
        incidents.c.process_instance_key == _instance.key,
        incidents.c.root_process_instance_key == _instance.key,
    )
    return sa.exists().where(incidents.c.state == IncidentState.ACTIVE, inside)


def _with_element(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return sa.exists().where(element_instances.c.process_instance_key == _instance.key, condition)


def _with_active_element(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return _with_element(sa.and_(condition, element_instances.c.ended_at.is_(None)))


def _with_incident(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return sa.exists().where(
        incidents.c.process_instance_key == _instance.key, incidents.c.state == IncidentState.ACTIVE, condition
    )


def _has_retries_left() -> ColumnElement[bool]:
    """Whether a job has failed and will be tried again."""
    failed = sa.and_(jobs.c.state == JobState.CREATED, jobs.c.error_message.is_not(None))
    return sa.exists().where(jobs.c.process_instance_key == _instance.key, failed)


def _in_batch(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return sa.exists().where(batch_items.c.process_instance_key == _instance.key, condition)


SEARCH = Search(
    ProcessInstanceRow,
    process_instances.join(process_definitions, _instance.process_definition_key == _definition.key),
    {
        "process_instance_key": Column(_instance.key, Kind.KEY),
        "process_definition_id": Column(_instance.process_id),
        "process_definition_name": Column(_definition.name),
        "process_definition_version": Column(_instance.version, Kind.INTEGER),
        "process_definition_version_tag": Column(_definition.version_tag),
        "process_definition_key": Column(_instance.process_definition_key, Kind.KEY),
        "start_date": Column(_instance.started_at, Kind.TIME),
        "end_date": Column(_instance.ended_at, Kind.TIME),
        "suspended_date": Column(_instance.suspended_at, Kind.TIME),
        "state": Column(_instance.state),
        "has_incident": Column(_has_incident(), Kind.BOOLEAN),
        "parent_process_instance_key": Column(_instance.parent_process_instance_key, Kind.KEY),
        "parent_element_instance_key": Column(_instance.parent_element_instance_key, Kind.KEY),
        "root_process_instance_key": Column(_instance.root_process_instance_key, Kind.KEY),
        "tags": Column(_instance.tags, Kind.TEXTS, is_sortable=False),
        "business_id": Column(_instance.business_id),
        "element_id": Column(element_instances.c.element_id, within=_with_element),
        "element_instance_state": Column(ELEMENT_STATE, within=_with_element),
        "has_element_instance_incident": Column(
            element_instances.c.incident_key.is_not(None), Kind.BOOLEAN, within=_with_element
        ),
        "has_retries_left": Column(_has_retries_left(), Kind.BOOLEAN, is_sortable=False),
        "active_element_id": Column(element_instances.c.element_id, within=_with_active_element),
        "error_message": Column(incidents.c.error_message, within=_with_incident),
        "batch_operation_key": Column(batch_items.c.batch_operation_key, Kind.KEY, within=_in_batch),
        "batch_operation_id": Column(batch_items.c.batch_operation_key, Kind.KEY, within=_in_batch),
    },
    "process_instance_key",
)


def search_process_instances(
    connection: sa.Connection, actor: Actor, request: SearchRequest, held: tuple[HeldVariable, ...] = ()
) -> Page[ProcessInstanceRow]:
    """Return one page of the process instances that the actor sees; `held` is about variables of the process."""
    return SEARCH.page(connection, request, visible_case(actor), *_with(held))


def process_instance_keys(
    connection: sa.Connection, actor: Actor, request: SearchRequest, held: tuple[HeldVariable, ...] = ()
) -> list[int]:
    """Return the keys of all process instances that the actor sees and the request chooses, in order of key."""
    return SEARCH.keys(connection, request, visible_case(actor), *_with(held))


def chosen_instances(
    actor: Actor, request: SearchRequest, held: tuple[HeldVariable, ...], *where: ColumnElement[bool]
) -> sa.Select[Any]:
    """Return the question after the keys of the process instances that the actor sees and the request chooses."""
    return SEARCH.chosen(request, visible_case(actor), *_with(held), *where)


def process_instance(connection: sa.Connection, actor: Actor, key: int) -> ProcessInstanceRow:
    """Return one process instance; raise NotFound, also when the actor may not see it."""
    row = SEARCH.one(connection, key, visible_case(actor))
    if row is None:
        raise NotFound("process instance", key)
    return row


def call_hierarchy(connection: sa.Connection, actor: Actor, key: int) -> list[ProcessInstanceRow]:
    """Return the process instance and those that called it, the outermost first; raise NotFound as `process_instance` does."""
    found = [process_instance(connection, actor, key)]
    while (parent_key := found[0].parent_process_instance_key) is not None:
        parent = SEARCH.one(connection, parent_key)
        if parent is None:
            break
        found.insert(0, parent)
    return found


def _with(held: tuple[HeldVariable, ...]) -> list[ColumnElement[bool]]:
    return [holds(_instance.key, one) for one in held]
