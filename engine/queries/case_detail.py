"""One case as its page shows it: where it is, who has it, what belongs to it, and the path it took on the diagram."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.bpmn.process_model import ElementType
from engine.errors import NotFound
from engine.identity.permissions import Permission
from engine.model.deflated import inflated
from engine.model.element_instance import ElementInstanceState, element_instances
from engine.model.history_act import history_acts
from engine.model.identity import app_users
from engine.model.process_definition import process_definitions
from engine.model.process_instance import process_instances
from engine.model.user_task import user_tasks
from engine.queries.rows import as_row, as_rows
from engine.queries.visibility import sees_within, visible_case
from engine.store.visibility import reading_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.sql.elements import ColumnElement

    from engine.identity.actor import Actor


STEPS_AT_MOST = 1_000
OPEN_AT_MOST = 100
"""Open user tasks that are read of one case: nobody reads more, and a fan-out may have 100,000."""
_FLOWS_TAKEN = re.compile(rb"^SEQUENCE_FLOW_TAKEN\t([^\t]+)", re.MULTILINE)
"""In the lines of an act, see `EventLine`; taking every line apart would take a case of 100,000 events a second."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A process instance with the names that people know it by."""

    key: int
    root_key: int
    parent_key: int | None
    process_definition_key: int
    process_id: str
    process_name: str | None
    version: int
    properties: Mapping[str, str]
    case_number: str | None
    subject: str | None
    state: str
    initiator: str | None
    initiator_name: str | None
    owner_unit: str | None
    province_code: str | None
    confidentiality: str | None
    started_at: datetime
    ended_at: datetime | None
    history_length: int
    history_head: str


@dataclass(frozen=True, slots=True)
class OpenTaskRow:
    """A user task that the case waits for."""

    key: int
    process_instance_key: int
    process_definition_key: int
    element_id: str
    name: str
    assignee: str | None
    assignee_name: str | None
    candidate_groups: list[str]
    candidate_users: list[str]
    created_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class ElementCounts:
    """How often an element ran in one process instance."""

    element_id: str
    active: int
    completed: int
    terminated: int
    incidents: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """One run of an element directly inside the process."""

    element_id: str
    element_type: str
    is_active: bool
    is_completed: bool
    ended_at: datetime | None


_instance, _definition, _element, _task = process_instances.c, process_definitions.c, element_instances.c, user_tasks.c
_is_open = _task.state == sa.literal_column("'CREATED'")
"""Written out as the index of open user tasks says it: SQLite does not see a state in a parameter."""


def case(connection: sa.Connection, actor: Actor, key: int) -> CaseRow:
    """Return one process instance; raise NotFound, also when the actor may not see it."""
    row = connection.execute(_cases().where(_instance.key == key, visible_case(actor))).first()
    found = as_row(CaseRow, row)
    if found is None:
        raise NotFound("case", key)
    return found


def may_export(connection: sa.Connection, actor: Actor, root_key: int) -> bool:
    """Tell whether the actor may take a case out of the system: an auditor, or its team as far as they see inside."""
    reading = reading_of(connection, actor, root_key)
    is_theirs = reading is not None and (reading.is_of_team or actor.may(Permission.AUDIT))
    return is_theirs and sees_within(connection, actor, root_key)


def my_requests(connection: sa.Connection, actor: Actor, *, limit: int = 50, offset: int = 0) -> list[CaseRow]:
    """Return the cases that the actor started, running ones first, then the latest."""
    mine = sa.and_(_instance.initiator == actor.user_name, _instance.parent_process_instance_key.is_(None))
    order = (_instance.ended_at.is_not(None), _instance.started_at.desc(), _instance.key.desc())
    return as_rows(CaseRow, connection.execute(_cases().where(mine).order_by(*order).limit(limit).offset(offset)))


def case_rows_of(connection: sa.Connection, keys: list[int]) -> dict[int, CaseRow]:
    """Return these process instances by key; no check of rights."""
    rows = as_rows(CaseRow, connection.execute(_cases().where(_instance.key.in_(keys))))
    return {row.key: row for row in rows}


def related_cases(connection: sa.Connection, actor: Actor, root_key: int) -> list[CaseRow]:
    """Return the root process instance and those called below it that the actor sees, in the order of their start."""
    where = sa.and_(_instance.root_process_instance_key == root_key, visible_case(actor))
    return as_rows(CaseRow, connection.execute(_cases().where(where).order_by(_instance.key).limit(200)))


def open_tasks(connection: sa.Connection, root_keys: list[int], first_of: str | None = None) -> dict[int, list[OpenTaskRow]]:
    """Return the open user tasks of these cases by root process instance, OPEN_AT_MOST of each; no check of rights.

    Oldest first; those that the user named `first_of` has before all others, OPEN_AT_MOST of them more.
    """
    is_open = sa.and_(_task.root_process_instance_key.in_(root_keys), _is_open)
    keys: Any = sa.select(_first_open(is_open, root_keys).c.key)
    order: tuple[ColumnElement[Any], ...] = (_task.key,)
    if first_of is not None:
        own = sa.select(_task.key).where(_task.assignee == first_of, is_open).order_by(_task.key).limit(OPEN_AT_MOST).subquery()
        keys = sa.union(keys, sa.select(own.c.key))
        order = (_task.assignee.is_distinct_from(first_of), _task.key)
    statement = _open_task_rows().where(_task.key.in_(keys)).order_by(*order)
    found: dict[int, list[OpenTaskRow]] = {key: [] for key in root_keys}
    for root_key, *values in connection.execute(statement):
        found[root_key].append(OpenTaskRow(*values))
    return found


def _open_task_rows() -> sa.Select[Any]:
    return sa.select(
        _task.root_process_instance_key,
        _task.key,
        _task.process_instance_key,
        _task.process_definition_key,
        _task.element_id,
        _task.name,
        _task.assignee,
        app_users.c.name,
        _task.candidate_groups,
        _task.candidate_users,
        _task.created_at,
        _task.due_at,
    ).select_from(user_tasks.join(app_users, app_users.c.user_name == _task.assignee, isouter=True))


def _first_open(is_open: ColumnElement[bool], root_keys: list[int]) -> sa.Subquery:
    """Return the keys of the first open user tasks of each case; of a single one the index gives them without looking further."""
    if len(root_keys) == 1:
        return sa.select(_task.key).where(is_open).order_by(_task.key).limit(OPEN_AT_MOST).subquery()
    number = sa.func.row_number().over(partition_by=_task.root_process_instance_key, order_by=_task.key).label("number")
    numbered = sa.select(_task.key, number).where(is_open).subquery()
    return sa.select(numbered.c.key).where(numbered.c.number <= OPEN_AT_MOST).subquery()


def element_counts(connection: sa.Connection, process_instance_key: int) -> list[ElementCounts]:
    """Return how often each element ran, by element id; no check of rights."""
    return counted_by_element(connection, _element.process_instance_key == process_instance_key)


def counted_by_element(connection: sa.Connection, *where: ColumnElement[bool]) -> list[ElementCounts]:
    """Return how often each element ran among the element instances under these conditions, by element id."""
    state = _element.state
    statement = (
        sa.select(
            _element.element_id,
            _sum_of(_element.ended_at.is_(None)),
            _sum_of(state == ElementInstanceState.COMPLETED),
            _sum_of(state == ElementInstanceState.TERMINATED),
            _sum_of(sa.and_(_element.incident_key.is_not(None), _element.ended_at.is_(None))),
        )
        .where(*where)
        .group_by(_element.element_id)
        .order_by(_element.element_id)
    )
    return as_rows(ElementCounts, connection.execute(statement))


def steps(connection: sa.Connection, process_instance_key: int) -> list[StepRow]:
    """Return what ran directly inside the process, in the order of starting; no check of rights."""
    statement = (
        sa.select(
            _element.element_id,
            _element.element_type,
            _element.ended_at.is_(None),
            _element.state == ElementInstanceState.COMPLETED,
            _element.ended_at,
        )
        .where(_element.process_instance_key == process_instance_key, _element.scope_key == process_instance_key)
        .order_by(_element.key)
        .limit(STEPS_AT_MOST)
    )
    return as_rows(StepRow, connection.execute(statement))


def waiting_elements(connection: sa.Connection, root_keys: list[int]) -> dict[int, list[tuple[int, str]]]:
    """Return (process definition key, element id) of the innermost active elements of these cases; no check of rights."""
    statement = (
        sa.select(_instance.root_process_instance_key, _instance.process_definition_key, _element.element_id)
        .select_from(element_instances.join(process_instances, _element.process_instance_key == _instance.key))
        .where(
            _instance.root_process_instance_key.in_(root_keys),
            _element.ended_at.is_(None),
            _element.active_children == 0,
            _element.element_type.not_in([ElementType.PROCESS, ElementType.CALL_ACTIVITY]),
        )
        .order_by(_element.key)
        .limit(STEPS_AT_MOST)
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for root_key, definition_key, element_id in connection.execute(statement):
        found.setdefault(root_key, []).append((definition_key, element_id))
    return found


def flows_taken(connection: sa.Connection, process_instance_key: int) -> list[str]:
    """Return the ids of the sequence flows that were taken; no check of rights."""
    query = sa.select(history_acts.c.events).where(history_acts.c.process_instance_key == process_instance_key)
    taken = (_FLOWS_TAKEN.findall(inflated(events)) for events in connection.execute(query).scalars())
    return sorted(flow.decode() for flow in set().union(*taken))


def _cases() -> sa.Select[Any]:
    joined = process_instances.join(process_definitions, _instance.process_definition_key == _definition.key).join(
        app_users, app_users.c.user_name == _instance.initiator, isouter=True
    )
    return sa.select(
        _instance.key,
        _instance.root_process_instance_key,
        _instance.parent_process_instance_key,
        _instance.process_definition_key,
        _instance.process_id,
        _definition.name,
        _instance.version,
        _definition.properties,
        _instance.business_id,
        _instance.subject,
        _instance.state,
        _instance.initiator,
        app_users.c.name,
        _instance.owner_unit,
        _instance.province_code,
        _instance.confidentiality,
        _instance.started_at,
        _instance.ended_at,
        _instance.history_length,
        _instance.history_head,
    ).select_from(joined)


def _sum_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)
