"""Deleting what one process instance says about people; the rows that prove who did what stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.comment import comments
from engine.model.decision_instance import decision_instances
from engine.model.document import document_contents, documents
from engine.model.draft import user_task_drafts
from engine.model.element_instance import element_instances
from engine.model.history_act import history_acts
from engine.model.history_event import access_events
from engine.model.incident import incidents
from engine.model.input_chunk import input_chunks
from engine.model.job import jobs
from engine.model.notification import notifications
from engine.model.user_task import user_tasks
from engine.model.variable import variables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.model.history_act import HistoryAct

Freed = tuple[int, int]
"""Rows and bytes."""
ERASED_TEXT = "erased"


def overwrite_what_is_deleted(connection: sa.Connection) -> None:
    """Let SQLite fill deleted rows with zeros; PostgreSQL reuses their space after its next vacuum."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def replace_acts(connection: sa.Connection, acts: Sequence[HistoryAct]) -> None:
    """Write events and ciphertext of these acts as they are now, without what was erased."""
    act = history_acts.c
    place = act.process_instance_key == sa.bindparam("of_case"), act.sequence == sa.bindparam("number")
    statement = sa.update(history_acts).where(*place).values(events=sa.bindparam("left"), ciphertext=sa.bindparam("kept"))
    if acts:
        values = ("process_instance_key", "of_case"), ("sequence", "number"), ("events", "left"), ("ciphertext", "kept")
        connection.execute(statement, [{name: getattr(act, field) for field, name in values} for act in acts])


def erase_details_of_accesses(connection: sa.Connection, key: int, sealed: Mapping[int, str]) -> None:
    """Put the salted hash in the place of the details of these events of a chain of accesses, by sequence number."""
    table = access_events
    statement = (
        sa.update(table)
        .where(table.c.process_instance_key == key, table.c.sequence == sa.bindparam("number"))
        .values(ciphertext=None, sealed=sa.bindparam("seal"))
    )
    if sealed:
        connection.execute(statement, [{"number": number, "seal": seal} for number, seal in sealed.items()])


def delete_values(connection: sa.Connection, key: int) -> Freed:
    """Delete variables and the values that steps kept, and the notifications about the process instance."""
    freed = _delete(connection, variables, variables.c.process_instance_key == key, variables.c.value)
    element = element_instances.c
    mine = element.process_instance_key == key
    bodies = sa.select(element.key).where(mine)
    connection.execute(sa.delete(input_chunks).where(input_chunks.c.body_key.in_(bodies)))
    kept = sa.or_(element.output.is_not(None), element.memo.is_not(None))
    connection.execute(sa.update(element_instances).where(mine, kept).values(output=None, memo=None))
    told = _delete(connection, notifications, notifications.c.process_instance_key == key, notifications.c.text_th)
    return freed[0] + told[0], freed[1] + told[1]


def delete_comments(connection: sa.Connection, key: int) -> Freed:
    """Delete the remarks."""
    return _delete(connection, comments, comments.c.process_instance_key == key, comments.c.ciphertext)


def delete_drafts(connection: sa.Connection, key: int) -> Freed:
    """Delete what people typed and never sent."""
    tasks = sa.select(user_tasks.c.key).where(user_tasks.c.process_instance_key == key)
    return _delete(connection, user_task_drafts, user_task_drafts.c.user_task_key.in_(tasks), user_task_drafts.c["values"])


def delete_payloads(connection: sa.Connection, key: int) -> Freed:
    """Delete decision traces, and what jobs and incidents say."""
    freed = _delete(
        connection, decision_instances, decision_instances.c.process_instance_key == key, decision_instances.c.inputs
    )
    failed = sa.and_(jobs.c.process_instance_key == key, jobs.c.error_message.is_not(None))
    connection.execute(sa.update(jobs).where(failed).values(error_message=None))
    connection.execute(sa.update(incidents).where(incidents.c.process_instance_key == key).values(error_message=ERASED_TEXT))
    return freed


def delete_documents(connection: sa.Connection, key: int) -> Freed:
    """Delete the files, and their contents unless another case has the same file; the bytes are those of deleted contents."""
    mine = documents.c.process_instance_key == key
    hashes = list(connection.execute(sa.select(documents.c.sha256).where(mine).distinct()).scalars())
    count = connection.execute(sa.delete(documents).where(mine)).rowcount
    if not hashes:
        return 0, 0
    content = document_contents.c
    unused = sa.and_(content.sha256.in_(hashes), ~sa.exists().where(documents.c.sha256 == content.sha256))
    return count, _delete(connection, document_contents, unused, content.data)[1]


def _delete(connection: sa.Connection, table: sa.Table, where: sa.ColumnElement[bool], measured: sa.Column[Any]) -> Freed:
    """Delete rows; the bytes are those of the measured column."""
    length = sa.func.octet_length if connection.dialect.name != "sqlite" else sa.func.length
    size = sa.func.coalesce(sa.func.sum(length(sa.type_coerce(measured, sa.LargeBinary))), 0)
    rows, size_of_all = connection.execute(sa.select(sa.func.count(), size).select_from(table).where(where)).one()
    if rows:
        connection.execute(sa.delete(table).where(where))
    return int(rows), int(size_of_all)
