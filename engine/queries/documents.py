"""A stored file with its content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.errors import NotFound
from engine.model.document import document_contents, documents
from engine.queries.rows import as_row
from engine.queries.visibility import visible_within

if TYPE_CHECKING:
    from engine.identity.actor import Actor


SHOWN_IN_PLACE = frozenset({"application/pdf", "image/png", "image/jpeg", "text/plain", "audio/mpeg", "video/mp4"})
"""What a browser may show itself; everything else is only ever saved."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A file and its bytes."""

    document_id: str
    name: str
    content_type: str
    size: int
    sha256: str
    data: bytes

    @property
    def is_shown_in_place(self) -> bool:
        """Whether a browser may show it itself."""
        return self.content_type in SHOWN_IN_PLACE


def document(connection: sa.Connection, actor: Actor, document_id: str) -> StoredDocument:
    """Return a file that the actor uploaded or whose case the actor sees; raise NotFound."""
    row = documents.c
    statement = (
        sa.select(row.document_id, row.name, row.content_type, row.size, row.sha256, document_contents.c.data)
        .join(document_contents, document_contents.c.sha256 == row.sha256)
        .where(row.document_id == document_id)
        .where(
            sa.or_(
                row.created_by == actor.user_name,
                visible_within(actor, row.root_process_instance_key),
            )
        )
    )
    found = as_row(StoredDocument, connection.execute(statement).first())
    if found is None:
        raise NotFound("document", document_id)
    return found
