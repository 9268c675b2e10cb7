"""Correlating a message at once: it reaches one waiting instance or starts one, or is refused; nothing is buffered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.commands.case import open_case
from engine.commands.command import Command, Work
from engine.commands.meet import awaited_instead, start_by_event, trigger
from engine.commands.variables_in import checked_variables
from engine.errors import NotFound
from engine.identity import Permission
from engine.store import messages as store

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class CorrelateMessage(Command["CorrelatedMessage"]):
    """Let the message reach whoever waits for it now."""

    name: str
    correlation_key: str = ""
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CorrelatedMessage:
    """The message's key and the process instance that it reached or started."""

    message_key: int
    process_instance_key: int


def correlate_message(command: CorrelateMessage, work: Work) -> CorrelatedMessage:
    """Correlate; raise NotFound when nobody waits, NotAllowed. Locks the process instance that it reaches."""
    work.require(Permission.PUBLISH_MESSAGES)
    variables = checked_variables(command.variables)
    connection = work.uow.connection
    for row in store.message_subscriptions(connection, command.name, command.correlation_key):
        is_start = row.process_instance_key is None
        waiting = awaited_instead(work, row, command.correlation_key) if is_start else row
        if waiting is None or waiting.process_instance_key is None:
            key = work.new_key()
            if command.correlation_key and not store.take_start_lock(connection, row.process_id, command.correlation_key, key):
                continue
            start_by_event(work, row, variables, correlation_key=command.correlation_key, key=key)
            return CorrelatedMessage(work.new_key(), key)
        case = open_case(work, waiting.process_instance_key)
        if case.process_instance.is_suspended or store.find_subscription(connection, waiting.key) is None:
            continue
        if trigger(case, waiting, variables):
            case.save()
            return CorrelatedMessage(work.new_key(), case.process_instance.key)
    raise NotFound("waiting process instance for the message", command.name)
