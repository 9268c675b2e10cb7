"""Putting on the record that somebody opens a case marked ลับ, or one of its files, with the reason where one is required.

Whoever may read a case only by emergency access reads as an actor of their own, for this one reading and on the record.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.commands.emergency_access import ReadInEmergency
from engine.commands.reasons import LONGEST_REASON, SHORTEST_REASON
from engine.commands.record_access import AccessType, RecordAccess
from engine.errors import AccessReasonRequired
from engine.store.documents import find_document
from engine.store.emergency_accesses import access_in_force
from engine.store.visibility import reading_of

if TYPE_CHECKING:
    from engine.commands.engine import Engine
    from engine.identity import Actor
    from engine.store.visibility import Reading


def note_case_opened(engine: Engine, actor: Actor, process_instance_key: int, reason: str | None = None) -> None:
    """Record once per sign-in that the actor opens the case of a process instance, if it is secret; locks no case.

    Raises AccessReasonRequired for whoever is not of its team and gives no reason of at least SHORTEST_REASON characters.
    Does nothing for a case that the actor does not see, and for open cases.
    """
    with engine.reading() as connection:
        reading = reading_of(connection, actor, process_instance_key)
    _note(engine, actor, reading, reason)


def read_case_as(engine: Engine, actor: Actor, process_instance_key: int, reason: str | None = None) -> Actor:
    """Record as `note_case_opened`, or a reading by emergency access; return as whom the case is read now."""
    with engine.reading() as connection:
        reading = reading_of(connection, actor, process_instance_key)
        reads_in_emergency = _has_emergency_access(connection, engine, actor, process_instance_key, reading)
    if reads_in_emergency:
        root_key = engine.execute(ReadInEmergency(process_instance_key, "case"), actor)
        return replace(actor, emergency_case=root_key)
    _note(engine, actor, reading, reason)
    return actor


def read_document_as(engine: Engine, actor: Actor, document_id: str, reason: str | None = None) -> Actor:
    """Record as `note_document_opened`, or a reading by emergency access; return as whom the file is read now."""
    with engine.reading() as connection:
        document = find_document(connection, document_id)
        key = None if document is None else document.root_process_instance_key
        reading = None if key is None else reading_of(connection, actor, key)
        if key is not None and _has_emergency_access(connection, engine, actor, key, reading):
            reads_in_emergency = document is not None and document.created_by != actor.user_name
        else:
            reads_in_emergency = False
    if key is not None and reads_in_emergency:
        root_key = engine.execute(ReadInEmergency(key, f"document {document_id}"), actor)
        return replace(actor, emergency_case=root_key)
    note_document_opened(engine, actor, document_id, reason)
    return actor


def _has_emergency_access(
    connection: Any, engine: Engine, actor: Actor, process_instance_key: int, reading: Reading | None
) -> bool:
    if reading is not None and reading.sees_inside:
        return False
    return access_in_force(connection, actor.user_name, process_instance_key, engine.now()) is not None


def _note(engine: Engine, actor: Actor, reading: Reading | None, reason: str | None) -> None:
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
