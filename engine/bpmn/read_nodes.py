"""Reads one flow node: what all have in common, what its family adds, and what its own kind does."""

from __future__ import annotations

from collections.abc import Callable

from lxml.etree import _Element as XmlElement

from engine.bpmn.diagram_source import DiagramSource, extension, flag, number
from engine.bpmn.element_fields import ElementFields
from engine.bpmn.process_model import ElementType, MessageDefinition
from engine.bpmn.read_data import read_assignments, read_copies
from engine.bpmn.read_event_definitions import read_event_definitions
from engine.bpmn.read_extensions import read_inputs, read_job, read_listeners, read_outputs, read_properties
from engine.bpmn.read_loops import read_loop
from engine.bpmn.read_tasks import (
    read_ad_hoc,
    read_call,
    read_decision,
    read_receive,
    read_script,
    read_send,
    read_service,
    read_sub_process,
    read_user,
)
from engine.bpmn.read_user_tasks import PEOPLE, read_form
from engine.bpmn.xml_tree import bpmn_children, bpmn_name, local_part, name_of, text_of

Reader = Callable[[DiagramSource, XmlElement, ElementFields], None]


def read_node(source: DiagramSource, node: XmlElement, parent_id: str) -> ElementFields | None:
    """Return the parts of a flow node that it says itself; None when the element is no flow node."""
    name = bpmn_name(node) or ""
    if name not in _NODES:
        return None
    element_type, *readers = _NODES[name]
    fields = read_common(source, node, parent_id, element_type)
    for reader in readers:
        reader(source, node, fields)
    return fields


def read_common(source: DiagramSource, node: XmlElement, parent_id: str | None, element_type: ElementType) -> ElementFields:
    """Return what every element may have: name, documentation, properties, mappings, listeners."""
    return {
        "id": node.get("id", ""),
        "type": element_type,
        "name": name_of(node),
        "parent_id": parent_id,
        "documentation": read_documentation(node),
        "properties": read_properties(node),
        "inputs": read_inputs(source, node) + read_assignments(source, node, "dataInputAssociation"),
        "outputs": read_outputs(source, node) + read_assignments(source, node, "dataOutputAssociation"),
        "data_inputs": read_copies(source, node, "dataInputAssociation"),
        "data_outputs": read_copies(source, node, "dataOutputAssociation"),
        "listeners": read_listeners(source, node),
    }


def read_documentation(node: XmlElement) -> str | None:
    """Return the documentation texts, one after another."""
    texts = [text for item in bpmn_children(node, "documentation") if (text := text_of(item))]
    return "\n\n".join(texts) or None


def _activity(source: DiagramSource, node: XmlElement, fields: ElementFields) -> None:
    fields["is_for_compensation"] = flag(node, "isForCompensation", default=False)
    fields["default_flow"] = local_part(node.get("default")) or None
    fields["start_quantity"] = _quantity(source, node, "startQuantity")
    fields["completion_quantity"] = _quantity(source, node, "completionQuantity")
    fields["loop"] = read_loop(source, node)
    _warn_of_roles(source, node, fields["type"])


def _warn_of_roles(source: DiagramSource, node: XmlElement, element_type: ElementType) -> None:
    names = ["resourceRole"] if element_type is ElementType.USER_TASK else ["resourceRole", *PEOPLE]
    if next(bpmn_children(node, *names), None) is not None:
        message = "This role is a note for readers: user tasks are offered to performers and potential owners, nothing else is."
        source.warn(node, "resource-role", message, "§10.3.1")


def _quantity(source: DiagramSource, node: XmlElement, attribute: str) -> int:
    quantity = number(node, attribute, 1)
    if quantity < 1:
        source.refuse(node, "quantity", f"{attribute} is {quantity}; it must be 1 or more.", "§10.3")
    return max(quantity, 1)


def _sub_process(_source: DiagramSource, node: XmlElement, fields: ElementFields) -> None:
    if flag(node, "triggeredByEvent", default=False):
        fields["type"] = ElementType.EVENT_SUB_PROCESS


def _event(source: DiagramSource, node: XmlElement, fields: ElementFields) -> None:
    fields["events"] = read_event_definitions(source, node)
    fields["parallel_multiple"] = flag(node, "parallelMultiple", default=False)


def _throw(source: DiagramSource, node: XmlElement, fields: ElementFields) -> None:
    fields["job"] = read_job(source, node)
    throws_message = any(isinstance(event, MessageDefinition) for event in fields["events"])
    for name in ("taskDefinition", "publishMessage"):
        if extension(node, name) is not None and not throws_message:
            source.refuse(node, "misplaced-extension", f"zeebe:{name} has a meaning on message events only.", "zeebe")


def _start(source: DiagramSource, node: XmlElement, fields: ElementFields) -> None:
    fields["interrupting"] = flag(node, "isInterrupting", default=True)
    form_id, binding, embedded, external = read_form(source, node)
    fields["form_id"], fields["form_binding"], fields["embedded_form"] = form_id, binding, embedded
    if external is not None:
        source.refuse(node, "form", "A start event takes a formId or an embedded form.", "zeebe")
    _refuse_inputs(source, node, fields)


def _boundary(source: DiagramSource, node: XmlElement, fields: ElementFields) -> None:
    fields["interrupting"] = flag(node, "cancelActivity", default=True)
    fields["attached_to"] = local_part(node.get("attachedToRef")) or None
    _refuse_inputs(source, node, fields)


def _refuse_inputs(source: DiagramSource, node: XmlElement, fields: ElementFields) -> None:
    if fields["inputs"]:
        source.refuse(node, "mapping", f"Input mappings have no meaning on a {bpmn_name(node)}: nothing runs in it.", "zeebe")


def _gateway(source: DiagramSource, node: XmlElement, fields: ElementFields) -> None:
    fields["default_flow"] = local_part(node.get("default")) or None
    fields["instantiate"] = flag(node, "instantiate", default=False)
    fields["event_gateway_parallel"] = node.get("eventGatewayType") == "Parallel"
    fields["activation_condition"] = source.formal_expression(node, "activationCondition")


_NODES: dict[str, tuple[ElementType, *tuple[Reader, ...]]] = {
    "task": (ElementType.TASK, _activity),
    "userTask": (ElementType.USER_TASK, _activity, read_user),
    "manualTask": (ElementType.MANUAL_TASK, _activity),
    "serviceTask": (ElementType.SERVICE_TASK, _activity, read_service),
    "sendTask": (ElementType.SEND_TASK, _activity, read_send),
    "receiveTask": (ElementType.RECEIVE_TASK, _activity, read_receive),
    "scriptTask": (ElementType.SCRIPT_TASK, _activity, read_script),
    "businessRuleTask": (ElementType.BUSINESS_RULE_TASK, _activity, read_decision),
    "callActivity": (ElementType.CALL_ACTIVITY, _activity, read_call),
    "subProcess": (ElementType.SUB_PROCESS, _activity, read_sub_process, _sub_process),
    "transaction": (ElementType.TRANSACTION, _activity, read_sub_process),
    "adHocSubProcess": (ElementType.AD_HOC_SUB_PROCESS, _activity, read_sub_process, read_ad_hoc),
    "startEvent": (ElementType.START_EVENT, _event, _start),
    "intermediateCatchEvent": (ElementType.INTERMEDIATE_CATCH_EVENT, _event),
    "intermediateThrowEvent": (ElementType.INTERMEDIATE_THROW_EVENT, _event, _throw),
    "boundaryEvent": (ElementType.BOUNDARY_EVENT, _event, _boundary),
    "endEvent": (ElementType.END_EVENT, _event, _throw),
    "exclusiveGateway": (ElementType.EXCLUSIVE_GATEWAY, _gateway),
    "parallelGateway": (ElementType.PARALLEL_GATEWAY, _gateway),
    "inclusiveGateway": (ElementType.INCLUSIVE_GATEWAY, _gateway),
    "complexGateway": (ElementType.COMPLEX_GATEWAY, _gateway),
    "eventBasedGateway": (ElementType.EVENT_BASED_GATEWAY, _gateway),
}
