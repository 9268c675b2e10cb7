"""The timers and subscriptions of an element instance: evaluated before its work begins, opened after, closed when it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import (
    ConditionalDefinition,
    Element,
    ElementType,
    EventDefinition,
    MessageDefinition,
    SignalDefinition,
    TimerDefinition,
)
from engine.runtime import expressions, timers
from engine.runtime.effects import (
    HistoryRecorded,
    HistoryType,
    IncidentType,
    SubscriptionKind,
    SubscriptionOpened,
    TimerScheduled,
)
from engine.runtime.failures import CannotContinue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution
    from engine.runtime.waits import Wait


OCCURRED = "occurred"
"""In the memo of whoever waits for a parallel multiple event: its parts that have occurred, by event id."""


BEGINS = "begins"
"""In the memo of a catching element: its process has begun with another event, so the times at which it starts are its own."""


def occurred(host: ElementInstance, event: Element) -> list[int]:
    """Return the parts of a parallel multiple event that have occurred and wait for the others."""
    by_event = (host.memo or {}).get(OCCURRED)
    return list(by_event.get(event.id, ())) if isinstance(by_event, dict) else []


def hosted_events(x: Execution, instance: ElementInstance) -> tuple[Element, ...]:
    """Return the events that the element instance waits for: its own, those on its boundary, its event sub-processes'."""
    if instance.element_type is ElementType.AD_HOC_SUB_PROCESS_INNER_INSTANCE:
        return ()
    is_body = instance.element_type is ElementType.MULTI_INSTANCE_BODY
    is_host = is_body or not instance.loop_counter
    return x.facts.hosted(instance.element_id, is_host=is_host, is_body=is_body)


def plan(x: Execution, instance: ElementInstance, events: Sequence[Element] | None = None) -> list[Wait]:
    """Evaluate what the element instance will wait for, for all its events or the given ones; raise CannotContinue."""
    waits: list[Wait] = []
    for event in hosted_events(x, instance) if events is None else events:
        seen = occurred(instance, event)
        for index, definition in enumerate(event.events):
            wait = None if index in seen else _plan_one(x, instance, event, index, definition)
            if wait is not None:
                waits.append(wait)
    return waits


def open_all(x: Execution, instance: ElementInstance, waits: Sequence[Wait]) -> None:
    """Start waiting."""
    for wait in waits:
        x.waits.open(wait)
        data: dict[str, object] = {"eventId": wait.element_id}
        if isinstance(wait, TimerScheduled):
            data["dueAt"] = wait.due_at.isoformat()
            kind = HistoryType.TIMER_SCHEDULED
        else:
            data |= {"kind": wait.kind.value, "name": wait.name}
            kind = HistoryType.SUBSCRIPTION_OPENED
        x.emit(HistoryRecorded(kind, instance.key, instance.element_id, instance.element_type, data))


def close(x: Execution, instance: ElementInstance, events: Sequence[Element] | None = None) -> None:
    """Stop waiting for everything, or for the given events."""
    closing = hosted_events(x, instance) if events is None else [e for e in hosted_events(x, instance) if e in events]
    if closing:
        definitions = [definition for event in closing for definition in event.events]
        x.waits.close(
            instance.key,
            frozenset(event.id for event in closing),
            timers=any(isinstance(definition, TimerDefinition) for definition in definitions),
            subscriptions=any(_takes_a_starting_time(instance, event) for event in closing)
            or any(
                isinstance(definition, MessageDefinition | SignalDefinition | ConditionalDefinition)
                for definition in definitions
            ),
        )


def _plan_one(x: Execution, host: ElementInstance, event: Element, index: int, definition: EventDefinition) -> Wait | None:
    match definition:
        case TimerDefinition() if _takes_a_starting_time(host, event):
            return _subscription(x, host, event, index, SubscriptionKind.TIMER, "", None)
        case TimerDefinition():
            return _plan_timer(x, host, event, definition)
        case MessageDefinition():
            name = expressions.text(x, host, definition.name, "message name")
            key = definition.correlation_key
            correlation_key = "" if key is None else expressions.text(x, host, key, "correlation key")
            return _subscription(x, host, event, index, SubscriptionKind.MESSAGE, name, correlation_key)
        case SignalDefinition():
            name = expressions.text(x, host, definition.name, "signal name")
            return _subscription(x, host, event, index, SubscriptionKind.SIGNAL, name, None)
        case ConditionalDefinition():
            return _subscription(x, host, event, index, SubscriptionKind.CONDITION, "", None)
        case _:
            return None


def _takes_a_starting_time(host: ElementInstance, event: Element) -> bool:
    """Return whether the time that would start an instance reaches this one instead (BPMN 2.0 §10.5.2, §10.6.6)."""
    return host.element_id == event.id and (event.type is ElementType.START_EVENT or BEGINS in (host.memo or {}))


def _subscription(
    x: Execution,
    host: ElementInstance,
    event: Element,
    index: int,
    kind: SubscriptionKind,
    name: str,
    correlation_key: str | None,
) -> SubscriptionOpened:
    return SubscriptionOpened(
        x.new_key(),
        kind,
        name,
        host.key,
        event.id,
        correlation_key=correlation_key,
        is_interrupting=event.interrupting,
        event_index=index,
    )


def _plan_timer(x: Execution, host: ElementInstance, event: Element, definition: TimerDefinition) -> TimerScheduled | None:
    text = expressions.optional_time_text(x, host, definition.value)
    if text is None:
        message = f"The timer {definition.value.text!r} of {event.id} has no value; correct the variables."
        raise CannotContinue(IncidentType.EXTRACT_VALUE_ERROR, message)
    try:
        schedule = timers.schedule(definition.kind, text, x.now, x.evaluation.zone)
    except (ValueError, KeyError) as error:
        raise CannotContinue(IncidentType.EXTRACT_VALUE_ERROR, f"{event.id}: {error}") from error
    if schedule is None:
        return None
    return TimerScheduled(x.new_key(), host.key, event.id, schedule.due_at, schedule.repetitions, schedule.interval)
