"""The timeline: what happened in a case and those it called, in order, with the names of the people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.comment import comments
from engine.model.document import documents
from engine.model.history_event import history_events, payload_of
from engine.model.identity import app_users
from engine.model.process_instance import process_instances
from engine.queries.rows import as_rows
from engine.store.sealed import opened, opened_details

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One recorded fact; `payload` is what is particular to its type."""

    process_instance_key: int
    process_definition_key: int
    sequence: int
    type: str
    at: datetime
    actor: str
    actor_name: str | None
    on_behalf_of: str | None
    capacity: str | None
    element_id: str | None
    element_instance_key: int | None
    payload: dict[str, Any]
    hash: str
    is_erased: bool = False
    """Personal details were erased: `payload` tells the rest."""


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A remark on the case."""

    author: str
    author_name: str | None
    text: str
    created_at: datetime
    user_task_key: int | None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A file of the case."""

    document_id: str
    name: str
    content_type: str
    size: int
    sha256: str
    created_at: datetime
    created_by: str
    created_by_name: str | None
    is_generated: bool


_event = history_events.c
READ_BACK = 20_000
"""Events of one process instance that are looked through, the latest: what a page shows must not cost what a case has become."""
INSTANCES_AT_MOST = 200
"""Process instances whose events are looked through: the case's own and those called last."""


def case_timeline(
    connection: sa.Connection, root_key: int, types: Collection[str] | None = None, *, limit: int = 500
) -> list[TimelineRow]:
    """Return the latest events of the case and those it called, the latest first, only of `types` if given; no check of rights.

    Looked through are the last READ_BACK events of the case itself and of those called last, INSTANCES_AT_MOST in all.
    """
    looked_at = _looked_at(root_key)
    statement = _events_with_names(looked_at, _is_recent(looked_at)).limit(limit)
    if types is not None:
        statement = statement.where(_event.type.in_(sorted(types)))
    return timeline_rows(connection, connection.execute(statement))


def timeline_select() -> sa.Select[Any]:
    """Return the query for events with the names of people, the latest first, to be narrowed; see `timeline_rows`."""
    return _events_with_names(process_instances, _event.process_instance_key == process_instances.c.key)


def timeline_rows(connection: sa.Connection, found: Iterable[sa.Row[Any]]) -> list[TimelineRow]:
    """Return what a `timeline_select` found."""
    return [_timeline_row(connection, row) for row in found]


def case_comments(connection: sa.Connection, root_key: int) -> list[CommentRow]:
    """Return the remarks on a case, oldest first; no check of rights."""
    comment = comments.c
    statement = (
        sa.select(
            comment.author,
            app_users.c.name,
            comment.ciphertext,
            comment.created_at,
            comment.user_task_key,
            process_instances.c.wrapped_key,
        )
        .select_from(
            comments.join(app_users, app_users.c.user_name == comment.author, isouter=True).join(
                process_instances, process_instances.c.key == comment.process_instance_key
            )
        )
        .where(comment.root_process_instance_key == root_key)
        .order_by(comment.created_at, comment.key)
    )
    found = []
    for author, name, ciphertext, created_at, user_task_key, wrapped_key in connection.execute(statement):
        text = opened(connection, wrapped_key, ciphertext)
        found.append(CommentRow(author, name, text or "", created_at, user_task_key))
    return found


def case_documents(connection: sa.Connection, root_key: int) -> list[DocumentRow]:
    """Return the files of a case, oldest first; no check of rights."""
    document = documents.c
    statement = (
        sa.select(
            document.document_id,
            document.name,
            document.content_type,
            document.size,
            document.sha256,
            document.created_at,
            document.created_by,
            app_users.c.name,
            document.is_generated,
        )
        .select_from(documents.join(app_users, app_users.c.user_name == document.created_by, isouter=True))
        .where(document.root_process_instance_key == root_key)
        .order_by(document.created_at, document.key)
    )
    return as_rows(DocumentRow, connection.execute(statement))


def submitted_values(connection: sa.Connection, root_key: int) -> dict[int, dict[str, Any]]:
    """Return what was submitted with the completed user tasks of a case, by element instance; no check of rights.

    Looked through are the last READ_BACK events of the case itself and of those called last, INSTANCES_AT_MOST in all.
    """
    looked_at = _looked_at(root_key)
    statement = (
        sa.select(_event.element_instance_key, _event.facts, _event.ciphertext, looked_at.c.wrapped_key)
        .join(looked_at, _is_recent(looked_at))
        .where(_event.type == "USER_TASK_SIGNED")
        .order_by(_event.sequence)
    )
    found: dict[int, dict[str, Any]] = {}
    for key, facts, ciphertext, wrapped_key in connection.execute(statement):
        details, _ = opened_details(connection, wrapped_key, ciphertext)
        submitted = payload_of(facts, details).get("submitted")
        if isinstance(submitted, dict):
            found[key] = submitted
    return found


def _events_with_names(instances: sa.FromClause, is_theirs: sa.ColumnElement[bool]) -> sa.Select[Any]:
    instance = instances.c
    return (
        sa.select(
            _event.process_instance_key,
            instance.process_definition_key,
            _event.sequence,
            _event.type,
            _event.at,
            _event.actor,
            app_users.c.name,
            _event.on_behalf_of,
            _event.capacity,
            _event.element_id,
            _event.element_instance_key,
            _event.facts,
            _event.ciphertext,
            instance.wrapped_key,
            _event.hash,
            _event.sealed,
        )
        .select_from(
            history_events.join(instances, is_theirs).join(app_users, app_users.c.user_name == _event.actor, isouter=True)
        )
        .order_by(_event.at.desc(), _event.process_instance_key.desc(), _event.sequence.desc())
    )


def _looked_at(root_key: int) -> sa.Subquery:
    instance = process_instances.c
    columns = (instance.key, instance.process_definition_key, instance.history_length, instance.wrapped_key)
    in_case = sa.select(*columns).where(instance.root_process_instance_key == root_key)
    return in_case.order_by(instance.key != root_key, instance.key.desc()).limit(INSTANCES_AT_MOST).subquery("looked_at")


def _is_recent(looked_at: sa.Subquery) -> sa.ColumnElement[bool]:
    is_late = _event.sequence > looked_at.c.history_length - READ_BACK
    return sa.and_(_event.process_instance_key == looked_at.c.key, is_late)


def _timeline_row(connection: sa.Connection, row: Any) -> TimelineRow:
    *values, facts, ciphertext, wrapped_key, event_hash, sealed = row
    details, _ = opened_details(connection, wrapped_key, ciphertext)
    is_erased = details is None and sealed is not None
    return TimelineRow(*[*values, payload_of(facts, details), event_hash, is_erased])
