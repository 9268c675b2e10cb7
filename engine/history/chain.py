"""The hash chain of a process instance's history: each event's hash covers the one before, so nothing can be changed unseen.

The hash of an event is SHA-256 over three lines joined by a line feed: the hash of the event before (empty for the first),
the canonical JSON array of its facts in the order of `FACTS`, and its payload as stored, which is canonical JSON too.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from engine.model import json_text
from engine.model.history_event import HistoryEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.identity.actor import Actor
    from engine.model.process_instance import ProcessInstance

FACTS = (
    "process_instance_key",
    "sequence",
    "type",
    "at",
    "actor",
    "on_behalf_of",
    "capacity",
    "session_id",
    "element_id",
    "element_instance_key",
)


def event_hash(previous: str, event: HistoryEvent) -> str:
    """Return the hash of `event` after `previous`, in hexadecimal; the event's own `hash` is not looked at."""
    facts = json_text.dumps([_fact(getattr(event, name)) for name in FACTS])
    return hashlib.sha256(f"{previous}\n{facts}\n{event.payload}".encode()).hexdigest()


class HistoryRecorder:
    """Appends events to one locked process instance in the name of one actor; the caller writes `events` and the instance."""

    def __init__(self, process_instance: ProcessInstance, actor: Actor, at: datetime) -> None:
        self._process_instance = process_instance
        self._actor = actor
        self._at = at
        self.events: list[HistoryEvent] = []

    def record(
        self,
        event_type: str,
        payload: Mapping[str, object] | None = None,
        *,
        element_id: str | None = None,
        element_instance_key: int | None = None,
    ) -> None:
        """Append one event and move the chain's head."""
        instance, actor = self._process_instance, self._actor
        event = HistoryEvent(
            process_instance_key=instance.key,
            sequence=instance.history_length + 1,
            type=event_type,
            at=self._at,
            actor=actor.user_name,
            on_behalf_of=actor.on_behalf_of,
            capacity=actor.capacity,
            session_id=actor.session_id,
            element_id=element_id,
            element_instance_key=element_instance_key,
            payload=json_text.canonical(payload or {}),
        )
        event.hash = event_hash(instance.history_head, event)
        instance.history_length, instance.history_head = event.sequence, event.hash
        self.events.append(event)


@dataclass(frozen=True, slots=True)
class ChainFinding:
    """The first event of a process instance at which the chain does not hold, and why."""

    process_instance_key: int
    sequence: int
    problem: str
    """altered, missing or truncated."""


def verify_chain(process_instance_key: int, events: Iterable[HistoryEvent], head: str, length: int) -> ChainFinding | None:
    """Check a whole history in order of sequence against the instance's head and length; None when it holds."""
    previous, sequence = "", 0
    for event in events:
        sequence += 1
        if event.sequence != sequence:
            return ChainFinding(process_instance_key, sequence, "missing")
        if event_hash(previous, event) != event.hash:
            return ChainFinding(process_instance_key, sequence, "altered")
        previous = event.hash
    if sequence != length or previous != head:
        return ChainFinding(process_instance_key, sequence + 1, "truncated")
    return None


def _fact(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    # A program that reads JSON numbers as doubles must not lose the last digits of a key.
    return str(value) if isinstance(value, int) else value
