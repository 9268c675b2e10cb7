"""What is hashed of an event: its facts as one canonical JSON object that names the hash before, its details as a salted hash."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.model.history_event import HistoryEvent


class ChainedEvent(Protocol):
    """The fields of an event that its hash covers; see engine.model.history_event."""

    process_instance_key: int
    sequence: int
    type: str
    at: datetime
    actor: str
    on_behalf_of: str | None
    capacity: str | None
    session_id: str | None
    element_id: str | None
    element_instance_key: int | None
    facts: str
    details: str | None
    salt: str | None
    sealed: str | None


def event_hash(previous: str, event: ChainedEvent) -> str:
    """Return the hash of `event` after `previous` (empty for the first), in hexadecimal; the event's own hash is not looked at."""
    return hashlib.sha256(event_text(previous, event).encode()).hexdigest()


def event_text(previous: str, event: ChainedEvent, sequence: int | None = None) -> str:
    """Return the canonical JSON object (RFC 8785) whose SHA-256 is the event's hash, also under another number.

    It is put together from canonical parts in the order of its names, so that checking a stored event parses nothing.
    """
    return (
        f'{{"actor":{_text(event.actor)},"at":"{time_text(event.at)}","capacity":{_text(event.capacity)}'
        f',"elementId":{_text(event.element_id)}'
        f',"elementInstanceKey":{_key(event.element_instance_key)}'
        f',"facts":{event.facts},"onBehalfOf":{_text(event.on_behalf_of)},"previous":"{previous}"'
        f',"processInstanceKey":"{event.process_instance_key}","sealed":{_text(sealed_hash(event))}'
        f',"sequence":{sequence or event.sequence},"sessionId":{_text(event.session_id)},"type":{_text(event.type)}}}'
    )


def with_hashes(events: Iterable[HistoryEvent], previous: str = "") -> Iterator[tuple[HistoryEvent, str]]:
    """Yield events that follow `previous`, in order of sequence, with their hashes: those that are stored, else what follows."""
    for event in events:
        previous = event_hash(previous, event) if event.hash is None else event.hash
        yield event, previous


def sealed_hash(event: ChainedEvent) -> str | None:
    """Return the salted hash of the event's details; the one kept when they are erased; None when it never had any."""
    if event.details is None:
        return event.sealed
    return seal(event.salt or "", event.details)


def seal(salt: str, details: str) -> str:
    """Return SHA-256 over the salt's hexadecimal digits followed by the details' text, in hexadecimal."""
    return hashlib.sha256(f"{salt}{details}".encode()).hexdigest()


@lru_cache(maxsize=256)
def time_text(at: datetime) -> str:
    """Return a time as it is hashed: UTC, ISO 8601, microseconds."""
    if at.tzinfo is not UTC:
        at = at.astimezone(UTC)
    return at.isoformat(timespec="microseconds")[:26] + "Z"


def _key(value: int | None) -> str:
    # A text: a program that reads JSON numbers as doubles must not lose the last digits of a key.
    return "null" if value is None else f'"{value}"'


@lru_cache(maxsize=4096)
def _text(value: str | None) -> str:
    return "null" if value is None else encode_basestring(value)
