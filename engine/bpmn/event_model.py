"""What an event waits for or throws: one immutable class for each kind of event definition."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import feel
    from engine.bpmn.value import Value


class TimerKind(StrEnum):
    """The three forms of a timer (BPMN 2.0 §10.5.5)."""

    DATE = "DATE"
    DURATION = "DURATION"
    CYCLE = "CYCLE"


@dataclass(frozen=True, slots=True)
class TimerDefinition:
    """ISO 8601 date-time, duration, or repeating interval (`R3/PT1H`, or a cron expression of zeebe)."""

    kind: TimerKind
    value: Value


@dataclass(frozen=True, slots=True)
class MessageDefinition:
    """A message by name; a catching event correlates by `correlation_key`, None at a process' own start event.

    A throwing event (send task, throw or end event) publishes inside the system with `correlation_key`,
    `message_id` and `time_to_live` (ISO 8601 duration) of zeebe:publishMessage, unless its element has a job type.
    """

    name: Value
    correlation_key: Value | None = None
    message_id: Value | None = None
    time_to_live: Value | None = None


@dataclass(frozen=True, slots=True)
class SignalDefinition:
    """A signal by name, broadcast to every open subscription."""

    name: Value


@dataclass(frozen=True, slots=True)
class ErrorDefinition:
    """An error by code; catching with `code` None catches all errors."""

    code: Value | None
    code_variable: str | None = None
    message_variable: str | None = None


@dataclass(frozen=True, slots=True)
class EscalationDefinition:
    """An escalation by code; catching with `code` None catches all escalations."""

    code: Value | None


@dataclass(frozen=True, slots=True)
class ConditionalDefinition:
    """A condition over the variables of the scope; `variable_names` are the names whose change can make it true."""

    condition: feel.Expression
    variable_names: frozenset[str]
    variable_events: frozenset[str] = frozenset({"create", "update"})
    """Which changes of these variables count (zeebe:conditionalFilter)."""

    @property
    def changes(self) -> frozenset[tuple[str, str]]:
        """What can make the condition true: variable names, each with create or update."""
        return frozenset(itertools.product(self.variable_names, self.variable_events))


@dataclass(frozen=True, slots=True)
class LinkDefinition:
    """A link by name within one scope (BPMN 2.0 §10.5.5)."""

    name: str


@dataclass(frozen=True, slots=True)
class CompensationDefinition:
    """Compensate one activity, or with `activity_id` None everything completed in the scope."""

    activity_id: str | None
    wait_for_completion: bool = True


@dataclass(frozen=True, slots=True)
class CancelDefinition:
    """Cancel the enclosing transaction."""


@dataclass(frozen=True, slots=True)
class TerminateDefinition:
    """End everything in the enclosing scope."""


EventDefinition = (
    TimerDefinition
    | MessageDefinition
    | SignalDefinition
    | ErrorDefinition
    | EscalationDefinition
    | ConditionalDefinition
    | LinkDefinition
    | CompensationDefinition
    | CancelDefinition
    | TerminateDefinition
)
