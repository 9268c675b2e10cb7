"""User tasks: searched, and one with its form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.errors import NotFound
from engine.model.form import form_definitions
from engine.model.process_definition import process_definitions
from engine.model.process_instance import process_instances
from engine.model.user_task import CandidateKind, user_task_candidates, user_tasks
from engine.queries.forms import FormRow, form_of
from engine.queries.held_variables import HeldVariable, holds
from engine.queries.search import Column, Kind, Page, Search, SearchRequest
from engine.queries.visibility import visible_user_task

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy.sql.elements import ColumnElement

    from engine.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class UserTaskRow:
    """One user task with the names of its process and case."""

    user_task_key: int
    name: str
    state: str
    assignee: str | None
    element_id: str
    element_instance_key: int
    candidate_groups: list[str]
    candidate_users: list[str]
    process_definition_id: str
    process_definition_version: int
    process_definition_key: int
    process_name: str | None
    process_instance_key: int
    root_process_instance_key: int
    business_id: str | None
    creation_date: datetime
    completion_date: datetime | None
    follow_up_date: datetime | None
    due_date: datetime | None
    external_form_reference: str | None
    custom_headers: Mapping[str, str]
    priority: int
    form_key: int | None
    tags: tuple[str, ...]


_task, _definition, _instance = user_tasks.c, process_definitions.c, process_instances.c


def _among(kind: CandidateKind) -> Callable[[ColumnElement[bool]], ColumnElement[bool]]:
    candidate = user_task_candidates.c
    return lambda condition: sa.exists().where(candidate.user_task_key == _task.key, candidate.kind == kind, condition)


SEARCH = Search(
    UserTaskRow,
    user_tasks.join(process_definitions, _task.process_definition_key == _definition.key).join(
        process_instances, _task.process_instance_key == _instance.key
    ),
    {
        "user_task_key": Column(_task.key, Kind.KEY),
        "name": Column(_task.name),
        "state": Column(_task.state),
        "assignee": Column(_task.assignee),
        "element_id": Column(_task.element_id),
        "element_instance_key": Column(_task.element_instance_key, Kind.KEY),
        "candidate_groups": Column(_task.candidate_groups, is_sortable=False),
        "candidate_users": Column(_task.candidate_users, is_sortable=False),
        "process_definition_id": Column(_task.process_id),
        "process_definition_version": Column(_task.process_version, Kind.INTEGER),
        "process_definition_key": Column(_task.process_definition_key, Kind.KEY),
        "process_name": Column(_definition.name),
        "process_instance_key": Column(_task.process_instance_key, Kind.KEY),
        "root_process_instance_key": Column(_task.root_process_instance_key, Kind.KEY),
        "business_id": Column(_instance.business_id),
        "creation_date": Column(_task.created_at, Kind.TIME),
        "completion_date": Column(_task.ended_at, Kind.TIME),
        "follow_up_date": Column(_task.follow_up_at, Kind.TIME),
        "due_date": Column(_task.due_at, Kind.TIME),
        "external_form_reference": Column(_task.external_form_reference),
        "custom_headers": Column(_task.headers, is_sortable=False),
        "priority": Column(_task.priority, Kind.INTEGER),
        "form_key": Column(_task.form_key, Kind.KEY),
        "tags": Column(_instance.tags, Kind.TEXTS, is_sortable=False),
        "candidate_group": Column(user_task_candidates.c.name, within=_among(CandidateKind.GROUP)),
        "candidate_user": Column(user_task_candidates.c.name, within=_among(CandidateKind.USER)),
    },
    "user_task_key",
)


def search_user_tasks(
    connection: sa.Connection, actor: Actor, request: SearchRequest, held: tuple[HeldVariable, ...] = ()
) -> Page[UserTaskRow]:
    """Return one page of the user tasks that the actor sees."""
    return SEARCH.page(connection, request, visible_user_task(actor), *map(_holds, held))


def user_task(connection: sa.Connection, actor: Actor, key: int) -> UserTaskRow:
    """Return one user task; raise NotFound, also when the actor may not see it."""
    row = SEARCH.one(connection, key, visible_user_task(actor))
    if row is None:
        raise NotFound("user task", key)
    return row


def user_task_form(connection: sa.Connection, actor: Actor, key: int) -> FormRow | None:
    """Return the version of the form that the user task was created with, None when it has none; raise NotFound."""
    form_key = user_task(connection, actor, key).form_key
    return None if form_key is None else form_of(connection, form_definitions.c.key == form_key)


def _holds(held: HeldVariable) -> ColumnElement[bool]:
    return holds(_task.element_instance_key if held.is_local else _task.process_instance_key, held)
