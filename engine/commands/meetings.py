"""Where messages and those who wait for them meet: exactly once, whichever comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands.continuation_writing import new_continuation
from engine.model.continuation import Continuation, ContinuationKind
from engine.store import messages as store
from engine.store.continuations import insert_continuations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.commands.command import Work
    from engine.model.event_subscription import EventSubscription
    from engine.model.message import Message
    from engine.model.process_instance import ProcessInstance


def find_messages_for(work: Work, opened: Sequence[EventSubscription]) -> None:
    """After new subscriptions were written: owe a meeting with each message that is buffered for them."""
    if not opened:
        return
    connection = work.uow.connection
    store.lock_correlations(connection, {(row.name, row.correlation_key or "") for row in opened})
    owed: list[Continuation] = []
    for row in opened:
        for message_key in store.buffered_messages(connection, row.name, row.correlation_key or "", row.process_id, work.now):
            owed.append(_meeting(work, message_key, row))
            if row.is_interrupting:
                break
    insert_continuations(connection, owed)


def find_subscriptions_for(work: Work, message: Message) -> int:
    """After a message was written under its lock: owe a meeting with one subscription of each process; return how many."""
    owed: dict[str, Continuation] = {}
    for row in store.message_subscriptions(work.uow.connection, message.name, message.correlation_key):
        if row.process_id not in owed:
            owed[row.process_id] = _meeting(work, message.key, row)
    insert_continuations(work.uow.connection, list(owed.values()))
    return len(owed)


def try_another_subscription(work: Work, message: Message, process_id: str) -> None:
    """After a subscription closed before the message reached it: owe a meeting with the next one of the process."""
    rows = store.message_subscriptions(work.uow.connection, message.name, message.correlation_key)
    for row in rows:
        if row.process_id == process_id:
            owe_meeting(work, message, row)
            return


def owe_meeting(work: Work, message: Message, row: EventSubscription) -> None:
    """Owe a meeting of a buffered message with one subscription."""
    insert_continuations(work.uow.connection, [_meeting(work, message.key, row)])


def release_correlation_key(work: Work, ended: ProcessInstance) -> None:
    """After an instance that a message started has ended: let the next buffered message with its key start one."""
    correlation_key = ended.message_correlation_key
    if correlation_key is None:
        return
    connection = work.uow.connection
    # It may have been migrated to another process since: the key was taken from the one that it was started in.
    process_id = store.release_start_lock(connection, ended.key) or ended.process_id
    owed: list[Continuation] = []
    for row in store.start_subscriptions(connection, process_id):
        waiting = store.buffered_messages(connection, row.name, correlation_key, process_id, work.now)
        owed.extend(_meeting(work, message_key, row) for message_key in waiting[:1])
    insert_continuations(connection, owed)


def _meeting(work: Work, message_key: int, row: EventSubscription) -> Continuation:
    payload = {"message_key": message_key, "subscription_key": row.key}
    return new_continuation(work, ContinuationKind.CORRELATE_MESSAGE, row.process_instance_key, payload)
