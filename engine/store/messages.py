"""Messages, signals and those who wait for them: so stored that a message and a subscription cannot miss each other."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.event_subscription import EventSubscription, SubscriptionKind, event_subscriptions
from engine.model.message import Message, message_correlations, message_start_locks, messages
from engine.store.process_instances import is_running
from engine.store.rows import insert, insert_or_ignore, to_entity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_subscription = event_subscriptions.c
_message = messages.c


def lock_correlations(connection: sa.Connection, names_and_keys: Iterable[tuple[str, str]]) -> None:
    """Until the commit, let nobody else publish or subscribe to these; otherwise two transactions would not see each other.

    Always the last lock of a transaction and always in the same order, so that nobody waits in a circle. SQLite has one
    writer anyway.
    """
    if connection.dialect.name != "postgresql":
        return
    for lock in sorted({zlib.crc32(f"{name}\0{key}".encode()) for name, key in names_and_keys}):
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(17, sa.cast(lock - 2**31, sa.Integer))))


def lock_beginnings(connection: sa.Connection, process_id: str) -> None:
    """Until the commit, let nobody else begin a process whose instance needs several events, of which each may be the first.

    Otherwise two of them, in two transactions, would begin two instances. SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        lock = zlib.crc32(process_id.encode()) - 2**31
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(20, sa.cast(lock, sa.Integer))))


def insert_message(connection: sa.Connection, message: Message) -> None:
    """Insert a message."""
    insert(connection, messages, [message])


def has_message_id(connection: sa.Connection, name: str, correlation_key: str, message_id: str) -> bool:
    """Tell whether a message with the same name, key and id still lives."""
    where = (_message.name == name, _message.correlation_key == correlation_key, _message.message_id == message_id)
    return connection.execute(sa.select(_message.key).where(*where)).first() is not None


def find_message(connection: sa.Connection, key: int) -> Message | None:
    """Return a message."""
    row = connection.execute(sa.select(messages).where(_message.key == key)).first()
    return None if row is None else to_entity(Message, row)


def message_subscriptions(connection: sa.Connection, name: str, correlation_key: str) -> list[EventSubscription]:
    """Return who waits for a message: process instances by name and key, oldest first, then start events by name.

    A suspended process instance takes no message: it stays buffered for its time to live.
    """
    is_waiting = sa.or_(_subscription.correlation_key == correlation_key, _subscription.process_instance_key.is_(None))
    query = sa.select(event_subscriptions).where(
        _subscription.name == name,
        _subscription.kind == SubscriptionKind.MESSAGE,
        is_waiting,
        is_running(_subscription.process_instance_key),
    )
    instances_first = (_subscription.process_instance_key.is_(None), _subscription.key)
    return [to_entity(EventSubscription, row) for row in connection.execute(query.order_by(*instances_first))]


def signal_subscriptions(connection: sa.Connection, name: str) -> list[EventSubscription]:
    """Return everybody who waits for a signal, oldest first."""
    query = sa.select(event_subscriptions).where(_subscription.name == name, _subscription.kind == SubscriptionKind.SIGNAL)
    return [to_entity(EventSubscription, row) for row in connection.execute(query.order_by(_subscription.key))]


def awaiting_instead(
    connection: sa.Connection, start: EventSubscription, correlation_keys: Iterable[str]
) -> EventSubscription | None:
    """Return the oldest subscription of a process instance at the very element whose event would start another one.

    For a message one with its name and one of these keys; for what has no key also one for another part of the element, if none waits for this.
    """
    is_alike = sa.and_(_subscription.name == start.name, _subscription.correlation_key.in_(sorted(correlation_keys)))
    query = sa.select(event_subscriptions).where(
        _subscription.process_id == start.process_id,
        _subscription.element_id == start.element_id,
        is_running(_subscription.process_instance_key),
        _subscription.process_instance_key.is_not(None),
        is_alike if start.kind is SubscriptionKind.MESSAGE else sa.true(),
    )
    alike_first = (
        _subscription.kind != start.kind,
        _subscription.name != start.name,
        _subscription.event_index != start.event_index,
        _subscription.key,
    )
    row = connection.execute(query.order_by(*alike_first).limit(1)).first()
    return None if row is None else to_entity(EventSubscription, row)


def condition_starts(connection: sa.Connection, process_definition_key: int | None) -> list[EventSubscription]:
    """Return the conditions that start the newest process definitions, or the given one if they can, by definition and key."""
    where = [_subscription.kind == SubscriptionKind.CONDITION, _subscription.process_instance_key.is_(None)]
    if process_definition_key is not None:
        where.append(_subscription.process_definition_key == process_definition_key)
    query = sa.select(event_subscriptions).where(*where)
    ordered = query.order_by(_subscription.process_definition_key, _subscription.key)
    return [to_entity(EventSubscription, row) for row in connection.execute(ordered)]


def find_subscription(connection: sa.Connection, key: int) -> EventSubscription | None:
    """Return a subscription; None when it is closed."""
    row = connection.execute(sa.select(event_subscriptions).where(_subscription.key == key)).first()
    return None if row is None else to_entity(EventSubscription, row)


def buffered_messages(connection: sa.Connection, name: str, correlation_key: str, process_id: str, now: datetime) -> list[int]:
    """Return the keys of living messages that have not met the process, oldest first."""
    met = sa.select(message_correlations.c.message_key).where(
        message_correlations.c.message_key == _message.key,
        message_correlations.c.process_id == process_id,
    )
    query = sa.select(_message.key).where(
        _message.name == name,
        _message.correlation_key == correlation_key,
        _message.expires_at > now,
        ~met.exists(),
    )
    return list(connection.execute(query.order_by(_message.key)).scalars())


def note_correlation(connection: sa.Connection, message_key: int, process_id: str, instance_key: int, at: datetime) -> bool:
    """Note that a message met a process; False when it had met it before."""
    row = {"message_key": message_key, "process_id": process_id, "process_instance_key": instance_key, "correlated_at": at}
    return insert_or_ignore(connection, message_correlations, row)


def forget_correlation(connection: sa.Connection, message_key: int, process_id: str) -> None:
    """Take back `note_correlation`: nothing waited any more."""
    table = message_correlations
    connection.execute(sa.delete(table).where(table.c.message_key == message_key, table.c.process_id == process_id))


def take_start_lock(connection: sa.Connection, process_id: str, correlation_key: str, instance_key: int) -> bool:
    """Reserve a process and correlation key for one running instance; False when another one runs."""
    row = {"process_id": process_id, "correlation_key": correlation_key, "process_instance_key": instance_key}
    return insert_or_ignore(connection, message_start_locks, row)


def release_start_lock(connection: sa.Connection, instance_key: int) -> str | None:
    """Let the next message with the ended instance's key start one; return of which process, None when there was no lock."""
    table = message_start_locks
    query = sa.select(table.c.process_id).where(table.c.process_instance_key == instance_key)
    process_id: str | None = connection.execute(query).scalar_one_or_none()
    if process_id is not None:
        connection.execute(sa.delete(table).where(table.c.process_instance_key == instance_key))
    return process_id


def subscriptions_of_instance(connection: sa.Connection, process_instance_key: int) -> list[EventSubscription]:
    """Return the message subscriptions of a process instance, oldest first."""
    query = sa.select(event_subscriptions).where(
        _subscription.process_instance_key == process_instance_key, _subscription.kind == SubscriptionKind.MESSAGE
    )
    return [to_entity(EventSubscription, row) for row in connection.execute(query.order_by(_subscription.key))]


def start_subscriptions(connection: sa.Connection, process_id: str) -> list[EventSubscription]:
    """Return the message start events of a process."""
    query = sa.select(event_subscriptions).where(
        _subscription.process_id == process_id,
        _subscription.process_instance_key.is_(None),
        _subscription.kind == SubscriptionKind.MESSAGE,
    )
    return [to_entity(EventSubscription, row) for row in connection.execute(query)]


def replace_start_subscriptions(connection: sa.Connection, process_ids: list[str], new: list[EventSubscription]) -> None:
    """Close the start events of earlier versions of these processes and open those of the newest."""
    if process_ids:
        where = sa.and_(_subscription.process_id.in_(process_ids), _subscription.process_instance_key.is_(None))
        connection.execute(sa.delete(event_subscriptions).where(where))
    insert(connection, event_subscriptions, new)


def delete_expired_messages(connection: sa.Connection, now: datetime) -> int:
    """Delete messages whose time to live is over; return how many."""
    return connection.execute(sa.delete(messages).where(_message.expires_at <= now)).rowcount
