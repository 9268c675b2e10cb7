"""Broadcasting a signal: to everybody who waits for it now, each in a transaction of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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


@dataclass(frozen=True, slots=True)
class BroadcastSignal(Command[int]):
    """Broadcast; returns the signal's key."""

    name: str
    variables: Mapping[str, object] = field(default_factory=dict)
    met: frozenset[int] = frozenset()
    """Subscriptions of the throwing case that it has reached already, or that came too late for it."""


def broadcast_signal(command: BroadcastSignal, work: Work) -> int:
    """Broadcast; raise NotAllowed, RequestInvalid. Locks nothing: each subscription is owed a continuation."""
    work.require(Permission.PUBLISH_MESSAGES)
    if not command.name:
        raise RequestInvalid("A signal has a name.", "signalName")
    variables = checked_variables(command.variables)
    owed = [
        new_continuation(
            work,
            ContinuationKind.TRIGGER_SIGNAL,
            row.process_instance_key,
            {"subscription_key": row.key, "variables": variables},
        )
        for row in signal_subscriptions(work.uow.connection, command.name)
        if row.key not in command.met
    ]
    insert_continuations(work.uow.connection, owed)
    return work.new_key()
