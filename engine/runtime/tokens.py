"""How a token moves: along sequence flows, into the next element, or to a join where it waits for others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.bpmn.process_model import Element, ElementType, SequenceFlow
from engine.runtime import expressions, joins
from engine.runtime.effects import NO_DATA, HistoryRecorded, HistoryType, IncidentType
from engine.runtime.failures import CannotContinue

if TYPE_CHECKING:
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution

Flows = Sequence[SequenceFlow]
_JOINING = frozenset({ElementType.PARALLEL_GATEWAY, ElementType.INCLUSIVE_GATEWAY, ElementType.COMPLEX_GATEWAY})


def take(x: Execution, scope: ElementInstance, flow: SequenceFlow) -> None:
    """Let a token go along a sequence flow to its target."""
    target = x.model.elements[flow.target_id]
    is_waiting = waits_for_others(target)
    x.emit(HistoryRecorded(HistoryType.SEQUENCE_FLOW_TAKEN, scope.key, flow.id, data=_wait(target) if is_waiting else NO_DATA))
    if is_waiting:
        x.rows.add_waiting(scope, target.id, flow.id)
        joins.arrived(x, scope, target)
    else:
        x.create(target, scope, flow_id=flow.id)


def _wait(target: Element) -> dict[str, object]:
    """Return what the history says of a token that comes to where tokens wait for one another."""
    quantity = {} if target.start_quantity == 1 else {"quantity": target.start_quantity}
    return {"waitsAt": target.id, **quantity}


def waits_for_others(element: Element) -> bool:
    """Return whether a token that comes to the element may have to wait for more of them."""
    return element.start_quantity > 1 or (element.type in _JOINING and len(element.incoming) > 1)


def conditional_flows(x: Execution, instance: ElementInstance, element: Element) -> list[SequenceFlow]:
    """Return the outgoing flows without a condition or with one that holds; the default if none with a condition does."""
    flows = outgoing(x, element)
    if all(flow.condition is None for flow in flows):
        return flows
    chosen = [flow for flow in flows if _is_taken(x, instance, element, flow)]
    if not chosen and element.default_flow is None:
        message = (
            f"No condition of the flows leaving {element.id} holds and none of them is the default; correct the variables."
        )
        raise CannotContinue(IncidentType.CONDITION_ERROR, message)
    return chosen or [x.model.flows[element.default_flow or ""]]


def outgoing(x: Execution, element: Element) -> list[SequenceFlow]:
    """Return the outgoing flows in document order."""
    return [x.model.flows[flow_id] for flow_id in element.outgoing]


def stays_inside(x: Execution, instance: ElementInstance) -> bool:
    """Return whether the element instance's end is its multi-instance body's or its conductor's business, not that of its flows."""
    if instance.conductor_key is not None or instance.compensates_key is not None:
        return True
    if instance.element_type is ElementType.AD_HOC_SUB_PROCESS_INNER_INSTANCE:
        return True
    scope = x.scope_of(instance)
    return scope is not None and scope.element_type is ElementType.MULTI_INSTANCE_BODY


def _is_taken(x: Execution, instance: ElementInstance, element: Element, flow: SequenceFlow) -> bool:
    if flow.id == element.default_flow:
        return False
    return flow.condition is None or expressions.condition(x, instance, flow.condition)
