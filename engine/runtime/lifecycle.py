"""The life of every element instance: activate, complete, terminate; what is special is in the behavior of its type."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.bpmn.process_model import ElementType, ListenerEvent
from engine.model.element_instance import ElementInstance, ElementInstanceState
from engine.runtime import compensation, incidents, listeners, mappings, multi_instance, subscriptions, tokens, triggers
from engine.runtime.behavior import Behavior, Outcome
from engine.runtime.behaviors import BEHAVIORS
from engine.runtime.effects import HistoryType
from engine.runtime.failures import CannotContinue
from engine.runtime.places import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.runtime.execution import Execution


_FINISHED = "finished"
"""In the memo of an element instance that could not leave: its work and its output mappings are done and not done again."""


HELD = "held"
"""In the memo of an element instance that was to be terminated: listeners had to be done before."""
BY_OPERATOR = "byOperator"
"""In the memo of an element instance: an operator terminated it, nothing takes its place."""


def behavior_of(instance: ElementInstance) -> Behavior:
    """Return what the element instance's type does."""
    return BEHAVIORS[instance.element_type]


def step(x: Execution, instance: ElementInstance) -> None:
    """Take the element instance's next step, which follows from its state; one that has ended takes none."""
    if take := STEPS.get(instance.state):
        take(x, instance)


def activate(x: Execution, instance: ElementInstance) -> None:
    """Map the inputs, run start listeners, begin the work, then wait or complete."""
    element = x.element(instance)
    if instance.listeners_done == 0:
        mappings.apply_inputs(x, instance, element)
    if listeners.request_next(x, instance, element, ListenerEvent.START):
        return
    if triggers.HAPPENED in (instance.memo or {}):
        x.activated(instance)
        x.complete(instance)
        return
    waits = subscriptions.plan(x, instance)
    outcome = behavior_of(instance).activate(x, instance, element)
    if instance.state is not ElementInstanceState.ACTIVATING:
        return
    x.activated(instance)
    if outcome is Outcome.DONE:
        x.complete(instance)
    else:
        subscriptions.open_all(x, instance, waits)


def resume(x: Execution, instance: ElementInstance) -> None:
    """Go on with an active element instance."""
    if instance.sparing_key is not None:
        terminate_children(x, instance)
    x.settle_later(instance)
    behavior_of(instance).resume(x, instance, x.element(instance))


def complete(x: Execution, instance: ElementInstance) -> None:
    """Finish the work, map the outputs, run end listeners, then leave by the sequence flows.

    What was opened again to be undone has given its outputs and told its listeners when it completed.
    """
    element = x.element(instance)
    behavior = behavior_of(instance)
    is_reopened = x.facts.is_reopened(instance)
    if instance.active_children:
        terminate_children(x, instance)
        return
    if instance.listeners_done == 0 and not _has_finished(instance):
        behavior.complete(x, instance, element)
        if not is_reopened:
            mappings.apply_outputs(x, instance, element)
        subscriptions.close(x, instance)
    try:
        if not is_reopened and listeners.request_next(x, instance, element, ListenerEvent.END):
            return
        flows = () if tokens.stays_inside(x, instance) else behavior.flows(x, instance, element)
        verdict = multi_instance.judge(x, instance, element)
    except CannotContinue:
        instance.memo = {**(instance.memo or {}), _FINISHED: True}
        raise
    incidents.drop(x, instance)
    instance.end(ElementInstanceState.COMPLETED, x.now)
    x.record(HistoryType.ELEMENT_COMPLETED, instance)
    behavior.completed(x, instance, element)
    compensation.remember(x, instance, element)
    _leave(x, instance, flows, verdict)


def _has_finished(instance: ElementInstance) -> bool:
    return _FINISHED in (instance.memo or {})


def terminate(x: Execution, instance: ElementInstance) -> None:
    """Terminate what is inside, then the element instance itself."""
    if instance.active_children:
        terminate_children(x, instance)
        return
    if behavior_of(instance).holds_its_end(x, instance, x.element(instance)):
        instance.memo = {**(instance.memo or {}), HELD: True}
        subscriptions.close(x, instance)
        return
    subscriptions.close(x, instance)
    incidents.drop(x, instance)
    listeners.cancel(x, instance)
    behavior_of(instance).terminate(x, instance, x.element(instance))
    instance.end(ElementInstanceState.TERMINATED, x.now)
    x.record(HistoryType.ELEMENT_TERMINATED, instance, place_of(instance))
    compensation.remember_interrupted(x, instance, x.element(instance))
    compensation.give_back(x, instance)
    _leave(x, instance, (), None)


def terminate_children(x: Execution, scope: ElementInstance) -> None:
    """Terminate the next batch of a scope's children; the scope comes back for the rest.

    An active scope is being interrupted and spares the child that interrupts it; one that ends spares none.
    """
    is_interrupted = scope.state is ElementInstanceState.ACTIVE
    for token in x.rows.all_waiting(scope.key):
        x.rows.consume(scope, token, token.count)
    children = x.rows.more_active_children(scope.key, x.batch, scope.sparing_key if is_interrupted else None)
    for child in children:
        compensation.cut_off(child)
        x.terminate(child)
    if children:
        x.enqueue(scope)
    elif is_interrupted:
        scope.sparing_key = None
    elif scope.active_children == 0:
        x.enqueue(scope)


def _leave(x: Execution, instance: ElementInstance, flows: tokens.Flows, verdict: multi_instance.Verdict | None) -> None:
    """Hand the token on: along the flows, to the multi-instance body, to whoever conducts a compensation, or out of the process."""
    scope = x.scope_of(instance)
    if scope is None:
        return
    if _goes_on(scope, instance):
        for flow in flows:
            for _ in range(x.element(instance).completion_quantity):
                tokens.take(x, scope, flow)
        compensation.go_on(x, instance)
    scope.active_children -= 1
    if instance.conductor_key is not None:
        x.enqueue(x.rows.get(instance.conductor_key))
    if scope.element_type is ElementType.MULTI_INSTANCE_BODY:
        multi_instance.child_ended(x, scope, instance, verdict)
    if scope.state is not ElementInstanceState.ACTIVE:
        if scope.active_children == 0:
            x.enqueue(scope)
    elif _was_emptied(x, scope, instance):
        x.terminate(scope)
    else:
        x.settle_later(scope)
        behavior_of(scope).child_ended(x, scope, x.element(scope))


def _goes_on(scope: ElementInstance, child: ElementInstance) -> bool:
    """Return whether a token may go on in the scope: not when it is ending, or being interrupted, a batch after the other."""
    return scope.state is ElementInstanceState.ACTIVE and scope.sparing_key in (None, child.key)


def _was_emptied(x: Execution, scope: ElementInstance, child: ElementInstance) -> bool:
    """Return whether an operator terminated the last token of a scope, which then has nothing to complete with.

    What held its end may leave last although something took its place: a boundary event, an event sub-process.
    """
    memo = child.memo or {}
    if HELD in memo and BY_OPERATOR not in memo:
        return False
    if scope.active_children or child.state is not ElementInstanceState.TERMINATED or compensation.is_conducting(x, scope):
        return False
    return scope.element_type not in {ElementType.MULTI_INSTANCE_BODY, ElementType.AD_HOC_SUB_PROCESS}


STEPS: Mapping[ElementInstanceState, Callable[[Execution, ElementInstance], None]] = MappingProxyType(
    {
        ElementInstanceState.ACTIVATING: activate,
        ElementInstanceState.ACTIVE: resume,
        ElementInstanceState.COMPLETING: complete,
        ElementInstanceState.TERMINATING: terminate,
    }
)
