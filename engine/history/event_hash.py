"""What is hashed of an event: its facts as one canonical JSON object that names the hash before, its details as a salted hash."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
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


class HashedText:
    """What is hashed of the events of one process instance that have who and when in common, as those of a command have."""

    __slots__ = ("_key", "_on_behalf_of", "_session", "_who_and_when")

    def __init__(
        self,
        process_instance_key: int,
        at: datetime,
        actor: str,
        on_behalf_of: str | None,
        capacity: str | None,
        session_id: str | None,
    ) -> None:
        self._who_and_when = f'{{"actor":{_text(actor)},"at":"{time_text(at)}","capacity":{_text(capacity)},"elementId":'
        self._on_behalf_of = f',"onBehalfOf":{_text(on_behalf_of)},"previous":"'
        self._key = f'","processInstanceKey":"{process_instance_key}","sealed":'
        self._session = f',"sessionId":{_text(session_id)},"type":'

    @classmethod
    def of(cls, event: ChainedEvent) -> HashedText:
        """Take from an event what it has in common with others."""
        return cls(event.process_instance_key, event.at, event.actor, event.on_behalf_of, event.capacity, event.session_id)

    def text(
        self,
        previous: str,
        sequence: int,
        event_type: str,
        element_id: str | None,
        element_instance_key: int | None,
        facts: str,
        sealed: str | None,
    ) -> str:
        """Return the canonical JSON object (RFC 8785) whose SHA-256 is the event's hash under this number.

        It is put together from canonical parts in the order of its names, so that checking a stored event parses nothing.
        """
        # Keys are texts: a program that reads JSON numbers as doubles must not lose their last digits.
        key = "null" if element_instance_key is None else f'"{element_instance_key}"'
        return (
            f'{self._who_and_when}{_text(element_id)},"elementInstanceKey":{key},"facts":{facts}{self._on_behalf_of}{previous}'
            f'{self._key}{"null" if sealed is None else encode_basestring(sealed)},"sequence":{sequence}{self._session}'
            f"{_text(event_type)}}}"
        )

    def hash_of(self, previous: str, event: ChainedEvent, sequence: int) -> str:
        """Return the hash of an event after `previous`, were this its number."""
        return digest(self.text_of(previous, event, sequence))

    def text_of(self, previous: str, event: ChainedEvent, sequence: int) -> str:
        """Return the text of an event, see `text`."""
        sealed = sealed_hash(event)
        return self.text(previous, sequence, event.type, event.element_id, event.element_instance_key, event.facts, sealed)


def digest(text: str) -> str:
    """Return the SHA-256 of a text in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def event_hash(previous: str, event: ChainedEvent) -> str:
    """Return the hash of `event` after `previous` (empty for the first), in hexadecimal; the event's own hash is not looked at."""
    return HashedText.of(event).hash_of(previous, event, event.sequence)


def event_text(previous: str, event: ChainedEvent) -> str:
    """Return the canonical text of one event, see `HashedText.text`."""
    return HashedText.of(event).text_of(previous, event, event.sequence)


def with_hashes(events: Iterable[HistoryEvent], previous: str = "") -> Iterator[tuple[HistoryEvent, str]]:
    """Yield events that follow `previous`, in order of sequence, with their hashes: those that are stored, else what follows."""
    for event in events:
        previous = event_hash(previous, event) if event.hash is None else event.hash
        yield event, previous


def sealed_hash(event: ChainedEvent) -> str | None:
    """Return the salted hash of the event's details; the one kept when they are erased; None when it never had any."""
    return event.sealed if event.details is None else seal(event.salt or "", event.details)


def seal(salt: str, details: str) -> str:
    """Return SHA-256 over the salt's hexadecimal digits followed by the details' text, in hexadecimal."""
    return digest(f"{salt}{details}")


@lru_cache(maxsize=256)
def time_text(at: datetime) -> str:
    """Return a time as it is hashed: UTC, ISO 8601, microseconds."""
    if at.tzinfo is not UTC:
        at = at.astimezone(UTC)
    return at.isoformat(timespec="microseconds")[:26] + "Z"


@lru_cache(maxsize=4096)
def _text(value: str | None) -> str:
    return "null" if value is None else encode_basestring(value)
