"""Broadcasting a signal: to everybody who waits for it now, each in a transaction of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from engine.commands.command import Command, Work
from engine.commands.continuation_writing import new_continuation
from engine.commands.variables_in import checked_variables
from engine.errors import RequestInvalid
from engine.identity import Permission
from engine.model.continuation import ContinuationKind
from engine.store.continuations import insert_continuations
from engine.store.messages import signal_subscriptions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.model.event_subscription import EventSubscription


class Thrown(NamedTuple):
    """By which process instance a signal was thrown, and the key that it got then."""

    process_instance_key: int
    key: int

    def is_missed_by(self, row: EventSubscription) -> bool:
        """Tell whether the subscription belongs to what a token of the same process instance reached only after the throw."""
        if row.process_instance_key != self.process_instance_key or row.element_instance_key is None:
            return False
        return row.element_instance_key > self.key and row.key > self.key


@dataclass(frozen=True, slots=True)
class BroadcastSignal(Command[int]):
    """Broadcast; returns the signal's key."""

    name: str
    variables: Mapping[str, object] = field(default_factory=dict)
    met: frozenset[int] = frozenset()
    """Subscriptions that it has reached already."""
    thrown: Thrown | None = None
    """None: it comes from outside."""


def broadcast_signal(command: BroadcastSignal, work: Work) -> int:
    """Broadcast; raise NotAllowed, RequestInvalid. Locks nothing: each subscription is owed a continuation.

    No instance is started by an event that one waits for which another event of the same gateway has started (BPMN 2.0 §10.6.6).
    """
    work.require(Permission.PUBLISH_MESSAGES)
    if not command.name:
        raise RequestInvalid("A signal has a name.", "signalName")
    variables = checked_variables(command.variables)
    found = signal_subscriptions(work.uow.connection, command.name)
    awaited = {(row.process_id, row.element_id) for row in found if row.process_instance_key is not None}
    owed = [
        new_continuation(
            work,
            ContinuationKind.TRIGGER_SIGNAL,
            row.process_instance_key,
            {"subscription_key": row.key, "variables": variables},
        )
        for row in found
        if row.key not in command.met
        and (command.thrown is None or not command.thrown.is_missed_by(row))
        and not (row.process_instance_key is None and (row.process_id, row.element_id) in awaited)
    ]
    insert_continuations(work.uow.connection, owed)
    return work.new_key()
