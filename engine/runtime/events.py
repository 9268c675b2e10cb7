"""Start, catch, throw, boundary and end events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import (
    CancelDefinition,
    CompensationDefinition,
    Element,
    ElementType,
    ErrorDefinition,
    EscalationDefinition,
    EventDefinition,
    LinkDefinition,
    MessageDefinition,
    SignalDefinition,
    TerminateDefinition,
    Value,
)
from engine.model.element_instance import ElementInstance, ElementInstanceState
from engine.runtime import compensation, expressions, propagation, throwing
from engine.runtime.behavior import Behavior, Outcome
from engine.runtime.model_facts import AWAITED
from engine.runtime.tasks import JobTask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.bpmn.process_model import SequenceFlow
    from engine.runtime.execution import Execution

_LAST = (ErrorDefinition, CompensationDefinition)
"""These take the token away or hold it, so that the other parts of a multiple event come before them."""


class StartEvent(Behavior):
    """Has nothing to wait for: whatever triggers it happened before its process or sub-process started."""


class CatchEvent(Behavior):
    """Waits in the flow for what happens outside; a link or none event passes the token on."""

    def activate(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Wait when there is something to wait for; the lifecycle opens timers and subscriptions."""
        return Outcome.WAIT if any(isinstance(definition, AWAITED) for definition in element.events) else Outcome.DONE


class ThrowEvent(JobTask):
    """Throws each of its events; a message may be left to a worker."""

    def work(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Throw; wait while a compensation is at work."""
        outcome = Outcome.DONE
        for definition in sorted(element.events, key=lambda event: isinstance(event, _LAST)):
            if _throw(x, instance, definition) is Outcome.WAIT:
                outcome = Outcome.WAIT
        return outcome

    def completed(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """End or cancel the scope around, having ended itself."""
        for definition in element.events:
            if isinstance(definition, CancelDefinition):
                compensation.cancel_transaction(x, instance)
            elif isinstance(definition, TerminateDefinition):
                _end_scope(x, instance)

    def resume(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Undo the next activity, the last one being undone."""
        if any(isinstance(definition, CompensationDefinition) for definition in element.events):
            compensation.proceed(x, instance)

    def flows(self, x: Execution, instance: ElementInstance, element: Element) -> Sequence[SequenceFlow]:
        """Return the outgoing flows; a link goes on at its catching event instead."""
        for definition in element.events:
            if isinstance(definition, LinkDefinition):
                _follow_link(x, instance, element, definition)
        return super().flows(x, instance, element)


def _throw(x: Execution, instance: ElementInstance, definition: EventDefinition) -> Outcome:
    match definition:
        case MessageDefinition():
            throwing.throw_message(x, instance, definition)
        case SignalDefinition():
            throwing.throw_signal(x, instance, definition)
        case ErrorDefinition():
            propagation.throw_error(
                x, instance, _code(x, instance, definition.code, "error code"), None, x.variables.local(instance)
            )
        case EscalationDefinition():
            code = _code(x, instance, definition.code, "escalation code")
            propagation.throw_escalation(x, instance, code, x.variables.local(instance))
        case CompensationDefinition():
            return compensation.begin(x, instance, definition)
        case CancelDefinition():
            compensation.transaction_around(x, instance)
        case _:
            pass
    return Outcome.DONE


def _code(x: Execution, instance: ElementInstance, code: Value | None, what: str) -> str:
    return "" if code is None else expressions.text(x, instance, code, what)


def _end_scope(x: Execution, instance: ElementInstance) -> None:
    """Have the enclosing scope complete; its other children are terminated on the way (BPMN 2.0 §13.5.6)."""
    scope = x.scope_of(instance)
    if scope is not None and scope.state is ElementInstanceState.ACTIVE:
        x.complete_first(scope)


def _follow_link(x: Execution, instance: ElementInstance, element: Element, definition: LinkDefinition) -> None:
    scope = x.scope_of(instance)
    target_id = x.model.links.get((element.parent_id or "", definition.name))
    if scope is not None and target_id is not None and element.type is ElementType.INTERMEDIATE_THROW_EVENT:
        x.create(x.model.elements[target_id], scope)
