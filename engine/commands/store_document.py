"""Storing a file that belongs, or will belong, to a case."""

from __future__ import annotations

import hashlib
import re
import uuid
from dataclasses import dataclass

from engine.commands.case import open_case
from engine.commands.command import Command, Work
from engine.errors import RequestInvalid
from engine.model.document import Document
from engine.store.documents import insert_document

STORE_ID = "database"
"""Where documents lie; there is no other store."""
MAX_SIZE = 50 * 1024 * 1024
_CONTROL = re.compile(r"[\x00-\x1f\x7f/\\]")


@dataclass(frozen=True, slots=True)
class StoreDocument(Command[Document]):
    """Store a file; without a process instance it waits for the form that refers to it."""

    name: str
    content_type: str
    data: bytes
    process_instance_key: int | None = None
    is_generated: bool = False


def store_document(command: StoreDocument, work: Work) -> Document:
    """Store; raise RequestInvalid for an empty name or too many bytes, NotFound. Locks the process instance, if given."""
    name = _CONTROL.sub("_", command.name).strip()[:500]
    if not name:
        raise RequestInvalid("A document has a name.", "fileName")
    if len(command.data) > MAX_SIZE:
        raise RequestInvalid(f"A document has at most {MAX_SIZE // 1024 // 1024} MB.", "file")
    case = None if command.process_instance_key is None else open_case(work, command.process_instance_key)
    document = Document(
        key=work.new_key(),
        document_id=str(uuid.uuid4()),
        name=name,
        content_type=command.content_type[:200] or "application/octet-stream",
        size=len(command.data),
        sha256=hashlib.sha256(command.data).hexdigest(),
        created_at=work.now,
        created_by=work.actor.user_name,
        process_instance_key=case.process_instance.key if case else None,
        root_process_instance_key=case.process_instance.root_process_instance_key if case else None,
        is_generated=command.is_generated,
    )
    insert_document(work.uow.connection, document, command.data)
    if case is not None:
        case.record("DOCUMENT_STORED", {"documentId": document.document_id, "name": name, "sha256": document.sha256})
        case.save()
    return document


def document_reference(document: Document) -> dict[str, object]:
    """Return the reference to a document that variables hold, in the shape of the REST API."""
    return {
        "camunda.document.type": "camunda",
        "storeId": STORE_ID,
        "documentId": document.document_id,
        "contentHash": document.sha256,
        "metadata": {
            "contentType": document.content_type,
            "fileName": document.name,
            "size": document.size,
            "customProperties": {},
        },
    }
