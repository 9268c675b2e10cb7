"""Where sequence flows may start and end (§8.4.13, §10.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import Element, ElementType, LinkDefinition, ProcessModel

if TYPE_CHECKING:
    from engine.bpmn.findings import Findings

_NO_INCOMING = {
    ElementType.START_EVENT: ("a start event", "§10.5.2"),
    ElementType.BOUNDARY_EVENT: ("a boundary event", "§10.5.4"),
    ElementType.EVENT_SUB_PROCESS: ("an event sub-process", "§10.3.5"),
}
_NO_OUTGOING = {
    ElementType.END_EVENT: ("an end event", "§10.5.3"),
    ElementType.EVENT_SUB_PROCESS: ("an event sub-process", "§10.3.5"),
}


def check(model: ProcessModel, findings: Findings) -> None:
    """Check each element's incoming and outgoing flows."""
    for element in model.elements.values():
        _check_by_type(element, findings)
        _check_by_role(element, findings)
        _check_conditions(model, element, findings)


def _check_by_type(element: Element, findings: Findings) -> None:
    if element.incoming and (rule := _NO_INCOMING.get(element.type)):
        findings.refuse(element.id, "incoming-flow", f"No sequence flow may lead to {rule[0]}.", rule[1])
    if element.outgoing and (rule := _NO_OUTGOING.get(element.type)):
        findings.refuse(element.id, "outgoing-flow", f"No sequence flow may leave {rule[0]}.", rule[1])


def _check_by_role(element: Element, findings: Findings) -> None:
    if element.is_for_compensation and (element.incoming or element.outgoing):
        message = "A compensation handler has no sequence flows; its association with the boundary event starts it."
        findings.refuse(element.id, "compensation-flow", message, "§10.7.1")
    if element.instantiate and element.incoming:
        findings.refuse(
            element.id, "incoming-flow", "An element that starts instances has no incoming flow.", "§10.3.3, §10.6.6"
        )
    if not any(isinstance(event, LinkDefinition) for event in element.events):
        return
    if element.type is ElementType.INTERMEDIATE_CATCH_EVENT and element.incoming:
        findings.refuse(element.id, "incoming-flow", "No sequence flow may lead to the target of a link.", "§10.5.5")
    if element.type is ElementType.INTERMEDIATE_THROW_EVENT and element.outgoing:
        findings.refuse(element.id, "outgoing-flow", "No sequence flow may leave the source of a link.", "§10.5.5")


def _check_conditions(model: ProcessModel, element: Element, findings: Findings) -> None:
    """An exclusive or inclusive split chooses: each of its flows has a condition or is the default."""
    if element.type not in {ElementType.EXCLUSIVE_GATEWAY, ElementType.INCLUSIVE_GATEWAY} or len(element.outgoing) < 2:
        return
    for flow_id in element.outgoing:
        if model.flows[flow_id].condition is None and flow_id != element.default_flow and not findings.is_refused(flow_id):
            message = f"The flow out of {element.id} has neither a condition nor is it the default flow."
            findings.refuse(flow_id, "flow-condition-missing", message, "§10.6.2, §10.6.3")
