"""What starts instances of a process from outside: timers, messages and signals of the newest version only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import feel
from engine.bpmn.process_model import (
    ConditionalDefinition,
    Element,
    EventDefinition,
    MessageDefinition,
    ProcessModel,
    SignalDefinition,
    TimerDefinition,
    Value,
)
from engine.errors import DeploymentRefused, Finding
from engine.model.event_subscription import EventSubscription, SubscriptionKind
from engine.model.timer import Timer
from engine.runtime.timers import schedule
from engine.store.messages import replace_start_subscriptions
from engine.store.timers import delete_start_timers, insert_timers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.commands.command import Work
    from engine.model.process_definition import ProcessDefinition


_KINDS: dict[type[EventDefinition], SubscriptionKind] = {
    MessageDefinition: SubscriptionKind.MESSAGE,
    SignalDefinition: SubscriptionKind.SIGNAL,
    ConditionalDefinition: SubscriptionKind.CONDITION,
}


def replace(work: Work, deployed: Sequence[tuple[ProcessDefinition, ProcessModel]]) -> None:
    """Close the start events of earlier versions and open those of these new ones."""
    if not deployed:
        return
    timers: list[Timer] = []
    subscriptions: list[EventSubscription] = []
    for definition, model in deployed:
        for element, index, event in model.triggered_starts():
            match event:
                case TimerDefinition():
                    timers += _timer(work, definition, element, event)
                case MessageDefinition() | SignalDefinition() | ConditionalDefinition():
                    subscriptions.append(_subscription(work, definition, element, index, event))
                case _:
                    pass
    process_ids = [definition.process_id for definition, _ in deployed]
    delete_start_timers(work.uow.connection, process_ids)
    replace_start_subscriptions(work.uow.connection, process_ids, subscriptions)
    insert_timers(work.uow.connection, timers)
    work.uow.wakes_drain = work.uow.wakes_drain or bool(timers)


def _timer(work: Work, definition: ProcessDefinition, element: Element, event: TimerDefinition) -> list[Timer]:
    text = _text(work, definition, element, event.value)
    try:
        first = schedule(event.kind, text, work.now, work.zone)
    except ValueError as error:
        raise DeploymentRefused([Finding(definition.resource_name, str(error), element.id)]) from error
    if first is None:
        return []
    timer = Timer(
        key=work.new_key(),
        due_at=first.due_at,
        element_id=element.id,
        process_definition_key=definition.key,
        process_id=definition.process_id,
        repetitions=first.repetitions,
        interval=first.interval,
    )
    return [timer]


def _subscription(
    work: Work,
    definition: ProcessDefinition,
    element: Element,
    index: int,
    event: MessageDefinition | SignalDefinition | ConditionalDefinition,
) -> EventSubscription:
    return EventSubscription(
        key=work.new_key(),
        kind=_KINDS[type(event)],
        name="" if isinstance(event, ConditionalDefinition) else _text(work, definition, element, event.name),
        element_id=element.id,
        process_definition_key=definition.key,
        created_at=work.now,
        process_id=definition.process_id,
        event_index=index,
    )


def _text(work: Work, definition: ProcessDefinition, element: Element, value: Value) -> str:
    """Evaluate a name or time; a start event sees no variables."""
    if value.expression is None:
        return value.text
    found = feel.to_json(value.expression.evaluate({}, work.evaluation()))
    if not isinstance(found, str):
        raise DeploymentRefused([Finding(definition.resource_name, f"{value.text} gives no text.", element.id)])
    return found
