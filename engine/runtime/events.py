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
from engine.runtime import compensation, expressions, propagation, subscriptions, throwing
from engine.runtime.behavior import Behavior, Outcome
from engine.runtime.model_facts import AWAITED
from engine.runtime.tasks import JobTask

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.bpmn.process_model import SequenceFlow
    from engine.runtime.execution import Execution

_LAST = (ErrorDefinition, CompensationDefinition)
"""These take the token away or hold it, so that the other parts of a multiple event come before them."""


class StartEvent(Behavior):
    """Has nothing to wait for: what triggers it happened before its scope started, or of a parallel multiple one the first part."""

    def activate(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Wait for the parts that have not occurred, if one of them has started the process (BPMN 2.0 §10.5.2)."""
        return Outcome.WAIT if subscriptions.occurred(instance, element) else Outcome.DONE


class CatchEvent(Behavior):
    """Waits in the flow for what happens outside; a link or none event passes the token on."""

    def activate(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Wait when there is something to wait for; the lifecycle opens timers and subscriptions."""
        return Outcome.WAIT if any(isinstance(definition, AWAITED) for definition in element.events) else Outcome.DONE


class ThrowEvent(JobTask):
    """Throws each of its events; a message may be left to a worker."""

    def work(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Throw, everything that may fail having been evaluated before; wait while a compensation is at work."""
        definitions = sorted(element.events, key=lambda event: isinstance(event, _LAST))
        throws = [_prepare(x, instance, definition) for definition in definitions]
        outcomes = [throw() for throw in throws]
        return Outcome.WAIT if Outcome.WAIT in outcomes else Outcome.DONE

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


def _prepare(x: Execution, instance: ElementInstance, definition: EventDefinition) -> Callable[[], Outcome | None]:
    """Evaluate what is thrown and return what throws it, which cannot fail; raise CannotContinue without an effect."""
    match definition:
        case MessageDefinition():
            return throwing.prepare_message(x, instance, definition)
        case SignalDefinition():
            return throwing.prepare_signal(x, instance, definition)
        case ErrorDefinition():
            code = _code(x, instance, definition.code, "error code")
            propagation.require_catcher(x, instance, code, None)
            return lambda: propagation.throw_error(x, instance, code, None, x.variables.local(instance))
        case EscalationDefinition():
            code = _code(x, instance, definition.code, "escalation code")
            return lambda: propagation.throw_escalation(x, instance, code, x.variables.local(instance))
        case CompensationDefinition():
            return lambda: compensation.begin(x, instance, definition)
        case CancelDefinition():
            compensation.transaction_around(x, instance)
    return lambda: None


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
