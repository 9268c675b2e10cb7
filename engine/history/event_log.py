"""What an event log for process mining says of a case and of what was done in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

LIFECYCLE = {
    "USER_TASK_CREATED": "schedule",
    "USER_TASK_CLAIMED": "assign",
    "USER_TASK_ASSIGNED": "reassign",
    "USER_TASK_SIGNED": "complete",
    "USER_TASK_CANCELED": "withdraw",
    "JOB_CREATED": "start",
    "JOB_COMPLETED": "complete",
    "DECISION_EVALUATED": "complete",
    "TIMER_FIRED": "complete",
    "MESSAGE_CORRELATED": "complete",
    "DOCUMENT_STORED": "complete",
    "PROCESS_INSTANCE_STARTED": "start",
    "PROCESS_INSTANCE_COMPLETED": "complete",
    "PROCESS_INSTANCE_TERMINATED": "ate_abort",
}
"""Type of event to transition of the lifecycle (IEEE 1849 §7.3.2); other events are of the engine and not of the work."""


@dataclass(frozen=True, slots=True)
class LoggedCase:
    """A case: a root process instance."""

    key: int
    number: str | None
    process_id: str
    version: int
    state: str
    started_at: datetime
    ended_at: datetime | None
    initiator: str | None
    owner_unit: str | None
    province_code: str | None


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One thing that was done; `name` is the step's name as far as the event tells it, else its id."""

    process_instance_key: int
    sequence: int
    type: str
    lifecycle: str
    at: datetime
    actor: str
    on_behalf_of: str | None
    capacity: str | None
    element_id: str | None
    name: str
    user_task_key: str | None
    document_id: str | None

    @property
    def id(self) -> str:
        """The event's name in the whole installation."""
        return f"{self.process_instance_key}-{self.sequence}"


Log = Iterable[tuple[LoggedCase, Iterable[LoggedEvent]]]
"""Cases with their events in order of time."""
