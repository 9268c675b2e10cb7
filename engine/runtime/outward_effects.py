"""Facts that reach beyond the process instance; each becomes a continuation, a command of its own after the commit."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class MessageThrown:
    """Publish a message after the commit (continuation)."""

    name: str
    correlation_key: str
    message_id: str | None
    time_to_live_s: int
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SignalThrown:
    """Broadcast a signal after the commit (continuation)."""

    name: str
    variables: Mapping[str, object] = field(default_factory=dict)
    key: int = 0
    """Element instances that came later have greater keys, and so have their subscriptions: they missed it."""
    met: tuple[int, ...] = ()
    """Subscriptions that it has reached already."""
    callers: tuple[tuple[int, int], ...] = ()
    """(process instance key, subscription key) of the scopes around the call activities that lead to the thrower."""


@dataclass(frozen=True, slots=True)
class CalledProcessRequested:
    """Start an instance of the process definition with the key `process_instance_key` (continuation).

    The continuation does nothing when the call activity `element_instance_key` has ended meanwhile.
    """

    element_instance_key: int
    process_instance_key: int
    process_definition_key: int
    variables: Mapping[str, object]
    business_id: str | None = None
    """That of the called instance; None: it goes by the calling one's."""
    undone_key: int | None = None
    """The process instance that it is to undo once that has ended; None: it starts at its start event."""


@dataclass(frozen=True, slots=True)
class CalledProcessTerminated:
    """Terminate the called process instance, or see to it that it does not start (continuation)."""

    element_instance_key: int
    process_instance_key: int
    is_undone: bool = False
    """A transaction was canceled: what completed inside is undone afterwards."""


class CalledProcessOutcome(StrEnum):
    """What a called process tells its call activity."""

    COMPLETED = "COMPLETED"
    TERMINATED = "TERMINATED"
    ERROR = "ERROR"
    ESCALATION = "ESCALATION"


@dataclass(frozen=True, slots=True)
class ParentNotified:
    """Tell the call activity `element_instance_key` of another process instance what happened (continuation).

    `code` and `message` belong to an error or escalation; an escalation does not end the called process.
    """

    process_instance_key: int
    element_instance_key: int
    outcome: CalledProcessOutcome
    variables: Mapping[str, object] = field(default_factory=dict)
    code: str | None = None
    message: str | None = None
    can_be_undone: bool = False
    """It completed and the call activity may have to have it undone."""


@dataclass(frozen=True, slots=True)
class ContinuationRequested:
    """The step budget is used up: continue the process instance in a command of its own."""

    process_instance_key: int
