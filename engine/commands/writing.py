"""What the functions that write effects share: the command's work, its process instance, and the rows collected so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.commands.command import Work
    from engine.history.chain import HistoryRecorder
    from engine.model.event_subscription import EventSubscription
    from engine.model.process_instance import ProcessInstance
    from engine.store.change_set import ChangeSet


@dataclass(slots=True)
class Writing:
    """One command's collection of rows."""

    work: Work
    process_instance: ProcessInstance
    changes: ChangeSet
    recorder: HistoryRecorder
    start_form_key: int | None = None
    """The version of the form with which the process instance was asked for: its first event tells it."""
    start_reason: str | None = None
    """Why it was asked for: likewise."""
    message_subscriptions: list[EventSubscription] = field(default_factory=list)
    """Opened by this command: a buffered message may be waiting for them."""
