"""Activities: instantiating receive tasks, conditional flows without an alternative, mappings that collide (§10.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import Element, ElementType, ProcessModel

if TYPE_CHECKING:
    from engine.bpmn.findings import Findings

ACTIVITIES = frozenset(
    {
        ElementType.SUB_PROCESS,
        ElementType.TRANSACTION,
        ElementType.AD_HOC_SUB_PROCESS,
        ElementType.EVENT_SUB_PROCESS,
        ElementType.CALL_ACTIVITY,
        ElementType.TASK,
        ElementType.USER_TASK,
        ElementType.SERVICE_TASK,
        ElementType.SCRIPT_TASK,
        ElementType.BUSINESS_RULE_TASK,
        ElementType.SEND_TASK,
        ElementType.RECEIVE_TASK,
        ElementType.MANUAL_TASK,
    },
)


def check(model: ProcessModel, findings: Findings) -> None:
    """Check every activity."""
    for element in model.elements.values():
        if element.type not in ACTIVITIES:
            continue
        _check_conditional_flows(model, element, findings)
        if element.type is ElementType.RECEIVE_TASK and element.instantiate:
            _check_instantiating(model, element, findings)


def _check_instantiating(model: ProcessModel, element: Element, findings: Findings) -> None:
    if element.parent_id != model.id:
        message = "A receive task that starts instances stands in the process itself, not in a sub-process."
        findings.refuse(element.id, "receive-task", message, "§10.3.3")
    if element.loop is not None or element.start_quantity > 1:
        message = "A receive task that starts instances receives the one message by which its instance starts, and no token."
        findings.refuse(element.id, "receive-task", message, "§10.3.3")


def _check_conditional_flows(model: ProcessModel, element: Element, findings: Findings) -> None:
    """With conditions on all flows and no default, none may be true: at run time that is an incident, so say it early."""
    flows = [model.flows[flow_id] for flow_id in element.outgoing]
    if flows and element.default_flow is None and all(flow.condition is not None for flow in flows):
        message = (
            "All outgoing flows have conditions and none is the default: when none holds, the case stops with an incident."
        )
        findings.warn(element.id, "no-default-flow", message, "§8.4.13")
