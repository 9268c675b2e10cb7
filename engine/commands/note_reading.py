"""Putting on the record that somebody opens a case marked ลับ, or one of its files, with the reason where one is required."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands.reasons import LONGEST_REASON
from engine.commands.record_access import AccessType, RecordAccess
from engine.errors import AccessReasonRequired
from engine.store.documents import find_document
from engine.store.visibility import reading_of

if TYPE_CHECKING:
    from engine.commands.engine import Engine
    from engine.identity import Actor

SHORTEST_REASON = 10


def note_case_opened(engine: Engine, actor: Actor, process_instance_key: int, reason: str | None = None) -> None:
    """Record once per sign-in that the actor opens the case of a process instance, if it is secret; locks no case.

    Raises AccessReasonRequired for whoever is not of its team and gives no reason of at least SHORTEST_REASON characters.
    Does nothing for a case that the actor does not see, and for open cases.
    """
    with engine.reading() as connection:
        reading = reading_of(connection, actor, process_instance_key)
    if reading is None or not reading.is_secret or reading.is_noted:
        return
    given = (reason or "").strip()[:LONGEST_REASON]
    if len(given) < SHORTEST_REASON and not reading.is_of_team:
        raise AccessReasonRequired(reading.root_key)
    engine.execute(RecordAccess(AccessType.CASE_OPENED, reading.root_key, reason=given or None), actor)


def note_document_opened(engine: Engine, actor: Actor, document_id: str, reason: str | None = None) -> None:
    """Record that the actor opens a file of a secret case, each time; raise AccessReasonRequired as `note_case_opened`."""
    with engine.reading() as connection:
        document = find_document(connection, document_id)
        key = None if document is None else document.root_process_instance_key
        reading = None if key is None else reading_of(connection, actor, key)
    if reading is None or not reading.is_secret:
        return
    note_case_opened(engine, actor, reading.root_key, reason)
    engine.execute(RecordAccess(AccessType.DOCUMENT_OPENED, reading.root_key, {"documentId": document_id}), actor)
