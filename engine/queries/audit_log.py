"""What people and programs did to a case, as the API's audit log tells it: a part of its history in the API's words."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from engine.errors import NotFound
from engine.model.history_act import history_acts
from engine.model.identity import app_users
from engine.model.process_instance import process_instances
from engine.model.user_task import user_tasks
from engine.queries.case_timeline import timeline_rows, timeline_select
from engine.queries.listed import page_of
from engine.queries.search import TENANT, Column, Kind, Page, Search, SearchRequest, constant
from engine.queries.visibility import sees_within
from engine.queries.wanted_events import Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from engine.identity.actor import Actor
    from engine.queries.case_timeline import TimelineRow

EVENTS_AT_MOST: Final = 10_000
"""Of one case, the latest: more than that nobody reads."""
KINDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "USER_TASK_CLAIMED": ("USER_TASK", "ASSIGN"),
        "USER_TASK_ASSIGNED": ("USER_TASK", "ASSIGN"),
        "USER_TASK_UNASSIGNED": ("USER_TASK", "UNASSIGN"),
        "USER_TASK_UPDATED": ("USER_TASK", "UPDATE"),
        "USER_TASK_SIGNED": ("USER_TASK", "COMPLETE"),
        "PROCESS_INSTANCE_STARTED": ("PROCESS_INSTANCE", "CREATE"),
        "PROCESS_INSTANCE_CANCELED": ("PROCESS_INSTANCE", "CANCEL"),
        "PROCESS_INSTANCE_MODIFIED": ("PROCESS_INSTANCE", "MODIFY"),
        "PROCESS_INSTANCE_MIGRATED": ("PROCESS_INSTANCE", "MIGRATE"),
        "PROCESS_INSTANCE_SUSPENDED": ("PROCESS_INSTANCE", "SUSPEND"),
        "PROCESS_INSTANCE_RESUMED": ("PROCESS_INSTANCE", "RESUME"),
        "INCIDENT_REVIEWED": ("INCIDENT", "RESOLVE"),
        "VARIABLES_SET": ("VARIABLE", "UPDATE"),
        "JOB_UPDATED": ("JOB", "UPDATE"),
    }
)
"""Which events are acts, on what and of which kind; other events are consequences."""
_NAMED_BY: Final[Mapping[str, str]] = MappingProxyType({"INCIDENT": "incidentKey", "JOB": "jobKey"})


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act."""

    audit_log_key: str
    entity_key: int
    entity_type: str
    operation_type: str
    timestamp: datetime
    actor_id: str
    actor_type: str
    category: str
    result: str
    process_definition_id: str
    process_definition_key: int
    process_instance_key: int
    root_process_instance_key: int
    element_instance_key: int | None
    job_key: int | None
    user_task_key: int | None
    tenant_id: str = TENANT


_KINDS_OF_COLUMNS = {"timestamp": Kind.TIME, "audit_log_key": Kind.TEXT}
NEVER = (
    "batch_operation_key", "batch_operation_type", "decision_definition_id", "decision_definition_key",
    "decision_requirements_id", "decision_requirements_key", "decision_evaluation_key", "deployment_key", "form_key",
    "resource_key", "related_entity_key", "related_entity_type", "entity_description", "agent_element_id",
    "inbound_channel_type", "inbound_channel_tool_name",
)  # fmt: skip
"""What the API can say of an act, and no act of a case has."""
SEARCH: Search[AuditEntry] = Search(
    AuditEntry,
    history_acts,
    {
        name: Column(sa.null(), _KINDS_OF_COLUMNS.get(name, Kind.KEY if name.endswith("_key") else Kind.TEXT))
        for name in AuditEntry.__slots__
    }
    | {name: constant(None) for name in NEVER},
    "audit_log_key",
)
"""What may be asked, to read a request with; the entries themselves lie packed in acts."""


def case_audit_log(
    connection: sa.Connection, actor: Actor, process_instance_key: int, request: SearchRequest
) -> Page[AuditEntry]:
    """Return a page of what was done to a process instance, the latest first unless asked otherwise.

    Raises NotFound, also when the actor does not see inside.
    """
    return page_of(_entries(connection, actor, process_instance_key), SEARCH, request)


def user_task_audit_log(
    connection: sa.Connection, actor: Actor, user_task_key: int, request: SearchRequest
) -> Page[AuditEntry]:
    """Return a page of what was done to a user task; raise NotFound, also when the actor does not see inside its case."""
    task = user_tasks.c
    query = sa.select(task.process_instance_key, task.element_id).where(task.key == user_task_key)
    found = connection.execute(query).first()
    if found is None or not sees_within(connection, actor, found.process_instance_key):
        raise NotFound("user task", user_task_key)
    entries = _entries(connection, actor, found.process_instance_key, found.element_id)
    return page_of([entry for entry in entries if entry.user_task_key == user_task_key], SEARCH, request)


def _entries(connection: sa.Connection, actor: Actor, key: int, element_id: str | None = None) -> list[AuditEntry]:
    instance = process_instances.c
    columns = (instance.process_id, instance.process_definition_key, instance.root_process_instance_key)
    case = connection.execute(sa.select(*columns).where(instance.key == key)).first()
    if case is None or not sees_within(connection, actor, key):
        raise NotFound("process instance", key)
    query = timeline_select().where(history_acts.c.process_instance_key == key)
    rows = timeline_rows(connection, query, Wanted(frozenset(KINDS), element_id), limit=EVENTS_AT_MOST)
    tasks = _task_keys(connection, key)
    services = _services(connection, {row.actor for row in rows})
    return [_entry(row, case, tasks.get(row.element_instance_key or 0), services) for row in rows]


def _entry(row: TimelineRow, case: Any, task_key: int | None, services: frozenset[str]) -> AuditEntry:
    entity, operation = KINDS[row.type]
    user_task_key = task_key if entity == "USER_TASK" else None
    named = row.payload.get(_NAMED_BY.get(entity, ""))
    entity_key = int(named) if isinstance(named, str) and named.isdecimal() else user_task_key or row.process_instance_key
    return AuditEntry(
        audit_log_key=f"{row.process_instance_key}{row.sequence}",
        entity_key=entity_key,
        entity_type=entity,
        operation_type=operation,
        timestamp=row.at,
        actor_id=row.actor,
        actor_type="CLIENT" if row.actor in services or row.actor == "system" else "USER",
        category="USER_TASKS" if entity == "USER_TASK" else "DEPLOYED_RESOURCES",
        result="SUCCESS",
        process_definition_id=case.process_id,
        process_definition_key=case.process_definition_key,
        process_instance_key=row.process_instance_key,
        root_process_instance_key=case.root_process_instance_key,
        element_instance_key=row.element_instance_key,
        job_key=entity_key if entity == "JOB" else None,
        user_task_key=user_task_key,
    )


def _task_keys(connection: sa.Connection, process_instance_key: int) -> dict[int, int]:
    task = user_tasks.c
    query = sa.select(task.element_instance_key, task.key).where(task.process_instance_key == process_instance_key)
    return {row[0]: row[1] for row in connection.execute(query)}


def _services(connection: sa.Connection, names: set[str]) -> frozenset[str]:
    user = app_users.c
    query = sa.select(user.user_name).where(user.user_name.in_(names), user.is_service)
    return frozenset(connection.execute(query).scalars())
