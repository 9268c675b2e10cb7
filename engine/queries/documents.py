"""A stored file with its content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

import sqlalchemy as sa

from engine.errors import NotFound
from engine.model.document import document_contents, documents
from engine.model.process_definition import process_definitions
from engine.model.process_instance import process_instances
from engine.queries.rows import as_row
from engine.queries.visibility import visible_within

if TYPE_CHECKING:
    from collections.abc import Mapping

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


RESTRICTIONS = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
)
RESTRICTIONS_OF_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""A browser's own viewer of PDF does not start in a sandbox, and runs nothing on our origin."""
SHOWN_TO_REQUESTER = "anumat:shownToRequester"
"""The property of a process that says what else its requester sees of a secret case: parts of names of generated files, by comma."""


def safe_headers(found: StoredDocument) -> dict[str, str]:
    """Return the headers with which a file is served so that no browser runs what is in it: only harmless types are shown."""
    is_shown = found.is_shown_in_place
    is_pdf = found.content_type == "application/pdf"
    return {
        "Content-Type": found.content_type if is_shown else "application/octet-stream",
        "Content-Disposition": f"{'inline' if is_shown else 'attachment'}; filename*=UTF-8''{quote(found.name)}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": RESTRICTIONS_OF_PDF if is_pdf else RESTRICTIONS,
    }


def is_for_requester(properties: Mapping[str, str], name: str) -> bool:
    """Tell whether a generated file of a secret case is for its requester too, as the process says."""
    parts = (part.strip() for part in properties.get(SHOWN_TO_REQUESTER, "").split(","))
    return any(part and part in name for part in parts)


def document(connection: sa.Connection, actor: Actor, document_id: str) -> StoredDocument:
    """Return a file that the actor uploaded or whose case the actor sees; raise NotFound."""
    row = documents.c
    everybody = sa.select(row.document_id, row.name, row.content_type, row.size, row.sha256, document_contents.c.data).join(
        document_contents, document_contents.c.sha256 == row.sha256
    )
    may_see = sa.or_(row.created_by == actor.user_name, visible_within(actor, row.root_process_instance_key))
    statement = everybody.where(row.document_id == document_id, may_see)
    found = as_row(StoredDocument, connection.execute(statement).first())
    if found is None and _is_generated_for(connection, actor, document_id):
        found = as_row(StoredDocument, connection.execute(everybody.where(row.document_id == document_id)).first())
    if found is None:
        raise NotFound("document", document_id)
    return found


def _is_generated_for(connection: sa.Connection, actor: Actor, document_id: str) -> bool:
    """Tell whether the actor asked for the case that generated the file, and its process shows them the file."""
    row, instance, definition = documents.c, process_instances.c, process_definitions.c
    query = (
        sa.select(row.name, definition.properties)
        .select_from(
            documents.join(process_instances, instance.key == row.root_process_instance_key).join(
                process_definitions, definition.key == instance.process_definition_key
            )
        )
        .where(row.document_id == document_id, row.is_generated, instance.initiator == actor.user_name)
    )
    found = connection.execute(query).first()
    return found is not None and is_for_requester(found[1], found[0])
