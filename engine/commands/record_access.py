"""Recording that somebody read what is sensitive: a case marked secret, one of its documents, an export."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.commands.command import Command, Work
from engine.history.chain import salt_details
from engine.history.disclosure import split
from engine.history.event_hash import event_hash
from engine.model.history_event import HistoryEvent
from engine.store.access_events import access_key, append_access_event, last_access_event
from engine.store.unit_of_work import Contended

if TYPE_CHECKING:
    from collections.abc import Mapping

OF_NO_CASE = 0
"""The chain of what concerns no single case, such as an export over many."""


class AccessType(StrEnum):
    """What was read."""

    CASE_OPENED = "CASE_OPENED"
    DOCUMENT_OPENED = "DOCUMENT_OPENED"
    NATIONAL_ID_SHOWN = "NATIONAL_ID_SHOWN"
    HISTORY_SEARCHED = "HISTORY_SEARCHED"
    CASE_EXPORTED = "CASE_EXPORTED"
    CASE_ASKED_FOR = "CASE_ASKED_FOR"
    """By whoever wanted emergency access, and there is no such case."""
    FILE_PRODUCED = "FILE_PRODUCED"
    """What came of it: the file by which it is recognised."""
    RETENTION_POLICY_SET = "RETENTION_POLICY_SET"
    """Read by nobody, but of no case either."""


@dataclass(frozen=True, slots=True)
class RecordAccess(Command[None]):
    """Record that the actor read something of a case (None: of no single one); `what` says more, such as a document's id."""

    type: AccessType
    process_instance_key: int | None = None
    what: Mapping[str, object] = field(default_factory=dict)
    reason: str | None = None


def record_access(command: RecordAccess, work: Work) -> None:
    """Append to the case's chain of access events; locks nothing."""
    payload = {**command.what, **({"reason": command.reason} if command.reason else {})}
    note(work, command.type, command.process_instance_key, payload)


def note(
    work: Work, event_type: str, process_instance_key: int | None, payload: Mapping[str, object], *, after: int | None = None
) -> int:
    """Append an event to the chain of accesses of a case, or of what concerns no single one; return its number there.

    With `after` it follows that sequence number or nothing is written: raises Contended when somebody else came between.
    """
    chain_key = process_instance_key or OF_NO_CASE
    facts, details = split(event_type, payload)
    cipher = None if details is None else work.case_keys.cipher(access_key(work.uow.connection))

    def build(sequence: int, previous: str) -> HistoryEvent:
        if after is not None and sequence != after + 1:
            raise Contended
        actor = work.actor
        event = HistoryEvent(
            process_instance_key=chain_key,
            sequence=sequence,
            type=str(event_type),
            at=work.now,
            actor=actor.user_name,
            on_behalf_of=actor.on_behalf_of,
            capacity=actor.capacity,
            session_id=actor.session_id,
            facts=facts,
        )
        if details is not None and cipher is not None:
            salt_details(event, details)
            event.ciphertext = cipher.seal(details, event.salt or "")
        event.hash = event_hash(previous, event)
        return event

    return append_access_event(work.uow.connection, chain_key, build)


def last_note(work: Work) -> int:
    """Return the number of the last event of what concerns no single case; 0 when there is none."""
    return last_access_event(work.uow.connection, OF_NO_CASE)[0]
