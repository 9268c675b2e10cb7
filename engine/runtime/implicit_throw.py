"""Events that a multi-instance throws itself when a child completes (BPMN 2.0 §10.3.8, `behavior`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import (
    Element,
    ErrorDefinition,
    EscalationDefinition,
    EventDefinition,
    MessageDefinition,
    SignalDefinition,
    Value,
)
from engine.runtime import propagation, throwing, triggers

if TYPE_CHECKING:
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution


def throw(x: Execution, body: ElementInstance, definition: EventDefinition) -> None:
    """Let the activity's own boundary events catch the event at once, without interrupting it; else throw it further.

    A signal is heard by everybody else as well (BPMN 2.0 §10.5.5).
    """
    name = _name(definition)
    own = [event for event in x.facts.boundary_events(x.element(body)) if _is_same(event, definition, name)]
    if isinstance(definition, SignalDefinition):
        for event in own:
            triggers.reach_boundary(x, body, event, {}, interrupts=False)
        throwing.throw_signal(x, body, definition, met_by=frozenset(event.id for event in own))
    elif own:
        triggers.reach_boundary(x, body, own[0], {}, interrupts=False)
    else:
        _throw_further(x, body, definition, name)


def _throw_further(x: Execution, body: ElementInstance, definition: EventDefinition, name: Value | None) -> None:
    match definition:
        case MessageDefinition():
            throwing.throw_message(x, body, definition)
        case EscalationDefinition() if name is not None:
            propagation.throw_escalation(x, body, name.text, {})
        case ErrorDefinition() if name is not None:
            propagation.throw_error(x, body, name.text, None, {})
        case _:
            pass


def _is_same(event: Element, thrown: EventDefinition, name: Value | None) -> bool:
    """Tell whether the event catches what is thrown; one that waits for other parts too hears it as others do."""
    parts = () if event.parallel_multiple else event.events
    return any(type(caught) is type(thrown) and _text(_name(caught)) == _text(name) for caught in parts)


def _name(definition: EventDefinition) -> Value | None:
    match definition:
        case SignalDefinition() | MessageDefinition():
            return definition.name
        case ErrorDefinition() | EscalationDefinition():
            return definition.code
        case _:
            return None


def _text(value: Value | None) -> str | None:
    return None if value is None else value.text
