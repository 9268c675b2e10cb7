"""Stored files: metadata by document, contents by hash."""

from __future__ import annotations

import sqlalchemy as sa

from engine.model.document import Document, document_contents, documents
from engine.store.rows import insert, insert_or_ignore, to_entity


def insert_document(connection: sa.Connection, document: Document, data: bytes) -> None:
    """Insert a document; a content that is there already is not stored again."""
    insert_or_ignore(connection, document_contents, {"sha256": document.sha256, "data": data})
    insert(connection, documents, [document])


def find_document(connection: sa.Connection, document_id: str) -> Document | None:
    """Return what is known of a document."""
    row = connection.execute(sa.select(documents).where(documents.c.document_id == document_id)).first()
    return None if row is None else to_entity(Document, row)


def read_content(connection: sa.Connection, sha256: str) -> bytes | None:
    """Return the bytes of a content."""
    query = sa.select(document_contents.c.data).where(document_contents.c.sha256 == sha256)
    data: bytes | None = connection.execute(query).scalar_one_or_none()
    return data


def find_documents(connection: sa.Connection, document_ids: list[str]) -> dict[str, Document]:
    """Return what is known of these documents, by id; unknown ids are left out."""
    rows = connection.execute(sa.select(documents).where(documents.c.document_id.in_(document_ids)))
    return {document.document_id: document for document in (to_entity(Document, row) for row in rows)}


def adopt_documents(
    connection: sa.Connection, document_ids: list[str], uploaded_by: str, instance_key: int, root_key: int
) -> None:
    """Let documents that somebody uploaded before their case existed belong to it; others' stay as they are."""
    if document_ids:
        table = documents
        where = sa.and_(
            table.c.document_id.in_(document_ids),
            table.c.created_by == uploaded_by,
            table.c.root_process_instance_key.is_(None),
        )
        connection.execute(
            table.update().where(where).values(process_instance_key=instance_key, root_process_instance_key=root_key),
        )
