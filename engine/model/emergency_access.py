"""Emergency access to one case: what was asked, who answered, until when, as the record of access tells it; there is no other row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.errors import InvalidTransition
from engine.model.history_event import payload_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.model.history_event import HistoryEvent

ANSWER_WITHIN = timedelta(hours=24)
"""A request that nobody answered by then is over: an emergency has passed."""


class EmergencyEvent(StrEnum):
    """The events in a case's chain of accesses that give the right, use it and end it; RecordAccess cannot write them."""

    REQUESTED = "EMERGENCY_REQUESTED"
    APPROVED = "EMERGENCY_APPROVED"
    DENIED = "EMERGENCY_DENIED"
    ENDED = "EMERGENCY_ENDED"
    EXPIRED = "EMERGENCY_EXPIRED"
    READ = "EMERGENCY_READ"


E = EmergencyEvent
MOVES: Mapping[EmergencyEvent, frozenset[EmergencyEvent]] = MappingProxyType(
    {
        E.REQUESTED: frozenset({E.APPROVED, E.DENIED, E.ENDED, E.EXPIRED}),
        E.APPROVED: frozenset({E.READ, E.ENDED, E.EXPIRED}),
    }
)
"""What may follow; the state of an access is the last of its events that is no reading."""
IS_OPEN = frozenset(MOVES)


@dataclass(slots=True)
class EmergencyAccess:
    """One request with what became of it."""

    process_instance_key: int
    """The case: its root process instance."""
    request: int
    """The sequence of the event by which it was asked for: with the case it names the request."""
    requested_by: str
    requested_at: datetime
    reason: str | None
    """None here and below: erased with the record of access, or not given yet."""
    state: EmergencyEvent = E.REQUESTED
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision_reason: str | None = None
    until: datetime | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None
    readings: int = 0

    @property
    def id(self) -> str:
        """The name of the request in the whole installation."""
        return f"{self.process_instance_key}-{self.request}"

    @property
    def over_at(self) -> datetime:
        """When it is over if nobody does anything: the access, or the time to answer."""
        return self.until or self.requested_at + ANSWER_WITHIN

    def is_open(self, now: datetime) -> bool:
        """Tell whether it waits for an answer, or is in force."""
        return self.state in IS_OPEN and now < self.over_at

    def is_in_force(self, now: datetime) -> bool:
        """Tell whether whoever asked may read now."""
        return self.state is E.APPROVED and now < self.over_at

    def state_at(self, now: datetime) -> EmergencyEvent:
        """Return the state: what time has ended is EXPIRED, whether that was recorded or not."""
        return E.EXPIRED if self.state in IS_OPEN and not self.is_open(now) else self.state

    def require(self, target: EmergencyEvent, now: datetime) -> None:
        """Raise InvalidTransition unless `target` may follow now."""
        current = self.state_at(now)
        if target not in MOVES.get(current, frozenset()):
            raise InvalidTransition("emergency access", self.id, current, target)

    def follow(self, event: HistoryEvent, told: Mapping[str, object]) -> None:
        """Take in one of its later events."""
        kind = E(event.type)
        if kind is E.READ:
            self.readings += 1
            return
        self.state = kind
        if kind in {E.APPROVED, E.DENIED}:
            self.decided_by, self.decided_at, self.decision_reason = event.actor, event.at, _text(told.get("reason"))
            self.until = datetime.fromisoformat(str(told["until"])) if kind is E.APPROVED else None
        else:
            self.ended_by, self.ended_at = event.actor, event.at


def accesses_in(events: Iterable[HistoryEvent]) -> list[EmergencyAccess]:
    """Return the accesses that a chain's events tell of, in the order in which they were asked for."""
    found: dict[int, EmergencyAccess] = {}
    for event in events:
        if event.type not in set(E):
            continue
        told = payload_of(event.facts, event.details)
        if event.type == E.REQUESTED:
            asked = (event.process_instance_key, event.sequence, event.actor, event.at, _text(told.get("reason")))
            found[event.sequence] = EmergencyAccess(*asked)
        elif isinstance(request := told.get("request"), int) and request in found:
            found[request].follow(event, told)
    return list(found.values())


def _text(value: object) -> str | None:
    return None if value is None else str(value)
