"""What leaves a process instance: messages published and signals broadcast, after the commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import feel
from engine.runtime import expressions, signals, timers
from engine.runtime.effects import HistoryType, IncidentType, MessageThrown, SignalThrown
from engine.runtime.failures import CannotContinue

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.bpmn.process_model import MessageDefinition, SignalDefinition
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution

DEFAULT_TIME_TO_LIVE_S = 3600


def throw_message(x: Execution, instance: ElementInstance, definition: MessageDefinition) -> None:
    """Publish a message that carries the element's own variables, those of its input mappings."""
    prepare_message(x, instance, definition)()


def prepare_message(x: Execution, instance: ElementInstance, definition: MessageDefinition) -> Callable[[], None]:
    """Evaluate a message and return what publishes it; raise CannotContinue."""
    name = expressions.text(x, instance, definition.name, "message name")
    key = definition.correlation_key
    correlation_key = "" if key is None else expressions.text(x, instance, key, "correlation key")
    message_id = expressions.optional_text(x, instance, definition.message_id, "message id")
    time_to_live_s = _time_to_live_s(x, instance, definition)

    def publish() -> None:
        x.emit(MessageThrown(name, correlation_key, message_id, time_to_live_s, x.variables.local(instance)))
        x.record(HistoryType.MESSAGE_THROWN, instance, {"name": name, "correlationKey": correlation_key})

    return publish


def throw_signal(x: Execution, instance: ElementInstance, definition: SignalDefinition, *, met_by: frozenset[str]) -> None:
    """Broadcast a signal that carries the element's own variables; events on its own boundary have met it already."""
    prepare_signal(x, instance, definition, met_by=met_by)()


def prepare_signal(
    x: Execution, instance: ElementInstance, definition: SignalDefinition, *, met_by: frozenset[str] = frozenset()
) -> Callable[[], None]:
    """Evaluate a signal and return what broadcasts it; raise CannotContinue."""
    name = expressions.text(x, instance, definition.name, "signal name")

    def broadcast() -> None:
        variables = x.variables.local(instance)
        met = signals.reach_scopes_around(x, instance, name, variables)
        if met_by:
            own = x.waits.signals((instance.key,), name)
            met = (*met, *(row.key for row in own if row.element_id in met_by))
        callers = signals.in_calling_processes(x, name)
        x.emit(SignalThrown(name, variables, x.new_key(), met, callers))
        x.record(HistoryType.SIGNAL_THROWN, instance, {"name": name})

    return broadcast


def _time_to_live_s(x: Execution, instance: ElementInstance, definition: MessageDefinition) -> int:
    text = feel.to_json(expressions.value(x, instance, definition.time_to_live)) if definition.time_to_live else None
    if not isinstance(text, str) or not text:
        return DEFAULT_TIME_TO_LIVE_S
    try:
        return int((timers.add_duration(x.now, text) - x.now).total_seconds())
    except ValueError as error:
        raise CannotContinue(IncidentType.EXTRACT_VALUE_ERROR, f"The time to live of the message: {error}") from error
