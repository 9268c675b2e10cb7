"""One message or signal meets one subscription: a waiting element instance goes on, or a start event starts an instance."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from engine.bpmn.process_model import ElementType
from engine.commands.beginnings import Beginning, begin
from engine.commands.case import Case, open_case
from engine.commands.meetings import owe_meeting, try_another_subscription
from engine.model.event_subscription import SubscriptionKind
from engine.runtime import entry_points
from engine.runtime.starting import started_together
from engine.store import messages as store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from engine.commands.command import Work
    from engine.model.event_subscription import EventSubscription
    from engine.model.message import Message


def correlate(work: Work, message: Message, subscription_key: int) -> int | None:
    """Let a buffered message reach the subscription unless it met the process before; return the instance's key."""
    subscription = store.find_subscription(work.uow.connection, subscription_key)
    if subscription is None:
        return None
    if subscription.process_instance_key is None:
        return _start_by_message(work, message, subscription)
    case = open_case(work, subscription.process_instance_key)
    connection = work.uow.connection
    if case.process_instance.is_suspended or store.find_subscription(connection, subscription_key) is None:
        try_another_subscription(work, message, subscription.process_id)
        return None
    if not store.note_correlation(connection, message.key, subscription.process_id, case.process_instance.key, work.now):
        return None
    if not trigger(case, subscription, message.variables):
        store.forget_correlation(connection, message.key, subscription.process_id)
        return None
    case.save()
    return case.process_instance.key


def trigger(
    case: Case, subscription: EventSubscription, variables: Mapping[str, object], *, due_at: datetime | None = None
) -> bool:
    """Let an event reach the subscription of a locked case; False when nothing waits any more. `due_at`: of a timer."""
    return entry_points.trigger_subscription(
        case.execution,
        subscription.key,
        subscription.element_instance_key or 0,
        subscription.element_id,
        variables,
        event_index=subscription.event_index,
        due_at=due_at,
    )


def reach(
    work: Work, subscription: EventSubscription, variables: Mapping[str, object], *, due_at: datetime | None = None
) -> bool:
    """Let an event reach the process instance of a subscription; False when nothing waits any more.

    Locks the process instance; raises CaseSuspended.
    """
    case = open_case(work, cast("int", subscription.process_instance_key))
    case.require_running()
    if store.find_subscription(work.uow.connection, subscription.key) is None:
        return False
    if not trigger(case, subscription, variables, due_at=due_at):
        return False
    case.save()
    return True


def reach_or_start(
    work: Work, start: EventSubscription, variables: Mapping[str, object], *, due_at: datetime | None = None
) -> int | None:
    """Let a signal, a time or a condition start an instance, or reach one that has begun and needs it too; return its key.

    None: the one that has begun has had it and waits for other events. Raises as `reach`.
    """
    waiting = awaited_instead(work, start)
    if waiting is None:
        return start_by_event(work, start, variables)
    is_condition = start.kind is SubscriptionKind.CONDITION
    if (waiting.kind, waiting.name) != (start.kind, start.name) or (is_condition and waiting.event_index != start.event_index):
        return None
    return waiting.process_instance_key if reach(work, waiting, variables, due_at=due_at) else None


def start_by_event(
    work: Work,
    subscription: EventSubscription,
    variables: Mapping[str, object],
    *,
    correlation_key: str | None = None,
    key: int | None = None,
) -> int:
    """Start an instance at the subscription's start event; return its key."""
    definition = work.resources.definition(subscription.process_definition_key)
    beginning = Beginning(
        variables,
        start_event_id=subscription.element_id,
        event_index=subscription.event_index,
        key=key,
        message_correlation_key=correlation_key or None,
    )
    case = begin(work, definition, beginning)
    case.save()
    return case.process_instance.key


def awaited_instead(work: Work, start: EventSubscription, correlation_key: str = "") -> EventSubscription | None:
    """Return who waits meanwhile for the event that was to start an instance.

    So it is when another event behind the same instantiating gateway, or another part of the same parallel multiple event, all of which are to
    occur, came first (BPMN 2.0 §10.5.2, §10.6.6). A message of any key may be a part of such an event, as it may start an instance.
    """
    model = work.resources.model(start.process_definition_key)
    event = model.elements[start.element_id]
    is_start = event.type is ElementType.START_EVENT
    if is_start and not event.parallel_multiple:
        return None
    if event.parallel_multiple or len(started_together(model, event)) > 1:
        store.lock_beginnings(work.uow.connection, start.process_id)
    keys = {correlation_key, ""} if event.parallel_multiple else {correlation_key}
    return store.awaiting_instead(work.uow.connection, start, keys)


def _start_by_message(work: Work, message: Message, subscription: EventSubscription) -> int | None:
    connection, key = work.uow.connection, work.new_key()
    waiting = awaited_instead(work, subscription, message.correlation_key)
    if waiting is not None:
        owe_meeting(work, message, waiting)
        return None
    if not store.note_correlation(connection, message.key, subscription.process_id, key, work.now):
        return None
    correlation_key = message.correlation_key
    if correlation_key and not store.take_start_lock(connection, subscription.process_id, correlation_key, key):
        store.forget_correlation(connection, message.key, subscription.process_id)
        return None
    return start_by_event(work, subscription, message.variables, correlation_key=correlation_key, key=key)
