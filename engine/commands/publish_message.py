"""Publishing a message: buffered for its time to live, met by one instance of each process that waits for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from engine.commands.command import Command, Work
from engine.commands.meetings import find_subscriptions_for
from engine.commands.variables_in import checked_variables
from engine.errors import AlreadyExists, RequestInvalid
from engine.identity import Permission
from engine.model.message import Message
from engine.store import messages as store

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_TTL_S = 10 * 366 * 24 * 3600


@dataclass(frozen=True, slots=True)
class PublishMessage(Command[int]):
    """Publish; the empty correlation key reaches start events only. Returns the message's key."""

    name: str
    correlation_key: str = ""
    variables: Mapping[str, object] = field(default_factory=dict)
    message_id: str | None = None
    ttl_s: float = 0


def publish_message(command: PublishMessage, work: Work) -> int:
    """Publish; raise NotAllowed, RequestInvalid, AlreadyExists for a living message with the same name, key and id."""
    work.require(Permission.PUBLISH_MESSAGES)
    if not command.name:
        raise RequestInvalid("A message has a name.", "name")
    connection = work.uow.connection
    store.lock_correlations(connection, [(command.name, command.correlation_key)])
    message_id = command.message_id or None
    if message_id and store.has_message_id(connection, command.name, command.correlation_key, message_id):
        raise AlreadyExists("message", message_id)
    message = Message(
        key=work.new_key(),
        name=command.name,
        correlation_key=command.correlation_key,
        message_id=message_id,
        variables=checked_variables(command.variables),
        published_at=work.now,
        expires_at=work.now + timedelta(seconds=min(max(command.ttl_s, 0), MAX_TTL_S)),
        published_by=work.actor.user_name,
    )
    store.insert_message(connection, message)
    find_subscriptions_for(work, message)
    work.uow.wakes_drain = True
    return message.key
