"""Effects about what element instances wait for: timers, messages, signals, conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.model.event_subscription import EventSubscription, SubscriptionKind
from engine.model.timer import Timer

if TYPE_CHECKING:
    from engine.commands.writing import Writing
    from engine.runtime import effects as e


def timer_scheduled(writing: Writing, effect: e.TimerScheduled) -> None:
    """Insert a timer."""
    writing.changes.timers[effect.key] = Timer(
        key=effect.key,
        due_at=effect.due_at,
        element_id=effect.element_id,
        process_definition_key=writing.process_instance.process_definition_key,
        process_id=writing.process_instance.process_id,
        process_instance_key=writing.process_instance.key,
        element_instance_key=effect.element_instance_key,
        repetitions=effect.repetitions,
        interval=effect.interval,
    )
    writing.work.uow.wakes_drain = True


def timer_fired(writing: Writing, effect: e.TimerFired) -> None:
    """Delete a timer that fired."""
    writing.changes.fired_timers.add(effect.key)


def timers_canceled(writing: Writing, effect: e.TimersCanceled) -> None:
    """Delete timers as stored; what this command scheduled, it scheduled afterwards."""
    writing.changes.canceled_timers.setdefault(effect.element_ids, set()).add(effect.element_instance_key)


def subscription_opened(writing: Writing, effect: e.SubscriptionOpened) -> None:
    """Insert a subscription; a message subscription looks for buffered messages once it is written."""
    instance = writing.process_instance
    subscription = EventSubscription(
        key=effect.key,
        kind=SubscriptionKind(effect.kind.value),
        name=effect.name,
        element_id=effect.element_id,
        process_definition_key=instance.process_definition_key,
        created_at=writing.work.now,
        correlation_key=effect.correlation_key,
        process_id=instance.process_id,
        process_instance_key=instance.key,
        element_instance_key=effect.element_instance_key,
        is_interrupting=effect.is_interrupting,
        event_index=effect.event_index,
        is_true=effect.is_true,
    )
    writing.changes.subscriptions[subscription.key] = subscription
    if subscription.kind is SubscriptionKind.MESSAGE:
        writing.message_subscriptions.append(subscription)


def condition_changed(writing: Writing, effect: e.ConditionChanged) -> None:
    """Note whether a condition holds, on its row or on the one to be inserted."""
    opened = writing.changes.subscriptions.get(effect.subscription_key)
    if opened is None:
        writing.changes.conditions[effect.subscription_key] = effect.is_true
    else:
        opened.is_true = effect.is_true


def subscription_closed(writing: Writing, effect: e.SubscriptionClosed) -> None:
    """Delete one subscription."""
    writing.changes.closed_subscriptions.add(effect.key)


def subscriptions_closed(writing: Writing, effect: e.SubscriptionsClosed) -> None:
    """Delete subscriptions as stored."""
    writing.changes.canceled_subscriptions.setdefault(effect.element_ids, set()).add(effect.element_instance_key)
