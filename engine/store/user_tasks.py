"""User tasks: reading one with its scope chain, what was done in the case before, drafts and comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.comment import Comment, comments
from engine.model.draft import user_task_drafts
from engine.model.user_task import CandidateKind, UserTask, UserTaskState, user_task_candidates, user_tasks
from engine.store.question import Question
from engine.store.rows import insert, insert_rows, to_entity, upsert, upsert_rows
from engine.store.with_chain import WithChain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from engine.model.element_instance import ElementInstance

_c = user_tasks.c


def find_user_task(connection: sa.Connection, key: int) -> UserTask | None:
    """Return a user task; read it after its process instance was locked to be sure of its state."""
    row = connection.execute(sa.select(user_tasks).where(_c.key == key)).first()
    return None if row is None else to_entity(UserTask, row)


def find_user_task_of_element(connection: sa.Connection, element_instance_key: int) -> UserTask | None:
    """Return the user task of an element instance."""
    row = connection.execute(sa.select(user_tasks).where(_c.element_instance_key == element_instance_key)).first()
    return None if row is None else to_entity(UserTask, row)


def find_user_task_with_chain(connection: sa.Connection, key: int) -> tuple[UserTask, list[ElementInstance]] | None:
    """Return a user task and its element instance with the enclosing ones, innermost first, with one statement."""
    return _WITH_CHAIN.find(connection, key)


def done_user_tasks(
    connection: sa.Connection, root_process_instance_key: int, person: str, on_behalf_of: str | None
) -> Sequence[tuple[str, str | None, str, str | None]]:
    """Return (element id, duty, completed by, on behalf of) of user tasks of the case, each combination once.

    Those that one of the two people completed or that were completed in their names.
    """
    asked = {"root": root_process_instance_key, "person": person, "other": on_behalf_of or person}
    return [(row[0], row[1], row[2], row[3]) for row in _DONE.rows(connection, **asked)]


def save_user_task(connection: sa.Connection, task: UserTask) -> None:
    """Update a user task."""
    upsert(connection, user_tasks, [task])


def replace_candidates(connection: sa.Connection, task: UserTask) -> None:
    """Write the candidates for searching anew."""
    connection.execute(sa.delete(user_task_candidates).where(user_task_candidates.c.user_task_key == task.key))
    insert_candidates(connection, [task])


def insert_candidates(connection: sa.Connection, tasks: Sequence[UserTask]) -> None:
    """Write the candidates of new user tasks for searching, with one statement."""
    rows: list[dict[str, Any]] = [
        {"user_task_key": task.key, "kind": kind, "name": name}
        for task in tasks
        for kind, names in ((CandidateKind.GROUP, task.candidate_groups), (CandidateKind.USER, task.candidate_users))
        for name in dict.fromkeys(names)
    ]
    insert_rows(connection, user_task_candidates, rows)


def save_draft(connection: sa.Connection, key: int, user_name: str, values: object, at: datetime) -> None:
    """Keep what `user_name` typed, instead of what they typed before."""
    row = {"user_task_key": key, "user_name": user_name, "values": values, "saved_at": at}
    upsert_rows(connection, user_task_drafts, [row])


def delete_stale_drafts(connection: sa.Connection) -> None:
    """Forget what people typed into user tasks that are over."""
    over = sa.select(_c.key).where(_c.key == user_task_drafts.c.user_task_key, _c.ended_at.is_not(None))
    connection.execute(sa.delete(user_task_drafts).where(over.exists()))


def insert_comment(connection: sa.Connection, comment: Comment) -> None:
    """Insert a comment on a case."""
    insert(connection, comments, [comment])


_WITH_CHAIN = WithChain(user_tasks, UserTask)


def _done(by: sa.ColumnElement[Any]) -> sa.Select[Any]:
    return sa.select(_c.element_id, _c.duty, _c.completed_by, _c.on_behalf_of).where(
        _c.root_process_instance_key == sa.bindparam("root", type_=sa.BigInteger),
        sa.or_(by == sa.bindparam("person", type_=sa.String), by == sa.bindparam("other", type_=sa.String)),
        sa.or_(_c.state == UserTaskState.COMPLETED, _c.state == UserTaskState.COMPLETING),
        _c.completed_by.is_not(None),
    )


# Two branches, so that each finds its rows by an index of its own.
_DONE = Question(sa.union(_done(_c.completed_by), _done(_c.on_behalf_of)))
