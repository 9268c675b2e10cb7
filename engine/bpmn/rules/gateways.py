"""Gateways: directions, and what may follow an event-based gateway (§10.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import (
    ConditionalDefinition,
    Element,
    ElementType,
    MessageDefinition,
    ProcessModel,
    SignalDefinition,
    TimerDefinition,
)
from engine.bpmn.rules.events import ONE_TIMER, needs_two_timers

if TYPE_CHECKING:
    from engine.bpmn.findings import Findings

_CLAUSE = "§10.6.6"
_RACING = (MessageDefinition, TimerDefinition, SignalDefinition, ConditionalDefinition)
_GATEWAYS = frozenset(
    {
        ElementType.EXCLUSIVE_GATEWAY,
        ElementType.PARALLEL_GATEWAY,
        ElementType.INCLUSIVE_GATEWAY,
        ElementType.COMPLEX_GATEWAY,
        ElementType.EVENT_BASED_GATEWAY,
    },
)


def check(model: ProcessModel, findings: Findings) -> None:
    """Check every gateway."""
    for element in model.elements.values():
        if element.type not in _GATEWAYS:
            continue
        if not element.incoming and not element.outgoing:
            findings.refuse(element.id, "gateway-flows", "The gateway has no sequence flow at all.", "§10.6.1")
        if element.type is ElementType.EVENT_BASED_GATEWAY:
            _check_event_based(model, element, findings)
        if element.type is ElementType.COMPLEX_GATEWAY and len(element.incoming) > 1 and element.activation_condition is None:
            message = "A complex gateway that joins needs an activationCondition."
            findings.refuse(element.id, "activation-condition", message, "§10.6.5")


def _check_event_based(model: ProcessModel, gateway: Element, findings: Findings) -> None:
    if len(gateway.outgoing) < 2:
        findings.refuse(gateway.id, "event-gateway", "An event-based gateway needs two or more outgoing flows.", _CLAUSE)
    if gateway.event_gateway_parallel and not gateway.instantiate:
        message = "A parallel event-based gateway must start the process (instantiate)."
        findings.refuse(gateway.id, "event-gateway", message, _CLAUSE)
    if gateway.instantiate and gateway.parent_id != model.id:
        message = "An event-based gateway that starts instances stands in the process itself, not in a sub-process."
        findings.refuse(gateway.id, "event-gateway", message, _CLAUSE)
    targets = [model.elements[model.flows[flow_id].target_id] for flow_id in gateway.outgoing]
    for target in targets:
        _check_target(gateway, target, findings)
    kinds = {target.type for target in targets}
    if ElementType.RECEIVE_TASK in kinds and any(_catches_message(target) for target in targets):
        message = "Receive tasks and message events cannot be mixed behind one event-based gateway."
        findings.refuse(gateway.id, "event-gateway", message, _CLAUSE)


def _check_target(gateway: Element, target: Element, findings: Findings) -> None:
    if findings.is_refused(target.id):
        return
    waits = target.type is ElementType.INTERMEDIATE_CATCH_EVENT and all(isinstance(event, _RACING) for event in target.events)
    if not waits and target.type is not ElementType.RECEIVE_TASK:
        message = f"After the event-based gateway {gateway.id} stand catch events (message, timer, signal, conditional) or receive tasks."
        findings.refuse(target.id, "event-gateway-target", message, _CLAUSE)
    elif len(target.incoming) > 1:
        message = f"Nothing but the event-based gateway {gateway.id} may lead here."
        findings.refuse(target.id, "event-gateway-target", message, _CLAUSE)
    elif target.boundary_events:
        message = "A receive task behind an event-based gateway has no boundary events."
        findings.refuse(target.id, "event-gateway-target", message, _CLAUSE)
    elif gateway.instantiate and needs_two_timers(target):
        findings.refuse(target.id, "event-gateway-target", ONE_TIMER, _CLAUSE)
    elif target.loop is not None or target.start_quantity > 1:
        message = "A receive task behind an event-based gateway receives the one message for which the gateway waited."
        findings.refuse(target.id, "event-gateway-target", message, _CLAUSE)


def _catches_message(target: Element) -> bool:
    is_event = target.type is ElementType.INTERMEDIATE_CATCH_EVENT
    return is_event and any(isinstance(event, MessageDefinition) for event in target.events)
