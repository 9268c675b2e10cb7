"""What was left in a case: the remarks of people, and its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.comment import comments
from engine.model.document import documents
from engine.model.identity import app_users
from engine.model.process_instance import process_instances
from engine.queries.rows import as_rows
from engine.store.sealed import opened

if TYPE_CHECKING:
    from datetime import datetime


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
