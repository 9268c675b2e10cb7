"""What reaches a waiting process instance from outside: timers, messages and signals, the end of a called process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.bpmn.process_model import (
    ConditionalDefinition,
    ElementType,
    MessageDefinition,
    SignalDefinition,
    TimerDefinition,
    TimerKind,
)
from engine.runtime import (
    call_activity,
    incidents,
    subscriptions,
    timers,
    triggers,
)
from engine.runtime.effects import (
    CalledProcessOutcome,
    HistoryType,
    TimerFired,
    TimerScheduled,
)
from engine.runtime.failures import CannotContinue

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from engine.bpmn.process_model import Element
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution


@dataclass(frozen=True, slots=True)
class DueTimer:
    """The timer that fires; the fields are those of its row."""

    key: int
    element_instance_key: int
    element_id: str
    due_at: datetime
    repetitions: int | None = None
    interval: str | None = None


def fire_timer(execution: Execution, timer: DueTimer) -> None:
    """Let a timer of an element instance happen; does nothing but delete it when nothing waits for it any more."""
    execution.emit(TimerFired(timer.key))
    host = execution.rows.find(timer.element_instance_key)
    if host is None or not triggers.is_waiting(host):
        return
    event = execution.model.elements[timer.element_id]
    following = timers.next_schedule(timer.due_at, timer.repetitions, timer.interval, execution.now, execution.evaluation.zone)
    is_in_the_flow = event.type is ElementType.INTERMEDIATE_CATCH_EVENT and host.element_id == event.id
    stays = is_in_the_flow and not event.parallel_multiple
    told = {"eventId": event.id, "dueAt": timer.due_at.isoformat()}
    if following is not None and (stays or not event.interrupting):
        told["nextDueAt"] = following.due_at.isoformat()
        execution.waits.open(
            TimerScheduled(
                execution.new_key(), host.key, event.id, following.due_at, following.repetitions, following.interval
            ),
        )
    execution.record(HistoryType.TIMER_FIRED, host, told)
    if following is not None and stays:
        triggers.happened(execution, event, execution.rows.get(host.scope_key or 0), {})
        return
    triggers.occur(execution, host, event, {}, _part_of(host, event, timer))


def _part_of(host: ElementInstance, event: Element, timer: DueTimer) -> int:
    """Return which part of the event a timer is: of several alike, which are due one after another, the first that is still awaited."""
    is_cycle = timer.interval is not None
    timed = [(number, part) for number, part in enumerate(event.events) if isinstance(part, TimerDefinition)]
    alike = [number for number, part in timed if (part.kind is TimerKind.CYCLE) is is_cycle] or [timed[0][0]]
    occurred = subscriptions.occurred(host, event)
    return next((number for number in alike if number not in occurred), alike[0])


def trigger_subscription(
    execution: Execution,
    subscription_key: int,
    element_instance_key: int,
    element_id: str,
    variables: Mapping[str, object],
    *,
    event_index: int = 0,
    due_at: datetime | None = None,
) -> bool:
    """Let an event from outside reach an open subscription; False when nothing waits for it any more.

    `due_at`: when it was due, of the timer of a start event.
    """
    host = execution.rows.find(element_instance_key)
    if host is None or not triggers.is_waiting(host):
        return False
    event = execution.model.elements[element_id]
    definition = event.events[event_index]
    if isinstance(definition, MessageDefinition | SignalDefinition):
        kind = HistoryType.MESSAGE_CORRELATED if isinstance(definition, MessageDefinition) else HistoryType.SIGNAL_CAUGHT
        execution.record(kind, host, {"eventId": element_id, "name": definition.name.text})
    elif isinstance(definition, ConditionalDefinition):
        execution.record(HistoryType.CONDITION_MET, host, {"eventId": element_id})
    elif due_at is not None:
        execution.record(HistoryType.TIMER_FIRED, host, {"eventId": element_id, "dueAt": due_at.isoformat()})
    if event.parallel_multiple and event.interrupting:
        execution.waits.close_one(subscription_key)
    triggers.occur(execution, host, event, variables, event_index)
    return True


def called_process_ended(
    execution: Execution,
    element_instance_key: int,
    outcome: CalledProcessOutcome,
    variables: Mapping[str, object],
    *,
    code: str | None = None,
    message: str | None = None,
    can_be_undone: bool = False,
) -> None:
    """Let a call activity learn of `ParentNotified`; does nothing when it has ended meanwhile."""
    instance = execution.rows.find(element_instance_key)
    if instance is None or not triggers.is_waiting(instance):
        return
    try:
        call_activity.ended(execution, instance, outcome, variables, code or "", message, can_be_undone=can_be_undone)
    except CannotContinue as failure:
        incidents.hold(execution, instance, failure)
