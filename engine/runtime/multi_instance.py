"""Multi-instance and looping activities: a body that holds one child for each item, number or round (BPMN 2.0 §13.3.6, §13.3.7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import feel
from engine.bpmn.process_model import Element, ElementType, EventDefinition, MultiInstance, MultiInstanceBehavior, StandardLoop
from engine.model.element_instance import ElementInstance, ElementInstanceState
from engine.runtime import compensation, expressions, implicit_throw, incidents, input_items
from engine.runtime.behavior import Behavior, Outcome
from engine.runtime.failures import CannotContinue

if TYPE_CHECKING:
    from engine.runtime.execution import Execution


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the completion of a child means, evaluated before it counts."""

    is_last: bool
    """The completion condition holds, or the loop's condition does no longer."""
    thrown: tuple[EventDefinition, ...] = ()


class Body(Behavior):
    """Creates the children, in batches or one after another, and collects what they give."""

    def activate(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Count the children to be and create the first."""
        match element.loop:
            case StandardLoop() as loop:
                if (loop.maximum is not None and loop.maximum < 1) or (loop.test_before and not _goes_on(x, instance, loop, 0)):
                    return Outcome.DONE
            case MultiInstance() as loop:
                items = input_items.evaluate(x, instance, loop)
                instance.number_of_instances = items.count
                if not items.count:
                    return Outcome.DONE
                input_items.keep(x, instance, items, sequential=loop.sequential)
            case None:
                return Outcome.DONE
        _create_children(x, instance, element)
        return Outcome.WAIT

    def resume(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Create the next batch, or undo the next child."""
        if compensation.is_conducting(x, instance):
            compensation.proceed(x, instance)
        elif instance.active_children == 0 or not _is_one_by_one(element):
            _create_children(x, instance, element)

    def complete(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Write the output collection, assembled once."""
        scope = x.scope_of(instance)
        loop = element.loop
        if (
            scope is not None
            and isinstance(loop, MultiInstance)
            and loop.output_collection
            and not x.facts.is_reopened(instance)
        ):
            x.variables.propagate(scope, {loop.output_collection: _outputs(x, instance)})
        input_items.forget(x, instance)

    def terminate(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Forget the input items."""
        input_items.forget(x, instance)

    def child_ended(self, x: Execution, scope: ElementInstance, element: Element) -> None:
        """Complete when every child has ended and none is to come."""
        if scope.active_children:
            return
        if compensation.is_conducting(x, scope):
            compensation.proceed(x, scope)
        elif isinstance(element.loop, StandardLoop) or scope.spawned >= scope.number_of_instances:
            x.complete(scope)


def judge(x: Execution, child: ElementInstance, element: Element) -> Verdict | None:
    """Evaluate a completing child's output and what its completion means; None outside of loops; raise CannotContinue."""
    body = x.scope_of(child)
    if body is None or body.element_type is not ElementType.MULTI_INSTANCE_BODY or child.compensates_key is not None:
        return None
    if isinstance(element.loop, StandardLoop):
        return Verdict(is_last=not _goes_on(x, child, element.loop, body.spawned))
    loop = element.loop
    if loop is None:
        return None
    counters: dict[str, object] = {
        "loopCounter": child.loop_counter,
        "numberOfInstances": body.number_of_instances,
        "numberOfActiveInstances": body.active_children - 1,
        "numberOfCompletedInstances": body.completed + 1,
        "numberOfTerminatedInstances": body.terminated,
    }
    if loop.output_element is not None:
        child.output = feel.to_json(expressions.value(x, child, loop.output_element))
    is_last = loop.completion_condition is not None and expressions.condition(x, child, loop.completion_condition, counters)
    return Verdict(is_last, tuple(_thrown(x, child, loop, body, counters)))


def child_ended(x: Execution, body: ElementInstance, child: ElementInstance, verdict: Verdict | None) -> None:
    """Count a child that ended; throw what its completion throws; create the next or end the rest."""
    if child.compensates_key is not None:
        return
    element = x.element(body)
    if child.state is ElementInstanceState.TERMINATED:
        body.terminated += 1
    else:
        body.completed += 1
    try:
        for definition in verdict.thrown if verdict else ():
            implicit_throw.throw(x, body, definition)
    except CannotContinue as failure:
        incidents.hold(x, body, failure)
    if body.state is not ElementInstanceState.ACTIVE:
        return
    if verdict is not None and verdict.is_last:
        x.complete(body)
    elif isinstance(element.loop, StandardLoop):
        if child.state is ElementInstanceState.COMPLETED:
            _create_child(x, body, element, None)
    elif isinstance(element.loop, MultiInstance) and element.loop.sequential:
        _create_children(x, body, element)


def _create_children(x: Execution, body: ElementInstance, element: Element) -> None:
    loop = element.loop
    if not isinstance(loop, MultiInstance):
        _create_child(x, body, element, None)
        return
    batch = 1 if loop.sequential else x.batch
    for _ in range(min(batch, body.number_of_instances - body.spawned)):
        _create_child(x, body, element, loop)
    if not loop.sequential and body.spawned < body.number_of_instances:
        x.enqueue(body)


def _create_child(x: Execution, body: ElementInstance, element: Element, loop: MultiInstance | None) -> None:
    body.spawned += 1
    child = x.create(element, body, loop_counter=body.spawned)
    values: dict[str, object] = {}
    if loop is None:
        body.number_of_instances = body.spawned
    else:
        if loop.output_element is not None and loop.output_element.expression is not None:
            values |= input_items.output_names(loop.output_element.expression)
        if loop.input_element is not None and loop.input_collection is not None:
            values[loop.input_element] = input_items.item(x, body, child.loop_counter)
    x.variables.set_local(child, {**values, "loopCounter": child.loop_counter})


def _is_one_by_one(element: Element) -> bool:
    return not isinstance(element.loop, MultiInstance) or element.loop.sequential


def _goes_on(x: Execution, instance: ElementInstance, loop: StandardLoop, rounds: int) -> bool:
    """Tell whether a loop that has had so many rounds has another one; loopCounter counts the rounds (BPMN 2.0 §10.3.8)."""
    if loop.maximum is not None and rounds >= loop.maximum:
        return False
    return loop.condition is None or expressions.condition(x, instance, loop.condition, {"loopCounter": rounds})


def _thrown(
    x: Execution,
    child: ElementInstance,
    loop: MultiInstance,
    body: ElementInstance,
    counters: dict[str, object],
) -> list[EventDefinition]:
    match loop.behavior:
        case MultiInstanceBehavior.NONE:
            return [loop.none_event] if loop.none_event is not None else []
        case MultiInstanceBehavior.ONE:
            return [loop.one_event] if loop.one_event is not None and body.completed == 0 else []
        case MultiInstanceBehavior.COMPLEX:
            holding = [c for c in loop.complex_behaviors if expressions.condition(x, child, c.condition, counters)]
            return [choice.event for choice in holding if choice.event is not None]
        case MultiInstanceBehavior.ALL:
            return []


def _outputs(x: Execution, body: ElementInstance) -> list[object]:
    """Return the children's outputs in the order of the items, null where a child gave none."""
    outputs: list[object] = [None] * body.number_of_instances
    stored = [] if x.rows.is_new(body.key) else x.rows.reader.outputs(body.key)
    here = ((child.loop_counter, child.output) for child in x.rows.completed_here(body.key))
    for number, output in (*stored, *here):
        if 0 < number <= len(outputs):
            outputs[number - 1] = output
    return outputs
